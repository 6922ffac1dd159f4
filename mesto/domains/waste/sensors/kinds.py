"""What can be wrong with a container's sensor, how bad it is, and what helps. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from mesto.kernel.diagnosed import NONE
from mesto.kernel.plugin import Text
from mesto.kernel.words import said


class Kind(StrEnum):
    """What is wrong with a sensor, or what it shows of its container."""

    BATTERY_ENDING = "batteryEnding"
    LID_OPEN = "lidOpen"
    DRIFT = "drift"
    WRONG_HEIGHT = "wrongHeight"
    NOISY = "noisy"
    STUCK = "stuckValue"
    JAM = "jam"
    SWAPPED = "swapped"
    MOVED = "moved"
    BROKEN = "broken"
    SILENT = "silent"
    BATTERY_EMPTY = "batteryEmpty"
    TIPPED = "tippedOver"
    FIRE = "fire"


#: Of two findings about one container the later in this order is the one that matters.
BY_WEIGHT: Final = tuple(Kind)

CRITICAL: Final = frozenset({Kind.FIRE})

#: Readings of such a sensor say nothing about the level.
WORTHLESS: Final = frozenset(
    {Kind.NOISY, Kind.STUCK, Kind.JAM, Kind.SWAPPED, Kind.BROKEN, Kind.TIPPED}
)

#: Why nothing is heard.
VOICELESS: Final = frozenset({Kind.SILENT, Kind.BATTERY_EMPTY})

#: What cannot wait for the next look: it is told by a single reading.
AT_ONCE: Final = frozenset({Kind.FIRE, Kind.TIPPED, Kind.MOVED, Kind.LID_OPEN})


class Action(StrEnum):
    """What is to be done about it."""

    CLEAN = "clean"
    MOUNT = "remount"
    BATTERY = "exchangeBattery"
    SWAP = "swapBack"
    REPLACE = "replace"
    VISIT = "visit"
    EXTINGUISH = "extinguish"


ACTIONS: Final[Mapping[Kind, Action]] = {
    Kind.BATTERY_ENDING: Action.BATTERY,
    Kind.LID_OPEN: Action.VISIT,
    Kind.DRIFT: Action.CLEAN,
    Kind.WRONG_HEIGHT: Action.MOUNT,
    Kind.NOISY: Action.CLEAN,
    Kind.STUCK: Action.REPLACE,
    Kind.JAM: Action.CLEAN,
    Kind.SWAPPED: Action.SWAP,
    Kind.MOVED: Action.VISIT,
    Kind.BROKEN: Action.REPLACE,
    Kind.SILENT: Action.VISIT,
    Kind.BATTERY_EMPTY: Action.BATTERY,
    Kind.TIPPED: Action.VISIT,
    Kind.FIRE: Action.EXTINGUISH,
}

TITLES: Final[Mapping[Kind, Text]] = {
    Kind.BATTERY_ENDING: said(
        "battery ends soon", "baterie dochází", "batéria dochádza", "baterija pri kraju"
    ),
    Kind.LID_OPEN: said(
        "lid open", "otevřené víko", "otvorené veko", "otvoren poklopac"
    ),
    Kind.DRIFT: said("zero creeps", "nula ujíždí", "nula uniká", "nula se pomera"),
    Kind.WRONG_HEIGHT: said(
        "wrong mounting height",
        "chybná montážní výška",
        "chybná montážna výška",
        "pogrešna visina ugradnje",
    ),
    Kind.NOISY: said(
        "readings scatter", "údaje kolísají", "údaje kolíšu", "očitavanja skaču"
    ),
    Kind.STUCK: said(
        "same value all the time",
        "stále táž hodnota",
        "stále tá istá hodnota",
        "stalno ista vrednost",
    ),
    Kind.JAM: said(
        "something before the eye",
        "něco před čidlem",
        "niečo pred snímačom",
        "nešto ispred senzora",
    ),
    Kind.SWAPPED: said(
        "swapped with another",
        "zaměněné s jiným",
        "zamenené s iným",
        "zamenjen sa drugim",
    ),
    Kind.MOVED: said(
        "container moved",
        "kontejner přemístěn",
        "kontajner premiestnený",
        "kontejner pomeren",
    ),
    Kind.BROKEN: said(
        "says what cannot be",
        "hlásí nemožné",
        "hlási nemožné",
        "javlja nemoguće",
    ),
    Kind.SILENT: said("silent", "mlčí", "mlčí", "ćuti"),
    Kind.BATTERY_EMPTY: said(
        "battery empty", "vybitá baterie", "vybitá batéria", "prazna baterija"
    ),
    Kind.TIPPED: said("tipped over", "převrácený", "prevrátený", "prevrnut"),
    Kind.FIRE: said("fire", "požár", "požiar", "požar"),
}

#: What the attribute `faultKind` of a container can say.
WORDS: Final[Mapping[str, Text]] = {
    NONE: said("nothing found", "nic nenalezeno", "nič nenájdené", "ništa nije nađeno"),
    **{kind.value: title for kind, title in TITLES.items()},
}
