"""Where things of a town can stand: near it, and not with exchanged numbers. Pure."""

import math
from collections.abc import Iterable
from typing import Final

from mesto.kernel.model import Entity, Value
from mesto.kernel.municipality import MUNICIPALITY
from mesto.kernel.plane import LonLat, Plane

OUT_OF_TOWN_M: Final = 30_000.0


def centre_in(town: Iterable[Entity]) -> LonLat | None:
    """Return the centre the municipality says it has."""
    for entity in town:
        if MUNICIPALITY in entity.types:
            return point_in(entity.value("center"))
    return None


def point_in(value: Value) -> LonLat | None:
    """Return a point from its GeoJSON, or from two numbers; None where it is none."""
    match value:
        case {"type": "Point", "coordinates": [*numbers]} | [*numbers]:
            pass
        case _:
            return None
    match numbers:
        case [int() | float() as longitude, int() | float() as latitude, *_]:
            return float(longitude), float(latitude)
    return None


def why_not_there(at: LonLat, centre: LonLat | None) -> str:
    """Say why nothing of a town stands at a place; empty where it may."""
    longitude, latitude = at
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # noqa: PLR2004
        return f"{longitude:g} east and {latitude:g} north is nowhere on Earth"
    if at == (0.0, 0.0):
        return "0 east and 0 north is what a file says that knows no place"
    if centre is None:
        return ""
    far_m = _far_m(at, centre)
    if far_m <= OUT_OF_TOWN_M:
        return ""
    other = latitude, longitude
    if abs(longitude) <= 90 and _far_m(other, centre) <= OUT_OF_TOWN_M:  # noqa: PLR2004
        return (
            "longitude and latitude are exchanged:"
            f" {longitude:g} north and {latitude:g} east lies in the town"
        )
    return f"lies {far_m / 1000:,.0f} km from the town"


def _far_m(at: LonLat, centre: LonLat) -> float:
    return math.hypot(*Plane(center=centre).to_m(at))
