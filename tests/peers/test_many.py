"""One order to three lamps: one obeys, one is silent, one answers too late."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from mesto.kernel.access.rights import BUILT_IN, Principal
from mesto.kernel.model import Command
from mesto.kernel.visit import Visit
from mesto.operations.commands.many import ask
from mesto.operations.commands.many.bulk import Bulk, targets_of
from mesto.operations.commands.many.questions import Standings, Troubles
from mesto.operations.commands.many.weigh import weigh
from mesto.operations.commands.override import Terms
from tests.conftest import Server
from tests.peers.test_mqtt import LAMPS, device, state, town
from tests.waiting import LONG_S, until

__all__ = ["town"]
pytestmark = pytest.mark.anyio
SERIALS = ("obeys", "silent", "late")
LAST_S = 5.0


async def wire(town: Server) -> list[str]:
    """Let three lamps hang on one connection; return their URNs."""
    urns = [f"urn:ngsi-ld:Streetlight:{serial}" for serial in SERIALS]
    for serial, urn in zip(SERIALS, urns, strict=True):
        await state(
            town.city,
            f"urn:ngsi-ld:Device:{serial}",
            serialNumber=serial,
            controlledAsset=urn,
            connection="lamps",
        )
    await state(
        town.city,
        "urn:ngsi-ld:Connection:lamps",
        gate="mqtt",
        url="mqtt://embedded",
        enabled=True,
        settings=LAMPS,
    )
    return urns


async def order(town: Server, urns: list[str]) -> Bulk:
    """Order a level of all of them."""
    who = Principal(name="key:first", roles=(BUILT_IN["administrator"],))
    visit, now = Visit(town.city, who), datetime.now(UTC)
    one = Command(
        entity="", name="setDimLevel", value=0.6, expires_at=now, source=who.name
    )
    weighed = await weigh(visit, one, {urn: {} for urn in urns}, Terms(), now)
    bulk = Bulk(
        id=uuid4(),
        type="Streetlight",
        order="dim",
        wish=0.6,
        command=one.name,
        value=0.6,
        expires_after_s=LAST_S,
        by=who.name,
        roles=who.role_names,
        asked_at=now,
    )
    await ask.ask_for(visit, bulk, weighed)
    return bulk


async def test_each_lamp_is_counted_as_it_answers(town: Server) -> None:
    urns = await wire(town)
    async with device(town, "lamps/+/set") as lamps:

        async def hears() -> bool:
            at = datetime.now(UTC).isoformat()
            for serial in SERIALS:
                await lamps.say(f"lamps/{serial}/state", {"dim": 1.0, "at": at})
            return len(await town.city.present(urns)) == len(urns)

        await until(hears)
        bulk = await order(town, urns)
        told = [await asyncio.wait_for(lamps.heard.get(), LONG_S) for _ in SERIALS]
        obeys, _, late = (str(one.command) for one in targets_of(bulk.id, urns, {}))
        assert len({one["id"] for one in told}) == len(SERIALS)
        await lamps.say("lamps/obeys/answer", {"id": obeys, "result": "ok"})

        async def counts() -> dict[str, int]:
            (standing,) = await town.city.ask(Standings(number=bulk.id))
            return dict(standing.counts)

        async def settled() -> bool:
            return await counts() == {"confirmed": 1, "failed": 2}

        await until(settled)
        await lamps.say("lamps/late/answer", {"id": late, "result": "ok"})
        (trouble,) = await town.city.ask(Troubles(number=bulk.id))
        assert trouble.says["cs"] == "Nepotvrzeno včas."
        assert trouble.targets == 2
        assert await settled()
        assert lamps.heard.empty()
