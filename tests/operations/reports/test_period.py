from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.reports.period import (
    Days,
    compared_with,
    days_of,
    hours,
    midnights,
    months,
    step_of,
)
from mesto.operations.reports.report import Between

PRAGUE = ZoneInfo("Europe/Prague")
DATES = st.dates(date(2000, 1, 1), date(2090, 1, 1))
UNITS = st.sampled_from(["day", "week", "month", "quarter", "year"])


@pytest.mark.parametrize(
    ("unit", "first", "end"),
    [
        ("day", date(2026, 3, 14), date(2026, 3, 15)),
        ("week", date(2026, 3, 2), date(2026, 3, 9)),
        ("month", date(2026, 2, 1), date(2026, 3, 1)),
        ("quarter", date(2025, 10, 1), date(2026, 1, 1)),
        ("year", date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_a_period_is_the_last_whole_one(unit, first, end):
    assert days_of(unit, date(2026, 3, 15)) == Days(first, end)


@given(UNITS, DATES)
def test_a_period_is_over_and_the_one_before_ends_where_it_begins(unit, today):
    days = days_of(unit, today)
    assert days.first < days.end <= today
    before = compared_with(unit, days, "before")
    assert before.end == days.first


@given(UNITS, DATES)
def test_the_same_weekdays_are_compared_and_no_day_with_itself(unit, today):
    days = days_of(unit, today)
    before = compared_with(unit, days, "weekday")
    assert before.length == days.length
    assert before.first.weekday() == days.first.weekday()
    assert before.end <= days.first


def test_chosen_days_are_compared_with_as_many_before():
    period = Between(date(2026, 1, 10), date(2026, 1, 12))
    days = days_of(period, date(2026, 9, 9))
    assert days == Days(date(2026, 1, 10), date(2026, 1, 13))
    before = compared_with(period, days, "before")
    assert before == Days(date(2026, 1, 7), date(2026, 1, 10))


def test_a_day_on_which_the_clock_changes_has_23_or_25_hours():
    spring = Days(date(2026, 3, 29), date(2026, 3, 30))
    autumn = Days(date(2026, 10, 25), date(2026, 10, 26))
    assert len(hours(spring, PRAGUE)) - 1 == 23
    assert len(hours(autumn, PRAGUE)) - 1 == 25
    begun, end = midnights(autumn, PRAGUE)
    assert begun == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert end - begun == timedelta(hours=25)


@given(DATES, st.integers(1, 731))
def test_months_cover_every_day_once(first, count):
    found = months(Days(first, first + timedelta(days=count)))
    assert [at for a, b in found for at in range(a, b)] == list(range(count))


def test_a_longer_period_is_drawn_in_longer_steps():
    first = date(2026, 1, 1)
    steps = [step_of(Days(first, first + timedelta(days=n))) for n in (1, 31, 365)]
    assert steps == ["hour", "day", "month"]
