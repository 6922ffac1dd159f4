"""Giving a source another name, wherever it stands.

Whose it was cannot be told any more: the salt of its seal goes with the name.
"""

import orjson

from mesto.kernel.chain.strands import leave_word
from mesto.kernel.connections import Connection

#: Columns that hold a name.
NAMES = (
    ("command", "source"),
    ("command", "approved_by"),
    ("bulk", "by"),
    ("bulk", "decided_by"),
    ("approval", "asked_by"),
    ("approval", "decided_by"),
    ("override", "by"),
    ("override", "ended_by"),
    ("message", "recipient"),
    ("delivery", "recipient"),
    ("report_run", "asked_by"),
    ("scenario_call", "by"),
    ("scenario_hook", "made_by"),
)

#: Columns of JSON that may name somebody somewhere inside.
DOCUMENTS = (
    ("notice", "content"),
    ("escalation", "notice"),
    ("scenario_memory", "memory"),
    ("scenario_pause", "heard"),
    ("scenario_call", "payload"),
    ("scenario_run", "told"),
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
    await connection.execute("set local statement_timeout = 0")  # much is read
    await connection.execute(
        "update source set name = $2, salt = null where name = $1", name, pseudonym
    )
    for table, column in NAMES:
        await connection.execute(
            f"update {table} set {column} = $2 where {column} = $1", name, pseudonym
        )
    in_json = quoted(name), quoted(pseudonym)
    for table, column in DOCUMENTS:
        await connection.execute(
            f"update {table} set {column} = replace({column}::text, $1, $2)::jsonb "
            f"where strpos({column}::text, $1) > 0",
            *in_json,
        )
    await connection.execute(VALUES, *in_json)


def quoted(name: str) -> str:
    """Write a name as it stands in JSON."""
    return orjson.dumps(name).decode()
