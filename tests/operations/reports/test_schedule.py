from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.reports.period import start_of
from mesto.operations.reports.report import Schedule
from mesto.operations.reports.schedule import (
    MOST_MISSED,
    due_times,
    missed,
    next_times,
)
from tests.moments import moments

PRAGUE = ZoneInfo("Europe/Prague")
MOMENTS = moments(2020, 2040)
SCHEDULES = st.builds(
    Schedule,
    every=st.sampled_from(["day", "week", "month", "quarter", "year"]),
    at=st.times().map(lambda at: f"{at:%H:%M}"),
    weekday=st.integers(1, 7),
    day=st.integers(1, 28),
)


def local(*parts):
    return datetime(*parts, tzinfo=PRAGUE)


@given(SCHEDULES, MOMENTS)
def test_a_report_is_due_later_and_once_in_each_unit(schedule, now):
    due = list(islice(due_times(schedule, now, PRAGUE), 8))
    assert all(at > now for at in due)
    assert all(earlier < later for earlier, later in pairwise(due))
    units = [start_of(schedule.every, at.astimezone(PRAGUE).date()) for at in due]
    assert len(set(units)) == len(units)


@given(SCHEDULES, MOMENTS, st.integers(0, 400))
def test_what_is_missed_is_what_would_have_been_due(schedule, since, days):
    now = since + timedelta(days=days)
    found = missed(schedule, since, now, PRAGUE)
    assert len(found) <= MOST_MISSED
    assert all(since < at <= now for at in found)
    assert next_times(schedule, now, PRAGUE, 1)[0] not in found
    if found:
        assert missed(schedule, found[-1], now, PRAGUE) == []


def test_the_hour_stays_the_same_when_the_clock_changes():
    schedule = Schedule(every="day", at="06:00")
    times = next_times(schedule, local(2026, 3, 28, 7), PRAGUE, 2)
    assert times == [local(2026, 3, 29, 6), local(2026, 3, 30, 6)]
    assert times[0].hour == 4


def test_an_hour_that_is_left_out_comes_an_hour_later_and_a_double_one_once():
    schedule = Schedule(every="day", at="02:30")
    (spring,) = next_times(schedule, local(2026, 3, 28, 12), PRAGUE, 1)
    assert spring == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    autumn = next_times(schedule, local(2026, 10, 24, 12), PRAGUE, 2)
    days = [at.astimezone(PRAGUE).date() for at in autumn]
    assert days == [date(2026, 10, 25), date(2026, 10, 26)]


def test_a_month_has_its_day_and_a_week_its_weekday():
    monthly = Schedule(every="month", day=3, at="08:15")
    assert next_times(monthly, local(2026, 1, 31), PRAGUE)[:2] == [
        local(2026, 2, 3, 8, 15),
        local(2026, 3, 3, 8, 15),
    ]
    weekly = Schedule(every="week", weekday=5)
    (friday,) = next_times(weekly, local(2026, 11, 25), PRAGUE, 1)
    assert friday == local(2026, 11, 27, 6)


class Weekdays:
    """A calendar that holds on some days of the week."""

    def __init__(self, *numbers):
        self._numbers = numbers

    def holds(self, at):
        return at.astimezone(PRAGUE).isoweekday() in self._numbers

    def next_change(self, at):
        day = at.astimezone(PRAGUE).date()
        for ahead in range(1, 8):
            midnight = datetime.combine(
                day + timedelta(days=ahead), datetime.min.time(), PRAGUE
            )
            if self.holds(midnight) != self.holds(at):
                return midnight
        return None


def test_the_first_of_a_month_is_its_first_working_day():
    monthly = Schedule(every="month", at="06:00")
    working = Weekdays(1, 2, 3, 4, 5)
    due = next_times(monthly, local(2026, 1, 15), PRAGUE, calendar=working)
    assert [at.astimezone(PRAGUE).date() for at in due] == [
        date(2026, 2, 2),  # the first is a Sunday
        date(2026, 3, 2),
        date(2026, 4, 1),
    ]


def test_what_is_due_every_day_is_not_made_on_other_days():
    daily = Schedule(every="day", at="06:00")
    due = next_times(daily, local(2026, 1, 16, 7), PRAGUE, 4, calendar=Weekdays(1, 5))
    assert [at.astimezone(PRAGUE).isoweekday() for at in due] == [1, 5, 1, 5]
    assert next_times(daily, local(2026, 1, 16), PRAGUE, calendar=Weekdays()) == []
    tuesdays = Schedule(every="week", weekday=2)
    due = next_times(tuesdays, local(2026, 1, 16), PRAGUE, calendar=Weekdays(1))
    assert due == [], "no Monday follows a Tuesday in the same week"


@given(SCHEDULES, MOMENTS, st.sets(st.integers(1, 7), min_size=1))
def test_by_a_calendar_it_is_due_on_its_days_and_once_in_each_unit(
    schedule, now, weekdays
):
    calendar = Weekdays(*weekdays)
    due = list(islice(due_times(schedule, now, PRAGUE, calendar), 5))
    assert all(calendar.holds(at) for at in due)
    units = [start_of(schedule.every, at.astimezone(PRAGUE).date()) for at in due]
    assert len(set(units)) == len(units)
