"""How much longer a day's trips are for each place. Pure."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from mesto.domains.waste.rehearsal.fills import Floats, Numbers


def detours_m(metres: Numbers, trips: Sequence[Sequence[int]]) -> Floats:
    """Return of each place but the depot how much longer the trips are with it, m.

    Of one that is in them, against going past it; of another, put in where it fits
    best, or driven to alone.

    metres: from place to place, places × places; the last one is the depot
    trips: places in the order they are visited, each trip without the depot
    """
    depot = len(metres) - 1
    ways = [(depot, depot)]
    around: list[tuple[int, int, int]] = []
    for trip in trips:
        whole = [depot, *trip, depot]
        ways += pairwise(whole)
        around += zip(whole, trip, whole[2:], strict=False)
    begin, end = np.array(ways).T
    into = metres[begin, :depot] + metres[:depot, end].T - metres[begin, end][:, None]
    found: Floats = into.min(axis=0).astype(float)
    for before, place, after in around:
        through = metres[before, place] + metres[place, after]
        found[place] = through - metres[before, after]
    return np.maximum(found, 0.0)
