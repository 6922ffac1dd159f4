"""A town's switching outlives its process: every command is accounted for, once."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4, uuid5

import pytest

from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.model import Command, State
from mesto.kernel.postgres import EmbeddedPostgres
from mesto.operations.commands.give_each import give_each
from tests.test_crash import home
from tests.test_crash_of_orders import (
    a_street,
    desk_of,
    lamps_on,
    while_nobody_served,
)
from tests.waiting import until

__all__ = ["home"]
pytestmark = pytest.mark.anyio

LAMPS, SILENT = 1_200, 20
ENOUGH = 300  #: commands heard before the blow
DUSK = uuid4()  #: the cause of the switching


def serials() -> list[str]:
    silent = [f"silent-{number}" for number in range(SILENT)]
    return silent + [f"many-{number}" for number in range(LAMPS - SILENT)]


def switching(cause=DUSK, named=None) -> list[Command]:
    return [
        Command(
            id=str(uuid5(cause, serial)),
            entity=f"urn:ngsi-ld:Streetlight:{serial}",
            name="setDimLevel",
            value=0.7,
            expires_at=datetime.now(UTC) + timedelta(minutes=10),
            source="lighting",
            again_s=60,
        )
        for serial in named or serials()
    ]


@asynccontextmanager
async def town(home: Path) -> AsyncIterator[City]:
    """The memory of the town that is served, or was, reached beside its process."""
    database = Database(EmbeddedPostgres(folder=home / "postgres").dsn)
    yield City(database, "town")
    await database.close()


async def states(city: City) -> Counter[str]:
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select state, count(*) from command where source = 'lighting' "
            "and id = any($1::uuid[]) group by state",
            [one.id for one in switching()],
        )
    return Counter({row["state"]: row["count"] for row in rows})


async def ready(city: City, last: str) -> None:
    """Wait until the last lamp can be told."""

    async def obeys() -> bool:
        (order,) = switching(uuid4(), [last])
        await give_each(city, [order])

        async def ended() -> bool:
            state = await city.command_state(order.id)
            return state not in (State.PENDING, State.SENT)

        await until(ended)
        return await city.command_state(order.id) is State.CONFIRMED

    await until(obeys)


async def test_a_switching_is_accounted_for_whatever_was_killed_meanwhile(
    home: Path,
) -> None:
    everything = switching()
    async with lamps_on(home) as (lamps, where):
        async with desk_of(home) as (process, desk), town(home) as city:
            told = await desk.client.post(
                "/ngsi-ld/v1/entityOperations/upsert", json=a_street(where, serials())
            )
            told.raise_for_status()
            await ready(city, serials()[-1])
            lamps.heard.clear()
            assert await give_each(city, everything[: LAMPS // 2]) == {}

            async def in_the_middle() -> bool:
                return len(lamps.heard) >= ENOUGH

            await until(in_the_middle)
            process.kill()
            await process.wait()
            assert await give_each(city, everything) == {}
        done = await while_nobody_served(home)
        async with desk_of(home), town(home) as city:

            async def over() -> bool:
                return await states(city) == {
                    "confirmed": LAMPS - SILENT,
                    "expired": SILENT,
                }

            await until(over)
    ids = {one.id for one in everything}
    assert ids.issuperset(lamps.heard)
    assert {lamps.heard[number] for number in done & ids} <= {1}
