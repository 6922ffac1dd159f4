"""Lit pieces of streets between two junctions, and where lamps stand along them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import shapely

from mesto.simulator.assets.ground import CENTRAL, Ground
from mesto.simulator.assets.kinds import Segment, Site
from mesto.simulator.kinds import StreetKind
from mesto.simulator.town import Town

#: What a street needs at night, EN 13201-2, and how wide it is, m.
_NEEDS: Mapping[StreetKind, tuple[str, float]] = {
    StreetKind.PRIMARY: ("M3", 14.0),
    StreetKind.SECONDARY: ("M4", 11.0),
    StreetKind.TERTIARY: ("M5", 9.0),
    StreetKind.RESIDENTIAL: ("P4", 7.0),
    StreetKind.PEDESTRIAN: ("P3", 6.0),
    StreetKind.SERVICE: ("P5", 5.0),
    StreetKind.PATH: ("P6", 3.0),
}
_CENTRAL_PEDESTRIAN = "P2"


def segments_of(ground: Ground, sites: Sequence[Site]) -> tuple[Segment, ...]:
    """Return every piece of the streets on which lamps stand."""
    town = ground.town
    lit = {site.street for site in sites}
    return tuple(
        Segment(
            edge=number,
            lighting_class=_class(ground, edge.street),
            width_m=_NEEDS[town.streets[edge.street].kind][1],
        )
        for number, edge in enumerate(town.edges)
        if edge.street in lit
    )


def places_on(town: Town, sites: Sequence[Site]) -> Iterator[tuple[int, float]]:
    """Yield the edge each lamp stands on, and how far from its beginning, m."""
    lines = [town.plane.line_m(edge.line) for edge in town.edges]
    of_street: defaultdict[int, list[int]] = defaultdict(list)
    for number, edge in enumerate(town.edges):
        of_street[edge.street].append(number)
    for site in sites:
        at = shapely.Point(town.plane.to_m(site.location))
        here = min(of_street[site.street], key=lambda one: lines[one].distance(at))
        yield here, round(lines[here].project(at), 1)


def _class(ground: Ground, street: int) -> str:
    kind = ground.town.streets[street].kind
    district = ground.kind_of(ground.town.streets[street].district)
    if kind is StreetKind.PEDESTRIAN and district in CENTRAL:
        return _CENTRAL_PEDESTRIAN
    return _NEEDS[kind][0]
