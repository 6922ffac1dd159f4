"""Find a place for everything a town owns."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from mesto.simulator.assets.kinds import (
    USUAL_DEPTH_MM,
    AirStation,
    Assets,
    Cabinet,
    CarPark,
    Container,
    Counter,
    Feeder,
    Gateway,
    Isle,
    Lamp,
    ParkingSpot,
    Site,
    Station,
    Waste,
    WeatherStation,
)
from mesto.simulator.chance import Chance, Floats, Whole
from mesto.simulator.life.charging import Connector
from mesto.simulator.life.lighting import SWITCH_DEG
from mesto.simulator.life.parking import Use
from mesto.simulator.town import (
    AreaKind,
    BuildingKind,
    DistrictKind,
    LonLat,
    Rings,
    Spot,
    Street,
    StreetKind,
    Town,
)

LAMPS = 11_000
FEEDERS = 220
CABINETS = 75
CONTAINERS = 560
STATIONS = 86
CAR_PARKS = 110
COUNTERS = 52
AIR_STATIONS = 11
WEATHER_STATIONS = 3
GATEWAYS = 14
PARKING_SPOTS = 240

NEAR_M = 130.0  #: who parks within it of a hospital goes there
SPOT_M2 = 27.0  #: of a car park, lanes included
SPOT_M = 5.6  #: of a kerb
SENSED = 12  #: spots with a sensor in one car park

#: Distance between lamps, rated power and height by kind of street.
_LAMPS = {
    StreetKind.PRIMARY: (30.0, 118.0, 10.0),
    StreetKind.SECONDARY: (32.0, 92.0, 9.0),
    StreetKind.TERTIARY: (34.0, 68.0, 8.0),
    StreetKind.RESIDENTIAL: (37.0, 38.0, 6.0),
    StreetKind.PEDESTRIAN: (27.0, 29.0, 4.5),
    StreetKind.SERVICE: (40.0, 35.0, 6.0),
    StreetKind.PATH: (36.0, 24.0, 4.5),
}
_WIDTH_M = {
    StreetKind.PRIMARY: 8.0,
    StreetKind.SECONDARY: 6.5,
    StreetKind.TERTIARY: 5.5,
}
_NARROW_M = 4.5

#: Cars a day, lanes and speed by kind of road.
_ROADS = {
    StreetKind.MOTORWAY: (31_000.0, 4, 90.0),
    StreetKind.PRIMARY: (17_500.0, 4, 56.0),
    StreetKind.SECONDARY: (9_800.0, 2, 50.0),
    StreetKind.TERTIARY: (4_600.0, 2, 47.0),
}

#: How much waste a district makes, as a wish for containers.
_WASTE_WISH = {
    DistrictKind.OLD_CENTRE: 1.6,
    DistrictKind.BOULEVARD_RING: 1.8,
    DistrictKind.HOUSING_ESTATE: 2.2,
    DistrictKind.VILLAS: 0.9,
    DistrictKind.VILLAGE: 0.8,
    DistrictKind.INDUSTRIAL: 0.25,
    DistrictKind.PARK: 0.2,
}
#: Share of the volume a day brings, rounds by weekday bits, alternatives for districts.
_WASTE = {
    Waste.MIXED: (0.155, (0b0010101, 0b0101010), 0),
    Waste.PAPER: (0.115, (0b0001001, 0b0010010), 0),
    Waste.PLASTIC: (0.125, (0b0010010, 0b0100100), 0),
    Waste.GLASS: (0.032, (0b0000100, 0b0001000), 1),
}
_CENTRAL = {DistrictKind.OLD_CENTRE, DistrictKind.BOULEVARD_RING}


@dataclass(frozen=True)
class _Ground:
    """The town to build on, and the draws to build with."""

    town: Town
    chance: Chance
    size: float

    @cached_property
    def landmarks(self) -> Sequence[tuple[Use, tuple[float, float]]]:
        """Where hospitals and stations stand, on the plane."""
        uses = {
            BuildingKind.HOSPITAL: Use.HOSPITAL,
            BuildingKind.STATION: Use.TRAINS,
        }
        return [
            (uses[building.kind], self.town.plane.to_m(building.polygon[0][0]))
            for building in self.town.buildings
            if building.kind in uses
        ]

    def count(self, usual: int, least: int = 1) -> int:
        """Scale a usual number of assets to the town's size."""
        return max(least, round(usual * self.size))

    def kind_of(self, district: int) -> DistrictKind | None:
        """Return how a district was built; None outside all of them."""
        return self.town.districts[district].kind if district >= 0 else None

    def site(self, spot: Spot) -> Site:
        """Return the site of a point along a street."""
        return Site(
            location=spot.location,
            street=spot.street,
            district=self.town.streets[spot.street].district,
        )

    def site_at(self, point: LonLat) -> Site:
        """Return the site of any point, by the nearest street."""
        street = self.town.nearest_street(point)
        return Site(location=point, street=street.id, district=street.district)

    def meters(self, points: Iterable[LonLat]) -> Floats:
        """Return points on the plane; one row each."""
        flat = [self.town.plane.to_m(point) for point in points]
        return np.array(flat, np.float64).reshape(-1, 2)

    def far_m(self, street: Street) -> float:
        """Return how far a street's middle is from the centre."""
        x, y = self.town.plane.to_m(street.line[len(street.line) // 2])
        return float(np.hypot(x, y))


def place(town: Town, seed: int, size: float = 1.0) -> Assets:
    """Place everything.

    size: share of what a town of 90,000 people owns
    """
    ground = _Ground(
        town=town,
        chance=Chance(seed).stream("assets"),
        size=size,
    )
    lamp_sites, lamp_streets = _lamp_sites(ground)
    on_plane = ground.meters(site.location for site in lamp_sites)
    gateways = _gateways(ground, on_plane)
    hears = _Hearing(ground, gateways)
    cabinets, feeders, feeder_of = _network(ground, lamp_sites, on_plane, hears)
    isles, containers = _waste(ground, hears)
    car_parks = _car_parks(ground)
    return Assets(
        lamps=_lamps(ground, lamp_sites, lamp_streets, feeder_of, hears),
        feeders=feeders,
        cabinets=cabinets,
        isles=isles,
        containers=containers,
        car_parks=car_parks,
        parking_spots=_parking_spots(ground, car_parks, hears),
        stations=_stations(ground, car_parks),
        counters=_counters(ground),
        air_stations=_air_stations(ground),
        weather_stations=_weather_stations(ground),
        gateways=gateways,
    )


# --- lamps, their cables and their radio


def _lamp_sites(ground: _Ground) -> tuple[list[Site], list[Street]]:
    """Walk the lit streets from the centre outwards and set lamps, side by side."""
    wanted = ground.count(LAMPS, 12)
    town = ground.town
    lit = [street for street in town.streets if street.lit and street.kind in _LAMPS]
    lit.sort(key=ground.far_m)
    usual = sum(street.length_m / _LAMPS[street.kind][0] for street in lit)
    stretch = float(np.clip(usual / wanted, 0.62, 1.08))
    sites: list[Site] = []
    streets: list[Street] = []
    for street in lit:
        every_m = _LAMPS[street.kind][0] * stretch
        aside_m = _WIDTH_M.get(street.kind, _NARROW_M)
        sides = (
            spot
            for side, first_m in ((aside_m, every_m / 2), (-aside_m, every_m * 1.5))
            for spot in town.spots_along(
                street, every_m * 2, aside_m=side, first_m=first_m
            )
        )
        for spot in sorted(sides, key=lambda spot: spot.along_m):
            sites.append(ground.site(spot))
            streets.append(street)
        if len(sites) >= wanted:
            break
    return sites[:wanted], streets[:wanted]


def _lamps(
    ground: _Ground,
    sites: Sequence[Site],
    streets: Sequence[Street],
    feeder_of: Whole,
    hears: "_Hearing",
) -> tuple[Lamp, ...]:
    """Put a lamp on each site."""
    numbers = np.arange(len(sites))
    switch_deg = SWITCH_DEG + 0.5 * ground.chance.normal(numbers, 3)
    heard_by = hears.nearest([site.location for site in sites])
    return tuple(
        Lamp(
            site=site,
            feeder=int(feeder_of[number]),
            gateway=int(heard_by[number]),
            rated_w=_LAMPS[street.kind][1],
            height_m=_LAMPS[street.kind][2],
            switch_deg=round(float(switch_deg[number]), 3),
        )
        for number, (site, street) in enumerate(zip(sites, streets, strict=True))
    )


def _network(
    ground: _Ground, sites: Sequence[Site], on_plane: Floats, hears: "_Hearing"
) -> tuple[tuple[Cabinet, ...], tuple[Feeder, ...], Whole]:
    """Share the lamps out to cabinets, and each cabinet's lamps to its feeders.

    Returns cabinets, feeders, and the feeder of each lamp.
    """
    feeder_of = np.zeros(len(sites), np.int64)
    cabinets: list[Cabinet] = []
    feeders: list[Feeder] = []
    parts = _split(np.arange(len(sites)), on_plane, ground.count(CABINETS, 2))
    more = np.linspace(0, ground.count(FEEDERS, 4), len(parts) + 1).round().astype(int)
    for number, part in enumerate(parts):
        site = _beside(ground, sites[_middle(part, on_plane)])
        gateway = int(hears.nearest([site.location])[0])
        cabinets.append(Cabinet(site=site, gateway=gateway))
        for cable in _split(
            part, on_plane, max(1, int(more[number + 1] - more[number]))
        ):
            feeder_of[cable] = len(feeders)
            nearest = cable[np.argmin(_distances(on_plane[cable], site, ground))]
            feeders.append(Feeder(site=sites[int(nearest)], cabinet=number))
    return tuple(cabinets), tuple(feeders), feeder_of


def _split(members: Whole, on_plane: Floats, parts: int) -> list[Whole]:
    """Cut points into compact parts of about equal size, across their longer side."""
    if parts <= 1 or len(members) < parts:
        return [members]
    spread = np.ptp(on_plane[members], axis=0)
    order = members[np.argsort(on_plane[members][:, int(spread[1] > spread[0])])]
    few = parts // 2
    cut = len(order) * few // parts
    return [
        *_split(order[:cut], on_plane, few),
        *_split(order[cut:], on_plane, parts - few),
    ]


def _middle(members: Whole, on_plane: Floats) -> int:
    """Return the member nearest to the middle of all."""
    gap = on_plane[members] - on_plane[members].mean(axis=0)
    return int(members[np.argmin((gap**2).sum(axis=1))])


def _distances(on_plane: Floats, site: Site, ground: _Ground) -> Floats:
    """Measure from points to a site, m."""
    gap = on_plane - np.array(ground.town.plane.to_m(site.location))
    return np.asarray(np.hypot(gap[:, 0], gap[:, 1]), np.float64)


def _beside(ground: _Ground, site: Site) -> Site:
    """Return a site a few steps away, so that a cabinet does not stand in a lamp."""
    x, y = ground.town.plane.to_m(site.location)
    return Site(
        location=ground.town.plane.to_lonlat((x + 2.5, y + 1.5)),
        street=site.street,
        district=site.district,
    )


def _gateways(ground: _Ground, on_plane: Floats) -> tuple[Gateway, ...]:
    """Put an antenna in the middle of each part of the town."""
    parts = _split(np.arange(len(on_plane)), on_plane, ground.count(GATEWAYS, 2))
    return tuple(
        Gateway(
            location=ground.town.plane.to_lonlat(
                (float(on_plane[part][:, 0].mean()), float(on_plane[part][:, 1].mean()))
            )
        )
        for part in parts
    )


class _Hearing:
    """Which antenna hears a point best."""

    def __init__(self, ground: _Ground, gateways: Sequence[Gateway]) -> None:
        self._ground = ground
        self._at = ground.meters(gateway.location for gateway in gateways)

    def nearest(self, points: Sequence[LonLat]) -> Whole:
        """Return the number of the nearest antenna of each point."""
        gap = self._ground.meters(points)[:, None, :] - self._at[None, :, :]
        return np.asarray((gap**2).sum(axis=2).argmin(axis=1), np.int64)


# --- containers


def _waste(
    ground: _Ground, hears: _Hearing
) -> tuple[tuple[Isle, ...], tuple[Container, ...]]:
    """Place isles where people live and fill them with containers."""
    wanted = ground.count(CONTAINERS, 8)
    draws = ground.chance.stream("waste")
    isles: list[Isle] = []
    containers: list[Container] = []
    for site in _spread(ground, _isle_spots(ground), most=wanted, apart_m=75.0):
        if len(containers) == wanted:
            break
        isle = len(isles)
        kinds = _waste_kinds(float(draws.uniform(isle, 1)))
        underground = (
            ground.kind_of(site.district) in _CENTRAL
            and float(draws.uniform(isle, 2)) < 0.35
        )
        isles.append(Isle(site=site, underground=underground))
        gateway = int(hears.nearest([site.location])[0])
        for place, waste in enumerate(kinds[: wanted - len(containers)]):
            containers.append(
                _container(ground, isle, isles[-1], place, waste, gateway)
            )
    return tuple(isles), tuple(containers)


def _waste_kinds(drawn: float) -> tuple[Waste, ...]:
    """Choose what the containers of an isle are for."""
    sorts = (
        (Waste.PAPER, Waste.PLASTIC, Waste.GLASS),
        (Waste.MIXED, Waste.PAPER, Waste.PLASTIC, Waste.GLASS),
        (Waste.MIXED, Waste.MIXED, Waste.PAPER, Waste.PLASTIC),
        (Waste.MIXED, Waste.PLASTIC),
        (Waste.MIXED, Waste.MIXED, Waste.PAPER, Waste.PLASTIC, Waste.GLASS),
    )
    return sorts[int(drawn * len(sorts))]


def _container(  # noqa: PLR0913, PLR0917 - the isle it joins, and its place there
    ground: _Ground, isle: int, home: Isle, place: int, waste: Waste, gateway: int
) -> Container:
    """Make one container of an isle."""
    draws = ground.chance.stream("container")
    daily_fill, rounds, fortnightly = _WASTE[waste]
    x, y = ground.town.plane.to_m(home.site.location)
    east = home.site.district % len(rounds)
    lively = 1.25 if ground.kind_of(home.site.district) in _CENTRAL else 1.0
    pace = float(np.exp(0.3 * draws.normal(isle, place)))
    return Container(
        site=Site(
            location=ground.town.plane.to_lonlat((x + 1.9 * place, y + 0.4 * place)),
            street=home.site.street,
            district=home.site.district,
        ),
        isle=isle,
        gateway=gateway,
        waste=waste,
        volume_l=3000 if home.underground else 1100,
        depth_mm=2400 if home.underground else USUAL_DEPTH_MM,
        daily_fill=round(daily_fill * lively * pace, 4),
        round_days=rounds[east],
        fortnightly=fortnightly * (1 + east),
        turn=isle % 97 / 97,
    )


def _isle_spots(ground: _Ground) -> list[tuple[float, Spot]]:
    """Collect where an isle could stand, each with how much it is wanted."""
    kinds = {
        StreetKind.TERTIARY,
        StreetKind.RESIDENTIAL,
        StreetKind.PEDESTRIAN,
        StreetKind.SERVICE,
    }
    return [
        (_WASTE_WISH.get(kind, 0.3) if kind else 0.1, spot)
        for street in ground.town.streets
        if street.lit and street.kind in kinds
        for kind in [ground.kind_of(street.district)]
        for spot in ground.town.spots_along(street, 70.0, aside_m=7.0)
    ]


def _spread(
    ground: _Ground,
    wished: Sequence[tuple[float, Spot]],
    *,
    most: int,
    apart_m: float,
) -> list[Site]:
    """Draw up to `most` sites by their wishes, none nearer than `apart_m` to another.

    Smaller towns keep to the middle.

    Source: Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006.
    """
    if not wished:
        return []
    at = ground.meters(spot.location for _, spot in wished)
    wishes = np.array([wish for wish, _ in wished])
    drawn = ground.chance.uniform(np.arange(len(at)), len(at)) ** (1 / wishes)
    if ground.size < 1:
        drawn = drawn - np.hypot(at[:, 0], at[:, 1]) / (1500.0 + 9000.0 * ground.size)
    chosen: list[Site] = []
    taken: set[tuple[int, int]] = set()
    for number in np.argsort(-drawn):
        x, y = int(at[number, 0] // apart_m), int(at[number, 1] // apart_m)
        if taken & {(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}:
            continue
        taken.add((x, y))
        chosen.append(ground.site(wished[int(number)][1]))
        if len(chosen) == most:
            break
    return chosen


# --- cars


def _car_parks(ground: _Ground) -> tuple[CarPark, ...]:
    """Take the map's car parks and garages, then rows along the busiest kerbs."""
    wanted = ground.count(CAR_PARKS, 4)
    found = sorted(_off_street(ground), key=lambda park: -park.spots)
    found = _nearest_first(ground, found, wanted * 3 // 5)
    rows = [
        (3.0 if kind in _CENTRAL else 1.0, spot)
        for street in ground.town.streets
        if street.kind in {StreetKind.RESIDENTIAL, StreetKind.TERTIARY} and street.lit
        for kind in [ground.kind_of(street.district)]
        if kind not in {DistrictKind.VILLAGE, DistrictKind.PARK, None}
        for spot in ground.town.spots_along(street, 110.0, aside_m=5.0)
    ]
    kerbs = _spread(ground, rows, most=wanted - len(found), apart_m=140.0)
    return (*found, *(_kerb(ground, number, at) for number, at in enumerate(kerbs)))


def _nearest_first(
    ground: _Ground, parks: Sequence[CarPark], most: int
) -> list[CarPark]:
    """Keep the biggest; in a smaller town those nearest to the middle."""
    if ground.size >= 1:
        return list(parks[:most])
    at = ground.meters(park.site.location for park in parks)
    order = np.argsort(np.hypot(at[:, 0], at[:, 1]))
    return [parks[int(number)] for number in order[:most]]


def _off_street(ground: _Ground) -> Iterable[CarPark]:
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


def _car_park(ground: _Ground, rings: Rings, *, floors: int, garage: bool) -> CarPark:
    """Make a car park of an outline."""
    outline = shapely.Polygon([ground.town.plane.to_m(point) for point in rings[0]])
    middle = outline.representative_point()
    site = ground.site_at(ground.town.plane.to_lonlat((middle.x, middle.y)))
    spots = int(np.clip(outline.area * floors / SPOT_M2, 12, 900))
    return CarPark(
        site=site, on_street=False, spots=spots, use=_use(ground, site), garage=garage
    )


def _kerb(ground: _Ground, number: int, site: Site) -> CarPark:
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


def _use(ground: _Ground, site: Site) -> Use:
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


def _parking_spots(
    ground: _Ground, parks: Sequence[CarPark], hears: _Hearing
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
        nearest = np.argsort(_distances(at, park.site, ground))
        few = min(SENSED, park.spots, wanted - len(sensed), len(row))
        for index in sorted(nearest[:few]):
            site = ground.site(row[int(index)])
            gateway = int(hears.nearest([site.location])[0])
            sensed.append(ParkingSpot(site=site, car_park=number, gateway=gateway))
        if len(sensed) == wanted:
            break
    return tuple(sensed)


def _from_centre(ground: _Ground, park: CarPark) -> float:
    """Measure from the town's centre to a car park, m."""
    return float(np.hypot(*ground.town.plane.to_m(park.site.location)))


def _stations(ground: _Ground, parks: Sequence[CarPark]) -> tuple[Station, ...]:
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
    spread = _spread(ground, kerbs, most=wanted - len(at), apart_m=220.0)
    at += [(-1, site) for site in spread]
    return tuple(
        _station(ground, number, park, site) for number, (park, site) in enumerate(at)
    )


def _station(ground: _Ground, number: int, park: int, site: Site) -> Station:
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


def _counters(ground: _Ground) -> tuple[Counter, ...]:
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
    sites = _spread(ground, spots, most=ground.count(COUNTERS, 3), apart_m=230.0)
    return tuple(
        _counter(ground, number, site, bearing[site.location])
        for number, site in enumerate(sites)
    )


def _counter(ground: _Ground, number: int, site: Site, bearing: float) -> Counter:
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


# --- air


def _air_stations(ground: _Ground) -> tuple[AirStation, ...]:
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


def _air_station(ground: _Ground, site: Site) -> AirStation:
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


def _weather_stations(ground: _Ground) -> tuple[WeatherStation, ...]:
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
