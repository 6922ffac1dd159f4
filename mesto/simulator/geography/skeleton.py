"""The streets that made the town: gates, radials, rings, embankments, bridges."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from mesto.simulator.geography.curves import (
    Point,
    Points,
    blob,
    lines_in,
    polar,
    polygons_in,
    smooth,
    waves,
)
from mesto.simulator.geography.terrain import Terrain
from mesto.simulator.kinds import StreetKind

RING_M = 400.0  #: where the walls stood
OUTER_M = 1290.0
THIRD_M = 2200.0
STATION_ANGLE = 0.19  #: old roads keep so far from the way to the station, rad
EMBANKMENT_M = 26.0  #: from the bank to the middle of the street along it


@dataclass(frozen=True, kw_only=True)
class Main:
    """A main street before it is cut at its crossings."""

    line: LineString
    kind: StreetKind
    role: str  #: radial, ring, embankment, square, bypass, link
    number: int = 0  #: tells streets of one role apart
    name: str = ""  #: a proper name it must have


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village that stood on a road before the town reached for it."""

    center: Point
    outline: Polygon
    radial: int


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """What all other streets join."""

    mains: tuple[Main, ...]
    square: Polygon
    core: Polygon
    outline: Polygon  #: of the built-up town, without its villages
    villages: tuple[Village, ...]
    station_square: Point


def raise_skeleton(random: Random, terrain: Terrain) -> Skeleton:
    """Lay the main streets on the land."""
    square = _square(random)
    angles = _north_angles(random, terrain)
    turned = terrain.river.turned
    core = _ring(random, RING_M, 0.13, turned)
    outer = _ring(random, OUTER_M, 0.1, turned)
    radials, villages = _radials(random, square, core, angles)
    bridges = _bridges(random, terrain, square, outer, villages)
    third = _ring(random, THIRD_M, 0.1, turned)
    rings = (
        (core, StreetKind.PRIMARY, "boulevard"),
        (outer, StreetKind.SECONDARY, "outer"),
        (third, StreetKind.TERTIARY, "third"),
    )
    bypass = _bypass(random, terrain)
    villages = [v for v in villages if v.outline.distance(bypass.line) > 60]
    outline = _outline(random, terrain, angles)
    wet = terrain.river.water.buffer(EMBANKMENT_M - 1).union(
        shapely.unary_union(terrain.river.islands).buffer(EMBANKMENT_M)
    )
    mains = [
        Main(
            line=LineString(square.exterior.coords),
            kind=StreetKind.RESIDENTIAL,
            role="square",
        ),
        *radials,
        *bridges,
        *_rings(rings, wet, outline),
        *_embankments(terrain),
        *_station_avenue(terrain),
        bypass,
        *_village_links(random, villages, terrain),
    ]
    return Skeleton(
        mains=tuple(mains),
        square=square,
        core=core,
        outline=outline,
        villages=tuple(villages),
        station_square=terrain.station,
    )


def _square(random: Random) -> Polygon:
    """Return the market place, a little askew as they all are."""
    turn = random.uniform(0, math.pi)
    wide, high = random.uniform(52, 68), random.uniform(32, 42)
    corners = [(-wide, -high), (wide, -high * 0.85), (wide * 0.92, high), (-wide, high)]
    c, s = math.cos(turn), math.sin(turn)
    return Polygon([(x * c - y * s, x * s + y * c) for x, y in corners])


def _north_angles(random: Random, terrain: Terrain) -> list[float]:
    """Choose where roads leave the town on its own bank."""
    first, last, count = 0.16, math.pi - 0.16, random.choice([5, 6])
    step = (last - first) / (count - 1)
    x, y = terrain.station
    station = math.atan2(y, x)
    angles = []
    for k in range(count):
        angle = terrain.river.turned + first + step * k + random.uniform(-0.1, 0.1)
        beside = math.remainder(angle - station, 2 * math.pi)
        if abs(beside) < STATION_ANGLE:
            angle += math.copysign(STATION_ANGLE, beside) - beside
        angles.append(angle)
    return angles


def _ring(random: Random, radius_m: float, rough: float, turned: float) -> Polygon:
    """Return a closed curve round the centre, longer along the river."""
    bumps = [
        (k, random.gauss(0, rough / (k - 1)), random.uniform(0, 6.28))
        for k in (2, 3, 4, 5)
    ]
    ring = []
    for step in range(90):
        angle = 2 * math.pi * step / 90
        bump = sum(a * math.cos(k * angle + f) for k, a, f in bumps)
        ring.append(polar(radius_m * (1 + bump) * oval(angle, turned), angle))
    return Polygon(ring)


def oval(angle: float, turned: float) -> float:
    """Return how much farther the town reaches in a direction: most along the river."""
    return 0.92 + 0.3 * math.cos(angle - turned) ** 2


def _rings(
    rings: Sequence[tuple[Polygon, StreetKind, str]],
    wet: BaseGeometry,
    outline: Polygon,
) -> list[Main]:
    """Lay the boulevards where walls stood and where the town grew to.

    The last ring was never finished: parts of it are missing.
    """
    mains = []
    for number, (ring, kind, role) in enumerate(rings):
        in_town = ring.exterior.difference(wet).intersection(outline)
        on_land = shapely.line_merge(in_town)
        mains += [
            Main(line=line, kind=kind, role=role, number=number)
            for line in lines_in(on_land)
            if line.length > 350
        ]
    return mains


def _radials(
    random: Random, square: Polygon, core: Polygon, angles: list[float]
) -> tuple[list[Main], list[Village]]:
    """Lead the old roads from the square through the gates to the villages."""
    mains, villages = [], []
    for number, angle in enumerate(angles):
        line, village = _road_out(random, square, angle, start_m=20)
        villages.append(_village(random, village, line, number))
        mains += _road_pieces(line, core, number)
    return mains, villages


def _road_out(
    random: Random, square: Polygon, angle: float, *, start_m: float
) -> tuple[LineString, Point]:
    """Wind a road outwards; return it and the place of its village."""
    control = [polar(start_m, angle + random.uniform(-0.3, 0.3))]
    wander = angle + random.uniform(-0.12, 0.12)
    village_m = random.uniform(4150, 5100)
    for r in (170, 400, 760, 1150, 1700, 2300, 3000, village_m, 6500, 9500):
        wander += random.uniform(-0.075, 0.075)
        wander += (angle - wander) * 0.25
        control.append(polar(r, wander))
    line = LineString(smooth(control, 18))
    outside = line.difference(square)
    return max(lines_in(outside), key=lambda part: part.length), control[8]


def _village(random: Random, center: Point, road: LineString, number: int) -> Village:
    """Draw the outline of a village: long along its road, wider at the green."""
    along = road.intersection(shapely.Point(center).buffer(random.uniform(420, 640)))
    strip = along.buffer(random.uniform(150, 215), cap_style="flat")
    green = blob(random, center, random.uniform(280, 430), 0.2)
    whole = strip.union(green).buffer(-70).buffer(70)
    outline = max(polygons_in(whole), key=lambda part: part.area)
    return Village(center=center, outline=outline, radial=number)


def _road_pieces(line: LineString, core: Polygon, number: int) -> list[Main]:
    """Cut a road out of town where its importance changes."""
    inside, outside = line.intersection(core), line.difference(core)
    gate = StreetKind.TERTIARY if number % 2 else StreetKind.PEDESTRIAN
    kind = StreetKind.PRIMARY if number % 2 == 0 else StreetKind.SECONDARY
    return [
        *(
            Main(line=part, kind=gate, role="gate", number=number)
            for part in lines_in(inside)
        ),
        *(
            Main(line=part, kind=kind, role="radial", number=number)
            for part in lines_in(outside)
        ),
    ]


def _bridges(
    random: Random,
    terrain: Terrain,
    square: Polygon,
    outer: Polygon,
    villages: list[Village],
) -> list[Main]:
    """Span the river where roads and rings reach it, straight across."""
    river = terrain.river
    middle_line = LineString(river.middle)
    crossed = shapely.get_coordinates(outer.exterior.intersection(middle_line))
    by_ring = sorted({_along(x, y, river.turned) for x, y in crossed.tolist()})
    mains = []
    for number, along_m in enumerate(
        [random.uniform(-60, 60), by_ring[0], by_ring[-1]]
    ):
        i = river.at(along_m)
        near = river.bank(i, i + 1, left=True, back_m=EMBANKMENT_M + 2)[0]
        far = river.bank(i, i + 1, left=False, back_m=EMBANKMENT_M + 30)[0]
        out = math.atan2(far[1] - near[1], far[0] - near[0])
        away = out + (along_m / 1100) * 0.45
        c, s = math.cos(out), math.sin(out)
        run = (110 * c, 110 * s)  #: straight on before and behind the bridge
        control: list[Point] = [
            (near[0] - run[0] * (number == 0), near[1] - run[1] * (number == 0)),
            _pair(near),
            _pair(far),
            (far[0] + run[0], far[1] + run[1]),
        ]
        if number:
            control.pop(0)
        wander = away
        point = control[-1]
        for leg in (250, 450, 700, 900, 1300, 3000):
            wander += random.uniform(-0.12, 0.12)
            point = (
                point[0] + leg * math.cos(wander),
                point[1] + leg * math.sin(wander),
            )
            control.append(point)
        if number == 0:
            control.insert(0, (0.0, 0.0))
        line = LineString(smooth(control, 18)).difference(square)
        line = _until_second_bank(line, river.water)
        villages.append(_village(random, control[-2], line, 100 + number))
        kind = StreetKind.PRIMARY if number else StreetKind.SECONDARY
        mains.append(
            Main(
                line=line,
                kind=kind,
                role="bridge",
                number=number,
            )
        )
    return mains


def _until_second_bank(line: BaseGeometry, water: BaseGeometry) -> LineString:
    """Return a road up to where it would cross the river once more."""
    road = max(lines_in(line), key=lambda part: part.length)
    wet = [part for part in lines_in(road.intersection(water)) if part.length > 20]
    if len(wet) < 2:
        return road
    again_m = min(road.project(shapely.Point(part.coords[0])) for part in wet[1:])
    dry = substring(road, 0, again_m - 120)
    return LineString(dry.coords)


def _along(x: float, y: float, turned: float) -> float:
    """Return how far down the river from the centre a point lies, m."""
    return x * math.cos(turned) + y * math.sin(turned)


def _pair(point: Points) -> Point:
    """Return a point of an array as two numbers."""
    return float(point[0]), float(point[1])


def _embankments(terrain: Terrain) -> list[Main]:
    """Lay streets along both banks in the town."""
    river = terrain.river
    mains = []
    for left, first_m, last_m in ((True, -1900, 1900), (False, -1500, 1500)):
        line = river.bank(
            river.at(first_m), river.at(last_m), left=left, back_m=EMBANKMENT_M
        )
        mains.append(
            Main(
                line=LineString(line),
                kind=StreetKind.TERTIARY,
                role="embankment",
                number=int(left),
            )
        )
    return mains


def _station_avenue(terrain: Terrain) -> list[Main]:
    """Join the station with the boulevard, straight, as railway engineers liked it."""
    x, y = terrain.station
    far = math.hypot(x, y)
    inner = (x * RING_M * 0.98 / far, y * RING_M * 0.98 / far)
    c, s = math.cos(terrain.station_heading), math.sin(terrain.station_heading)
    side = -1 if x * -s + y * c > 0 else 1
    front = (x - s * side * 62, y + c * side * 62)
    along = LineString(
        [
            (front[0] - c * 330, front[1] - s * 330),
            front,
            (front[0] + c * 330, front[1] + s * 330),
        ]
    )
    return [
        Main(
            line=LineString([inner, front]), kind=StreetKind.SECONDARY, role="station"
        ),
        Main(line=along, kind=StreetKind.TERTIARY, role="station", number=1),
    ]


def _bypass(random: Random, terrain: Terrain) -> Main:
    """Lead long-distance traffic round the town."""
    turned = terrain.river.turned
    lift = random.uniform(3450, 3650)
    control = []
    for along in range(-10000, 10001, 1000):
        y = lift - 0.00009 * along**2 + 130 * math.sin(along / 1300)
        c, s = math.cos(turned), math.sin(turned)
        control.append((along * c - y * s, along * s + y * c))
    return Main(
        line=LineString(smooth(control, 25)), kind=StreetKind.MOTORWAY, role="bypass"
    )


def _village_links(
    random: Random, villages: list[Village], terrain: Terrain
) -> list[Main]:
    """Join neighbouring villages by country roads."""
    mains = []
    ordered = sorted(villages, key=lambda v: math.atan2(v.center[1], v.center[0]))
    for number, (one, other) in enumerate(
        zip(ordered, ordered[1:] + ordered[:1], strict=True)
    ):
        gap_m = math.dist(one.center, other.center)
        if not 900 < gap_m < 5200:
            continue
        middle = (
            (one.center[0] + other.center[0]) / 2 * random.uniform(1.0, 1.12),
            (one.center[1] + other.center[1]) / 2 * random.uniform(1.0, 1.12),
        )
        line = LineString(smooth([one.center, middle, other.center], 20))
        if line.distance(terrain.river.water) > 60:
            mains.append(
                Main(line=line, kind=StreetKind.TERTIARY, role="link", number=number)
            )
    return mains


def _outline(random: Random, terrain: Terrain, angles: list[float]) -> Polygon:
    """Draw the edge of the built-up town: farther along the roads."""
    rough = waves(random, 900, 2600)
    turned = terrain.river.turned
    ring = []
    for step in range(180):
        angle = 2 * math.pi * step / 180
        lobe = max(
            math.exp(-((math.remainder(angle - a, 2 * math.pi) / 0.17) ** 2))
            for a in angles
        )
        own_bank = math.sin(angle - turned) > -0.1
        r = (2480 if own_bank else 2100) + 380 * lobe
        r *= 1 + 0.16 * float(rough(np.array(polar(1500, angle))))
        ring.append(polar(min(r * oval(angle, turned), 3250), angle))
    return max(polygons_in(shapely.make_valid(Polygon(ring))), key=lambda p: p.area)
