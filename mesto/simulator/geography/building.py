"""Houses: closed fronts in the old town, slabs in the green, gables along a village."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from mesto.simulator.geography.curves import Point, polygons_in
from mesto.simulator.kinds import BuildingKind, DistrictKind, StreetKind

#: From the middle of a street to its edge, pavements included, m.
HALF_M = {
    StreetKind.MOTORWAY: 14.0,
    StreetKind.PRIMARY: 12.0,
    StreetKind.SECONDARY: 9.5,
    StreetKind.TERTIARY: 8.0,
    StreetKind.RESIDENTIAL: 6.0,
    StreetKind.PEDESTRIAN: 5.5,
    StreetKind.SERVICE: 3.5,
    StreetKind.TRACK: 2.5,
    StreetKind.PATH: 1.5,
}
TOUCH_M2 = 0.3  #: neighbours may share a wall, not more


@dataclass(frozen=True, kw_only=True)
class House:
    """One building on the plane."""

    shape: Polygon
    kind: BuildingKind
    floors: int


@dataclass(frozen=True, kw_only=True)
class Series:
    """Equal buildings that stand in rows."""

    deep_m: tuple[float, float]
    long_m: tuple[float, float]
    apart_m: float  #: between rows
    tall: tuple[int, int]  #: floors
    kind: BuildingKind = BuildingKind.APARTMENTS


TENEMENTS = Series(deep_m=(11, 13), long_m=(22, 34), apart_m=16, tall=(3, 5))
TOWERS = Series(deep_m=(19, 23), long_m=(20, 25), apart_m=38, tall=(8, 13))
SLABS = Series(deep_m=(11.5, 13.5), long_m=(48, 92), apart_m=32, tall=(4, 9))
SHORT_SLABS = Series(deep_m=(12, 14), long_m=(24, 34), apart_m=24, tall=(4, 6))
HALLS = Series(
    deep_m=(28, 52),
    long_m=(50, 105),
    apart_m=14,
    tall=(1, 2),
    kind=BuildingKind.INDUSTRIAL,
)
WORKSHOPS = Series(
    deep_m=(14, 22),
    long_m=(26, 48),
    apart_m=12,
    tall=(1, 2),
    kind=BuildingKind.INDUSTRIAL,
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is built on a block, and what is laid out round it."""

    houses: tuple[House, ...]
    pitch: Polygon | None = None
    car_park: Polygon | None = None


def build_block(random: Random, lot: Polygon, kind: DistrictKind) -> Plan:
    """Build on a block as its quarter was built; `lot` is without the streets."""
    if kind is DistrictKind.OLD_CENTRE:
        return _old(random, lot)
    if kind is DistrictKind.BOULEVARD_RING:
        return _boulevard(random, lot)
    if kind is DistrictKind.HOUSING_ESTATE:
        return _estate(random, lot)
    if kind is DistrictKind.INDUSTRIAL:
        return _industry(random, lot)
    return Plan(houses=())


def _old(random: Random, lot: Polygon) -> Plan:
    """Build narrow houses wall to wall."""
    depth_m = random.uniform(10, 14)
    return Plan(
        houses=tuple(
            _fronts(random, lot, depth_m=depth_m, lot_m=(8, 17), gap=0.05, tall=(2, 4))
        )
    )


def _boulevard(random: Random, lot: Polygon) -> Plan:
    """Close a block of the 19th century; now and then it is a school."""
    chance = random.random()
    if chance < 0.04 and lot.area > 6000:
        return _school(random, lot)
    if chance < 0.16:
        return Plan(houses=tuple(_rows(random, lot, TENEMENTS)))
    depth_m = random.uniform(11.5, 14.5)
    gap = random.choice([0.02, 0.05, 0.16, 0.3])
    houses = _fronts(random, lot, depth_m=depth_m, lot_m=(14, 27), gap=gap, tall=(3, 6))
    return Plan(houses=tuple(houses))


def _fronts(  # noqa: PLR0913 - what a closed front is measured by
    random: Random,
    lot: Polygon,
    *,
    depth_m: float,
    lot_m: tuple[float, float],
    gap: float,
    tall: tuple[int, int],
) -> list[House]:
    """Build along all sides of a block, with wings into the yard."""
    lot = polygons_in(lot.simplify(1.5))[0]
    yard = lot.buffer(-depth_m, join_style="mitre", mitre_limit=3)
    band = lot.difference(yard)
    cuts, wings = _party_walls(random, lot, depth_m, lot_m)
    pieces = shapely.polygonize([shapely.unary_union([band.boundary, *cuts])])
    shapely.prepare(band)
    houses = []
    floors = random.randint(*tall)
    for piece in polygons_in(pieces, 45):
        if not band.contains(piece.representative_point()) or random.random() < gap:
            continue
        if piece.area > 1500 or piece.length**2 / piece.area > 60:
            continue
        houses.append(
            House(
                shape=piece,
                kind=_front_kind(random, floors),
                floors=max(
                    tall[0], min(tall[1], floors + random.choice([-1, 0, 0, 1]))
                ),
            )
        )
    shapely.prepare(yard)
    inner = yard.buffer(-5)
    houses += [
        House(shape=wing, kind=BuildingKind.APARTMENTS, floors=max(floors - 1, 1))
        for wing in wings
        if inner.intersects(wing) and yard.buffer(0.5).contains(wing)
    ]
    return houses


def _front_kind(random: Random, floors: int) -> BuildingKind:
    """Say what stands in a closed front."""
    chance = random.random()
    if chance < 0.12:
        return BuildingKind.COMMERCIAL
    if chance < 0.14:
        return BuildingKind.CIVIC
    return BuildingKind.APARTMENTS if floors > 2 else BuildingKind.HOUSE


def _party_walls(
    random: Random, lot: Polygon, depth_m: float, lot_m: tuple[float, float]
) -> tuple[list[LineString], list[Polygon]]:
    """Return the walls between the houses of a closed front, and boxes of wings."""
    walls, wings = [], []
    ring = list(shapely.geometry.polygon.orient(lot).exterior.coords)
    for (ax, ay), (bx, by) in pairwise(ring):
        side_m = math.dist((ax, ay), (bx, by))
        if side_m < 2 * depth_m:
            continue
        ux, uy = (bx - ax) / side_m, (by - ay) / side_m
        count = max(round((side_m - 2 * depth_m) / random.uniform(*lot_m)), 1)
        step_m = (side_m - 1.6 * depth_m) / count
        for k in range(count + 1):
            far_m = 0.8 * depth_m + k * step_m
            far_m += random.uniform(-0.18, 0.18) * step_m * (0 < k < count)
            x, y = ax + ux * far_m, ay + uy * far_m
            inward = depth_m + 0.7
            walls.append(
                LineString(
                    [(x + uy * 0.5, y - ux * 0.5), (x - uy * inward, y + ux * inward)]
                )
            )
            if random.random() < 0.3:
                long_m = random.uniform(8, 20)
                center = (
                    x - uy * (depth_m + long_m / 2),
                    y + ux * (depth_m + long_m / 2),
                )
                wings.append(box_at(center, math.atan2(uy, ux), 7.5, long_m))
    return walls, wings


def box_at(center: Point, heading: float, along_m: float, across_m: float) -> Polygon:
    """Return a rectangle turned to a heading."""
    return Polygon(_corners(center, heading, along_m, across_m))


def _corners(
    center: Point, heading: float, along_m: float, across_m: float
) -> list[Point]:
    """Return the corners of a rectangle turned to a heading."""
    c, s = math.cos(heading), math.sin(heading)
    return [
        (
            center[0] + i * along_m / 2 * c - j * across_m / 2 * s,
            center[1] + i * along_m / 2 * s + j * across_m / 2 * c,
        )
        for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def _frame_of(lot: Polygon) -> tuple[Point, float, float, float]:
    """Return centre, heading, length and width of the rectangle round a block."""
    box = shapely.get_coordinates(lot.minimum_rotated_rectangle).tolist()
    one, other = math.dist(box[0], box[1]), math.dist(box[1], box[2])
    a, b = (box[0], box[1]) if one >= other else (box[1], box[2])
    center = ((box[0][0] + box[2][0]) / 2, (box[0][1] + box[2][1]) / 2)
    heading = math.atan2(b[1] - a[1], b[0] - a[0])
    return center, heading, max(one, other), min(one, other)


def _rows(
    random: Random, lot: Polygon, series: Series, *, turned: bool = False
) -> list[House]:
    """Stand equal buildings in rows, as far as they fit."""
    room = lot.buffer(-5)
    if room.is_empty:
        return []
    shapely.prepare(room)
    center, heading, length_m, width_m = _frame_of(lot)
    if turned:
        heading, length_m, width_m = heading + math.pi / 2, width_m, length_m
    across_m, along_m = random.uniform(*series.deep_m), random.uniform(*series.long_m)
    floors = random.randint(*series.tall)
    c, s = math.cos(heading), math.sin(heading)
    houses = []
    rows = max(int((width_m - 10 + series.apart_m) // (across_m + series.apart_m)), 1)
    side_m = along_m * random.uniform(0.18, 0.4) + 4
    columns = max(int((length_m - 10 + side_m) // (along_m + side_m)), 1)
    for row in range(rows):
        v = (row - (rows - 1) / 2) * (across_m + series.apart_m)
        shift = random.uniform(-8, 8)
        for column in range(columns):
            u = (column - (columns - 1) / 2) * (along_m + side_m) + shift
            at = (center[0] + u * c - v * s, center[1] + u * s + v * c)
            shape = box_at(at, heading, along_m, across_m)
            if room.contains(shape):
                houses.append(House(shape=shape, kind=series.kind, floors=floors))
    return houses


def _estate(random: Random, lot: Polygon) -> Plan:
    """Stand slabs or towers in the green, a school or a shop among them."""
    chance = random.random()
    if lot.area > 9000 and chance < 0.12:
        return _school(random, lot)
    if lot.area > 5000 and chance < 0.2:
        return _shop(lot)
    turned = random.random() < 0.3
    if chance < 0.36:
        houses = _rows(random, lot, TOWERS)
    elif chance < 0.5:
        houses = _open_ring(random, lot)
    else:
        houses = _rows(random, lot, SLABS, turned=turned)
    if not houses:
        houses = _rows(random, lot, SHORT_SLABS)
    return Plan(houses=tuple(houses), car_park=_beside(random, lot, houses))


def _open_ring(random: Random, lot: Polygon) -> list[House]:
    """Stand slabs round a large open yard."""
    inset = polygons_in(lot.buffer(-9, join_style="mitre"), 4500)
    if not inset:
        return []
    houses = _fronts(
        random, inset[0], depth_m=12.5, lot_m=(24, 36), gap=0.42, tall=(5, 9)
    )
    return [house for house in houses if house.shape.area > 200]


def _beside(random: Random, lot: Polygon, houses: Sequence[House]) -> Polygon | None:
    """Find room for a car park beside the houses of a block."""
    center, heading, length_m, width_m = _frame_of(lot)
    free = lot.buffer(-1).difference(
        shapely.union_all([house.shape.buffer(4) for house in houses])
    )
    shapely.prepare(free)
    c, s = math.cos(heading), math.sin(heading)
    for _ in range(14):
        u = random.uniform(-0.5, 0.5) * length_m
        v = random.choice([-1, 1]) * (width_m / 2 - random.uniform(9, 16))
        at = (center[0] + u * c - v * s, center[1] + u * s + v * c)
        shape = box_at(at, heading, random.uniform(34, 62), 16.5)
        if free.contains(shape):
            return shape
    return None


def _school(random: Random, lot: Polygon) -> Plan:
    """Build a school with its gymnasium and pitch."""
    center, heading, length_m, width_m = _frame_of(lot)
    c, s = math.cos(heading), math.sin(heading)
    room = lot.buffer(-6)
    long_m = min(length_m * 0.34, 64)
    u = -length_m * 0.2
    at = (center[0] + u * c, center[1] + u * s)
    bar = box_at(at, heading + math.pi / 2, min(width_m * 0.55, 60), 15)
    wing = box_at((at[0] + long_m / 2 * c, at[1] + long_m / 2 * s), heading, long_m, 14)
    shape = shapely.union(bar, wing)
    field_at = (center[0] + length_m * 0.2 * c, center[1] + length_m * 0.2 * s)
    pitch = box_at(field_at, heading + math.pi / 2, min(width_m * 0.6, 64), 34)
    beside = pitch.difference(shape.buffer(5))
    houses = [
        House(shape=part, kind=BuildingKind.SCHOOL, floors=random.randint(2, 3))
        for part in polygons_in(shape.intersection(room), 150)[:1]
    ]
    fits = room.contains(pitch) and isinstance(beside, Polygon)
    return Plan(houses=tuple(houses), pitch=polygons_in(beside)[0] if fits else None)


def _shop(lot: Polygon) -> Plan:
    """Build a supermarket behind its car park."""
    center, heading, length_m, width_m = _frame_of(lot)
    c, s = math.cos(heading), math.sin(heading)
    room = lot.buffer(-4)
    hall = box_at(
        (center[0] - length_m * 0.2 * c, center[1] - length_m * 0.2 * s),
        heading,
        min(length_m * 0.38, 70),
        min(width_m * 0.6, 48),
    )
    asphalt = box_at(
        (center[0] + length_m * 0.23 * c, center[1] + length_m * 0.23 * s),
        heading,
        min(length_m * 0.34, 64),
        min(width_m * 0.6, 48),
    )
    houses = [
        House(shape=part, kind=BuildingKind.COMMERCIAL, floors=1)
        for part in polygons_in(hall.intersection(room), 200)[:1]
    ]
    lots = polygons_in(asphalt.intersection(room), 200)
    return Plan(houses=tuple(houses), car_park=lots[0] if lots else None)


def _industry(random: Random, lot: Polygon) -> Plan:
    """Fill a block with halls, sheds and yards."""
    houses: list[House] = []
    for part in _quartered(random, lot, 14000):
        chance = random.random()
        if chance < 0.12:
            continue
        series = HALLS if chance < 0.55 else WORKSHOPS
        houses += _rows(random, part, series, turned=random.random() < 0.4)
    return Plan(houses=tuple(houses), car_park=_beside(random, lot, houses))


def _quartered(random: Random, lot: Polygon, most_m2: float) -> list[Polygon]:
    """Split a block across its length until its parts are small enough."""
    if lot.area <= most_m2:
        return [lot]
    center, heading, length_m, width_m = _frame_of(lot)
    shift = random.uniform(-0.12, 0.12) * length_m
    at = (center[0] + shift * math.cos(heading), center[1] + shift * math.sin(heading))
    wall = box_at(at, heading, 2, width_m * 2)
    parts = polygons_in(lot.difference(wall), 800)
    if len(parts) < 2:
        return parts
    return [leaf for part in parts for leaf in _quartered(random, part, most_m2)]


@dataclass(frozen=True, kw_only=True)
class Lots:
    """How detached houses stand along a street."""

    every_m: tuple[float, float]
    back_m: tuple[float, float]  #: from the edge of the street
    wide_m: tuple[float, float]  #: along the street
    deep_m: tuple[float, float]
    left_out: float  #: share of lots without a house
    sheds: float  #: share of lots with a garage or shed behind the house


DETACHED = {
    DistrictKind.VILLAS: Lots(
        every_m=(15, 23),
        back_m=(3, 6.5),
        wide_m=(9, 13),
        deep_m=(9, 13),
        left_out=0.06,
        sheds=0.34,
    ),
    DistrictKind.VILLAGE: Lots(
        every_m=(15, 24),
        back_m=(1, 5),
        wide_m=(7.5, 10.5),
        deep_m=(11, 20),
        left_out=0.1,
        sheds=0.6,
    ),
}


def line_street(
    random: Random, line: LineString, half_m: float, lots: Lots
) -> tuple[list[list[Point]], list[list[Point]]]:
    """Return the houses along both sides of a street, ends left free, and sheds.

    Each is given by its corners, so that all are made polygons at once.
    """
    houses: list[list[Point]] = []
    sheds: list[list[Point]] = []
    points = shapely.get_coordinates(line)
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    for side in (-1, 1):
        far_m = random.uniform(10, 18)
        while far_m < along[-1] - 9:
            i = min(
                int(np.searchsorted(along, far_m, side="right")) - 1, len(steps) - 1
            )
            ux, uy = (points[i + 1] - points[i]) / max(steps[i], 1e-9)
            share = far_m - along[i]
            x, y = points[i][0] + ux * share, points[i][1] + uy * share
            wide_m, deep_m = random.uniform(*lots.wide_m), random.uniform(*lots.deep_m)
            off_m = half_m + random.uniform(*lots.back_m) + deep_m / 2
            if random.random() >= lots.left_out:
                center = (x - uy * side * off_m, y + ux * side * off_m)
                heading = math.atan2(uy, ux)
                houses.append(_house(random, center, heading, wide_m, deep_m))
                if random.random() < lots.sheds:
                    shed_m = off_m + deep_m / 2 + random.uniform(4, 9)
                    aside_m = random.uniform(-5, 5)
                    at = (
                        x - uy * side * shed_m + ux * aside_m,
                        y + ux * side * shed_m + uy * aside_m,
                    )
                    shed = (random.uniform(4, 7), random.uniform(4, 6.5))
                    sheds.append(_corners(at, heading, *shed))
            far_m += max(random.uniform(*lots.every_m), wide_m + 3.5)
    return houses, sheds


def _house(
    random: Random, center: Point, heading: float, wide_m: float, deep_m: float
) -> list[Point]:
    """Return the corners of a rectangular house, or of one with an angle."""
    if random.random() < 0.65:
        return _corners(center, heading, wide_m, deep_m)
    c, s = math.cos(heading), math.sin(heading)
    w, d = wide_m / 2, deep_m / 2
    notch_w = random.choice([-1, 1])
    notch_d = random.choice([-1, 1])
    a, b = w * random.uniform(-0.1, 0.4), d * random.uniform(-0.1, 0.4)
    outline = [(-w, -d), (w, -d), (w, b), (a, b), (a, d), (-w, d)]
    return [
        (
            center[0] + notch_w * x * c - notch_d * y * s,
            center[1] + notch_w * x * s + notch_d * y * c,
        )
        for x, y in outline
    ]


def polygons_of(rings: Sequence[Sequence[Point]]) -> NDArray[np.object_]:
    """Return many polygons, each given by its corners."""
    sizes = np.asarray([len(ring) + 1 for ring in rings])
    corners = np.asarray([point for ring in rings for point in (*ring, ring[0])])
    lines = shapely.linearrings(
        corners, indices=np.repeat(np.arange(len(rings)), sizes)
    )
    return np.asarray(shapely.polygons(lines), dtype=object)


def church(center: Point, heading: float) -> Polygon:
    """Return the plan of a church: nave, tower and a round apse."""
    c, s = math.cos(heading), math.sin(heading)
    nave = box_at(center, heading, 28, 14)
    apse = shapely.Point(center[0] + 14 * c, center[1] + 14 * s).buffer(
        5.5, quad_segs=5
    )
    tower = box_at((center[0] - 16 * c, center[1] - 16 * s), heading, 8, 8)
    return polygons_in(shapely.union_all([nave, apse, tower]))[0]


def keep_apart(shapes: Sequence[Polygon]) -> list[int]:
    """Return the indices of shapes that overlap none kept before them."""
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    later = other < one
    one, other = one[later], other[later]
    at = np.asarray(shapes, dtype=object)
    shared = shapely.area(shapely.intersection(at[one], at[other])) > TOUCH_M2
    one, other = one[shared], other[shared]
    overlaps: dict[int, list[int]] = {}
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        overlaps.setdefault(a, []).append(b)
    kept: set[int] = set()
    for number in range(len(shapes)):
        if not any(before in kept for before in overlaps.get(number, ())):
            kept.add(number)
    return sorted(kept)


def clear_of(
    shapes: Sequence[Polygon],
    obstacles: Iterable[tuple[Sequence[BaseGeometry], float]],
) -> list[int]:
    """Return the indices of shapes that keep their distance from all obstacles.

    obstacles: things and how far from them one may build, m
    """
    free = np.ones(len(shapes), dtype=bool)
    tree = shapely.STRtree(shapes)
    for things, least_m in obstacles:
        around = shapely.buffer(np.asarray(things, dtype=object), least_m, quad_segs=3)
        free[tree.query(around, predicate="intersects")[1]] = False
    return np.flatnonzero(free).tolist()
