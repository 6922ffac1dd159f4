"""Which work orders a list shows: PostgreSQL leaves out what is long over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.kernel.question import Question, Row
from mesto.operations.work.order import ASSET
from mesto.operations.work.said import STATE, WORK_ORDER, State

OVER = (State.CHECKED, State.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class ListedOrders(Question[list[str]]):
    """The URNs of orders that are not over, or were changed since then, in order.

    about: URN of an asset; None: whatever they are about
    """

    since: datetime
    about: str | None = None

    sql = """
        select e.urn
          from entity e
          left join present s
            on s.entity = e.id and s.dataset = '' and not s.deleted
           and s.attribute = (select id from attribute where name = $2)
         where e.types @> array[$1::text] and e."exists"
           and (e.modified_at >= $3
                or coalesce(s.value #>> '{}', '') <> all($4::text[]))
           and ($5::text is null or exists (
                select from present p
                 where p.entity = e.id and not p.deleted
                   and p.attribute = (select id from attribute where name = $6)
                   and p.target @> to_jsonb($5::text)))
         order by e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Of which type and state, since when, about what."""
        return (WORK_ORDER, STATE, self.since, list(OVER), self.about, ASSET)

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Return one URN a row."""
        return [row["urn"] for row in rows]
