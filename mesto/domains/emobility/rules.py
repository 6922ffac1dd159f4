"""How charging stations are. Pure: the present in, a verdict out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from mesto.domains.emobility.faults.kinds import UNKNOWN, fault_of
from mesto.domains.emobility.nouns import LOST_WITH
from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.text import filled
from mesto.kernel.verdict import finding, judged, led_to, named

PERIOD = timedelta(minutes=15)  #: how often a station says it is alive
LIVE = ("status", "availableCapacity", "powerConsumption", "errorCode", "connected")

OUT_OF_SERVICE: Text = {
    "en": "The station is out of service.",
    "cs": "Stanice je mimo provoz.",
    "sk": "Stanica je mimo prevádzky.",
    "sr-Latn": "Stanica ne radi.",
}
INCIDENT: Text = {
    "en": "The station reports a fault.",
    "cs": "Stanice hlásí závadu.",
    "sk": "Stanica hlási poruchu.",
    "sr-Latn": "Stanica prijavljuje kvar.",
}
AWAY: Text = {
    "en": "The station has lost its line.",
    "cs": "Stanice ztratila spojení.",
    "sk": "Stanica stratila spojenie.",
    "sr-Latn": "Stanica je izgubila vezu.",
}


TOGETHER: Text = {
    "en": "Lost its line together with other stations: probably the network there.",
    "cs": "Ztratila spojení spolu s dalšími stanicemi: zřejmě vypadla síť.",
    "sk": "Stratila spojenie spolu s ďalšími stanicami: zrejme vypadla sieť.",
    "sr-Latn": "Izgubila vezu zajedno sa drugim stanicama: verovatno mreža.",
}
DARK: Text = {
    "en": "No power: {name} is dark.",
    "cs": "Bez napájení: {name} je bez napětí.",
    "sk": "Bez napájania: {name} je bez napätia.",
    "sr-Latn": "Nema napajanja: {name} je bez napona.",
}
FED_BY: Final = ("feederID", "refStreetlightControlCabinet")
PHASES: Final = ("phaseVoltage", "voltageR", "voltageS", "voltageT")
DARK_V: Final = 50  #: below this a phase carries nothing


def judge_station(
    station: Entity, related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a charging station is; what others explain is theirs.

    A station without a line is explained by the dark feeder or cabinet it hangs on, or
    by the first of those that lost their line together with it.
    """
    found = list(_faults(station))
    own = judged(station, now, live=LIVE, period=PERIOD, found=found)
    if own.status != "offline":
        return own
    for supply in led_to(station, FED_BY, related):
        if _is_dark(supply):
            return replace(own, cause=filled(DARK, name=named(supply)), by=supply.id)
    for first in led_to(station, (LOST_WITH,), related):
        if first.value("connected") is False:
            return replace(own, cause=TOGETHER, by=first.id)
    return own


def _is_dark(supply: Entity) -> bool:
    """Tell whether a supply says that it has no voltage."""
    volts = [
        one
        for name in PHASES
        for value in [supply.value(name)]
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, int | float)
    ]
    return bool(volts) and max(volts) < DARK_V


def _faults(station: Entity) -> Iterator[Verdict]:
    fault, status = fault_of(station.value("errorCode")), station.value("status")
    dead = status == "outOfService"
    if fault is not None:
        sentence = {tag: f"{text} {fault.do[tag]}" for tag, text in fault.says.items()}
        code = {"code": station.value("errorCode")}
        if fault is UNKNOWN:
            sentence = {tag: f"{text} ({{code}})" for tag, text in sentence.items()}
        bad = "critical" if dead else fault.status
        yield finding(station, "errorCode", bad, sentence, **code)
    if station.value("connected") is False:
        yield finding(station, "connected", "offline", AWAY)
    if dead and fault is None:
        yield finding(station, "status", "critical", OUT_OF_SERVICE)
    if status == "withIncidence" and fault is None:
        yield finding(station, "status", "warning", INCIDENT)
