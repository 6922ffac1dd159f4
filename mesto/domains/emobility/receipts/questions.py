"""What the ledger is asked to bill a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from mesto.kernel.model import Value
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join


class Was(NamedTuple):
    """What something was said to be, and where in the ledger."""

    value: Value
    position: int


@dataclass(frozen=True, kw_only=True)
class AsOf(Question[dict[str, Was]]):
    """What an attribute of entities of a type was at a time, by URN.

    urns: of these alone; None: of all

    Those that had none then, or were not there any more, are left out. What is no more
    now has no type; it is known by its URN.
    """

    type: str
    attribute: str
    at: datetime
    urns: Sequence[str] | None = None

    sql = """
        select distinct on (e.id) e.urn, l.position, l.number, l.value, l.deleted
          from entity e
          join ledger l on l.entity = e.id
          join attribute a on a.id = l.attribute
         where (e.types && array[$1::text]
                or not e."exists" and starts_with(e.urn, 'urn:ngsi-ld:' || $1 || ':'))
           and ($4::text[] is null or e.urn = any($4))
           and (a.name = $2 or a.name = 'type' and l.deleted)
           and l.observed_at <= $3 and l.dataset is null
         order by e.id, l.observed_at desc, l.position desc
    """

    def arguments(self) -> Sequence[object]:
        """Of what, which, when, and of whom."""
        return (self.type, self.attribute, self.at, self.urns)

    def answer(self, rows: Sequence[Row]) -> dict[str, Was]:
        """Read what each was."""
        return {
            row["urn"]: Was(join(row["number"], row["value"]), row["position"])
            for row in rows
            if not row["deleted"]
        }
