"""Car parks, garages, rows along the kerb, and the spots with sensors of their own."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from mesto.simulator.assets.ground import CENTRAL, Ground, distances, spread
from mesto.simulator.assets.kinds import CarPark, ParkingSpot, Site
from mesto.simulator.assets.radio import Hearing
from mesto.simulator.kinds import AreaKind, BuildingKind, DistrictKind, StreetKind
from mesto.simulator.life.parking import Use
from mesto.simulator.town import Rings

CAR_PARKS = 110
PARKING_SPOTS = 240

NEAR_M = 130.0  #: who parks within it of a hospital goes there
SPOT_M2 = 27.0  #: of a car park, lanes included
SPOT_M = 5.6  #: of a kerb
SENSED = 12  #: spots with a sensor in one car park


def car_parks_in(ground: Ground) -> tuple[CarPark, ...]:
    """Take the map's car parks and garages, then rows along the busiest kerbs."""
    wanted = ground.count(CAR_PARKS, 4)
    found = sorted(_off_street(ground), key=lambda park: -park.spots)
    found = _nearest_first(ground, found, wanted * 3 // 5)
    rows = [
        (3.0 if kind in CENTRAL else 1.0, spot)
        for street in ground.town.streets
        if street.kind in {StreetKind.RESIDENTIAL, StreetKind.TERTIARY} and street.lit
        for kind in [ground.kind_of(street.district)]
        if kind not in {DistrictKind.VILLAGE, DistrictKind.PARK, None}
        for spot in ground.town.spots_along(street, 110.0, aside_m=5.0)
    ]
    kerbs = spread(ground, rows, most=wanted - len(found), apart_m=140.0)
    return (*found, *(_kerb(ground, number, at) for number, at in enumerate(kerbs)))


def _nearest_first(
    ground: Ground, parks: Sequence[CarPark], most: int
) -> list[CarPark]:
    """Keep the biggest; in a smaller town those nearest to the middle."""
    if ground.size >= 1:
        return list(parks[:most])
    at = ground.meters(park.site.location for park in parks)
    order = np.argsort(np.hypot(at[:, 0], at[:, 1]))
    return [parks[int(number)] for number in order[:most]]


def _off_street(ground: Ground) -> Iterable[CarPark]:
    """Yield the car parks and garages of the map."""
    for area in ground.town.green:
        if area.kind is AreaKind.CAR_PARK:
            yield _car_park(ground, area.polygon, floors=1, garage=False)
    for building in ground.town.buildings:
        if building.kind is BuildingKind.GARAGE:
            park = _car_park(
                ground, building.polygon, floors=max(building.floors, 1), garage=True
            )
            if park.spots >= 40:
                yield park


def _car_park(ground: Ground, rings: Rings, *, floors: int, garage: bool) -> CarPark:
    """Make a car park of an outline."""
    outline = shapely.Polygon([ground.town.plane.to_m(point) for point in rings[0]])
    middle = outline.representative_point()
    site = ground.site_at(ground.town.plane.to_lonlat((middle.x, middle.y)))
    spots = int(np.clip(outline.area * floors / SPOT_M2, 12, 900))
    return CarPark(
        site=site, on_street=False, spots=spots, use=_use(ground, site), garage=garage
    )


def _kerb(ground: Ground, number: int, site: Site) -> CarPark:
    """Make a row of spots along a street."""
    length_m = min(ground.town.streets[site.street].length_m * 0.7, 240.0)
    share = 0.6 + 0.4 * float(ground.chance.uniform(number, 71))
    return CarPark(
        site=site,
        on_street=True,
        spots=max(6, int(length_m / SPOT_M * share)),
        use=_use(ground, site),
        garage=False,
    )


def _use(ground: Ground, site: Site) -> Use:
    """Guess who parks at a site from what is near."""
    kind = ground.kind_of(site.district)
    here = ground.town.plane.to_m(site.location)
    for use, at in ground.landmarks:
        if math.dist(here, at) < NEAR_M:
            return use
    if kind is DistrictKind.INDUSTRIAL:
        return Use.WORK
    if kind is DistrictKind.OLD_CENTRE:
        return Use.CENTRE
    lot = float(ground.chance.uniform(int(here[0]), int(here[1]), 5))
    if kind is DistrictKind.BOULEVARD_RING:
        return Use.CENTRE if lot < 0.5 else Use.HOMES
    return Use.SHOPS if lot < 0.2 else Use.HOMES


def parking_spots_in(
    ground: Ground, parks: Sequence[CarPark], hears: Hearing
) -> tuple[ParkingSpot, ...]:
    """Give every spot of some central car parks a sensor of its own."""
    wanted = ground.count(PARKING_SPOTS, 6)
    order = sorted(range(len(parks)), key=lambda one: _from_centre(ground, parks[one]))
    sensed: list[ParkingSpot] = []
    for number in order:
        park = parks[number]
        if not park.on_street:
            continue
        street = ground.town.streets[park.site.street]
        row = list(ground.town.spots_along(street, SPOT_M, aside_m=4.0))
        at = ground.meters(spot.location for spot in row)
        nearest = np.argsort(distances(at, park.site, ground))
        few = min(SENSED, park.spots, wanted - len(sensed), len(row))
        for index in sorted(nearest[:few]):
            site = ground.site(row[int(index)])
            gateway = int(hears.nearest([site.location])[0])
            sensed.append(ParkingSpot(site=site, car_park=number, gateway=gateway))
        if len(sensed) == wanted:
            break
    return tuple(sensed)


def _from_centre(ground: Ground, park: CarPark) -> float:
    """Measure from the town's centre to a car park, m."""
    return float(np.hypot(*ground.town.plane.to_m(park.site.location)))
