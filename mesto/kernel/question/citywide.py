"""How a number went over time in the whole city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.kernel.question import Question, Row
from mesto.kernel.question.history import Bin


@dataclass(frozen=True, kw_only=True)
class CityWide(Question[list[Bin]]):
    """Mean, least and greatest of an attribute over all entities, by the hour.

    The mean is of observations, so who speaks more often weighs more.
    """

    attribute: str
    start: datetime
    end: datetime

    sql = """
        select r.start, sum(r.total) / sum(r.n) as mean,
               min(r.least) as least, max(r.greatest) as greatest
          from rollup_hour r
         where r.attribute = (select id from attribute where name = $1)
           and r.start >= $2 and r.start < $3
         group by r.start
         order by r.start
    """

    def arguments(self) -> Sequence[object]:
        """Return attribute, start and end."""
        return (self.attribute, self.start, self.end)

    def answer(self, rows: Sequence[Row]) -> list[Bin]:
        """Read one bin a row."""
        return [Bin(r["start"], r["mean"], r["least"], r["greatest"]) for r in rows]
