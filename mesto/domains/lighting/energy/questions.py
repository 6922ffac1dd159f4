"""What the city is asked of its lamps, meters and outages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.domains.lighting.energy.counter import Reading
from mesto.kernel.question import Question, Row

DEAD_SHARE = 0.1  #: of its rating: a lamp that never draws more all day did not burn

#: Lamps with the cabinet, feeder and segment they belong to, and their power, W: as the
#: lamp says, else as its model does.
_LAMPS = """
    with named as materialized (
        select (select id from attribute where name = 'powerRating') as rating,
               (select id from attribute where name = 'powerConsumption') as draws,
               (select id from attribute where name = 'refStreetlightModel') as model,
               (select id from attribute where name = 'feederID') as feeder,
               (select id from attribute where name = 'refRoadSegment') as segment,
               (select id from attribute
                 where name = 'refStreetlightControlCabinet') as cabinet
    ),
    led as materialized (
        select p.entity, p.attribute, e.urn, e.id as to_id
          from named n
          join present p on p.attribute in (n.model, n.feeder, n.segment, n.cabinet)
          join entity e on e.urn = p.target #>> '{}' and e."exists"
         where p.dataset = '' and not p.deleted
    ),
    lamp as materialized (
        select e.id, e.urn, coalesce(own.urn, its.urn, '') as cabinet,
               coalesce(feeder.urn, '') as feeder,
               coalesce(segment.urn, '') as segment,
               coalesce(rated.number, usual.number) as watts
          from entity e
         cross join named n
          left join led own on own.entity = e.id and own.attribute = n.cabinet
          left join led feeder on feeder.entity = e.id and feeder.attribute = n.feeder
          left join led its
                 on its.entity = feeder.to_id and its.attribute = n.cabinet
          left join led segment
                 on segment.entity = e.id and segment.attribute = n.segment
          left join led model on model.entity = e.id and model.attribute = n.model
          left join present rated
                 on rated.entity = e.id and rated.attribute = n.rating
                and rated.dataset = '' and not rated.deleted
          left join present usual
                 on usual.entity = model.to_id and usual.attribute = n.draws
                and usual.dataset = '' and not usual.deleted
         where e.types @> array['Streetlight'] and e."exists"
    )
"""


class Group(NamedTuple):
    """Lamps that share a cabinet, a feeder and a segment; empty: none is named."""

    cabinet: str
    feeder: str
    segment: str
    lamps: int
    watts: float
    powerless: int  #: lamps whose power is not known


@dataclass(frozen=True)
class Installed(Question[list[Group]]):
    """Which lamps there are, and what they draw at full power."""

    sql = f"""
        {_LAMPS}
        select cabinet, feeder, segment, count(*) as lamps,
               coalesce(sum(watts), 0) as watts,
               count(*) filter (where watts is null) as powerless
          from lamp
         group by 1, 2, 3
         order by 1, 2, 3
    """  # noqa: S608 - of texts above

    def answer(self, rows: Sequence[Row]) -> list[Group]:
        """Read a group a row."""
        return [
            Group(
                row["cabinet"],
                row["feeder"],
                row["segment"],
                row["lamps"],
                row["watts"],
                row["powerless"],
            )
            for row in rows
        ]


@dataclass(frozen=True)
class MeterReadings(Question[dict[str, list[Reading]]]):
    """The last reading of each day of the meters of cabinets, by cabinet."""

    since: datetime
    before: datetime

    sql = """
        select e.urn, r.last_at, r.last
          from rollup_day r
          join entity e on e.id = r.entity
         where r.attribute = (select id from attribute where name = 'energyConsumed')
           and r.start >= $1 and r.start < $2
           and e.types @> array['StreetlightControlCabinet'] and e."exists"
         order by r.entity, r.start
    """

    def arguments(self) -> Sequence[object]:
        """Between which moments."""
        return (self.since, self.before)

    def answer(self, rows: Sequence[Row]) -> dict[str, list[Reading]]:
        """Read a reading a row."""
        found: defaultdict[str, list[Reading]] = defaultdict(list)
        for row in rows:
            found[row["urn"]].append(Reading(row["last_at"], row["last"]))
        return dict(found)


@dataclass(frozen=True)
class LampReadings(Question[dict[str, dict[str, list[Reading]]]]):
    """The last readings of single lamps' counters in each month, by cabinet and lamp.

    edges: when months begin, one before the first included, and when the last ends
    unmetered: cabinets whose lamps are asked about
    """

    edges: Sequence[datetime]
    unmetered: Sequence[str]

    sql = f"""
        {_LAMPS}
        select l.cabinet, l.urn, r.last_at, r.last
          from lamp l
         cross join generate_subscripts($1::timestamptz[], 1) as month (at)
         cross join lateral (
               select d.last_at, d.last
                 from rollup_day d
                where d.entity = l.id
                  and d.attribute = (select id from attribute
                                      where name = 'lifetimePowerConsumption')
                  and d.start >= ($1::timestamptz[])[month.at]
                  and d.start < ($1::timestamptz[])[month.at + 1]
                order by d.start desc
                limit 1
               ) r
         where l.cabinet = any($2)
         order by l.cabinet, l.urn, r.last_at
    """  # noqa: S608 - as above

    def arguments(self) -> Sequence[object]:
        """When, and of which cabinets."""
        return (self.edges, self.unmetered)

    def answer(self, rows: Sequence[Row]) -> dict[str, dict[str, list[Reading]]]:
        """Read a reading a row."""
        found: dict[str, dict[str, list[Reading]]] = {}
        for row in rows:
            lamps = found.setdefault(row["cabinet"], {})
            reading = Reading(row["last_at"], row["last"])
            lamps.setdefault(row["urn"], []).append(reading)
        return found


class Dead(NamedTuple):
    """Days on which lamps were told to burn, were heard, and drew next to nothing."""

    cabinet: str
    month: int  #: its place between the edges
    lamp_days: int


@dataclass(frozen=True)
class DeadDays(Question[list[Dead]]):
    """How many days lamps were dead; edges as above."""

    edges: Sequence[datetime]

    sql = f"""
        {_LAMPS}
        select l.cabinet, width_bucket(r.start, $1) - 1 as month, count(*) as days
          from rollup_day r
          join lamp l on l.id = r.entity
          left join rollup_day told
            on told.entity = r.entity and told.start = r.start
           and told.attribute = (select id from attribute
                                  where name = 'illuminanceLevel')
         where r.attribute = (select id from attribute where name = 'powerConsumption')
           and r.start >= ($1::timestamptz[])[1]
           and r.start < least(($1::timestamptz[])[cardinality($1)],
                               date_trunc('day', now(), 'UTC'))
           and r.greatest < {DEAD_SHARE} * l.watts
           and coalesce(told.greatest, 1) > 0
         group by 1, 2
    """  # noqa: S608 - as above

    def arguments(self) -> Sequence[object]:
        """In which months."""
        return (self.edges,)

    def answer(self, rows: Sequence[Row]) -> list[Dead]:
        """Read a cabinet and month a row."""
        return [Dead(row["cabinet"], row["month"], row["days"]) for row in rows]


class Outage(NamedTuple):
    """A time in which a cabinet or a feeder was dark."""

    supply: str  #: URN
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Outages(Question[list[Outage]]):
    """When supplies were dark in [start, end), but for what another explains."""

    start: datetime
    end: datetime

    sql = """
        select e.urn, greatest(a.since, $1) as start,
               least(coalesce(a.ended_at, now()), $2) as end
          from alarm a
          join entity e on e.id = a.entity
         where a.type in ('StreetlightControlCabinet', 'StreetlightFeeder')
           and a.status = 2 and a.by is null
           and a.opened_at < $2 and coalesce(a.ended_at, 'infinity') > $1
         order by e.urn, a.since
    """

    def arguments(self) -> Sequence[object]:
        """Between which moments."""
        return (self.start, self.end)

    def answer(self, rows: Sequence[Row]) -> list[Outage]:
        """Read an outage a row."""
        return [Outage(row["urn"], row["start"], row["end"]) for row in rows]
