"""At which containers without a sensor one would pay, and how surely. Pure."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import sqrt
from typing import Final

import msgspec
import numpy as np

from mesto.domains.waste.forecast.marks import Indices, Numbers
from mesto.domains.waste.forecast.model import Model
from mesto.domains.waste.forecast.outlooks import Now
from mesto.domains.waste.forecast.recondition import DEVIATIONS, READ_SPREAD
from mesto.domains.waste.forecast.strides import Strides
from mesto.domains.waste.forecast.worth_of_knowing import (
    Stakes,
    best_visits,
    worth_a_month,
)

PLANNED_H: Final = 24.0  #: so long before a visit it is planned
LOOKED_BACK: Final = 12  #: at most so many levels tell how fast a container fills
MOST: Final = 200  #: containers that are named
SIDE: Final = 1.282  #: standard deviations to each end of an interval of 80 %


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A container without a sensor, and what knowing its level would save.

    saved, low, high: a month, in the town's currency, with an interval of 80 %
    fills_days: until it is full, on average
    spread, better: standard deviations of its level when a visit is planned, in
        points, without and with a sensor
    visits, overflow: a month, as it is best visited without a sensor; days of overflow
    """

    urn: str
    saved: float
    low: float
    high: float
    fills_days: float
    spread: float
    better: float
    visits: float
    overflow: float
    looks_back: int


def candidates(
    model: Model, now: Now, now_h: float, stakes: Stakes, widening: float = 1.0
) -> list[Candidate]:
    """Return the containers where a sensor would save most, the best first."""
    some = np.flatnonzero(np.array(now.by) != "sensor")
    if not len(some) or not model.learnt_from:
        return []
    found = sorted(
        _candidates(model, some, now_h, stakes, widening),
        key=lambda one: one.saved,
        reverse=True,
    )
    return found[:MOST]


def _candidates(
    model: Model, some: Indices, now_h: float, stakes: Stakes, widening: float
) -> Iterator[Candidate]:
    points, memory = model.memory.points, model.memory
    seen, there = memory.own.last(some, np.full(len(some), now_h), LOOKED_BACK)
    typical_h = float(np.median(points.age_h))
    count = there.sum(axis=1)
    age_h = (np.where(there, points.age_h[seen], 0).sum(axis=1) + typical_h) / (
        count + 1
    )
    typical = float(memory.curve(np.array([typical_h]))[0])
    level = (np.where(there, points.level[seen], 0).sum(axis=1) + typical) / (count + 1)
    told = model.foretell(_planned(some, age_h, now_h), widening).quantiles
    spread = (told[:, 3] - told[:, 1]) / (DEVIATIONS[3] - DEVIATIONS[1])
    for row, number in enumerate(some):
        yield _candidate(
            model.town.containers.urns[number],
            (float(24 * level[row] / age_h[row]), float(age_h[row] / 24)),
            (float(spread[row]), int(count[row])),
            stakes,
        )


def _planned(some: Indices, age_h: Numbers, now_h: float) -> Strides:
    """Return what is foretold of a visit after the usual time, planned as usual."""
    zero = np.zeros(len(some))
    return Strides(
        container=some,
        begun_h=now_h - age_h,
        start_h=now_h - age_h,
        start_level=zero,
        start_slack=zero,
        end_h=zero + now_h,
        known_h=zero + now_h - PLANNED_H,
        level=np.full(len(some), np.nan),
        slack=zero,
    )


def _candidate(
    urn: str, fills: tuple[float, float], known: tuple[float, int], stakes: Stakes
) -> Candidate:
    """Reckon what one sensor saves.

    fills: share of the volume a day, and the usual days between emptyings
    known: standard deviation of the level, and how many levels tell of it
    """
    (rate, usual_days), (spread, count) = fills, known
    better = better_spread(spread, usual_days)
    visits = best_visits(rate, spread, stakes)
    off = SIDE / sqrt(2 * (count + 1))
    unsure = SIDE * spread / usual_days / sqrt(count + 1)
    corners = [
        worth_a_month(
            max(0.0, rate + one * unsure),
            spread * (1 + other * off),
            better_spread(spread * (1 + other * off), usual_days),
            stakes,
        )
        for one, other in product((-1, 1), (-0.9, 1))
    ]
    return Candidate(
        urn=urn,
        saved=round(worth_a_month(rate, spread, better, stakes), 2),
        low=round(min(corners), 2),
        high=round(max(corners), 2),
        fills_days=round(1 / max(rate, 1e-3), 1),
        spread=round(100 * spread, 1),
        better=round(100 * better, 1),
        visits=round(30.44 / visits.every_days, 1),
        overflow=round(30.44 * visits.overflow_share, 2),
        looks_back=count,
    )


def better_spread(spread: float, days: float) -> float:
    """Return how surely a level is known by a sensor that read it when it was planned.

    What falls in after the reading stays unsure; of independent increments that is
    the part of the variance that belongs to the last day.
    """
    after = min(1.0, PLANNED_H / 24 / max(days, 1e-3))
    return min(spread, sqrt(spread**2 * after + READ_SPREAD**2))


def paying(found: Sequence[Candidate], monthly: float) -> list[Candidate]:
    """Return the containers where a sensor saves more than it costs a month."""
    return [one for one in found if one.saved > monthly]
