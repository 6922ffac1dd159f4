"""What the watch asks the ledger for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.model import Observation, Value
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


@dataclass(frozen=True, kw_only=True)
class Lately(Question[list[Observation]]):
    """What some entities said of some attributes since a moment, oldest first."""

    urns: Sequence[str]
    attributes: Sequence[str]
    since: datetime

    sql = """
        select e.urn, a.name, l.number, l.value, l.observed_at
          from entity e
         cross join attribute a
          join ledger l on l.entity = e.id and l.attribute = a.id
         where e.urn = any($1::text[]) and a.name = any($2::text[])
           and l.observed_at >= $3 and not l.deleted and l.dataset is null
         order by l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, and since when."""
        return (self.urns, self.attributes, self.since)

    def answer(self, rows: Sequence[Row]) -> list[Observation]:
        """Read an observation a row."""
        return [
            Observation(
                entity=row["urn"],
                attribute=row["name"],
                value=join(row["number"], row["value"]),
                observed_at=row["observed_at"],
                source="",
            )
            for row in rows
        ]


class Told(NamedTuple):
    """The last order that an entity was given and that is not known to have failed."""

    entity: str
    value: Value


@dataclass(frozen=True, kw_only=True)
class LastTold(Question[list[Told]]):
    """What lamps, feeders and cabinets were told last, since a moment."""

    urns: Sequence[str]
    names: Sequence[str]
    since: datetime

    sql = """
        select distinct on (entity) entity, value
          from command
         where entity = any($1::text[]) and name = any($2::text[])
           and created_at >= $3 and state in ('sent', 'confirmed')
         order by entity, created_at desc
    """

    def arguments(self) -> Sequence[object]:
        """To whom, what, and since when."""
        return (self.urns, self.names, self.since)

    def answer(self, rows: Sequence[Row]) -> list[Told]:
        """Read an order a row."""
        return [Told(row["entity"], join(None, row["value"])) for row in rows]


def lit_on_purpose(told: Sequence[Told]) -> Iterator[str]:
    """Yield the URNs of what somebody ordered to burn."""
    for one in told:
        lit = isinstance(one.value, int | float) and one.value > 0
        if lit or one.value == "on":
            yield one.entity
