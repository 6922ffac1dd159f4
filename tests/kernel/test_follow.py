"""Readers of the ledger miss nothing and do not disturb each other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.model import Event, Observation
from tests.waiting import LONG_S

pytestmark = pytest.mark.anyio

Seen = Callable[..., Observation]


async def read(
    stream: AsyncIterator[list[Event]], enough: int, values: list[object]
) -> None:
    """Read until `enough` values of observations are there."""
    async for batch in stream:
        values += [
            event.observation.value
            for event in batch
            if event.observation.attribute != "type"
        ]
        if len(values) >= enough:
            return


async def follow(city: City, reader: str, enough: int) -> list[object]:
    values: list[object] = []
    stream = city.follow(reader)
    async with asyncio.timeout(LONG_S):
        await read(stream, enough, values)
        await stream.aclose()
    return values


async def test_a_reader_goes_on_where_its_bookmark_lies(city: City, seen: Seen) -> None:
    stream = city.follow("reader")
    await city.record([seen(1), seen(2, attribute="depth")])
    assert sorted(map(str, [*await follow(city, "other", 2)])) == ["1", "2"]
    values: list[object] = []
    task = asyncio.create_task(read(stream, 3, values))
    await city.record([seen(3)])
    await asyncio.wait_for(task, LONG_S)
    assert sorted(map(str, values)) == ["1", "2", "3"]


async def test_a_reader_that_failed_sees_the_batch_again(
    city: City, seen: Seen
) -> None:
    await city.record([seen(1)])
    assert await follow(city, "reader", 1) == [1]
    assert await follow(city, "reader", 1) == [1], "it never came back for more"


async def test_without_a_name_a_reader_begins_now_whenever_it_reads(
    city: City, seen: Seen
) -> None:
    await city.record([seen(1)])
    stream = await city.follow_now()
    await city.record([seen(2)])
    values: list[object] = []
    async with asyncio.timeout(LONG_S):
        await read(stream, 1, values)
    assert values == [2]


async def test_a_slow_writer_is_never_skipped(
    city: City, database: Database, seen: Seen
) -> None:
    """It takes its place in the ledger first, and commits after the others."""
    await city.record([seen(0, attribute="slow"), seen(0, attribute="quick")])
    async with database.connections.bound(city.schema) as slow:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(
            "insert into ledger (position, entity, attribute, observed_at, digest, "
            "kind, source, timed, deleted, number) "
            "select nextval('ledger_position'), e.id, a.id, now(), 1, 0, 1, false, "
            "false, 111 from entity e, attribute a where a.name = 'slow'"
        )
        await city.record([seen(222, attribute="quick")])
        reading = asyncio.create_task(follow(city, "reader", 4))
        waited, _ = await asyncio.wait([reading], timeout=0.3)
        assert not waited, "what came after the slow writer waits for it"
        await transaction.commit()  # nobody rings: what may be hidden is looked for
    assert sorted(map(str, await reading)) == ["0", "0", "111", "222"]


async def test_two_readers_do_not_disturb_each_other(city: City, seen: Seen) -> None:
    async def write() -> None:
        for value in range(1, 51):
            await city.record([seen(value)])

    one, two, _ = await asyncio.gather(
        follow(city, "one", 50), follow(city, "two", 50), write()
    )
    assert one == two == list(range(1, 51))


async def test_each_observation_counts_once_in_the_figures(
    city: City, seen: Seen
) -> None:
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    for minute in (1, 2, 3, 61):
        await city.record([seen(minute, observed_at=noon + timedelta(minutes=minute))])
        await city.keep_rollups()
        await city.keep_rollups()
    async with city.bound() as connection:
        rows = await connection.fetch(
            "select start, n, total, least, greatest, last from rollup_hour "
            "order by start"
        )
        day = await connection.fetchrow("select n, total from rollup_day")
    assert [tuple(row) for row in rows] == [
        (noon, 3, 6.0, 1.0, 3.0, 3.0),
        (noon + timedelta(hours=1), 1, 61.0, 61.0, 61.0, 61.0),
    ]
    assert day is not None
    assert tuple(day) == (4, 67.0)


async def test_what_a_dataset_tells_apart_is_in_no_figure(
    city: City, seen: Seen
) -> None:
    noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
    await city.record([seen(1, observed_at=noon)])
    await city.record([seen(9, observed_at=noon, dataset="urn:ngsi-ld:Dataset:model")])
    await city.record([seen(2, observed_at=noon, dataset="urn:ngsi-ld:Dataset:model")])
    await city.keep_rollups()
    await city.erase(
        "urn:ngsi-ld:WasteContainer:1", dataset="urn:ngsi-ld:Dataset:model"
    )
    async with city.bound() as connection:
        rows = await connection.fetch("select n, total from rollup_hour")
    assert [tuple(row) for row in rows] == [(1, 1.0)]
