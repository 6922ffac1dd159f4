"""Why a stop is in or out: what it is worth, and what it costs to come. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mesto.domains.waste.planning.ground import Ground
from mesto.domains.waste.planning.schedule import Driven


class Detour(NamedTuple):
    """What it costs to come by."""

    metres: int
    seconds: int


def detours_in(ground: Ground, driven: Driven) -> list[Detour]:
    """Return the detour of each stop of a round to collect at, in order."""
    numbers = [ground.number(one) for one in driven.spots]
    stops = [one for one in driven.round.stops if one.what != "break"]
    return [
        _detour(ground, *numbers[at - 1 : at + 2])
        for at, stop in enumerate(stops)
        if stop.what == "collect"
    ]


def detours_to(
    ground: Ground, spots: Sequence[int], rounds: Sequence[Driven]
) -> list[Detour | None]:
    """Return the least detour to each of some spots from any round; None: no round."""
    legs = [
        (ground.number(one), ground.number(other))
        for driven in rounds
        for one, other in pairwise(driven.spots)
    ]
    if not legs or not spots:
        return [None] * len(spots)
    before, behind = np.array(legs).T
    metres, seconds = ground.travel
    found: list[Detour | None] = []
    costs = ground.problem.costs
    for spot in spots:
        m = metres[before, spot] + metres[spot, behind] - metres[before, behind]
        s = seconds[before, spot] + seconds[spot, behind] - seconds[before, behind]
        least = np.argmin(m / 1000 * costs.km_cost + s / 3600 * costs.hour_cost)
        found.append(Detour(max(0, int(m[least])), max(0, int(s[least]))))
    return found


def _detour(ground: Ground, before: int, spot: int, behind: int) -> Detour:
    metres, seconds = ground.travel
    return Detour(
        *(
            max(0, int(one[before, spot] + one[spot, behind] - one[before, behind]))
            for one in (metres, seconds)
        )
    )
