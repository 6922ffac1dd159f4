from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mesto.kernel.municipality import read_municipality
from mesto.kernel.panel import Measure
from mesto.kernel.question.measured import Bucket
from mesto.web.boards.days import (
    DAYS,
    HOUR,
    before,
    hours,
    midnights,
    needed,
    weeks,
    whole,
)
from mesto.web.boards.worth import over, usual, within
from tests.moments import moments
from tests.stating import entity

PRAGUE = ZoneInfo("Europe/Prague")
FILLING = Measure(types=("WasteContainer",), attribute="fillingLevel")
ZONES = st.sampled_from(
    [PRAGUE, ZoneInfo("Asia/Kolkata"), ZoneInfo("America/New_York"), UTC]
)
MOMENTS = moments(2020, 2040)


def town(said):
    now = datetime.now(UTC)
    return entity("urn:ngsi-ld:Municipality:kladno", now, said, observed_at=None)


def lengths_h(edges):
    return [(end - start) / HOUR for start, end in pairwise(edges)]


def test_days_begin_at_local_midnight():
    edges = midnights(datetime(2026, 7, 2, 23, 30, tzinfo=UTC), PRAGUE, 1)
    assert [str(edge) for edge in edges] == [
        "2026-07-01 22:00:00+00:00",
        "2026-07-02 22:00:00+00:00",
    ]


def test_a_day_of_changing_clocks_has_an_hour_less_or_more():
    spring = midnights(datetime(2026, 3, 31, tzinfo=UTC), PRAGUE, 3)
    autumn = midnights(datetime(2026, 10, 27, tzinfo=UTC), PRAGUE, 3)
    assert lengths_h(spring) == [24, 23, 24]
    assert lengths_h(autumn) == [24, 25, 24]


@given(MOMENTS, ZONES)
def test_today_has_begun_and_is_not_over(now, zone):
    edges = midnights(now, zone, 91)
    assert len(edges) == 92
    assert edges[-1] <= now < edges[-1] + timedelta(hours=26)
    assert all(23 <= length <= 25 for length in lengths_h(edges))


@given(MOMENTS)
def test_hours_end_with_the_one_that_goes_on(now):
    edges = hours(now, 24)
    assert edges[-2] <= now < edges[-1]
    assert lengths_h(edges) == [1] * 24


def test_a_day_is_compared_with_the_same_weekday_and_weeks_with_weeks():
    for period, days in DAYS.items():
        count = needed(period)
        now, then = whole(period, count), before(period, count)
        assert now.last == count
        assert then.first >= 0
        assert (now.first - then.first) % 7 == 0
        assert then.last - then.first == days


def test_thirteen_weeks_end_last_midnight():
    stretches = weeks(91)
    assert (stretches[0].first, stretches[-1].last) == (0, 91)
    assert len(stretches) == 13


def test_a_town_lives_by_the_time_of_its_language_unless_it_says_otherwise():
    for said, timezone in (
        ({}, "UTC"),
        ({"languages": ["sk", "en"]}, "Europe/Bratislava"),
        ({"languages": ["cs"], "timezone": "Asia/Tokyo"}, "Asia/Tokyo"),
        ({"languages": ["cs"], "timezone": "../etc/passwd"}, "Europe/Prague"),
    ):
        assert read_municipality("kladno", town(said)).timezone == timezone


# what a stretch comes to


def bucket(hours=24, entities=48, heard=2, total=24.0):
    return Bucket(hours, entities, heard, total, 0.0, 1.0)


def worth(aggregate, **more):
    return over(bucket(**more), FILLING, aggregate, timedelta(hours=24))


def test_numbers_of_many_become_one():
    assert worth("mean") == 0.5
    assert worth("sum") == 1
    assert worth("integral") == 24
    assert (worth("min"), worth("max")) == (0, 1)
    assert worth("count") == 2


def test_a_sum_does_not_depend_on_how_often_a_device_reports():
    rarely = worth("sum", hours=8, entities=16, total=8.0)
    assert rarely == worth("sum")


def test_of_those_within_limits_the_share_counts():
    full = Measure(types=FILLING.types, attribute="fillingLevel", above=0.8)
    day = timedelta(hours=24)
    assert over(bucket(total=12.0), full, "share", day) == 0.25
    assert over(bucket(total=12.0), full, "count", day) == 0.5


def test_of_no_assets_none_are_so_but_no_share_is():
    none = bucket(entities=0, heard=0, total=0.0)
    day = timedelta(hours=24)
    alerts = Measure(types=("Alert",), statuses=("critical",))
    assert over(none, alerts, "count", day) == 0
    assert over(none, alerts, "share", day) is None


def test_a_day_with_less_than_half_of_what_is_usual_is_a_gap():
    days = {at: bucket() for at in range(10)}
    days[3] = bucket(hours=11)
    days[5] = bucket(heard=0)
    common = usual(days)
    stretch = type(whole("day", 1))
    assert within(days, stretch(2, 3), common) == days[2]
    assert within(days, stretch(3, 4), common) is None
    assert within(days, stretch(5, 6), common) is None
    assert within(days, stretch(10, 11), common) is None
    assert within(days, stretch(0, 10), common).heard == 2
