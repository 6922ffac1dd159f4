"""Where the streets of a town lie: which is nearest to a place, and how far. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import hypot

from shapely import LineString, Point, STRtree

from mesto.domains.lighting.inventory.segments import Segment
from mesto.kernel.plane import Line, LonLat, Plane


@dataclass(frozen=True, slots=True)
class Street:
    """A segment on the plane."""

    name: str
    line: LineString


@dataclass(frozen=True, slots=True)
class Nearest:
    """The segment nearest to a place."""

    name: str
    distance_m: float


class Ground:
    """The streets, as far as they are known."""

    def __init__(self, segments: Iterable[Segment], centre: LonLat | None) -> None:
        """Begin with the town's streets.

        centre: of the town; where there are streets, their middle counts
        """
        self._lines: dict[str, tuple[str, Line]] = {
            one.urn: (one.street or tail_of(one.urn), one.line) for one in segments
        }
        self._centre = centre

    def add(self, urn: str, name: str, line: Line) -> None:
        """Add a street, or put another line in its place, before anything is asked."""
        if line:
            self._lines[urn] = (name or tail_of(urn), line)

    @cached_property
    def middle(self) -> LonLat | None:
        """The middle of the town; None where neither it nor a street is known."""
        points = sorted(line[0] for _, line in self._lines.values())
        if not points:
            return self._centre
        latitudes = sorted(latitude for _, latitude in points)
        half = len(points) // 2
        return points[half][0], latitudes[half]

    @cached_property
    def plane(self) -> Plane:
        """The plane on which everything is measured."""
        return Plane(center=self.middle or (0.0, 0.0))

    @cached_property
    def streets(self) -> dict[str, Street]:
        """The segments on the plane, by URN."""
        return {
            urn: Street(name, self.plane.line_m(line))
            for urn, (name, line) in self._lines.items()
        }

    def from_middle_m(self, at: LonLat) -> float:
        """Return how far a place is from the middle of the town, m; 0: unknown."""
        return 0.0 if self.middle is None else hypot(*self.plane.to_m(at))

    def nearest(self, at: LonLat) -> Nearest | None:
        """Return the nearest street; None where none is known."""
        if not self.streets:
            return None
        here = Point(self.plane.to_m(at))
        found = self._numbered[int(self._tree.nearest(here))]
        return Nearest(found.name, found.line.distance(here))

    def along(self, street: Street, at: LonLat) -> tuple[float, float]:
        """Return how far along a street a place is, and how far from it, m."""
        here = Point(self.plane.to_m(at))
        return street.line.project(here), street.line.distance(here)

    @cached_property
    def _numbered(self) -> list[Street]:
        return list(self.streets.values())

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree([one.line for one in self._numbered])


def point_in(geometry: object) -> LonLat | None:
    """Return where a Point lies; None where it is something else."""
    match geometry:
        case {"type": "Point", "coordinates": [x, y, *_]}:
            return float(x), float(y)
    return None


def tail_of(urn: str) -> str:
    """Return the last part of a URN, which people know."""
    return urn.rpartition(":")[2]
