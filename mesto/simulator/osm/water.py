"""Rivers made whole again: an extract cuts their outlines, but keeps their banks."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import shapely
from shapely import LineString, Polygon

from mesto.simulator.town import LonLat

#: How much of a river's middle line makes a piece of the map water, degrees (≈ 40 m).
MIDDLE_DEGREES = 0.0004
#: How far apart the ends of two banks may be to be joined, degrees (≈ 1.6 km).
MOUTH_DEGREES = 0.02
#: A greater share of buildings has no river: it is more than houseboats.
BUILT_SHARE = 0.02


def between_banks(
    banks: Sequence[LineString],
    middles: Sequence[LineString],
    buildings: Sequence[Polygon],
) -> list[Polygon]:
    """Return the areas between banks that have a river in them.

    banks: lines where water and land meet, cut off where the extract ends
    middles: lines along which rivers and canals flow
    """
    if not banks or not middles:
        return []
    whole = shapely.line_merge(shapely.union_all(list(banks)))
    edges = shapely.union_all([whole, *_mouths(_loose_ends(whole))])
    flow = shapely.union_all(list(middles))
    areas = shapely.area(np.asarray(buildings, dtype=object))
    houses = shapely.STRtree([shapely.centroid(shape) for shape in buildings])
    wet = []
    for piece in shapely.get_parts(shapely.polygonize([edges])):
        assert isinstance(piece, Polygon), "polygonize makes polygons"
        shapely.prepare(piece)
        if flow.intersection(piece).length < MIDDLE_DEGREES:
            continue
        built = areas[houses.query(piece, predicate="contains")].sum()
        if built < BUILT_SHARE * piece.area:
            wet.append(piece)
    return wet


def _loose_ends(lines: shapely.Geometry) -> list[LonLat]:
    """Return the points where exactly one line ends."""
    ends: Counter[LonLat] = Counter()
    for line in shapely.get_parts(lines):
        points = shapely.get_coordinates(line).tolist()
        ends.update(((points[0][0], points[0][1]), (points[-1][0], points[-1][1])))
    return [end for end, count in ends.items() if count == 1]


def _mouths(ends: Sequence[LonLat]) -> list[LineString]:
    """Join loose ends of banks, the nearest first: there the extract cut the river."""
    if not ends:
        return []
    narrow = math.cos(math.radians(ends[0][1]))

    def apart(pair: tuple[LonLat, LonLat]) -> float:
        (ax, ay), (bx, by) = pair
        return math.hypot((ax - bx) * narrow, ay - by)

    joined: set[LonLat] = set()
    mouths = []
    for pair in sorted(combinations(ends, 2), key=apart):
        if apart(pair) < MOUTH_DEGREES and joined.isdisjoint(pair):
            joined.update(pair)
            mouths.append(LineString(pair))
    return mouths
