"""Looking whether all that was sealed still holds, and where it does not first."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Final

import asyncpg
import msgspec

from mesto.kernel.chain.seal import (
    TURN,
    block_hash,
    change_row,
    parts_of,
    tell_changes,
)
from mesto.kernel.chain.strands import Strand
from mesto.kernel.connections import Connection
from mesto.kernel.names import Bound
from mesto.kernel.waiting import rested

Progress = Callable[[int, int], None]  #: blocks done, of how many

LOOKS: Final = 3  #: at a block, before it is said not to hold


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """The first place that does not hold."""

    block: int
    what: str  #: rows, block, change or name
    part: str = ""  #: of the ledger: the attribute
    after: datetime | None = None  #: what does not hold was written after this
    until: datetime | None = None  #: and sealed at this moment


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What came of looking at a strand."""

    strand: str
    checked_at: datetime
    blocks: int
    rows: int
    fault: Fault | None = None


async def verify(
    bound: Bound,
    strand: Strand,
    progress: Progress = lambda _n, _all: None,
    *,
    share: float = 1.0,
) -> Verdict:
    """Look at every block of a strand, and note what came of it.

    share: of the time, spent on it; between blocks nothing is held

    Stops at the first place that does not hold.
    """
    async with bound() as connection:
        await _tell(connection, strand)
        most = await connection.fetchval(LAST, strand.name)
        fault = await _renamed(connection, strand) or await _changes(connection, strand)
    number = rows = 0
    while fault is None and number < most:
        number, begun_s = number + 1, monotonic()
        async with bound() as connection:
            fault, its_rows = await _settled_block(connection, strand, number)
        rows += its_rows
        progress(number, most)
        await rested(begun_s, share)
    async with bound() as connection:
        kept = await connection.fetchval(
            NOTE,
            *(strand.name, number, rows),
            None if fault is None else msgspec.json.encode(fault).decode(),
        )
    return Verdict(
        strand=strand.name, checked_at=kept, blocks=number, rows=rows, fault=fault
    )


async def last_verdicts(connection: Connection) -> list[Verdict]:
    """Return what came of looking last, by strand."""
    rows = await connection.fetch(
        "select strand, checked_at, blocks, rows, fault from chain_check order by 1"
    )
    return [
        Verdict(
            **dict(row)
            | {"fault": row["fault"] and msgspec.json.decode(row["fault"], type=Fault)}
        )
        for row in rows
    ]


async def kept_head_holds(
    connection: Connection, strand: str, number: int, digest: str
) -> bool:
    """Tell whether a block still has the hash that was kept elsewhere."""
    found = await connection.fetchval(
        "select encode(hash, 'hex') from chain_block where strand = $1 and number = $2",
        strand,
        number,
    )
    return number == 0 or found == digest


LAST = "select coalesce(max(number), 0) from chain_block where strand = $1"

NOTE = """
    insert into chain_check (strand, checked_at, blocks, rows, fault)
    values ($1, clock_timestamp(), $2, $3, $4::text::jsonb)
        on conflict (strand) do update
       set checked_at = excluded.checked_at, blocks = excluded.blocks,
           rows = excluded.rows, fault = excluded.fault
    returning checked_at
"""

BLOCK = f"""
    select b.rows, b.sealed_at, before.sealed_at as after, before.number as before,
           b.hash = {
    block_hash(
        "before.hash",
        "b",
        "(select part, hash from chain_part where strand = $1 and block = $2)",
    )
} as holds
      from chain_block b
      left join chain_block before
             on before.strand = b.strand and before.number = b.number - 1
     where b.strand = $1 and b.number = $2
"""

#: Parts of a block that are not what they were said to be. An empty one is not read.
_PARTS = """
    with now as ({now}),
    told as (select part, holds from chain_part where strand = $1 and block = $2)
    select coalesce(now.part, told.part) as part
      from now full join told using (part)
     where coalesce(now.hash, sha256(''::bytea)) is distinct from told.holds
     order by 1 limit 1
"""

#: The first change that is not told over the one before it, or whose part does not
#: lead from one to the next and to what it holds.
CHANGES = f"""
    select block
      from (select c.number, c.block, c.hash,
                   sha256(coalesce(lag(c.hash) over (order by c.number), ''::bytea)
                          || {change_row("c")}) as reckoned,
                   lag(c.number) over (order by c.number) as before,
                   c.was, c.becomes, p.hash as sealed, p.holds,
                   lag(c.becomes) over part as came_from,
                   lead(c.was) over part as goes_to
              from chain_change c
              left join chain_part p using (strand, block, part)
             where c.strand = $1
            window part as (partition by c.block, c.part order by c.number)) as c
     where hash <> reckoned or coalesce(before, 0) <> number - 1
        or was is distinct from coalesce(came_from, sealed)
        or (goes_to is null and becomes is distinct from holds)
     order by number limit 1
"""

#: Parts that were changed without a word.
UNTOLD = """
    select p.block
      from chain_part p
     where p.strand = $1 and p.holds <> p.hash
       and not exists (select from chain_change c
                        where c.strand = p.strand and c.block = p.block
                          and c.part = p.part)
     order by p.block limit 1
"""


async def _settled_block(
    connection: Connection, strand: Strand, number: int
) -> tuple[Fault | None, int]:
    """Look at a block; where it does not hold, again once all changes were told.

    What is lawfully changed meanwhile leaves word in its own transaction, so that each
    look but the last may have come between.
    """
    for _ in range(LOOKS - 1):
        fault, rows = await _block(connection, strand, number)
        if fault is None:
            return None, rows
        await _tell(connection, strand)
    return await _block(connection, strand, number)


async def _block(
    connection: Connection, strand: Strand, number: int
) -> tuple[Fault | None, int]:
    """Look at a block; return its fault, and how many rows hold."""
    row = await connection.fetchrow(BLOCK, strand.name, number)
    if row is None or (number > 1 and row["before"] is None) or not row["holds"]:
        return _fault(row, block=number, what="block"), 0
    part = await connection.fetchval(
        _PARTS.format(now=parts_of(strand)), strand.name, number
    )
    if part is None:
        return None, row["rows"]
    name = await _part_name(connection, strand, part)
    return _fault(row, block=number, what="rows", part=name), 0


async def _tell(connection: Connection, strand: Strand) -> None:
    """Seal anew what was lawfully changed."""
    async with connection.transaction():
        await connection.execute(TURN, strand.name)
        await tell_changes(connection, strand)


async def _changes(connection: Connection, strand: Strand) -> Fault | None:
    for statement in (CHANGES, UNTOLD):
        block = await connection.fetchval(statement, strand.name)
        if block is not None:
            row = await connection.fetchrow(BLOCK, strand.name, block)
            return _fault(row, block=block, what="change")
    return None


async def _renamed(connection: Connection, strand: Strand) -> Fault | None:
    name = strand.renamed and await connection.fetchval(strand.renamed)
    return Fault(block=0, what="name", part=name) if name else None


async def _part_name(connection: Connection, strand: Strand, part: int) -> str:
    if strand.name != "ledger":
        return ""
    name: str | None = await connection.fetchval(
        "select name from attribute where id = $1", part
    )
    return name or str(part)


def _fault(
    row: asyncpg.Record | None, *, block: int, what: str, part: str = ""
) -> Fault:
    after, until = (row["after"], row["sealed_at"]) if row else (None, None)
    return Fault(block=block, what=what, part=part, after=after, until=until)
