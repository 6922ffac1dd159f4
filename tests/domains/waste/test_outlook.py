"""An outlook says how sure it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.outlook import QUANTILES, Outlook

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
RISING = Outlook(
    made_at=NOON,
    begins=NOON,
    step_h=6,
    levels=[
        tuple(0.1 * step * share for share in (0.6, 0.7, 1.0, 1.4, 1.6))
        for step in range(21)
    ],
)
hours = st.floats(-10, 200)


def after(hours):
    return NOON + timedelta(hours=hours)


def test_the_middle_is_full_when_it_reaches_the_brim():
    assert RISING.full_at() == after(60 + 6)
    assert RISING.full_at(quantile=4) < RISING.full_at()


def test_what_never_fills_has_no_moment():
    assert RISING.full_at(limit=5.0) is None


@given(hours, st.sampled_from(range(len(QUANTILES))))
def test_every_quantile_has_its_own_probability(at, number):
    moment = after(max(at, 7))
    limit = RISING.level(moment, number)
    expected = 1 - QUANTILES[number]
    assert RISING.chance_above(limit, moment) == pytest.approx(expected, abs=1e-6)


@given(hours, st.floats(0, 3), st.floats(0, 3))
def test_more_is_never_likelier_than_less(at, one, other):
    less, more = sorted((one, other))
    moment = after(at)
    sure, unsure = (RISING.chance_above(limit, moment) for limit in (less, more))
    assert 0 <= unsure <= sure <= 1


@given(hours, hours, st.floats(0, 3))
def test_waiting_never_makes_it_emptier(one, other, limit):
    soon, late = sorted((one, other))
    assert RISING.chance_above(limit, after(soon)) <= (
        RISING.chance_above(limit, after(late)) + 1e-9
    )
