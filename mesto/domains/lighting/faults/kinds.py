"""The faults street lighting has: what they are called, how bad they are. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from mesto.kernel.diagnosed import NONE
from mesto.kernel.plugin import Text
from mesto.kernel.words import said


class Kind(StrEnum):
    """What is wrong with a lamp, a feeder or a cabinet."""

    LAMP_FAILURE = "lampFailure"
    DRIVER_FAILURE = "driverFailure"
    CYCLING = "cycling"
    DAY_BURNING = "dayBurning"
    LOW_POWER_FACTOR = "lowPowerFactor"
    PARTLY_DARK = "partlyDark"
    UNLIKE_MODEL = "unlikeModel"
    FUSE_BLOWN = "fuseBlown"
    COMMUNICATION_LOST = "communicationLost"
    DOOR_OPEN = "doorOpen"
    PHASE_LOSS = "phaseLoss"
    CABLE_CUT = "cableCut"
    SUPPLY_LOST = "supplyLost"


#: What many assets lose their light by; everything else is a warning.
CRITICAL = frozenset({Kind.CABLE_CUT, Kind.SUPPLY_LOST})

#: Why a lamp by itself is not heard.
VOICELESS = frozenset({Kind.COMMUNICATION_LOST, Kind.FUSE_BLOWN})

#: Of two findings about one asset the later in this order is the one that matters.
BY_WEIGHT = (
    Kind.UNLIKE_MODEL,
    Kind.LOW_POWER_FACTOR,
    Kind.PARTLY_DARK,
    Kind.DRIVER_FAILURE,
    Kind.DAY_BURNING,
    Kind.CYCLING,
    Kind.LAMP_FAILURE,
    Kind.COMMUNICATION_LOST,
    Kind.FUSE_BLOWN,
    Kind.DOOR_OPEN,
    Kind.PHASE_LOSS,
    Kind.CABLE_CUT,
    Kind.SUPPLY_LOST,
)

TITLES: Mapping[str, Text] = {
    NONE: said("none", "žádná", "žiadna", "nema"),
    Kind.LAMP_FAILURE.value: said(
        "lamp failure",
        "porucha světelného zdroje",
        "porucha svetelného zdroja",
        "kvar izvora svetlosti",
    ),
    Kind.DRIVER_FAILURE.value: said(
        "driver failure", "porucha předřadníku", "porucha predradníka", "kvar drajvera"
    ),
    Kind.CYCLING.value: said(
        "goes out and comes back",
        "zhasíná a rozsvěcí se",
        "zhasína a rozsvecuje sa",
        "gasi se i pali",
    ),
    Kind.DAY_BURNING.value: said(
        "burns by day", "svítí ve dne", "svieti cez deň", "svetli danju"
    ),
    Kind.LOW_POWER_FACTOR.value: said(
        "low power factor", "nízký účiník", "nízky účinník", "nizak faktor snage"
    ),
    Kind.PARTLY_DARK.value: said(
        "part of the light lost",
        "svítí jen zčásti",
        "svieti len sčasti",
        "svetli samo delom",
    ),
    Kind.UNLIKE_MODEL.value: said(
        "not the lamp in the inventory",
        "jiné svítidlo než v pasportu",
        "iné svietidlo než v pasporte",
        "nije svetiljka iz popisa",
    ),
    Kind.FUSE_BLOWN.value: said(
        "no supply at the column",
        "stožár bez napětí",
        "stožiar bez napätia",
        "stub bez napona",
    ),
    Kind.COMMUNICATION_LOST.value: said(
        "no communication", "nekomunikuje", "nekomunikuje", "ne komunicira"
    ),
    Kind.DOOR_OPEN.value: said(
        "door open", "otevřené dveře", "otvorené dvere", "otvorena vrata"
    ),
    Kind.PHASE_LOSS.value: said(
        "phase lost", "výpadek fáze", "výpadok fázy", "ispad faze"
    ),
    Kind.CABLE_CUT.value: said(
        "cable cut or stolen",
        "přerušený nebo odcizený kabel",
        "prerušený alebo odcudzený kábel",
        "presečen ili ukraden kabl",
    ),
    Kind.SUPPLY_LOST.value: said(
        "supply lost", "výpadek napájení", "výpadok napájania", "nestanak napajanja"
    ),
}
