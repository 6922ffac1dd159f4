"""Telling other processes that there is something new in a municipality.

A notice is the schema's name, and behind it a mark of what is new.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Unavailable

PAUSE_S = 0.02  #: they are told at most so often
OBSERVED = ""  #: something was observed
ORDERED = "!"  #: something was ordered
RENAMED = "~"  #: a source has another name
NOTICED = "?"  #: somebody shall be told something
MARKS = ORDERED + RENAMED + NOTICED

NOTIFY = "select pg_notify('mesto', told) from unnest($1::text[]) as told"


async def tell(connection: Connection, schema: str, *marks: str) -> None:
    """Tell them what is new, once the transaction is committed."""
    await connection.execute(NOTIFY, [schema + mark for mark in marks])


class Herald:
    """Tells them soon, and not more often than they can use."""

    def __init__(
        self, schema: str, lend: Callable[[], AbstractAsyncContextManager[Connection]]
    ) -> None:
        """Speak of the municipality of a schema, by connections that `lend` lends."""
        self._schema = schema
        self._lend = lend
        self._untold: dict[str, None] = {}  #: marks, in order
        self._telling: asyncio.Task[None] | None = None

    def tell(self, mark: str = OBSERVED) -> None:
        """Tell them that something is new."""
        self._untold[mark] = None
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        await asyncio.sleep(PAUSE_S)
        marks = list(self._untold)
        self._untold.clear()  # what comes from here on is told by the next one
        self._telling = None
        try:
            async with self._lend() as connection:
                await tell(connection, self._schema, *marks)
        except Unavailable:
            return  # they look by themselves
