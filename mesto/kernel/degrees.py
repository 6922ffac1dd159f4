"""Places on the earth, in degrees of WGS 84. Pure."""

from typing import Final

MOST_EAST: Final = 180  #: degrees; as far to the west
MOST_NORTH: Final = 90  #: degrees; as far to the south


def on_earth(longitude: float, latitude: float) -> bool:
    """Tell whether there is such a place; there is none for what is no number."""
    return abs(longitude) <= MOST_EAST and abs(latitude) <= MOST_NORTH


def is_box(west: float, south: float, east: float, north: float) -> bool:
    """Tell whether these are bounds on the earth, each in its order; a point is one."""
    there = on_earth(west, south) and on_earth(east, north)
    return there and west <= east and south <= north
