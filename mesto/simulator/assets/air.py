"""Stations that measure the air and the weather."""

import numpy as np

from mesto.simulator.assets.ground import Ground
from mesto.simulator.assets.kinds import AirStation, Site, WeatherStation
from mesto.simulator.chance import Floats
from mesto.simulator.kinds import DistrictKind, StreetKind

AIR_STATIONS = 11
WEATHER_STATIONS = 3


def air_stations_in(ground: Ground) -> tuple[AirStation, ...]:
    """Spread stations over the town, each as far as can be from the others."""
    streets = [street for street in ground.town.streets if street.lit]
    places = [
        next(iter(ground.town.spots_along(street, street.length_m, aside_m=12.0)))
        for street in streets
        if street.length_m > 60
    ]
    if ground.size < 1:
        places.sort(key=lambda spot: ground.far_m(ground.town.streets[spot.street]))
        places = places[: max(10, int(len(places) * ground.size))]
    at = ground.meters(spot.location for spot in places)
    chosen = _farthest(at, ground.count(AIR_STATIONS, 2))
    return tuple(_air_station(ground, ground.site(places[one])) for one in chosen)


def _farthest(at: Floats, most: int) -> list[int]:
    """Choose points one by one, each the farthest from those chosen before.

    Starts with the point nearest to the middle; corners come late, since distances
    are counted less the farther out they lie.
    """
    if not len(at):
        return []
    out_m = np.hypot(at[:, 0], at[:, 1])
    chosen = [int(out_m.argmin())]
    gap = np.full(len(at), np.inf)
    while len(chosen) < min(most, len(at)):
        last = at[chosen[-1]]
        gap = np.minimum(gap, np.hypot(at[:, 0] - last[0], at[:, 1] - last[1]))
        chosen.append(int((gap - 0.45 * out_m).argmax()))
    return chosen


def _air_station(ground: Ground, site: Site) -> AirStation:
    """Judge what a station stands beside."""
    kind = ground.kind_of(site.district)
    beside = ground.town.streets_within(site.location, 60.0)
    main = {StreetKind.PRIMARY, StreetKind.SECONDARY, StreetKind.MOTORWAY}
    stoves = {DistrictKind.VILLAS: 0.8, DistrictKind.VILLAGE: 1.0}
    return AirStation(
        site=site,
        traffic=0.95 if any(street.kind in main for street in beside) else 0.35,
        stoves=stoves.get(kind, 0.3) if kind else 0.6,
        industry=0.9 if kind is DistrictKind.INDUSTRIAL else 0.1,
    )


def weather_stations_in(ground: Ground) -> tuple[WeatherStation, ...]:
    """Put weather stations in the middle and at both ends of the town."""
    west, south, east, north = ground.town.bounds
    lon, lat = ground.town.center
    points = [
        (lon, lat),
        ((west + lon) / 2, (north + lat) / 2),
        ((east + lon) / 2, (south + lat) / 2),
    ]
    sites = [ground.site_at(point) for point in points]
    return tuple(
        WeatherStation(site=site) for site in sites[: ground.count(WEATHER_STATIONS)]
    )
