"""Lamps along the lit streets, their cables and their cabinets."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from mesto.simulator.almanac import DAY_S, YEAR_S
from mesto.simulator.assets.ground import Ground, distances, split
from mesto.simulator.assets.kinds import Cabinet, Feeder, Lamp, Site
from mesto.simulator.assets.luminaires import LUMINAIRES, luminaire_for
from mesto.simulator.assets.radio import Hearing
from mesto.simulator.assets.segments import places_on
from mesto.simulator.chance import Floats, Whole
from mesto.simulator.kinds import StreetKind
from mesto.simulator.life.lighting import SWITCH_DEG
from mesto.simulator.town import Street

LAMPS = 11_000
FEEDERS = 220
CABINETS = 75

METERED_SINCE_S = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
_OLDEST_YEARS = 12.0  #: at METERED_SINCE_S

#: Distance between lamps and height by kind of street, m.
_LAMPS = {
    StreetKind.PRIMARY: (30.0, 10.0),
    StreetKind.SECONDARY: (32.0, 9.0),
    StreetKind.TERTIARY: (34.0, 8.0),
    StreetKind.RESIDENTIAL: (37.0, 6.0),
    StreetKind.PEDESTRIAN: (27.0, 4.5),
    StreetKind.SERVICE: (40.0, 6.0),
    StreetKind.PATH: (36.0, 4.5),
}
_WIDTH_M = {
    StreetKind.PRIMARY: 8.0,
    StreetKind.SECONDARY: 6.5,
    StreetKind.TERTIARY: 5.5,
}
_NARROW_M = 4.5


def lamp_sites(ground: Ground) -> tuple[list[Site], list[Street]]:
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


def lamps_on(
    ground: Ground,
    sites: Sequence[Site],
    streets: Sequence[Street],
    feeder_of: Whole,
    hears: Hearing,
) -> tuple[Lamp, ...]:
    """Put a lamp on each site."""
    numbers = np.arange(len(sites))
    switch_deg = SWITCH_DEG + 0.5 * ground.chance.normal(numbers, 3)
    heard_by = hears.nearest([site.location for site in sites])
    places = places_on(ground.town, sites)
    lamps = []
    for number, (street, (edge, along_m)) in enumerate(
        zip(streets, places, strict=True)
    ):
        in_service_s = _in_service_s(ground, street)
        luminaire = luminaire_for(street.kind, in_service_s)
        lamps.append(
            Lamp(
                site=sites[number],
                feeder=int(feeder_of[number]),
                gateway=int(heard_by[number]),
                edge=edge,
                along_m=along_m,
                luminaire=luminaire,
                in_service_s=in_service_s,
                rated_w=LUMINAIRES[luminaire].power_w,
                height_m=_LAMPS[street.kind][1],
                switch_deg=round(float(switch_deg[number]), 3),
            )
        )
    return tuple(lamps)


def _in_service_s(ground: Ground, street: Street) -> float:
    """Return since when the lamps of a street burn; a street is done in a day."""
    age_s = _OLDEST_YEARS * YEAR_S * float(ground.chance.uniform(street.id, 5))
    return (METERED_SINCE_S - age_s) // DAY_S * DAY_S


def network_of(
    ground: Ground, sites: Sequence[Site], on_plane: Floats, hears: Hearing
) -> tuple[tuple[Cabinet, ...], tuple[Feeder, ...], Whole]:
    """Share the lamps out to cabinets, and each cabinet's lamps to its feeders.

    Returns cabinets, feeders, and the feeder of each lamp.
    """
    feeder_of = np.zeros(len(sites), np.int64)
    cabinets: list[Cabinet] = []
    feeders: list[Feeder] = []
    parts = split(np.arange(len(sites)), on_plane, ground.count(CABINETS, 2))
    more = np.linspace(0, ground.count(FEEDERS, 4), len(parts) + 1).round().astype(int)
    for number, part in enumerate(parts):
        site = _beside(ground, sites[_middle(part, on_plane)])
        gateway = int(hears.nearest([site.location])[0])
        cabinets.append(Cabinet(site=site, gateway=gateway))
        for cable in split(
            part, on_plane, max(1, int(more[number + 1] - more[number]))
        ):
            feeder_of[cable] = len(feeders)
            nearest = cable[np.argmin(distances(on_plane[cable], site, ground))]
            feeders.append(Feeder(site=sites[int(nearest)], cabinet=number))
    return tuple(cabinets), tuple(feeders), feeder_of


def _middle(members: Whole, on_plane: Floats) -> int:
    """Return the member nearest to the middle of all."""
    gap = on_plane[members] - on_plane[members].mean(axis=0)
    return int(members[np.argmin((gap**2).sum(axis=1))])


def _beside(ground: Ground, site: Site) -> Site:
    """Return a site a few steps away, so that a cabinet does not stand in a lamp."""
    x, y = ground.town.plane.to_m(site.location)
    return Site(
        location=ground.town.plane.to_lonlat((x + 2.5, y + 1.5)),
        street=site.street,
        district=site.district,
    )
