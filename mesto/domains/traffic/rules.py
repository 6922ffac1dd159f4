"""How traffic counters are. Pure: the present in, a verdict out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import finding, judged

PERIOD = timedelta(minutes=15)  #: how often a counter reports
LIVE = ("intensity", "averageVehicleSpeed", "occupancy", "congested")

CONGESTED: Text = {
    "en": "Congestion.",
    "cs": "Tvoří se kolona.",
    "sk": "Tvorí sa kolóna.",
    "sr-Latn": "Zastoj u saobraćaju.",
}


def judge_counter(
    counter: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a traffic counter and the road under it are."""
    return judged(counter, now, live=LIVE, period=PERIOD, found=_congestion(counter))


def _congestion(counter: Entity) -> Iterator[Verdict]:
    if counter.value("congested") is True:
        yield finding(counter, "congested", "warning", CONGESTED)
