"""What happened to entities, as the ledger tells it."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.gates.ngsi_ld.subscriptions.happened import Happening, happened
from mesto.gates.ngsi_ld.subscriptions.model import Trigger
from mesto.kernel.city import City
from mesto.kernel.model import TYPE, Event, Observation

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
URN = "urn:x:a"


def seen(attribute: str, value: object, minute: int = 0, **more: bool) -> Observation:
    at = NOON + timedelta(minutes=minute)
    return Observation(
        entity=URN,
        attribute=attribute,
        value=value,
        source="test",
        observed_at=at,
        **more,
    )


async def told(city: City, *later: Observation) -> list[Happening]:
    """Record one after the other, and read all of them at once."""
    await city.begin("test")
    for one in later:
        await city.record([one])
    events: list[Event] = []
    async for batch in city.follow("test"):
        events.extend(batch)
        if len(events) >= len(later):
            break
    return await happened(city, events)


async def test_several_observations_are_one_happening_with_the_last_of_them(
    city: City,
) -> None:
    await city.record([seen(TYPE, ["Car"]), seen("speed", 1)])
    (one,) = await told(city, *(seen("speed", n, n) for n in (2, 3, 4)))
    assert one.entity.value("speed") == 4
    (change,) = one.changes
    assert change.what is Trigger.ATTRIBUTE_UPDATED
    assert change.before is not None
    assert change.before.value == 1


async def test_what_came_too_late_did_not_happen(city: City) -> None:
    await city.record([seen(TYPE, ["Car"]), seen("speed", 1, 10)])
    assert await told(city, seen("speed", 2, 5)) == []


async def test_an_entity_that_went_and_came_again_is_new(city: City) -> None:
    await city.record([seen(TYPE, ["Car"]), seen("speed", 1)])
    gone, new = await told(
        city,
        seen(TYPE, None, 1, deleted=True),
        seen(TYPE, ["Tram"], 2),
        seen("speed", 2, 2),
    )
    assert gone.is_gone
    assert gone.entity.types == ("Car",)
    assert gone.entity.value("speed") == 1
    assert new.is_new
    assert [one.what for one in new.changes] == [Trigger.ATTRIBUTE_CREATED]
