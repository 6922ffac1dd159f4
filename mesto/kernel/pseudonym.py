"""Giving a source another name, wherever it stands.

Whose it was cannot be told any more: the salt of its seal goes with the name.
"""

import orjson

from mesto.kernel.chain.strands import leave_word
from mesto.kernel.connections import Connection

NAMES = (
    "set local statement_timeout = 0",  # the whole ledger is read
    "update source set name = $2, salt = null where name = $1",
    "update command set source = $2 where source = $1",
    "update command set approved_by = $2 where approved_by = $1",
    "update approval set asked_by = $2 where asked_by = $1",
    "update approval set decided_by = $2 where decided_by = $1",
    "update override set by = $2 where by = $1",
    "update override set ended_by = $2 where ended_by = $1",
)

#: $1 and $2: the names as they stand in JSON.
VALUES = f"""
    with renamed as (
        update ledger set value = replace(value::text, $1, $2)::jsonb
         where strpos(value::text, $1) > 0
        returning attribute, written_by
    ),
    left_word as ({leave_word("renamed", "pseudonymised")})
    update present set value = replace(value::text, $1, $2)::jsonb
     where strpos(value::text, $1) > 0
"""


async def rename(connection: Connection, name: str, pseudonym: str) -> None:
    """Let `pseudonym` stand for `name`, in the caller's transaction."""
    first, *others = NAMES
    await connection.execute(first)
    for statement in others:
        await connection.execute(statement, name, pseudonym)
    await connection.execute(VALUES, quoted(name), quoted(pseudonym))


def quoted(name: str) -> str:
    """Write a name as it stands in JSON."""
    return orjson.dumps(name).decode()
