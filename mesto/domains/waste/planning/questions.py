"""What the ledger is asked for a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.domains.waste.nouns import EMPTYING
from mesto.kernel.question import Question, Row


@dataclass(frozen=True, kw_only=True)
class LastEmptied(Question[Mapping[str, datetime]]):
    """When each container was last emptied, in whatever way that is known."""

    sql = """
        select e.urn, max(p.observed_at) as at
          from present p
          join entity e on e.id = p.entity
         where p.attribute = (select id from attribute where name = $1)
           and not p.deleted and e."exists"
         group by e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Return of what."""
        return (EMPTYING,)

    def answer(self, rows: Sequence[Row]) -> Mapping[str, datetime]:
        """Read a container a row."""
        return {row["urn"]: row["at"] for row in rows}
