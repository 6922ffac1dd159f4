"""The end of the ledger is read once for all who follow it, and nobody misses any."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.model import TYPE, Observation
from mesto.kernel.names import Names
from mesto.kernel.tail import Batch, Place, Tail
from tests.waiting import until

pytestmark = pytest.mark.anyio

Seen = Callable[..., Observation]
LAMP, BIN = "urn:ngsi-ld:Streetlight:1", "urn:ngsi-ld:WasteContainer:1"


class Lent:
    """Counts how often a connection is lent, and lets who wants one wait."""

    def __init__(self, city: City) -> None:
        self.times = 0
        self.open = asyncio.Event()
        self.open.set()
        self._city = city

    def __call__(self) -> AbstractAsyncContextManager[Connection]:
        return self._lend()

    @asynccontextmanager
    async def _lend(self) -> AsyncIterator[Connection]:
        async with self._city.planned() as connection:
            self.times += 1
            yield connection
            await self.open.wait()


async def begun(city: City) -> tuple[Tail, Lent, Place]:
    """Return the tail of a city that has something in it, as it is now."""
    lent = Lent(city)
    tail = Tail(lent, Names(city.planned))
    await tail.after(Place(0, -1), None, 100, 0)  # it begins with what comes now
    await city.record([is_a(LAMP), is_a(BIN)])
    batch = await tail.after(Place(0, -1), None, 100, 0)
    assert batch.last is not None
    lent.times = 0
    return tail, lent, batch.last


def is_a(urn: str, *, deleted: bool = False) -> Observation:
    value = None if deleted else [urn.split(":")[2]]
    return Observation(
        entity=urn, attribute=TYPE, value=value, source="t", deleted=deleted
    )


def values(batch: Batch) -> list[object]:
    return [one.observation.value for one in batch.events]


async def test_who_looks_at_the_same_time_is_answered_by_one_query(
    city: City, seen: Seen
) -> None:
    tail, lent, place = await begun(city)
    await city.record([seen(1, entity=BIN)])
    looks = (tail.after(place, types, 100, 1) for types in (None, ["WasteContainer"]))
    assert [values(one) for one in await asyncio.gather(*looks)] == [[1], [1]]
    assert lent.times == 1


async def test_what_the_bell_rang_for_is_seen_though_an_older_look_is_under_way(
    city: City, seen: Seen
) -> None:
    tail, lent, place = await begun(city)
    lent.open.clear()
    first = asyncio.create_task(tail.after(place, None, 100, 0))
    while not lent.times:
        await asyncio.sleep(0)
    await city.record([seen(1, entity=BIN)])
    second = asyncio.create_task(tail.after(place, None, 100, 1))
    lent.open.set()
    await first
    assert values(await second) == [1]


async def test_who_gives_up_its_look_leaves_it_to_the_next(
    city: City, seen: Seen
) -> None:
    tail, lent, place = await begun(city)
    await city.record([seen(1, entity=BIN)])
    lent.open.clear()
    first = asyncio.create_task(tail.after(place, None, 100, 1))
    while not lent.times:
        await asyncio.sleep(0)
    second = asyncio.create_task(tail.after(place, None, 100, 1))
    await asyncio.sleep(0)
    first.cancel()
    lent.open.set()
    assert values(await second) == [1]


async def test_who_comes_later_is_told_in_order_what_concerns_it(
    city: City, seen: Seen
) -> None:
    tail, lent, place = await begun(city)
    for value in range(6):
        await city.record([seen(value, entity=LAMP if value % 2 else BIN)])
        await tail.after(place, None, 100, value)
    assert lent.times == 6
    late = await tail.after(place, ["Streetlight"], 100, 6)
    assert values(late) == [1, 3, 5]
    assert not (await tail.after(late.last or place, None, 100, 6)).events


async def test_no_more_is_told_at_once_than_is_wanted_and_the_rest_follows(
    city: City, seen: Seen
) -> None:
    tail, _, place = await begun(city)
    told: list[object] = []
    for value in range(3):
        await city.record([seen(value, entity=BIN), seen(value + 10, entity=LAMP)])
    for _ in range(6):
        batch = await tail.after(place, None, 1, 3)
        assert batch.last is not None
        assert batch.last > place
        place = batch.last
        told += values(batch)
    assert sorted(map(str, told)) == ["0", "1", "10", "11", "12", "2"]
    assert not (await tail.after(place, None, 1, 3)).full


async def test_what_is_no_more_is_told_to_everybody(city: City) -> None:
    tail, _, place = await begun(city)
    gone = Observation(
        entity=LAMP, attribute=TYPE, value=None, source="t", deleted=True
    )
    await city.record([gone])
    batch = await tail.after(place, ["WasteContainer"], 100, 1)
    assert [one.observation.entity for one in batch.events] == [LAMP]


async def test_nothing_is_kept_from_who_stands_far_behind(
    city: City, seen: Seen
) -> None:
    tail, _, _ = await begun(city)
    await city.record([seen(1, entity=BIN)])
    batch = await tail.after(Place(0, -1), ["WasteContainer"], 100, 1)
    assert values(batch)[-1] == 1
    assert {one.observation.entity for one in batch.events} == {BIN}


async def test_what_is_said_at_a_birth_is_heard_by_who_follows_the_type(
    city: City, seen: Seen
) -> None:
    tail, _, place = await begun(city)
    await city.record([is_a(BIN, deleted=True)])
    async with nothing_born(city):
        birth = asyncio.create_task(city.record([is_a(BIN), seen(1, entity=BIN)]))
        await until(lambda: _waits(city))
        await tail.after(place, None, 100, 1)
    await birth
    assert 1 in values(await tail.after(place, ["WasteContainer"], 100, 2))


@asynccontextmanager
async def nothing_born(city: City) -> AsyncIterator[None]:
    """Let nobody say what entities are until the block ends."""
    async with city.bound() as connection, connection.transaction():
        await connection.execute("lock table entity in share mode")
        yield


async def _waits(city: City) -> bool:
    """Tell whether somebody waits until the block ends."""
    async with city.bound() as connection:
        waiting = "select exists (select from pg_locks where not granted)"
        return bool(await connection.fetchval(waiting))


async def test_two_looks_lie_apart(
    city: City, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    tail, lent, place = await begun(city)
    monkeypatch.setattr("mesto.kernel.tail.APART_S", 3600.0)
    await city.record([seen(1, entity=BIN)])
    looks = [asyncio.create_task(tail.after(place, None, 100, n)) for n in (1, 2)]
    waited, _ = await asyncio.wait(looks, timeout=0.1)
    assert not waited
    assert lent.times == 0
    for look in looks:
        look.cancel()
    await asyncio.wait(looks)
    monkeypatch.setattr("mesto.kernel.tail.APART_S", 0.0)
    assert values(await tail.after(place, None, 100, 3)) == [1]
