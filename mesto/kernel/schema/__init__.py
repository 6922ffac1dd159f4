"""The shape of the memory: migrations in pairs, and the runner that applies them.

`NNNN_name.before.sql` runs before the code that needs it and works with the previous
release; `NNNN_name.after.sql` runs once no older process is left, and cleans up.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec

from mesto.kernel.connections import Connection

Phase = Literal["before", "after"]
PHASES: Sequence[Phase] = get_args(Phase)

NOTE = """
    create table if not exists migration (
        version    text not null,
        phase      text not null,
        applied_at timestamptz not null default now(),
        primary key (version, phase)
    )
"""


class Migration(msgspec.Struct, frozen=True):
    """One step: its number and name, and its SQL."""

    version: str
    sql: str


@cache
def migrations(family: str, phase: Phase) -> Sequence[Migration]:
    """Return the steps of `shared` or `municipality`, oldest first."""
    ending = f".{phase}.sql"
    return [
        Migration(file.name.removesuffix(ending), file.read_text())
        for file in sorted(files(__name__).joinpath(family).iterdir(), key=str)
        if file.name.endswith(ending)
    ]


async def migrate(
    connection: Connection, schema: str, family: str, phase: Phase
) -> list[str]:
    """Apply to `schema` what it lacks, each step in a transaction of its own.

    The connection has the owner's rights. Two processes that start together take
    turns. Returns the versions applied.
    """
    applied = []
    for step in await _missing(connection, schema, family, phase):
        async with connection.transaction():
            await connection.execute(f'set local search_path to "{schema}"')
            await connection.execute(
                "select pg_advisory_xact_lock(hashtext($1))", f"migrate {schema}"
            )
            await connection.execute(NOTE)
            noted = await connection.fetchval(
                "insert into migration (version, phase) values ($1, $2)"
                " on conflict do nothing returning version",
                step.version,
                phase,
            )
            if noted:
                await connection.execute(step.sql)
                applied.append(step.version)
    return applied


async def begin(connection: Connection, schema: str, family: str) -> None:
    """Give an empty schema every step in one go, in the caller's transaction.

    Nobody sees that schema yet, so no other process has to be waited for; asking step
    by step for turns and notes takes as long again as the steps.
    """
    steps = [(step, phase) for phase in PHASES for step in migrations(family, phase)]
    told = [f'set local search_path to "{schema}"', NOTE]
    await connection.execute(";\n".join([*told, *(step.sql for step, _ in steps)]))
    await connection.execute(
        "insert into migration (version, phase)"
        " select * from unnest($1::text[], $2::text[])",
        [step.version for step, _ in steps],
        [phase for _, phase in steps],
    )


async def _missing(
    connection: Connection, schema: str, family: str, phase: Phase
) -> list[Migration]:
    """Return the steps that are not noted in a schema, which is soon asked."""
    table = f'"{schema}".migration'
    if not await connection.fetchval("select to_regclass($1) is not null", table):
        return list(migrations(family, phase))
    noted = await connection.fetch(
        f"select version from {table} where phase = $1", phase
    )
    known = {row["version"] for row in noted}
    return [step for step in migrations(family, phase) if step.version not in known]
