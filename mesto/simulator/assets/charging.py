"""Charging stations on car parks and by the kerb."""

from collections.abc import Sequence

import numpy as np

from mesto.simulator.assets.ground import Ground, spread
from mesto.simulator.assets.kinds import CarPark, Site, Station
from mesto.simulator.kinds import StreetKind
from mesto.simulator.life.charging import Connector

STATIONS = 86


def stations_in(ground: Ground, parks: Sequence[CarPark]) -> tuple[Station, ...]:
    """Put chargers on half the car parks, the rest by the kerb of bigger streets."""
    wanted = ground.count(STATIONS, 3)
    lots = ground.chance.uniform(np.arange(len(parks)), 31)
    chosen = np.argsort(lots)[: wanted // 2]
    at = [(int(number), parks[int(number)].site) for number in sorted(chosen)]
    kerbs = [
        (2.0 if street.kind is not StreetKind.RESIDENTIAL else 0.7, spot)
        for street in ground.town.streets
        if street.lit
        and street.kind
        in {StreetKind.RESIDENTIAL, StreetKind.TERTIARY, StreetKind.SECONDARY}
        for spot in ground.town.spots_along(street, 150.0, aside_m=6.0)
    ]
    beside = spread(ground, kerbs, most=wanted - len(at), apart_m=220.0)
    at += [(-1, site) for site in beside]
    return tuple(
        _station(ground, number, park, site) for number, (park, site) in enumerate(at)
    )


def _station(ground: Ground, number: int, park: int, site: Site) -> Station:
    """Make a charging station: slow, fast or both."""
    kinds = ((11.0, 11.0), (22.0, 22.0), (22.0, 22.0), (50.0, 22.0), (150.0, 150.0))
    lot = float(ground.chance.uniform(number, 33))
    beside_park_m = 6.0 if park >= 0 else 0.0
    x, y = ground.town.plane.to_m(site.location)
    return Station(
        site=Site(
            location=ground.town.plane.to_lonlat((x + beside_park_m, y)),
            street=site.street,
            district=site.district,
        ),
        car_park=park,
        connectors=tuple(
            Connector(
                station=number,
                number=place + 1,
                power_kw=power_kw,
                daily=(4.2 if power_kw > 25 else 2.3)
                * (0.6 + 0.8 * float(ground.chance.uniform(number, 34))),
            )
            for place, power_kw in enumerate(kinds[int(lot * len(kinds))])
        ),
    )
