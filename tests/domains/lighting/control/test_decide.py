"""Manual before event before programme before sun, and the floor under them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.control import floor
from mesto.domains.lighting.control.decide import (
    Cohort,
    course,
    decide,
    decision_in,
)
from mesto.domains.lighting.control.floor import Least, floors_of_night, held_at
from mesto.domains.lighting.control.night import dark_of, night_at, whole_night
from mesto.domains.lighting.control.programme import Dusk
from mesto.domains.lighting.control.schedule import Definition, Event, in_order
from mesto.operations.calendars.calendar import Span
from mesto.operations.commands.override import Back, Override
from tests.domains.lighting.control.town import (
    NOVI_SAD,
    TITLE,
    USUAL,
    plan,
    plans,
)

DAY = date(2026, 12, 21)
ALL = Cohort(("all",), "M4")
days = st.dates(date(2026, 1, 1), date(2035, 12, 31))
classes = st.sampled_from(["M4", "P3", ""])


def at(hour, minute=0, day=DAY):
    """A moment of the night that begins on a day, by the town's clock."""
    date_ = day if hour >= 12 else day + timedelta(days=1)
    return datetime(
        date_.year, date_.month, date_.day, hour, minute, tzinfo=NOVI_SAD.zone
    ).astimezone(UTC)


def cohort_of(written, lighting_class="M4"):
    return Cohort(tuple(in_order(written.schedules)), lighting_class)


@given(written=plans, day=days, lighting_class=classes, minute=st.integers(0, 1439))
def test_nothing_undercuts_the_floor_whatever_is_written(
    written, day, lighting_class, minute
):
    cohort = cohort_of(written, lighting_class)
    now = whole_night(day, NOVI_SAD.zone).start + timedelta(minutes=minute)
    day = night_at(now, NOVI_SAD.zone)  # a night in March has an hour less
    end = whole_night(day, NOVI_SAD.zone).end
    held = course(written, cohort, day)
    floors = floors_of_night(written.floors, lighting_class, day, NOVI_SAD)
    least, _ = held_at(floors, now)
    assert decision_in(held, now, end).held.level >= least.level
    assert decide(written, cohort, now).held == decision_in(held, now, end).held


@given(written=plans, day=days, lighting_class=classes)
def test_a_night_is_told_from_noon_to_noon_without_a_gap(written, day, lighting_class):
    held = course(written, cohort_of(written, lighting_class), day)
    whole = whole_night(day, NOVI_SAD.zone)
    assert held[0].at == whole.start
    assert all(one.at < two.at < whole.end for one, two in pairwise(held))
    assert all(one.is_same != two.is_same for one, two in pairwise(held))
    assert all(0 <= one.level <= 1 and one.level >= one.wished for one in held)


@given(written=plans, day=days)
def test_an_event_that_holds_comes_before_every_programme(written, day):
    names = in_order(written.schedules)
    holds = written.calendars["fair"].holds
    for one in course(written, cohort_of(written), day):
        asked = [e for name in names for e in written.schedules[name].events]
        can = [e for e in asked if e.level is not None]
        if holds(one.at) and can:
            assert one.cause == "event"
        if one.cause == "event":
            assert holds(one.at)


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_in_the_night_the_clock_is_changed_levels_go_by_the_clock(day):
    written = plan()
    (half,) = [one for one in course(written, ALL, day) if one.level == 0.5]
    (more,) = [one for one in course(written, ALL, day) if one.level == 0.8]
    hours = 5 if day.month == 3 else 7
    assert more.at - half.at == timedelta(hours=hours)


def test_without_a_schedule_the_sun_tells():
    dark = dark_of(DAY, NOVI_SAD)
    _, lit, out = course(plan(), Cohort(), DAY)
    assert (lit.at, lit.level, lit.cause, lit.schedule) == (dark.start, 1.0, "sun", "")
    assert (out.at, out.level) == (dark.end, 0.0)


def test_what_people_hold_comes_first_until_it_ends():
    override = Override(
        id=uuid4(),
        entity="urn:ngsi-ld:Streetlight:1",
        name="setDimLevel",
        value=0.3,
        back=Back(None),
        by="person:eva",
        again_s=None,
        expires_after_s=60,
        began_at=at(22),
        until_at=at(23, 30),
    )
    held, until = decide(plan(), ALL, at(23, 15), override=override)
    assert (held.level, held.cause, held.name) == (0.3, "manual", "person:eva")
    assert until == at(23, 30)
    assert decide(plan(), ALL, at(23, 30), override=override).held.level == 0.5


def test_of_two_schedules_the_higher_priority_counts():
    written = plan(
        {
            "all": Definition(TITLE, programme="one", priority=10),
            "park": Definition(TITLE, programme="two", priority=90),
        }
    )
    held, until = decide(written, cohort_of(written), at(23, 30))
    assert (held.level, held.schedule, held.name) == (0.1, "park", "two")
    assert until == dark_of(DAY, NOVI_SAD).end


def test_an_event_holds_as_long_as_its_calendar_and_no_longer():
    fair = Event("fair", level=1.0)
    written = plan({"all": Definition(TITLE, programme="two", events=[fair])})
    held, until = decide(written, ALL, at(0, 30))
    assert (held.level, held.cause, held.name, until) == (1.0, "event", "fair", at(1))
    assert decide(written, ALL, at(1)).held.level == 0.1


def test_the_floor_is_put_in_and_named_and_the_wish_is_told():
    least = floor.Definition(TITLE, [Least(0.6, ("M4",), "22:00", "04:00")])
    written = plan(floors={"m": least})
    held, until = decide(written, ALL, at(2))
    assert (held.level, held.wished, held.floor) == (0.6, 0.5, "m")
    assert until == at(4)
    assert decide(written, ALL, at(4)).held.level == 0.5
    assert decide(written, Cohort(("all",), "P3"), at(2)).held.floor == ""


def test_a_sensor_that_says_it_is_dark_lights_lamps_by_day_and_never_puts_them_out():
    sensor = "urn:ngsi-ld:Device:sky"
    lit = msgspec.structs.replace(USUAL, dusk=Dusk(sensor, 20, 40))
    written = plan(one=lit, two=USUAL)
    storm = {sensor: [Span(at(13), at(14))]}
    assert decide(written, ALL, at(13, 30), dim=storm).held.level == 1.0
    assert decide(written, ALL, at(14), dim=storm).held.level == 0.0
    at_night = {sensor: [Span(at(23), at(4))]}
    assert decide(written, ALL, at(2), dim=at_night).held.level == 0.5
