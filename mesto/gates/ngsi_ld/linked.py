"""Showing the entities that relationships lead to, inside or beside those asked for.

Source: ETSI GS CIM 009 v1.8.1, 4.5.23 (linked entity retrieval), 4.21 (projection).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

import msgspec

from mesto.gates.ngsi_ld.codec.encode import Json, Shape, View, encode, feature
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.problem import BadRequestData, TooComplexQuery
from mesto.gates.ngsi_ld.query.projection import Projection, read_projection, whole
from mesto.gates.ngsi_ld.query.selection import split_words
from mesto.gates.ngsi_ld.request import GEO_JSON, Request
from mesto.kernel.city import City
from mesto.kernel.model import Attribute, Entity, Kind

JOIN_PARAMETERS: Final = frozenset({"join", "joinLevel", "containedBy"})
LEVEL_MAX: Final = 10
LINKED_MAX: Final = 5_000  #: linked entities in one answer

_RELATIONS: Final = frozenset({Kind.RELATIONSHIP, Kind.LIST_RELATIONSHIP})


Encoder: TypeAlias = Callable[[Entity, View, Context], Json]


class Way(StrEnum):
    """Where linked entities are shown."""

    INLINE = "inline"
    FLAT = "flat"


class Join(msgspec.Struct, frozen=True, kw_only=True):
    """Which linked entities are shown, and how."""

    way: Way
    level: int = 1  #: how many relationships are followed one after the other
    contained_by: frozenset[str] = frozenset()  #: entities the peer already shows
    pick: Projection = {}
    omit: Projection = {}


@dataclass
class Node:
    """An entity that is shown, and those shown with it."""

    entity: Entity
    view: View
    pick: Projection
    omit: Projection
    linked: dict[tuple[str, str], "Node"] = field(default_factory=dict)

    def relations(self) -> Iterator[Attribute]:
        """Yield the relationships that are shown."""
        for attribute in self.entity.attributes:
            if attribute.kind in _RELATIONS and self.view.shows_attribute(attribute):
                yield attribute

    def targets(self, relation: Attribute) -> Iterable[tuple[str, str]]:
        """Yield the name of a relationship with each entity it leads to."""
        value = relation.value
        urns = [value] if isinstance(value, str) else value
        assert isinstance(urns, Sequence)  # a relationship holds URIs
        return ((relation.name, str(urn)) for urn in urns)


def read_join(said: Mapping[str, str], context: Context) -> Join | None:
    """Return what parameters say about linked entities; None if none are wanted."""
    way = said.get("join")
    if way in (None, "@none"):
        return None
    if way not in set(Way):
        raise BadRequestData(f"join is inline or flat, not {way!r:.50}")
    level = said.get("joinLevel", "1")
    if not (level.isascii() and level.isdigit() and 1 <= int(level[:3]) <= LEVEL_MAX):
        raise BadRequestData(f"joinLevel is between 1 and {LEVEL_MAX}")
    pick, omit = said.get("pick"), said.get("omit")
    return Join(
        way=Way(way),
        level=int(level),
        contained_by=frozenset(split_words(said.get("containedBy"), "containedBy")),
        pick=read_projection(pick, context.expand) if pick else {},
        omit=read_projection(omit, context.expand, "omit") if omit else {},
    )


async def show(
    request: Request,
    entities: Sequence[Entity],
    view: View,
    context: Context,
    *,
    accepted: str,
) -> list[Json]:
    """Return the payloads of entities, with linked ones if the request wants them.

    An entity of which nothing is left to show is left out.
    """
    join = read_join(request.parameters, context)
    shown = feature if accepted == GEO_JSON else encode
    return await join_all(request.city, entities, view, context, join=join, shown=shown)


async def join_all(  # noqa: PLR0913 - whose, of which, how, and with what
    city: City,
    entities: Sequence[Entity],
    view: View,
    context: Context,
    *,
    join: Join | None,
    shown: Encoder = encode,
) -> list[Json]:
    """Return the payloads of entities, with linked ones as `join` says.

    shown: `encode` or `feature`
    """
    pick, omit = (join.pick, join.omit) if join else ({}, {})
    nodes = [Node(entity, view, pick, omit) for entity in entities]
    if join is not None:
        await _link(city, nodes, join)
    if join is not None and join.way is Way.FLAT:
        nodes = list(_side_by_side(nodes))
    inline = join is not None and join.way is Way.INLINE
    payloads = (_encode(node, context, shown, inline=inline) for node in nodes)
    return [payload for payload in payloads if payload]


async def _link(city: City, nodes: Sequence[Node], join: Join) -> None:
    """Find the linked entities, one level after the other."""
    found = 0
    for _ in range(join.level):
        wanted = [
            (node, target)
            for node in nodes
            for relation in node.relations()
            for target in node.targets(relation)
            if target[1] not in join.contained_by
        ]
        found += len(wanted)
        if found > LINKED_MAX:
            raise TooComplexQuery(f"more than {LINKED_MAX} linked entities")
        known = await city.present(list({urn for _, (_, urn) in wanted}))
        nodes = [
            _attach(node, target, known[target[1]])
            for node, target in wanted
            if target[1] in known
        ]


def _attach(node: Node, target: tuple[str, str], entity: Entity) -> Node:
    """Put an entity under the one that leads to it, seen as its projection says."""
    pick = node.pick.get(target[0], {})
    omit = node.omit.get(target[0], {})
    view = msgspec.structs.replace(
        node.view,
        attributes=None,
        datasets=None,
        pick=frozenset(pick) or None,
        omit=whole(omit),
    )
    linked = Node(entity, view, pick, omit)
    node.linked[target] = linked
    return linked


def _side_by_side(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes level by level, each entity once."""
    level = list(nodes)
    seen: set[str] = set()
    while level:
        fresh = {node.entity.id: node for node in reversed(level)}
        new = [fresh[urn] for urn in reversed(fresh) if urn not in seen]
        seen.update(fresh)
        yield from new
        level = [linked for node in level for linked in node.linked.values()]


def _encode(node: Node, context: Context, shown: Encoder, *, inline: bool) -> Json:
    """Return a payload; `inline`, with linked entities in their relationships."""
    payload = shown(node.entity, node.view, context)
    if inline and node.linked:
        members = payload.get("properties", payload)
        for name in {relation.name for relation in node.relations()}:
            short = context.compact(name)
            members[short] = _with_entities(members[short], name, node, context)
    return payload


def _with_entities(said: Any, name: str, node: Node, context: Context) -> Any:
    """Return what is said of a relationship, with the entities it leads to."""
    if node.view.shape is Shape.SIMPLIFIED:
        return _instead(said, name, node, context)
    if isinstance(said, list):
        return [_with_entities(one, name, node, context) for one in said]
    objects = said.get("object", said.get("objectList"))
    if isinstance(objects, str):
        entity = _payload_of(objects, name, node, context)
        return said if entity is None else {**said, "entity": entity}
    urns = [one["object"] if isinstance(one, dict) else one for one in objects]
    entities = [_payload_of(urn, name, node, context) for urn in urns]
    return {**said, "entityList": [one for one in entities if one is not None]}


def _instead(said: Any, name: str, node: Node, context: Context) -> Any:
    """Replace URNs by the entities they name, where these are known."""
    if isinstance(said, str):
        entity = _payload_of(said, name, node, context)
        return said if entity is None else entity
    if isinstance(said, list):
        return [_instead(one, name, node, context) for one in said]
    return {key: _instead(part, name, node, context) for key, part in said.items()}


def _payload_of(urn: str, name: str, node: Node, context: Context) -> Json | None:
    linked = node.linked.get((name, urn))
    return None if linked is None else _encode(linked, context, encode, inline=True)
