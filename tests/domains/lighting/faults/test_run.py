"""A watch finds what history tells, in a town with a real memory, at any hour."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.lighting.faults.diagnosis import diagnosis_of
from mesto.domains.lighting.faults.run import Watch, watch_faults
from mesto.kernel.model import TYPE, Command, Kind, Observation, Settled, State
from mesto.kernel.question.observed import Observations
from mesto.operations.commands.give import give
from tests.waiting import until

pytestmark = pytest.mark.anyio
LAMP = "urn:ngsi-ld:Streetlight:7"
MODEL = "urn:ngsi-ld:StreetlightModel:ampera"
SHOT = timedelta(minutes=15)
FEEDER = "urn:ngsi-ld:StreetlightFeeder:1"
STREET = [f"urn:ngsi-ld:Streetlight:street-{number}" for number in range(4)]


def said(urn, attribute, value, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="test", **more
    )


def inventory():
    yield said(MODEL, TYPE, ["StreetlightModel"])
    yield said(MODEL, "lanternModelName", "Ampera")
    yield said(MODEL, "maxPowerConsumption", 60.0)
    yield said(LAMP, TYPE, ["Streetlight"])
    yield said(LAMP, "refStreetlightModel", MODEL, Kind.RELATIONSHIP)


def reports(power_w, ages, lamp=LAMP):
    """Yield what a lamp that is told to burn says, so many periods ago."""
    for age in ages:
        at = datetime.now(UTC) - age * SHOT
        for attribute, value in {
            "illuminanceLevel": 1.0,
            "powerState": "on",
            "powerConsumption": power_w,
            "voltage": 230.0,
        }.items():
            yield said(lamp, attribute, value, observed_at=at)


async def lamp(city):
    return (await city.present([LAMP]))[LAMP]


async def fault(city):
    return (await lamp(city)).value("faultKind")


async def is_said(city, kind):
    return await fault(city) == kind


async def times_said(city):
    async with city.bound() as connection:
        number = await connection.fetchval("select id from entity where urn = $1", LAMP)
    rows = await city.ask(Observations(entity=number, attributes=["faultKind"]))
    return [row.value for row in rows]


async def look(city):
    watch = Watch(city)
    await watch.load()
    await watch.look(datetime.now(UTC))
    return watch


async def test_a_dead_lamp_is_found_in_what_was_said_before_the_watch_began(city):
    await city.record([*inventory(), *reports(0.6, range(6, 0, -1))])
    await look(city)
    found = diagnosis_of(await lamp(city))
    assert (found.kind, found.part, found.model) == (
        "lampFailure",
        "lightSource",
        "Ampera",
    )
    assert found.confidence > 0.95


async def test_who_begins_again_says_nothing_twice(city):
    await city.record([*inventory(), *reports(0.6, range(6, 0, -1))])
    await look(city)
    watch = await look(city)
    await watch.look(datetime.now(UTC))
    assert await times_said(city) == ["lampFailure"]


async def test_what_is_mended_while_nobody_watches_is_taken_back(city):
    await city.record([*inventory(), *reports(0.6, range(9, 3, -1))])
    await look(city)
    await city.record(list(reports(59.0, range(3, -1, -1))))
    await look(city)
    assert await times_said(city) == ["none", "lampFailure"]
    assert diagnosis_of(await lamp(city)) is None


async def test_a_watch_hears_what_goes_on(city):
    await city.record(list(inventory()))
    watching = asyncio.create_task(watch_faults(city, None))
    try:
        await city.record(list(reports(0.6, range(6, 0, -1))))
        await until(lambda: is_said(city, "lampFailure"))
        await city.record(list(reports(59.0, (0.5, 0.2, 0.1))))
        await until(lambda: is_said(city, "none"))
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def test_a_lamp_that_was_not_known_is_watched_from_then_on(city):
    watching = asyncio.create_task(watch_faults(city, None))
    try:
        await city.record(list(inventory()))
        await city.record(list(reports(0.6, range(6, 0, -1))))
        await until(lambda: is_said(city, "lampFailure"))
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def street_at_noon():
    """Yield four lamps of a feeder that burn where it is about noon now."""
    noon = {"type": "Point", "coordinates": [noon_at(datetime.now(UTC)), 0.0]}
    yield from inventory()
    yield said(FEEDER, TYPE, ["StreetlightFeeder"])
    for lamp in STREET:
        yield said(lamp, TYPE, ["Streetlight"])
        yield said(lamp, "location", noon, Kind.GEO_PROPERTY)
        yield said(lamp, "refStreetlightModel", MODEL, Kind.RELATIONSHIP)
        yield said(lamp, "feederID", FEEDER, Kind.RELATIONSHIP)
        yield from reports(60.0, range(6, 0, -1), lamp)


def noon_at(now):
    """Return where the sun stood highest an hour ago, degrees east."""
    return (360 - 15 * (now.hour - 1 + now.minute / 60)) % 360 - 180


async def light_by_order(city):
    """A schedule tells every lamp to burn, and it does."""
    for lamp in STREET:
        order = Command(
            entity=lamp,
            name="setDimLevel",
            value=1.0,
            source="schedule:tunnel",
            expires_at=datetime.now(UTC) + timedelta(hours=1),
        )
        number = await give(city, order)
        await city.take([number])
        await city.settle([Settled(command=number, state=State.CONFIRMED)])


async def light_by_programme(city):
    """A schedule has the street burn day and night; each lamp keeps that itself."""
    steps = [{"at": "12:00", "level": 1.0}]
    written = {
        ("LightingProgramme", "always"): {"nights": [{"steps": steps}]},
        ("LightingSchedule", "tunnel"): {"programme": "always"},
    }
    for (kind, name), definition in written.items():
        urn, titled = f"urn:ngsi-ld:{kind}:{name}", {"title": {"en": name}}
        await city.record(
            [
                said(urn, TYPE, [kind]),
                said(urn, "definition", titled | definition, Kind.JSON_PROPERTY),
            ]
        )


async def on_the_street(city):
    known = await city.present([FEEDER, *STREET])
    return {one.value("faultKind") for one in known.values()} - {None}


async def test_a_street_that_burns_by_day_is_told(city):
    await city.record(list(street_at_noon()))
    await look(city)
    assert await on_the_street(city) == {"dayBurning"}


@pytest.mark.parametrize("light", [light_by_order, light_by_programme])
async def test_a_street_that_a_schedule_wants_lit_by_day_is_not(city, light):
    await city.record(list(street_at_noon()))
    await light(city)
    await look(city)
    assert await on_the_street(city) == set()


async def test_what_a_schedule_wants_from_now_on_is_taken_back(city):
    await city.record(list(street_at_noon()))
    watch = await look(city)
    await light_by_order(city)
    await watch.look(datetime.now(UTC) + timedelta(minutes=6))
    assert await on_the_street(city) == {"none"}
