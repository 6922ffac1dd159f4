"""What very many entities say in a few of their attributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mesto.kernel.model import Value
from mesto.kernel.question import Question, Row
from mesto.kernel.row import join

#: What is said, by URN and name of the attribute.
Sayings: TypeAlias = Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, kw_only=True)
class Stated(Question[Sayings]):
    """The present values of some attributes of all entities of some types.

    Those without any of them are there too, saying nothing.
    """

    types: Sequence[str]
    attributes: Sequence[str]

    sql = """
        select e.urn, p.name, p.number, p.value
          from entity e
          left join (
               select p.entity, a.name, p.number, p.value
                 from present p
                 join attribute a on a.id = p.attribute
                where a.name = any($2::text[]) and not p.deleted and p.dataset = ''
               ) p on p.entity = e.id
         where e."exists" and e.types && $1::text[]
         order by e.urn
    """

    def arguments(self) -> Sequence[object]:
        """Of whom, and what."""
        return (list(self.types), list(self.attributes))

    def answer(self, rows: Sequence[Row]) -> Sayings:
        """Put together what each says."""
        said: dict[str, dict[str, Value]] = {}
        for row in rows:
            mine = said.setdefault(row["urn"], {})
            if row["name"] is not None:
                mine[row["name"]] = join(row["number"], row["value"])
        return said
