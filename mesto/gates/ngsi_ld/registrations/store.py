"""Where registrations of context sources are kept, and how often they were asked.

All is written with the municipality's own role; whether somebody may, is looked at
before.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import asyncpg
import msgspec

from mesto.gates.ngsi_ld import documents
from mesto.gates.ngsi_ld.context import ContextJson
from mesto.gates.ngsi_ld.registrations.model import Record
from mesto.kernel.city import City

KIND: Final = "registration"

ADD: Final = """
    with counted as (update registration_change set n = n + 1 returning n)
    insert into registration (id, document, context, owner, change)
    select $1, $2, $3, $4, n from counted
        on conflict do nothing
 returning id
"""
#: Rows are locked in their order, since several processes count.
COUNT: Final = """
    with told as (
        select id, ok from unnest($1::text[], $2::boolean[]) as t(id, ok)
    ), locked as (
        select id from registration
         where id in (select id from told) order by id for update
    ), summed as (
        select id, count(*) as sent, count(*) filter (where not ok) as failed
          from told join locked using (id) group by id
    )
    update registration r
       set times_sent = times_sent + sent,
           times_failed = times_failed + failed,
           last_success = case when sent > failed then now() else last_success end,
           last_failure = case when failed > 0 then now() else last_failure end
      from summed
     where r.id = summed.id
"""
_SELECT: Final = """
    select id, document, context, owner, created_at, modified_at, change,
           times_sent, times_failed, last_success, last_failure
      from registration
"""


class Change(msgspec.Struct, frozen=True):
    """What changed: how far, which registrations, and the ids of all."""

    last: int
    alias: str  #: what the municipality is called on the way from broker to broker
    records: Sequence[Record]
    ids: frozenset[str]


async def add(
    city: City,
    of: str,
    document: Mapping[str, Any],
    context: ContextJson,
    owner: str,
) -> bool:
    """Keep a registration; False where there is one of that id."""
    written = documents.written(document, context)
    async with documents.changing(city) as connection:
        return await connection.fetchval(ADD, of, *written, owner) is not None


async def replace(
    city: City, of: str, document: Mapping[str, Any], context: ContextJson
) -> None:
    """Put another document in the place of a registration's."""
    async with documents.changing(city) as connection:
        await documents.replace(connection, KIND, of, document, context)


async def remove(city: City, of: str) -> bool:
    """Forget a registration; False: there is none."""
    async with documents.changing(city) as connection:
        return await documents.remove(connection, KIND, of)


async def one(city: City, of: str) -> Record | None:
    """Return a registration; None if there is none."""
    async with city.bound() as connection:
        row = await connection.fetchrow(f"{_SELECT} where id = $1", of)
    return None if row is None else _read(row)


async def some(city: City, ids: Sequence[str]) -> dict[str, Record]:
    """Return registrations by their ids; absent ones are left out."""
    async with city.bound() as connection:
        rows = await connection.fetch(f"{_SELECT} where id = any($1)", ids)
    return {row["id"]: _read(row) for row in rows}


async def changed(city: City, since: int) -> Change | None:
    """Return what changed; None if nothing did."""
    async with (
        city.bound() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        (row,) = await connection.fetch("select n, alias from registration_change")
        if row["n"] == since:
            return None
        rows = await connection.fetch(f"{_SELECT} where change > $1", since)
        ids = await connection.fetch("select id from registration")
    return Change(
        row["n"],
        f"{city.name}-{row['alias']}",
        [_read(found) for found in rows],
        frozenset(found["id"] for found in ids),
    )


async def count(city: City, outcomes: Sequence[tuple[str, bool]]) -> None:
    """Count what sources were asked, and whether they answered as they should."""
    async with city.bound() as connection:
        await connection.execute(
            COUNT, [of for of, _ in outcomes], [ok for _, ok in outcomes]
        )


def _read(row: asyncpg.Record) -> Record:
    return Record(**documents.read(row))
