"""A night that cannot be told by radio in time is found beforehand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.control import groups, programme, schedule
from mesto.domains.lighting.control.airtime import (
    by_connection,
    hardest_in,
    schedules_with,
)
from mesto.domains.lighting.control.cohorts import Written
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.nights import commands_of, nights_in
from mesto.domains.lighting.control.programme import Night, Step
from mesto.kernel.radio import Radio, Way
from mesto.operations.commands.radio import Sent, takes_all_s
from tests.domains.lighting.control.town import DAWN, DUSK, NOVI_SAD, TITLE, USUAL

DAY = date(2026, 1, 5)
HURRIED = programme.Definition(
    TITLE,
    (Night((Step(DUSK, 1.0), Step("23:00", 0.5), Step("23:05", 0.8), Step(DAWN, 0))),),
)


def lamps(count, **more):
    return [Lamp(n, f"lamp {n}", **more) for n in range(count)]


def by(radio, them, connection="radio"):
    return {one.urn: Way(connection, radio) for one in them}


def written(*, follows=USUAL):
    return Written(
        groups={},
        programmes={"one": follows, "unused": USUAL},
        schedules={"all": schedule.Definition(TITLE, programme="one")},
        floors={},
        calendars={},
        spot=NOVI_SAD,
    )


def aired(them, ways, *, about=("all",), **more):
    (night,) = nights_in(written(**more), them, [DAY])
    return list(hardest_in(night, ways, about).values())


def test_lamps_have_until_the_next_turn_and_an_hour_at_most():
    them = lamps(10)
    (usual,) = aired(them, by(Radio(), them))
    (hurried,) = aired(them, by(Radio(), them), follows=HURRIED)
    assert (usual.window_s, hurried.window_s) == (3600, 300)
    assert usual.commands == hurried.commands == 10
    assert usual.takes_s == hurried.takes_s == takes_all_s(Sent(10), Radio())


@pytest.mark.parametrize(("gateways", "late"), [(1, True), (2, False)])
def test_more_gateways_are_sooner_done(gateways, late):
    them = lamps(40)  # seven minutes and a half by one gateway
    (found,) = aired(them, by(Radio(gateways=gateways), them), follows=HURRIED)
    assert found.gateways == gateways
    assert (found.strain > 1) == late


def test_lamps_of_a_group_are_told_by_one_message_where_all_of_it_is_told():
    them, radio = lamps(40), Radio(gateways=2)
    groups = {
        "street": frozenset(one.urn for one in them[:30]),
        "other": frozenset([them[30].urn, "urn:ngsi-ld:Streetlight:elsewhere"]),
    }
    ways = {one.urn: Way("radio", radio, groups) for one in them}
    (alone,) = aired(them, by(radio, them), follows=HURRIED)
    (found,) = aired(them, ways, follows=HURRIED)
    assert (found.commands, found.messages) == (40, 11)
    assert found.takes_s == takes_all_s(Sent(10, 1), radio) < alone.takes_s / 3


def test_fades_in_steps_are_reckoned_as_so_many_messages():
    them, radio = lamps(10, fading="steps"), Radio(spreading_factor=7)
    slow = programme.Definition(
        TITLE, (Night((Step(DUSK, 1.0), Step("23:00", 0.5, 50), Step(DAWN, 0))),)
    )
    (found,) = aired(them, by(radio, them), follows=slow)
    assert found.window_s == 10, "until the next step of the fade"


def test_what_went_out_before_holds_up_what_follows():
    steps = [Step(f"23:{5 * n:02}", 0.5 + 0.1 * (n % 2)) for n in range(3)]
    thrice = programme.Definition(TITLE, (Night((*steps, Step(DAWN, 0))),))
    them = lamps(40)
    (found,) = aired(them, by(Radio(), them), follows=thrice)
    once_s = takes_all_s(Sent(40), Radio())
    assert found.window_s == 300
    assert once_s < found.takes_s < 2 * once_s


def test_lamps_that_keep_their_programme_or_hear_no_radio_take_no_time():
    assert aired(lamps(9, keeps=True), by(Radio(), lamps(9))) == []
    assert aired(lamps(9), {}) == []
    them = lamps(9)
    (found,) = aired(them, by(Radio(), them[:4]))
    assert found.commands == 4


def test_connections_are_told_apart():
    them = lamps(9)
    ways = by(Radio(), them[:4], "north") | by(Radio(), them[4:], "south")
    assert [(one.connection, one.commands) for one in aired(them, ways)] == [
        ("north", 4),
        ("south", 5),
    ]


def test_the_nights_of_each_connection_come_together():
    them = lamps(9)
    ways = by(Radio(), them[:4], "south") | by(Radio(), them[4:], "north")
    days = [DAY + timedelta(days=ahead) for ahead in range(3)]
    week = [hardest_in(one, ways, ("all",)) for one in nights_in(written(), them, days)]
    north, south = by_connection(week)
    assert {one.connection for one in north} == {"north"}
    assert [one.connection for one in south] == ["south"] * 3


def test_only_the_schedules_that_change_are_looked_at():
    them = lamps(9)
    assert aired(them, by(Radio(), them), about=("other",)) == []
    assert schedules_with("schedules", "new", written()) == {"new"}
    assert schedules_with("programmes", "one", written()) == {"all"}
    assert schedules_with("programmes", "unused", written()) == set()
    assert set(schedules_with("floors", "any", written())) == {"all"}


def test_a_group_that_no_schedule_has_changes_no_switching():
    inner, outer = groups.Definition(TITLE), groups.Definition(TITLE, groups=("in",))
    two = {"of": schedule.Definition(TITLE, ("out",)), **written().schedules}
    town = written()._replace(
        groups={"in": inner, "out": outer, "idle": inner}, schedules=two
    )
    assert set(schedules_with("groups", "in", town)) == {"all", "of"}
    assert not schedules_with("groups", "idle", town)


@given(st.integers(1, 60), st.integers(1, 5), st.integers(7, 12))
def test_a_switching_never_takes_less_than_its_messages(count, gateways, factor):
    them, radio = lamps(count), Radio(gateways=gateways, spreading_factor=factor)
    for follows in (USUAL, HURRIED):
        (found,) = aired(them, by(radio, them), follows=follows)
        assert found.takes_s >= takes_all_s(Sent(count), radio) - 1e-6
        assert 0 < found.window_s <= timedelta(hours=1).total_seconds()


def test_as_many_turns_are_sent_as_are_counted():
    (night,) = nights_in(written(), lamps(3), [DAY])
    assert commands_of(night) == 4 * 3
