"""A network built of ways: cut where they meet, forbidden turns kept apart, ordered.

Nodes are eliminated one by one, fewest neighbours first, and what leads over them is
kept between their neighbours: a few arcs upwards and downwards answer all distances.

Source: Dibbelt, Strasser and Wagner, Customizable Contraction Hierarchies, ACM Journal
of Experimental Algorithmics 21, 2016.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from mesto.domains.waste.roads.network import (
    GATE,
    NEVER,
    PER_DEGREE,
    Arcs,
    Edges,
    Network,
    joined,
)
from mesto.domains.waste.roads.snapping import COPIED
from mesto.domains.waste.roads.turns import Piece, Turn, kept_apart, nodes_of
from mesto.domains.waste.rounds import Place
from mesto.kernel.errors import Malformed
from mesto.kernel.plane import Plane


class Way(NamedTuple):
    """A way a truck may drive.

    id: its own; nodes: names of its points, the same where ways meet; line: where
    """

    id: int
    nodes: Sequence[int]
    line: Sequence[Place]
    kmh: float
    forward: bool = True
    backward: bool = True


def build(ways: Iterable[Way], turns: Collection[Turn] = ()) -> Network:
    """Build a network. Raises Malformed where no street is left."""
    over = {turn.over for turn in turns if isinstance(turn.over, int)}
    pieces = _largest(_cut(list(ways), over))
    if not pieces:
        raise Malformed("there is no street that a truck may drive")
    # who may not turn may be shut in by it
    pieces = _largest(kept_apart(pieces, turns))
    names = {name: n for n, name in enumerate(sorted(nodes_of(pieces)))}
    arcs, rank = _eliminated(
        len(names), [(names[p.tail], names[p.head], p.cost) for p in pieces]
    )
    return Network(_edges(pieces, {name: rank[n] for name, n in names.items()}), arcs)


def _cut(ways: Sequence[Way], also: Collection[int]) -> list[Piece]:
    """Cut ways where they meet."""
    uses = Counter(node for way in ways for node in way.nodes)
    pieces: list[Piece] = []
    for way in ways:
        plane = Plane(center=way.line[0])
        ends = {0, len(way.nodes) - 1}
        at = [
            n
            for n, node in enumerate(way.nodes)
            if n in ends or uses[node] > 1 or node in also
        ]
        for first, last in pairwise(at):
            line = way.line[first : last + 1]
            tail, head = way.nodes[first], way.nodes[last]
            metres = plane.line_m(line).length
            if tail == head and metres < 1:
                continue
            cost = joined(metres, metres / way.kmh * 3.6)
            both = way.forward and way.backward
            number = len(pieces)
            if way.forward:
                twin = number + 1 if both else -1
                pieces.append(Piece(way.id, tail, head, line, cost, twin))
            if way.backward:
                twin = number if both else -1
                pieces.append(Piece(way.id, head, tail, line[::-1], cost, twin))
    return pieces


def _largest(pieces: Sequence[Piece]) -> list[Piece]:
    """Keep the largest part in which every node is reached from every other."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    names = {name: n for n, name in enumerate(nodes_of(pieces))}
    if not names:
        return []
    tails = np.array([names[one.tail] for one in pieces])
    heads = np.array([names[one.head] for one in pieces])
    size = (len(names), len(names))
    graph = coo_matrix((np.ones(len(tails)), (tails, heads)), shape=size)
    _, part = connected_components(graph, directed=True, connection="strong")
    (largest, _), *_ = Counter(part.tolist()).most_common(1)
    kept = [
        n
        for n, one in enumerate(pieces)
        if part[names[one.tail]] == part[names[one.head]] == largest
    ]
    number = {old: new for new, old in enumerate(kept)} | {GATE: GATE}
    return [
        pieces[n]._replace(
            twin=number.get(pieces[n].twin, -1),
            copy_of=number.get(pieces[n].copy_of, -1),
        )
        for n in kept
    ]


def _edges(pieces: Sequence[Piece], rank: Mapping[int, int]) -> Edges:
    lines = [
        np.rint(np.array(one.line) * PER_DEGREE).astype(np.int32) for one in pieces
    ]
    return Edges(
        tail=np.array([rank[one.tail] for one in pieces], dtype=np.int32),
        head=np.array([rank[one.head] for one in pieces], dtype=np.int32),
        cost=np.array([one.cost for one in pieces], dtype=np.int64),
        twin=np.array(
            [one.twin if one.copy_of < 0 else COPIED - one.copy_of for one in pieces],
            dtype=np.int32,
        ),
        begin=np.cumsum([0, *(len(line) for line in lines)]).astype(np.int32),
        points=np.concatenate(lines),
    )


#: Of an arc in both directions: cost there, over which node, cost back, over which.
_Both = list[int]
_DIRECT: Final = -1


def _eliminated(
    nodes: int, arcs: Iterable[tuple[int, int, int]]
) -> tuple[Arcs, list[int]]:
    """Eliminate nodes one after the other; return the arcs upwards and their ranks."""
    beside = _beside(nodes, arcs)
    waiting = [(len(one), 0, n) for n, one in enumerate(beside)]
    heapify(waiting)
    depth = [0] * nodes
    rank = [-1] * nodes
    upwards: list[dict[int, _Both]] = []
    order: list[int] = []
    while waiting:
        degree, its_depth, node = heappop(waiting)
        if rank[node] >= 0:
            continue
        now = (len(beside[node]) + depth[node] // 4, depth[node])
        if (degree, its_depth) < now:
            heappush(waiting, (*now, node))
            continue
        rank[node] = len(order)
        order.append(node)
        mine = beside[node]
        upwards.append(mine)
        for other in mine:
            depth[other] = max(depth[other], depth[node] + 1)
        _bridge(beside, node)
    return _arcs(upwards, rank), rank


def _beside(nodes: int, arcs: Iterable[tuple[int, int, int]]) -> list[dict[int, _Both]]:
    beside: list[dict[int, _Both]] = [{} for _ in range(nodes)]
    for tail, head, cost in arcs:
        if tail == head:
            continue
        there = beside[tail].setdefault(head, [NEVER, _DIRECT, NEVER, _DIRECT])
        there[0] = min(there[0], cost)
        back = beside[head].setdefault(tail, [NEVER, _DIRECT, NEVER, _DIRECT])
        back[2] = min(back[2], cost)
    return beside


def _bridge(beside: list[dict[int, _Both]], node: int) -> None:
    """Take a node away, and keep what leads over it between its neighbours."""
    mine = list(beside[node].items())
    for other, _ in mine:
        del beside[other][node]
    for number, (one, (to_one, _, from_one, _)) in enumerate(mine):
        of_one = beside[one]
        for other, (to_other, _, from_other, _) in mine[number + 1 :]:
            known = of_one.get(other)
            if known is None:
                known = of_one[other] = [NEVER, _DIRECT, NEVER, _DIRECT]
                beside[other][one] = [NEVER, _DIRECT, NEVER, _DIRECT]
            there, back = from_one + to_other, from_other + to_one
            turned = beside[other][one]
            if there < known[0]:
                known[0], known[1] = there, node
                turned[2], turned[3] = there, node
            if back < known[2]:
                known[2], known[3] = back, node
                turned[0], turned[1] = back, node


def _arcs(upwards: Sequence[Mapping[int, _Both]], rank: Sequence[int]) -> Arcs:
    def column(number: int) -> Iterator[int]:
        return (arc[number] for mine in upwards for arc in mine.values())

    def middles(number: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        found = [node if node < 0 else rank[node] for node in column(number)]
        return np.array(found, dtype=np.int32)

    heads = [rank[node] for mine in upwards for node in mine]
    return Arcs(
        begin=np.cumsum([0, *(len(mine) for mine in upwards)]).astype(np.int32),
        above=np.array(heads, dtype=np.int32),
        up=np.fromiter(column(0), dtype=np.int64),
        up_over=middles(1),
        down=np.fromiter(column(2), dtype=np.int64),
        down_over=middles(3),
    )
