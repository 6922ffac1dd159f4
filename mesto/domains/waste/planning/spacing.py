"""How long a way a visit usually takes. Pure.

A round that already comes by has to drive about as far as to the nearest other place;
containers that stand together share that.

Source: Daganzo, The Distance Traveled to Visit N Points, Transportation Science 18(4),
1984: the detour of one more point of a tour is about its spacing.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Final

import shapely

from mesto.domains.waste.planning.travel import WINDING, apart_m
from mesto.domains.waste.rounds import Place

ALONE_M: Final = 5_000.0  #: what a container that is alone is taken to be away
_SEVERAL: Final = 2  #: places, that one is near another


def visits_m(places: Sequence[Place], together: Sequence[Hashable]) -> list[float]:
    """Return how long a way a visit of each container usually takes, m.

    together: what those that stand together have in common, one for each
    """
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, common in enumerate(together):
        groups[common].append(number)
    spacings = _spacings_m([places[first] for first, *_ in groups.values()])
    found = [0.0] * len(places)
    for group, metres in zip(groups.values(), spacings, strict=True):
        for number in group:
            found[number] = metres * WINDING / len(group)
    return found


def _spacings_m(places: Sequence[Place]) -> list[float]:
    """Return how far each place is from the nearest other one, straight."""
    if len(places) < _SEVERAL:
        return [ALONE_M] * len(places)
    points = shapely.points(places)
    _, nearest = shapely.STRtree(points).query_nearest(
        points, exclusive=True, all_matches=False
    )
    return [
        min(apart_m(place, places[other]), ALONE_M)
        for place, other in zip(places, nearest.tolist(), strict=True)
    ]
