"""What the ledger of savings asks: how the meters of sessions ran."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.domains.emobility.nouns import REGISTER
from mesto.kernel.question import Question, Row

#: Seconds since 1970, and kWh.
Readings = Sequence[tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Meters(Question[Mapping[str, Readings]]):
    """What the meters of sessions said since a moment, in order, by session."""

    urns: Sequence[str]
    since: datetime

    sql = """
        select e.urn,
               array_agg(extract(epoch from l.observed_at)::float8
                         order by l.observed_at, l.position) as at_s,
               array_agg(l.number order by l.observed_at, l.position) as kwh
          from ledger l
          join entity e on e.id = l.entity
         where l.attribute = (select id from attribute where name = $2)
           and e.urn = any($1::text[])
           and l.observed_at >= $3 and not l.deleted and l.number is not null
         group by e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Of which sessions, and since when."""
        return (self.urns, REGISTER, self.since)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, Readings]:
        """Read a session a row."""
        return {
            row["urn"]: list(zip(row["at_s"], row["kwh"], strict=True)) for row in rows
        }
