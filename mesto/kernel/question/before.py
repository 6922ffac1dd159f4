"""What attributes were before observations came: what changed, and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from mesto.kernel.model import KINDS, TYPE, Attribute
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join

#: Of rows `l` of an entity, the newest of each instance before a position, and after
#: the entity last ceased to be.
_NEWEST = f"""
    select distinct on (l.attribute, l.dataset) l.*
      from ledger l
     where l.entity = e.id and {{which}} and l.position < w.position
       and l.position > coalesce((
           select max(g.position) from ledger g
            where g.entity = e.id and g.deleted and g.position < w.position
              and g.attribute = (select id from attribute where name = '{TYPE}')), 0)
     order by l.attribute, l.dataset, l.observed_at desc, l.position desc
"""
_OF_ONE = "l.attribute = a.id and coalesce(l.dataset, '') = w.dataset"


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
          left join lateral ({_NEWEST.format(which=_OF_ONE)}) l on true
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
         cross join lateral ({_NEWEST.format(which="true")}) l
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
