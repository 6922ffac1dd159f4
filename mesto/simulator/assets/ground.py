"""The town to build on: where something can stand, and how that is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mesto.simulator.assets.kinds import Site
from mesto.simulator.chance import Chance, Floats, Whole
from mesto.simulator.kinds import BuildingKind, DistrictKind
from mesto.simulator.life.parking import Use
from mesto.simulator.town import LonLat, Spot, Street, Town

CENTRAL = {DistrictKind.OLD_CENTRE, DistrictKind.BOULEVARD_RING}


@dataclass(frozen=True)
class Ground:
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


def spread(
    ground: Ground,
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


def distances(on_plane: Floats, site: Site, ground: Ground) -> Floats:
    """Measure from points to a site, m."""
    gap = on_plane - np.array(ground.town.plane.to_m(site.location))
    return np.asarray(np.hypot(gap[:, 0], gap[:, 1]), np.float64)


def split(members: Whole, on_plane: Floats, parts: int) -> list[Whole]:
    """Cut points into compact parts of about equal size, across their longer side."""
    if parts <= 1 or len(members) < parts:
        return [members]
    reach = np.ptp(on_plane[members], axis=0)
    order = members[np.argsort(on_plane[members][:, int(reach[1] > reach[0])])]
    few = parts // 2
    cut = len(order) * few // parts
    return [
        *split(order[:cut], on_plane, few),
        *split(order[cut:], on_plane, parts - few),
    ]
