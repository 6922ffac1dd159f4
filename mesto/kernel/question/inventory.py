"""Which entities of a type there are, and in which parts of the town."""

from collections.abc import Sequence
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from mesto.kernel.question import Question, Row


class Numbered(NamedTuple):
    """An entity and the number assets are known by."""

    id: int
    urn: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AllOfType(Question[list[Numbered]]):
    """The entities of a type with their numbers and scopes, in order of number."""

    type: str

    sql = """
        select e.id, e.urn, e.scopes
          from entity e
         where e.types @> array[$1::text] and e."exists"
         order by e.id
    """

    def arguments(self) -> Sequence[object]:
        """Return the type."""
        return (self.type,)

    def answer(self, rows: Sequence[Row]) -> list[Numbered]:
        """Read an entity a row."""
        return [
            Numbered(row["id"], intern(row["urn"]), tuple(row["scopes"]))
            for row in rows
        ]
