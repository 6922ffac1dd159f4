from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesto.kernel.question.history import Bin
from mesto.kernel.question.observed import Run
from mesto.web.history import (
    STEPS,
    Interval,
    ceiling,
    columns,
    floor,
    intervals,
    step_for,
    thinned,
    usual_distance,
)

START = datetime(2030, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PRAGUE = ZoneInfo("Europe/Prague")
ZONES = ["Europe/Prague", "Europe/Belgrade", "America/St_Johns", "Australia/Lord_Howe"]


def bins(*minutes, n=1):
    return [Bin(START + minute * MINUTE, 1.0, 0.5, 2.0, n) for minute in minutes]


@settings(deadline=None, max_examples=50)
@given(st.timedeltas(timedelta(seconds=1), timedelta(days=3000)), st.integers(100, 900))
def test_a_span_is_shown_in_at_most_so_many_points(span, points):
    assert span / step_for(span, points) <= points


def test_a_gap_is_one_null():
    shown = columns(bins(0, 1, 2, 30, 31), MINUTE)
    assert shown["mean"] == [1.0, 1.0, 1.0, None, 1.0, 1.0]
    assert shown["t"][3] == START.timestamp() + 180


def test_a_late_report_is_no_gap():
    assert None not in columns(bins(0, 1, 3, 4), MINUTE)["mean"]


def test_the_usual_distance_does_not_mind_a_gap():
    assert usual_distance(bins(0, 1, 2, 30, 31), None) == MINUTE


def test_who_reports_hourly_leaves_no_gaps_in_half_hours():
    hourly = bins(0, 60, 120, 180, 240)
    usual = usual_distance(hourly, None)
    assert None not in columns(hourly, usual, step=30 * MINUTE)["mean"]


def test_an_hour_in_which_a_busy_sensor_slept_is_a_gap():
    slept = bins(0, 60, 120, 240, 300, n=12)
    usual = usual_distance(slept, None)
    assert usual == 5 * MINUTE
    assert columns(slept, usual, step=HOUR)["mean"].count(None) == 1


def test_who_speaks_on_change_is_silent_only_when_its_own_period_passed():
    lively = bins(0, 5, 10, 90, 95)
    assert None in columns(lively, usual_distance(lively, None))["mean"]
    usual = usual_distance(lively, 2 * HOUR)
    assert None not in columns(lively, usual)["mean"]


def test_a_day_of_25_hours_is_no_gap():
    days = [Bin(START + at * HOUR, 1.0, 1.0, 1.0, 288) for at in (0, 24, 49, 73)]
    usual = usual_distance(days, None)
    assert None not in columns(days, usual, step=DAY)["mean"]


@pytest.mark.parametrize(
    ("moment", "step", "begun"),
    [
        ("2026-03-29T12:00+00:00", DAY, "2026-03-28T23:00+00:00"),
        ("2026-03-30T12:00+00:00", DAY, "2026-03-29T22:00+00:00"),
        ("2026-10-25T12:00+00:00", DAY, "2026-10-24T22:00+00:00"),
        ("2026-10-26T12:00+00:00", DAY, "2026-10-25T23:00+00:00"),
        ("2026-10-25T01:30+00:00", 2 * HOUR, "2026-10-25T00:00+00:00"),
        ("2026-10-25T01:30+00:00", HOUR, "2026-10-25T01:00+00:00"),
    ],
)
def test_a_step_begins_by_the_clock_of_the_town(moment, step, begun):
    assert floor(datetime.fromisoformat(moment), step, PRAGUE).isoformat() == (
        datetime.fromisoformat(begun).isoformat()
    )


@settings(deadline=None, max_examples=200)
@given(
    st.timedeltas(timedelta(0), 2500 * DAY).map(START.__sub__),
    st.sampled_from(STEPS),
    st.sampled_from(ZONES),
)
def test_a_moment_lies_in_its_step(moment, step, name):
    zone = ZoneInfo(name)
    begun, ended = floor(moment, step, zone), ceiling(moment, step, zone)
    assert begun <= moment <= ended
    assert floor(begun, step, zone) == begun
    assert ended - begun in {timedelta(0), step, *_off_by_the_clock(step)}


def _off_by_the_clock(step):
    """A step in which the clocks change is longer or shorter by that."""
    return {step + sign * change for sign in (1, -1) for change in (HOUR, HOUR / 2)}


def run(first, last, value, *, timed=True):
    return Run(START + first * MINUTE, START + last * MINUTE, value, 2, timed)


def shown(runs, *, until=1000, period=None):
    found = intervals(runs, START, START + until * MINUTE, period)
    return [
        ((one.start - START) / MINUTE, (one.end - START) / MINUTE, one.value)
        for one in found
    ]


def test_a_state_holds_until_the_next_one():
    runs = [run(-60, -30, "off"), run(10, 20, "on"), run(50, 50, "off")]
    assert shown(runs, until=60) == [(0, 10, "off"), (10, 50, "on"), (50, 60, "off")]


def test_a_silent_state_is_unknown():
    runs = [run(0, 20, "on"), run(500, 900, "on")]
    assert shown(runs, period=15 * MINUTE) == [(0, 35, "on"), (500, 915, "on")]
    assert shown(runs) == [(0, 500, "on"), (500, 1000, "on")]


def test_what_was_stated_without_a_time_holds_however_silent():
    assert shown([run(0, 0, "on", timed=False)], period=MINUTE) == [(0, 1000, "on")]


def test_what_is_no_more_is_not_shown():
    assert shown([run(0, 5, "on"), run(10, 10, None)]) == [(0, 10, "on")]


def test_many_short_states_are_one_mixed_stretch():
    flicker = [
        Interval(START + n * MINUTE, START + (n + 1) * MINUTE, n % 2) for n in range(50)
    ]
    long = Interval(START + 50 * MINUTE, START + 500 * MINUTE, 1)
    first, second = thinned([*flicker, long], 10 * MINUTE)
    assert (first.start, first.end) == (START, START + 50 * MINUTE)
    assert first.mixed
    assert second == long
