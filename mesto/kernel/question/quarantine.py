"""Messages nobody understood: what is held, and letting it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


class Held(NamedTuple):
    """One message in quarantine."""

    id: int
    connection: str
    gate: str
    origin: str
    payload: bytes
    reason: str
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

    state: held, replayed or discarded; before: only lower numbers, where given
    """

    state: str = "held"
    before: int | None = None
    limit: int = 100

    @property
    def sql(self) -> str:
        """Count and read together; a page without messages still has its count."""
        return """
            select c.n, q.*
              from (select count(*) as n from quarantine where state = $1) c
              left join lateral (
                  select id, connection, gate, origin, payload, reason, facts,
                         received_at, state, tries
                    from quarantine
                   where state = $1 and ($2::bigint is null or id < $2)
                   order by id desc
                   limit $3
              ) q on true
        """

    def arguments(self) -> Sequence[object]:
        """Which page."""
        return (self.state, self.before, self.limit)

    def answer(self, rows: Sequence[Row]) -> HeldPage:
        """Read a message a row."""
        messages = [
            Held(
                row["id"],
                row["connection"],
                row["gate"],
                row["origin"],
                row["payload"],
                row["reason"],
                join(None, row["facts"]),
                row["received_at"],
                row["state"],
                row["tries"],
            )
            for row in rows
            if row["id"] is not None
        ]
        return HeldPage(messages, rows[0]["n"])


@dataclass(frozen=True, kw_only=True)
class Discard(Question[bool]):
    """Let a held message go; False if there is none of that number."""

    id: int

    @property
    def sql(self) -> str:
        """Keep the row, for the record."""
        return """
            update quarantine set state = 'discarded'
             where id = $1 and state = 'held'
            returning id
        """

    def arguments(self) -> Sequence[object]:
        """Say which."""
        return (self.id,)

    def answer(self, rows: Sequence[Row]) -> bool:
        """Tell whether it was there."""
        return bool(rows)
