"""What leads from an entity to others by relationships, and from others to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from mesto.kernel.question import Question, Row
from mesto.kernel.question.picture import NAME
from mesto.kernel.registry import DEVICE
from mesto.kernel.row import join


class Link(NamedTuple):
    """An entity that leads to another one."""

    id: int
    urn: str
    types: Sequence[str]
    attribute: str  #: by which it does


@dataclass(frozen=True, kw_only=True)
class LinksTo(Question[list[Link]]):
    """Entities with a relationship to one, ordered by number, at most `limit`.

    A Property whose value is the URN of an entity counts as one.
    """

    urn: str
    limit: int = 20_000

    sql = """
        select e.id, e.urn, e.types, a.name
          from present p
          join entity e on e.id = p.entity
          join attribute a on a.id = p.attribute
         where p.target @> to_jsonb($1::text) and not p.deleted and e."exists"
         order by e.id
         limit $2
    """

    def arguments(self) -> Sequence[object]:
        """To whom, and how many."""
        return (self.urn, self.limit)

    def answer(self, rows: Sequence[Row]) -> list[Link]:
        """Read a link a row."""
        return [Link(r["id"], r["urn"], r["types"], r["name"]) for r in rows]


@dataclass(frozen=True, kw_only=True)
class DevicesOf(Question[list[str]]):
    """The URNs of Devices that speak for some assets, or are asked for themselves."""

    assets: Sequence[str]

    sql = """
        select urn from entity
         where urn = any($1::text[]) and types @> array[$2] and "exists"
         union
        select e.urn
          from unnest($1::text[]) as asset (urn)
          join present p on p.target @> to_jsonb(asset.urn) and not p.deleted
          join attribute a on a.id = p.attribute and a.name = 'controlledAsset'
          join entity e on e.id = p.entity and e.types @> array[$2] and e."exists"
    """

    def arguments(self) -> Sequence[object]:
        """Of which assets, and what a device is."""
        return (self.assets, DEVICE)

    def answer(self, rows: Sequence[Row]) -> list[str]:
        """Read a device a row."""
        return [row["urn"] for row in rows]


class Kin(NamedTuple):
    """An entity and what it leads to."""

    id: int
    urn: str
    types: Sequence[str]
    name: object  #: a text or a map from language to text, where it has one
    links: Mapping[str, Sequence[str]]  #: URNs by attribute


@dataclass(frozen=True, kw_only=True)
class LinksOf(Question[dict[str, Kin]]):
    """What entities lead to, by their URNs; those there are not are left out."""

    urns: Sequence[str]

    sql = """
        select e.id, e.urn, e.types, n.value as name,
               array_agg(a.name) as attributes, array_agg(p.target) as targets
          from entity e
          left join present n
            on n.entity = e.id and n.dataset = '' and not n.deleted
           and n.attribute = (select id from attribute where name = $2)
          left join (present p join attribute a on a.id = p.attribute)
            on p.entity = e.id and p.target is not null and not p.deleted
         where e.urn = any($1::text[]) and e."exists"
         group by e.id, e.urn, e.types, n.value
    """

    def arguments(self) -> Sequence[object]:
        """Of whom."""
        return (self.urns, NAME)

    def answer(self, rows: Sequence[Row]) -> dict[str, Kin]:
        """Read an entity a row."""
        return {
            row["urn"]: Kin(
                row["id"],
                row["urn"],
                row["types"],
                join(None, row["name"]),
                _links(row["attributes"], row["targets"]),
            )
            for row in rows
        }


def _links(
    attributes: Sequence[str | None], targets: Sequence[str | None]
) -> dict[str, list[str]]:
    links: dict[str, list[str]] = {}
    for name, target in zip(attributes, targets, strict=True):
        if name is not None and target is not None:
            said = orjson.loads(target)
            urns = said if isinstance(said, list) else [said]
            links.setdefault(name, []).extend(u for u in urns if isinstance(u, str))
    return links
