"""Curves on the plane, as arrays of points in metres."""

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

Point: TypeAlias = tuple[float, float]
Points: TypeAlias = NDArray[np.float64]


def smooth(control: Sequence[Point], step_m: float = 20) -> Points:
    """Return a curve through the control points, sampled about every `step_m`.

    Source: centripetal-free (uniform) Catmull-Rom spline, Catmull and Rom 1974.
    """
    ends = [
        _beyond(control[1], control[0]),
        *control,
        _beyond(control[-2], control[-1]),
    ]
    p = np.asarray(ends, dtype=float)
    pieces = []
    for k in range(1, len(p) - 2):
        count = max(int(math.dist(p[k], p[k + 1]) / step_m), 1)
        t = np.linspace(0, 1, count, endpoint=False)[:, None]
        pieces.append(
            0.5
            * (
                2 * p[k]
                + (p[k + 1] - p[k - 1]) * t
                + (2 * p[k - 1] - 5 * p[k] + 4 * p[k + 1] - p[k + 2]) * t**2
                + (3 * p[k] - p[k - 1] - 3 * p[k + 1] + p[k + 2]) * t**3
            )
        )
    return np.vstack([*pieces, p[-2:-1]])


def _beyond(inner: Point, end: Point) -> Point:
    """Return the mirror image of `inner` in `end`."""
    return 2 * end[0] - inner[0], 2 * end[1] - inner[1]


def normals(line: Points) -> Points:
    """Return the unit vector to the left of the line at each of its points."""
    along = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    return np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None]


def polar(radius_m: float, angle: float) -> Point:
    """Return the point so far from the centre in the direction `angle`, rad."""
    return radius_m * math.cos(angle), radius_m * math.sin(angle)


def waves(
    random: Random, shortest_m: float, longest_m: float, count: int = 4
) -> Callable[[Points], Points]:
    """Return a smooth random function of the plane with values about [-1, 1]."""
    parts = []
    for _ in range(count):
        turn = random.uniform(0, 2 * math.pi)
        number = 2 * math.pi / random.uniform(shortest_m, longest_m)
        phase = random.uniform(0, 2 * math.pi)
        parts.append((number * math.cos(turn), number * math.sin(turn), phase))

    def at(points: Points) -> Points:
        total = np.zeros(points.shape[:-1])
        for kx, ky, phase in parts:
            total += np.sin(kx * points[..., 0] + ky * points[..., 1] + phase)
        return total / math.sqrt(2 * count)

    return at


def blob(random: Random, center: Point, radius_m: float, rough: float = 0.2) -> Polygon:
    """Return a round patch with a wavy edge."""
    waves_of = [
        (k, random.gauss(0, rough / k), random.uniform(0, 2 * math.pi))
        for k in range(2, 7)
    ]
    stretch = random.uniform(0.75, 1.0)
    turn = random.uniform(0, math.pi)
    ring = []
    for step in range(60):
        angle = 2 * math.pi * step / 60
        r = radius_m * (1 + sum(a * math.cos(k * angle + f) for k, a, f in waves_of))
        x, y = polar(r, angle)
        y *= stretch
        ring.append(
            (
                center[0] + x * math.cos(turn) - y * math.sin(turn),
                center[1] + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return shapely.make_valid(Polygon(ring)).buffer(0)


def lines_in(shape: BaseGeometry) -> list[LineString]:
    """Return the lines a geometry consists of."""
    return [
        part
        for part in shapely.get_parts(shape)
        if isinstance(part, LineString) and part.length > 0
    ]


def polygons_in(shape: BaseGeometry, least_m2: float = 0) -> list[Polygon]:
    """Return the polygons a geometry consists of, without the very small."""
    return [
        part
        for part in shapely.get_parts(shape)
        if isinstance(part, Polygon) and part.area > least_m2
    ]
