"""What was known of one entity at a moment of the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.kernel.model import SCOPE, TYPE, Attribute, Entity, Kind
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


@dataclass(frozen=True, kw_only=True)
class KnownThen(Question[Entity | None]):
    """An entity as it was known at a moment; None if it did not exist.

    What arrived later is left out, however early it was observed.
    """

    entity: int
    at: datetime

    #: Jumps from one attribute to the next along the ledger's key, and takes the newest
    #: row of each dataset among the newest few.
    sql = """
        with recursive pair as (
            select (select min(attribute) from ledger where entity = $1) as attribute
            union all
            select (select min(attribute) from ledger
                     where entity = $1 and attribute > p.attribute)
              from pair p
             where p.attribute is not null
        )
        select e.urn, e.created_at as born, a.name, s.name as source_name, i.*
          from pair p
          join entity e on e.id = $1
          join attribute a on a.id = p.attribute
         cross join lateral (
               select distinct on (n.dataset) n.*
                 from (
                     select l.*
                       from ledger l
                      where l.entity = $1 and l.attribute = p.attribute
                        and l.observed_at <= $2 and l.recorded_at <= $2
                      order by l.observed_at desc, l.position desc
                      limit 50
                 ) n
                order by n.dataset, n.observed_at desc, n.position desc
               ) i
          join source s on s.id = i.source
         order by a.name, i.dataset nulls first
    """

    def arguments(self) -> Sequence[object]:
        """Return of whom, and when."""
        return (self.entity, self.at)

    def answer(self, rows: Sequence[Row]) -> Entity | None:
        """Put the entity together."""
        said = [_attribute(row) for row in rows if not row["deleted"]]
        by_name = {one.name: one.value for one in said}
        types = by_name.get(TYPE)
        if not isinstance(types, list):
            return None
        scopes = by_name.get(SCOPE)
        return Entity(
            id=rows[0]["urn"],
            types=tuple(types),
            scopes=tuple(scopes) if isinstance(scopes, list) else (),
            created_at=rows[0]["born"],
            modified_at=max(row["recorded_at"] for row in rows),
            attributes=tuple(one for one in said if one.name not in (TYPE, SCOPE)),
        )


def _attribute(row: Row) -> Attribute:
    return Attribute(
        name=row["name"],
        value=join(row["number"], row["value"]),
        kind=Kind(row["kind"]),
        position=row["position"],
        observed_at=row["observed_at"] if row["timed"] else None,
        created_at=row["recorded_at"],
        modified_at=row["recorded_at"],
        source=row["source_name"],
        unit=row["unit"],
        dataset=row["dataset"],
    )
