from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.energy.counter import Reading, stretches

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def days(*kwh):
    return [Reading(START + number * DAY, one) for number, one in enumerate(kwh)]


def told(readings, most_kw=10.0):
    return [(one.kwh, one.how) for one in stretches(readings, most_kw)]


def test_a_counter_that_counts_is_believed():
    assert told(days(5, 25, 30)) == [(20, "read"), (5, "read")]


def test_readings_come_in_any_order_and_the_last_of_a_moment_counts():
    first, second, third = days(5, 25, 30)
    again = second._replace(kwh=26)
    assert told([third, second, again, first]) == [(21, "read"), (4, "read")]


def test_a_counter_that_runs_over_its_digits_goes_on():
    assert told(days(9_990, 5)) == [(15, "rolled")]
    assert told(days(999_995, 10)) == [(15, "rolled")]


def test_a_counter_that_falls_from_below_was_replaced():
    assert told(days(4_000, 12, 30)) == [(None, "replaced"), (18, "read")]


def test_a_counter_that_leaps_further_than_can_be_drawn_is_not_believed():
    assert told(days(5, 25, 90_000, 90_010)) == [
        (20, "read"),
        (None, "jumped"),
        (10, "read"),
    ]


def test_one_stray_reading_is_left_out():
    assert told(days(5, 25, 0, 45, 50)) == [(20, "read"), (20, "read"), (5, "read")]
    assert told(days(5, 25, 9e9, 45)) == [(20, "read"), (20, "read")]


def test_who_was_heard_of_once_tells_nothing():
    assert told(days(5)) == []
    assert told([]) == []


@given(
    st.lists(st.floats(0, 100), min_size=2, max_size=40),
    st.floats(0, 1e5),
)
def test_whatever_was_drawn_is_counted(drawn, first):
    total, readings = first, []
    for number, one in enumerate(drawn):
        readings.append(Reading(START + number * DAY, total))
        total += one
    counted = sum(kwh for kwh, _ in told(readings))
    assert abs(counted - (readings[-1].kwh - first)) < 1e-6


@given(st.lists(st.floats(0, 1e7), min_size=2, max_size=40))
def test_nothing_is_counted_that_cannot_have_been_drawn(shown):
    found = list(stretches(days(*shown), 1.0))
    for one in found:
        hours = (one.end - one.start) / timedelta(hours=1)
        assert one.kwh is None or 0 <= one.kwh <= hours + 1
    for before, after in pairwise(found):
        assert before.end == after.start
