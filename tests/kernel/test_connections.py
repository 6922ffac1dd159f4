"""Connections are shared, and no more are kept than are used."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from mesto.kernel.connections import Connections, connect_as_owner
from tests.waiting import until

pytestmark = pytest.mark.anyio


async def test_what_a_rush_has_opened_is_closed_when_nobody_uses_it(dsn, city):
    connections = Connections(dsn, unused_s=0)
    schema = city.schema
    async with AsyncExitStack() as rush:
        opened = [connections.bound(schema) for _ in range(4)]
        lent = [await rush.enter_async_context(one) for one in opened]
        pids = {one.get_server_pid() for one in lent}
    watching = await connect_as_owner(dsn)

    async def one_is_left():
        alive = await watching.fetch("select pid from pg_stat_activity")
        return len(pids & {row["pid"] for row in alive}) == 1

    await until(one_is_left)
    async with connections.bound(schema) as again:
        assert again.get_server_pid() in pids, "the one used last"
    await watching.close()
    await connections.close()


async def test_who_waits_gets_a_connection_as_soon_as_one_is_given_back(dsn, city):
    connections = Connections(dsn, most=1)
    schema = city.schema

    async def who():
        async with connections.bound(schema) as lent:
            return lent.get_server_pid()

    assert len(set(await asyncio.gather(*(who() for _ in range(3))))) == 1
    await connections.close()
