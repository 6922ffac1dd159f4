"""The entities that gates are told of: connections and devices."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesto.kernel.question import Question, Row


@dataclass(frozen=True, kw_only=True)
class OfType(Question[list[str]]):
    """The URNs of all entities of a type, in order."""

    type: str

    @property
    def sql(self) -> str:
        """The statement."""
        return """
            select urn from entity
             where types @> array[$1::text] and "exists"
             order by urn
        """

    def arguments(self) -> Sequence[object]:
        """Return the type."""
        return (self.type,)

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Read each row as a URN."""
        return [row["urn"] for row in rows]
