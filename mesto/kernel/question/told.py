"""What became of an asset: what people said of it, and when it was changed itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.model import Value
from mesto.kernel.question import Question, Row
from mesto.kernel.question.observed import COLUMNS, Observed, read_observed
from mesto.kernel.question.picture import SHAPE
from mesto.kernel.row import join

#: Rows `l` of the ledger people wrote: an index holds them and nothing else.
_PEOPLE = """
    select * from ledger
     where entity = $1 and source < 0
       and observed_at < $2 and ($3::timestamptz is null or observed_at >= $3)
     order by observed_at desc
     fetch first ($4) rows with ties
"""
#: Rows `l` of the ledger that say what and where it is. A place with a time of its own
#: is one of a track.
_SHAPE = """
    select l.*
      from attribute a
     cross join lateral (
           select * from ledger l
            where l.entity = $1 and l.attribute = a.id
              and l.observed_at < $2
              and ($3::timestamptz is null or l.observed_at >= $3)
            order by l.observed_at desc
            fetch first ($4) rows with ties
           ) l
     where a.name = any($5::text[]) and (a.name <> 'location' or not l.timed)
     order by l.observed_at desc
     fetch first ($4) rows with ties
"""

#: What it was called first is no change; that it came to be is told by its type.
_CHANGED = """
    l.value is distinct from b.value and (b.position is not null or a.name = 'type')
"""


class Telling(NamedTuple):
    """Something said of an asset, and what was so before."""

    said: Observed
    before: Value
    first: bool  #: nothing was said of the attribute before


class Tellings(NamedTuple):
    """A page, newest first."""

    items: Sequence[Telling]
    cut: datetime | None  #: what is older was not looked at; None: there is nothing


@dataclass(frozen=True, kw_only=True)
class Told(Question[Tellings]):
    """What was said of an asset before a moment, newest first.

    by_people: everything people said; otherwise every change of what, where and how
        called it is, whoever said so
    start: not what is older, where given
    limit: rows looked at, and those of the same moment as the last one
    """

    entity: int
    before: datetime
    by_people: bool
    start: datetime | None = None
    limit: int = 50

    @property
    def sql(self) -> str:
        """Look one row back at each, along the ledger's key."""
        changed = "true" if self.by_people else _CHANGED
        return f"""
            with scanned as materialized ({_PEOPLE if self.by_people else _SHAPE}),
            edge as (
                select case when count(*) >= $4 then min(observed_at) end as cut
                  from scanned
            ),
            told as (
                select {COLUMNS}, b.number as number_before, b.value as value_before,
                       b.position is null as first
                  from scanned l
                  join attribute a on a.id = l.attribute
                  join source s on s.id = l.source
                  left join lateral (
                       select position, number, value from ledger b
                        where b.entity = l.entity and b.attribute = l.attribute
                          and b.dataset is not distinct from l.dataset
                          and b.observed_at < l.observed_at
                        order by b.observed_at desc
                        limit 1
                       ) b on true
                 where {changed}
            )
            select edge.cut, told.*
              from edge
              left join told on true
             order by told.observed_at desc, told.position desc
        """

    def arguments(self) -> Sequence[object]:
        """Of whom, when, and how much."""
        asked = (self.entity, self.before, self.start, self.limit)
        return asked if self.by_people else (*asked, SHAPE)

    def answer(self, rows: Sequence[Row]) -> Tellings:
        """Read a telling a row; a page without any has its edge."""
        items = [
            Telling(
                read_observed(row),
                join(row["number_before"], row["value_before"]),
                row["first"],
            )
            for row in rows
            if row["position"] is not None
        ]
        return Tellings(items, rows[0]["cut"])
