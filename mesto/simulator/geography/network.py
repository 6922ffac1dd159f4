"""Streets cut at their crossings: the graph one drives on, and the blocks between."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from mesto.simulator.geography.curves import Point, polygons_in
from mesto.simulator.kinds import StreetKind

NODE_M = 9.0  #: crossings closer than this are one
STUB_M = 48.0  #: shorter dead ends are not built


@dataclass(frozen=True, kw_only=True)
class Way:
    """A street before it is cut."""

    line: LineString
    kind: StreetKind
    role: str
    number: int
    quarter: int = -1


@dataclass(kw_only=True)
class Piece:
    """A street between two crossings."""

    start: int
    end: int
    way: int
    line: LineString
    bridge: bool = False


@dataclass(kw_only=True)
class Network:
    """The graph while it is being built."""

    ways: Sequence[Way]
    nodes: list[Point] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def blocks(self, edges: Sequence[BaseGeometry] = ()) -> list[Polygon]:
        """Return the areas that streets enclose, together with other `edges`."""
        lines: list[BaseGeometry] = [
            piece.line
            for piece in self.pieces
            if self.ways[piece.way].kind is not StreetKind.PATH
        ]
        if edges:
            lines = [shapely.unary_union([*lines, *edges])]
        return polygons_in(shapely.polygonize(lines))


def weave(ways: Sequence[Way], crossed: Iterable[BaseGeometry]) -> Network:
    """Cut ways where they meet and where bridges begin, and keep what is connected.

    crossed: what is passed on a bridge, as areas
    """
    network = Network(ways=ways)
    obstacles = list(crossed)
    cuts = _cuts(ways, obstacles)
    nodes = _Nodes()
    for number, way in enumerate(ways):
        network.pieces += _pieces(number, way, cuts[number], nodes)
    network.nodes = nodes.points
    _drop_twins(network)
    _drop_stubs(network)
    _keep_connected(network)
    _mark_bridges(network, obstacles)
    return network


def _cuts(
    ways: Sequence[Way], obstacles: Sequence[BaseGeometry]
) -> dict[int, list[float]]:
    """Return how far along each way it must be cut, m."""
    lines = [way.line for way in ways]
    tree = shapely.STRtree(lines)
    one, other = tree.query(lines, predicate="intersects")
    upper = one < other
    one, other = one[upper], other[upper]
    at = np.asarray(lines, dtype=object)
    meeting = shapely.intersection(at[one], at[other])
    points, index = shapely.get_coordinates(meeting, return_index=True)
    cuts: dict[int, list[float]] = defaultdict(list)
    where = shapely.points(points)
    for side in (one, other):
        far = shapely.line_locate_point(at[side[index]], where)
        for way, along_m in zip(side[index].tolist(), far.tolist(), strict=True):
            cuts[way].append(along_m)
    for obstacle in obstacles:
        for way in tree.query(obstacle, predicate="intersects").tolist():
            edges = shapely.get_coordinates(lines[way].intersection(obstacle.boundary))
            cuts[way] += [
                float(shapely.line_locate_point(lines[way], shapely.Point(p)))
                for p in edges.tolist()
            ]
    return cuts


class _Nodes:
    """Crossings, where those that nearly coincide are one."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)

    def at(self, x: float, y: float) -> int:
        """Return the node at a point, an old one if one is near."""
        column, row = int(x // NODE_M), int(y // NODE_M)
        best, best_m = -1, NODE_M
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                for node in self._cells.get((i, j), ()):
                    far_m = math.dist(self.points[node], (x, y))
                    if far_m < best_m:
                        best, best_m = node, far_m
        if best >= 0:
            return best
        self.points.append((x, y))
        self._cells[column, row].append(len(self.points) - 1)
        return len(self.points) - 1


def _pieces(number: int, way: Way, cuts: list[float], nodes: _Nodes) -> list[Piece]:
    """Cut one way into pieces between nodes."""
    corners = shapely.get_coordinates(way.line)
    steps = np.hypot(*np.diff(corners, axis=0).T)
    far = np.concatenate([[0.0], np.cumsum(steps)])
    whole_m = float(far[-1])
    along = sorted({0.0, whole_m, *(min(max(cut, 0), whole_m) for cut in cuts)})
    xs = np.interp(along, far, corners[:, 0]).tolist()
    ys = np.interp(along, far, corners[:, 1]).tolist()
    stops: list[tuple[float, int]] = []
    for along_m, x, y in zip(along, xs, ys, strict=True):
        node = nodes.at(x, y)
        if not stops or stops[-1][1] != node:
            stops.append((along_m, node))
    pieces = []
    for (first_m, start), (last_m, end) in pairwise(stops):
        inner = corners[(far > first_m + 0.1) & (far < last_m - 0.1)].tolist()
        line = LineString([nodes.points[start], *inner, nodes.points[end]])
        if line.length > 1:
            pieces.append(Piece(start=start, end=end, way=number, line=line))
    return pieces


def _drop_twins(network: Network) -> None:
    """Drop a street that runs beside another between the same two crossings."""
    best: dict[tuple[int, int], Piece] = {}
    for piece in network.pieces:
        key = (min(piece.start, piece.end), max(piece.start, piece.end))
        other = best.get(key)
        if other is None or _rank(network, piece) < _rank(network, other):
            best[key] = piece
    kept = {id(piece) for piece in best.values()}
    network.pieces = [piece for piece in network.pieces if id(piece) in kept]


def _rank(network: Network, piece: Piece) -> tuple[int, float]:
    """Order pieces: main streets first, then short ones."""
    return list(StreetKind).index(network.ways[piece.way].kind), piece.line.length


def _drop_stubs(network: Network) -> None:
    """Drop short dead ends, again and again until none is left."""
    while True:
        touching = _touching(network.pieces)
        kept = [
            piece
            for piece in network.pieces
            if (touching[piece.start] > 1 and touching[piece.end] > 1)
            or piece.line.length > STUB_M
        ]
        if len(kept) == len(network.pieces):
            return
        network.pieces = kept


def _touching(pieces: Iterable[Piece]) -> dict[int, int]:
    """Count the pieces at each node."""
    count: dict[int, int] = defaultdict(int)
    for piece in pieces:
        count[piece.start] += 1
        count[piece.end] += 1
    return count


def _keep_connected(network: Network) -> None:
    """Keep the largest connected part, and number its nodes anew."""
    beside: dict[int, list[int]] = defaultdict(list)
    for piece in network.pieces:
        beside[piece.start].append(piece.end)
        beside[piece.end].append(piece.start)
    seen: set[int] = set()
    largest: list[int] = []
    for first in beside:
        if first in seen:
            continue
        part, waiting = [], [first]
        seen.add(first)
        while waiting:
            node = waiting.pop()
            part.append(node)
            for other in beside[node]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        largest = max(largest, part, key=len)
    renumbered = {node: number for number, node in enumerate(sorted(largest))}
    network.nodes = [network.nodes[node] for node in sorted(largest)]
    network.pieces = [piece for piece in network.pieces if piece.start in renumbered]
    for piece in network.pieces:
        piece.start, piece.end = renumbered[piece.start], renumbered[piece.end]


def _mark_bridges(network: Network, obstacles: Sequence[BaseGeometry]) -> None:
    """Say which pieces pass over something."""
    middles = [piece.line.interpolate(0.5, normalized=True) for piece in network.pieces]
    tree = shapely.STRtree(middles)
    for obstacle in obstacles:
        for number in tree.query(obstacle, predicate="contains").tolist():
            network.pieces[number].bridge = True
