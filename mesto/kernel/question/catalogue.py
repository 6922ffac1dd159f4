"""What kinds of things a municipality has: its types and attributes."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from mesto.kernel.model import Kind
from mesto.kernel.question import Question, Row


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """How one attribute is used by the entities of one type."""

    type: str
    attribute: str
    kinds: tuple[Kind, ...]
    instances: int


@dataclass(frozen=True, kw_only=True)
class OfType(Question[list[str]]):
    """The URNs of the entities of a type, in order."""

    often = True

    type: str

    sql = """
        select urn from entity
         where types @> array[$1::text] and "exists"
         order by urn
    """

    def arguments(self) -> Sequence[object]:
        """Return the type."""
        return (self.type,)

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Return one URN a row."""
        return [row["urn"] for row in rows]


@dataclass(frozen=True, kw_only=True)
class TypesInUse(Question[dict[str, int]]):
    """The types entities have, each with how many have it, in order."""

    sql = """
        select t.type, count(*) as entities
          from entity e cross join lateral unnest(e.types) as t(type)
         where e."exists"
         group by t.type
         order by t.type
    """

    def answer(self, rows: Sequence[Row]) -> dict[str, int]:
        """Return a count by type."""
        return {row["type"]: row["entities"] for row in rows}


@dataclass(frozen=True, kw_only=True)
class Uses(Question[list[Use]]):
    """How attributes are used, by type and attribute, in order.

    type: only by entities of this type; None is all
    attribute: only this one; None is all
    """

    type: str | None = None
    attribute: str | None = None

    sql = """
        select t.type, a.name as attribute,
               array_agg(distinct p.kind) as kinds, count(*) as instances
          from present p
          join attribute a on a.id = p.attribute
          join entity e on e.id = p.entity
         cross join lateral unnest(e.types) as t(type)
         where not p.deleted
           and e."exists"
           and ($1::text is null or e.types @> array[$1::text])
           and ($1::text is null or t.type = $1)
           and ($2::text is null or a.name = $2)
         group by t.type, a.name
         order by t.type, a.name
    """

    def arguments(self) -> Sequence[object]:
        """Return the type and the attribute, null for any."""
        return (self.type, self.attribute)

    def answer(self, rows: Sequence[Row]) -> list[Use]:
        """Return one use a row."""
        return [
            Use(
                type=row["type"],
                attribute=row["attribute"],
                kinds=tuple(Kind(kind) for kind in sorted(row["kinds"])),
                instances=row["instances"],
            )
            for row in rows
        ]
