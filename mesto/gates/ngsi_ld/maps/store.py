"""Where entity maps are kept, each for who asked, until it expires.

All is written with the municipality's own role. A map of another is as good as none.

Callers without a key are one owner. What keeps their maps apart is the id, 122 bits of
chance that only who asked is told; and they are let in on this machine alone.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import orjson

from mesto.gates.ngsi_ld.maps.model import HERE, EntityMap, Member
from mesto.kernel.city import City

MAPS_MAX: Final = 200  #: of one municipality; beyond that the first to expire go

ADD: Final = """
    insert into entity_map (id, owner, asked, expires_at, urns, sources)
    values ($1, $2, $3, $4, $5, $6)
"""
CLEAN: Final = """
    delete from entity_map
     where expires_at <= $1
        or id in (select id from entity_map order by expires_at desc, id offset $2)
"""
ONE: Final = """
    select id, asked, expires_at, urns, sources from entity_map
     where id = $1 and owner = $2 and expires_at > $3
"""
DROP: Final = """
    update entity_map
       set urns = array(select urn from unnest(urns) with ordinality as t(urn, n)
                         where urn <> all($2) order by n),
           sources = sources - $2::text[]
     where id = $1
"""
EXTEND: Final = "update entity_map set expires_at = $2 where id = $1"
REMOVE: Final = "delete from entity_map where id = $1"


async def add(city: City, owner: str, one: EntityMap, now: datetime) -> None:
    """Keep a map, and forget those whose time is over."""
    urns = [member.urn for member in one.members]
    known = {urn: who for urn, who in one.members if who != (HERE,)}
    sources = orjson.dumps(known).decode()
    async with city.bound() as connection, connection.transaction():
        await connection.execute(CLEAN, now, MAPS_MAX - 1)
        await connection.execute(
            ADD, one.id, owner, one.asked, one.expires_at, urns, sources
        )


async def get(city: City, owner: str, of: str, now: datetime) -> EntityMap | None:
    """Return a map; None: there is none, or it has expired."""
    async with city.bound() as connection:
        row = await connection.fetchrow(ONE, of, owner, now)
    if row is None:
        return None
    sources = orjson.loads(row["sources"])
    return EntityMap(
        id=row["id"],
        asked=row["asked"],
        expires_at=row["expires_at"],
        members=tuple(
            Member(urn, tuple(sources[urn])) if urn in sources else Member(urn)
            for urn in row["urns"]
        ),
    )


async def drop(city: City, of: str, urns: Collection[str]) -> None:
    """Take entities out of a map."""
    async with city.bound() as connection:
        await connection.execute(DROP, of, list(urns))


async def extend(city: City, of: str, until: datetime) -> None:
    """Keep a map until then."""
    async with city.bound() as connection:
        await connection.execute(EXTEND, of, until)


async def remove(city: City, of: str) -> None:
    """Forget a map."""
    async with city.bound() as connection:
        await connection.execute(REMOVE, of)
