"""Commands in the database: given once, sent while they are due, never too late."""

from typing import Final

import orjson

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict
from mesto.kernel.model import Command

LONGEST_PAUSE_S: Final = 3600  #: between two times a command is sent


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


async def due(connection: Connection, limit: int) -> list[Command]:
    """Return commands to be sent now, for the first time or again, oldest first.

    Those too late expire.
    """
    await connection.execute(EXPIRE)
    return [
        Command(**(dict(row) | {"value": orjson.loads(row["value"])}))
        for row in await connection.fetch(DUE, limit)
    ]


async def take(connection: Connection, command: str) -> bool:
    """Take a command to be sent; False where it is not due, or too late.

    Only one of those who take it at once gets it.
    """
    done = await connection.execute(TAKE, command, LONGEST_PAUSE_S)
    return done == "UPDATE 1"


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

EXPIRE = """
    update command
       set state = 'expired', settled_at = now(), reason = 'not confirmed in time'
     where state in ('pending', 'sent') and expires_at <= now()
"""

DUE = """
    select id::text, entity, name, value, source, expires_at, again_s
      from command
     where state = 'pending'
        or state = 'sent' and again_s is not null and due_at <= now()
     order by created_at, id
     limit $1
"""

TAKE = """
    update command
       set state = 'sent',
           sent_at = now(),
           tries = tries + 1,
           due_at = now() + make_interval(secs => least(
               coalesce(again_s, 0)::float8 * power(2::float8, least(tries, 30)),
               $2::float8))
     where id::text = $1
       and expires_at > now()
       and (state = 'pending'
            or state = 'sent' and again_s is not null and due_at <= now())
"""
