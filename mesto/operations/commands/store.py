"""Overrides and approvals in the database, in the caller's transaction."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

import msgspec
import orjson

from mesto.kernel import ordering
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict
from mesto.kernel.model import Command
from mesto.kernel.question import Row
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import Text, in_english
from mesto.operations.commands.override import Back, Override, Terms, begin


async def lock(connection: Connection, entity: str, name: str) -> None:
    """Let nobody else order the same of the same meanwhile."""
    await connection.execute(LOCK, entity, name)


async def is_given(connection: Connection, command: Command) -> bool:
    """Tell whether a command was given before, or waits for somebody.

    Raises Conflict where another one has its id.
    """
    row = await connection.fetchrow(GIVEN, UUID(command.id))
    if row is None:
        return False
    given = (row["entity"], row["name"], orjson.loads(row["value"] or "null"))
    if given != (command.entity, command.name, command.value):
        raise Conflict("another command has this id", id=command.id)
    return True


async def carry_out(
    connection: Connection,
    command: Command,
    terms: Terms,
    now: datetime,
    *,
    approved_by: str = "",
) -> None:
    """Write a command, and what holds until a moment by it.

    It takes the place of what was running. Raises Infeasible where it has an end and
    there is nothing to go back to.
    """
    running = await running_on(connection, command.entity, command.name)
    before = await _before(connection, command.entity, command.name)
    begun = begin(command, terms, now, running=running, before=before)
    if running is not None:
        await close(connection, running.id, command.source)
    if begun is not None:
        await connection.execute(
            BEGIN,
            begun.id,
            begun.entity,
            begun.name,
            as_json(begun.value),
            as_json(begun.back.value),
            begun.by,
            begun.again_s,
            begun.expires_after_s,
            begun.began_at,
            begun.until_at,
        )
    await ordering.write(connection, command, approved_by)


async def running_on(connection: Connection, entity: str, name: str) -> Override | None:
    """Return what people ordered until a moment, and still holds."""
    row = await connection.fetchrow(
        f"{OVERRIDES} where entity = $1 and name = $2 and ended_at is null",
        entity,
        name,
    )
    return None if row is None else _override(row)


async def write_unheld(
    connection: Connection, commands: Sequence[Command], going: AbstractSet[str]
) -> set[str]:
    """Write commands, each once, but of what people ordered until a moment.

    going: the ids of those that are on their way once they are written

    Nobody else orders any of these meanwhile, of whatever it is. Returns the ids of
    those that were written now; the others are pending.
    """
    turns = sorted({one.name for one in commands})  # two never wait for each other
    told = ordering.columns(commands, going)
    rows = await connection.fetch(WRITE_UNHELD, turns, *told)
    return {row["id"] for row in rows}


async def running_among(
    connection: Connection, commands: Sequence[Command]
) -> dict[tuple[str, str], Override]:
    """Return what people ordered until a moment of what commands are about.

    By entity and name of the command.
    """
    rows = await connection.fetch(
        RUNNING_AMONG,
        [one.entity for one in commands],
        [one.name for one in commands],
    )
    return {(row["entity"], row["name"]): _override(row) for row in rows}


async def override_of(connection: Connection, number: UUID) -> Override | None:
    """Return an override that has not ended; None where there is none of that id."""
    row = await connection.fetchrow(
        f"{OVERRIDES} where id = $1 and ended_at is null", number
    )
    return None if row is None else _override(row)


async def overrides_due(
    connection: Connection, now: datetime, limit: int
) -> list[Override]:
    """Return what is over, first that which nothing was said against."""
    rows = await connection.fetch(
        f"{OVERRIDES} where ended_at is null and until_at <= $1 "
        "order by trouble <> '', until_at limit $2",
        now,
        limit,
    )
    return [_override(row) for row in rows]


async def close(
    connection: Connection, number: UUID, by: str, *, due_at: datetime | None = None
) -> bool:
    """Note that an override has ended; False if it had, or was prolonged.

    by: who ended it; due_at: only if its time had come then
    """
    done = await connection.execute(CLOSE, number, by, due_at)
    return done == "UPDATE 1"


async def prolong(connection: Connection, number: UUID, until: datetime) -> bool:
    """Let an override end at another moment; False if it has ended."""
    done = await connection.execute(
        "update override set until_at = $2 where id = $1 and ended_at is null",
        number,
        until,
    )
    return done == "UPDATE 1"


async def note_trouble(connection: Connection, number: UUID, says: Text) -> None:
    """Note why what ends an override is refused just now."""
    await connection.execute(
        "update override set trouble = $2, says = $3::text::jsonb where id = $1",
        number,
        in_english(says),
        orjson.dumps(with_both_scripts(says)).decode(),
    )


async def _before(connection: Connection, entity: str, name: str) -> Back | None:
    row = await connection.fetchrow(BEFORE, entity, name)
    return None if row is None else Back(orjson.loads(row["value"] or "null"))


def _override(row: Row) -> Override:
    return Override(
        id=row["id"],
        entity=row["entity"],
        name=row["name"],
        value=orjson.loads(row["value"]),
        back=Back(orjson.loads(row["back"])),
        by=row["by"],
        again_s=row["again_s"],
        expires_after_s=row["expires_after_s"],
        began_at=row["began_at"],
        until_at=row["until_at"],
    )


def as_json(value: object) -> str:
    """Write a value as the database takes it."""
    return msgspec.json.encode(value).decode()


#: Many may order something of one each; who orders it of all is alone: `order_unheld`.
LOCK = """
    select pg_advisory_xact_lock_shared(
               hashtextextended(current_schema() || ' ' || $2, 14)),
           pg_advisory_xact_lock(
               hashtextextended(current_schema() || ' ' || $1 || ' ' || $2, 14))
"""

GIVEN = """
    select entity, name, value from command where id = $1
    union all
    select entity, name, command -> 'value' from approval where id = $1
     limit 1
"""

BEFORE = """
    select value
      from command
     where entity = $1 and name = $2 and state = 'confirmed'
     order by created_at desc
     limit 1
"""

OVERRIDES = """
    select id, entity, name, value, back, by, again_s, expires_after_s, began_at,
           until_at
      from override
"""

RUNNING_AMONG = f"""
    {OVERRIDES}
     where ended_at is null
       and (entity, name) in (select * from unnest($1::text[], $2::text[]))
"""  # noqa: S608 - a statement of ours

#: A function, so that its turn and what it writes are one call, and yet two snapshots;
#: see the migration 0042_ordering_each.
WRITE_UNHELD = """
    select id::text
      from order_unheld($1, $2::text::uuid[], $3::text::text[], $4::text::text[],
                        $5::text::text[], $6::text::text[], $7::text::timestamptz[],
                        $8::text::real[], $9::text::bool[]) as id
"""

BEGIN = """
    insert into override
           (id, entity, name, value, back, by, again_s, expires_after_s, began_at,
            until_at)
    values ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6, $7, $8, $9, $10)
"""

CLOSE = """
    update override
       set ended_at = now(), ended_by = $2, trouble = '', says = null
     where id = $1
       and ended_at is null
       and ($3::timestamptz is null or until_at <= $3)
"""
