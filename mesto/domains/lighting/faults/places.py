"""Which lamps stand beside each other, whatever they are said to hang on. Pure."""

from collections import Counter
from collections.abc import Iterator
from math import cos, hypot, isfinite, nan, radians

from mesto.domains.lighting.faults.assets import Lamp, Point
from mesto.domains.lighting.faults.group import LOST_AFTER

CELL_DEG = 0.001  #: of the grid: some 110 m from south to north
BESIDE_M = 90.0
NEIGHBOURS = 4  #: that are asked
DEGREE_M = 111_320.0  #: of latitude

Cell = tuple[int, int]


class Places:
    """The lamps of a town on a grid."""

    def __init__(self) -> None:
        """Know no lamp."""
        self._cells: dict[Cell, dict[str, Lamp]] = {}

    def put(self, lamp: Lamp, place: Point | None) -> None:
        """Let a lamp stand somewhere, or nowhere."""
        if lamp.place is not None:
            self._cells.get(_cell(lamp.place), {}).pop(lamp.urn, None)
        lamp.place = place
        if place is not None:
            self._cells.setdefault(_cell(place), {})[lamp.urn] = lamp

    def beside(self, lamp: Lamp) -> list[Lamp]:
        """Return the nearest lamps around one, at most `NEIGHBOURS`."""
        near = [
            (far_m, other.urn, other)
            for other in self._around(lamp)
            if (far_m := apart_m(lamp.place, other.place)) < BESIDE_M
        ]
        return [other for _, _, other in sorted(near)[:NEIGHBOURS]]

    def _around(self, lamp: Lamp) -> Iterator[Lamp]:
        if lamp.place is None:
            return
        east, north = _cell(lamp.place)
        for x in (east - 1, east, east + 1):
            for y in (north - 1, north, north + 1):
                cell = self._cells.get((x, y), {})
                yield from (one for one in cell.values() if one is not lamp)


def dark_with(lamp: Lamp, beside: list[Lamp], now_s: float) -> str | None:
    """Return the feeder whose lamps went dark beside and with a lamp.

    None where most of the lamps beside it did not: it is dark by itself.
    """
    reach_s = LOST_AFTER * lamp.period_s
    return _most(
        beside,
        [
            one.feeder
            for one in beside
            if (one.gasped or now_s - one.seen_s > LOST_AFTER * one.period_s)
            and abs(one.seen_s - lamp.seen_s) < reach_s
        ],
    )


def lit_with(beside: list[Lamp]) -> str | None:
    """Return the feeder whose lamps burn by day beside a lamp; None: most do not."""
    return _most(beside, [one.feeder for one in beside if one.by_day])


def apart_m(one: Point | None, other: Point | None) -> float:
    """Return how far two places are apart, m; nan where one is unknown."""
    if one is None or other is None:
        return nan
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return DEGREE_M * hypot(east, one[1] - other[1])


def _most(beside: list[Lamp], feeders: list[str]) -> str | None:
    if len(feeders) < 2 or 2 * len(feeders) <= len(beside):  # noqa: PLR2004 - a pair
        return None
    return Counter(feeders).most_common(1)[0][0]


def _cell(place: Point) -> Cell:
    east, north = place
    assert isfinite(east)
    assert isfinite(north)
    return int(east // CELL_DEG), int(north // CELL_DEG)
