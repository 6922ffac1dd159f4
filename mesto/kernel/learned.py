"""What PostgreSQL once said of its own types, kept for every later connection.

asyncpg asks on each connection anew what an array holds, by a recursive statement that
takes the database longer to plan (15 ms) than to open a connection (4 ms).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import asyncpg

#: Types with smaller numbers come with PostgreSQL and are the same everywhere.
#: Source: PostgreSQL, src/include/access/transam.h, FirstNormalObjectId.
FIRST_OF_A_DATABASE = 16384

#: What was told, by number of type.
LEARNED: dict[int, list[asyncpg.Record]] = {}


class _NotAsked(NamedTuple):
    """Stands for the statement that was not needed; a name says it replaced none."""

    name: str = "learned"


class LearnedConnection(asyncpg.Connection):
    """A connection that asks of a type of PostgreSQL's only what nobody has asked."""

    async def _introspect_types(
        self,
        typeoids: Iterable[int],
        timeout: float | None,  # noqa: ASYNC109 - as asyncpg calls it
    ) -> tuple[list[asyncpg.Record], Any]:  # asyncpg's own statement, or ours
        told: list[asyncpg.Record] = []
        statement: Any = _NotAsked()
        for oid in typeoids:
            rows = LEARNED.get(oid)
            if rows is None:
                ask = super()._introspect_types  # type: ignore[misc] # no stub has it
                rows, statement = await ask((oid,), timeout)
                if oid < FIRST_OF_A_DATABASE:
                    LEARNED[oid] = rows
            told += rows
        return told, statement
