"""Where by the streets a place is, and from which side it is come to.

A truck has what it empties on one side, so a stop lies on streets in one direction:
who may be loaded from the right has to have the container on its right.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from mesto.domains.waste.planning.problem import Spot
from mesto.domains.waste.rounds import Place

NEAR_M: Final = 60.0  #: streets so much farther than the nearest may be taken instead
ASTRAY_M: Final = 250.0  #: no street leads there
#: For a twin: `COPIED - n` is street n once more, for those who may not turn after it.
COPIED: Final = -3
ON_THE_LINE_M: Final = 1.5  #: which side that is, nobody can tell
_M_PER_DEGREE: Final = 111_195.0
_TRIED: Final = 12  #: streets


class Snapped(NamedTuple):
    """Where a place is by the streets.

    edges: those it can be come to on; shares: how far along each, in [0, 1]
    astray: no street comes near, or none on its side
    """

    place: Place
    edges: Sequence[int]
    shares: Sequence[float]
    astray: bool = False


class Snapper:
    """Finds places by the streets."""

    def __init__(
        self,
        points: NDArray[np.float64],
        begin: NDArray[np.int32],
        twin: NDArray[np.int32],
    ) -> None:
        """Lay the streets out on a plane.

        points: longitudes and latitudes; those of edge n are
            `points[begin[n]:begin[n + 1]]`
        """
        self._scale = (
            np.array([np.cos(np.radians(points[:, 1].mean())), 1.0]) * _M_PER_DEGREE
        )
        number = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
        lines = shapely.linestrings(points * self._scale, indices=number)
        self._lines: NDArray[np.object_] = np.atleast_1d(
            np.asarray(lines, dtype=object)
        )
        self._twin = twin
        self._known: dict[Spot, Snapped] = {}
        #: of two directions one is enough to find the street
        self._streets = np.flatnonzero((twin == -1) | (np.arange(len(twin)) < twin))
        self._copies: dict[int, list[int]] = {}
        for copy in np.flatnonzero(twin <= COPIED).tolist():
            self._copies.setdefault(COPIED - int(twin[copy]), []).append(copy)
        self._tree = shapely.STRtree(self._lines[self._streets])

    def snap(self, spots: Sequence[Spot]) -> list[Snapped]:
        """Return where each place is."""
        for spot in spots:
            if spot not in self._known:
                self._known[spot] = self._snap(spot)
        return [self._known[spot] for spot in spots]

    def _snap(self, spot: Spot) -> Snapped:
        point = shapely.Point(np.array(spot.place) * self._scale)
        nearest = int(self._tree.nearest(point))
        least_m = float(point.distance(self._lines[self._streets[nearest]]))
        around = self._tree.query(point, "dwithin", least_m + NEAR_M)
        distances = shapely.distance(self._lines[self._streets[around]], point)
        order = np.argsort(distances, kind="stable")[:_TRIED]
        far = least_m > ASTRAY_M
        for edge in self._streets[around[order]].tolist():
            if sides := self._sided(edge, point, spot):
                return Snapped(spot.place, *self._shares(sides, point), astray=far)
        edge = int(self._streets[nearest])
        both = [one for one in (edge, int(self._twin[edge])) if one >= 0]
        return Snapped(spot.place, *self._shares(both, point), astray=True)

    def _sided(self, edge: int, point: shapely.Point, spot: Spot) -> list[int]:
        """Return in which directions a truck has a place on the side it asks for."""
        both = [one for one in (edge, int(self._twin[edge])) if one >= 0]
        if spot.side == "any":
            return both
        off_m = self._right_m(edge, point)
        if abs(off_m) < ON_THE_LINE_M:
            return both
        on_right = (off_m > 0) == (spot.side == "right")
        return [edge] if on_right else both[1:]

    def _right_m(self, edge: int, point: shapely.Point) -> float:
        """Return how far right of an edge a place is, m; left is negative."""
        line = self._lines[edge]
        along = line.project(point)
        step = min(1.0, line.length / 4)
        before = line.interpolate(max(0.0, along - step))
        behind = line.interpolate(min(line.length, along + step))
        x, y = behind.x - before.x, behind.y - before.y
        length = (x * x + y * y) ** 0.5 or 1.0
        return float(((point.x - before.x) * y - (point.y - before.y) * x) / length)

    def _shares(
        self, edges: Sequence[int], point: shapely.Point
    ) -> tuple[list[int], list[float]]:
        all_ = [one for edge in edges for one in (edge, *self._copies.get(edge, ()))]
        shares = [
            float(self._lines[edge].project(point, normalized=True)) for edge in all_
        ]
        return all_, shares
