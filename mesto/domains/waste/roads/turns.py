"""Turns that are forbidden, at a node or over ways between. Pure.

A node through which some turn is forbidden is there once more for those who may not
turn; ways after which one is forbidden are there once more for those who came from
where it holds. The rest of the network needs no thought of turns.

Source: wiki.openstreetmap.org, Relation:restriction.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from mesto.domains.waste.roads.network import GATE
from mesto.domains.waste.rounds import Place


class Turn(NamedTuple):
    """A turn that is forbidden, or the only one that is not.

    leaving, entering: ids of ways that meet at the node `over`, or at the ends of the
        ways `over`
    """

    leaving: int
    over: int | tuple[int, ...]
    entering: int
    only: bool


NO_WAY: Final = -1  #: id of what is no way


class Piece(NamedTuple):
    """A way between two nodes at which others are met, in one direction."""

    way: int
    tail: int
    head: int
    line: Sequence[Place]
    cost: int
    twin: int  #: number of the other direction; -1: none; GATE: no street at all
    copy_of: int = -1  #: number of the piece that it is once more


class Chain(NamedTuple):
    """Pieces after which some turns are forbidden to who came from others.

    after: pieces that are left; over: those between, in their order
    not_into: what may not be entered from the last; only: nor may one turn off before
    nodes: at which it is met
    """

    after: frozenset[int]
    over: tuple[int, ...]
    not_into: frozenset[int]
    only: bool
    nodes: tuple[int, ...]


def kept_apart(pieces: Sequence[Piece], turns: Collection[Turn]) -> list[Piece]:
    """Let who may not turn at a node come to another one of the same place.

    From both lead gates to the ways that are entered: from the node itself to all,
    from the other to those that are allowed. Who may not turn after some ways drives
    copies of them, which end at such another node.
    """
    chains = list(_chains(pieces, turns))
    at: dict[int, list[Turn]] = {node: [] for one in chains for node in one.nodes}
    for turn in turns:
        if isinstance(turn.over, int):
            at.setdefault(turn.over, []).append(turn)
    found = list(pieces)
    fresh = count(max(nodes_of(pieces)) + 1)
    gates: dict[int, int] = {}
    out: dict[int, list[int]] = {node: [] for node in at}
    for n, one in enumerate(pieces):
        if one.tail in out:
            out[one.tail].append(n)
            gates[n] = next(fresh)
            found[n] = one._replace(tail=gates[n])
            found.append(_gate(one, one.tail, gates[n]))
    begins = {}
    for chain in chains:
        begins[chain] = next(fresh)
        found += _copied(
            chain, pieces, out=out, gates=gates, begin=begins[chain], fresh=fresh
        )
    for n, one in enumerate(pieces):
        its = [chain for chain in chains if n in chain.after]
        mine = [turn for turn in at.get(one.head, ()) if turn.leaving == one.way]
        if not mine and not its:
            continue
        head = next(fresh)
        found[n] = one._replace(tail=found[n].tail, head=head)
        begin = {chain.over[0]: begins[chain] for chain in its}
        leaves = out[one.head]
        # who forbids all turns has made a mistake: nobody closes a street so
        allowed = [to for to in leaves if _may_turn(pieces[to], mine)] or leaves
        for to in allowed:
            found.append(_gate(pieces[to], head, begin.get(to, gates[to])))
    return found


def _chains(pieces: Sequence[Piece], turns: Iterable[Turn]) -> Iterator[Chain]:
    """Yield what is forbidden after ways between; what does not join is left out."""
    found: dict[tuple[frozenset[int], tuple[int, ...]], Chain] = {}
    for turn in turns:
        if isinstance(turn.over, int):
            continue
        starts = {one.head for one in pieces if one.way == turn.leaving}
        ends = {one.tail for one in pieces if one.way == turn.entering}
        over = _between(pieces, turn.over, starts, ends)
        if not over:
            continue
        begin, end = pieces[over[0]].tail, pieces[over[-1]].head
        after = frozenset(
            n
            for n, one in enumerate(pieces)
            if one.way == turn.leaving and one.head == begin
        )
        leaves = [n for n, one in enumerate(pieces) if one.tail == end]
        into = {n for n in leaves if pieces[n].way == turn.entering}
        not_into = frozenset(set(leaves) - into if turn.only else into)
        before = found.get((after, over))
        only = turn.only or (before is not None and before.only)
        not_into |= before.not_into if before else frozenset()
        nodes = (begin, *(pieces[n].head for n in over))
        if len(not_into) < len(leaves):
            found[after, over] = Chain(after, over, not_into, only, nodes)
    yield from found.values()


def _between(
    pieces: Sequence[Piece],
    ways: Collection[int],
    starts: Collection[int],
    ends: Collection[int],
) -> tuple[int, ...]:
    """Return the fewest pieces of some ways from a start to an end, all ways driven."""
    waiting: list[tuple[int, ...]] = [
        (n,) for n, one in enumerate(pieces) if one.way in ways and one.tail in starts
    ]
    for over in waiting:
        last = pieces[over[-1]]
        if last.head in ends and {pieces[n].way for n in over} == set(ways):
            return over
        met = {pieces[n].tail for n in over} | {last.head}
        waiting += [
            (*over, n)
            for n, one in enumerate(pieces)
            if one.way in ways and one.tail == last.head and one.head not in met
        ]
    return ()


def _copied(  # noqa: PLR0913 - what is copied, and where it leads
    chain: Chain,
    pieces: Sequence[Piece],
    *,
    out: Mapping[int, Sequence[int]],
    gates: Mapping[int, int],
    begin: int,
    fresh: Iterator[int],
) -> Iterator[Piece]:
    """Yield copies of the ways between, and the gates from them to what is allowed.

    On them nobody turns round, which would be a way about what is forbidden.
    """
    tail = begin
    for number, n in enumerate(chain.over):
        one, head = pieces[n], next(fresh)
        yield one._replace(tail=tail, head=head, twin=GATE, copy_of=n)
        onward = chain.over[number + 1 : number + 2]
        for to in out[one.head]:
            allowed = to not in onward if onward else to not in chain.not_into
            if allowed and to != one.twin and (not chain.only or not onward):
                yield _gate(pieces[to], head, gates[to])
        tail = head


def _gate(into: Piece, tail: int, head: int) -> Piece:
    """Return what leads from a node to the beginning of a way at the same place."""
    place = into.line[0]
    return Piece(NO_WAY, tail, head, (place, place), 0, GATE)


def _may_turn(into: Piece, turns: Sequence[Turn]) -> bool:
    only = [turn for turn in turns if turn.only]
    if only and all(turn.entering != into.way for turn in only):
        return False
    return all(turn.only or turn.entering != into.way for turn in turns)


def nodes_of(pieces: Iterable[Piece]) -> set[int]:
    """Return the nodes at which pieces begin and end."""
    return {node for one in pieces for node in (one.tail, one.head)}
