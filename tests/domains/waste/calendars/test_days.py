from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.waste.calendars.days import DAY, FURTHEST, Collection, days, next_day
from mesto.domains.waste.calendars.definition import (
    Change,
    Definition,
    Stretch,
    Where,
    check_calendar,
    refers_of_calendar,
)
from mesto.kernel.errors import Malformed

FIRST = date(2030, 1, 7)  # a Monday
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def a_calendar(**given):
    usual = {
        "title": {"en": "Paper"},
        "fraction": "paper",
        "where": Where(streets=[Stretch(street="Dlouhá")]),
        "weekdays": [MON],
        "first": FIRST,
    }
    return Definition(**{**usual, **given})


def never(_day):
    return False


def in_january(definition, free=never):
    found = days(definition, FIRST, date(2030, 2, 1), free)
    return [one.day.day for one in found]


def test_it_is_collected_each_week():
    assert in_january(a_calendar()) == [7, 14, 21, 28]


def test_it_is_collected_every_second_week_from_the_first():
    assert in_january(a_calendar(every_weeks=2)) == [7, 21]


def test_days_before_the_first_of_a_week_are_left_out():
    assert in_january(a_calendar(weekdays=[MON, THU], first=date(2030, 1, 9))) == [
        *(10, 14, 17, 21, 24, 28, 31)
    ]


def test_in_other_months_nothing_is_collected():
    assert in_january(a_calendar(months=[4, 5, 6])) == []


def test_a_holiday_moves_it_to_the_next_working_day():
    thursday = a_calendar(weekdays=[FRI], holidays="public")
    free = {date(2030, 1, 11)}
    assert in_january(thursday, free.__contains__) == [14, 18, 25]


def test_a_holiday_moves_it_ahead_or_drops_it_where_written_so():
    free = {date(2030, 1, 14)}
    ahead = a_calendar(on_holiday="before")
    assert in_january(ahead, free.__contains__) == [7, 11, 21, 28]
    dropped = a_calendar(on_holiday="dropped")
    assert in_january(dropped, free.__contains__) == [7, 21, 28]


def test_a_moved_collection_joins_one_that_is_there_already():
    both = a_calendar(weekdays=[MON, TUE])
    found = days(both, FIRST, FIRST + 7 * DAY, {FIRST}.__contains__)
    assert found == [Collection(FIRST + DAY, FIRST + DAY)]


def test_single_days_are_moved_left_out_and_added():
    changes = [
        Change(day=date(2030, 1, 14), to=date(2030, 1, 16)),
        Change(day=date(2030, 1, 21)),
        Change(day=date(2030, 1, 30), to=date(2030, 1, 30)),
    ]
    assert in_january(a_calendar(changes=changes)) == [7, 16, 28, 30]


def test_a_change_outweighs_a_holiday_and_brings_days_from_far_away():
    changes = [Change(day=date(2030, 6, 3), to=date(2030, 1, 8))]
    found = days(a_calendar(changes=changes), FIRST, FIRST + 2 * DAY, never)
    assert found[1] == Collection(date(2030, 1, 8), date(2030, 6, 3))


def test_the_next_collection_may_be_months_away():
    gardens = a_calendar(months=[11])
    assert next_day(gardens, FIRST, never).day == date(2030, 11, 4)
    over = a_calendar(last=date(2030, 2, 1))
    assert next_day(over, date(2030, 3, 1), never) is None


written = st.builds(
    a_calendar,
    weekdays=st.lists(st.integers(0, 6), min_size=1, max_size=7),
    every_weeks=st.integers(1, 8),
    months=st.lists(st.integers(1, 12), max_size=12),
    on_holiday=st.sampled_from(["after", "before", "dropped"]),
)
near = st.integers(0, 400).map(lambda ahead: FIRST + timedelta(days=ahead))


@given(written, near, near, near, st.sets(near, max_size=30))
def test_days_of_a_span_are_those_of_its_parts(definition, one, two, three, free):
    first, middle, end = sorted((one, two, three))
    whole = days(definition, first, end, free.__contains__)
    parts = [
        *days(definition, first, middle, free.__contains__),
        *days(definition, middle, end, free.__contains__),
    ]
    assert whole == parts
    assert [one.day for one in whole] == sorted({one.day for one in whole})


@given(written, st.sets(near, max_size=30))
def test_nothing_is_collected_on_a_holiday(definition, free):
    found = days(definition, FIRST, FIRST + 400 * DAY, free.__contains__)
    assert not free & {one.day for one in found}
    assert all(abs(one.day - one.planned) <= FURTHEST * DAY for one in found)


@given(written)
def test_the_weeks_between_collections_are_whole_turns(definition):
    found = days(definition, FIRST, FIRST + 400 * DAY, never)
    weeks = {(one.day - FIRST).days // 7 % definition.every_weeks for one in found}
    assert weeks <= {0}
    assert {one.day.weekday() for one in found} <= set(definition.weekdays)


@pytest.mark.parametrize(
    ("given_", "place"),
    [
        ({"last": date(2029, 1, 1)}, ("last",)),
        ({"where": Where()}, ("where",)),
        (
            {"where": Where(streets=[Stretch(street="A", first=9, last=3)])},
            ("where", "streets", 0, "last"),
        ),
        ({"changes": [Change(day=FIRST), Change(day=FIRST)]}, ("changes", 1, "day")),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(given_, place):
    with pytest.raises(Malformed) as refused:
        check_calendar(a_calendar(**given_))
    assert refused.value.facts["place"] == place


def test_it_speaks_of_its_holidays_and_of_what_it_collects():
    where = Where(containers=["urn:ngsi-ld:WasteContainer:1"], isles=["urn:a:Isle:2"])
    spoken = refers_of_calendar(a_calendar(where=where, holidays="public"))
    assert [(one.place[-1], one.type) for one in spoken] == [
        (0, "WasteContainer"),
        (0, "WasteContainerIsle"),
        ("holidays", "Calendar"),
    ]
