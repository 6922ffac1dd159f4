from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.operations.calendars.calendar import check, compile_calendars
from mesto.operations.calendars.definition import Definition
from mesto.operations.calendars.sun import Spot
from tests.moments import moments

PRAGUE = Spot(50.08, 14.42, ZoneInfo("Europe/Prague"))
WORK = {"is": "hours", "weekdays": [1, 2, 3, 4, 5], "start": "08:00", "end": "16:00"}
NIGHT = {"is": "sun", "start": {"phase": "dusk"}, "end": {"phase": "dawn"}}
FREE = {"is": "holidays", "country": "CZ"}
SINCE_SUNDAY = {"is": "hours", "weekdays": [1, 7], "start": "01:00", "end": "01:00"}
TO_THE_NEXT_NIGHT = {
    "is": "sun",
    "start": {"phase": "sunset", "offset_min": 240},
    "end": {"phase": "noon", "offset_min": 720},
}
FREE_SINCE_SUNDAY = {"is": "all", "of": [FREE, SINCE_SUNDAY]}


def read(rule, **more):
    return read_written({"title": {"en": "Hours"}, "rule": rule, **more}, Definition)


def calendar(rule, others=None, **more):
    return check("own", read(rule, **more), others or {}, PRAGUE)


def local(*numbers):
    return datetime(*numbers, tzinfo=PRAGUE.zone)


def test_it_holds_in_working_hours_from_the_first_minute_to_before_the_last():
    work = calendar(WORK)
    assert not work.holds(local(2026, 3, 2, 7, 59))
    assert work.holds(local(2026, 3, 2, 8))
    assert not work.holds(local(2026, 3, 2, 16))
    assert not work.holds(local(2026, 3, 7, 12)), "a Saturday"
    assert work.next_change(local(2026, 3, 6, 16)) == local(2026, 3, 9, 8)


def test_hours_that_end_before_they_begin_end_on_the_next_day():
    night = calendar({"is": "hours", "weekdays": [5], "start": "22:00", "end": "06:00"})
    assert night.holds(local(2026, 3, 7, 5, 59)), "the night from Friday"
    assert not night.holds(local(2026, 3, 6, 5))


def test_a_night_is_an_hour_shorter_when_the_clock_goes_forward():
    night = calendar({"is": "hours", "start": "22:00", "end": "06:00"})

    def length(start):
        (span,) = night.spans(start, start + timedelta(hours=12))
        return span.end - span.start

    assert length(local(2026, 3, 28, 20)) == timedelta(hours=7)
    assert length(local(2026, 10, 24, 20)) == timedelta(hours=9)


@pytest.mark.parametrize(
    ("country", "day", "free"),
    [
        ("CZ", (2026, 9, 28), True),
        ("SK", (2026, 1, 6), True),
        ("RS", (2026, 1, 7), True),
        ("CZ", (2026, 1, 7), False),
    ],
)
def test_public_holidays_are_those_of_the_country(country, day, free):
    own = calendar({"is": "holidays", "country": country})
    assert own.holds(local(*day, 12)) == free


def test_work_without_holidays_is_one_set_less_another():
    work = calendar({"is": "all", "of": [WORK, {"is": "not", "of": FREE}]})
    assert work.holds(local(2026, 9, 25, 9))
    assert not work.holds(local(2026, 9, 28, 9)), "Saint Wenceslas, a Monday"


def test_the_dark_begins_at_dusk_and_a_quarter_of_an_hour_later_where_told():
    night = calendar(NIGHT)
    dusk = night.next_change(local(2026, 6, 21, 12))
    assert local(2026, 6, 21, 21) < dusk < local(2026, 6, 21, 22, 30)
    later = {"phase": "dusk", "offset_min": 15}
    late = calendar(NIGHT | {"start": later}).next_change(local(2026, 6, 21, 12))
    assert late - dusk == timedelta(minutes=15)


def test_where_the_sun_does_not_set_there_is_no_night():
    arctic = Spot(78.2, 15.6, ZoneInfo("Arctic/Longyearbyen"))
    night = check("own", read(NIGHT), {}, arctic)
    assert not night.holds(datetime(2026, 6, 21, 23, tzinfo=UTC))


def test_an_exception_wins_over_what_is_written():
    closed = {"first": "2026-03-02", "last": "2026-03-03", "holds": False}
    work = calendar(WORK, exceptions=[closed])
    assert not work.holds(local(2026, 3, 3, 9))
    assert work.next_change(local(2026, 3, 1, 9)) == local(2026, 3, 4, 8)


def test_a_calendar_may_speak_of_another():
    others = {"work": read(WORK)}
    idle = calendar({"is": "not", "of": {"is": "calendar", "name": "work"}}, others)
    assert idle.next_change(local(2026, 3, 2, 6)) == local(2026, 3, 2, 8)


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"is": "calendar", "name": "none"}, ("rule", "name")),
        (
            {"is": "not", "of": {"is": "calendar", "name": "own"}},
            ("rule", "of", "name"),
        ),
        (
            {"is": "any", "of": [{"is": "calendar", "name": "back"}]},
            ("rule", "of", 0, "name"),
        ),
        (
            {
                "is": "dates",
                "ranges": [{"first": "2026-02-02", "last": "2026-01-01"}],
            },
            ("rule", "ranges", 0),
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(rule, place):
    others = {"back": read({"is": "calendar", "name": "own"})}
    with pytest.raises(Malformed) as refused:
        calendar(rule, others)
    assert refused.value.facts["place"][: len(place)] == place


def test_a_calendar_that_makes_no_sense_leaves_the_others_working():
    written = {"work": read(WORK), "lost": read({"is": "calendar", "name": "none"})}
    assert set(compile_calendars(written, PRAGUE)) == {"work"}


CLOCKS = st.times().map(lambda at: f"{at:%H:%M}")
SUN = st.fixed_dictionaries(
    {
        "phase": st.sampled_from(["dawn", "sunrise", "noon", "sunset", "dusk"]),
        "offset_min": st.integers(-720, 720),
    }
)
LEAVES = st.one_of(
    st.builds(
        lambda days, start, end: {
            "is": "hours",
            "weekdays": sorted(days),
            "start": start,
            "end": end,
        },
        st.sets(st.integers(1, 7)),
        CLOCKS,
        CLOCKS,
    ),
    st.just(NIGHT),
    st.builds(lambda start, end: {"is": "sun", "start": start, "end": end}, SUN, SUN),
    st.just(FREE),
    st.just({"is": "dates", "ranges": [{"first": "2026-03-01", "last": "2026-04-30"}]}),
)
RULES = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.builds(lambda of: {"is": "not", "of": of}, part),
        st.builds(
            lambda which, of: {"is": which, "of": of},
            st.sampled_from(["any", "all"]),
            st.lists(part, min_size=1, max_size=3),
        ),
    ),
    max_leaves=5,
)
MOMENTS = moments(2026, 2027)


@given(RULES, MOMENTS)
@example(FREE_SINCE_SUNDAY, datetime(2026, 4, 4, 12, tzinfo=UTC))
@example(TO_THE_NEXT_NIGHT, datetime(2026, 6, 10, 12, tzinfo=UTC))
def test_nothing_changes_before_the_next_change_and_then_it_does(rule, at):
    own = calendar(rule)
    change = own.next_change(at)
    end = at + timedelta(days=3) if change is None else change
    step = max((end - at) / 50, timedelta(seconds=1))
    while at < end:
        assert own.holds(at) == own.holds(end - timedelta(microseconds=1))
        at += step
    if change is not None:
        assert own.holds(change) != own.holds(change - timedelta(microseconds=1))


@given(RULES, MOMENTS)
def test_not_holds_exactly_when_its_part_does_not(rule, at):
    assert calendar(rule).holds(at) != calendar({"is": "not", "of": rule}).holds(at)


@given(st.lists(LEAVES, min_size=1, max_size=4), MOMENTS)
def test_any_and_all_are_what_they_say(parts, at):
    each = [calendar(part).holds(at) for part in parts]
    assert calendar({"is": "any", "of": parts}).holds(at) == any(each)
    assert calendar({"is": "all", "of": parts}).holds(at) == all(each)


def test_days_are_read_as_days():
    days = read(
        {"is": "dates", "ranges": [{"first": "2026-03-01", "last": "2026-03-02"}]}
    )
    assert days.rule.ranges[0].first == date(2026, 3, 1)
