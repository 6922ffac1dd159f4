"""What was there before the town: the river, a brook, and later the railway."""

import math
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
    normals,
    polygons_in,
    smooth,
)

REACH_M = 9000.0  #: how far from the centre the land is drawn before it is cut


@dataclass(frozen=True, kw_only=True)
class River:
    """A winding river, given along its middle line."""

    middle: Points
    left_m: Points  #: from the middle to the left bank
    right_m: Points
    turned: float  #: direction of the flow past the centre, rad
    water: BaseGeometry
    islands: tuple[Polygon, ...]

    def at(self, along_m: float) -> int:
        """Return the index of the middle point nearest to so far past the centre."""
        c, s = math.cos(self.turned), math.sin(self.turned)
        return int(
            np.argmin(np.abs(self.middle[:, 0] * c + self.middle[:, 1] * s - along_m))
        )

    def bank(self, first: int, last: int, *, left: bool, back_m: float) -> Points:
        """Return a line `back_m` behind a bank, between two middle points."""
        part = slice(first, last)
        out_m = self.left_m[part] + back_m if left else -self.right_m[part] - back_m
        return self.middle[part] + normals(self.middle)[part] * out_m[:, None]


@dataclass(frozen=True, kw_only=True)
class Terrain:
    """The land on which the town grew."""

    river: River
    brook: LineString
    rail: LineString  #: the main track
    sidings: tuple[LineString, ...]
    station: Point
    station_heading: float  #: direction of the track there, rad
    lakes: tuple[Polygon, ...]
    forests: tuple[Polygon, ...]
    frame: Polygon


def shape_land(
    random: Random, *, river_m: float, half_width_m: float, half_height_m: float
) -> Terrain:
    """Shape the land round a centre at the origin.

    river_m: how wide the river is, m
    """
    frame = shapely.box(-half_width_m, -half_height_m, half_width_m, half_height_m)
    turned = random.uniform(-math.pi, math.pi)
    river = _river(random, river_m, turned)
    rail = _rail(random, turned)
    along = LineString(rail)
    middle = along.project(
        shapely.Point(_turn((random.uniform(-300, 300), 1500), turned))
    )
    here, ahead = along.interpolate(middle), along.interpolate(middle + 10)
    wet = river.water.buffer(120)
    lakes = [
        blob(random, polar_between(random, 2800, 6000), random.uniform(70, 230))
        for _ in range(6)
    ]
    return Terrain(
        river=river,
        brook=_brook(random, river, turned),
        rail=along,
        sidings=tuple(_sidings(along, middle)),
        station=(here.x, here.y),
        station_heading=math.atan2(ahead.y - here.y, ahead.x - here.x),
        lakes=tuple(
            lake
            for lake in lakes
            if not lake.intersects(wet) and not lake.intersects(along.buffer(60))
        ),
        forests=tuple(_forests(random, wet)),
        frame=frame,
    )


def polar_between(random: Random, least_m: float, most_m: float) -> Point:
    """Return a random point between two distances from the centre."""
    angle = random.uniform(0, 2 * math.pi)
    r = random.uniform(least_m, most_m)
    return r * math.cos(angle), r * math.sin(angle)


def _turn(point: Point, angle: float) -> Point:
    """Turn a point round the centre."""
    c, s = math.cos(angle), math.sin(angle)
    return point[0] * c - point[1] * s, point[0] * s + point[1] * c


def _river(random: Random, river_m: float, turned: float) -> River:
    """Let a river flow past the centre on its right, in bends that grow outwards."""
    offset_m = 300 + river_m / 2
    bends = [
        (random.uniform(180, 420), random.uniform(1900, 3800), random.uniform(0, 6.28))
        for _ in range(2)
    ]
    control = []
    for along in range(-13000, 13001, 400):
        calm = min(max((abs(along) - 500) / 2600, 0.06), 1)
        y = -offset_m - 900 * (along / 4500) ** 2
        y = max(y, -offset_m - 2600)
        y += calm * sum(a * math.sin(along / w * 6.28 + f) for a, w, f in bends)
        control.append(_turn((along, y), turned))
    middle = smooth(control, 20)
    s = (middle[:, 0] * math.cos(turned) + middle[:, 1] * math.sin(turned)).astype(
        float
    )
    half = river_m / 2 * (1 + 0.12 * np.sin(s / 410 + random.uniform(0, 6)))
    left, right = half.copy(), half.copy()
    islands = []
    for where, long_m, wide_m in (
        (random.choice([-1, 1]) * random.uniform(480, 640), 300, river_m * 0.32),
        (random.choice([-1, 1]) * random.uniform(2600, 3600), 900, river_m * 0.9),
    ):
        bump = np.exp(-(((s - where) / (long_m * 0.62)) ** 4))
        left += bump * wide_m * 0.55
        right += bump * wide_m * 0.55
        spine = np.abs(s - where) < long_m / 2
        shape = np.sqrt(np.maximum(1 - ((s - where) / (long_m / 2)) ** 2, 0))
        n = normals(middle)
        edge = n[spine] * (shape * wide_m / 2)[spine][:, None]
        ring = np.vstack([middle[spine] + edge, (middle[spine] - edge)[::-1]])
        islands.append(shapely.make_valid(Polygon(ring)).buffer(0))
    n = normals(middle)
    ring = np.vstack([middle + n * left[:, None], (middle - n * right[:, None])[::-1]])
    water: BaseGeometry = Polygon(ring).buffer(0)
    for island in islands:
        water = water.difference(island)
    return River(
        middle=middle,
        left_m=left,
        right_m=right,
        turned=turned,
        water=water,
        islands=tuple(part for island in islands for part in polygons_in(island)),
    )


def _rail(random: Random, turned: float) -> Points:
    """Lay the railway where the town ended when it came: away from the river."""
    bend = random.uniform(-0.12, 0.12)
    lift = random.uniform(1420, 1600)
    control = []
    for along in range(-13000, 13001, 1000):
        far = max(abs(along) - 1200, 0)
        y = lift + bend * along + 380 * math.sin(far / 2900) - 60 * (along / 3000) ** 2
        control.append(_turn((along, y), turned))
    return smooth(control, 25)


def _sidings(rail: LineString, middle_m: float) -> list[LineString]:
    """Lay the tracks of the station beside the main one."""
    here, ahead = rail.interpolate(middle_m), rail.interpolate(middle_m + 1)
    left = (ahead.y - here.y) * here.x > (ahead.x - here.x) * here.y
    town = 1 if left else -1  #: the side on which the station stands
    tracks = []
    for number in (2 * town, town, -town, -2 * town, -3 * town, -4 * town):
        half_m = 620 - 70 * abs(number)
        part = shapely.get_coordinates(
            substring(rail, middle_m - half_m, middle_m + half_m)
        )
        t = np.linspace(0, 1, len(part))
        fan = np.clip(np.minimum(t, 1 - t) * 7, 0, 1)
        fan = fan * fan * (3 - 2 * fan)
        tracks.append(LineString(part + normals(part) * (fan * 6.5 * number)[:, None]))
    return tracks


def _brook(random: Random, river: River, turned: float) -> LineString:
    """Let a brook come from the hills into the river."""
    side = random.choice([-1, 1])
    mouth = river.middle[river.at(side * random.uniform(700, 950))]
    x = side * 1150.0
    control = [(float(mouth[0]), float(mouth[1]))]
    for y in range(300, 9000, 450):
        x += side * random.uniform(-140, 260)
        control.append(_turn((x, y), turned))
    return LineString(smooth(control[::-1], 25))


def _forests(random: Random, wet: BaseGeometry) -> list[Polygon]:
    """Leave woods away from the town."""
    woods = shapely.unary_union(
        [
            blob(
                random, polar_between(random, 3300, 7500), random.uniform(250, 900), 0.4
            )
            for _ in range(26)
        ]
    )
    return polygons_in(woods.difference(wet.buffer(60)), 20000)
