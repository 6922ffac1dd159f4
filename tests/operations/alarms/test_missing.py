"""Connections that are silent longer than they may be."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.model import TYPE, Observation
from mesto.kernel.question.traffic import ADD
from mesto.operations.alarms.alert import alert_urn
from mesto.operations.alarms.missing import RULE
from mesto.operations.alarms.watch import look_for_missing

pytestmark = pytest.mark.anyio

BINS = "urn:ngsi-ld:Connection:bins"
MINUTE = timedelta(minutes=1)


def said(attribute, value):
    return Observation(entity=BINS, attribute=attribute, value=value, source="test")


async def connected(city, **more):
    told = {TYPE: ["Connection"], "gate": "mqtt", "url": "mqtt://x.example", **more}
    await city.record([said(name, value) for name, value in told.items()])


async def brought(city, at):
    """Note that a message came."""
    async with city.bound() as connection:
        row = ["bins"], [at], [1], [1], [0], [at], ["topic"], [0.0]
        await connection.execute(ADD, *row)


async def alert(city):
    urn = alert_urn(RULE, BINS)
    found = (await city.present([urn])).get(urn)
    return found and found.value("state")


async def test_a_silent_connection_is_an_alarm_until_a_message_comes(city):
    await connected(city, expectedEvery=600)
    now = datetime.now(UTC)
    await look_for_missing(city, now + 9 * MINUTE)
    assert await alert(city) is None
    for minute in (11, 12):
        await look_for_missing(city, now + minute * MINUTE)
    assert await alert(city) == "raised"
    urn = alert_urn(RULE, BINS)
    told = (await city.present([urn]))[urn]
    assert told.value("alertSource") == BINS
    assert told.value("location") is None, "nobody said where this town is"
    assert "expected every 10 min" in told.value("description")["en"]
    await brought(city, now + 13 * MINUTE)
    await look_for_missing(city, now + 14 * MINUTE)
    assert await alert(city) == "cleared"
    await look_for_missing(city, now + 24 * MINUTE)
    assert await alert(city) == "raised"


async def test_nothing_is_expected_of_what_is_off_or_does_not_say(city):
    await connected(city)
    later = datetime.now(UTC) + timedelta(days=2)
    await look_for_missing(city, later)
    assert await alert(city) is None
    await connected(city, expectedEvery=600, enabled=False)
    await look_for_missing(city, later)
    assert await alert(city) is None
    await connected(city, expectedEvery=600, enabled=True)
    await look_for_missing(city, later)
    assert await alert(city) == "raised"
    await connected(city, enabled=False)
    await look_for_missing(city, later + MINUTE)
    assert await alert(city) == "cleared"


async def test_what_was_cleared_by_hand_is_not_told_again_for_the_same_silence(city):
    await connected(city, expectedEvery=600)
    now = datetime.now(UTC)
    await look_for_missing(city, now + 11 * MINUTE)
    urn, then = alert_urn(RULE, BINS), now + 12 * MINUTE
    cleared = {"state": "cleared", "alarmClearedTime": then.isoformat()}
    await city.record(
        [
            Observation(entity=urn, attribute=name, value=value, source="person:x")
            for name, value in cleared.items()
        ],
        current=True,
    )
    await look_for_missing(city, now + 30 * MINUTE)
    assert await alert(city) == "cleared"
