"""A station that a restart may cure is restarted gently, if the town says so."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from mesto.domains.emobility.faults.run import restart_some
from mesto.kernel.model import Observation
from mesto.kernel.question.commands import Commands
from tests.conftest import Server
from tests.gates.ocpp.conftest import STATION, observed, town, value_of
from tests.waiting import until

pytestmark = pytest.mark.anyio
__all__ = ["town"]  # a fixture


async def test_restarts_are_as_many_as_the_town_allows(town: Server) -> None:
    now, city = datetime.now(UTC), town.city
    path = f"/api/{city.name}/emobility/upkeep"
    ago = now - timedelta(minutes=5)
    said = {"connected": True, "errorCode": "ReaderFailure"}
    await city.record(
        [
            Observation(
                entity=STATION, attribute=name, value=value, source="t", observed_at=ago
            )
            for name, value in said.items()
        ]
        + observed(STATION, type=["EVChargingStation"])
    )
    assert await restart_some(city, now) == []
    async with httpx.AsyncClient(base_url=town.url, headers=town.headers) as client:
        usual = (await client.get(path)).json()
        assert usual["definition"]["restart"] is False
        allowed = {"restart": True, "most_a_day": 1}
        wrong = {"definition": {**allowed, "most_a_day": 0}}
        assert (await client.put(path, json=wrong)).status_code == 400
        kept = await client.put(path, json={"definition": allowed})
        assert kept.status_code == 200, kept.text
    assert await restart_some(city, now) == [STATION]
    assert await restart_some(city, now + timedelta(hours=1)) == []
    assert await restart_some(city, now + timedelta(hours=25)) == [STATION]
    before = datetime.now(UTC) + timedelta(minutes=1)
    given = await city.ask(Commands(entity=STATION, before=before))
    assert {(one.name, one.value, one.source) for one in given} == {
        ("reset", "Soft", "emobility")
    }


async def test_lines_lost_together_are_noted_until_they_are_back(town: Server) -> None:
    urns = [f"urn:ngsi-ld:EVChargingStation:NS-{n}" for n in (1, 2, 3)]

    async def say(urn: str, *, connected: bool) -> None:
        seen = Observation(
            entity=urn,
            attribute="connected",
            value=connected,
            source="t",
            observed_at=datetime.now(UTC),
        )
        await town.city.record([*observed(urn, type=["EVChargingStation"]), seen])

    async def lost_with() -> list[object]:
        return [await value_of(town, urn, "lostLineWith") for urn in urns]

    for urn in urns:
        await say(urn, connected=True)

    async def is_one_cause() -> bool:
        for urn in urns:
            await say(urn, connected=False)
        return await lost_with() == [None, urns[0], urns[0]]

    await until(is_one_cause)
    for urn in urns:
        await say(urn, connected=True)

    async def is_over() -> bool:
        return await lost_with() == [None, None, None]

    await until(is_over)
