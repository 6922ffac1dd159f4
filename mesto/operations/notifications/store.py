"""The queue in the database: notices, their deliveries, the messages of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import msgspec

from mesto.kernel.connections import Connection
from mesto.operations.notifications.letter import SHOWN
from mesto.operations.notifications.notice import Attachment, Notice
from mesto.operations.notifications.pack import MOST, WINDOW, Bundle, Waiting, pack
from mesto.operations.notifications.plan import Delivery
from mesto.operations.notifications.retry import Outcome

PLANNED_TOGETHER: Final = 500  #: notices
PACKED_TOGETHER: Final = 20_000  #: deliveries of one recipient by one way
CLAIM: Final = timedelta(minutes=2)  #: who has not said anything then has died
KEPT: Final = timedelta(days=30)


class Line(msgspec.Struct, frozen=True):
    """One recipient by one way."""

    recipient: str
    channel: str
    address: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message that somebody has taken to send."""

    id: UUID
    recipient: str
    channel: str
    address: str
    notices: int
    tries: int
    created_at: datetime


async def unplanned(connection: Connection) -> list[Notice]:
    """Return the oldest notices of which nobody has decided who is told."""
    rows = await connection.fetch(UNPLANNED, PLANNED_TOGETHER)
    return [msgspec.json.decode(row["content"], type=Notice) for row in rows]


async def keep_plan(
    connection: Connection, notices: Iterable[Notice], deliveries: Sequence[Delivery]
) -> None:
    """Keep who is told of notices, each delivery once."""
    rows = [msgspec.structs.astuple(one) for one in deliveries]
    columns = [list(column) for column in zip(*rows, strict=True)]
    async with connection.transaction():
        if columns:
            await connection.execute(PLAN, *columns)
        await connection.execute(
            "update notice set planned = true where id = any($1)",
            [one.id for one in notices],
        )


async def due_lines(connection: Connection, now: datetime) -> list[Line]:
    """Return to whom something is due that is in no message."""
    return [Line(*row) for row in await connection.fetch(DUE_LINES, now)]


async def pack_line(connection: Connection, line: Line, now: datetime) -> int:
    """Put what is due to one recipient by one way into messages; return how many."""
    key = msgspec.structs.astuple(line)
    async with connection.transaction():
        rows = await connection.fetch(RECENT, *key, now - WINDOW)
        recent = [str(row["group"]) for row in rows]
        if len(recent) >= MOST:
            return 0
        held = [group for group in recent if group]
        rows = await connection.fetch(WAITING, *key, now, held, PACKED_TOGETHER)
        bundles = pack((Waiting(*row) for row in rows), MOST - len(recent))
        for bundle in bundles:
            await _keep_bundle(connection, line, bundle, now)
    return len(bundles)


async def _keep_bundle(
    connection: Connection, line: Line, bundle: Bundle, now: datetime
) -> None:
    await connection.execute(
        PACK,
        uuid4(),
        *msgspec.structs.astuple(line),
        bundle.group,
        bundle.severity,
        now,
        [one.number for one in bundle.deliveries],
    )


async def claim(connection: Connection, most: int, now: datetime) -> list[Message]:
    """Take messages that are due, most severe first; nobody else gets them for now."""
    rows = await connection.fetch(TAKE, now, now + CLAIM, most)
    return [Message(**dict(row)) for row in rows]


async def notices_of(connection: Connection, message: UUID) -> list[Notice]:
    """Return the first notices a message tells of, most severe first, with files."""
    rows = await connection.fetch(NOTICES, message, SHOWN)
    return [_read(row["content"], row["files"]) for row in rows]


async def settle(
    connection: Connection, message: Message, outcome: Outcome, now: datetime
) -> None:
    """Note how a message fared, unless it was taken from us meanwhile."""
    await connection.execute(
        SETTLE,
        message.id,
        message.tries,
        outcome.state,
        outcome.why.replace("\0", "\ufffd")[:1000],
        outcome.due_at,
        now,
    )


async def forget(connection: Connection, now: datetime, logins: Sequence[str]) -> None:
    """Forget what was told long ago, and how those are reached who belong no longer."""
    async with connection.transaction():
        await connection.execute(FORGET_NOTICES, now - KEPT)
        await connection.execute(FORGET_MESSAGES, now - KEPT)
        await connection.execute(FORGET_CONTACTS, logins)
        await connection.execute(FORGET_BROWSERS, logins)


def _read(content: str, files: str | None) -> Notice:
    notice = msgspec.json.decode(content, type=Notice)
    if files is None:
        return notice
    attached = msgspec.json.decode(files, type=tuple[Attachment, ...])
    return msgspec.structs.replace(notice, files=attached)


UNPLANNED = """
    select content from notice
     where not planned
     order by number
     limit $1
"""

PLAN = """
    insert into delivery
           (notice, recipient, channel, address, "group", severity, due_at)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[],
                         $6::smallint[], $7::timestamptz[])
        on conflict (notice, recipient, channel, address) do nothing
"""

#: Jumps from one line to the next along the index, however much waits in each.
DUE_LINES = """
    with recursive line as (
        (select recipient, channel, address
           from delivery
          where message is null
          order by recipient, channel, address
          limit 1)
        union all
        select n.*
          from line l
         cross join lateral (
               select d.recipient, d.channel, d.address
                 from delivery d
                where d.message is null
                  and (d.recipient, d.channel, d.address)
                      > (l.recipient, l.channel, l.address)
                order by d.recipient, d.channel, d.address
                limit 1) n
    )
    select l.recipient, l.channel, l.address
      from line l
     where exists (select
                     from delivery d
                    where d.message is null
                      and d.recipient = l.recipient and d.channel = l.channel
                      and d.address = l.address and d.due_at <= $1)
"""

RECENT = """
    select "group" from message
     where recipient = $1 and channel = $2 and address = $3 and created_at > $4
"""

WAITING = """
    select number, "group", severity
      from delivery
     where message is null
       and recipient = $1 and channel = $2 and address = $3 and due_at <= $4
       and "group" <> all($5::text[])
     order by severity desc, number
     limit $6
       for update skip locked
"""

PACK = """
    with made as (
        insert into message (id, recipient, channel, address, "group", severity,
                             notices, due_at, created_at)
        values ($1, $2, $3, $4, $5, $6, cardinality($8::bigint[]), $7, $7)
        returning id
    )
    update delivery set message = made.id from made where number = any($8::bigint[])
"""

TAKE = """
    with due as (
        select id from message
         where state in ('pending', 'sending', 'failed') and due_at <= $1
         order by severity desc, due_at
         limit $3
           for update skip locked
    )
    update message m
       set state = 'sending', tries = m.tries + 1, due_at = $2
      from due
     where m.id = due.id
    returning m.id, m.recipient, m.channel, m.address, m.notices, m.tries, m.created_at
"""

NOTICES = """
    select n.content, n.files
      from delivery d
      join notice n on n.id = d.notice
     where d.message = $1
     order by d.severity desc, d.number
     limit $2
"""

SETTLE = """
    update message
       set state = $3, why = $4, due_at = $5,
           settled_at = case when $3 = 'failed' then null else $6::timestamptz end
     where id = $1 and state = 'sending' and tries = $2
"""

FORGET_NOTICES = """
    delete from notice n
     where told_at < $1
       and planned
       and not exists (select
                         from delivery d left join message m on m.id = d.message
                        where d.notice = n.id
                          and (m.id is null or m.state not in ('sent', 'dead')))
"""

FORGET_CONTACTS = "delete from contact where login <> all($1)"
FORGET_BROWSERS = "delete from browser where login <> all($1)"

FORGET_MESSAGES = """
    delete from message m
     where created_at < $1
       and not exists (select from delivery d where d.message = m.id)
"""
