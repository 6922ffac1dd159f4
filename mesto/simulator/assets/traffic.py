"""Counters in the main roads."""

import numpy as np

from mesto.simulator.assets.ground import Ground, spread
from mesto.simulator.assets.kinds import Counter, Site
from mesto.simulator.kinds import StreetKind

COUNTERS = 52

#: Cars a day, lanes and speed by kind of road.
_ROADS = {
    StreetKind.MOTORWAY: (31_000.0, 4, 90.0),
    StreetKind.PRIMARY: (17_500.0, 4, 56.0),
    StreetKind.SECONDARY: (9_800.0, 2, 50.0),
    StreetKind.TERTIARY: (4_600.0, 2, 47.0),
}


def counters_in(ground: Ground) -> tuple[Counter, ...]:
    """Cut counters into the main roads."""
    wishes = {
        StreetKind.MOTORWAY: 3.0,
        StreetKind.PRIMARY: 6.0,
        StreetKind.SECONDARY: 4.0,
        StreetKind.TERTIARY: 1.0,
    }
    spots = [
        (wishes[street.kind], spot)
        for street in ground.town.streets
        if street.kind in wishes
        for spot in ground.town.spots_along(street, 180.0)
    ]
    bearing = {spot.location: spot.bearing for _, spot in spots}
    sites = spread(ground, spots, most=ground.count(COUNTERS, 3), apart_m=230.0)
    return tuple(
        _counter(ground, number, site, bearing[site.location])
        for number, site in enumerate(sites)
    )


def _counter(ground: Ground, number: int, site: Site, bearing: float) -> Counter:
    """Make a counter of a road."""
    daily_cars, lanes, speed_kmh = _ROADS[ground.town.streets[site.street].kind]
    busy = float(np.exp(0.3 * ground.chance.normal(number, 41)))
    return Counter(
        site=site,
        daily_cars=round(daily_cars * busy),
        lanes=lanes,
        free_speed_kmh=speed_kmh,
        bearing=round(bearing, 1),
    )
