from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mesto.kernel.question.history import Bin
from mesto.web.history import columns, step_for, usual_step

START = datetime(2030, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def bins(*minutes):
    return [Bin(START + minute * MINUTE, 1.0, 0.5, 2.0) for minute in minutes]


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


def test_the_usual_step_does_not_mind_a_gap():
    assert usual_step(bins(0, 1, 2, 30, 31)) == MINUTE
    assert usual_step(bins(0)) is None
