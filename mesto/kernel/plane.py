"""A plane to measure a town on, in metres. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

LonLat: TypeAlias = tuple[float, float]  #: WGS 84, degrees, east and north positive
Line: TypeAlias = tuple[LonLat, ...]


@dataclass(frozen=True, kw_only=True)
class Plane:
    """The plane that touches the earth at `center`; x to the east, y to the north, m.

    Source: series for the length of a degree, NIMA TR8350.2, WGS 84 ellipsoid.
    """

    center: LonLat

    @cached_property
    def degree_m(self) -> tuple[float, float]:
        """How long a degree of longitude and one of latitude are here, m."""
        lat = math.radians(self.center[1])
        east = 111412.84 * math.cos(lat) - 93.5 * math.cos(3 * lat)
        north = 111132.92 - 559.82 * math.cos(2 * lat) + 1.175 * math.cos(4 * lat)
        return east, north

    def to_m(self, point: LonLat) -> tuple[float, float]:
        """Return where the point lies on the plane."""
        east, north = self.degree_m
        return (point[0] - self.center[0]) * east, (point[1] - self.center[1]) * north

    def to_lonlat(self, point: tuple[float, float]) -> LonLat:
        """Return where a point of the plane is on the earth, to a centimetre."""
        east, north = self.degree_m
        return (
            round(self.center[0] + point[0] / east, 7),
            round(self.center[1] + point[1] / north, 7),
        )

    def lonlats(self, points: NDArray[np.float64]) -> Line:
        """Return where many points of the plane are on the earth."""
        scaled = np.asarray(self.center) + points / np.asarray(self.degree_m)
        return tuple(map(tuple, np.round(scaled, 7).tolist()))

    def line_m(self, line: Sequence[LonLat]) -> LineString:
        """Return a line of the plane, to measure on."""
        return LineString([self.to_m(point) for point in line])
