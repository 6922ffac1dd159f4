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

from mesto.kernel.database import SHARED, Database, schema_of
from mesto.kernel.errors import Conflict, Malformed, Unavailable
from mesto.kernel.postgres import binaries

#: A transaction number that is over in every cluster; later ones follow it.
LONG_OVER = 10
LAST = 2**63 - 1

#: What pg_restore says when its one trouble was a setting that PostgreSQL before 17
#: does not know.
HARMLESS = ("transaction_timeout", "errors ignored on restore: 1")

#: One number for all that the same readers have seen, in the ledger's order.
REORDER = f"""
    with mark as (
        select reader, written_by, position,
               (select count(*) from bookmark before
                 where (before.written_by, before.position)
                       < (b.written_by, b.position)) as passed
          from bookmark b
    ),
    rewritten as (
        update ledger l
           set written_by = ({LONG_OVER} + (
                   select count(*) from mark m
                    where (m.written_by, m.position) < (l.written_by, l.position)
               ))::text::xid8
    )
    update bookmark b
       set written_by = ({LONG_OVER} + m.passed)::text::xid8,
           position = {LAST}, holder = null, held_until = null
      from mark m
     where m.reader = b.reader
"""


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
        await database.adopt(names, REORDER)
    except Unavailable:
        await database.drop_schemas(names)
        raise
    return names


async def _names_in(dsn: str, path: Path) -> list[str]:
    """Read from a backup's contents which municipalities it holds."""
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
