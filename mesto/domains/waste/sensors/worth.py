"""What a sensor is worth a month: what it would cost to plan visits without it. Pure.

Without a sensor, how full a container is when somebody comes is guessed from the days
since it was last emptied; with one, from its last reading. How far each guess is wrong
shows in the container's own past. What a better guess saves is reckoned by planning the
visits in the best way for each (`forecast.worth_of_knowing`).

Source of the intervals: the spread of n guesses is known to sqrt(1 / 2 (n - 1)) of
itself; of ten cases eight lie within.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt
from statistics import fmean, median
from typing import Annotated, Final, Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from mesto.domains.waste.forecast.worth_of_knowing import Stakes, worth_a_month
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.sensors.course import DAY_S, Course, Point, last_before
from mesto.domains.waste.sensors.falls import Fall

LEAST_CYCLES: Final = 5
LEAST_SPREAD: Final = 0.02  #: no sensor tells a level better
AHEAD_S: Final = DAY_S  #: a round is planned so long before
SURE: Final = 1.28
#: From one container to the next in a town, and how fast, with all the halts.
KM_A_STOP, KMH = 0.8, 20.0
LASTS_MONTHS: Final = 96.0  #: so long a sensor is used; its price is shared out over it
FULL: Final = 0.98  #: from here on a reading does not tell how much lies beside it
MOST_CYCLE_S: Final = 45 * DAY_S

Verdict: TypeAlias = Literal["pays", "doesNot", "notKnown"]


class Knowing(msgspec.Struct, frozen=True, kw_only=True):
    """How well a level is known with a sensor and without, from the past.

    rate: share of the volume it fills a day
    blind, sighted: how far a guess is off, standard deviation, share of the volume
    cycles: from one emptying to the next, as many as were looked at
    """

    rate: Annotated[float, msgspec.Meta(ge=0)]
    blind: Annotated[float, msgspec.Meta(ge=0)]
    sighted: Annotated[float, msgspec.Meta(ge=0)]
    cycles: Annotated[int, msgspec.Meta(ge=0)]


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """What a sensor saves a month, in the town's currency, as the ledger keeps it.

    In eight of ten cases it is between `low` and `high`.
    """

    month: float
    low: float
    high: float
    knowing: Knowing
    currency: str = ""


class _Cycle(NamedTuple):
    days: float
    filled: float


def knowing(course: Course, fell: Sequence[Fall]) -> Knowing | None:
    """Return how well a level is known; None where too little happened to tell.

    fell: when the level fell for good
    """
    cycles = list(_cycles(fell))
    if len(cycles) < LEAST_CYCLES:
        return None
    rate = median(one.filled / one.days for one in cycles)
    if rate <= 0:
        return None
    blind = sqrt(fmean((one.filled - rate * one.days) ** 2 for one in cycles))
    changes = [change - rate for change in _changes(course, fell)]
    sighted = sqrt(fmean(one**2 for one in changes)) if changes else blind
    return Knowing(
        rate=round(rate, 4),
        blind=round(max(blind, LEAST_SPREAD), 4),
        sighted=round(min(max(sighted, LEAST_SPREAD), max(blind, LEAST_SPREAD)), 4),
        cycles=len(cycles),
    )


def stakes_of(policy: Policy) -> Stakes:
    """Return what is at stake at a container, by the policy of the town."""
    handling = policy.service_min * policy.hour_cost / 60
    road = KM_A_STOP * (policy.km_cost + policy.hour_cost / KMH)
    return Stakes(
        visit_cost=handling + road, overflow_cost=max(policy.overflow_cost, 1e-6)
    )


def worth_of(known: Knowing, stakes: Stakes, currency: str) -> Worth:
    """Return what it saves a month to know so well, with its interval."""
    wide = SURE * sqrt(1 / (2 * max(known.cycles - 1, 1)))

    def of(blind: float) -> float:
        better = min(known.sighted, blind)
        return round(worth_a_month(known.rate, blind, better, stakes), 2)

    return Worth(
        month=of(known.blind),
        low=of(max(known.blind * (1 - wide), LEAST_SPREAD)),
        high=of(known.blind * (1 + wide)),
        knowing=known,
        currency=currency,
    )


def fee_a_month(month: float, price: float) -> float:
    """Return what a sensor costs a month, its price shared out over its life."""
    return month + price / LASTS_MONTHS


class Between(Protocol):
    """Money a month that lies between two ends in eight of ten cases."""

    @property
    def low(self) -> float:
        """The lower end."""

    @property
    def high(self) -> float:
        """The upper end."""


def verdict(worth: Between | None, fee: float | None) -> Verdict:
    """Tell whether a sensor pays, as far as the interval tells.

    fee: what it costs a month; None: nobody wrote it down
    """
    if worth is None or fee is None:
        return "notKnown"
    if worth.low > fee:
        return "pays"
    return "doesNot" if worth.high < fee else "notKnown"


def _cycles(fell: Sequence[Fall]) -> Iterator[_Cycle]:
    """Yield what filled from one emptying to the next; full ones do not tell."""
    for one, following in pairwise(fell):
        lasted_s = following.at_s - one.at_s
        if 0 < lasted_s <= MOST_CYCLE_S and following.before < FULL:
            yield _Cycle(lasted_s / DAY_S, max(0.0, following.before - one.after))


def _changes(course: Course, fell: Sequence[Fall]) -> Iterator[float]:
    """Yield how much each day brought, where nobody came meanwhile."""
    if not course.smooth:
        return
    at_s = course.smooth[0][0]
    while at_s + AHEAD_S < course.now_s:
        then_s = at_s + AHEAD_S
        emptied = any(at_s - DAY_S / 4 < one.at_s < then_s + DAY_S / 4 for one in fell)
        before, after = _level(course.smooth, at_s), _level(course.smooth, then_s)
        if not emptied and before is not None and after is not None and after < FULL:
            yield after - before
        at_s = then_s


def _level(line: Sequence[Point], at_s: float) -> float | None:
    """Return the level at a moment, if it was read within half a day before."""
    known = last_before(line, at_s)
    return known[1] if known is not None and at_s - known[0] < DAY_S / 2 else None
