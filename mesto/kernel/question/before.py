"""What attributes were before observations came: what changed, and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from mesto.kernel.model import KINDS, TYPE, Attribute
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join

#: Rows `l` of an entity before a position, and after the entity last ceased to be.
#: "+ 0" keeps PostgreSQL from reading all that lies before, of whatever entity.
_EARLIER = f"""
      from ledger l
     where l.entity = e.id and l.position + 0 < w.position
       and l.position + 0 > coalesce((
           select max(g.position) from ledger g
            where g.entity = e.id and g.deleted and g.position + 0 < w.position
              and g.attribute = (select id from attribute where name = '{TYPE}')), 0)
"""
#: The newest of one instance: by the index from its end on, however long its past is.
_NEWEST = f"""
    select l.* {_EARLIER}
       and l.attribute = a.id and coalesce(l.dataset, '') = w.dataset
     order by l.observed_at desc, l.position desc
     limit 1
"""
_NEWEST_OF_EACH = f"""
    select distinct on (l.attribute, l.dataset) l.* {_EARLIER}
     order by l.attribute, l.dataset, l.observed_at desc, l.position desc
"""


@dataclass(frozen=True, kw_only=True)
class Before(Question[list[Attribute | None]]):
    """What each instance was before an observation of it; None where there was none.

    seen: entity, attribute, dataset (empty: none) and position of each observation
    """

    seen: Sequence[tuple[str, str, str, int]]

    sql = f"""
        select a.name, l.*
          from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
               with ordinality w(urn, attribute, dataset, position, n)
          join entity e on e.urn = w.urn
          join attribute a on a.name = w.attribute
          left join lateral ({_NEWEST}) l on true
         order by w.n
    """

    def arguments(self) -> Sequence[Any]:
        """Return the observations, by column."""
        return [list(column) for column in zip(*self.seen, strict=True)]

    def answer(self, rows: Sequence[Row]) -> list[Attribute | None]:
        """Read an instance a row."""
        return [_read(row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Lost(Question[list[Attribute]]):
    """What an entity had before it ceased to be, at a position of the ledger.

    Its types and scopes are among it, as the ledger notes them.
    """

    urn: str
    position: int

    sql = f"""
        select a.name, l.*
          from (select $2::bigint as position) w
          join entity e on e.urn = $1
         cross join lateral ({_NEWEST_OF_EACH}) l
          join attribute a on a.id = l.attribute
         order by a.name, l.dataset nulls first
    """

    def arguments(self) -> Sequence[Any]:
        """Return whose, and when."""
        return (self.urn, self.position)

    def answer(self, rows: Sequence[Row]) -> list[Attribute]:
        """Read the instances that were there."""
        return [was for was in map(_read, rows) if was is not None]


def _read(row: Row) -> Attribute | None:
    """Read an instance; what had been taken away already was not there."""
    if row["kind"] is None or row["deleted"]:
        return None
    return Attribute(
        name=row["name"],
        value=join(row["number"], row["value"]),
        kind=KINDS[row["kind"]],
        position=row["position"],
        observed_at=row["observed_at"] if row["timed"] else None,
        created_at=row["recorded_at"],
        modified_at=row["recorded_at"],
        source="",
        unit=row["unit"],
        dataset=row["dataset"],
        meta=cast("dict[str, object] | None", join(None, row["meta"])),
    )
