"""A town as its map knows it: streets, a graph to drive on, houses, green and water.

Everything is a value. Coordinates are (longitude, latitude), WGS 84, degrees; lengths
are metres, taken on a plane that touches the earth at the town's centre.
`geography.grow` grows a town from a seed, `osm.read` reads one from OpenStreetMap.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from typing import TypeAlias

import shapely
from shapely import LineString, Point, STRtree

from mesto.kernel import plane
from mesto.kernel.errors import NotFound
from mesto.simulator.kinds import (
    AreaKind,
    BuildingKind,
    DistrictKind,
    PlaceKind,
    StreetKind,
)

LonLat: TypeAlias = plane.LonLat
Line: TypeAlias = plane.Line
Plane = plane.Plane
#: The outer ring first, then holes; each ring ends where it began.
Rings: TypeAlias = tuple[Line, ...]
#: A text by language tag: cs, or sr-Latn and sr-Cyrl. Empty: it has no name.
Name: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Street:
    """One street from one end to the other."""

    id: int  #: its place in `Town.streets`
    name: Name
    kind: StreetKind
    line: Line
    length_m: float
    lit: bool
    district: int  #: id of the district it lies in
    oneway: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A piece of a street between two junctions."""

    start: int  #: index in `Town.nodes`
    end: int
    street: int  #: id of the street
    line: Line  #: from start to end
    length_m: float
    bridge: bool = False
    tunnel: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """A part of the town."""

    id: int  #: its place in `Town.districts`
    name: Name
    kind: DistrictKind
    polygon: Rings
    population: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Building:
    """A house, a hall, a church."""

    polygon: Rings
    kind: BuildingKind
    floors: int
    district: int = -1  #: id of the district; -1: outside all of them
    name: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A piece of land or water of one use."""

    polygon: Rings
    kind: AreaKind
    name: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Waterway:
    """The line along which water flows."""

    line: Line
    kind: str  #: river, stream, canal
    name: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Railway:
    """A track."""

    line: Line
    kind: str  #: rail, tram
    bridge: bool = False
    tunnel: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A name on the map."""

    location: LonLat
    kind: PlaceKind
    name: Name
    population: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A point beside or on a street."""

    location: LonLat
    bearing: float  #: of the street there, degrees clockwise from north
    along_m: float  #: from the street's beginning
    street: int


@dataclass(frozen=True, kw_only=True)
class Town:
    """A whole town. Its street graph is connected."""

    name: Name
    languages: tuple[str, ...]  #: tags of `name`, the town's own first
    seed: int  #: what it grew from; 0 when it was read from a map
    center: LonLat
    bounds: tuple[float, float, float, float]  #: west, south, east, north
    population: int
    streets: tuple[Street, ...]
    nodes: tuple[LonLat, ...]
    edges: tuple[Edge, ...]
    districts: tuple[District, ...]
    buildings: tuple[Building, ...]
    green: tuple[Area, ...]  #: all land: parks, fields, and what is built over
    water: tuple[Area, ...]
    waterways: tuple[Waterway, ...]
    railways: tuple[Railway, ...]
    places: tuple[Place, ...]

    @cached_property
    def plane(self) -> Plane:
        """The plane on which the town's metres are taken."""
        return Plane(center=self.center)

    @cached_property
    def ways_from(self) -> Mapping[int, tuple[int, ...]]:
        """For each node the edges that touch it."""
        touching: dict[int, list[int]] = {node: [] for node in range(len(self.nodes))}
        for number, edge in enumerate(self.edges):
            touching[edge.start].append(number)
            touching[edge.end].append(number)
        return {node: tuple(edges) for node, edges in touching.items()}

    def spots_along(
        self,
        street: Street,
        every_m: float,
        *,
        aside_m: float = 0,
        first_m: float | None = None,
    ) -> Iterator[Spot]:
        """Yield points along a street.

        aside_m: how far to the right of the line; to the left if negative
        first_m: where the first stands; half a step from the beginning if None
        """
        line = self.plane.line_m(street.line)
        along_m = every_m / 2 if first_m is None else first_m
        while along_m < line.length:
            yield self._spot(street, line, along_m, aside_m)
            along_m += every_m

    def _spot(
        self, street: Street, line: LineString, along_m: float, aside_m: float
    ) -> Spot:
        """Find the point `along_m` from the beginning and `aside_m` to the right."""
        here = line.interpolate(along_m)
        behind = line.interpolate(max(along_m - 1, 0))
        ahead = line.interpolate(min(along_m + 1, line.length))
        heading = math.atan2(ahead.x - behind.x, ahead.y - behind.y)
        x = here.x + aside_m * math.cos(heading)
        y = here.y - aside_m * math.sin(heading)
        return Spot(
            location=self.plane.to_lonlat((x, y)),
            bearing=math.degrees(heading) % 360,
            along_m=along_m,
            street=street.id,
        )

    @cached_property
    def _streets_m(self) -> STRtree:
        """The streets on the plane, indexed."""
        return STRtree([self.plane.line_m(street.line) for street in self.streets])

    def nearest_street(self, point: LonLat) -> Street:
        """Return the street closest to a point."""
        found = self._streets_m.nearest(Point(self.plane.to_m(point)))
        if found is None:
            raise NotFound("the town has no street")
        return self.streets[int(found)]

    def streets_within(self, point: LonLat, range_m: float) -> list[Street]:
        """Return the streets no farther than `range_m` from a point."""
        found = self._streets_m.query(
            Point(self.plane.to_m(point)), predicate="dwithin", distance=range_m
        )
        return [self.streets[int(number)] for number in sorted(found)]

    @cached_property
    def _nodes_m(self) -> STRtree:
        """The junctions on the plane, indexed."""
        return STRtree(shapely.points([self.plane.to_m(node) for node in self.nodes]))

    def nearest_node(self, point: LonLat) -> int:
        """Return the junction closest to a point, as an index in `nodes`."""
        found = self._nodes_m.nearest(Point(self.plane.to_m(point)))
        if found is None:
            raise NotFound("the town has no junction")
        return int(found)

    @cached_property
    def _edges_m(self) -> STRtree:
        """The stretches of street on the plane, indexed."""
        return STRtree(
            [LineString([self.plane.to_m(at) for at in e.line]) for e in self.edges]
        )

    def nearest_edge(self, point: LonLat) -> int:
        """Return the stretch of street closest to a point, as an index in `edges`."""
        found = self._edges_m.nearest(Point(self.plane.to_m(point)))
        if found is None:
            raise NotFound("the town has no street")
        return int(found)

    def route(self, start: int, end: int, closed: Collection[int] = ()) -> list[int]:
        """Return the edges of the shortest way between two nodes, by A*.

        One-way streets are driven both ways: a town is small and its model coarse.

        closed: edges that are not to be driven

        Raises NotFound if no way leads there.
        """
        goal = self.plane.to_m(self.nodes[end])

        def ahead_m(node: int) -> float:
            return math.dist(self.plane.to_m(self.nodes[node]), goal)

        best_m = {start: 0.0}
        came_by: dict[int, int] = {}
        waiting = [(ahead_m(start), start)]
        done: set[int] = set()
        while waiting:
            _, node = heappop(waiting)
            if node == end:
                return self._walk_back(start, end, came_by)
            if node in done:
                continue
            done.add(node)
            for number in self.ways_from[node]:
                if number in closed:
                    continue
                there = self.other_end(number, node)
                far_m = best_m[node] + self.edges[number].length_m
                if far_m < best_m.get(there, math.inf):
                    best_m[there] = far_m
                    came_by[there] = number
                    heappush(waiting, (far_m + ahead_m(there), there))
        raise NotFound("no way leads there", start=start, end=end)

    def way_between(
        self, one: LonLat, other: LonLat, closed: Collection[int] = ()
    ) -> list[LonLat]:
        """Return a line along streets between places; straight where none leads.

        closed: edges that are not to be driven
        """
        start, end = self.nearest_node(one), self.nearest_node(other)
        try:
            return [one, *self.line_of(self.route(start, end, closed), start), other]
        except NotFound:
            return [one, other]

    def other_end(self, edge: int, node: int) -> int:
        """Return where an edge leads from a node."""
        ends = self.edges[edge]
        return ends.end if ends.start == node else ends.start

    def _walk_back(self, start: int, end: int, came_by: Mapping[int, int]) -> list[int]:
        """Collect the edges of a found way, from its start."""
        way = []
        node = end
        while node != start:
            way.append(came_by[node])
            node = self.other_end(came_by[node], node)
        return way[::-1]

    def line_of(self, way: Sequence[int], start: int) -> list[LonLat]:
        """Join the edges of a way into one line that begins at node `start`."""
        line = [self.nodes[start]]
        node = start
        for number in way:
            edge = self.edges[number]
            forward = edge.start == node
            line.extend((edge.line if forward else edge.line[::-1])[1:])
            node = self.other_end(number, node)
        return line


def length_m(line: Sequence[LonLat], plane: Plane) -> float:
    """Measure a line, m."""
    return sum(math.dist(plane.to_m(a), plane.to_m(b)) for a, b in pairwise(line))
