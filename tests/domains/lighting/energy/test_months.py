from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.energy.counter import Stretch
from mesto.domains.lighting.energy.metered import told
from mesto.domains.lighting.energy.months import (
    Course,
    Part,
    cost_of,
    edges_of,
    facts_of,
    parts,
    price_at,
)
from mesto.domains.lighting.energy.terms import Change, Cost, Price, Terms, Zone
from tests.domains.lighting.energy.examples import ZONE, dark

WINTER = parts(date(2026, 1, 1), date(2026, 4, 1))


def facts(terms, level=lambda _at: 1.0, changes=()):
    course = Course(dark(), ZONE, level)
    return facts_of(terms, WINTER, course, changes=changes, outages={})


def test_a_year_at_fifty_degrees_is_dark_for_some_4200_hours():
    year = dark(date(2025, 1, 1), date(2026, 1, 1))
    start, end = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert 4_100 < year.hours(start, end) < 4_300


@given(st.floats(0, 89), st.floats(0, 89), st.floats(0, 89))
def test_dark_hours_add_up(one, two, three):
    nights, start = dark(), datetime(2026, 1, 1, tzinfo=UTC)
    first, middle, last = (
        start + timedelta(days=days) for days in sorted([one, two, three])
    )
    halves = nights.hours(first, middle) + nights.hours(middle, last)
    assert halves == pytest.approx(nights.hours(first, last))


def test_a_period_is_cut_into_months():
    assert [(one.name, one.days) for one in WINTER] == [
        ("2026-01", 31),
        ("2026-02", 28),
        ("2026-03", 31),
    ]
    assert parts(date(2026, 1, 10), date(2026, 2, 3)) == [
        Part(date(2026, 1, 10), date(2026, 2, 1)),
        Part(date(2026, 2, 1), date(2026, 2, 3)),
    ]


def test_a_month_is_light_or_dark_and_has_an_hour_less_when_clocks_change():
    for month, hours in zip(facts(Terms()), (744, 672, 743), strict=True):
        assert month.dark_h + month.light_h == pytest.approx(hours)
        assert month.full_h == pytest.approx(month.dark_h)


def test_the_price_is_the_last_one_that_began_and_knows_hours_and_days():
    night = Zone("22:00", "06:00", 0.1, weekdays=[5])
    prices = [Price(date(2025, 1, 1), 0.2), Price(date(2026, 1, 1), 0.3, [night])]
    assert price_at(prices, datetime(2024, 12, 31)) is None  # noqa: DTZ001 - a clock
    told = [
        price_at(prices, datetime(2025 + year, 1, day, hour))  # noqa: DTZ001 - a clock
        for year, day, hour in ((0, 2, 23), (1, 2, 23), (1, 3, 5), (1, 3, 23))
    ]
    assert told == [0.2, 0.1, 0.1, 0.3]


def test_who_dims_in_cheap_hours_saves_dear_ones_no_less():
    zones = [Zone("22:00", "06:00", 0.1)]
    terms = Terms(prices=[Price(date(2025, 1, 1), 0.3, zones)])

    def dimmed(at):
        return 1.0 if 6 <= at.astimezone(ZONE).hour < 22 else 0.3

    for month in facts(terms, dimmed):
        assert month.full_h < month.dark_h
        assert 0.1 < month.baseline_price < month.actual_price < 0.3


def test_costs_come_by_the_day_until_they_end():
    january = WINTER[0]

    def cost(every, last=None):
        began = date(2026, 1, 22)
        one = Cost(title="radio", amount=365.25, every=every, first=began, last=last)
        return cost_of(one, january)

    assert cost("year") == pytest.approx(10)
    assert cost("month") == pytest.approx(120)
    assert cost("year", date(2026, 1, 23)) == pytest.approx(2)
    assert cost("once", date(2026, 2, 10)) == pytest.approx(365.25 / 2)
    assert cost("once") == pytest.approx(365.25), "all on its day"


def test_lamps_that_came_count_from_their_day():
    whole = facts(Terms(), changes=[Change(date(2020, 1, 1), 10, 100.0)])
    half = facts(Terms(), changes=[Change(date(2026, 2, 15), -10, 100.0)])
    assert whole[0].changed_kwh == pytest.approx(whole[0].dark_h)
    assert half[0].changed_kwh == 0
    assert -half[1].dark_h < half[1].changed_kwh < 0
    assert half[2].changed_kwh == pytest.approx(-half[2].dark_h)


@given(st.lists(st.integers(0, 95), min_size=2, max_size=9, unique=True))
def test_what_a_counter_tells_is_shared_out_without_loss(days):
    start = datetime(2025, 12, 30, tzinfo=UTC)
    at = [start + timedelta(days=day) for day in sorted(days)]
    found = [Stretch(*one, 10.0) for one in pairwise(at)]
    edges = [start, *edges_of(WINTER, ZONE)[1:3], start + timedelta(days=95)]
    months = told(found, edges, dark())
    assert sum(one.metered_kwh for one in months) == pytest.approx(10 * len(found))
    assert all(0 <= one.covered <= 1 for one in months)


def test_who_was_silent_for_a_while_is_covered_in_part_only():
    edges = edges_of(WINTER, ZONE)
    seen = [Stretch(edges[0], edges[1], 310.0), Stretch(edges[1], edges[2], None)]
    january, february, march = told(seen, edges, dark())
    assert (january.metered_kwh, january.covered, january.split_kwh) == (310.0, 1, 0)
    assert (february.covered, march.covered) == (0, 0)
