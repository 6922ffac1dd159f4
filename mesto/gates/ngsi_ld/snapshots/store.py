"""Where snapshots are kept, each for who asked, until it expires.

All is written with the municipality's own role. A snapshot of another is as good as
none.

Callers without a key are one owner. Unless they name their snapshots themselves, what
keeps them apart is the id, 122 bits of chance; and they are let in on this machine
alone. Purging takes those of all of them.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Final

import asyncpg
import msgspec

from mesto.gates.ngsi_ld.problem import AlreadyExists, TooManyResults
from mesto.gates.ngsi_ld.snapshots.model import Said, Snapshot
from mesto.kernel.city import City
from mesto.kernel.model import Entity

SNAPSHOTS_MAX: Final = 50  #: of one municipality
OWN_MAX: Final = 10  #: of one who asks
ALL_BYTES_MAX: Final = 2**29  #: of all of them together
TOGETHER: Final = 500  #: entities that are read, or written, at once
EVERY_S: Final = 60.0  #: how often those whose time is over are forgotten

ADD: Final = """
    insert into snapshot (id, owner, made_at, expires_at, said, bytes)
    values ($1, $2, $3, $4, $5, $6)
"""
ADD_ENTITIES: Final = """
    insert into snapshot_entity (snapshot, number, urn, entity)
    select $1, $2 + n, urn, entity
      from unnest($3::text[], $4::bytea[]) with ordinality as t(urn, entity, n)
"""
CLEAN: Final = "delete from snapshot where expires_at <= $1"
KEPT: Final = """
    select count(*) as n, count(*) filter (where owner = $1) as own,
           coalesce(sum(bytes), 0) as bytes
      from snapshot
"""
ONE: Final = """
    select id, made_at, expires_at, said from snapshot
     where id = $1 and owner = $2 and expires_at > $3
"""
NAMED: Final = """
    select entity from snapshot_entity where snapshot = $1 and urn = any($2)
     order by number
"""
NEXT: Final = """
    select number, entity from snapshot_entity where snapshot = $1 and number > $2
     order by number limit $3
"""
EXTEND: Final = "update snapshot set expires_at = $2 where id = $1"
REMOVE: Final = "delete from snapshot where id = $1"
PURGE: Final = "delete from snapshot where owner = $1"

_READ_SAID: Final = msgspec.json.Decoder(Said)
_READ: Final = msgspec.json.Decoder(Entity)


def packed(entity: Entity) -> bytes:
    """Return an entity as it is kept."""
    return msgspec.json.encode(entity)


async def add(
    city: City, owner: str, one: Snapshot, entities: Sequence[tuple[str, bytes]]
) -> None:
    """Keep a snapshot with its entities: a URN and what `packed` made of it, each.

    Raises TooManyResults where there is no room, AlreadyExists where the id is taken.
    """
    size = sum(len(entity) for _, entity in entities)
    said = msgspec.json.encode(one.said)
    async with city.bound() as connection, connection.transaction():
        await connection.execute("lock table snapshot in share row exclusive mode")
        await connection.execute(CLEAN, one.made_at)
        kept = await connection.fetchrow(KEPT, owner)
        assert kept is not None  # it counts
        full = kept["n"] >= SNAPSHOTS_MAX or kept["own"] >= OWN_MAX
        if full or kept["bytes"] + size > ALL_BYTES_MAX:
            raise TooManyResults("there is no room for a snapshot; delete others first")
        try:
            await connection.execute(
                ADD, one.id, owner, one.made_at, one.expires_at, said, size
            )
        except asyncpg.UniqueViolationError:
            raise AlreadyExists(f"there is a snapshot {one.id} already") from None
        for start in range(0, len(entities), TOGETHER):
            some = entities[start : start + TOGETHER]
            await connection.execute(
                ADD_ENTITIES, one.id, start, *map(list, zip(*some, strict=True))
            )


async def get(city: City, owner: str, of: str, now: datetime) -> Snapshot | None:
    """Return a snapshot; None: there is none, or it has expired."""
    async with city.bound() as connection:
        row = await connection.fetchrow(ONE, of, owner, now)
    if row is None:
        return None
    return Snapshot(
        id=row["id"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        said=_READ_SAID.decode(row["said"]),
    )


async def named(city: City, of: str, urns: Sequence[str]) -> list[Entity]:
    """Return entities of a snapshot by their ids."""
    async with city.bound() as connection:
        rows = await connection.fetch(NAMED, of, list(urns))
    return [_READ.decode(row["entity"]) for row in rows]


async def each(city: City, of: str) -> AsyncIterator[Entity]:
    """Yield all entities of a snapshot, in their order; others go on meanwhile."""
    number = 0
    while True:
        async with city.bound() as connection:
            rows = await connection.fetch(NEXT, of, number, TOGETHER)
        for row in rows:
            yield _READ.decode(row["entity"])
        if len(rows) < TOGETHER:
            return
        number = rows[-1]["number"]


async def extend(city: City, of: str, until: datetime) -> None:
    """Keep a snapshot until then."""
    async with city.bound() as connection:
        await connection.execute(EXTEND, of, until)


async def remove(city: City, of: str) -> None:
    """Forget a snapshot."""
    async with city.bound() as connection:
        await connection.execute(REMOVE, of)


async def purge(city: City, owner: str) -> None:
    """Forget all snapshots of somebody."""
    async with city.bound() as connection:
        await connection.execute(PURGE, owner)


async def clean(city: City, now: datetime) -> None:
    """Forget those whose time is over."""
    async with city.bound() as connection:
        await connection.execute(CLEAN, now)


async def end_snapshots(city: City, _callers: object, **_: object) -> None:
    """Forget those whose time is over, for ever."""
    while True:
        await clean(city, datetime.now(UTC))
        await asyncio.sleep(EVERY_S)
