"""What could have been, had all been known. Pure.

Energy: the greatest flow from sessions through the steps they were there to the limit.
Cost: each session alone in its cheapest steps, where there is no limit.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from mesto.bench.charging.acn import POWER_KW, STEP_H, Charged
from mesto.domains.emobility.charging.tree import Floats

_PARTS: Final = 10_000  #: of a kWh: the flow is reckoned in whole numbers


def most_energy(sessions: Sequence[Charged], limit_kw: float) -> float:
    """Return the most energy that could be charged under a limit, kWh."""
    start = min(one.first for one in sessions)
    steps = max(one.last for one in sessions) - start
    count = len(sessions)
    source, sink = count + steps, count + steps + 1
    edges = [(source, k, one.energy_kwh) for k, one in enumerate(sessions)]
    edges += [(count + k, sink, limit_kw * STEP_H) for k in range(steps)]
    edges += [
        (k, count + step - start, POWER_KW * STEP_H)
        for k, one in enumerate(sessions)
        for step in range(one.first, one.last)
    ]
    begins, ends, kwh = zip(*edges, strict=True)
    room = np.rint(np.array(kwh) * _PARTS).astype(np.int32)
    wired = (np.array(begins), np.array(ends))
    graph = coo_array((room, wired), shape=(sink + 1, sink + 1)).tocsr()
    return int(maximum_flow(graph, source, sink).flow_value) / _PARTS


def least_cost(sessions: Sequence[Charged], prices: Floats) -> float:
    """Return the least that all the energy could have cost; prices: of each step."""
    return sum(_cheapest(one, prices[one.first : one.last]) for one in sessions)


def _cheapest(one: Charged, prices: Floats) -> float:
    full = POWER_KW * STEP_H
    each = np.sort(prices)
    whole = int(one.energy_kwh // full)
    rest = one.energy_kwh - whole * full
    last = float(each[whole]) if whole < len(each) else 0.0
    return float(each[:whole].sum()) * full + rest * last
