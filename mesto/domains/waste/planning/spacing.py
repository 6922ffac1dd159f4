"""How long a way a visit usually takes. Pure.

A round that already comes by has to drive about as far as to the nearest other place;
containers that stand together share that.

Source: Daganzo, The Distance Traveled to Visit N Points, Transportation Science 18(4),
1984: the detour of one more point of a tour is about its spacing.
"""

from collections.abc import Hashable, Sequence
from typing import Final

import shapely

from mesto.domains.waste.planning.travel import WINDING, apart_m
from mesto.domains.waste.rounds import Place

ALONE_M: Final = 5_000.0  #: what a container that is alone is taken to be away
#: Of that way; who may as well be visited tomorrow is worth no more today. The share
#: that was best when months were played, see `mesto bench waste --only policy`.
TAKEN_ALONG: Final = 0.5
_SEVERAL: Final = 2  #: places, that one is near another


def visit_m(places: Sequence[Place], together: Sequence[Hashable]) -> float:
    """Return how long a way a visit of a container usually takes, m.

    One length for all of them: who stands far off is worth no more because of it.

    together: what those that stand together have in common, one for each
    """
    if not places:
        return 0.0
    first: dict[Hashable, Place] = {}
    for place, common in zip(places, together, strict=True):
        first.setdefault(common, place)
    spacings = _spacings_m(list(first.values()))
    return TAKEN_ALONG * WINDING * sum(spacings) / len(places)


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
