"""What it costs to come to a container whose level is known only so well. Pure.

A container is emptied again and again, each time after the same while. Come early and a
visit is wasted; come late and waste lies beside it. How long the best while is, and
what it costs a day, depends on how sure the level is when the visit is planned: that
is all a sensor changes, and so it is all that a sensor is worth.

Source: renewal reward, Ross, Introduction to Probability Models, 7.4; the best while is
that of age replacement, Barlow and Proschan, Mathematical Theory of Reliability, 4.2.
"""

from dataclasses import dataclass
from math import erf, exp, pi, sqrt
from typing import Final, NamedTuple

DAYS_A_MONTH: Final = 30.44
ROUND_DAYS: Final = 1.0  #: a vehicle passes at most so often
LONGEST_DAYS: Final = 42.0  #: a container is looked after at least so often
LEAST_SPREAD: Final = 0.01  #: of a level; nothing is known better
LEAST_RATE: Final = 1e-4  #: share of the volume a day


@dataclass(frozen=True, kw_only=True)
class Stakes:
    """What is at stake at a container, in the town's currency."""

    visit_cost: float  #: of coming once
    overflow_cost: float  #: of a day that waste lies beside it


class Visits(NamedTuple):
    """How a container is best visited, and what comes of it."""

    every_days: float
    cost_a_day: float
    overflow_share: float  #: of all days that it overflows, in [0, 1]


def best_visits(rate: float, spread: float, stakes: Stakes) -> Visits:
    """Return how to visit a container whose level is known so well.

    rate: share of the volume it fills a day, on average
    spread: standard deviation of its level when a visit is planned, share of the volume
    """
    filling = _Filling(max(rate, LEAST_RATE), spread)
    every = _best_days(filling, stakes)
    overflowing = filling.overflow_days(every)
    cost = stakes.visit_cost + stakes.overflow_cost * overflowing
    return Visits(every, cost / every, overflowing / every)


def worth_a_month(
    rate: float, spread: float, better_spread: float, stakes: Stakes
) -> float:
    """Return what it saves a month to know a level better, in the town's currency.

    Below zero where it would be known worse.
    """
    before, after = (best_visits(rate, s, stakes) for s in (spread, better_spread))
    return (before.cost_a_day - after.cost_a_day) * DAYS_A_MONTH


class _Filling:
    """How the chance that a container overflows rises with the days."""

    def __init__(self, rate: float, spread: float) -> None:
        """Widen the spread by what fills until the next vehicle comes, evenly."""
        waiting = rate * ROUND_DAYS / sqrt(12)
        self.rate = rate
        self.spread = max(LEAST_SPREAD, sqrt(spread**2 + waiting**2))

    def chance(self, days: float) -> float:
        """Return the probability that it overflows so long after it was emptied."""
        return _normal(self._deviations(days))

    def overflow_days(self, days: float) -> float:
        """Return how many of the first days it overflows, on average."""
        per_deviation = self.spread / self.rate
        start, end = (_area(self._deviations(one)) for one in (0.0, days))
        return per_deviation * max(0.0, end - start)  # of two that round alike

    def _deviations(self, days: float) -> float:
        return (self.rate * days - 1.0) / self.spread


def _best_days(filling: _Filling, stakes: Stakes) -> float:
    """Return when one more day begins to cost more than the average day so far."""
    low, high = ROUND_DAYS, LONGEST_DAYS
    if _over_average(filling, stakes, low) >= 0:
        return low
    if _over_average(filling, stakes, high) <= 0:
        return high
    for _ in range(40):
        middle = (low + high) / 2
        if _over_average(filling, stakes, middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _over_average(filling: _Filling, stakes: Stakes, days: float) -> float:
    """Return by how much a day more costs more than the average day, times days."""
    cost = stakes.visit_cost + stakes.overflow_cost * filling.overflow_days(days)
    return stakes.overflow_cost * filling.chance(days) * days - cost


def _normal(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2


def _area(z: float) -> float:
    """Return the integral of the normal distribution function up to z."""
    return z * _normal(z) + exp(-(z**2) / 2) / sqrt(2 * pi)
