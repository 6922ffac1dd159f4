"""Removing history from the ledger for good; the present stays."""

from datetime import datetime
from typing import NamedTuple

from mesto.kernel.access.acts import note_there
from mesto.kernel.chain.strands import leave_word
from mesto.kernel.connections import Connection
from mesto.kernel.rollup import reckon_again


class History(NamedTuple):
    """Of an entity, or of what part of it; None: of all."""

    urn: str
    attribute: str | None = None
    dataset: str | None = None
    position: int | None = None


async def erase(connection: Connection, town: str, what: History) -> int:
    """Remove what somebody asked to be removed; return how many observations."""
    rows = await connection.fetch(ERASE, *what)
    await reckon_again(connection, [tuple(row) for row in rows])
    if rows:
        detail = what._asdict()
        await note_there(
            connection,
            "history-erased",
            where=[town],
            about=detail.pop("urn"),
            detail=detail,
        )
    return len(rows)


async def forget_old(connection: Connection, now: datetime) -> int:
    """Remove what is older than its attribute is kept; return how many observations.

    The credentials of connections deleted more than a day ago go with it.
    """
    await connection.execute(FORGET_SECRETS, now)
    return int(await connection.fetchval(FORGET, now))


ERASE = f"""
    with gone as (
        delete from ledger l
         using entity e, attribute a
         where e.urn = $1 and l.entity = e.id and l.attribute = a.id
           and ($2::text is null or a.name = $2)
           and ($3::text is null or coalesce(l.dataset, '') = $3)
           and ($4::bigint is null or l.position = $4)
        returning l.attribute, l.entity, l.observed_at, l.written_by
    ),
    left_word as ({leave_word("gone", "erased")})
    select attribute, entity, observed_at from gone
"""

FORGET = f"""
    with gone as (
        delete from ledger l
         using attribute a
         where a.id = l.attribute
           and a.keep_days is not null
           and l.observed_at < $1::timestamptz - make_interval(days => a.keep_days)
        returning l.attribute, l.written_by
    ),
    left_word as ({leave_word("gone", "kept long enough")})
    select count(*) from gone
"""

#: Until then a connection that was deleted by mistake comes back with what it had.
FORGET_SECRETS = """
    delete from secret s
     using entity e
     where e.id = s.entity
       and not e."exists"
       and e.deleted_at < $1::timestamptz - interval '1 day'
"""
