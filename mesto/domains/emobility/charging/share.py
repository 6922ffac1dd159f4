"""How room on the cables is shared: who is first in rank draws first. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from mesto.domains.emobility.charging.tree import LEAST_A, Floats, Tree

_SLACK: Final = 1e-9  #: so that 32.0 A are not floored to 31 for their last bit


class Shared(NamedTuple):
    """What each may draw, A, and the cable that holds it down: (node, column) or None.

    Both in the order of the tree's connectors.
    """

    amps: Floats
    held_by: Sequence[tuple[int, int] | None]


class Asked(NamedTuple):
    """What connectors ask for, all in the order of the tree's.

    wanted: A a phase, (connectors,)
    reserved: what the room already counts for each on each phase, A, (connectors, 3)
    used: see `Tree.used`
    """

    wanted: Floats
    reserved: Floats
    used: Floats


def share(tree: Tree, room: Floats, rank: Sequence[int], asked: Asked) -> Shared:
    """Give everyone, in the order of `rank`, what is wanted and what is left.

    room: what is left on every node above all that is reserved, (nodes, 4)
    rank: places of connectors, who is first comes first; others keep their fail-safe

    A grant is a multiple of the connector's step, at least 6 A or a pause, and never
    less than the fail-safe, which is reserved always. No node is burdened with more
    than its room.
    """
    wanted, reserved, used = asked
    left = room.copy()
    amps = tree.fail_safe.copy()
    held_by: list[tuple[int, int] | None] = [None] * len(tree.connectors)
    weights = with_watts(used, tree.volts)
    counted = with_watts(reserved, tree.volts)
    for place in rank:
        connector, weight = tree.connectors[place], weights[place]
        nodes = np.flatnonzero(tree.below[:, place])
        columns = np.flatnonzero(weight)
        cells, own = np.ix_(nodes, columns), counted[place, columns]
        spare = (left[cells] + own) / weight[columns]
        fits = float(spare.min()) if spare.size else 0.0
        wish = min(float(wanted[place]), connector.most_a)
        if fits < wish and spare.size:
            node, column = np.unravel_index(int(np.argmin(spare)), spare.shape)
            held_by[place] = int(nodes[node]), int(columns[column])
        granted = in_steps(min(wish, fits), connector.step_a)
        granted = max(granted, connector.fail_safe_a)
        amps[place] = granted
        left[cells] -= np.maximum(granted * weight[columns] - own, 0.0)
    return Shared(amps, held_by)


def with_watts(amps: Floats, volts: float) -> Floats:
    """Return amperes by phase, (n, 3), with what they come to in watts, (n, 4)."""
    return np.column_stack([amps, volts * amps.sum(axis=1)])


def in_steps(amps: float, step_a: float) -> float:
    """Return the greatest multiple of a step a car can charge with; 0 is a pause."""
    if amps < LEAST_A - _SLACK:
        return 0.0
    floored = float(np.floor(amps / step_a + _SLACK) * step_a)
    return floored if floored >= LEAST_A - _SLACK else 0.0
