"""What was observed of one entity, as the ledger holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson

from mesto.kernel.model import Kind, Value
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


class Mark(NamedTuple):
    """A place among the observations of one entity."""

    at: datetime
    position: int


class Observed(NamedTuple):
    """One row of the ledger."""

    position: int
    attribute: str
    kind: Kind
    value: Value
    unit: str | None
    dataset: str | None
    meta: object
    deleted: bool
    timed: bool  #: the observation gave its time
    observed_at: datetime
    recorded_at: datetime
    source: str

    @property
    def mark(self) -> Mark:
        """Where it stands."""
        return Mark(self.observed_at, self.position)


#: Jumps from one attribute of an entity to the next along the ledger's key.
_EVERY_ATTRIBUTE = """
    with recursive pair as (
        select (select min(attribute) from ledger where entity = $1) as attribute
        union all
        select (select min(l.attribute) from ledger l
                 where l.entity = $1 and l.attribute > pair.attribute)
          from pair
         where pair.attribute is not null
    )
    select a.id, a.name from pair join attribute a on a.id = pair.attribute
"""

#: Columns of a row `l` of the ledger with its attribute `a` and source `s`.
COLUMNS = """
    l.position, a.name, l.kind, l.number, l.value, l.unit, l.dataset, l.meta,
    l.deleted, l.timed, l.observed_at, l.recorded_at, s.name as source
"""


@dataclass(frozen=True, kw_only=True)
class Observations(Question[list[Observed]]):
    """A page of observations, newest first; or oldest first, where `forward`.

    attributes: only these; None is all
    start, end: in [start, end), where given
    beyond: only what comes after this mark on the way, where given
    """

    entity: int
    attributes: Sequence[str] | None = None
    start: datetime | None = None
    end: datetime | None = None
    beyond: Mark | None = None
    forward: bool = False
    limit: int = 100

    @property
    def sql(self) -> str:
        """Read a page of each attribute along the key, and of those the first rows."""
        sign, way = (">", "asc") if self.forward else ("<", "desc")
        of = _EVERY_ATTRIBUTE
        if self.attributes is not None:
            of = "select id, name from attribute where name = any($2::text[])"
        return f"""
            with named as materialized ({of})
            select {COLUMNS}
              from named a
             cross join lateral (
                   select * from ledger l
                    where l.entity = $1 and l.attribute = a.id
                      and ($2::text[] is null or a.name = any($2))
                      and ($3::timestamptz is null or l.observed_at >= $3)
                      and ($4::timestamptz is null or l.observed_at < $4)
                      and ($5::timestamptz is null
                           or l.observed_at {sign}= $5
                              and (l.observed_at {sign} $5 or l.position {sign} $6))
                    order by l.observed_at {way}, l.position {way}
                    limit $7
                   ) l
              join source s on s.id = l.source
             order by l.observed_at {way}, l.position {way}
             limit $7
        """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, when and how many."""
        at, position = self.beyond or (None, None)
        wanted = (self.entity, self.attributes, self.start, self.end)
        return (*wanted, at, position, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Observed]:
        """Read an observation a row."""
        return [read_observed(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class HowMany(Question[int]):
    """How many observations there are in [start, end); counting ends at `most`."""

    entity: int
    attributes: Sequence[str]
    start: datetime
    end: datetime
    most: int

    sql = """
        select count(*) as n
          from (select from ledger
                 where entity = $1
                   and attribute = any(array(
                           select id from attribute where name = any($2::text[])))
                   and observed_at >= $3 and observed_at < $4
                 limit $5) as counted
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, when and how far."""
        return (self.entity, self.attributes, self.start, self.end, self.most)

    def answer(self, rows: Sequence[Row]) -> int:
        """Read the only row."""
        return int(rows[0]["n"])


class Run(NamedTuple):
    """A stretch of observations that say the same."""

    first: datetime
    last: datetime
    value: Value  #: None: it was said to be no more
    n: int
    timed: bool  #: they gave their times, so that silence says something


class Runs(NamedTuple):
    """How a state went, and whether the beginning was left out."""

    runs: Sequence[Run]
    cut: bool


@dataclass(frozen=True, kw_only=True)
class States(Question[Runs]):
    """A text or a truth as runs of equal values, and the one it was before `start`.

    silence: a longer one ends a run, where given
    most: observations read; beyond it the oldest are left out
    """

    entity: int
    attribute: str
    start: datetime
    end: datetime
    silence: timedelta | None = None
    most: int = 50_000

    sql = """
        with named as materialized (
            select id from attribute where name = $2
        ),
        seen as (
            select l.observed_at, l.timed,
                   case when l.deleted then null
                        else coalesce(l.value, to_jsonb(l.number)) end as value
              from ledger l
             where l.entity = $1 and l.attribute = (select id from named)
               and l.dataset is null
               and l.observed_at < $4
               and l.observed_at >= coalesce((
                       select max(b.observed_at) from ledger b
                        where b.entity = $1 and b.attribute = (select id from named)
                          and b.dataset is null and b.observed_at <= $3), $3)
             order by l.observed_at desc
             limit $6
        ),
        marked as (
            select *, (value is distinct from lag(value) over way
                       or timed and observed_at - lag(observed_at) over way > $5
                      )::int as turn
              from seen
            window way as (order by observed_at)
        ),
        numbered as (
            select *, sum(turn) over (order by observed_at) as run from marked
        )
        select min(observed_at) as first, max(observed_at) as last, value,
               count(*) as n, bool_and(timed) as timed, sum(count(*)) over () as read
          from numbered
         group by run, value
         order by 1
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, when and how far."""
        span = (self.entity, self.attribute, self.start, self.end)
        return (*span, self.silence, self.most)

    def answer(self, rows: Sequence[Row]) -> Runs:
        """Read a run a row."""
        runs = [
            Run(
                row["first"],
                row["last"],
                None if row["value"] is None else orjson.loads(row["value"]),
                row["n"],
                row["timed"],
            )
            for row in rows
        ]
        return Runs(runs, bool(rows) and rows[0]["read"] >= self.most)


def read_observed(row: Row) -> Observed:
    """Read a row with the columns of an observation."""
    meta = row["meta"]
    return Observed(
        row["position"],
        row["name"],
        Kind(row["kind"]),
        join(row["number"], row["value"]),
        row["unit"],
        row["dataset"],
        None if meta is None else orjson.loads(meta),
        row["deleted"],
        row["timed"],
        row["observed_at"],
        row["recorded_at"],
        row["source"],
    )
