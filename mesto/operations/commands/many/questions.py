"""Orders to many as they stand, and why some of the targets got nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from mesto.kernel.plugin import Text
from mesto.kernel.question import Question, Row
from mesto.kernel.question.commands import EXPIRED, why
from mesto.operations.commands.many.store import JOINED, LIFE
from mesto.operations.commands.words import NOT_AGREED

SAMPLE = 5  #: targets named of those with one reason


class Standing(NamedTuple):
    """An order to many, and of how many targets which is true."""

    id: UUID
    ends: bool
    type: str
    order: str
    wish: Any  # JSON
    until: str | None
    note: str
    by: str
    asked_at: datetime
    why: Text  #: a second person is asked
    state: str
    expires_at: datetime | None
    decided_by: str
    reason: str
    counts: Mapping[str, int]  #: by life: waiting, asked, sent, confirmed, …
    held: int  #: so many it holds still, until its end


@dataclass(frozen=True, kw_only=True)
class Standings(Question[list[Standing]]):
    """Orders to many, newest first, as far as who asks sees their targets.

    number: only this one
    """

    number: UUID | None = None
    limit: int = 30

    sql = f"""
        select b.id, b.ends, b.type, b."order", b.wish, b.terms ->> 'until' as until,
               b.note, b.by, b.asked_at, b.why,
               case when b.state = 'waiting' and b.expires_at <= now()
                    then 'expired' else b.state end as state,
               b.expires_at, b.decided_by, b.reason,
               (select jsonb_object_agg(life, n)
                  from (select {LIFE} as life, count(*) as n
                          from {JOINED} where t.bulk = b.id group by 1) lives
               ) as counts,
               (select count(*)
                  from bulk_target t
                  join override o on o.id = t.command
                 where t.bulk = b.id and o.ended_at is null) as held
          from bulk b
         where $1::uuid is null or b.id = $1
         order by b.asked_at desc, b.id
         limit $2
    """  # noqa: S608 - a case of ours

    def arguments(self) -> Sequence[object]:
        """Which, and how many."""
        return (self.number, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Standing]:
        """Read an order a row."""
        return [
            Standing(
                row["id"],
                row["ends"],
                row["type"],
                row["order"],
                orjson.loads(row["wish"]),
                row["until"],
                row["note"],
                row["by"],
                row["asked_at"],
                orjson.loads(row["why"]),
                row["state"],
                row["expires_at"],
                row["decided_by"],
                row["reason"],
                orjson.loads(row["counts"] or "{}"),
                row["held"],
            )
            for row in rows
        ]


class Trouble(NamedTuple):
    """Why some targets got nothing, or did not do it."""

    life: str  #: refused or failed
    says: Text
    targets: int  #: so many
    some: Sequence[int]  #: numbers of the first of them


@dataclass(frozen=True, kw_only=True)
class Troubles(Question[list[Trouble]]):
    """Why targets of an order to many got nothing, the most frequent reason first."""

    number: UUID
    limit: int = 20

    sql = f"""
        select life, says, count(*) as n,
               (array_agg(id order by number) filter (where id is not null))
               [1:{SAMPLE}] as some
          from (select {LIFE} as life, t.number, e.id,
                       case when c.state is not null
                            then coalesce({why("$4")}, '{{}}')
                            when a.state = 'refused' and a.reason <> ''
                            then jsonb_build_object('en', a.reason)
                            when a.state is not null then $3::text::jsonb
                            else t.says end as says
                  from {JOINED}
                  left join entity e on e.urn = t.entity
                 where t.bulk = $1) told
         where life in ('refused', 'failed')
         group by life, says
         order by n desc, says
         limit $2
    """  # noqa: S608 - a case of ours

    def arguments(self) -> Sequence[object]:
        """Of which, how many reasons; what is said if nobody agreed, or it was late."""
        not_agreed = orjson.dumps(NOT_AGREED).decode()
        return (self.number, self.limit, not_agreed, EXPIRED)

    def answer(self, rows: Sequence[Row]) -> list[Trouble]:
        """Read a reason a row."""
        return [
            Trouble(row["life"], orjson.loads(row["says"]), row["n"], row["some"] or ())
            for row in rows
        ]
