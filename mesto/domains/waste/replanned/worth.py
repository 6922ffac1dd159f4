"""What sensors are worth a month, from days that were planned with and without. Pure.

Source of the intervals: Student's t of weekly means, 80 %; weeks hardly depend on each
other, days do.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import sqrt
from typing import Annotated, Final

import msgspec
import numpy as np

from mesto.domains.waste.forecast.worth_of_knowing import DAYS_A_MONTH
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.rehearsal.fills import Floats
from mesto.domains.waste.replanned.again import WEEK, Again, Visits

#: Student's t for an interval of 80 %, by degrees of freedom. Source: JCGM 100, G.2.
STUDENT: Final = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397)


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What readings changed in a month of 30.44 days.

    money: in the town's currency, from `low` to `high` in eight of ten cases
    km, minutes, visits: spared; below zero: more than without
    overflow_days: container-days over full that were spared
    """

    money: float
    low: float
    high: float
    km: float
    minutes: float
    visits: float
    overflow_days: float


class Replanned(msgspec.Struct, frozen=True, kw_only=True):
    """What one sensor saved, as the ledger keeps it.

    first: of the days planned again, whole weeks of them
    """

    saved: Saved
    first: date
    weeks: Annotated[int, msgspec.Meta(ge=2)]
    currency: str = ""


class Together(msgspec.Struct, frozen=True, kw_only=True):
    """What all sensors saved together in a month, as the ledger keeps it.

    took_s: of one core, about
    """

    first: date
    weeks: int
    sensors: int
    money: float
    low: float
    high: float
    km: float
    minutes: float
    visits: float
    overflow_days: float
    currency: str
    took_s: float


def saved_by_each(days: Sequence[Again], policy: Policy) -> Iterator[Saved]:
    """Yield what each container's readings saved; whole weeks of days."""
    money = _weekly([_difference(one, policy) for one in days])
    parts = {
        "km": _monthly(days, lambda one: one.km),
        "minutes": 60 * _monthly(days, lambda one: one.hours),
        "visits": _monthly(days, lambda one: one.visited.astype(float)),
        "overflow_days": _monthly(days, lambda one: one.over.astype(float)),
    }
    for row in range(money.shape[1]):
        told = {name: round(float(one[row]), 2) for name, one in parts.items()}
        yield Saved(**interval_of(money[:, row]), **told)


def saved_together(days: Sequence[Again], policy: Policy, of: Sequence[int]) -> Floats:
    """Return what the readings of some containers saved together, week by week."""
    rows = list(of)
    each = _weekly([_difference(one, policy)[rows] for one in days])
    together: Floats = each.sum(axis=1)
    return together


def _difference(day: Again, policy: Policy) -> Floats:
    spared: Floats = day.unseen.cost(policy) - day.seen.cost(policy)
    return spared


def _weekly(days: Sequence[Floats]) -> Floats:
    """Add days up to weeks: weeks × containers."""
    each = np.array(days)
    weeks: Floats = each.reshape(-1, WEEK, each.shape[1]).sum(axis=1)
    return weeks


def interval_of(weeks: Floats) -> dict[str, float]:
    """Return what weeks come to in a month, with both ends: money, low, high."""
    count = len(weeks)
    month = DAYS_A_MONTH / WEEK
    student = STUDENT[min(count - 1, len(STUDENT)) - 1]
    half = student * float(weeks.std(ddof=1)) / sqrt(count)
    middle = float(weeks.mean())
    return {
        "money": round(month * middle, 2),
        "low": round(month * (middle - half), 2),
        "high": round(month * (middle + half), 2),
    }


def _monthly(days: Sequence[Again], of: Callable[[Visits], Floats]) -> Floats:
    spared = sum(of(one.unseen) - of(one.seen) for one in days)
    month: Floats = np.asarray(spared) * DAYS_A_MONTH / len(days)
    return month
