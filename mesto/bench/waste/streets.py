"""Containers along the streets of a town, and how far it is from each to each."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesto.domains.waste.planning.problem import Spot
from mesto.domains.waste.planning.spacing import visit_m
from mesto.domains.waste.planning.travel import StraightWays, Ways
from mesto.domains.waste.rounds import Place
from mesto.simulator.geography import KAMENEC, grow

SEED: Final = 7
SPREAD_KM: Final = 3.5  #: from the middle of a map, in which containers stand


class Streets(NamedTuple):
    """Metres from place to place; the last place is the depot, at the edge of town.

    visit_km: how long a way a visit usually takes
    """

    metres: NDArray[np.int64]
    visit_km: float
    of: str  #: the town, in a word


def streets_between(containers: int, map_: Path | None) -> Streets:
    """Place containers along a town's streets and measure the ways of trucks.

    map_: an OSM extract; None: a town that is grown, its ways straight lines × 1.41
    """
    chance = np.random.default_rng(SEED)
    if map_ is None:
        places = [
            node for street in grow(SEED, KAMENEC).streets for node in street.line
        ]
        ways: Ways = StraightWays()
    else:
        from mesto.domains.waste.roads.building import build
        from mesto.domains.waste.roads.extract import read_ways

        found, turns = read_ways(map_)
        places, ways = [node for way in found for node in way.line], build(found, turns)
    near = _inside(np.array(places))
    chosen = [near[one] for one in chance.choice(len(near), containers, replace=False)]
    depot = max(near, key=lambda one: one[0])
    travel = ways.travel([Spot((x, y)) for x, y in [*chosen, depot]])
    visit_km = visit_m(chosen, chosen) / 1000
    of = "a grown town" if map_ is None else map_.name
    return Streets(travel.metres, visit_km, of)


def _inside(places: NDArray[np.float64]) -> list[Place]:
    """Return the places near the middle of all."""
    middle = np.median(places, axis=0)
    east = np.cos(np.radians(middle[1]))
    km = np.hypot(*((places - middle) * np.array([east, 1.0]) * 111.195).T)
    return [(float(x), float(y)) for x, y in places[km < SPREAD_KM]]
