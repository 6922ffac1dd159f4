"""What became of messages, for who asks after them, and sending one again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict

MOST = 200  #: messages that are listed


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A message and how it fares."""

    id: UUID
    recipient: str
    channel: str
    subject: dict[str, str]  #: of the most severe notice, by language
    severity: int  #: in SEVERITIES
    notices: int
    state: str  #: pending, sending, sent, failed or dead
    tries: int
    why: str
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None


async def entries(
    connection: Connection, *, state: str = "", recipient: str = "", most: int = MOST
) -> Sequence[Entry]:
    """Return the newest messages; of one state or recipient only, where given."""
    rows = await connection.fetch(ENTRIES, state, recipient, most)
    return [
        Entry(**(dict(row) | {"subject": msgspec.json.decode(row["subject"])}))
        for row in rows
    ]


async def send_again(connection: Connection, message: UUID) -> None:
    """Let a dead message be tried anew. Raises Conflict where it is not dead."""
    done = await connection.execute(
        "update message set state = 'pending', tries = 0, why = '', due_at = now(), "
        "settled_at = null where id = $1 and state = 'dead'",
        message,
    )
    if done != "UPDATE 1":
        raise Conflict("only what was given up is sent again")


ENTRIES = """
    select m.id, m.recipient, m.channel, n.content->'subject' as subject, m.severity,
           m.notices, m.state, m.tries, m.why, m.created_at, m.due_at, m.settled_at
      from message m
     cross join lateral (
           select content
             from delivery d join notice n on n.id = d.notice
            where d.message = m.id
            order by d.severity desc, d.number
            limit 1) n
     where ($1 = '' or m.state = $1) and ($2 = '' or m.recipient = $2)
     order by m.created_at desc, m.id
     limit $3
"""
