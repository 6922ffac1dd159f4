"""How waste containers are. Pure: the present in, a verdict out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from mesto.domains.waste.nouns import LEVEL, SEEN
from mesto.domains.waste.sensors.diagnosis import diagnosis_of, verdict_of
from mesto.domains.waste.sensors.kinds import VOICELESS
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import finding, judged, last_seen, moment, number

PERIOD = timedelta(hours=6)  #: how often a battery sensor reports
STUCK_AFTER = timedelta(days=3)  #: no container keeps one level for so long
NEARLY_FULL = 0.80  #: share of volume
FULL = 0.95  #: share of volume
FIRE_C = 60.0  #: no summer sun heats a container so far

LIVE = ("fillingLevel", "temperature", "batteryLevel", "status")

CONTAINER_FULL: Text = {
    "en": "{percent:.0f} % full.",
    "cs": "Zaplněno z {percent:.0f} %.",
    "sk": "Zaplnené na {percent:.0f} %.",
    "sr-Latn": "Popunjeno {percent:.0f} %.",
}
FIRE: Text = {
    "en": "Probably on fire: {celsius:.0f} °C inside.",
    "cs": "Zřejmě hoří: uvnitř je {celsius:.0f} °C.",
    "sk": "Zrejme horí: vnútri je {celsius:.0f} °C.",
    "sr-Latn": "Verovatno gori: unutra je {celsius:.0f} °C.",
}
STATES: Mapping[str, tuple[str, Text]] = {
    "burning": (
        "critical",
        {
            "en": "The container burns.",
            "cs": "Kontejner hoří.",
            "sk": "Kontajner horí.",
            "sr-Latn": "Kontejner gori.",
        },
    ),
    "dropped": (
        "warning",
        {
            "en": "The container is tipped over.",
            "cs": "Kontejner je převrácený.",
            "sk": "Kontajner je prevrátený.",
            "sr-Latn": "Kontejner je prevrnut.",
        },
    ),
    "moved": (
        "warning",
        {
            "en": "The container was moved.",
            "cs": "Kontejner byl přemístěn.",
            "sk": "Kontajner bol premiestnený.",
            "sr-Latn": "Kontejner je pomeren.",
        },
    ),
    "vandalized": (
        "warning",
        {
            "en": "The container is damaged.",
            "cs": "Kontejner je poškozený.",
            "sk": "Kontajner je poškodený.",
            "sr-Latn": "Kontejner je oštećen.",
        },
    ),
    "lidOpen": (
        "warning",
        {
            "en": "The lid stays open.",
            "cs": "Víko zůstalo otevřené.",
            "sk": "Veko zostalo otvorené.",
            "sr-Latn": "Poklopac je ostao otvoren.",
        },
    ),
}


def judge_container(
    container: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a container is: burning, tipped over, full, silent or well."""
    diagnosis = diagnosis_of(container)
    told = [] if diagnosis is None else [verdict_of(diagnosis)]
    found = [*told, *_dangers(container), *_filling(container)]
    own = judged(container, now, live=LIVE, period=PERIOD, found=found)
    if own.status == "offline" and diagnosis and diagnosis.kind in VOICELESS:
        return replace(verdict_of(diagnosis), status="offline", until=own.until)
    return own


def _dangers(container: Entity) -> Iterator[Verdict]:
    celsius = number(container, "temperature")
    if celsius is not None and celsius >= FIRE_C:
        yield finding(container, "temperature", "critical", FIRE, celsius=celsius)
    status = container.value("status")
    if isinstance(status, str) and status in STATES:
        badness, sentence = STATES[status]
        yield finding(container, "status", badness, sentence)


def _filling(container: Entity) -> Iterator[Verdict]:
    name = LEVEL if container.attribute(LEVEL) else SEEN
    level = number(container, name)
    if level is None or level < NEARLY_FULL or _is_emptied_since(container, name):
        return
    badness = "critical" if level >= FULL else "warning"
    yield finding(container, name, badness, CONTAINER_FULL, percent=level * 100)


def _is_emptied_since(container: Entity, name: str) -> bool:
    """Tell whether what people saw is past: it was emptied since."""
    seen_at, emptied_at = (
        last_seen(container, [name]),
        moment(container, "dateLastEmptying"),
    )
    return name == SEEN and bool(seen_at and emptied_at and seen_at < emptied_at)
