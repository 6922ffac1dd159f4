"""What the ledger knows of past nights: what lamps drew, who was seen, who drove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.domains.lighting.inventory.segments import STREETLIGHT
from mesto.domains.lighting.presence.seen import ATTRIBUTE
from mesto.kernel.question import Question, Row

POWER, LEVEL = "powerConsumption", "illuminanceLevel"
FLOW, INTENSITY = "TrafficFlowObserved", "intensity"


class Drawn(NamedTuple):
    """What lamps told of a night."""

    kwh: float
    lamps: int  #: that told it


@dataclass(frozen=True, kw_only=True)
class DrawnBy(Question[Drawn]):
    """What lamps drew in [start, end), by their meters or else by their levels."""

    start: datetime
    end: datetime

    sql = """
        with told as (
            select r.entity,
                   sum(r.total / r.n) filter (where a.name = $4) as metered_wh,
                   sum(r.total / r.n) filter (where a.name = $5) as full_h
              from rollup_hour r
              join attribute a on a.id = r.attribute and a.name in ($4, $5)
              join entity e on e.id = r.entity and e.types @> array[$3::text]
             where r.start >= $1 and r.start < $2
             group by r.entity
        )
        select count(*) as lamps,
               coalesce(sum(coalesce(t.metered_wh, t.full_h * p.number)), 0) as wh
          from told t
          left join present p on p.entity = t.entity and not p.deleted
               and p.attribute = (select id from attribute where name = 'powerRating')
         where t.metered_wh is not null or p.number is not null
    """

    def arguments(self) -> Sequence[object]:
        """When, of what, and by which attributes."""
        return (self.start, self.end, STREETLIGHT, POWER, LEVEL)

    def answer(self, rows: Sequence[Row]) -> Drawn:
        """Read the only row."""
        return Drawn(rows[0]["wh"] / 1000, rows[0]["lamps"])


class Met(NamedTuple):
    """Somebody at a sensor."""

    sensor: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MetIn(Question[list[Met]]):
    """Who was seen in [start, end), in order."""

    start: datetime
    end: datetime

    sql = """
        select e.urn, l.observed_at
          from present p
          join entity e on e.id = p.entity
         cross join lateral (
               select l.observed_at from ledger l
                where l.entity = p.entity and l.attribute = p.attribute
                  and l.observed_at >= $1 and l.observed_at < $2
                  and not l.deleted and (l.value = 'true' or l.number > 0)
               ) l
         where p.attribute = (select id from attribute where name = $3)
         order by l.observed_at, e.urn
    """

    def arguments(self) -> Sequence[object]:
        """When, and what tells it."""
        return (self.start, self.end, ATTRIBUTE)

    def answer(self, rows: Sequence[Row]) -> list[Met]:
        """Read a meeting a row."""
        return [Met(row["urn"], row["observed_at"]) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Busyness(Question[Mapping[int, float]]):
    """How many drove by the counters of the town, by the hour of its clock, on average.

    In [start, end); hours without any are left out.
    """

    start: datetime
    end: datetime
    zone: str  #: IANA name

    sql = """
        select extract(hour from r.start at time zone $3)::int as hour,
               sum(r.total) / sum(r.n) as mean
          from rollup_hour r
          join entity e on e.id = r.entity and e.types @> array[$4::text]
         where r.attribute = (select id from attribute where name = $5)
           and r.start >= $1 and r.start < $2
         group by 1
         order by 1
    """

    def arguments(self) -> Sequence[object]:
        """When, by whose clock, and of what."""
        return (self.start, self.end, self.zone, FLOW, INTENSITY)

    def answer(self, rows: Sequence[Row]) -> Mapping[int, float]:
        """Read an hour a row."""
        return {row["hour"]: row["mean"] for row in rows}
