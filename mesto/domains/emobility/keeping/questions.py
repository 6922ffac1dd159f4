"""What the keeper asks the ledger and the commands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from mesto.domains.emobility.keeping.loads import Hourly, Past
from mesto.domains.emobility.nouns import SESSION_STATUS
from mesto.kernel.model import State
from mesto.kernel.question import Question, Row
from mesto.names.charging import SESSION


class Ordered(NamedTuple):
    """A command as it was given to a station."""

    station: str
    value: Mapping[str, Any]  # Any: JSON that the keeper wrote
    at: datetime
    state: State
    tries: int


@dataclass(frozen=True, kw_only=True)
class Orders(Question[list[Ordered]]):
    """What a source ordered by a name since a moment, in the order it did."""

    source: str
    name: str
    since: datetime

    sql = """
        select entity, value, created_at, state::text, tries
          from command
         where source = $1 and name = $2 and created_at >= $3
         order by position
    """

    def arguments(self) -> Sequence[object]:
        """Who ordered what, since when."""
        return (self.source, self.name, self.since)

    def answer(self, rows: Sequence[Row]) -> list[Ordered]:
        """Read an order a row."""
        return [
            Ordered(
                station=row["entity"],
                value=orjson.loads(row["value"]),
                at=row["created_at"],
                state=State(row["state"]),
                tries=row["tries"],
            )
            for row in rows
        ]


@dataclass(frozen=True, kw_only=True)
class SessionsThat(Question[list[str]]):
    """URNs of sessions that are open, or have ended, since a moment, the last first."""

    status: str
    since: datetime
    limit: int = 5_000

    sql = """
        select e.urn
          from entity e
          join present p on p.entity = e.id and not p.deleted
           and p.attribute = (select id from attribute where name = $2)
         where e."exists" and e.types @> array[$1::text]
           and p.value = to_jsonb($3::text) and p.recorded_at >= $4
         order by p.recorded_at desc, e.id
         limit $5
    """

    def arguments(self) -> Sequence[object]:
        """Of what status, since when, and how many."""
        return (SESSION, SESSION_STATUS, self.status, self.since, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Read a session a row."""
        return [row["urn"] for row in rows]


@dataclass(frozen=True, kw_only=True)
class HoursOfDay(Question[Past]):
    """The least and the most of attributes by hour of the day, UTC, since a moment."""

    urns: Sequence[str]
    names: Sequence[str]
    since: datetime

    sql = """
        select e.urn, a.name,
               extract(hour from r.start at time zone 'UTC')::int as hour,
               min(r.least) as least, max(r.greatest) as greatest
          from rollup_hour r
          join attribute a on a.id = r.attribute and a.name = any($2::text[])
          join entity e on e.id = r.entity
         where e.urn = any($1::text[]) and r.start >= $3
         group by 1, 2, 3
    """

    def arguments(self) -> Sequence[object]:
        """Of what, and since when."""
        return (self.urns, self.names, self.since)

    def answer(self, rows: Sequence[Row]) -> Past:
        """Read an hour of the day a row."""
        return {
            (row["urn"], row["name"], row["hour"]): Hourly(
                row["least"], row["greatest"]
            )
            for row in rows
        }


@dataclass(frozen=True, kw_only=True)
class PartsOf(Question[Mapping[str, Sequence[str]]]):
    """URNs of what leads to each of some entities by one of some relationships."""

    urns: Sequence[str]
    names: Sequence[str]

    sql = """
        select whole.urn as whole, array_agg(distinct e.urn order by e.urn) as parts
          from unnest($1::text[]) as whole (urn)
          join present p on p.target @> to_jsonb(whole.urn) and not p.deleted
          join attribute a on a.id = p.attribute and a.name = any($2::text[])
          join entity e on e.id = p.entity and e."exists"
         group by whole.urn
    """

    def arguments(self) -> Sequence[object]:
        """Of what, and by which relationships."""
        return (self.urns, self.names)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, Sequence[str]]:
        """Read a whole a row."""
        return {row["whole"]: row["parts"] for row in rows}
