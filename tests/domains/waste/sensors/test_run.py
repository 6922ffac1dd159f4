"""A town's sensors are looked at with its real memory; what is said is said once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.waste.nouns import EMPTYING, way_urn
from mesto.domains.waste.sensors.diagnosis import diagnosis_of
from mesto.domains.waste.sensors.run import look_at, watch_sensors
from mesto.kernel.model import TYPE, Kind, Message, Observation
from mesto.kernel.question.observed import Observations
from tests.domains.waste.sensors.courses import NOW_S, sawtooth
from tests.waiting import until

pytestmark = pytest.mark.anyio
JAMMED, MAD, SOUND = (f"urn:ngsi-ld:WasteContainer:{name}" for name in "123")

REFUSED = {"entity": MAD, "field": "fillingLevel", "given": "2.55"}


def said(urn, attribute, value, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source="test", **more
    )


def told_of(urn, course, now):
    """Yield all that is said of a container up to now."""

    def moment(at_s):
        return now + timedelta(seconds=at_s - NOW_S)

    yield said(urn, TYPE, ["WasteContainer"])
    for at_s, level in course.levels:
        yield said(urn, "fillingLevel", level, observed_at=moment(at_s))
    for one in course.emptied:
        yield said(
            urn,
            EMPTYING,
            {"by": "crew"},
            Kind.JSON_PROPERTY,
            observed_at=moment(one.at_s),
            dataset=way_urn("reported"),
        )


def refused(now, hours):
    """Make a message of some hours ago that no gate took."""
    at = now - timedelta(hours=hours)
    return Message(payload=b"", origin="", received_at=at)


async def container(city, urn):
    return (await city.present([urn]))[urn]


async def fault(city, urn):
    return (await container(city, urn)).value("faultKind")


async def times_said(city, urn):
    async with city.bound() as connection:
        number = await connection.fetchval("select id from entity where urn = $1", urn)
    rows = await city.ask(Observations(entity=number, attributes=["faultKind"]))
    return [row.value for row in rows]


async def test_a_look_says_what_is_wrong_once_and_takes_back_what_is_mended(city):
    now = datetime.now(UTC)
    jammed = sawtooth(read=lambda level, day: 0.8 if day > 40 else level)
    await city.record(
        [
            *told_of(JAMMED, jammed, now),
            *told_of(MAD, sawtooth(), now),
            *told_of(SOUND, sawtooth(), now),
        ]
    )
    for hour in range(9):
        await city.quarantine("radio", "mqtt", refused(now, hour), "no level", REFUSED)
    await look_at(city, now)
    await look_at(city, now + timedelta(minutes=1))
    assert await times_said(city, JAMMED) == ["jam"]
    mad = diagnosis_of(await container(city, MAD))
    assert (mad.kind, mad.facts["worst"], mad.facts["times"]) == ("broken", 255, 9)
    assert await times_said(city, SOUND) == []
    found = diagnosis_of(await container(city, JAMMED))
    assert found.action == "clean"
    assert any(mark.sign == "emptied" for mark in found.marks)
    assert (await container(city, SOUND)).value("sensorWorth")["knowing"]["cycles"] > 10

    freed = [
        said(JAMMED, "fillingLevel", 0.1, observed_at=now + timedelta(hours=hour))
        for hour in range(1, 4)
    ]
    await city.record(freed)
    await look_at(city, now + timedelta(hours=5))
    assert await fault(city, JAMMED) == "none"
    assert diagnosis_of(await container(city, JAMMED)) is None


async def test_fire_does_not_wait_for_the_next_look(city):
    await city.record(
        [said(SOUND, TYPE, ["WasteContainer"]), said(SOUND, "fillingLevel", 0.3)]
    )
    watching = asyncio.create_task(watch_sensors(city, None))
    try:
        for celsius in (95.0, 180.0):
            now = datetime.now(UTC)
            await city.record([said(SOUND, "temperature", celsius, observed_at=now)])
        await until(lambda: _is(city, "fire"))
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _is(city, kind):
    return await fault(city, SOUND) == kind
