"""The streets of a town as trucks drive them: all distances, and the lines driven.

Nodes are numbered in the order in which they were eliminated; arcs lead upwards only.
A cost is time and distance in one number, the time first: what is quickest is found,
and of what is equally quick the shortest.

Source: Dibbelt, Strasser and Wagner, Customizable Contraction Hierarchies, 2016;
Delling, Goldberg, Nowatzyk and Werneck, PHAST: Hardware-Accelerated Shortest Path
Trees, 2013 (sweeps over many sources).
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mesto.domains.waste.planning.problem import Spot
from mesto.domains.waste.planning.travel import Travel
from mesto.domains.waste.roads.snapping import Snapped, Snapper
from mesto.domains.waste.rounds import Place
from mesto.kernel.errors import Malformed

Whole: TypeAlias = NDArray[np.int64]
Short: TypeAlias = NDArray[np.int32]

PER_DEGREE: Final = 10_000_000  #: points are kept to a centimetre
NEVER: Final = 1 << 61  #: no way leads there
TIME: Final = 32  #: bits below the time, tenths of a second; the distance in decimetres
_BELOW: Final = (1 << TIME) - 1
AT_ONCE: Final = 512  #: sources of one sweep: what is swept fits into the cache
DIRECT: Final = -1
GATE: Final = -2  #: for a twin: it is no street, but keeps a forbidden turn apart
NEVER_M: Final = 100_000_000
NEVER_S: Final = 10_000_000
VERSION: Final = 1


class Edges(NamedTuple):
    """Streets between two nodes, in one direction each.

    points: longitude and latitude, 1/10,000,000 degree; those of an edge are
        `points[begin[n]:begin[n + 1]]`, in the direction in which it is driven
    twin: the other direction; -1: it is one-way; GATE, or at most COPIED
    """

    tail: Short
    head: Short
    cost: Whole
    twin: Short
    begin: Short
    points: Short


class Arcs(NamedTuple):
    """Ways up to nodes that were eliminated later, and down from them.

    begin: those of node n are `begin[n]:begin[n + 1]`; above: where they lead
    up_over, down_over: the node each leads over; -1: it is an edge
    """

    begin: Short
    above: Short
    up: Whole
    up_over: Short
    down: Whole
    down_over: Short


def joined(metres: float, seconds: float) -> int:
    """Return time and distance as one number that can be added and compared."""
    return (round(seconds * 10) << TIME) + round(metres * 10)


class Network:
    """Knows ways along streets."""

    estimated = False

    def __init__(self, edges: Edges, arcs: Arcs) -> None:
        """Take a network as it was built."""
        self._edges, self._arcs = edges, arcs
        self._snapper: Snapper | None = None
        self._edge_at: dict[tuple[int, int], int] | None = None

    @property
    def nodes(self) -> int:
        """How many there are."""
        return len(self._arcs.begin) - 1

    @property
    def km(self) -> float:
        """How long all streets are, each direction for itself."""
        return float((self._edges.cost & _BELOW).sum()) / 10_000

    def travel(self, spots: Sequence[Spot]) -> Travel:
        """Return metres and seconds between all spots."""
        snapped = self._snap(spots)
        owner = np.array([n for n, one in enumerate(snapped) for _ in one.edges])
        edges = np.array(
            [edge for one in snapped for edge in one.edges], dtype=np.int64
        )
        shares = np.array([share for one in snapped for share in one.shares])
        if not len(spots):
            return Travel(np.zeros((0, 0), np.int64), np.zeros((0, 0), np.int64))
        costs = self._between(edges, shares)
        best = _least(_least(costs, owner, len(spots)).T, owner, len(spots)).T
        np.fill_diagonal(best, 0)
        known = best < NEVER
        return Travel(
            np.where(known, (best & _BELOW) // 10, NEVER_M),
            np.where(known, (best >> TIME) // 10, NEVER_S),
        )

    def path(self, spots: Sequence[Spot]) -> Sequence[Place]:
        """Return the line that is driven from the first spot over all to the last."""
        line: list[Place] = []
        snapped = self._snap(spots)
        for one, other in pairwise(snapped):
            for place in self._leg(one, other):
                if not line or line[-1] != place:
                    line.append(place)
        return line

    def astray(self, spots: Sequence[Spot]) -> Sequence[int]:
        """Return which spots no street comes near, on the side they ask for."""
        return [n for n, one in enumerate(self._snap(spots)) if one.astray]

    def kept(self) -> bytes:
        """Write the network down; `read_network` reads it."""
        into = BytesIO()
        fields = {f"edges_{name}": one for name, one in self._edges._asdict().items()}
        fields |= {f"arcs_{name}": one for name, one in self._arcs._asdict().items()}
        np.savez_compressed(into, version=np.array(VERSION), **fields)
        return into.getvalue()

    def _snap(self, spots: Sequence[Spot]) -> list[Snapped]:
        if self._snapper is None:
            edges = self._edges
            self._snapper = Snapper(edges.points / PER_DEGREE, edges.begin, edges.twin)
        return self._snapper.snap(spots)

    def _between(self, edges: Whole, shares: NDArray[np.float64]) -> Whole:
        """Return what it costs between points on edges, [from, to]."""
        its = self._edges
        cost = its.cost[edges]
        before = _part(cost, shares)
        rest = cost - before
        heads, leave = np.unique(its.head[edges], return_inverse=True)
        tails, enter = np.unique(its.tail[edges], return_inverse=True)
        found = self._sweep(heads, tails)[np.ix_(leave, enter)]
        found += rest[:, None] + before
        same = edges[:, None] == edges
        ahead = same & (shares[:, None] <= shares)
        along = before - before[:, None]
        return np.where(ahead, np.minimum(found, along), found)

    def _sweep(self, sources: Short, targets: Short) -> Whole:
        """Return what it costs from each source to each target, [from, to]."""
        up, down = self._above(sources), self._above(targets)
        rows = np.full(self.nodes, -1, dtype=np.int64)
        every = np.union1d(up, down)
        rows[every] = np.arange(len(every))
        found = np.empty((len(sources), len(targets)), dtype=np.int64)
        for first in range(0, len(sources), AT_ONCE):
            some = sources[first : first + AT_ONCE]
            table = np.full((len(every), len(some)), NEVER, dtype=np.int64)
            table[rows[some], np.arange(len(some))] = 0
            self._swept(table, rows, up, down)
            found[first : first + AT_ONCE] = table[rows[targets]].T
        return found

    def _swept(self, table: Whole, rows: Whole, up: Whole, down: Whole) -> None:
        """Sweep up, lowest node first, then down, highest first."""
        arcs = self._arcs
        begin, above = arcs.begin.tolist(), rows[arcs.above]
        for node in up.tolist():
            its = slice(begin[node], begin[node + 1])
            to = above[its]
            over = table[rows[node]] + arcs.up[its, None]
            table[to] = np.minimum(table[to], over)
        for node in down[::-1].tolist():
            its = slice(begin[node], begin[node + 1])
            if its.start == its.stop:
                continue
            over = (table[above[its]] + arcs.down[its, None]).min(axis=0)
            row = table[rows[node]]
            np.minimum(row, over, out=row)

    def _above(self, nodes: Short) -> Whole:
        """Return the nodes and all that lie above them, ascending."""
        begin, above = self._arcs.begin, self._arcs.above
        seen = np.zeros(self.nodes, dtype=bool)
        seen[nodes] = True
        waiting = nodes.tolist()
        while waiting:
            node = waiting.pop()
            for other in above[begin[node] : begin[node + 1]].tolist():
                if not seen[other]:
                    seen[other] = True
                    waiting.append(other)
        return np.flatnonzero(seen)

    def _leg(self, one: Snapped, other: Snapped) -> Iterator[Place]:
        """Yield the points from one snapped spot to another."""
        edges = np.array([*one.edges, *other.edges], dtype=np.int64)
        costs = self._between(edges, np.array([*one.shares, *other.shares]))
        own = len(one.edges)
        part = costs[:own, own:]
        leave, enter = divmod(int(part.argmin()), len(other.edges))
        first, last = one.edges[leave], other.edges[enter]
        begin, end = one.shares[leave], other.shares[enter]
        if part[leave, enter] >= NEVER:
            yield from (one.place, other.place)
            return
        cost = self._edges.cost[first]
        along = _part(cost, np.array(end)) - _part(cost, np.array(begin))
        if first == last and begin <= end and part[leave, enter] == along:
            yield from self._stretch(first, begin, end)
            return
        yield from self._stretch(first, begin, 1.0)
        head, tail = int(self._edges.head[first]), int(self._edges.tail[last])
        for edge in self._way(head, tail):
            yield from self._stretch(edge, 0.0, 1.0)
        yield from self._stretch(last, 0.0, end)

    def _way(self, source: int, target: int) -> Iterator[int]:
        """Yield the edges of the quickest way between two nodes."""
        up, came = self._climb(source, self._arcs.up)
        down, goes = self._climb(target, self._arcs.down)
        top = min(up.keys() & down.keys(), key=lambda node: up[node] + down[node])
        steps: list[tuple[int, int]] = []
        node = top
        while node != source:
            steps.append((came[node], node))
            node = came[node]
        steps.reverse()
        node = top
        while node != target:
            steps.append((node, goes[node]))
            node = goes[node]
        for step in steps:
            yield from self._unpacked(*step)

    def _climb(self, node: int, costs: Whole) -> tuple[dict[int, int], dict[int, int]]:
        """Return what it costs to all nodes above one, and whence each is come to."""
        found, came = {node: 0}, {}
        begin, above = self._arcs.begin, self._arcs.above
        for at in self._above(np.array([node], dtype=np.int32)).tolist():
            its = slice(begin[at], begin[at + 1])
            so_far = found.get(at, NEVER)
            for other, cost in zip(
                above[its].tolist(), costs[its].tolist(), strict=True
            ):
                if so_far + cost < found.get(other, NEVER):
                    found[other], came[other] = so_far + cost, at
        return found, came

    def _unpacked(self, tail: int, head: int) -> Iterator[int]:
        """Yield the edges an arc stands for."""
        waiting = [(tail, head)]
        while waiting:
            one, other = waiting.pop()
            over = self._over(one, other)
            if over == DIRECT:
                yield self._edge(one, other)
            else:
                waiting += [(over, other), (one, over)]

    def _over(self, tail: int, head: int) -> int:
        low, high = min(tail, head), max(tail, head)
        begin, end = self._arcs.begin[low], self._arcs.begin[low + 1]
        (place,) = np.flatnonzero(self._arcs.above[begin:end] == high)
        over = self._arcs.up_over if tail == low else self._arcs.down_over
        return int(over[begin + place])

    def _edge(self, tail: int, head: int) -> int:
        """Return the quickest edge between two nodes."""
        if self._edge_at is None:
            ends = zip(
                self._edges.tail.tolist(), self._edges.head.tolist(), strict=True
            )
            dearest_first = np.argsort(-self._edges.cost, kind="stable").tolist()
            named = list(ends)
            self._edge_at = {named[edge]: edge for edge in dearest_first}
        return self._edge_at[tail, head]

    def _stretch(self, edge: int, begin: float, end: float) -> Iterator[Place]:
        """Yield the points of a part of an edge."""
        points = self._edges.points[
            self._edges.begin[edge] : self._edges.begin[edge + 1]
        ]
        line = points / PER_DEGREE
        east = np.cos(np.radians(line[0, 1]))
        steps = np.hypot(*(np.diff(line, axis=0) * np.array([east, 1.0])).T)
        at = np.concatenate([[0.0], np.cumsum(steps)])
        at /= at[-1] or 1.0
        inner = at[(at > begin) & (at < end)]
        for share in (begin, *inner.tolist(), end):
            x, y = (float(np.interp(share, at, axis)) for axis in line.T)
            yield round(x, 6), round(y, 6)


def read_network(kept: bytes) -> Network:
    """Read a network. Raises Malformed where it is none, or of another release."""
    try:
        with np.load(BytesIO(kept)) as file:
            if int(file["version"]) != VERSION:
                raise Malformed("these streets are of another release: build them anew")
            edges = Edges(*(file[f"edges_{name}"] for name in Edges._fields))
            arcs = Arcs(*(file[f"arcs_{name}"] for name in Arcs._fields))
    except (KeyError, ValueError, BadZipFile, OSError) as error:
        raise Malformed("these are no streets: build them anew") from error
    return Network(edges, arcs)


def _part(cost: Whole, shares: NDArray[np.float64]) -> Whole:
    """Return the share of costs, of time and distance each."""
    time = np.rint((cost >> TIME) * shares).astype(np.int64)
    return (time << TIME) + np.rint((cost & _BELOW) * shares).astype(np.int64)


def _least(costs: Whole, owner: NDArray[np.int64], owners: int) -> Whole:
    """Return for each owner the least of its rows; owners are ascending."""
    first = np.searchsorted(owner, np.arange(owners))
    return np.minimum.reduceat(costs, first, axis=0)
