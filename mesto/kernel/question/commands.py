"""What an asset was told to do, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

import orjson

from mesto.kernel.failure import NOT_IN_TIME
from mesto.kernel.model import State, Value
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join
from mesto.kernel.script import with_both_scripts
from mesto.kernel.text import Text

EXPIRED: Final = orjson.dumps(with_both_scripts(NOT_IN_TIME)).decode()


def why(expired: str) -> str:
    """Return the SQL for why a command `c` came to nothing, by language.

    expired: the place of `EXPIRED` among the arguments, e.g. $6

    It is null where nothing went wrong. What an older release wrote is English.
    """
    return f"""
        case when c.state = 'expired' then {expired}::text::jsonb
             when c.says is not null then c.says
             when c.reason <> '' then jsonb_build_object('en', c.reason)
             end
    """


class Ordered(NamedTuple):
    """A command and its life."""

    id: str
    name: str
    value: Value
    source: str
    state: State
    reason: str
    created_at: datetime
    expires_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    tries: int  #: how often it was sent
    approved_by: str  #: the second person, where one was needed
    says: Text  #: why it came to nothing; empty: it did not, or nobody knows


@dataclass(frozen=True, kw_only=True)
class Commands(Question[list[Ordered]]):
    """Commands given to an entity before a moment, newest first.

    start: not what is older, where given
    names: of these alone, where given
    limit: how many, and those of the same moment as the last one
    """

    entity: str
    before: datetime
    start: datetime | None = None
    names: Sequence[str] | None = None
    limit: int = 50

    sql = f"""
        select id::text, name, value, source, state, reason, created_at, expires_at,
               sent_at, settled_at, tries, approved_by, {why("$6")} as says
          from command c
         where entity = $1
           and created_at < $2 and ($3::timestamptz is null or created_at >= $3)
           and ($5::text[] is null or name = any($5))
         order by created_at desc
         fetch first ($4) rows with ties
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, when, how many, which, and what is said of those not in time."""
        return (self.entity, self.before, self.start, self.limit, self.names, EXPIRED)

    def answer(self, rows: Sequence[Row]) -> list[Ordered]:
        """Read a command a row."""
        return [
            Ordered(
                row["id"],
                row["name"],
                join(None, row["value"]),
                row["source"],
                State(row["state"]),
                row["reason"],
                row["created_at"],
                row["expires_at"],
                row["sent_at"],
                row["settled_at"],
                row["tries"],
                row["approved_by"],
                orjson.loads(row["says"] or "{}"),
            )
            for row in rows
        ]
