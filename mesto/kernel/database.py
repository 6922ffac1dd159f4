"""The database of all municipalities: opening it, adding to it, migrating it."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from mesto.kernel import release
from mesto.kernel.access.reach import policies
from mesto.kernel.connections import (
    UNBOUND,
    Connection,
    Connections,
    connect_as_owner,
)
from mesto.kernel.errors import Conflict, Malformed, NotFound
from mesto.kernel.schema import PHASES, Phase, begin, migrate, migrations

SHARED = "mesto"  #: the schema of what all municipalities share
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
AT_ONCE = 4  #: municipalities migrated side by side

Progress = Callable[[int, int], None]  #: done, of how many


def schema_of(municipality: str) -> str:
    """Return the name of a municipality's schema and role.

    Raises Malformed for a name that is not lower-case letters, digits and _.
    """
    if not NAME.fullmatch(municipality):
        raise Malformed(
            "a municipality's name is up to 40 lower-case letters, digits and _, "
            "and begins with a letter",
            name=municipality,
        )
    return f"{SHARED}_{municipality}"


def guests_of(municipality: str) -> str:
    """Return the name of the role of those who see a part of a municipality.

    Raises Malformed for what `schema_of` refuses.
    """
    return f"guests_of_{schema_of(municipality)}"


class Database:
    """One PostgreSQL database with any number of municipalities."""

    def __init__(self, dsn: str) -> None:
        """Name the database; nothing is opened before it is used."""
        self.dsn = dsn
        self.connections = Connections(dsn)

    @asynccontextmanager
    async def owner(self) -> AsyncIterator[Connection]:
        """Lend a connection with the owner's rights, for work on the whole.

        Raises Unavailable if PostgreSQL does not answer.
        """
        connection = await connect_as_owner(self.dsn)
        try:
            await connection.execute(f"set search_path to {SHARED}")
            yield connection
        finally:
            await connection.close()

    async def close(self) -> None:
        """Close every connection."""
        await self.connections.close()

    async def prepare(self, progress: Progress = lambda _done, _all: None) -> None:
        """Bring the database and every municipality to today's shape."""
        await self._create()
        async with self.owner() as connection:
            await _begin(connection)
            await migrate(connection, SHARED, "shared", "before")
        await self._migrate_all("before", progress)

    @asynccontextmanager
    async def in_use(self) -> AsyncIterator[None]:
        """Let every process on this database know that our release runs here.

        Raises Conflict where a later release has cleaned up what ours needs.
        """
        async with self.owner() as connection:
            await release.begin(connection)
            yield

    async def finish(self) -> bool:
        """Clean up what only earlier releases needed, once none of them runs.

        Returns whether that is done.
        """
        async with self.owner() as connection, connection.transaction():
            await connection.execute(release.TURN)
            if await release.older_runs(connection):
                return False
            async with self.owner() as other:
                await migrate(other, SHARED, "shared", "after")
            await self._migrate_all("after", lambda _done, _all: None)
            await release.note_finished(connection)
        return True

    async def municipalities(self) -> list[str]:
        """Return the names of all municipalities, in order."""
        async with self.owner() as connection:
            rows = await connection.fetch("select name from municipality order by 1")
        return [row["name"] for row in rows]

    async def add(self, municipality: str) -> None:
        """Found a municipality: its role, its schema, its tables.

        Raises Conflict if it exists and Malformed if its name cannot be one.
        """
        schema = schema_of(municipality)
        async with self.owner() as connection, connection.transaction():
            try:
                await connection.execute(
                    "insert into municipality (name) values ($1)", municipality
                )
            except asyncpg.UniqueViolationError:
                raise Conflict(f"{municipality} exists already") from None
            await connection.execute(f'create schema "{schema}"')
            await begin(connection, schema, "municipality")
            await _grant(connection, municipality)
            for phase in PHASES:
                await _note(connection, municipality, phase)

    async def create_schemas(self, names: Sequence[str]) -> None:
        """Make empty schemas and roles for municipalities about to be restored."""
        async with self.owner() as connection, connection.transaction():
            for name in names:
                await connection.execute(f'create schema "{schema_of(name)}"')
                for role in (schema_of(name), guests_of(name)):
                    await _make_role(connection, role)

    async def adopt(
        self,
        restored: Sequence[str],
        reorder: Callable[[Connection], Awaitable[None]],
    ) -> None:
        """Take in municipalities whose schemas were just restored.

        reorder: writes the order of one anew, once it has today's shape
        """
        async with self.owner() as connection:
            for name in restored:
                await migrate(connection, schema_of(name), "municipality", "before")
            async with connection.transaction():
                for name in restored:
                    schema = schema_of(name)
                    await connection.execute(f'set local search_path to "{schema}"')
                    await reorder(connection)
                    await connection.execute(f"set local search_path to {SHARED}")
                    await connection.execute(
                        "insert into municipality (name) values ($1)", name
                    )
            for name in restored:
                await _grant(connection, name)

    async def drop_schemas(self, names: Sequence[str]) -> None:
        """Remove schemas that no municipality of ours has taken on."""
        async with self.owner() as connection:
            for name in names:
                await connection.execute(
                    f'drop schema if exists "{schema_of(name)}" cascade'
                )

    async def remove(self, municipality: str) -> None:
        """Forget a municipality and everything it knew.

        Raises NotFound if there is none of that name.
        """
        schema, guests = schema_of(municipality), guests_of(municipality)
        async with self.owner() as connection, connection.transaction():
            gone = await connection.fetchval(
                "delete from municipality where name = $1 returning 1", municipality
            )
            if not gone:
                raise NotFound(f"there is no municipality {municipality}")
            await connection.execute(f'drop schema "{schema}" cascade')
            for role in (guests, schema):
                await connection.execute(f'drop owned by "{role}"')
                await connection.execute(f'drop role "{role}"')
        await self.connections.forget(schema)

    async def open_month(self, schema: str, month: datetime) -> None:
        """Make the ledger's partition for the month that begins at `month`.

        What was written of that month before it was open moves there.
        """
        end = month.replace(
            year=month.year + month.month // 12, month=month.month % 12 + 1
        )
        name = f"ledger_{month:%Y_%m}"
        async with self.owner() as connection, connection.transaction():
            await connection.execute(f'set local search_path to "{schema}"')
            await connection.execute(
                "select pg_advisory_xact_lock(hashtext($1))", f"month {schema}"
            )
            if await connection.fetchval("select to_regclass($1)", name) is not None:
                return
            start, stop = f"'{month:%Y-%m-%d}+00'", f"'{end:%Y-%m-%d}+00'"
            await connection.execute(  # a name and dates of our own making
                f"lock table ledger_outside in access exclusive mode;"
                f"create table {name} (like ledger including defaults);"
                f"with early as (delete from ledger_outside"
                f" where observed_at >= {start} and observed_at < {stop} returning *)"
                f"insert into {name} select * from early;"
                f"alter table ledger attach partition {name} "
                f"for values from ({start}) to ({stop});"
                f'grant select, insert, update, delete on {name} to "{schema}"'
            )

    async def _create(self) -> None:
        """Create the database itself on a server that lacks it."""
        parts = urlsplit(self.dsn)
        name = parts.path.lstrip("/")
        try:
            async with self.owner():
                return
        except asyncpg.InvalidCatalogNameError:
            elsewhere = urlunsplit(parts._replace(path="/postgres"))
            connection = await connect_as_owner(elsewhere)
            try:
                await connection.execute(f'create database "{name}"')
            finally:
                await connection.close()

    async def _migrate_all(self, phase: Phase, progress: Progress) -> None:
        """Bring the municipalities that are behind to today's shape."""
        async with self.owner() as connection:
            rows = await connection.fetch(
                f"select name from municipality where {phase}_steps < $1 order by 1",
                len(migrations("municipality", phase)),
            )
        left = iter(rows)
        done = 0

        async def work() -> None:
            nonlocal done
            async with self.owner() as connection:
                for row in left:
                    await _shape(connection, row["name"], phase)
                    done += 1
                    progress(done, len(rows))

        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(rows))):
                group.create_task(work())


async def _shape(connection: Connection, municipality: str, phase: Phase) -> None:
    """Give a municipality today's shape, and note that it has it."""
    if await migrate(connection, schema_of(municipality), "municipality", phase):
        await _grant(connection, municipality)
    await _note(connection, municipality, phase)


async def _note(connection: Connection, municipality: str, phase: Phase) -> None:
    """Note how many steps a municipality has taken: all that there are."""
    await connection.execute(
        f"update {SHARED}.municipality set {phase}_steps = $2 where name = $1",
        municipality,
        len(migrations("municipality", phase)),
    )


async def _begin(connection: Connection) -> None:
    """Make the shared schema and the role that may read nothing."""
    await _make_role(connection, UNBOUND)
    await connection.execute(
        f"create schema if not exists {SHARED};revoke all on schema public from public"
    )


async def _make_role(connection: Connection, role: str) -> None:
    """Make a role that cannot log in, and let the owner take it on."""
    known: Sequence[object] = await connection.fetch(
        "select 1 from pg_roles where rolname = $1", role
    )
    if not known:
        await connection.execute(f'create role "{role}" nologin noinherit')
        await connection.execute(f'grant "{role}" to current_user')


#: What a schema has. `on all tables in schema` would read the names of all schemas.
_TABLES, _SEQUENCES = (
    f"""
    select string_agg(format('%I.%I', $1::text, c.relname), ', ')
      from pg_depend d
      join pg_class c on c.oid = d.objid
     where d.refclassid = 'pg_namespace'::regclass
       and d.refobjid = (select oid from pg_namespace where nspname = $1::text)
       and d.classid = 'pg_class'::regclass
       and c.relkind in ({kinds})
    """
    for kinds in ("'r', 'p'", "'S'")
)


async def _grant(connection: Connection, municipality: str) -> None:
    """Let a municipality's roles use its own tables, and nobody else's."""
    schema, guests = schema_of(municipality), guests_of(municipality)
    for role in (schema, guests):
        await _make_role(connection, role)
    tables = await connection.fetchval(_TABLES, schema)
    sequences = await connection.fetchval(_SEQUENCES, schema)
    await connection.execute(  # a name that `schema_of` has checked
        f'grant usage on schema "{schema}" to "{schema}";'
        f'grant select, insert, update, delete on {tables} to "{schema}";'
        f'grant usage, select on sequence {sequences} to "{schema}";'
        f'revoke insert, update, delete on "{schema}".migration from "{schema}";'
        f'revoke select on "{schema}".secret from "{schema}";'
        f'grant select (entity, name) on "{schema}".secret to "{schema}";'
        f'revoke select on "{schema}".subscription_secret from "{schema}";'
        f'grant select (subscription) on "{schema}".subscription_secret to "{schema}"'
    )
    await connection.execute(f'set search_path to "{schema}"')
    await connection.execute(policies(schema, guests))
    await connection.execute(f"set search_path to {SHARED}")
