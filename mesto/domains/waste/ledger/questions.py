"""What the city is asked of overflows and of what stood in the way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.domains.waste.ledger.invoice import Obstructed
from mesto.domains.waste.nouns import CONTAINER, LEVEL, OBSTACLE, SEEN
from mesto.kernel.question import Question, Row

OVER = 0.995  #: share of the volume from which a container is full to the brim


@dataclass(frozen=True, kw_only=True)
class Overflows(Question[dict[str, int]]):
    """How many container-days were over full in [since, until), by month: 2026-01.

    By sensors and by eyes, each container once a day; days are those of UTC, as daily
    figures are kept.
    """

    since: datetime
    until: datetime
    zone: str

    sql = f"""
        select to_char(start at time zone $5, 'YYYY-MM') as month, count(*) as days
          from (
               select distinct r.entity, r.start
                 from rollup_day r
                 join entity e on e.id = r.entity
                where r.attribute in (select id from attribute
                                       where name = any($1::text[]))
                  and e.types @> array[$2::text]
                  and r.start >= $3 and r.start < $4 and r.greatest >= {OVER}
               ) over_full
         group by 1
    """  # noqa: S608 - a number of ours

    def arguments(self) -> Sequence[object]:
        """Of what, of which entity type, and when."""
        return ([LEVEL, SEEN], CONTAINER, self.since, self.until, self.zone)

    def answer(self, rows: Sequence[Row]) -> dict[str, int]:
        """Read a month a row."""
        return {row["month"]: row["days"] for row in rows}


@dataclass(frozen=True, kw_only=True)
class Obstacles(Question[dict[str, list[Obstructed]]]):
    """What stood in the way of emptying containers in [since, until), by URN."""

    urns: Sequence[str]
    since: datetime
    until: datetime

    sql = """
        select e.urn, l.observed_at, l.value ->> 'reason' as reason
          from entity e
          join ledger l on l.entity = e.id
         where e.urn = any($1::text[])
           and l.attribute = (select id from attribute where name = $2)
           and l.observed_at >= $3 and l.observed_at < $4 and not l.deleted
         order by l.observed_at
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, and when."""
        return (self.urns, OBSTACLE, self.since, self.until)

    def answer(self, rows: Sequence[Row]) -> dict[str, list[Obstructed]]:
        """Read an obstacle a row."""
        found: defaultdict[str, list[Obstructed]] = defaultdict(list)
        for row in rows:
            one = Obstructed(row["observed_at"], row["reason"] or "")
            found[row["urn"]].append(one)
        return dict(found)
