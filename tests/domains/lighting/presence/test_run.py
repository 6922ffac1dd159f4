"""Light follows people in a town with a real memory, at any hour of the day."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import orjson
import pytest

from mesto.domains.lighting.control.run import Switching
from mesto.domains.lighting.presence.run import SOURCE, follow_people
from mesto.kernel.model import LOCATION, TYPE, Command, Kind, Observation
from mesto.operations.commands.give import give
from mesto.operations.commands.give_each import give_each
from mesto.operations.commands.override import Back, Terms
from tests.waiting import until

pytestmark = pytest.mark.anyio
SEGMENT = "urn:ngsi-ld:RoadSegment:ab"
LAMPS = [f"urn:ngsi-ld:Streetlight:{along}" for along in range(0, 150, 30)]
REST, FULL = 0.2, 1.0


def said(urn, attribute, value, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="test", **more
    )


def written(kind, name, definition):
    urn = f"urn:ngsi-ld:{kind}:{name}"
    yield said(urn, TYPE, [kind])
    yield said(urn, "definition", definition, Kind.JSON_PROPERTY)


def street():
    line = {"type": "LineString", "coordinates": [[14.0, 50.0], [14.002, 50.0]]}
    yield said(SEGMENT, TYPE, ["RoadSegment"])
    yield said(SEGMENT, LOCATION, line, Kind.GEO_PROPERTY)
    for lamp in LAMPS:
        yield said(lamp, TYPE, ["Streetlight"])
        yield said(lamp, "refRoadSegment", SEGMENT, Kind.RELATIONSHIP)
        yield said(lamp, "segmentPosition", float(lamp.rpartition(":")[2]))


def setting(**more):
    definition = {"title": {"en": "Quiet"}, "hold_s": 3600, **more}
    return written("LightingPresence", "quiet", definition)


def somebody(lamp):
    meta = {"towards": {"type": "Property", "value": "end"}}
    return said(lamp, "presence", 1, observed_at=datetime.now(UTC), meta=meta)


async def ordered(city):
    """Return every level ordered of each lamp, in order."""
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select entity, value from command order by position"
        )
    found = {}
    for row in rows:
        found.setdefault(row["entity"], []).append(orjson.loads(row["value"]))
    return found


async def were_ordered(city, levels):

    return await ordered(city) == levels


@pytest.fixture
async def city(city):
    """A town where it is midnight just now, and always dark at the equator."""
    hour = datetime.now(UTC).hour + datetime.now(UTC).minute / 60
    middle = {"type": "Point", "coordinates": [(540 - 15 * hour) % 360 - 180, 0.0]}
    town = f"urn:ngsi-ld:Municipality:{city.name}"
    await city.record(
        [
            said(town, TYPE, ["Municipality"]),
            said(town, "center", middle, Kind.GEO_PROPERTY),
        ]
    )
    return city


@asynccontextmanager
async def running(city):
    task = asyncio.create_task(follow_people(city, None))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_lamps_ahead_of_who_is_seen_rise_from_their_rest(city):
    await city.record([*street(), *setting()])
    async with running(city):
        await until(partial(were_ordered, city, {one: [REST] for one in LAMPS}))
        await city.record([somebody(LAMPS[0])])
        lit = {one: [REST, FULL] for one in LAMPS[:4]} | {LAMPS[4]: [REST]}
        await until(partial(were_ordered, city, lit))


async def test_a_lamp_that_follows_by_itself_is_given_what_it_keeps_and_no_level(city):
    first, second = LAMPS[:2]
    await city.record([*street(), *setting(kept=True), somebody(second)])
    await city.record(written("LightingSchedule", "all", {"title": {"en": "All"}}))
    device = "urn:ngsi-ld:Device:controller"
    await city.record(
        [
            said(first, "keepsProgramme", value=True),
            said(device, TYPE, ["Device"]),
            said(device, "controlledAsset", first, Kind.RELATIONSHIP),
            said(device, "connection", "street"),
        ]
    )
    switching = Switching(city)
    await switching.look(datetime.now(UTC))
    ((kept,),) = (await ordered(city)).values()
    assert kept["passing"] == {
        "sensors": [second],
        "level": FULL,
        "hold_s": 3600,
        "fade_s": 20,
    }
    assert [step["level"] for step in kept["nights"][0]["steps"]] == [REST, 0.0]
    sensed = {"sensor": second, "level": FULL, "fade_s": 20}

    async def has_heard_of_it():
        return (await ordered(city))[first] == [kept, sensed]

    async with running(city):
        await until(partial(_has_risen, city, second))
        await city.record([somebody(second)])
        await until(has_heard_of_it)  # its gateway does not hear the other lamp
    assert set(await ordered(city)) == set(LAMPS)


async def test_a_setting_that_is_dropped_lets_its_lamps_go(city):
    await city.record([*street(), *setting()])
    async with running(city):
        await until(partial(were_ordered, city, {one: [REST] for one in LAMPS}))
        gone = said("urn:ngsi-ld:LightingPresence:quiet", TYPE, None, deleted=True)
        await city.record([gone])
        await until(partial(were_ordered, city, {one: [REST, None] for one in LAMPS}))


async def test_a_setting_for_a_group_leaves_other_lamps_alone(city):
    await city.record([*street(), *setting(groups=["park"])])
    await city.record(
        written(
            "StreetlightGroup", "park", {"title": {"en": "Park"}, "lamps": LAMPS[:2]}
        )
    )
    async with running(city):
        await city.record([somebody(LAMPS[0])])
        await until(partial(_has_risen, city, LAMPS[1]))
    assert set(await ordered(city)) == set(LAMPS[:2])


async def test_the_floor_of_a_class_lifts_what_lamps_rest_at(city):
    least = {"title": {"en": "Least"}, "least": [{"level": 0.4}]}
    await city.record([*street(), *setting(), *written("LightingFloor", "all", least)])
    async with running(city):
        await until(partial(were_ordered, city, {one: [0.4] for one in LAMPS}))


async def test_lamps_that_were_lit_when_the_process_died_go_down(city):
    await city.record([*street(), *setting()])
    expires_at = datetime.now(UTC) + timedelta(minutes=5)
    lit = [
        Command(
            id=str(uuid4()),
            entity=one,
            name="setDimLevel",
            value=FULL,
            expires_at=expires_at,
            source=SOURCE,
        )
        for one in LAMPS
    ]
    await give_each(city, lit)
    async with running(city):
        await until(partial(were_ordered, city, {one: [FULL, REST] for one in LAMPS}))


async def test_who_is_near_when_a_process_dies_keeps_the_light(city):
    await city.record([*street(), *setting()])
    lit = {one: [REST, FULL] for one in LAMPS[:4]} | {LAMPS[4]: [REST]}
    async with running(city):
        await until(partial(were_ordered, city, {one: [REST] for one in LAMPS}))
        await city.record([somebody(LAMPS[0])])
        await until(partial(were_ordered, city, lit))
    async with running(city):
        await city.record([somebody(LAMPS[1])])
        lit[LAMPS[4]] = [REST, FULL]
        await until(partial(were_ordered, city, lit))


async def test_what_people_hold_stays_as_they_wish(city):
    await city.record([*street(), *setting()])
    now = datetime.now(UTC)
    by_hand = Command(
        entity=LAMPS[1],
        name="setDimLevel",
        value=0.7,
        expires_at=now + timedelta(minutes=5),
        source="person:1",
    )
    await give(city, by_hand, Terms(until=now + timedelta(hours=1), back=Back(None)))
    async with running(city):
        await city.record([somebody(LAMPS[0])])
        await until(partial(_has_risen, city, LAMPS[3]))
    assert (await ordered(city))[LAMPS[1]] == [0.7]


async def _has_risen(city, lamp):
    return (await ordered(city)).get(lamp, [])[-1:] == [FULL]


async def test_no_schedule_interferes_while_lamps_follow_people(city):
    hours = [{"at": f"{hour:02}:00", "level": 0.7} for hour in range(24)]
    programme = {"title": {"en": "Hourly"}, "nights": [{"steps": hours}]}
    schedule = {"title": {"en": "All"}, "programme": "hourly"}
    await city.record([*street(), *written("LightingProgramme", "hourly", programme)])
    await city.record(list(written("LightingSchedule", "all", schedule)))
    await city.record(list(setting()))
    switching, now = Switching(city), datetime.now(UTC)
    await switching.look(now)
    assert await ordered(city) == {}
    gone = said("urn:ngsi-ld:LightingPresence:quiet", TYPE, None, deleted=True)
    await city.record([gone])
    await switching.look(now + timedelta(seconds=1))
    assert await ordered(city) == {one: [0.7] for one in LAMPS}
