"""The past of a town as a rehearsal hears it: windows of the ledger, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.model import Value
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


class Past(NamedTuple):
    """An observation, and what its entity is."""

    position: int
    entity: str
    types: tuple[str, ...]
    scopes: tuple[str, ...]
    attribute: str
    at: datetime
    value: Value
    kind: int
    unit: str | None
    dataset: str | None
    deleted: bool
    source: str


#: Columns of a row `l` of the ledger with its entity, attribute and source.
_COLUMNS = """
    l.position, e.urn, e.types, e.scopes, a.name, l.observed_at, l.number, l.value,
    l.kind, l.unit, l.dataset, l.deleted, s.name as source
"""


@dataclass(frozen=True, kw_only=True)
class Observed(Question[list[Past]]):
    """What was observed in [start, end), in the order of the town's life.

    types: of entities of these types; none is all

    Each attribute that an entity has is read along the ledger's key.
    """

    types: Sequence[str]
    start: datetime
    end: datetime

    sql = f"""
        select {_COLUMNS}
          from entity e
          join present p on p.entity = e.id
         cross join lateral (
               select l.* from ledger l
                where l.entity = p.entity and l.attribute = p.attribute
                  and coalesce(l.dataset, '') = p.dataset
                  and l.observed_at >= $2 and l.observed_at < $3
               ) l
          join attribute a on a.id = p.attribute
          join source s on s.id = l.source
         where (cardinality($1::text[]) = 0 or e.types && $1::text[])
           and a.name not in ('type', 'scope')
         order by l.observed_at, l.position
    """  # noqa: S608 - columns of ours

    def arguments(self) -> Sequence[object]:
        """Of what, and when."""
        return (list(self.types), self.start, self.end)

    def answer(self, rows: Sequence[Row]) -> list[Past]:
        """Read an observation a row."""
        return [_past(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Before(Question[list[Past]]):
    """How everything was just before a moment."""

    types: Sequence[str]
    at: datetime

    sql = f"""
        select {_COLUMNS}
          from entity e
          join present p on p.entity = e.id
         cross join lateral (
               select l.* from ledger l
                where l.entity = p.entity and l.attribute = p.attribute
                  and coalesce(l.dataset, '') = p.dataset
                  and l.observed_at < $2
                order by l.observed_at desc, l.position desc
                limit 1
               ) l
          join attribute a on a.id = p.attribute
          join source s on s.id = l.source
         where (cardinality($1::text[]) = 0 or e.types && $1::text[])
           and a.name not in ('type', 'scope')
    """  # noqa: S608 - columns of ours

    def arguments(self) -> Sequence[object]:
        """Of what, and when."""
        return (list(self.types), self.at)

    def answer(self, rows: Sequence[Row]) -> list[Past]:
        """Read an observation a row."""
        return [_past(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Ordered(Question[list[tuple[datetime, int]]]):
    """How many commands were given in each hour of [start, end), to whom a scope names.

    districts: with all below; none is all, as with types and urns
    """

    types: Sequence[str]
    districts: Sequence[str]
    urns: Sequence[str]
    start: datetime
    end: datetime

    sql = """
        select date_trunc('hour', c.created_at) as hour, count(*) as number
          from command c
          join entity e on e.urn = c.entity
         where c.created_at >= $4 and c.created_at < $5
           and (cardinality($1::text[]) = 0 or e.types && $1::text[])
           and (cardinality($2::text[]) = 0 or exists (
                select from unnest(e.scopes) own, unnest($2::text[]) district
                 where own = district or starts_with(own, district || '/')))
           and (cardinality($3::text[]) = 0 or e.urn = any($3::text[]))
         group by 1
         order by 1
    """

    def arguments(self) -> Sequence[object]:
        """To whom, and when."""
        named = (self.types, self.districts, self.urns)
        return (*map(list, named), self.start, self.end)

    def answer(self, rows: Sequence[Row]) -> list[tuple[datetime, int]]:
        """Read an hour a row."""
        return [(row["hour"], row["number"]) for row in rows]


def _past(row: Row) -> Past:
    return Past(
        row["position"],
        row["urn"],
        tuple(row["types"]),
        tuple(row["scopes"]),
        row["name"],
        row["observed_at"],
        join(row["number"], row["value"]),
        row["kind"],
        row["unit"],
        row["dataset"],
        row["deleted"],
        row["source"],
    )
