"""How a number went over time: from the ledger for hours, from rollups for months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from mesto.kernel.question import Question, Row

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)

#: Each source gives start, n, total, least and greatest of attribute $1 of entity $2.
#: The attribute is looked up by itself: joined, rows would not come in their order.
_ATTRIBUTE = "(select id from attribute where name = $1)"
_LEDGER = f"""
    select l.observed_at as start, 1 as n, l.number as total,
           l.number as least, l.number as greatest
      from ledger l
     where l.entity = $2 and l.attribute = {_ATTRIBUTE}
       and l.observed_at >= $3 and l.observed_at < $4
       and l.number is not null and not l.deleted and l.dataset is null
"""
_ROLLUP = """
    select r.start, r.n, r.total, r.least, r.greatest
      from rollup_{unit} r
     where r.attribute = {attribute} and r.entity = $2
       and r.start >= $3 and r.start < $4
"""

#: In which step of $5 a start lies, by the clock of $6. An hour that the clock shows
#: twice makes a step begin earlier than its clock time says, which is read as the later
#: of the two.
_STEP = "date_bin($5, start at time zone $6, '2000-01-03')"


class Bin(NamedTuple):
    """What was observed in one step."""

    start: datetime
    mean: float
    least: float
    greatest: float
    n: int = 1  #: observations


@dataclass(frozen=True, kw_only=True)
class Span:
    """A number of an entity in [start, end)."""

    entity: int
    attribute: str
    start: datetime
    end: datetime

    def arguments(self) -> Sequence[object]:
        """Of what, of whom, and when."""
        return (self.attribute, self.entity, self.start, self.end)


@dataclass(frozen=True, kw_only=True)
class History(Question[list[Bin]]):
    """A number in steps of time, those without observations left out.

    Steps of an hour and more come from the rollups, shorter ones from the ledger.
    Those of more than an hour keep to the clock of `zone`, so that a day has 23 or 25
    hours when it has; a step of weeks is made of days in UTC. They are counted from a
    Monday, so that they stay put while time goes on.
    """

    span: Span
    step: timedelta
    zone: str = "UTC"  #: IANA name

    @property
    def sql(self) -> str:
        """Bin whichever source is the coarsest that will do."""
        if self.step % WEEK == timedelta(0):
            source = _ROLLUP.format(unit="day", attribute=_ATTRIBUTE)
        elif self.step % HOUR == timedelta(0):
            source = _ROLLUP.format(unit="hour", attribute=_ATTRIBUTE)
        else:
            source = _LEDGER
        return f"""
            select least(min(start), {_STEP} at time zone $6) as at,
                   sum(total) / sum(n) as mean, sum(n)::bigint as n,
                   min(least) as least, max(greatest) as greatest
              from ({source}) as source
             group by {_STEP}
             order by 1
        """

    @property
    def clock(self) -> str:
        """The zone whose clock tells where a step begins."""
        local = self.step > HOUR and self.step % WEEK != timedelta(0)
        return self.zone if local else "UTC"

    def arguments(self) -> Sequence[object]:
        """Of what, and in which steps."""
        return (*self.span.arguments(), self.step, self.clock)

    def answer(self, rows: Sequence[Row]) -> list[Bin]:
        """Read a step a row."""
        return [
            Bin(r["at"], r["mean"], r["least"], r["greatest"], r["n"]) for r in rows
        ]


@dataclass(frozen=True, kw_only=True)
class Raw(Question[list[Bin]]):
    """Every observation of a number, the oldest `limit` of them."""

    span: Span
    limit: int

    @property
    def sql(self) -> str:
        """Read the ledger as it is."""
        return f"{_LEDGER} order by 1 limit $5"

    def arguments(self) -> Sequence[object]:
        """Of what, and how many."""
        return (*self.span.arguments(), self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Bin]:
        """Read an observation a row."""
        return [Bin(r["start"], r["total"], r["total"], r["total"]) for r in rows]


@dataclass(frozen=True, kw_only=True)
class Unmoved(Question[set[int]]):
    """Entities whose number has not moved since a day, though they kept reporting.

    Source of the figures: days that ended, at least `reports` of them all together.
    """

    attribute: str
    since: datetime
    reports: int = 6

    @property
    def sql(self) -> str:
        """Compare the extremes of the days."""
        return """
            select r.entity
              from rollup_day r
              join attribute a on a.id = r.attribute
             where a.name = $1 and r.start >= $2
             group by r.entity
            having min(r.least) = max(r.greatest)
               and sum(r.n) >= $3
               and min(r.start) <= $2 + interval '1 day'
        """

    def arguments(self) -> Sequence[object]:
        """Of what, and since when."""
        return (self.attribute, self.since, self.reports)

    def answer(self, rows: Sequence[Row]) -> set[int]:
        """Gather the entities' numbers."""
        return {row["entity"] for row in rows}
