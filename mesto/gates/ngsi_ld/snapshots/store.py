"""Where snapshots are kept, each for who asked, until it expires.

All is written with the municipality's own role. A snapshot of another is as good as
none.

Callers without a key are one owner. Unless they name their snapshots themselves, what
keeps them apart is the id, 122 bits of chance; and they are let in on this machine
alone. Purging takes those of all of them that fit.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import asyncpg
import msgspec

from mesto.gates.ngsi_ld.problem import (
    AlreadyExists,
    ResourceNotFound,
    TooManyResults,
)
from mesto.gates.ngsi_ld.snapshots.model import Said, Snapshot
from mesto.kernel.city import City
from mesto.kernel.connections import Connection
from mesto.kernel.model import Attribute, Entity
from mesto.kernel.question.evolution import Evolution

SNAPSHOTS_MAX: Final = 50  #: of one municipality
OWN_MAX: Final = 10  #: of one who asks
ALL_BYTES_MAX: Final = 2**29  #: of all of them together
PASTS_TOGETHER: Final = 10  #: pasts that are read at once
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
ADD_PASTS: Final = """
    insert into snapshot_past (snapshot, number, urn, past)
    select $1, $2 + n, urn, past
      from unnest($3::text[], $4::bytea[]) with ordinality as t(urn, past, n)
"""
CLONE_ENTITIES: Final = """
    insert into snapshot_entity (snapshot, number, urn, entity)
    select $1, number, urn, entity from snapshot_entity where snapshot = $2
"""
CLONE_PASTS: Final = """
    insert into snapshot_past (snapshot, number, urn, past)
    select $1, number, urn, past from snapshot_past where snapshot = $2
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
LOCK: Final = "lock table snapshot in share row exclusive mode"
SIZE: Final = "select bytes from snapshot where id = $1"
PASTS_NAMED: Final = """
    select past from snapshot_past where snapshot = $1 and urn = any($2)
     order by number
"""
PASTS_NEXT: Final = """
    select number, past from snapshot_past where snapshot = $1 and number > $2
     order by number limit $3
"""
ALL: Final = """
    select id, made_at, expires_at, said from snapshot
     where owner = $1 and expires_at > $2
"""
CHANGE: Final = "update snapshot set expires_at = $2, said = $3 where id = $1"
REMOVE: Final = "delete from snapshot where id = any($1)"

_READ_SAID: Final = msgspec.json.Decoder(Said)
_READ_PAST: Final = msgspec.json.Decoder(Evolution)
_READ_ENTITY: Final = msgspec.json.Decoder(Entity)


def packed(one: Entity | Evolution) -> bytes:
    """Return an entity or a past as it is kept.

    Who said what is not: a person whose name is taken out of the ledger would stay.
    """
    if isinstance(one, Entity):
        attributes = tuple(map(_nameless, one.attributes))
        return msgspec.json.encode(msgspec.structs.replace(one, attributes=attributes))
    instances = tuple(
        msgspec.structs.replace(each, attribute=_nameless(each.attribute))
        for each in one.instances
    )
    return msgspec.json.encode(msgspec.structs.replace(one, instances=instances))


def _nameless(attribute: Attribute) -> Attribute:
    return msgspec.structs.replace(attribute, source="")


async def add(
    city: City,
    owner: str,
    one: Snapshot,
    entities: Mapping[str, bytes],
    pasts: Mapping[str, bytes],
) -> None:
    """Keep a snapshot with what is in it: what `packed` made of each, by URN.

    Raises TooManyResults where there is no room, AlreadyExists where the id is taken.
    """
    size = sum(map(len, (*entities.values(), *pasts.values())))
    async with city.bound() as connection, connection.transaction():
        await _add(connection, owner, one, size)
        for statement, kept in ((ADD_ENTITIES, entities), (ADD_PASTS, pasts)):
            urns, told = list(kept), list(kept.values())
            for start in range(0, len(urns), TOGETHER):
                some = slice(start, start + TOGETHER)
                await connection.execute(
                    statement, one.id, start, urns[some], told[some]
                )


async def clone(city: City, owner: str, of: str, one: Snapshot) -> None:
    """Keep a snapshot with what is in another.

    Raises as `add` does, and ResourceNotFound where the other has just gone.
    """
    async with city.bound() as connection, connection.transaction():
        await connection.execute(LOCK)  # so that it stays
        size = await connection.fetchval(SIZE, of)
        if size is None:
            raise ResourceNotFound(f"there is no snapshot {of}")
        await _add(connection, owner, one, size)
        await connection.execute(CLONE_ENTITIES, one.id, of)
        await connection.execute(CLONE_PASTS, one.id, of)


async def _add(connection: Connection, owner: str, one: Snapshot, size: int) -> None:
    """Keep a snapshot of entities of so many bytes, where there is room."""
    await connection.execute(LOCK)
    await connection.execute(CLEAN, one.made_at)
    kept = await connection.fetchrow(KEPT, owner)
    assert kept is not None  # it counts
    full = kept["n"] >= SNAPSHOTS_MAX or kept["own"] >= OWN_MAX
    if full or kept["bytes"] + size > ALL_BYTES_MAX:
        raise TooManyResults("there is no room for a snapshot; delete others first")
    said = msgspec.json.encode(one.said)
    try:
        await connection.execute(
            ADD, one.id, owner, one.made_at, one.expires_at, said, size
        )
    except asyncpg.UniqueViolationError:
        raise AlreadyExists(f"there is a snapshot {one.id} already") from None


async def get(city: City, owner: str, of: str, now: datetime) -> Snapshot | None:
    """Return a snapshot; None: there is none, or it has expired."""
    async with city.bound() as connection:
        row = await connection.fetchrow(ONE, of, owner, now)
    return None if row is None else _read(row)


async def every(city: City, owner: str, now: datetime) -> list[Snapshot]:
    """Return all snapshots of somebody."""
    async with city.bound() as connection:
        rows = await connection.fetch(ALL, owner, now)
    return [_read(row) for row in rows]


def _read(row: asyncpg.Record) -> Snapshot:
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
    return [_READ_ENTITY.decode(row["entity"]) for row in rows]


async def each(city: City, of: str) -> AsyncIterator[Entity]:
    """Yield all entities of a snapshot, in their order; others go on meanwhile."""
    async for row in _rows(city, NEXT, of, TOGETHER):
        yield _READ_ENTITY.decode(row["entity"])


async def pasts_named(city: City, of: str, urns: Sequence[str]) -> list[Evolution]:
    """Return pasts of a snapshot by the ids of their entities."""
    async with city.bound() as connection:
        rows = await connection.fetch(PASTS_NAMED, of, list(urns))
    return [_READ_PAST.decode(row["past"]) for row in rows]


async def each_past(city: City, of: str) -> AsyncIterator[Evolution]:
    """Yield all pasts of a snapshot, in their order; others go on meanwhile."""
    async for row in _rows(city, PASTS_NEXT, of, PASTS_TOGETHER):
        yield _READ_PAST.decode(row["past"])


async def _rows(
    city: City, statement: str, of: str, together: int
) -> AsyncIterator[asyncpg.Record]:
    number = 0
    while True:
        async with city.bound() as connection:
            rows = await connection.fetch(statement, of, number, together)
        for row in rows:
            yield row
        if len(rows) < together:
            return
        number = rows[-1]["number"]


async def change(city: City, one: Snapshot) -> None:
    """Keep a snapshot as it is now."""
    said = msgspec.json.encode(one.said)
    async with city.bound() as connection:
        await connection.execute(CHANGE, one.id, one.expires_at, said)


async def remove(city: City, those: Sequence[str]) -> None:
    """Forget snapshots."""
    async with city.bound() as connection:
        await connection.execute(REMOVE, list(those))


async def clean(city: City, now: datetime) -> None:
    """Forget those whose time is over."""
    async with city.bound() as connection:
        await connection.execute(CLEAN, now)


async def end_snapshots(city: City, _callers: object, **_: object) -> None:
    """Forget those whose time is over, for ever."""
    while True:
        await clean(city, datetime.now(UTC))
        await asyncio.sleep(EVERY_S)
