"""What a measure came to: by the hour from what is kept, and at present."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from mesto.kernel.panel import Filter, Measure
from mesto.kernel.question import Question, Row
from mesto.kernel.question.clause import Arguments, attribute_id, clause
from mesto.kernel.question.condition import AllOf, Compare, Operator, Path


class Bucket(NamedTuple):
    """What a measure came to in a stretch of time."""

    hours: int  #: in which anything was heard
    entities: int  #: heard in each hour, added up
    heard: int  #: different entities
    total: float  #: of the means of every entity in every hour
    least: float
    greatest: float


class Kept(NamedTuple):
    """How far a measure is kept."""

    last: datetime | None  #: the newest hour with data
    due: int  #: hours that wait to be reckoned


class Reading(NamedTuple):
    """What a measure comes to at present."""

    entities: int
    silent: int  #: of which nothing new was heard; they count for nothing else
    total: float
    least: float | None
    greatest: float | None
    last: datetime | None  #: when any of them was last observed


_BUCKETS = """
    select {key} width_bucket(start, $1::timestamptz[]) - 1 as bucket,
           count(*) as hours, sum(entities)::bigint as entities, max(heard) as heard,
           sum(total) as total, min(least) as least, max(greatest) as greatest
      from ({source}) as source
     group by {key} bucket
"""


@dataclass(frozen=True, kw_only=True)
class Series(Question[Mapping[int, Mapping[int, Bucket]]]):
    """What kept measures came to between edges, in order, the last one being the end.

    Returns buckets by measure and place; those without data are left out.
    """

    measures: Sequence[int]
    edges: Sequence[datetime]

    @property
    def sql(self) -> str:
        """Put hours together; who was heard of late counts for the whole day."""
        return _BUCKETS.format(
            key="measure,",
            source="""
                select measure, start, entities, total, least, greatest,
                       max(heard) over (
                           partition by measure, date_trunc('day', start, 'UTC')
                       ) as heard
                  from measure_hour
                 where measure = any($2::int[]) and start >= $3 and start < $4
            """,
        )

    def arguments(self) -> Sequence[object]:
        """Where to cut, and of what."""
        return (self.edges, self.measures, self.edges[0], self.edges[-1])

    def answer(self, rows: Sequence[Row]) -> Mapping[int, Mapping[int, Bucket]]:
        """Read a bucket a row."""
        found: dict[int, dict[int, Bucket]] = {one: {} for one in self.measures}
        for row in rows:
            found[row["measure"]][row["bucket"]] = _bucket(row)
        return found


@dataclass(frozen=True, kw_only=True)
class SeriesOfOne(Question[Mapping[int, Bucket]]):
    """What a number of one entity came to between edges, from its hourly figures."""

    measure: Measure
    edges: Sequence[datetime]

    @property
    def sql(self) -> str:
        """Count the entity once an hour."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> Mapping[int, Bucket]:
        """Read a bucket a row."""
        return {row["bucket"]: _bucket(row) for row in rows}

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        arguments = Arguments([list(self.edges)])
        entity = arguments.add(self.measure.entity, "text")
        source = f"""
            select h.start, 1 as entities, 1 as heard, h.least, h.greatest,
                   {worth(self.measure, "h.total / h.n", arguments)} as total
              from rollup_hour h
             where h.attribute = {attribute_id(self.measure.attribute, arguments)}
               and h.entity = (select id from entity where urn = {entity})
               and h.start >= {arguments.add(self.edges[0], "timestamptz")}
               and h.start < {arguments.add(self.edges[-1], "timestamptz")}
        """
        return _BUCKETS.format(key="", source=source), arguments.values


@dataclass(frozen=True, kw_only=True)
class HowFar(Question[Mapping[int, Kept]]):
    """How far measures are kept."""

    measures: Sequence[int]

    @property
    def sql(self) -> str:
        """Look at the end of each measure."""
        return """
            select m.id,
                   (select max(h.start) from measure_hour h
                     where h.measure = m.id) as last,
                   (select count(*) from measure_due d
                     where d.measure = m.id and d.due <= now()) as due
              from unnest($1::int[]) as m (id)
        """

    def arguments(self) -> Sequence[object]:
        """Which."""
        return (self.measures,)

    def answer(self, rows: Sequence[Row]) -> Mapping[int, Kept]:
        """Read a measure a row."""
        return {row["id"]: Kept(row["last"], row["due"]) for row in rows}


@dataclass(frozen=True, kw_only=True)
class Uncounted(Question[int]):
    """How many hours between two moments the figures of measures still wait for.

    What was heard is rolled up first and counted then; both may be on their way. The
    hour that is still going on is never counted to its end and is left out.
    """

    measures: Sequence[int]
    start: datetime
    end: datetime

    #: Observations that wait to be rolled up, as far as is looked. The bookmark is
    #: asked for by itself: joined, the whole ledger would be read up to it.
    limit = 20_000

    sql = f"""
        with mark as materialized (
            select coalesce(max(written_by::text), '0')::xid8 as written_by,
                   coalesce(max(position), 0) as position
              from bookmark where reader = 'rollup'
        ),
        until as materialized (
            select least($3::timestamptz, date_trunc('hour', now(), 'UTC')) as at
        ),
        ahead as materialized (
            select observed_at
              from ledger l
             where (l.written_by, l.position)
                       > ((select written_by from mark), (select position from mark))
             order by l.written_by, l.position
             limit {limit}
        ),
        hours as (
            select distinct date_trunc('hour', observed_at, 'UTC')
              from ahead, until where observed_at >= $2 and observed_at < until.at
        )
        select (select count(*) from measure_due d, until
                 where d.measure = any($1::int[])
                   and d.start >= $2 and d.start < until.at)
               + greatest((select count(*) from hours),
                          (select count(*) / {limit} from ahead)) as left
    """

    def arguments(self) -> Sequence[object]:
        """Of which measures, and between which moments."""
        return (self.measures, self.start, self.end)

    def answer(self, rows: Sequence[Row]) -> int:
        """Read the only row."""
        return int(rows[0]["left"])


@dataclass(frozen=True, kw_only=True)
class AtPresent(Question[Reading]):
    """What a measure of an attribute comes to now.

    since: what was observed before counts as silent
    """

    measure: Measure
    since: datetime

    @property
    def sql(self) -> str:
        """The statement."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> Reading:
        """Read the only row."""
        (row,) = rows
        return Reading(
            row["entities"],
            row["silent"],
            row["total"] or 0.0,
            row["least"],
            row["greatest"],
            row["last"],
        )

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        arguments = Arguments()
        fresh = f"p.observed_at >= {arguments.add(self.since, 'timestamptz')}"
        sql = f"""
            select count(*) filter (where {fresh}) as entities,
                   count(*) filter (where not {fresh}) as silent,
                   sum({worth(self.measure, "p.number", arguments)})
                       filter (where {fresh})::float8 as total,
                   min(p.number) filter (where {fresh}) as least,
                   max(p.number) filter (where {fresh}) as greatest,
                   max(p.observed_at) as last
              from present p
              join entity e on e.id = p.entity
             where p.attribute = {attribute_id(self.measure.attribute, arguments)}
               and p.dataset = '' and not p.deleted and p.number is not null
               and e."exists" and {meant(self.measure, arguments)}
        """
        return sql, arguments.values


@dataclass(frozen=True, kw_only=True)
class Meant(Question[list[int]]):
    """The numbers of the entities a measure means, or of the first of a ranking.

    by: an attribute to rank them by; those without it are left out
    """

    measure: Measure
    by: str = ""
    descending: bool = True
    limit: int | None = None

    @property
    def sql(self) -> str:
        """The statement."""
        return self._written[0]

    def arguments(self) -> Sequence[object]:
        """Return what the statement's numbers stand for."""
        return self._written[1]

    def answer(self, rows: Sequence[Row]) -> list[int]:
        """Read an entity a row."""
        return [row["id"] for row in rows]

    @cached_property
    def _written(self) -> tuple[str, list[object]]:
        arguments = Arguments()
        ranked = ""
        if self.by:
            ranked = f"""
              join present r on r.entity = e.id and r.dataset = '' and not r.deleted
               and r.attribute = {attribute_id(self.by, arguments)}
            """
        way = "desc" if self.descending else "asc"
        order = f"r.number {way} nulls last, r.value {way}, e.id" if self.by else "e.id"
        sql = f"""
            select e.id
              from entity e {ranked}
             where e."exists" and {meant(self.measure, arguments)}
             order by {order}
             limit {arguments.add(self.limit, "bigint")}
        """
        return sql, arguments.values


def meant(measure: Measure, arguments: Arguments) -> str:
    """Return SQL that is true of an entity `e` the measure means."""
    if measure.entity:
        return f"e.urn = {arguments.add(measure.entity, 'text')}"
    types = arguments.add(list(measure.types), "text[]")
    return f"e.types && {types} and {clause(AllOf(_parts(measure.where)), arguments)}"


def worth(measure: Measure, number: str, arguments: Arguments) -> str:
    """Return SQL for what an entity counts: its number, or 1 within limits, else 0."""
    if not measure.limited:
        return number
    limits = [
        f"{number} {by} {arguments.add(limit, 'float8')}"
        for by, limit in ((">=", measure.above), ("<=", measure.below))
        if limit is not None
    ]
    return f"(case when {' and '.join(limits)} then 1 else 0 end)"


def _parts(where: Iterable[Filter]) -> tuple[Compare, ...]:
    return tuple(
        Compare(_path(one.attribute), Operator(one.by), one.value) for one in where
    )


def _path(name: str) -> Path:
    """Read `address.district` as a part of a value; an IRI is one name."""
    if "://" in name:
        return Path(name)
    attribute, *trail = name.split(".")
    return Path(attribute, trail=tuple(trail))


def _bucket(row: Row) -> Bucket:
    return Bucket(
        row["hours"],
        row["entities"],
        row["heard"],
        row["total"],
        row["least"],
        row["greatest"],
    )
