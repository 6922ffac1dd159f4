"""A watch finds what history tells, in a town with a real memory, at any hour."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.lighting.faults.diagnosis import diagnosis_of
from mesto.domains.lighting.faults.run import Watch, watch_faults
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.question.observed import Observations
from tests.waiting import until

pytestmark = pytest.mark.anyio
LAMP = "urn:ngsi-ld:Streetlight:7"
MODEL = "urn:ngsi-ld:StreetlightModel:ampera"
SHOT = timedelta(minutes=15)


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


def reports(power_w, ages):
    """Yield what a lamp that is told to burn says, so many periods ago."""
    for age in ages:
        at = datetime.now(UTC) - age * SHOT
        for attribute, value in {
            "illuminanceLevel": 1.0,
            "powerState": "on",
            "powerConsumption": power_w,
            "voltage": 230.0,
        }.items():
            yield said(LAMP, attribute, value, observed_at=at)


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
