"""Sealing: new rows become a block; what was lawfully changed is told and sealed anew.

One process at a time seals a strand; who comes second has nothing to do. Nothing waits
for it: what changes sealed rows only leaves word of it, in its own transaction.
"""

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256

import asyncpg
import msgspec

from mesto.kernel.chain.strands import ROWS, Strand
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Unavailable

TRIES = 5
TURN = "select pg_advisory_xact_lock(hashtext(current_schema() || ' chain ' || $1))"

EMPTY = sha256().digest()  #: what a part holds that is empty


class Head(msgspec.Struct, frozen=True):
    """The end of a strand: what all of it hangs on."""

    strand: str
    number: int  #: of the last block; 0: nothing is sealed yet
    hash: str  #: SHA-256, hexadecimal
    change: int  #: how many lawful changes were told
    change_hash: str


def _seal(strand: Strand) -> str:
    """Return the statement that seals the next block.

    It returns how many rows there are, and how many of them had names with seals.

    $1: the strand; $2: rows in a block
    """
    return f"""
        with last as (
            select number, written_by, position, hash from chain_block
             where strand = $1 order by number desc limit 1
        ),
        batch as materialized (
            select l.* from {strand.name} l
             where (l.written_by, l.position)
                       > (coalesce((select written_by from last), '0'),
                          coalesce((select position from last), 0))
               and l.written_by < pg_snapshot_xmin(pg_current_snapshot())
             order by l.written_by, l.position
             limit $2
        ),
        hashed as ({strand.hashed("batch")}),
        parts as (
            select part, count(*) as rows,
                   sha256(string_agg(hash, ''::bytea order by position)) as hash
              from hashed group by part
        ),
        block as (
            select coalesce((select number from last), 0) + 1 as number,
                   date_trunc('milliseconds', clock_timestamp()) as sealed_at
        ),
        sealed as (
            insert into chain_block
                   (strand, number, written_by, position, rows, sealed_at, hash)
            select $1, block.number, the_end.*, (select count(*) from batch),
                   block.sealed_at,
                   {block_hash("(select hash from last)", "block", "parts")}
              from block,
                   (select written_by, position from batch
                     order by batch.written_by desc, position desc limit 1) as the_end
        ),
        kept as (
            insert into chain_part (strand, block, part, rows, hash, holds)
            select $1, block.number, part, rows, hash, hash from block, parts
        )
        select (select count(*) from batch)::int as rows,
               (select coalesce(sum(rows), 0) from parts)::int as named
    """


def block_hash(before: str, block: str, parts: str) -> str:
    """Return the expression for a block's hash: over the one before and its parts."""
    return f"""sha256(
        coalesce({before}, ''::bytea) || int8send({block}.number)
        || int8send((extract(epoch from {block}.sealed_at) * 1000)::bigint)
        || (select coalesce(string_agg(int4send(p.part) || p.hash, ''::bytea
                                       order by p.part), ''::bytea)
              from {parts} p))"""


def range_of(strand: Strand) -> str:
    """Return the rows of block $2 of strand $1, in place of a table."""
    return f"""(
        select l.* from {strand.name} l
         where (l.written_by, l.position)
                   > (coalesce((select written_by from chain_block
                                 where strand = $1 and number = $2 - 1), '0'),
                      coalesce((select position from chain_block
                                 where strand = $1 and number = $2 - 1), 0))
           and (l.written_by, l.position)
                   <= ((select written_by from chain_block
                         where strand = $1 and number = $2),
                       (select position from chain_block
                         where strand = $1 and number = $2)))"""


def parts_of(strand: Strand) -> str:
    """Return the question for the parts of block $2 of strand $1 as they are now."""
    return f"""
        select part, count(*)::int as rows,
               sha256(string_agg(hash, ''::bytea order by position)) as hash
          from ({strand.hashed(range_of(strand))}) as hashed
         group by part
    """


#: Blocks of strand $1 in which transaction $2 wrote.
TOUCHED = """
    select b.number
      from chain_block b
      left join chain_block before
             on before.strand = b.strand and before.number = b.number - 1
     where b.strand = $1 and b.written_by >= $2::text::xid8
       and (before.number is null or before.written_by <= $2::text::xid8)
     order by b.number
"""


def change_row(of: str) -> str:
    """Return the expression for what of a change is hashed.

    of: the name of its row
    """
    return f"""convert_to(jsonb_build_array(
        {of}.number, {of}.block, {of}.part, {of}.why,
        (extract(epoch from {of}.changed_at) * 1000000)::bigint,
        encode({of}.was, 'hex'), encode({of}.becomes, 'hex'),
        {of}.rows_left)::text, 'UTF8')"""


#: Tells that part $3 of block $2 holds something else from now on, if it does.
_CHANGE = f"""
    with last as (
        select number, hash from chain_change
         where strand = $1 order by number desc limit 1
    ),
    said as (
        select coalesce((select number from last), 0) + 1 as number,
               $2::bigint as block, $3::int as part, $4::text as why,
               $5::timestamptz as changed_at, p.holds as was, $6::bytea as becomes,
               $7::int as rows_left
          from chain_part p
         where p.strand = $1 and p.block = $2 and p.part = $3 and p.holds <> $6
    ),
    told as (
        insert into chain_change
               (strand, number, block, part, why, changed_at, was, becomes, rows_left,
                hash)
        select $1, said.*,
               sha256(coalesce((select hash from last), ''::bytea)
                      || {change_row("said")})
          from said
    )
    update chain_part set holds = $6
     where strand = $1 and block = $2 and part = $3 and holds <> $6
"""


async def seal(connection: Connection, strand: Strand, *, rows: int = ROWS) -> int:
    """Seal what was changed and what is new of a strand; return how many new rows.

    rows: at most so many; where it returns fewer, all is sealed that may be read yet

    Raises Unavailable where names are new again and again.
    """
    for _ in range(TRIES):
        with suppress(_NewNameError):
            async with connection.transaction():
                await connection.execute(TURN, strand.name)
                await tell_changes(connection, strand)
                for statement in strand.before:
                    await connection.execute(statement)
                done = await connection.fetchrow(_seal(strand), strand.name, rows)
                assert done is not None
                if done["rows"] != done["named"]:
                    raise _NewNameError
                return int(done["rows"])
    raise Unavailable("names come faster than they are sealed", retry_after_s=1)


class _NewNameError(Exception):
    """A row was written under a name that came after the names were sealed."""


async def tell_changes(connection: Connection, strand: Strand) -> int:
    """Seal anew what was lawfully changed; return how many sentences say so.

    Runs in the caller's transaction, after its turn was taken.
    """
    left: Sequence[asyncpg.Record] = await connection.fetch(LEFT, strand.name)
    told = 0
    for one in left:
        for block in await connection.fetch(TOUCHED, strand.name, one["written_by"]):
            told += await _tell_change(connection, strand, block["number"], one)
        await connection.execute(
            "delete from chain_left where id = any($1::bigint[])", one["ids"]
        )
    return told


LEFT = """
    select l.written_by::text as written_by, part, max(why) as why,
           max(changed_at) as changed_at, array_agg(id) as ids
      from chain_left l
     where strand = $1
     group by l.written_by, part
     order by l.written_by, part
"""


async def heads(connection: Connection, strands: Sequence[Strand]) -> list[Head]:
    """Return the end of each strand."""
    found = []
    for strand in strands:
        row = await connection.fetchrow(HEAD, strand.name)
        assert row is not None
        found.append(Head(**row))
    return found


HEAD = """
    select $1 as strand, coalesce(b.number, 0) as number,
           coalesce(encode(b.hash, 'hex'), '') as hash,
           coalesce(c.number, 0) as change,
           coalesce(encode(c.hash, 'hex'), '') as change_hash
      from (select) as always
      left join lateral (select number, hash from chain_block where strand = $1
                          order by number desc limit 1) b on true
      left join lateral (select number, hash from chain_change where strand = $1
                          order by number desc limit 1) c on true
"""


async def _tell_change(
    connection: Connection, strand: Strand, block: int, left: asyncpg.Record
) -> int:
    part = left["part"]
    row = await connection.fetchrow(
        f"select rows, hash from ({parts_of(strand)}) as now where part = $3",
        strand.name,
        block,
        part,
    )
    becomes, rows = (row["hash"], row["rows"]) if row else (EMPTY, 0)
    done = await connection.execute(
        _CHANGE,
        *(strand.name, block, part, left["why"], left["changed_at"], becomes, rows),
    )
    return int(done != "UPDATE 0")
