"""Connections are shared, and no more are kept than are used."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from mesto.kernel import connections as kernel
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


async def test_what_was_broken_off_leaves_no_transaction_to_who_comes_next(dsn, city):
    """What he writes would be acknowledged and never be committed."""
    connections = Connections(dsn, most=1)

    async def who():
        async with connections.bound(city.schema) as lent, lent.transaction():
            await asyncio.Event().wait()

    for turns in range(30):  # one of them falls between BEGIN and its answer
        broken_off = asyncio.create_task(who())
        for _ in range(turns):
            await asyncio.sleep(0)
        broken_off.cancel()
        await asyncio.gather(broken_off, return_exceptions=True)
        async with connections.bound(city.schema) as again:
            await again.execute("select")
            assert not again.is_in_transaction()
    await connections.close()


async def test_whose_a_process_is_is_told_beside_connections_that_broke(dsn, city):
    connections = Connections(dsn)
    async with connections.bound(city.schema) as broken:
        pid = broken.get_server_pid()
        broken.terminate()
        assert connections.has(pid)
        assert not connections.has(-1)
    await connections.close()


async def test_a_statement_that_is_planned_once_goes_by_an_index_of_an_empty_table(
    dsn, city
):
    """The table will not remain empty, and the plan stays."""
    connections = Connections(dsn, most=1)
    plans = []
    for planned in (True, False):
        async with connections.bound(city.schema, planned=planned) as lent:
            await lent.execute(
                "prepare said (uuid[]) as select state from command where id = any($1)"
            )
            rows = await lent.fetch("explain execute said ('{}')")
            plans.append(" ".join(row[0] for row in rows))
            await lent.execute("deallocate said")
    once, as_asked = plans
    assert "command_pkey" in once
    assert "$1" in once
    assert "$1" not in as_asked
    await connections.close()


async def test_connections_know_their_own_from_those_of_other_processes(dsn, city):
    ours, theirs = Connections(dsn), Connections(dsn)
    async with ours.bound(city.schema) as one, theirs.bound(city.schema) as other:
        assert ours.has(one.get_server_pid())
        assert not ours.has(other.get_server_pid())
    await ours.close()
    await theirs.close()


async def test_who_is_stopped_while_a_connection_opens_leaves_none_open(
    dsn, monkeypatch
):
    opened = []

    async def opens_and_is_stopped(dsn):
        opened.append(await connect_as_owner(dsn))
        opening.cancel()  # felt where it waits next
        return opened[0]

    monkeypatch.setattr(kernel, "connect_as_owner", opens_and_is_stopped)
    opening = asyncio.create_task(kernel.connect(dsn))
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert opened[0].is_closed()
