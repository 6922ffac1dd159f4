"""Containers whose outlook is still to be made: the forecast makes it, plans wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesto.domains.waste.nouns import CONTAINER, OUTLOOK
from mesto.kernel.question import Question, Row


@dataclass(frozen=True, kw_only=True)
class Unforetold(Question[list[str]]):
    """The URNs of the containers that have no outlook, in order."""

    sql = """
        select e.urn
          from entity e
         where e.types @> array[$1::text] and e."exists"
           and not exists (
                 select from present p
                  where p.entity = e.id and not p.deleted
                    and p.attribute = (select id from attribute where name = $2))
         order by e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Return what they are, and what they lack."""
        return (CONTAINER, OUTLOOK)

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Return one URN a row."""
        return [row["urn"] for row in rows]
