"""What a forecast asks the ledger for: levels that were read and seen, the weather."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from mesto.domains.waste.nouns import CONTAINER, LEVEL, OUTLOOK, SEEN
from mesto.domains.waste.outlook import Outlook
from mesto.kernel.question import Question, Row

WEATHER = "WeatherObserved"


class Levels(NamedTuple):
    """Levels of a container, in order; times in seconds since 1970."""

    urn: str
    at_s: Sequence[float]
    levels: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Read(Question[list[Levels]]):
    """What sensors read in [since, until), by container: the last of each stretch."""

    since: datetime
    until: datetime
    every_h: int = 8

    sql = """
        with last as (
            select distinct on (r.entity, date_bin($4, r.start, '2000-01-01'))
                   r.entity, r.last_at, r.last
              from rollup_hour r
             where r.attribute = (select id from attribute where name = $1)
               and r.start >= $2 and r.start < $3
             order by r.entity, date_bin($4, r.start, '2000-01-01'), r.start desc
        )
        select e.urn,
               array_agg(extract(epoch from last_at)::float8 order by last_at) as at_s,
               array_agg(last order by last_at) as levels
          from last
          join entity e on e.id = last.entity and e."exists"
           and e.types @> array[$5::text]
         group by e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Say of what, when, and how often."""
        stretch = timedelta(hours=self.every_h)
        return (LEVEL, self.since, self.until, stretch, CONTAINER)

    def answer(self, rows: Sequence[Row]) -> list[Levels]:
        """Read a container a row."""
        return [Levels(row["urn"], row["at_s"], row["levels"]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class SeenIn(Question[list[Levels]]):
    """What people saw in [since, until), by container."""

    since: datetime
    until: datetime

    sql = """
        select e.urn,
               array_agg(extract(epoch from l.observed_at)::float8
                         order by l.observed_at) as at_s,
               array_agg(l.number order by l.observed_at) as levels
          from ledger l
          join entity e on e.id = l.entity and e."exists"
           and e.types @> array[$4::text]
         where l.attribute = (select id from attribute where name = $1)
           and l.observed_at >= $2 and l.observed_at < $3
           and not l.deleted and l.number is not null
         group by e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Say of what, and when."""
        return (SEEN, self.since, self.until, CONTAINER)

    def answer(self, rows: Sequence[Row]) -> list[Levels]:
        """Read a container a row."""
        return [Levels(row["urn"], row["at_s"], row["levels"]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class LevelsOf(Question[list[tuple[datetime, float]]]):
    """The levels told of one container in [since, until), in order."""

    urn: str
    attribute: str
    since: datetime
    until: datetime
    limit: int = 2_000  #: the newest

    sql = """
        select l.observed_at, l.number
          from ledger l
         where l.entity = (select id from entity where urn = $1)
           and l.attribute = (select id from attribute where name = $2)
           and l.observed_at >= $3 and l.observed_at < $4
           and not l.deleted and l.number is not null
         order by l.observed_at desc
         limit $5
    """

    def arguments(self) -> Sequence[object]:
        """Say of whom, what, when, and how many."""
        return (self.urn, self.attribute, self.since, self.until, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[tuple[datetime, float]]:
        """Read a level a row, the oldest first."""
        return [(row["observed_at"], row["number"]) for row in reversed(rows)]


class Held(NamedTuple):
    """An outlook as it was recorded, of a container."""

    urn: str
    outlook: Outlook


@dataclass(frozen=True, kw_only=True)
class HeldIn(Question[list[Held]]):
    """The first outlook of each container that was recorded in [since, until)."""

    since: datetime
    until: datetime

    sql = """
        select distinct on (l.entity) e.urn, l.value
          from ledger l
          join entity e on e.id = l.entity and e."exists"
         where l.attribute = (select id from attribute where name = $1)
           and l.observed_at >= $2 and l.observed_at < $3 and not l.deleted
         order by l.entity, l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Say of what, and when."""
        return (OUTLOOK, self.since, self.until)

    def answer(self, rows: Sequence[Row]) -> list[Held]:
        """Read an outlook a row; what makes no sense is left out."""
        read = ((row["urn"], _outlook(row["value"])) for row in rows)
        return [Held(urn, one) for urn, one in read if one is not None]


@dataclass(frozen=True, kw_only=True)
class Put(Question[Mapping[str, datetime]]):
    """When containers came to be known, by URN."""

    sql = """
        select e.urn, e.created_at
          from entity e
         where e.types @> array[$1::text] and e."exists"
    """

    def arguments(self) -> Sequence[object]:
        """Say of what."""
        return (CONTAINER,)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, datetime]:
        """Read a container a row."""
        return {row["urn"]: row["created_at"] for row in rows}


@dataclass(frozen=True, kw_only=True)
class Weathered(Question[Mapping[date, float]]):
    """The mean of what weather stations told of a number, by day in UTC."""

    attribute: str
    since: datetime
    until: datetime

    sql = """
        select (r.start at time zone 'UTC')::date as day,
               sum(r.total) / sum(r.n) as mean
          from rollup_day r
          join entity e on e.id = r.entity and e.types @> array[$4::text]
         where r.attribute = (select id from attribute where name = $1)
           and r.start >= $2 and r.start < $3
         group by 1
         order by 1
    """

    def arguments(self) -> Sequence[object]:
        """Say of what, when, and by which stations."""
        return (self.attribute, self.since, self.until, WEATHER)

    def answer(self, rows: Sequence[Row]) -> Mapping[date, float]:
        """Read a day a row."""
        return {row["day"]: row["mean"] for row in rows}


def _outlook(value: str) -> Outlook | None:
    try:
        return msgspec.json.decode(value, type=Outlook)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
