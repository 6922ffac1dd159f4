"""Messages nobody understood: what is held, and letting it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.access.rights import Verb
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


class Held(NamedTuple):
    """One message in quarantine."""

    id: int
    connection: str
    gate: str
    origin: str
    headers: object
    payload: bytes  #: its beginning, where the question asks for no more
    size: int  #: of the whole payload, bytes
    reason: str
    cause: str  #: the reason without what differs from message to message
    facts: object
    received_at: datetime
    state: str
    tries: int


class HeldPage(NamedTuple):
    """A page of messages, and how many there are of that state."""

    messages: Sequence[Held]
    total: int


@dataclass(frozen=True, kw_only=True)
class Quarantined(Question[HeldPage]):
    """Messages in quarantine, newest first.

    state: held, replayed or discarded
    before: only lower numbers
    connection, cause, id: only those, where given
    payload_bytes: of each payload no more than this
    """

    needs = Verb.CONNECT

    state: str = "held"
    before: int | None = None
    limit: int = 100
    connection: str | None = None
    cause: str | None = None
    id: int | None = None
    payload_bytes: int = 2**20

    @property
    def sql(self) -> str:
        """Count and read together; a page without messages still has its count."""
        return """
            with wanted as not materialized (
                select * from quarantine
                 where state = $1
                   and ($4::text is null or connection = $4)
                   and ($5::text is null or cause = $5)
                   and ($6::bigint is null or id = $6)
            )
            select c.n, q.*
              from (select count(*) as n from wanted) c
              left join lateral (
                  select id, connection, gate, origin, headers,
                         substr(payload, 1, $7) as payload,
                         octet_length(payload) as size,
                         reason, cause, facts, received_at, state, tries
                    from wanted
                   where $2::bigint is null or id < $2
                   order by id desc
                   limit $3
              ) q on true
        """

    def arguments(self) -> Sequence[object]:
        """Which page, of which messages."""
        return (
            *(self.state, self.before, self.limit),
            *(self.connection, self.cause, self.id, self.payload_bytes),
        )

    def answer(self, rows: Sequence[Row]) -> HeldPage:
        """Read a message a row."""
        messages = [
            Held(
                row["id"],
                row["connection"],
                row["gate"],
                row["origin"],
                join(None, row["headers"]),
                row["payload"],
                row["size"],
                row["reason"],
                row["cause"],
                join(None, row["facts"]),
                row["received_at"],
                row["state"],
                row["tries"],
            )
            for row in rows
            if row["id"] is not None
        ]
        return HeldPage(messages, rows[0]["n"])


class Cause(NamedTuple):
    """Messages that were refused for the same reason."""

    connection: str
    cause: str
    messages: int
    newest: int  #: number of the newest of them
    reason: str  #: of that one, in full
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, kw_only=True)
class Causes(Question[Sequence[Cause]]):
    """Why messages are held: a row a reason, those with most messages first.

    connection: only of this one; None is all
    """

    needs = Verb.CONNECT

    connection: str | None = None
    limit: int = 200

    sql = """
        select g.*, q.reason, q.received_at as last_at, f.received_at as first_at
          from (select connection, cause, count(*) as n,
                       min(id) as oldest, max(id) as newest
                  from quarantine
                 where state = 'held' and ($1::text is null or connection = $1)
                 group by connection, cause
                 order by n desc, newest desc
                 limit $2) g
          join quarantine q on q.id = g.newest
          join quarantine f on f.id = g.oldest
         order by g.n desc, g.newest desc
    """

    def arguments(self) -> Sequence[object]:
        """Of which connection, and how many."""
        return (self.connection, self.limit)

    def answer(self, rows: Sequence[Row]) -> Sequence[Cause]:
        """Read a reason a row."""
        return [
            Cause(
                row["connection"],
                row["cause"],
                row["n"],
                row["newest"],
                row["reason"],
                row["first_at"],
                row["last_at"],
            )
            for row in rows
        ]


class Settlement(NamedTuple):
    """How many messages were settled together, and when, which names them."""

    messages: int
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Discard(Question[Settlement]):
    """Let held messages go: one, those of a cause, or all of a connection."""

    needs = Verb.CONNECT

    id: int | None = None
    connection: str | None = None
    cause: str | None = None

    def __post_init__(self) -> None:
        """Everything at once is never meant."""
        assert self.id is not None or self.connection is not None

    @property
    def sql(self) -> str:
        """Keep the rows, for the record."""
        return """
            with gone as (
                update quarantine set state = 'discarded', settled_at = now()
                 where state = 'held'
                   and ($1::bigint is null or id = $1)
                   and ($2::text is null or connection = $2)
                   and ($3::text is null or cause = $3)
                returning settled_at
            )
            select count(*) as n, max(settled_at) as at from gone
        """

    def arguments(self) -> Sequence[object]:
        """Say which."""
        return (self.id, self.connection, self.cause)

    def answer(self, rows: Sequence[Row]) -> Settlement:
        """Tell how many there were."""
        return Settlement(rows[0]["n"], rows[0]["at"])


@dataclass(frozen=True)
class TakeBack(Question[int]):
    """Hold again what was discarded together; return how many messages that are."""

    needs = Verb.CONNECT

    at: datetime

    sql = """
        with back as (
            update quarantine set state = 'held', settled_at = null
             where state = 'discarded' and settled_at = $1
            returning 1
        )
        select count(*) as n from back
    """

    def arguments(self) -> Sequence[object]:
        """Say when they were discarded."""
        return (self.at,)

    def answer(self, rows: Sequence[Row]) -> int:
        """Count them."""
        return int(rows[0]["n"])
