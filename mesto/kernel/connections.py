"""Connections that belong to one municipality at a time.

The database role and the search path are set when a connection moves to another
municipality, not in every transaction: 91 µs a read against 280 µs (measured). Between
municipalities a connection wears a role that may read nothing.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

import asyncpg

from mesto.kernel.access.rights import ROLES
from mesto.kernel.errors import Unavailable

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

LONGEST_S = 60  #: what one statement of a municipality may take
CLOSE_S = 5.0  #: how long lent connections have to come back
RESTED_S = 1.0  #: after so long nobody's work is under way on a connection

UNBOUND = "mesto_unbound"  #: the role that may read nothing
LOST = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)
NOT_NOW = (
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)

SESSION = {
    "application_name": "mesto",
    "jit": "off",
    "plan_cache_mode": "force_custom_plan",
    "timezone": "UTC",
}
#: How statements are planned: for what they are asked just now, as in `SESSION`; or
#: once for all, and then, since a table that is small today will not remain so, by
#: index row by row.
AS_ASKED = """
    set {local} plan_cache_mode to force_custom_plan;
    set {local} enable_seqscan to on;
    set {local} enable_hashjoin to on;
    set {local} enable_mergejoin to on
"""
ONCE = """
    set plan_cache_mode to force_generic_plan;
    set enable_seqscan to off;
    set enable_hashjoin to off;
    set enable_mergejoin to off
"""


class Binding(NamedTuple):
    """What a connection sees: a schema, as a role of the database."""

    schema: str
    role: str
    roles: tuple[str, ...] = ()  #: of ours, of who sees a part of it
    planned: bool = False  #: once for all


NOTHING = Binding("", UNBOUND)


class Resting(NamedTuple):
    """A connection that nobody uses, and since when (`time.monotonic`)."""

    binding: Binding
    connection: Connection
    since_s: float


class Connections:
    """A bounded set of connections; each remembers whose it was.

    What a rush has opened and nobody has used for a while is closed again: every one
    costs the database a process of ten megabytes and more.
    """

    def __init__(self, dsn: str, *, most: int = 16, unused_s: float = 60.0) -> None:
        """Connect lazily to `dsn`, with at most `most` connections at a time.

        unused_s: how long one is kept that nobody uses
        """
        self._dsn = dsn
        self._most = most
        self._unused_s = unused_s
        self._open = 0
        self._closed = False
        self._idle: deque[Resting] = deque()  # newest last
        self._freed = asyncio.Condition()
        self._ours: WeakKeyDictionary[Connection, int] = WeakKeyDictionary()  # PIDs

    def has(self, pid: int) -> bool:
        """Tell whether a process of the database's serves one of these connections."""
        return pid in self._ours.values()

    @asynccontextmanager
    async def bound(
        self,
        schema: str,
        guests: str = "",
        roles: tuple[str, ...] = (),
        *,
        planned: bool = False,
    ) -> AsyncIterator[Connection]:
        """Lend a connection that sees `schema` and nothing else.

        guests: the role of those who see a part of it; roles: which part
        planned: its statements are planned once and not every time

        Raises Unavailable if PostgreSQL does not answer.
        """
        binding = Binding(schema, guests or schema, roles, planned)
        connection = await self._take(binding)
        try:
            yield connection
        except (*LOST, *NOT_NOW) as error:
            connection.terminate()
            raise Unavailable("PostgreSQL went away", retry_after_s=1) from error
        except asyncio.CancelledError:
            connection.terminate()  # a "begin" that was broken off may hold in it yet
            raise
        finally:
            await self._put_back(binding, connection)

    async def close(self) -> None:
        """Close what is idle, and what is lent as soon as it comes back."""
        self._closed = True
        while self._idle:
            await self._idle.pop().connection.close()
            await self._forget_one()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S), self._freed:
                await self._freed.wait_for(lambda: not self._open)

    async def forget(self, schema: str) -> None:
        """Let go of connections bound to a municipality that is being removed."""
        for _ in range(len(self._idle)):
            resting = self._idle.popleft()
            if resting.binding.schema == schema:
                resting.connection.terminate()
                await self._forget_one()
            else:
                self._idle.append(resting)

    async def _take(self, binding: Binding) -> Connection:
        if self._closed:
            raise Unavailable("mesto is being stopped")
        async with self._freed:
            await self._freed.wait_for(lambda: self._idle or self._open < self._most)
            found = self._find(binding)
            if found is None:
                self._open += 1
        try:
            if found is None:
                found = Resting(NOTHING, await connect(self._dsn), 0.0)
                self._ours[found.connection] = found.connection.get_server_pid()
            connection = found.connection
            if found.binding != binding:
                await bind(connection, binding)
        except BaseException:
            if found is not None:
                found.connection.terminate()
            await self._forget_one()
            raise
        return connection

    def _find(self, binding: Binding) -> Resting | None:
        """Take an idle connection, best one that is already bound so.

        One that has rested is sooner bound anew than another one is opened.
        """
        for index in range(len(self._idle) - 1, -1, -1):
            if self._idle[index].binding == binding:
                found = self._idle[index]
                del self._idle[index]
                return found
        rested = self._idle and self._idle[0].since_s < monotonic() - RESTED_S
        return self._idle.popleft() if rested or self._open >= self._most else None

    async def _put_back(self, binding: Binding, connection: Connection) -> None:
        if self._closed or connection.is_closed() or connection.is_in_transaction():
            connection.terminate()
            await self._forget_one()
            return
        now_s = monotonic()
        async with self._freed:
            self._idle.append(Resting(binding, connection, now_s))
            while self._idle[0].since_s < now_s - self._unused_s:
                self._idle.popleft().connection.terminate()
                self._open -= 1
            self._freed.notify()

    async def _forget_one(self) -> None:
        async with self._freed:
            self._open -= 1
            self._freed.notify()


async def connect(dsn: str) -> Connection:
    """Open a connection that may read nothing yet.

    Raises Unavailable if PostgreSQL does not answer.
    """
    connection = await connect_as_owner(dsn)
    try:
        await connection.execute(f"set role {UNBOUND}")
    except LOST as error:
        connection.terminate()
        raise Unavailable("PostgreSQL went away", retry_after_s=1) from error
    except BaseException:  # who wanted it was stopped meanwhile: nobody will close it
        connection.terminate()
        raise
    return connection


async def connect_as_owner(dsn: str) -> Connection:
    """Open a connection with the rights of the role in `dsn`.

    Raises Unavailable if PostgreSQL does not answer.
    """
    try:
        return await asyncpg.connect(dsn, server_settings=SESSION)
    except (*LOST, *NOT_NOW, TimeoutError) as error:
        raise Unavailable("PostgreSQL does not answer", retry_after_s=1) from error


async def bind(connection: Connection, binding: Binding) -> None:
    """Let a connection see one municipality; its names were checked when made."""
    roles = ",".join(f'"{role}"' for role in binding.roles)
    try:
        await connection.execute(
            f'reset role; set role "{binding.role}"; '
            f'set search_path to "{binding.schema}"; '
            f"set statement_timeout to '{LONGEST_S}s'; set {ROLES} to '{{{roles}}}'; "
            + (ONCE if binding.planned else AS_ASKED.format(local=""))
        )
    except LOST as error:
        raise Unavailable("PostgreSQL went away", retry_after_s=1) from error
