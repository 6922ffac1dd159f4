"""Ways cut at their crossings and joined again to whole streets."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mesto.simulator.kinds import StreetKind
from mesto.simulator.town import Edge, LonLat, Name, Plane, Street, length_m


@dataclass(frozen=True, kw_only=True)
class Road:
    """One way of the extract."""

    nodes: tuple[int, ...]
    line: tuple[LonLat, ...]
    kind: StreetKind
    name: Name
    lit: bool
    oneway: bool
    bridge: bool
    tunnel: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a road between two crossings."""

    road: Road
    first: int  #: node of the extract
    last: int
    line: tuple[LonLat, ...]


def cut(roads: Sequence[Road]) -> list[Part]:
    """Cut roads where they meet, and keep the largest connected network."""
    uses: Counter[int] = Counter()
    for road in roads:
        uses.update(road.nodes)
        uses.update((road.nodes[0], road.nodes[-1]))  # ends always count as met
    parts = []
    for road in roads:
        begin = 0
        for at in range(1, len(road.nodes)):
            if uses[road.nodes[at]] > 1:
                parts.append(
                    Part(
                        road=road,
                        first=road.nodes[begin],
                        last=road.nodes[at],
                        line=road.line[begin : at + 1],
                    )
                )
                begin = at
    return _connected([part for part in parts if part.first != part.last])


def _connected(parts: Sequence[Part]) -> list[Part]:
    """Keep the largest connected network."""
    beside: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        beside[part.first].append(part.last)
        beside[part.last].append(part.first)
    seen: set[int] = set()
    largest: set[int] = set()
    for start in beside:
        if start in seen:
            continue
        found, waiting = {start}, [start]
        while waiting:
            for other in beside[waiting.pop()]:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        seen |= found
        largest = max(largest, found, key=len)
    return [part for part in parts if part.first in largest]


def chains(parts: Sequence[Part]) -> list[list[tuple[Part, bool]]]:
    """Join parts of one name and kind, end to end, to streets.

    Returns for each street its parts in order and whether each runs forward.
    """
    groups: dict[tuple[object, ...], list[Part]] = defaultdict(list)
    for part in parts:
        road = part.road
        own = id(part) if not road.name else None  # what has no name stays apart
        key = (tuple(road.name.items()), road.kind, road.oneway, road.lit, own)
        groups[key].append(part)
    return [chain for group in groups.values() for chain in _walk(group)]


def _walk(group: Sequence[Part]) -> Iterable[list[tuple[Part, bool]]]:
    """Yield the chains of one group, first from its loose ends, then its rings."""
    at: dict[int, list[Part]] = defaultdict(list)
    for part in group:
        at[part.first].append(part)
        at[part.last].append(part)
    taken: set[int] = set()
    loose = [node for node, touching in at.items() if len(touching) != 2]
    for start in [*loose, *at]:
        for part in at[start]:
            if id(part) in taken:
                continue
            chain, node, step = [], start, part
            while True:
                taken.add(id(step))
                forward = step.first == node
                chain.append((step, forward))
                node = step.last if forward else step.first
                onward = [other for other in at[node] if id(other) not in taken]
                if len(at[node]) != 2 or len(onward) != 1:
                    break
                step = onward[0]
            yield chain


def streets_of(
    parts: Sequence[Part], plane: Plane, district_at: Mapping[int, int]
) -> tuple[list[Street], list[LonLat], list[Edge]]:
    """Return streets, junctions and edges.

    district_at: for the id() of a part the district it lies in
    """
    numbers: dict[int, int] = {}
    nodes: list[LonLat] = []
    streets: list[Street] = []
    edges: list[Edge] = []
    for chain in chains(parts):
        identity = len(streets)
        line: list[LonLat] = []
        for part, forward in chain:
            for node, point in ((part.first, part.line[0]), (part.last, part.line[-1])):
                if node not in numbers:
                    numbers[node] = len(nodes)
                    nodes.append(point)
            points = part.line if forward else part.line[::-1]
            line += points[1:] if line else points
            first, last = (part.first, part.last)[:: 1 if forward else -1]
            edges.append(
                Edge(
                    start=numbers[first],
                    end=numbers[last],
                    street=identity,
                    line=points,
                    length_m=round(length_m(points, plane), 2),
                    bridge=part.road.bridge,
                    tunnel=part.road.tunnel,
                )
            )
        middle = chain[len(chain) // 2][0]
        streets.append(
            Street(
                id=identity,
                name=middle.road.name,
                kind=middle.road.kind,
                line=tuple(line),
                length_m=round(length_m(line, plane), 1),
                lit=middle.road.lit,
                district=district_at.get(id(middle), -1),
                oneway=middle.road.oneway,
            )
        )
    return streets, nodes, edges
