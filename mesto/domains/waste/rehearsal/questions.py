"""What the city is asked of the levels of past days."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.kernel.question import Question, Row


@dataclass(frozen=True, kw_only=True)
class LastLevels(Question[dict[str, dict[int, float]]]):
    """The last level of each day in [since, until), by URN and number of the day.

    attributes: the first that tells anything of a container holds for it
    """

    urns: Sequence[str]
    attributes: Sequence[str]
    since: datetime
    until: datetime

    sql = """
        select e.urn, (r.start::date - $3::timestamptz::date) as day, r.last,
               array_position($2::text[], a.name) as place
          from entity e
          join rollup_day r on r.entity = e.id
          join attribute a on a.id = r.attribute
         where e.urn = any($1::text[]) and a.name = any($2::text[])
           and r.start >= $3 and r.start < $4
         order by e.urn, place, day
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, what, and when."""
        return (self.urns, self.attributes, self.since, self.until)

    def answer(self, rows: Sequence[Row]) -> dict[str, dict[int, float]]:
        """Read a day a row."""
        found: defaultdict[str, dict[int, float]] = defaultdict(dict)
        by: dict[str, int] = {}
        for row in rows:
            if by.setdefault(row["urn"], row["place"]) == row["place"]:
                found[row["urn"]][row["day"]] = min(1.0, max(0.0, row["last"]))
        return dict(found)
