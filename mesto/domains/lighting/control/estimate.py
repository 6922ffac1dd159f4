"""What a night costs, as far as rated powers tell. Pure.

A lamp is taken to draw its rated power times its level, which is a few percent off for
the driver's own losses; meters tell better.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from mesto.domains.lighting.control.decide import Held

EVERY_DAYS: Final = 5  #: nights of a year looked at; five tell all days of a week alike
YEAR_DAYS: Final = 365


def full_hours(held: Sequence[Held], end: datetime) -> float:
    """Return how many hours at full light a night comes to."""
    edges = [(one.at, one.level) for one in held]
    return sum(
        level * (later - at).total_seconds() / 3600
        for (at, level), (later, _) in pairwise([*edges, (end, 0.0)])
    )


def kwh(hours: float, ratings_w: Iterable[float]) -> float:
    """Return the energy of lamps that burn so many hours at full light, kWh."""
    return hours * sum(ratings_w) / 1000


def sampled_nights(first: date) -> Iterator[date]:
    """Yield the nights that stand for the year from a day on."""
    for ahead in range(0, YEAR_DAYS, EVERY_DAYS):
        yield first + timedelta(days=ahead)
