"""Commands that wait for a second person, and those that hold only for a while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson

from mesto.kernel.model import Value
from mesto.kernel.question import Question, Row
from mesto.kernel.text import Text


class Waiting(NamedTuple):
    """A command that waits for a second person."""

    id: UUID
    entity: str
    name: str
    value: Value
    until: str | None  #: when it would end by itself
    why: Mapping[str, str]  #: it waits, by language
    asked_by: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class WaitingCommands(Question[list[Waiting]]):
    """Commands that wait for a second person, those that expire soonest first.

    entity: only those to it; empty: to anything
    """

    entity: str = ""
    limit: int = 200

    sql = """
        select id, entity, name, command -> 'value' as value,
               terms ->> 'until' as until, why, asked_by, asked_at, expires_at
          from approval
         where state = 'waiting' and expires_at > now() and ($1 = '' or entity = $1)
         order by expires_at, id
         limit $2
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, and how many."""
        return (self.entity, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Waiting]:
        """Read a command a row."""
        return [
            Waiting(
                row["id"],
                row["entity"],
                row["name"],
                orjson.loads(row["value"]),
                row["until"],
                orjson.loads(row["why"]),
                row["asked_by"],
                row["asked_at"],
                row["expires_at"],
            )
            for row in rows
        ]


class Held(NamedTuple):
    """What people ordered until a moment, and still holds."""

    id: UUID
    entity: str
    name: str
    value: Value
    back: Value  #: what is ordered at the end
    by: str
    began_at: datetime
    until_at: datetime
    trouble: str  #: why it does not end though its time has come
    says: Text  #: the same by language


@dataclass(frozen=True, kw_only=True)
class HeldCommands(Question[list[Held]]):
    """What people ordered until a moment and still holds, what ends soonest first.

    entity: only of it; empty: of anything
    """

    entity: str = ""
    limit: int = 200

    sql = """
        select id, entity, name, value, back, by, began_at, until_at, trouble,
               coalesce(says, case when trouble <> ''
                                   then jsonb_build_object('en', trouble)
                                   else '{}' end) as says
          from override
         where ended_at is null and ($1 = '' or entity = $1)
         order by until_at, id
         limit $2
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, and how many."""
        return (self.entity, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Held]:
        """Read what holds, a row each."""
        return [
            Held(
                row["id"],
                row["entity"],
                row["name"],
                orjson.loads(row["value"]),
                orjson.loads(row["back"]),
                row["by"],
                row["began_at"],
                row["until_at"],
                row["trouble"],
                orjson.loads(row["says"]),
            )
            for row in rows
        ]
