"""Lamps of a real ledger are switched by what is written, each once a turn."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from mesto.domains.lighting.control.guards import GUARDS
from mesto.domains.lighting.control.reading import notices_of, written_of
from mesto.domains.lighting.control.run import Switching, keep_switching
from mesto.domains.lighting.control.wentback import back_lately
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import Principal, Right, Role, Verb
from mesto.kernel.access.roles import Roles
from mesto.kernel.city import City
from mesto.kernel.errors import Infeasible
from mesto.kernel.model import TYPE, Command, Kind, Observation, Settled, State
from mesto.kernel.visit import Visit
from mesto.operations.commands.decide import end_now
from mesto.operations.commands.give import give
from mesto.operations.commands.override import Back, Terms
from mesto.operations.notifications.tell import tell
from tests.waiting import until

pytestmark = pytest.mark.anyio

TITLE = {"en": "Something"}
LAMPS = [f"urn:ngsi-ld:Streetlight:{number}" for number in range(20)]
DEVICE = "urn:ngsi-ld:Device:controller"
STREET = "urn:ngsi-ld:RoadSegment:main"
ORDERS = Role(name="orders", rights=(Right(verbs=(Verb.SEE, Verb.COMMAND)),))
HOUR = timedelta(hours=1)
#: A level for each hour, so that there is a turn whenever the test runs.
HOURLY = [{"at": f"{hour:02}:00", "level": (hour + 1) / 25} for hour in range(24)]
STEADY = [{"at": f"{hour:02}:00", "level": 0.6} for hour in (0, 12)]


def now():
    return datetime.now(UTC)


def level_at(moment):
    """The level of HOURLY, by the clock of a town that says nothing: UTC."""
    return (moment.hour + 1) / 25


async def state(city, urn, seen_at=None, **attributes):
    kinds = {
        "definition": Kind.JSON_PROPERTY,
        "refRoadSegment": Kind.RELATIONSHIP,
        "controlledAsset": Kind.RELATIONSHIP,
    }
    await city.record(
        [
            Observation(
                entity=urn,
                attribute=name,
                value=value,
                kind=kinds.get(name, Kind.PROPERTY),
                source="test",
                observed_at=None if name == TYPE else seen_at,
            )
            for name, value in {TYPE: [urn.split(":")[2]], **attributes}.items()
        ]
    )


async def write(city, kind, name, **definition):
    urn = f"urn:ngsi-ld:{kind}:{name}"
    await state(city, urn, definition={"title": TITLE, **definition})


async def keeps_programme(city, lamp):
    """Let a lamp keep its programme, in a device that is known."""
    await state(city, lamp, keepsProgramme=True)
    await state(city, DEVICE, controlledAsset=lamp, connection="street")


async def programme(city, steps, name="night"):
    await write(city, "LightingProgramme", name, nights=[{"steps": steps}])


@pytest.fixture
async def town(city):
    """Twenty lamps in a street of class M4, which follow a programme."""
    await state(city, STREET, lightingClass="M4")
    for lamp in LAMPS:
        await state(city, lamp, refRoadSegment=STREET, powerRating=100)
    await programme(city, STEADY)
    await write(city, "LightingSchedule", "all", programme="night")
    return city


async def told(city, name="setDimLevel"):
    """What lamps were told: lamp, value, source; oldest first."""
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select entity, value::text, source from command where name = $1 "
            "order by position",
            name,
        )
    return [tuple(row) for row in rows]


def eva(city):
    return Visit(city, Principal(name="person:eva", roles=(ORDERS,)))


def dim(lamp, value=0.9):
    until = now() + timedelta(minutes=5)
    return Command(
        entity=lamp, name="setDimLevel", value=value, expires_at=until, source="x"
    )


async def test_every_lamp_is_told_once_a_turn_whoever_looks(town):
    await programme(town, HOURLY)
    switching, start = Switching(town), now()
    await switching.look(start)
    await switching.look(start + timedelta(seconds=1))
    await switching.look(start + HOUR)
    given = await told(town)
    first, then = level_at(start), level_at(start + HOUR)
    assert given[:20] == [(lamp, str(first), "schedule:all") for lamp in LAMPS]
    assert given[20:] == [(lamp, str(then), "schedule:all") for lamp in LAMPS]


async def test_after_a_restart_only_what_was_missed_is_told(town):
    await Switching(town).look(now())
    late = f"{LAMPS[0]}-late"
    await state(town, late, refRoadSegment=STREET)
    await Switching(town).look(now())
    given = await told(town)
    assert [lamp for lamp, _, _ in given] == [*LAMPS, late]


async def test_what_two_processes_give_at_once_is_given_once(town):
    start = now()
    await asyncio.gather(Switching(town).look(start), Switching(town).look(start))
    assert len(await told(town)) == len(LAMPS)


async def test_what_is_changed_and_changed_back_is_told_both_times(town):
    switching = Switching(town)
    await switching.look(now())
    for level in (0.7, 0.6):
        await programme(town, [{"at": one["at"], "level": level} for one in STEADY])
        await switching.look(now())
    assert [level for lamp, level, _ in await told(town) if lamp == LAMPS[0]] == [
        "0.6",
        "0.7",
        "0.6",
    ]


async def test_what_a_person_holds_stays_until_its_end_and_then_the_turn_is_told(town):
    await programme(town, HOURLY)
    switching, start = Switching(town), now()
    await switching.look(start)
    terms = Terms(until=start + 3 * HOUR, back=Back(None))
    number = await give(eva(town), dim(LAMPS[0]), terms)
    await switching.look(start + HOUR)
    mine = [one for one in await told(town) if one[0] == LAMPS[0]]
    assert [source for _, _, source in mine] == ["schedule:all", "person:eva"]
    await end_now(eva(town), UUID(number))
    await switching.look(start + HOUR)
    mine = [one for one in await told(town) if one[0] == LAMPS[0]]
    then = str(level_at(start + HOUR))
    assert mine[2:] == [
        (LAMPS[0], "null", "person:eva"),
        (LAMPS[0], then, "schedule:all"),
    ]


async def test_what_ended_while_nobody_looked_is_told_at_the_restart(town):
    await Switching(town).look(now())
    terms = Terms(until=now() + HOUR, back=Back(None))
    number = await give(eva(town), dim(LAMPS[0]), terms)
    await end_now(eva(town), UUID(number))
    await Switching(town).look(now())
    mine = [level for lamp, level, _ in await told(town) if lamp == LAMPS[0]]
    assert mine == ["0.6", "0.9", "null", "0.6"]
    await Switching(town).look(now())
    assert len([1 for lamp, _, _ in await told(town) if lamp == LAMPS[0]]) == 4


async def test_an_event_comes_over_the_programme_while_its_calendar_holds(town):
    rule = {"is": "hours", "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    await write(town, "Calendar", "fair", rule=rule)
    events = [{"calendar": "fair", "programme": "bright"}]
    await programme(town, [{**one, "level": 0.95} for one in STEADY], "bright")
    await write(town, "LightingSchedule", "all", programme="night", events=events)
    await Switching(town).look(now())
    assert {level for _, level, _ in await told(town)} == {"0.95"}


async def test_lamps_that_no_schedule_is_about_any_more_are_left_to_themselves(town):
    switching = Switching(town)
    await switching.look(now())
    query = {"where": "powerRating > 100"}
    await write(town, "StreetlightGroup", "strong", query=query)
    await write(town, "LightingSchedule", "all", programme="night", groups=["strong"])
    await switching.look(now())
    await switching.look(now())
    assert (await told(town))[20:] == [(one, "null", "schedule:none") for one in LAMPS]


async def test_a_lamp_that_keeps_a_programme_is_given_it_and_not_told_every_turn(town):
    await programme(town, HOURLY)
    await keeps_programme(town, LAMPS[0])
    switching, start = Switching(town), now()
    await switching.look(start)
    await switching.look(start + HOUR)
    (kept,) = await told(town, "keepProgramme")
    assert kept[0] == LAMPS[0]
    assert '"nights"' in kept[1]
    assert LAMPS[0] not in {lamp for lamp, _, _ in await told(town)}


async def test_a_refused_programme_is_given_again_ever_later_and_the_lamp_says_so(town):
    lamp = LAMPS[0]
    await keeps_programme(town, lamp)
    switching, at = Switching(town), now()
    await switching.look(at)
    for times in range(1, 4):
        assert len(await told(town, "keepProgramme")) == times
        await answer(town, lamp, State.FAILED, "no room for it")
        at += timedelta(minutes=2)
        await switching.look(at)
        if times == 1:  # what the ledger dates has its own clock
            assert len(await told(town, "keepProgramme")) == 1, "not at once"
        at += timedelta(minutes=6 * 2**times)
        await switching.look(at)
    assert await says(town, lamp) == {"en": "no room for it"}
    await answer(town, lamp, State.CONFIRMED)
    again = Switching(town)  # what it was told is known after a restart, too
    await again.look(at + timedelta(minutes=2))
    assert await says(town, lamp) is None
    assert len(await told(town, "keepProgramme")) == 4


async def test_a_programme_waits_for_the_device_that_is_to_keep_it(town):
    lamp = LAMPS[0]
    await state(town, lamp, keepsProgramme=True)
    switching, at = Switching(town), now()
    await switching.look(at)
    await switching.look(at + timedelta(minutes=2))
    assert await told(town, "keepProgramme") == []
    assert lamp not in {one for one, _, _ in await told(town)}
    await state(town, DEVICE, controlledAsset=lamp, connection="street")
    await switching.look(at + timedelta(minutes=3))  # gates learn of it meanwhile
    await switching.look(at + timedelta(minutes=4))
    ((given, _, _),) = await told(town, "keepProgramme")
    assert given == lamp


async def answer(city, lamp, state_, reason=""):
    """Let a lamp say what became of the programme it was given last."""
    async with city.bound() as connection:
        number = await connection.fetchval(
            "select id::text from command where entity = $1 and name = 'keepProgramme' "
            "order by position desc limit 1",
            lamp,
        )
    await city.settle([Settled(command=number, state=state_, reason=reason)])


async def says(city, lamp):
    return (await city.present([lamp]))[lamp].value("programmeRefused")


async def test_a_fade_is_told_once_to_what_fades_and_in_steps_to_what_does_not(town):
    turn = (now() + HOUR).replace(minute=0, second=0, microsecond=0)
    turn += HOUR if turn.hour == 12 else timedelta()  # there a night ends
    hour = f"{turn.hour:02}:00"
    steps = [
        {"at": f"{hour_:02}:00", "level": 0.5 if f"{hour_:02}:00" == hour else 1.0}
        | ({"fade_s": 60} if f"{hour_:02}:00" == hour else {})
        for hour_ in range(24)
    ]
    await programme(town, steps)
    await state(town, LAMPS[0], fading="itself")
    await state(town, LAMPS[1], fading="steps")
    switching = Switching(town)
    await switching.look(turn - timedelta(minutes=1))
    before = len(await told(town))
    for second in range(0, 70, 4):
        await switching.look(turn + timedelta(seconds=second))
    later = (await told(town))[before:]
    by_lamp = {
        lamp: [level for one, level, _ in later if one == lamp] for lamp in LAMPS
    }
    assert by_lamp[LAMPS[0]] == ['{"level": 0.5, "fade_s": 60}']
    assert by_lamp[LAMPS[1]] == ["0.9", "0.8", "0.7", "0.6", "0.5"]
    assert by_lamp[LAMPS[2]] == ["0.5"]


async def test_a_storm_by_day_lights_lamps_as_long_as_the_sensor_says(town):
    sensor = "urn:ngsi-ld:Device:sky"
    dusk = {"sensor": sensor, "dark_lx": 20, "light_lx": 40, "hold_s": 60}
    steps = [
        {"at": {"phase": "dusk"}, "level": 0.9},
        {"at": {"phase": "dawn"}, "level": 0.0},
    ]
    nights = [{"steps": steps}]
    await write(town, "LightingProgramme", "night", nights=nights, dusk=dusk)
    noon = (now() + timedelta(days=1)).replace(hour=12, minute=30, second=0)
    switching, minute = Switching(town), timedelta(minutes=1)
    for after, lux in enumerate([1000, 10, 10, 10, 1000, 1000]):
        at = noon + after * minute
        await state(town, sensor, at, illuminance=lux)
        await switching.look(at + timedelta(seconds=10))
        await switching.look(at + timedelta(seconds=50))
    mine = [level for lamp, level, _ in await told(town) if lamp == LAMPS[0]]
    assert mine == ["0.0", "0.9", "0.0"]


async def test_a_lamp_that_keeps_its_programme_is_still_told_what_a_sensor_says(town):
    sensor = "urn:ngsi-ld:Device:sky"
    dusk = {"sensor": sensor, "dark_lx": 20, "light_lx": 40, "hold_s": 60}
    nights = [{"steps": [{"at": {"phase": "dusk"}, "level": 0.9}]}]
    await write(town, "LightingProgramme", "night", nights=nights, dusk=dusk)
    await state(town, LAMPS[0], keepsProgramme=True)
    noon = (now() + timedelta(days=1)).replace(hour=12, minute=30, second=0)
    switching, minute = Switching(town), timedelta(minutes=1)
    for after, lux in enumerate([1000, 10, 10, 10, 1000, 1000]):
        at = noon + after * minute
        await state(town, sensor, at, illuminance=lux)
        await switching.look(at + timedelta(seconds=50))
    mine = [level for lamp, level, _ in await told(town) if lamp == LAMPS[0]]
    assert mine == ["0.9", "null"]


async def rolled_out(city, **more):
    """Roll a brighter programme out over the lamps; return what they are told."""
    before = {"title": TITLE, "programme": "night"}
    rollout = {
        "before": before,
        "began_at": (now() - HOUR).isoformat(),
        "stage_at": (now() - HOUR).isoformat(),
        "limits": {"stage_h": 24, "alarms": 0.05, "unconfirmed": 0.1},
        **more,
    }
    await programme(city, [{**one, "level": 0.8} for one in STEADY], "bright")
    await write(city, "LightingSchedule", "all", programme="bright")
    await city.record(
        [
            Observation(
                entity="urn:ngsi-ld:LightingSchedule:all",
                attribute="rollout",
                value=rollout,
                kind=Kind.JSON_PROPERTY,
                source="test",
            )
        ]
    )
    switching = Switching(city)
    await switching.look(now())
    return switching


async def test_a_change_that_is_rolled_out_reaches_few_lamps_first(town):
    await rolled_out(town)
    levels = [level for _, level, _ in await told(town)]
    assert levels.count("0.6") > levels.count("0.8")
    assert len(levels) == len(LAMPS)


async def test_a_change_that_lamps_do_not_confirm_is_rolled_back_by_itself(town):
    for number in range(300):
        await state(town, f"{LAMPS[0]}-{number}", refRoadSegment=STREET)
    switching = await rolled_out(town)
    async with town.bound() as connection:
        brighter = await connection.fetch(
            "select id::text from command where value = '0.8'"
        )
    assert len(brighter) >= 20, "a tenth of the lamps"
    failed = [Settled(command=row["id"], state=State.FAILED) for row in brighter]
    await town.settle(failed)
    later = now() + timedelta(minutes=1)
    await switching.look(later)
    await switching.look(later)
    schedule = "urn:ngsi-ld:LightingSchedule:all"
    entity = (await town.present([schedule]))[schedule]
    assert entity.value("rollout")["state"] == "back"
    assert back_lately(await written_of(town), later) == ["all"]
    assert entity.value("definition")["programme"] == "night"
    lamps = {row[0] for row in await told(town) if row[1] == "0.8"}
    last = {lamp: level for lamp, level, _ in await told(town)}
    assert {last[lamp] for lamp in lamps} == {"0.6"}


async def subjects(city):
    """What people were told, and who."""
    async with city.bound() as connection:
        rows = await connection.fetch("select content from notice")
    notices = [msgspec.json.decode(row["content"]) for row in rows]
    return [(one["subject"]["en"], one["to"]) for one in notices]


async def test_that_a_change_went_back_is_told_once_whoever_recorded_it(town, database):
    accounts, roles = Accounts(database), Roles(town.name, town.bound, {})
    callers = Callers(Keys(database), accounts, {town.name: town}, {town.name: roles})
    for name, role in (("eva", "operator"), ("host", "viewer")):
        await accounts.make(f"{name}@{town.name}", name, {town.name: [role]})
    step = {"after_min": 0, "tell": ["duty:lights"]}
    await write(town, "EscalationPolicy", "lights", title="Lights", steps=[step])
    ended = {"ended_at": now().isoformat(), "why": {"en": "Six alarms."}, "tried": 3}
    await rolled_out(town, state="back", **ended)
    working = asyncio.ensure_future(keep_switching(town, callers))
    try:
        await until(lambda: subjects(town))
    finally:
        working.cancel()
        await asyncio.wait([working])
    await tell(town, await notices_of(town, callers, await written_of(town), now()))
    heard = [f"person:eva@{town.name}", "duty:lights"]
    assert await subjects(town) == [("Something: back to the version before", heard)]


# Guards


@pytest.fixture
async def guarded(town, database):
    """The town as it is served: with what lighting says against orders."""
    return City(database, town.name, guards=GUARDS)


async def test_nobody_dims_a_lamp_by_an_old_picture_but_may_light_it(guarded):
    lamp, long_ago = LAMPS[0], now() - 3 * HOUR
    await state(guarded, lamp, long_ago, illuminanceLevel=1.0, powerState="on")
    with pytest.raises(Infeasible, match="is 3 h old") as refused:
        await give(eva(guarded), dim(lamp, 0.5))
    assert set(refused.value.facts["says"]) >= {"en", "cs", "sk", "sr-Latn"}
    assert await give(eva(guarded), dim(lamp, 1.0))
    assert await give(eva(guarded), dim(lamp, None))
    await state(guarded, lamp, illuminanceLevel=1.0, powerState="on")
    assert await give(eva(guarded), dim(lamp, 0.5))


async def test_nobody_holds_a_lamp_below_the_floor_once_it_is_dark(guarded):
    lamp = LAMPS[0]
    await state(guarded, lamp, illuminanceLevel=1.0, powerState="on")
    least = [{"level": 0.4, "classes": ["M4"]}]
    await write(guarded, "LightingFloor", "streets", least=least)
    terms = Terms(until=now() + timedelta(days=1), back=Back(None))
    with pytest.raises(Infeasible, match="M4 is never lit less than 40 %"):
        await give(eva(guarded), dim(lamp, 0.2), terms)
    assert await give(eva(guarded), dim(lamp, 0.4), terms)
    with pytest.raises(Infeasible, match="M4 is never lit less than 40 %"):
        await give(eva(guarded), dim(lamp, {"level": 0.2, "fade_s": 60}), terms)
    await state(guarded, lamp, maintenance=True)
    assert await give(eva(guarded), dim(lamp, 0.0), terms)


async def test_schedules_do_not_dim_what_is_in_doubt_and_do_once_it_reports(guarded):
    long_ago = now() - 3 * HOUR
    await state(guarded, LAMPS[0], long_ago, illuminanceLevel=1.0, powerState="on")
    switching = Switching(guarded)
    await switching.look(now())
    assert [lamp for lamp, _, _ in await told(guarded)] == LAMPS[1:]
    await state(guarded, LAMPS[0], illuminanceLevel=1.0, powerState="on")
    await switching.look(now() + timedelta(minutes=1))
    assert [lamp for lamp, _, _ in await told(guarded)] == [*LAMPS[1:], LAMPS[0]]
