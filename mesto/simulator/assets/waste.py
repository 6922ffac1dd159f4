"""Isles where people live, and the containers on them."""

import numpy as np

from mesto.simulator.assets.ground import CENTRAL, Ground, spread
from mesto.simulator.assets.kinds import USUAL_DEPTH_MM, Container, Isle, Site, Waste
from mesto.simulator.assets.radio import Hearing
from mesto.simulator.kinds import DistrictKind, StreetKind
from mesto.simulator.town import Spot

CONTAINERS = 560
BLIND = 4  #: of so many nests one has no sensors

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


def waste_in(
    ground: Ground, hears: Hearing
) -> tuple[tuple[Isle, ...], tuple[Container, ...]]:
    """Place isles where people live and fill them with containers."""
    wanted = ground.count(CONTAINERS, 8)
    draws = ground.chance.stream("waste")
    isles: list[Isle] = []
    containers: list[Container] = []
    for site in spread(ground, _isle_spots(ground), most=wanted, apart_m=75.0):
        if len(containers) == wanted:
            break
        isle = len(isles)
        kinds = _waste_kinds(float(draws.uniform(isle, 1)))
        underground = (
            ground.kind_of(site.district) in CENTRAL
            and float(draws.uniform(isle, 2)) < 0.35
        )
        isles.append(Isle(site=site, underground=underground))
        gateway = int(hears.nearest([site.location])[0])
        for place, waste in enumerate(kinds[: wanted - len(containers)]):
            containers.append(
                _container(ground, isles[-1], isle, place, waste=waste, gateway=gateway)
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


def _container(  # noqa: PLR0913 - the isle it joins, and its place there
    ground: Ground, home: Isle, isle: int, place: int, *, waste: Waste, gateway: int
) -> Container:
    """Make one container of an isle."""
    draws = ground.chance.stream("container")
    daily_fill, rounds, fortnightly = _WASTE[waste]
    x, y = ground.town.plane.to_m(home.site.location)
    east = home.site.district % len(rounds)
    lively = 1.25 if ground.kind_of(home.site.district) in CENTRAL else 1.0
    pace = float(np.exp(0.3 * draws.normal(isle, place)))
    return Container(
        site=Site(
            location=ground.town.plane.to_lonlat((x + 1.9 * place, y + 0.4 * place)),
            street=home.site.street,
            district=home.site.district,
        ),
        isle=isle,
        sensed=isle % BLIND != BLIND - 1,
        gateway=gateway,
        waste=waste,
        volume_l=3000 if home.underground else 1100,
        depth_mm=2400 if home.underground else USUAL_DEPTH_MM,
        daily_fill=round(daily_fill * lively * pace, 4),
        round_days=rounds[east],
        fortnightly=fortnightly * (1 + east),
        turn=isle % 97 / 97,
    )


def _isle_spots(ground: Ground) -> list[tuple[float, Spot]]:
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
