"""How well levels were foretold, and what a new level changes."""

from datetime import UTC, datetime, timedelta
from math import nan

from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.forecast.marks import Mark, hours_of, marks_of
from mesto.domains.waste.forecast.recondition import moved, recondition
from mesto.domains.waste.forecast.run import Heard, last_night, told_anew
from mesto.domains.waste.forecast.score import (
    FEWEST,
    Compared,
    compare,
    scores_of,
    still_counted,
    tallied,
)
from mesto.domains.waste.outlook import Outlook
from tests.domains.waste.forecast.filling import PRAGUE, containers

NIGHT = datetime(2030, 6, 21, 1, tzinfo=UTC)
ALL = containers(3)


def outlook(*, rate=0.1, wide=0.1):
    """Ten days from a third full; `rate` a day, `wide` to each side."""
    middle = [0.3 + rate * step / 4 for step in range(41)]
    return Outlook(
        made_at=NIGHT,
        begins=NIGHT,
        levels=[(m - 2 * wide, m - wide, m, m + wide, m + 2 * wide) for m in middle],
    )


def mark(number, hours, level, slack=0.0, *, emptied=False):
    return Mark(number, hours_of(NIGHT) + hours, level, slack, emptied)


def compared(*rows, horizon=1):
    held = {urn: outlook() for urn in ALL.urns}
    return list(compare(held, marks_of(list(rows)), ALL, ["glass"], horizon))


def test_a_level_is_compared_with_what_was_foretold_of_that_moment():
    (one,) = compared(mark(0, 12, 0.5))
    assert (one.fraction, one.day, one.inside) == ("glass", "2030-06-21", False)
    assert abs(one.miss - (0.35 - 0.5)) < 0.01


def test_who_was_emptied_is_spoken_of_no_more():
    found = compared(
        mark(0, 6, 0.3, emptied=True), mark(0, 12, 0.05), mark(1, 12, 0.35)
    )
    assert [round(one.miss, 1) for one in found] == [0.0, 0.0]


def test_an_emptying_without_a_level_is_not_compared():
    assert compared(mark(0, 6, nan, emptied=True)) == []


def test_each_day_ahead_is_compared_once():
    assert compared(mark(0, 30, 0.4)) == []
    assert len(compared(mark(0, 60, 0.5), horizon=3)) == 1


def test_a_tap_is_missed_only_beyond_what_it_says():
    (one,) = compared(mark(0, 12, 0.25, 0.125))
    assert one.miss == 0.0
    assert one.inside


def test_what_is_foretold_beyond_full_is_no_miss_where_it_is_full():
    held = {ALL.urns[0]: outlook(rate=2.0)}
    full = marks_of([Mark(0, hours_of(NIGHT) + 20, 1.0)])
    (one,) = compare(held, full, ALL, ["glass"], 1)
    assert one.miss == 0.0
    assert one.inside


def test_days_add_up_and_old_ones_are_forgotten():
    told = [Compared("glass", 1, "2030-06-21", 0.1, inside=True) for _ in range(3)]
    told += [Compared("", 3, "2030-05-01", -0.2, inside=False)]
    tallies = tallied(told)
    assert sum(one.count for one in tallies) == 4
    (kept,) = still_counted(tallies, NIGHT)
    assert kept.day == "2030-06-21"
    whole = scores_of(tallies)[0]
    assert (whole.fraction, whole.horizon, whole.count) == ("", 0, 4)
    assert whole.covered == 0.75
    by = {(one.fraction, one.horizon): one.count for one in scores_of(tallies)}
    assert by == {("", 0): 4, ("", 1): 3, ("", 3): 1, ("glass", 1): 3}


def test_an_interval_that_does_not_hold_is_said_to_once_enough_was_compared():
    few = [Compared("glass", 1, "2030-06-21", 0.1, inside=False)] * (FEWEST - 1)
    assert not any(one.drifted for one in scores_of(tallied(few)))
    assert all(one.drifted for one in scores_of(tallied([*few, few[0]])))


@given(st.floats(0, 1), st.floats(1, 200), st.sampled_from([0.0, 0.03, 0.08]))
def test_an_outlook_that_knows_a_level_begins_there_and_never_falls(
    level, hours, spread
):
    at = NIGHT + timedelta(hours=hours)
    after = recondition(outlook(), level, spread, at, "seen")
    assert after.begins == at
    assert after.grounds == ["seen"]
    for one, later in zip(after.levels, after.levels[1:], strict=False):
        assert list(one) == sorted(one)
        assert all(a <= b for a, b in zip(one, later, strict=True))
    if not spread:
        assert abs(after.levels[0][2] - level) < 0.01


def test_after_a_reading_little_is_unsure_at_first_and_more_later():
    after = recondition(outlook(), 0.4, 0.03, NIGHT + timedelta(days=1), "sensor")
    first, last = after.levels[0], after.levels[-1]
    assert first[3] - first[1] < 0.12
    assert last[3] - last[1] >= first[3] - first[1]


def test_a_level_far_off_is_believed_more_than_what_was_foretold():
    after = recondition(
        outlook(wide=0.02), 0.95, 0.03, NIGHT + timedelta(hours=6), "sensor"
    )
    assert after.levels[0][2] > 0.9


def test_what_says_nothing_new_is_not_told_again():
    near = Heard(NIGHT + timedelta(hours=6), 0.33, 0.08, "seen")
    assert told_anew(outlook(wide=0.02), near) is None
    assert told_anew(outlook(), near._replace(at=NIGHT)) is None
    emptied = near._replace(level=0.0, spread=0.0, ground="emptyings")
    anew = told_anew(outlook(), emptied)
    assert anew is not None
    assert anew.levels[0][2] < 0.01
    assert moved(outlook(), anew)


def test_outlooks_are_due_an_hour_before_plans_are_made():
    due = last_night("02:00", PRAGUE.zone, datetime(2030, 6, 21, 0, 30, tzinfo=UTC))
    assert due == datetime(2030, 6, 20, 23, tzinfo=UTC)
    due = last_night("00:30", PRAGUE.zone, datetime(2030, 6, 21, 12, tzinfo=UTC))
    assert due <= datetime(2030, 6, 21, 12, tzinfo=UTC)
