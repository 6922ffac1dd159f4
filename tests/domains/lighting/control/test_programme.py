from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.control.programme import (
    Definition,
    Night,
    Step,
    Turn,
    level_at,
    night_of,
    turns_of,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.operations.calendars.definition import SunMoment
from mesto.operations.calendars.sun import Spot

NOVI_SAD = Spot(45.25, 19.84, ZoneInfo("Europe/Belgrade"))
DUSK, DAWN = SunMoment("dusk"), SunMoment("dawn", -10)
USUAL = Night(
    (Step(DUSK, 1.0, 60), Step("23:00", 0.5, 30), Step("05:00", 1.0), Step(DAWN, 0.0))
)
days = st.dates(date(2026, 1, 1), date(2035, 12, 31))


@given(day=days)
def test_a_night_goes_from_its_dusk_to_the_dawn_of_the_next_day(day):
    turns = turns_of(USUAL, day, NOVI_SAD)
    assert all(one.at < other.at for one, other in pairwise(turns))
    local = [turn.at.astimezone(NOVI_SAD.zone) for turn in turns]
    assert {one.date() for one in local} == {day, day + timedelta(days=1)}
    assert turns[0].level == 1.0
    assert [turn.level for turn in turns].count(0.0) == 1


def test_the_clock_before_noon_is_of_the_night_begun_the_day_before():
    day = date(2026, 12, 21)
    turns = turns_of(USUAL, day, NOVI_SAD)
    assert Turn(datetime(2026, 12, 22, 4, tzinfo=UTC), 1.0) in turns


def test_light_goes_gradually_and_then_stays():
    start = datetime(2026, 12, 21, 22, tzinfo=UTC)
    turns = [Turn(start, 1.0, 0), Turn(start + timedelta(hours=1), 0.4, 60)]
    at = turns[1].at
    assert level_at(turns, start - timedelta(seconds=1)) == 0.0
    assert level_at(turns, at) == 1.0
    assert level_at(turns, at + timedelta(seconds=30)) == pytest.approx(0.7)
    assert level_at(turns, at + timedelta(minutes=5)) == 0.4


def test_a_special_night_takes_the_place_of_the_usual_one():
    workdays = msgspec.structs.replace(USUAL, weekdays=(1, 2, 3, 4, 5))
    special = Night((Step(DUSK, 1.0), Step(DAWN, 0.0)), on="holidays")
    definition = Definition({"en": "Housing"}, (workdays, special))
    monday, sunday = date(2026, 12, 21), date(2026, 12, 20)
    assert night_of(definition, monday, []) == workdays
    assert night_of(definition, monday, ["holidays"]) == special
    assert night_of(definition, sunday, []) is None


@pytest.mark.parametrize(
    ("step", "place"),
    [
        ({"at": "25:00", "level": 1}, ("at",)),
        ({"at": "23:00", "level": 1.5}, ("level",)),
        ({"at": {"phase": "teatime"}, "level": 1}, ("at", "phase")),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_where_it_is(step, place):
    written = {"title": {"en": "x"}, "nights": [{"steps": [step]}]}
    with pytest.raises(Malformed) as refused:
        read_written(written, Definition)
    assert refused.value.facts["place"] == ("nights", 0, "steps", 0, *place)
