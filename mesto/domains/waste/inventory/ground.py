"""Where things of a town can stand: near it, and not with exchanged numbers. Pure."""

import math
from collections.abc import Iterable
from typing import Final

from mesto.domains.waste.inventory import doubts
from mesto.kernel.degrees import on_earth
from mesto.kernel.model import Entity, Value
from mesto.kernel.municipality import MUNICIPALITY
from mesto.kernel.plane import LonLat, Plane
from mesto.kernel.refusals import FAR_AWAY
from mesto.kernel.text import Text, filled, whole

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


def why_not_there(at: LonLat, centre: LonLat | None) -> Text:
    """Say why nothing of a town stands at a place; empty where it may."""
    longitude, latitude = at
    if not on_earth(longitude, latitude):
        return filled(doubts.NOWHERE, place=_written(at))
    if at == (0.0, 0.0):
        return filled(doubts.NO_PLACE, place=_written(at))
    if centre is None:
        return {}
    far_m = _far_m(at, centre)
    if far_m <= OUT_OF_TOWN_M:
        return {}
    other = latitude, longitude
    if on_earth(*other) and _far_m(other, centre) <= OUT_OF_TOWN_M:
        return filled(doubts.EXCHANGED, place=_written(other))
    return filled(FAR_AWAY, far=whole(far_m / 1000, "km"))


def _written(at: LonLat) -> str:
    return f"{at[1]:g}° N {at[0]:g}° E"


def _far_m(at: LonLat, centre: LonLat) -> float:
    return math.hypot(*Plane(center=centre).to_m(at))
