"""What the ledger and the commands still know when following begins again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.domains.lighting.presence.seen import ATTRIBUTE
from mesto.kernel.model import Event, Observation
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


@dataclass(frozen=True, kw_only=True)
class SeenSince(Question[list[Event]]):
    """Who was seen since a moment, in the order of being seen."""

    since: datetime

    sql = """
        select e.urn, e.types, l.position, l.recorded_at, l.observed_at, l.number,
               l.value, l.meta
          from present p
          join entity e on e.id = p.entity
         cross join lateral (
               select l.* from ledger l
                where l.entity = p.entity and l.attribute = p.attribute
                  and l.observed_at >= $1 and not l.deleted and l.dataset is null
               ) l
         where p.attribute = (select id from attribute where name = $2)
         order by l.observed_at, l.position
    """

    def arguments(self) -> Sequence[object]:
        """Since when."""
        return (self.since, ATTRIBUTE)

    def answer(self, rows: Sequence[Row]) -> list[Event]:
        """Read an event a row."""
        return [
            Event(
                position=row["position"],
                recorded_at=row["recorded_at"],
                types=tuple(row["types"]),
                observation=Observation(
                    entity=row["urn"],
                    attribute=ATTRIBUTE,
                    value=join(row["number"], row["value"]),
                    source="",
                    observed_at=row["observed_at"],
                    meta=_meta(row["meta"]),
                ),
            )
            for row in rows
        ]


@dataclass(frozen=True, kw_only=True)
class LastOrders(Question[Mapping[str, float | None]]):
    """Which level a source ordered last of each lamp since a moment, by URN.

    What came to nothing was not ordered.
    """

    source: str
    name: str
    since: datetime

    sql = """
        select entity, value
          from (
               select distinct on (entity) entity, value, state
                 from command
                where source = $1 and name = $2 and created_at >= $3
                order by entity, position desc
               ) last
         where state not in ('failed', 'expired')
    """

    def arguments(self) -> Sequence[object]:
        """Who ordered what, since when."""
        return (self.source, self.name, self.since)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, float | None]:
        """Read an order a row; null is to follow one's own programme."""
        levels = {row["entity"]: join(None, row["value"]) for row in rows}
        return {
            lamp: float(level) if isinstance(level, int | float) else None
            for lamp, level in levels.items()
        }


def _meta(stored: str | None) -> Mapping[str, object] | None:
    meta = join(None, stored)
    return meta if isinstance(meta, dict) else None
