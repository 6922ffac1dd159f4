"""Parked cars: how full a car park is, and which of its spots are taken."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from mesto.simulator.almanac import hour_of_day, is_free
from mesto.simulator.chance import Chance, Floats, Numbers, Truths, Whole


class Use(IntEnum):
    """Who parks somewhere, which decides when it is full."""

    CENTRE = 0  #: shops, offices and evenings out
    HOMES = 1
    WORK = 2
    SHOPS = 3
    TRAINS = 4
    HOSPITAL = 5


_HOURS = np.array([0.0, 5, 7, 8, 9, 11, 14, 16, 18, 20, 22, 24])
#: Occupied share at _HOURS on a working day and on a free one, by Use.
_WORKING = np.array(
    [
        [0.22, 0.18, 0.30, 0.58, 0.84, 0.95, 0.93, 0.88, 0.78, 0.62, 0.40, 0.22],
        [0.96, 0.97, 0.82, 0.60, 0.50, 0.46, 0.48, 0.60, 0.80, 0.90, 0.95, 0.96],
        [0.06, 0.08, 0.46, 0.78, 0.90, 0.94, 0.90, 0.55, 0.22, 0.12, 0.08, 0.06],
        [0.03, 0.03, 0.08, 0.24, 0.44, 0.62, 0.60, 0.76, 0.82, 0.45, 0.08, 0.03],
        [0.14, 0.16, 0.62, 0.86, 0.95, 0.97, 0.95, 0.78, 0.46, 0.28, 0.18, 0.14],
        [0.24, 0.24, 0.58, 0.86, 0.96, 0.98, 0.90, 0.72, 0.52, 0.36, 0.26, 0.24],
    ]
)
_FREE = np.array(
    [
        [0.38, 0.22, 0.20, 0.26, 0.42, 0.68, 0.72, 0.70, 0.72, 0.74, 0.62, 0.38],
        [0.94, 0.95, 0.93, 0.88, 0.80, 0.68, 0.66, 0.68, 0.76, 0.86, 0.92, 0.94],
        [0.05, 0.05, 0.08, 0.12, 0.14, 0.15, 0.13, 0.10, 0.08, 0.06, 0.05, 0.05],
        [0.03, 0.03, 0.06, 0.20, 0.52, 0.84, 0.80, 0.74, 0.55, 0.25, 0.06, 0.03],
        [0.20, 0.18, 0.22, 0.28, 0.34, 0.40, 0.42, 0.42, 0.36, 0.30, 0.24, 0.20],
        [0.22, 0.22, 0.28, 0.38, 0.50, 0.58, 0.64, 0.66, 0.54, 0.36, 0.26, 0.22],
    ]
)


@dataclass(frozen=True)
class CarParks:
    """What car parks are like; one number each."""

    spots: Whole
    use: Whole  #: values of Use


def occupied(chance: Chance, parks: CarParks, at_s: Numbers, *, country: str) -> Whole:
    """Count the cars in each car park (first axis) at each moment (second axis)."""
    draws = chance.stream("parking")
    site = np.arange(len(parks.spots))[:, None]
    at = np.atleast_1d(np.asarray(at_s, np.float64))[None, :]
    hour = hour_of_day(at)[0]
    working = np.array([np.interp(hour, _HOURS, row) for row in _WORKING])
    free = np.array([np.interp(hour, _HOURS, row) for row in _FREE])
    usual = np.where(is_free(at, country)[0], free, working)[parks.use]
    favour = 0.82 + 0.30 * draws.uniform(site, 1)
    drift = 0.06 * draws.wave(at, 5400.0, 2, site)
    restless = 0.4 / np.sqrt(parks.spots)[:, None] * draws.wave(at, 600.0, 3, site)
    share = np.clip(usual * favour + drift + restless * (usual + 0.1), 0, 1)
    return np.rint(share * parks.spots[:, None]).astype(np.int64)


def taken(chance: Chance, spot: Whole, share: Floats, at_s: Numbers) -> Truths:
    """Tell whether single spots are taken, given how full their car park is.

    spot, share, at_s: broadcast together; `spot` is a number of its own for each spot

    A spot is taken while its slowly wandering reluctance is below the share.
    """
    wave = chance.stream("spots").wave(at_s, 2700.0, spot)
    reluctance = 1 / (1 + np.exp(-1.702 * wave))
    return np.asarray(reluctance < share, np.bool_)
