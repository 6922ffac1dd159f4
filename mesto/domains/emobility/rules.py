"""How charging stations are. Pure: the present in, a verdict out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import finding, judged

PERIOD = timedelta(minutes=15)  #: how often a station says it is alive
LIVE = ("status", "availableCapacity", "powerConsumption", "errorCode", "connected")
NO_ERROR = ("", "NoError")  #: OCPP's word for all is well

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
ERROR_CODE: Text = {
    "en": "The station reports a fault: {code}.",
    "cs": "Stanice hlásí závadu: {code}.",
    "sk": "Stanica hlási poruchu: {code}.",
    "sr-Latn": "Stanica prijavljuje kvar: {code}.",
}
AWAY: Text = {
    "en": "The station has lost its line.",
    "cs": "Stanice ztratila spojení.",
    "sk": "Stanica stratila spojenie.",
    "sr-Latn": "Stanica je izgubila vezu.",
}


def judge_station(
    station: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a charging station is."""
    return judged(station, now, live=LIVE, period=PERIOD, found=_faults(station))


def _faults(station: Entity) -> Iterator[Verdict]:
    code = station.value("errorCode")
    if isinstance(code, str) and code not in NO_ERROR:
        yield finding(station, "errorCode", "warning", ERROR_CODE, code=code)
    if station.value("connected") is False:
        yield finding(station, "connected", "offline", AWAY)
    status = station.value("status")
    if status == "outOfService":
        yield finding(station, "status", "critical", OUT_OF_SERVICE)
    if status == "withIncidence":
        yield finding(station, "status", "warning", INCIDENT)
