from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.operations.alarms.duty import Duty, Override, Shift, on_call

PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = date(2030, 6, 17)
ANNA, BORIS, CYRIL = "person:anna", "person:boris", "person:cyril"
WEEKLY = Shift(people=(ANNA, BORIS), since=MONDAY)
DUTY = Duty(title="Lights", shifts=(WEEKLY,))


def at(day, clock="12:00"):
    hours, minutes = map(int, clock.split(":"))
    local = datetime(2030, 6, 17, hours, minutes, tzinfo=PRAGUE) + timedelta(days=day)
    return local.astimezone(UTC)


def called(duty, moment, **calendars):
    return on_call(duty, calendars, moment, PRAGUE)


class Nights:
    def holds(self, at):
        return at.hour >= 20


class Never:
    def holds(self, _at):
        return False


def test_people_take_turns_by_the_week_and_hand_over_in_the_morning():
    assert called(DUTY, at(0)) == [ANNA]
    assert called(DUTY, at(7, "07:59")) == [ANNA]
    assert called(DUTY, at(7, "08:00")) == [BORIS]
    assert called(DUTY, at(14)) == [ANNA]
    assert called(DUTY, at(-1)) == [], "it has not begun"


def test_a_shift_counts_while_its_calendar_holds():
    night = Shift(people=(CYRIL,), since=MONDAY, calendar="nights")
    duty = Duty(title="Lights", shifts=(WEEKLY, night))
    assert called(duty, at(0), nights=Nights()) == [ANNA]
    assert called(duty, at(0, "23:00"), nights=Nights()) == [ANNA, CYRIL]
    assert called(duty, at(0)) == [ANNA, CYRIL], "a calendar that is gone holds"


def test_who_takes_over_does_so_until_then():
    instead = Override(who=CYRIL, start=at(0), until=at(1), instead_of=ANNA)
    duty = msgspec.structs.replace(DUTY, overrides=(instead,))
    assert called(duty, at(0, "11:59")) == [ANNA]
    assert called(duty, at(0)) == [CYRIL]
    assert called(duty, at(1)) == [ANNA], "it ended"
    assert called(duty, at(7)) == [BORIS]


def test_who_takes_over_from_everybody_is_alone_and_the_last_word_counts():
    everybody = [Override(who=who, start=at(0), until=at(9)) for who in (CYRIL, BORIS)]
    duty = msgspec.structs.replace(DUTY, overrides=tuple(everybody))
    assert called(duty, at(0)) == [BORIS]
    off = Shift(people=(ANNA,), since=MONDAY, calendar="never")
    empty = Duty(title="Lights", shifts=(off,), overrides=tuple(everybody))
    assert called(empty, at(0), never=Never()) == [BORIS], "though nobody was planned"


@given(
    people=st.lists(st.sampled_from([ANNA, BORIS, CYRIL]), min_size=1, max_size=5),
    turn_days=st.integers(1, 30),
    hours=st.integers(0, 24 * 800),
)
def test_somebody_is_always_on_call_once_it_began(people, turn_days, hours):
    shift = Shift(people=tuple(people), since=MONDAY, turn_days=turn_days, at="08:00")
    moment = at(0, "08:00") + timedelta(hours=hours)
    (who,) = called(Duty(title="x", shifts=(shift,)), moment)
    later = called(Duty(title="x", shifts=(shift,)), moment + timedelta(days=turn_days))
    place = people.index(who)
    assert later[0] in people
    if len(set(people)) == len(people):
        assert later == [people[(place + 1) % len(people)]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x", "shifts": [{"people": [], "since": "2030-06-17"}]},
        {"title": "x", "shifts": [{"people": ["anna"], "since": "2030-06-17"}]},
        {"title": "x", "shifts": [{"people": ["duty:x"], "since": "2030-06-17"}]},
        {
            "title": "x",
            "overrides": [
                {
                    "who": ANNA,
                    "start": "2030-06-18T00:00:00Z",
                    "until": "2030-06-17T00:00:00Z",
                }
            ],
        },
    ],
)
def test_what_is_no_duty_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Duty)
