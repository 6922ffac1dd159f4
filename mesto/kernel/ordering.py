"""Commands in the database: given once, sent while they are due, never too late."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import orjson
from asyncpg import Record

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict
from mesto.kernel.model import Command, Settled, Value
from mesto.kernel.statements import plain, texts

LONGEST_PAUSE_S: Final = 3600  #: between two times a command is sent


class Place(NamedTuple):
    """A place among the commands that are due."""

    due_at: datetime
    id: UUID


class Page(NamedTuple):
    """Some of the commands that are due, the newest first, and where they end."""

    commands: list[Command]
    last: Place | None  #: None where there are none


async def write(connection: Connection, command: Command, approved_by: str = "") -> str:
    """Write a command, once by its id; return the id. It is pending then.

    Raises Conflict where another one has this id.
    """
    wanted = (
        command.id or None,
        command.entity,
        command.name,
        orjson.dumps(command.value).decode(),
    )
    given = await connection.fetchval(
        ORDER,
        *wanted,
        command.source,
        command.expires_at,
        command.again_s,
        approved_by,
    ) or await connection.fetchval(ORDERED_BEFORE, *wanted)
    if given is None:
        raise Conflict("another command has this id", id=command.id)
    return str(given)


async def written_before(
    connection: Connection, commands: Sequence[Command]
) -> set[str]:
    """Return the ids of those of some commands that were written before.

    Raises Conflict where one of the ids is another command's.
    """
    rows = await connection.fetch(WRITTEN, [one.id for one in commands])
    known = {row["id"]: row for row in rows}
    for one in commands:
        row = known.get(one.id)
        wanted = (one.entity, one.name, orjson.loads(orjson.dumps(one.value)))
        if row is not None and wanted != (row["entity"], row["name"], _value(row)):
            raise Conflict("another command has this id", id=one.id)
    return known.keys() & {one.id for one in commands}


def columns(commands: Sequence[Command], going: AbstractSet[str]) -> list[str]:
    """Return commands as arrays that are written out.

    going: the ids of those that are on their way once they are written
    """
    return [
        texts([one.id for one in commands]),
        texts([one.entity for one in commands]),
        texts([one.name for one in commands]),
        texts([orjson.dumps(one.value).decode() for one in commands]),
        texts([one.source for one in commands]),
        plain([one.expires_at for one in commands]),
        plain([one.again_s for one in commands]),
        plain([one.id in going for one in commands]),
    ]


async def due(connection: Connection, limit: int, before: Place | None) -> Page:
    """Return commands to be sent now, for the first time or again, newest first.

    before: those due before this place; None: from the newest on
    """
    rows = await connection.fetch(DUE, limit, *(before or (None, None)))
    if not rows:
        return Page([], None)
    commands = [
        Command(
            id=str(row["id"]),
            entity=row["entity"],
            name=row["name"],
            value=_value(row),
            source=row["source"],
            expires_at=row["expires_at"],
            again_s=row["again_s"],
        )
        for row in rows
    ]
    return Page(commands, Place(rows[-1]["due_at"], rows[-1]["id"]))


async def take(connection: Connection, commands: Sequence[str]) -> set[str]:
    """Take commands to be sent; return the ids of those that are due, and in time.

    Only one of those who take one at once gets it.
    """
    rows = await connection.fetch(TAKE, texts(commands), LONGEST_PAUSE_S)
    return {row["id"] for row in rows}


async def settle(connection: Connection, settled: Sequence[Settled]) -> set[UUID]:
    """Note how commands ended; return the ids of those that were still open.

    What is said first of one counts; what has no id of ours is passed over.
    """
    said: dict[UUID, Settled] = {}
    for one in settled:
        number = number_of(one)
        if number is not None:
            said.setdefault(number, one)
    if not said:
        return set()
    rows = await connection.fetch(
        SETTLE,
        plain(list(said)),
        plain([one.state for one in said.values()]),
        texts([_kept(one.reason) for one in said.values()]),
        texts([_written(one) for one in said.values()]),
    )
    return {row["id"] for row in rows}


def _kept(words: str) -> str:
    """Return words as the database keeps them."""
    return words.replace("\0", "\ufffd")


def _written(settled: Settled) -> str:
    """Return what is said of a failure as JSON; empty: nothing is."""
    says = {tag: _kept(words) for tag, words in settled.says.items()}
    return orjson.dumps(says).decode() if says else ""


def number_of(settled: Settled) -> UUID | None:
    """Return the id of the command that ended; None where it is none of ours."""
    try:
        return UUID(settled.command)
    except ValueError:
        return None


def _value(row: Record) -> Value:
    value: Value = orjson.loads(row["value"] or "null")
    return value


ORDER = """
    insert into command
           (id, entity, name, value, source, expires_at, again_s, approved_by)
    values (coalesce($1::uuid, gen_random_uuid()), $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do nothing
    returning id::text
"""
ORDERED_BEFORE = """
    select id::text from command
     where id = $1::uuid and entity = $2 and name = $3 and value = $4::jsonb
"""
WRITTEN = """
    select id::text, entity, name, value from command where id = any($1::uuid[])
"""

EXPIRE = """
    with late as materialized (
        select id
          from command
         where state in ('pending', 'sent') and expires_at <= now()
         order by id
           for no key update
    )
    update command c
       set state = 'expired', settled_at = now(), reason = 'not confirmed in time'
      from late
     where c.id = late.id
"""

#: Whether a command `c` is to be sent. What may be repeated is not, once something
#: newer of the same was sent: it would undo it. `position` is the order of writing;
#: a transaction that waits for its turn is not older than a minute.
IS_DUE = """
    (c.state = 'pending' or c.state = 'sent' and c.again_s is not null)
       and c.due_at <= now()
       and c.expires_at > now()
       and (c.again_s is null
            or not exists (select
                             from command newer
                            where newer.entity = c.entity
                              and newer.name = c.name
                              and newer.created_at > c.created_at - interval '1 minute'
                              and newer.position > c.position
                              and newer.tries > 0))
"""

DUE = f"""
    select id, entity, name, value, source, expires_at, again_s, due_at
      from command c
     where {IS_DUE}
       and ($2::timestamptz is null or (due_at, id) < ($2, $3::uuid))
     order by due_at desc, id desc
     limit $1
"""

#: Locked by their ids before anything else is asked: the indexes of what is open hold
#: far more that has ended than PostgreSQL takes them to.
TAKE = f"""
    with named as materialized (
        select * from command
         where id = any($1::text::uuid[])
         order by id
           for no key update
    ),
    taken as materialized (select c.id from named c where {IS_DUE})
    update command c
       set state = 'sent',
           sent_at = now(),
           tries = tries + 1,
           due_at = now() + make_interval(secs => least(
               coalesce(again_s, 0)::float8 * power(2::float8, least(tries, 30)),
               $2::float8))
      from taken
     where c.id = taken.id
    returning c.id::text
"""

#: Found and locked by their ids, one by one, before it is asked which are open; see
#: `TAKE`. "offset 0" keeps PostgreSQL from looking among all that is open instead.
SETTLE = """
    with ended as materialized (
        select told.id, told.state, told.reason, told.says
          from (select *
                  from unnest($1::text::uuid[], $2::text::text[], $3::text::text[],
                              $4::text::text[])
                       as said (id, state, reason, says)
                 order by id) as told
         cross join lateral (select state
                               from command
                              where id = told.id
                             offset 0
                                for no key update) as c
         where c.state in ('pending', 'sent')
    )
    update command c
       set state = ended.state,
           reason = ended.reason,
           says = nullif(ended.says, '')::jsonb,
           settled_at = now()
      from ended
     where c.id = ended.id
    returning c.id
"""
