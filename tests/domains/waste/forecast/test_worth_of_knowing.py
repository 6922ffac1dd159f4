"""What it costs to come to a container whose level is known only so well."""

from statistics import NormalDist

from hypothesis import example, given
from hypothesis import strategies as st

from mesto.domains.waste.forecast.worth_of_knowing import (
    LONGEST_DAYS,
    ROUND_DAYS,
    Stakes,
    best_visits,
    worth_a_month,
)

STAKES = Stakes(visit_cost=5.0, overflow_cost=40.0)
RATES = st.floats(0.0, 0.9)
SPREADS = st.floats(0.0, 0.6)


def test_a_level_known_for_sure_is_visited_shortly_before_it_is_full() -> None:
    visits = best_visits(0.1, 0.0, STAKES)
    assert 8.5 < visits.every_days < 10
    assert visits.overflow_share < 0.01
    assert abs(visits.cost_a_day - 5.0 / 10) < 0.1


def test_who_knows_little_comes_early() -> None:
    unsure, sure = (best_visits(0.1, spread, STAKES) for spread in (0.25, 0.05))
    assert unsure.every_days < sure.every_days
    assert unsure.cost_a_day > sure.cost_a_day


def test_no_other_while_costs_less() -> None:
    best = best_visits(0.15, 0.2, STAKES)
    for rate in (0.9, 1.1):  # a wrong idea of how fast it fills is another while
        other = best_visits(0.15 * rate, 0.2, STAKES).every_days
        assert best.cost_a_day <= _cost(0.15, 0.2, other) + 1e-9


def test_what_hardly_fills_is_still_looked_after() -> None:
    assert best_visits(0.0, 0.2, STAKES).every_days == LONGEST_DAYS


def test_knowing_is_worth_nothing_where_every_day_has_to_be_come_anyway() -> None:
    assert best_visits(1.5, 0.3, STAKES).every_days == ROUND_DAYS
    assert worth_a_month(1.5, 0.3, 0.1, STAKES) < worth_a_month(0.3, 0.3, 0.1, STAKES)


@given(RATES, SPREADS, SPREADS)
def test_knowing_better_never_costs(rate: float, one: float, other: float) -> None:
    worse, better = max(one, other), min(one, other)
    assert worth_a_month(rate, worse, better, STAKES) >= -1e-6


@given(RATES, SPREADS)
@example(0.0, 0.125)
def test_visits_are_possible(rate: float, spread: float) -> None:
    visits = best_visits(rate, spread, STAKES)
    assert ROUND_DAYS <= visits.every_days <= LONGEST_DAYS
    assert 0 <= visits.overflow_share <= 1


def _cost(rate: float, spread: float, every: float) -> float:
    """Add up day by day what it costs to come after a while, in small steps."""
    waiting = rate * ROUND_DAYS / 12**0.5
    wide = (spread**2 + waiting**2) ** 0.5
    steps = 4_000
    level = NormalDist(0, wide)
    overflow = sum(
        level.cdf(rate * every * (n + 0.5) / steps - 1) for n in range(steps)
    )
    overflow *= every / steps
    return (STAKES.visit_cost + STAKES.overflow_cost * overflow) / every
