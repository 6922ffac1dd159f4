"""Backing up and restoring municipalities with PostgreSQL's own tools.

A backup is one `pg_dump` archive. Restored into another cluster, transaction numbers
mean nothing any more, so the ledger's order is written anew: what each reader had seen
stays seen, what it had not stays unseen.
"""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from mesto.kernel.chain.seal import tell_changes
from mesto.kernel.chain.strands import OF_MUNICIPALITY
from mesto.kernel.connections import Connection
from mesto.kernel.database import SHARED, Database, schema_of
from mesto.kernel.errors import Conflict, Malformed, Unavailable
from mesto.kernel.postgres import binaries

#: A transaction number that is over in every cluster; later ones follow it.
LONG_OVER = 10
LAST = 2**63 - 1
MAGIC = b"PGDMP"  #: how pg_dump's own format begins

#: What pg_restore says when its one trouble was a setting that PostgreSQL before 17
#: does not know.
HARMLESS = ("transaction_timeout", "errors ignored on restore: 1")

#: One number for all that the same readers have seen and the same block seals.
_REORDER = f"""
    with mark as (
        select written_by, position,
               rank() over (order by written_by, position) - 1 as passed
          from (select written_by, position from bookmark where '{{table}}' = 'ledger'
                 union all
                select written_by, position from chain_block
                 where strand = '{{table}}') as end_of_what_was_read
    ),
    placed as (
        select {{key}}, sum(mark) over (order by written_by, position, mark) as passed,
               mark
          from (select {{key}}, written_by, position, 0 as mark from {{table}}
                 union all
                select {{nulls}}, written_by, position, 1 from mark) as rows_and_marks
    ),
    rewritten as (
        update {{table}} l
           set written_by = ({LONG_OVER} + p.passed)::bigint::text::xid8
          from placed p
         where p.mark = 0 and ({{key_of_row}}) = ({{key_of_place}})
    ),
    read as (
        update bookmark b
           set written_by = ({LONG_OVER} + m.passed)::text::xid8,
               position = {LAST}, holder = null, held_until = null
          from mark m
         where '{{table}}' = 'ledger'
           and (m.written_by, m.position) = (b.written_by, b.position)
    )
    update chain_block b
       set written_by = ({LONG_OVER} + m.passed)::text::xid8, position = {LAST}
      from mark m
     where b.strand = '{{table}}'
       and (m.written_by, m.position) = (b.written_by, b.position)
"""


def _reorder(table: str, *key: str) -> str:
    """Write the order of a table's rows anew, which its readers and blocks share."""
    return _REORDER.format(
        table=table,
        key=", ".join(key),
        nulls=", ".join(["null"] * len(key)),
        key_of_row=", ".join(f"l.{column}" for column in key),
        key_of_place=", ".join(f"p.{column}" for column in key),
    )


REORDER = (
    _reorder("ledger", "entity", "attribute", "observed_at", "digest"),
    _reorder("command", "id"),
)


async def reorder(connection: Connection) -> None:
    """Write the order of a restored municipality anew; changes are told before."""
    for strand in OF_MUNICIPALITY:
        await tell_changes(connection, strand)
    for statement in REORDER:
        await connection.execute(statement)


async def back_up(database: Database, path: Path, municipality: str = "") -> None:
    """Write one municipality, or all with their keys, to a file.

    The picture is of one moment, and nobody has to stop working.

    Raises Unavailable, with what pg_dump said, if it fails.
    """
    schema = schema_of(municipality) if municipality else f"{SHARED}*"
    await _run(
        database.dsn,
        "pg_dump",
        *("--format=custom", "--no-owner", "--no-privileges", f"--schema={schema}"),
        f"--file={path}",
    )


async def restore(database: Database, path: Path) -> list[str]:
    """Read municipalities back from a file; return their names.

    Those that exist already are not touched: nothing is restored then.

    Raises Conflict if one exists, Malformed if it is no backup, Unavailable if it
    fails midway; what was restored by then is removed again.
    """
    names = await _names_in(database.dsn, path)
    known = set(names) & set(await database.municipalities())
    if known:
        raise Conflict(f"remove or rename {', '.join(sorted(known))} first")
    await database.create_schemas(names)
    try:
        schemas = [f"--schema={schema_of(name)}" for name in names]
        await _run(
            database.dsn,
            "pg_restore",
            *("--no-owner", "--no-privileges"),
            *(f"--dbname={_database_of(database.dsn)}", *schemas),
            str(path),
            harmless=HARMLESS,
        )
        await database.adopt(names, reorder)
    except Unavailable:
        await database.drop_schemas(names)
        raise
    return names


async def _names_in(dsn: str, path: Path) -> list[str]:
    """Read from a backup's contents which municipalities it holds.

    Only what `back_up` writes is read: pg_restore would take folders and tar archives
    too, with names in them that lead elsewhere, and wait for pipes.
    """
    if not await asyncio.to_thread(_is_ours, path):
        raise Malformed(f"{path} is no backup of ours")
    try:
        contents = await _run(dsn, "pg_restore", "--list", str(path))
    except Unavailable as error:
        raise Malformed(f"{path} is no backup of ours: {error}") from error
    prefix = f"{SHARED}_"
    words = [line.split() for line in contents.splitlines() if " SCHEMA - " in line]
    names = [w[5].removeprefix(prefix) for w in words if w[5].startswith(prefix)]
    if not names:
        raise Malformed(f"{path} holds no municipality")
    return sorted(names)


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


async def _run(
    dsn: str, program: str, *arguments: str, harmless: Sequence[str] = ()
) -> str:
    """Run one of PostgreSQL's programs against a database.

    harmless: what all stands in its complaint when that can be overlooked

    Raises Unavailable with its complaint.
    """
    process = await asyncio.create_subprocess_exec(
        str(binaries() / program),
        *arguments,
        env={**os.environ, "LC_ALL": "C", **_environment(dsn)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, told = await process.communicate()
    complaint = told.decode(errors="replace").strip()
    overlooked = harmless and all(words in complaint for words in harmless)
    if process.returncode and not overlooked:
        raise Unavailable(f"{program}: {complaint}")
    return out.decode()


def _database_of(dsn: str) -> str:
    return urlsplit(dsn).path.lstrip("/")


def _environment(dsn: str) -> dict[str, str]:
    """Hand a DSN over without showing the password to other users."""
    parts = urlsplit(dsn)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    found = {
        "PGHOST": host,
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": _database_of(dsn),
    }
    return {name: value for name, value in found.items() if value}
