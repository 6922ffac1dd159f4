"""How car parks are. Pure: the present in, a verdict out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from mesto.kernel.model import Entity
from mesto.kernel.plugin import Text, Verdict
from mesto.kernel.verdict import finding, judged, number

PERIOD = timedelta(minutes=15)  #: how often a car park reports
LIVE = ("availableSpotNumber", "occupiedSpotNumber", "occupancy", "status")

CAR_PARK_FULL: Text = {
    "en": "No free place.",
    "cs": "Žádné volné místo.",
    "sk": "Žiadne voľné miesto.",
    "sr-Latn": "Nema slobodnih mesta.",
}
CLOSED: Text = {
    "en": "The car park is closed.",
    "cs": "Parkoviště je zavřené.",
    "sk": "Parkovisko je zatvorené.",
    "sr-Latn": "Parkiralište je zatvoreno.",
}


def judge_car_park(
    car_park: Entity, _related: Mapping[str, Entity], now: datetime
) -> Verdict:
    """Say how a car park or a street's parking is."""
    return judged(car_park, now, live=LIVE, period=PERIOD, found=_states(car_park))


def _states(car_park: Entity) -> Iterator[Verdict]:
    status = car_park.value("status")
    words = status if isinstance(status, Sequence) else ()
    if "closed" in words or "closedAbnormal" in words:
        yield finding(car_park, "status", "maintenance", CLOSED)
    elif number(car_park, "availableSpotNumber") == 0 or status in ("full", ["full"]):
        yield finding(car_park, "availableSpotNumber", "warning", CAR_PARK_FULL)
