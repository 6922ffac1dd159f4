"""What the ledger is asked for a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from mesto.domains.waste.nouns import EMPTYING
from mesto.domains.waste.planning.plans import PLAN, Kept, Plan
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join
from mesto.operations.written import DEFINITION


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


@dataclass(frozen=True, kw_only=True)
class Plans(Question[list[Kept]]):
    """All plans, the newest first, without what they thought of each stop."""

    sql = """
        select e.urn, p.position, p.value
          from present p
          join entity e on e.id = p.entity
         where p.attribute = (select id from attribute where name = $1)
           and e.types && $2::text[] and e."exists" and not p.deleted
         order by p.position desc
    """

    def arguments(self) -> Sequence[object]:
        """Return of what."""
        return (DEFINITION, [PLAN])

    def answer(self, rows: Sequence[Row]) -> list[Kept]:
        """Read a plan a row; what makes no sense is left out."""
        found = []
        for row in rows:
            try:
                plan = msgspec.convert(join(None, row["value"]), Plan)
            except msgspec.ValidationError:
                continue
            found.append(Kept(row["urn"].rpartition(":")[2], plan, row["position"]))
        return sorted(found, key=lambda one: one.plan.made_at, reverse=True)
