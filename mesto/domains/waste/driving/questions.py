"""What the ledger is asked about rounds: which there are, tracks, what sensors saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from mesto.domains.waste.driving.proof import Seen
from mesto.domains.waste.driving.track import Fix
from mesto.domains.waste.nouns import EMPTYING, LEVEL, ROUND, Emptying, way_urn
from mesto.kernel.model import LOCATION
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join
from mesto.operations.written import DEFINITION

#: A round is written at most so long before its day, and moved at most so long after.
#: Only what was written then is looked into: a definition is long.
AHEAD, AFTER = timedelta(days=15), timedelta(days=32)


@dataclass(frozen=True, kw_only=True)
class RoundsOn(Question[list[str]]):
    """The URNs of the rounds of some days, [first, last], in their order.

    phases: only those in one of them; empty: whatever it is
    """

    first: date
    last: date
    phases: Sequence[str] = ()

    sql = """
        select e.urn
          from present p
          join entity e on e.id = p.entity
         where p.attribute = (select id from attribute where name = $1)
           and e.urn like $2 and e."exists" and not p.deleted
           and p.recorded_at between $3 and $4
           and p.value->>'day' between $5 and $6
           and ($7::text[] = '{}' or coalesce(p.value->>'phase', 'draft') = any($7))
         order by p.value->>'day', e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Return what they are called, when written, their days and phases."""
        return (
            DEFINITION,
            f"urn:ngsi-ld:{ROUND}:%",
            datetime.combine(self.first, time(), UTC) - AHEAD,
            datetime.combine(self.last, time(), UTC) + AFTER,
            self.first.isoformat(),
            self.last.isoformat(),
            list(self.phases),
        )

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Read a URN a row."""
        return [row["urn"] for row in rows]


@dataclass(frozen=True, kw_only=True)
class Lacking(Question[list[str]]):
    """Which of some rounds lack an attribute, in their order."""

    urns: Sequence[str]
    attribute: str

    sql = """
        select asked.urn
          from unnest($1::text[]) with ordinality as asked (urn, place)
          left join entity e on e.urn = asked.urn
          left join present p on p.entity = e.id and not p.deleted
           and p.attribute = (select id from attribute where name = $2)
         where p.entity is null
         order by asked.place
    """

    def arguments(self) -> Sequence[object]:
        """Of which, and what."""
        return (list(self.urns), self.attribute)

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Read a URN a row."""
        return [row["urn"] for row in rows]


@dataclass(frozen=True, kw_only=True)
class TrackOf(Question[list[Fix]]):
    """Where something was in [start, end), as it said, in its order."""

    urn: str
    start: datetime
    end: datetime

    sql = """
        select l.observed_at, l.value
          from ledger l
         where l.entity = (select id from entity where urn = $1)
           and l.attribute = (select id from attribute where name = $2)
           and l.observed_at >= $3 and l.observed_at < $4
           and not l.deleted and l.dataset is null
         order by l.observed_at, l.position
    """

    def arguments(self) -> Sequence[object]:
        """Of what, and when."""
        return (self.urn, LOCATION, self.start, self.end)

    def answer(self, rows: Sequence[Row]) -> list[Fix]:
        """Read a point a row; what is no point is left out."""
        found = []
        for row in rows:
            match join(None, row["value"]):
                case {
                    "type": "Point",
                    "coordinates": [int() | float() as x, int() | float() as y, *_],
                }:
                    found.append(Fix(row["observed_at"], (float(x), float(y))))
        return found


@dataclass(frozen=True, kw_only=True)
class SeenEmptied(Question[Mapping[str, list[Seen]]]):
    """What sensors saw of emptyings in [start, end), by container with a sensor."""

    urns: Sequence[str]
    start: datetime
    end: datetime

    sql = """
        select e.urn, l.observed_at, l.value
          from entity e
          join present p on p.entity = e.id and p.dataset = '' and not p.deleted
           and p.attribute = (select id from attribute where name = $2)
          left join ledger l on l.entity = e.id
           and l.attribute = (select id from attribute where name = $3)
           and l.dataset = $4 and l.observed_at >= $5 and l.observed_at < $6
           and not l.deleted
         where e.urn = any($1::text[])
         order by e.urn, l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Of which containers, and when."""
        return (
            self.urns,
            LEVEL,
            EMPTYING,
            way_urn("detected"),
            self.start,
            self.end,
        )

    def answer(self, rows: Sequence[Row]) -> Mapping[str, list[Seen]]:
        """Read an emptying a row; what makes no sense is left out."""
        found: dict[str, list[Seen]] = {}
        for row in rows:
            seen = found.setdefault(row["urn"], [])
            if row["observed_at"] is None:
                continue
            try:
                read = msgspec.convert(join(None, row["value"]), Emptying)
            except msgspec.ValidationError:
                continue
            if read.confidence > 0:
                seen.append(Seen(row["observed_at"], read.confidence, read.before))
        return found
