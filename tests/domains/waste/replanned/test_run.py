"""A town's sensors are reckoned from its ledger, in a process of its own, and kept."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.waste.nouns import EMPTYING, way_urn
from mesto.domains.waste.replanned.kept import (
    PROGRESS,
    SENSOR_REPLANNED,
    TOGETHER,
    URN,
    read_replanned,
    read_together,
)
from mesto.domains.waste.replanned.run import EVERY, is_due, reckon
from mesto.domains.waste.sensors.page import READ, replanned_shown, sensors_shown
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.kernel.question.stated import Stated

pytestmark = pytest.mark.anyio
COUNT, DAY = 3, timedelta(days=1)


def urn(number):
    return f"urn:ngsi-ld:WasteContainer:{number}"


def said(entity, attribute, value, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=entity,
        attribute=attribute,
        value=value,
        kind=kind,
        source="test",
        **more,
    )


def a_past(now, days):
    """Yield containers that fill by a fifth a day and are emptied every fourth."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(COUNT):
        its = urn(number)
        place = {"type": "Point", "coordinates": [14.4 + number / 100, 50.1]}
        yield said(its, TYPE, ["WasteContainer"])
        yield said(its, "location", place, Kind.GEO_PROPERTY)
        yield said(its, "storedWasteKind", "paper")
        for ago in range(days, 0, -1):
            day = midnight - ago * DAY
            turn = (ago + number) % 4
            level = 0.2 * (3 - turn)
            for hour in (2, 20):
                at = day + timedelta(hours=hour)
                full = level + 0.2 * hour / 24 if turn < 3 or hour == 20 else 0.8
                yield said(its, "fillingLevel", min(1.0, full), observed_at=at)
            if turn == 3:
                told = {"by": "crew", "before": 0.8, "after": 0.0}
                yield said(
                    its,
                    EMPTYING,
                    told,
                    Kind.JSON_PROPERTY,
                    observed_at=day + timedelta(hours=9),
                    dataset=way_urn("reported"),
                )


async def test_sensors_are_reckoned_from_the_ledger_and_kept_for_four_weeks(city):
    now = datetime.now(UTC)
    assert not await is_due(city, now), "there is no sensor"
    await city.record(list(a_past(now, 60)))
    while await city.keep_rollups():
        pass
    assert await is_due(city, now)
    assert await reckon(city, now) is not None
    assert not await is_due(city, now)
    assert await is_due(city, now + EVERY + DAY)

    present = await city.present([URN, urn(0)])
    together = read_together(present[URN].value(TOGETHER))
    assert (together.sensors, together.weeks) == (COUNT, 4)
    assert together.low <= together.money <= together.high
    assert present[URN].value(PROGRESS) == 1
    one = read_replanned(present[urn(0)].value(SENSOR_REPLANNED))
    assert one.first == (now - 28 * DAY).date()

    stated = await city.ask(Stated(types=["WasteContainer"], attributes=READ))
    numbers = {urn(number): number for number in range(COUNT)}
    shown = sensors_shown(stated, numbers, {}, now, present[URN])
    assert {row["worth"]["plans"]["weeks"] for row in shown["sensors"]} == {4}
    assert shown["replanned"] == replanned_shown(present[URN])
    assert shown["replanned"]["together"]["sensors"] == COUNT


async def test_a_town_too_young_is_looked_at_again_later(city):
    now = datetime.now(UTC)
    await city.record(list(a_past(now, 20)))
    while await city.keep_rollups():
        pass
    assert await reckon(city, now) is None
    assert await is_due(city, now)
