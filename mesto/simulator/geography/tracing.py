"""Side streets, traced along a field of directions.

The field says at each place which way a street may run: along the nearest main
street, embankment or railway, or straight across it. Streets of one family keep a
distance that depends on how the quarter was built.

Source: Chen, Esch, Wonka, Mueller, Zhang: Interactive procedural street modeling,
SIGGRAPH 2008 (the field); Jobard, Lefer: Creating evenly-spaced streamlines of
arbitrary density, 1997 (the distances).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import heappop, heappush
from itertools import pairwise
from random import Random

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from mesto.simulator.geography.curves import Point, Points, waves
from mesto.simulator.geography.quarters import Quarter
from mesto.simulator.geography.skeleton import Skeleton
from mesto.simulator.geography.terrain import Terrain
from mesto.simulator.kinds import DistrictKind

CELL_M = 50.0  #: of the field
MASK_M = 8.0  #: of the masks
STEP_M = 14.0
REACH_M = 120.0  #: how far a street is led on to meet another
GAP_M = 56.0  #: between places tried where no street has come
GAPS_LAST = 1e11  #: their order among the seeds
COUNTRY_LAST = 1e12  #: added to the order of seeds outside the town


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How streets were laid in quarters of a kind."""

    apart_m: tuple[float, float]  #: between streets along and across the field
    unrest: float  #: how far the field is turned at random, rad
    unrest_m: float  #: over which length it turns
    shortest_m: float  #: street worth building
    longest_m: float


HABITS: dict[DistrictKind | None, Habit] = {
    DistrictKind.OLD_CENTRE: Habit(
        apart_m=(64, 76), unrest=0.5, unrest_m=260, shortest_m=60, longest_m=500
    ),
    DistrictKind.BOULEVARD_RING: Habit(
        apart_m=(105, 145), unrest=0.1, unrest_m=900, shortest_m=90, longest_m=1400
    ),
    DistrictKind.HOUSING_ESTATE: Habit(
        apart_m=(210, 165), unrest=0.16, unrest_m=800, shortest_m=150, longest_m=1500
    ),
    DistrictKind.VILLAS: Habit(
        apart_m=(72, 190), unrest=0.2, unrest_m=700, shortest_m=100, longest_m=900
    ),
    DistrictKind.INDUSTRIAL: Habit(
        apart_m=(260, 330), unrest=0.0, unrest_m=900, shortest_m=180, longest_m=1500
    ),
    None: Habit(
        apart_m=(460, 620), unrest=0.35, unrest_m=1500, shortest_m=350, longest_m=2600
    ),
    DistrictKind.PARK: Habit(
        apart_m=(85, 110), unrest=1.2, unrest_m=420, shortest_m=60, longest_m=500
    ),
    DistrictKind.VILLAGE: Habit(
        apart_m=(100, 135), unrest=0.3, unrest_m=500, shortest_m=80, longest_m=700
    ),
}


@dataclass(frozen=True, kw_only=True)
class Traced:
    """One side street."""

    line: LineString
    quarter: int  #: index of the quarter it began in
    reach_m: float  #: how far it may be led on to meet another
    rim: bool = False  #: whether it goes round its quarter


class _Field:
    """Directions of the plane: twice the angle of the way out of town, as a vector."""

    def __init__(self, terrain: Terrain, skeleton: Skeleton) -> None:
        west, south, east, north = terrain.frame.bounds
        self.west, self.south = west, south
        self.columns = int((east - west) / CELL_M) + 2
        self.rows = int((north - south) / CELL_M) + 2
        x = west + CELL_M * np.arange(self.columns)
        y = south + CELL_M * np.arange(self.rows)
        at = np.stack(np.meshgrid(x, y), axis=-1)
        total = 0.02 * np.exp(2j * np.arctan2(at[..., 1], at[..., 0]))
        for line, across, reach_m in _guides(terrain, skeleton):
            total += _pull(at, line, across=across, reach_m=reach_m)
        self.doubled = total / np.maximum(np.abs(total), 1e-9)
        self.at = at

    def turn(self, inside: NDArray[np.bool_], angle: Points) -> None:
        """Turn the field inside a quarter by an angle that varies, rad."""
        self.doubled[inside] *= np.exp(2j * angle)[inside]

    def straighten(self, inside: NDArray[np.bool_]) -> None:
        """Let all streets inside a quarter run the same two ways."""
        if inside.any():
            mean = self.doubled[inside].mean()
            self.doubled[inside] = mean / max(abs(mean), 1e-9)

    def heading(self, x: float, y: float) -> float:
        """Return the direction of the field at a point, rad, up to half a turn."""
        c = (x - self.west) / CELL_M
        r = (y - self.south) / CELL_M
        i, j = int(r), int(c)
        if not (0 <= i < self.rows - 1 and 0 <= j < self.columns - 1):
            return 0.0
        u, v = c - j, r - i
        grid = self.rows_of
        low = grid[i][j] * (1 - u) + grid[i][j + 1] * u
        high = grid[i + 1][j] * (1 - u) + grid[i + 1][j + 1] * u
        mean = low * (1 - v) + high * v
        return math.atan2(mean.imag, mean.real) / 2

    def freeze(self) -> None:
        """Make reading single cells fast."""
        self.rows_of = self.doubled.tolist()


def _guides(
    terrain: Terrain, skeleton: Skeleton
) -> list[tuple[LineString, bool, float]]:
    """Return the lines streets follow, whether they lie across, their reach."""
    across = {"ring", "boulevard", "outer", "third", "embankment", "bypass", "link"}
    lines = [
        (main.line, main.role in across, 200.0 if main.role == "gate" else 330.0)
        for main in skeleton.mains
        if main.role != "square"
    ]
    return [*lines, (terrain.rail, True, 330.0)]


def _pull(at: Points, line: LineString, *, across: bool, reach_m: float) -> Points:
    """Return how a line turns the field round it."""
    pull = np.zeros(at.shape[:2], dtype=complex)
    points = shapely.get_coordinates(shapely.segmentize(shapely.simplify(line, 4), 120))
    for (ax, ay), (bx, by) in pairwise(points):
        rows, columns = _near(at, (ax, ay, bx, by), reach_m * 2.6)
        part = at[rows, columns]
        if not part.size:
            continue
        dx, dy = bx - ax, by - ay
        square = max(dx * dx + dy * dy, 1e-9)
        t = ((part[..., 0] - ax) * dx + (part[..., 1] - ay) * dy) / square
        t = np.clip(t, 0, 1)
        off = np.hypot(part[..., 0] - ax - t * dx, part[..., 1] - ay - t * dy)
        angle = math.atan2(dy, dx) + (math.pi / 2 if across else 0)
        share = math.sqrt(square) / 120
        pull[rows, columns] += share * np.exp(-((off / reach_m) ** 2) + 2j * angle)
    return pull


def _near(
    at: Points, box: tuple[float, float, float, float], reach_m: float
) -> tuple[slice, slice]:
    """Return the rows and columns of the grid within reach of a segment."""
    x, y = at[0, :, 0], at[:, 0, 1]
    left = int(np.searchsorted(x, min(box[0], box[2]) - reach_m))
    right = int(np.searchsorted(x, max(box[0], box[2]) + reach_m))
    low = int(np.searchsorted(y, min(box[1], box[3]) - reach_m))
    high = int(np.searchsorted(y, max(box[1], box[3]) + reach_m))
    return slice(low, high), slice(left, right)


class _Masks:
    """Where streets may run, and where those already there are too close."""

    def __init__(self, terrain: Terrain) -> None:
        west, south, east, north = terrain.frame.bounds
        self.west, self.south = west, south
        self.columns = int((east - west) / MASK_M) + 1
        self.rows = int((north - south) / MASK_M) + 1
        self.quarter = np.full((self.rows, self.columns), -1, dtype=np.int16)
        self.close = [self._blank(), self._blank()]
        self.taken = [self._blank(), self._blank()]
        self._discs: dict[int, NDArray[np.bool_]] = {}

    def _blank(self) -> NDArray[np.bool_]:
        return np.zeros((self.rows, self.columns), dtype=bool)

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and column of a point."""
        return int((y - self.south) / MASK_M), int((x - self.west) / MASK_M)

    def allot(self, shape: BaseGeometry, number: int) -> None:
        """Say that a shape belongs to a quarter."""
        west, south, east, north = shape.bounds
        low, left = self.cell(west, south)
        high, right = self.cell(east, north)
        low, left = max(low, 0), max(left, 0)
        high, right = min(high + 1, self.rows), min(right + 1, self.columns)
        if high <= low or right <= left:
            return
        x = self.west + MASK_M * (np.arange(left, right) + 0.5)
        y = self.south + MASK_M * (np.arange(low, high) + 0.5)
        xs, ys = np.meshgrid(x, y)
        shapely.prepare(shape)
        inside = shapely.contains_xy(shape, xs, ys)
        self.quarter[low:high, left:right][inside] = number

    def stamp(self, family: int, x: float, y: float, apart_m: float) -> None:
        """Keep others of a family away from a point of a street."""
        self._stamp(self.close[family], x, y, apart_m * 0.56)
        self._stamp(self.taken[family], x, y, apart_m * 0.82)

    def _stamp(
        self, mask: NDArray[np.bool_], x: float, y: float, range_m: float
    ) -> None:
        size = int(range_m / MASK_M)
        if size not in self._discs:
            r = np.arange(-size, size + 1)
            self._discs[size] = r[:, None] ** 2 + r[None, :] ** 2 <= size * size
        row, column = self.cell(x, y)
        low, left = max(row - size, 0), max(column - size, 0)
        high = min(row + size + 1, self.rows)
        right = min(column + size + 1, self.columns)
        if high <= low or right <= left:
            return
        disc = self._discs[size]
        mask[low:high, left:right] |= disc[
            low - row + size : high - row + size,
            left - column + size : right - column + size,
        ]


class Tracer:
    """Traces the side streets of a whole town."""

    def __init__(
        self,
        random: Random,
        terrain: Terrain,
        skeleton: Skeleton,
        quarters: Sequence[Quarter],
    ) -> None:
        """Prepare the field and the masks."""
        self._random = random
        self._quarters = quarters
        self._habits = [HABITS.get(quarter.kind) for quarter in quarters]
        self._flip = [
            quarter.kind is DistrictKind.VILLAS and random.random() < 0.5
            for quarter in quarters
        ]
        self._loose = [random.uniform(0.88, 1.22) for _ in quarters]
        self._field = _Field(terrain, skeleton)
        self._masks = _Masks(terrain)
        self._bend_field()
        self._close_off(terrain, skeleton)
        self._mains = [main.line for main in skeleton.mains]

    def _bend_field(self) -> None:
        """Turn the field in each quarter as its builders did."""
        for quarter, habit in zip(self._quarters, self._habits, strict=True):
            if habit is None:
                continue
            at = self._field.at
            if quarter.kind is None:
                inside = np.ones(at.shape[:2], dtype=bool)
            else:
                shapely.prepare(quarter.shape)
                inside = shapely.contains_xy(quarter.shape, at[..., 0], at[..., 1])
            if quarter.kind in (DistrictKind.HOUSING_ESTATE, DistrictKind.INDUSTRIAL):
                self._field.straighten(inside)
            wave = waves(self._random, habit.unrest_m, habit.unrest_m * 2.2)
            self._field.turn(inside, habit.unrest * wave(at))
        self._field.freeze()

    def _close_off(self, terrain: Terrain, skeleton: Skeleton) -> None:
        """Keep streets out of water, off the railway and out of the market place."""
        for number, quarter in enumerate(self._quarters):
            if quarter.kind is None:
                self._masks.quarter[:] = number
        for number, quarter in enumerate(self._quarters):
            if quarter.kind is not None:
                self._masks.allot(quarter.shape, number)
        barriers = [
            terrain.river.water.buffer(34),
            *(island.buffer(20) for island in terrain.river.islands),
            terrain.rail.buffer(24),
            terrain.brook.buffer(9),
            skeleton.square,
            *(m.line.buffer(32) for m in skeleton.mains if m.role == "bypass"),
            *(track.buffer(24) for track in terrain.sidings),
            *(lake.buffer(25) for lake in terrain.lakes),
        ]
        for barrier in barriers:
            self._masks.allot(barrier, -1)

    def trace(self) -> list[Traced]:
        """Return the side streets, from the centre outwards."""
        waiting: list[tuple[float, int, float, float, int]] = []
        for line in self._mains:
            self._seed_main(line, waiting)
        for number, quarter in enumerate(self._quarters):
            if self._habits[number] is not None:
                point = quarter.shape.representative_point()
                self._push(waiting, point.x, point.y, 0)
                self._push(waiting, point.x, point.y, 1)
        self._seed_gaps(waiting)
        streets = []
        while waiting:
            _, _, x, y, family = heappop(waiting)
            street = self._street(x, y, family)
            if street is not None:
                streets.append(street)
                points = shapely.get_coordinates(street.line).tolist()
                self._settle(points, family, waiting, street.quarter)
        return streets

    def _seed_gaps(self, waiting: list[tuple[float, int, float, float, int]]) -> None:
        """Try every place of the town last, so that no gap stays open."""
        size = int(GAP_M / MASK_M)
        rows, columns = np.nonzero(self._masks.quarter[::size, ::size] >= 0)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            x = self._masks.west + column * GAP_M
            y = self._masks.south + row * GAP_M
            if self._quarters[self._quarter_at(x, y)].kind is not None:
                for family in (0, 1):
                    heappush(waiting, (GAPS_LAST, len(waiting), x, y, family))

    def _push(
        self,
        waiting: list[tuple[float, int, float, float, int]],
        x: float,
        y: float,
        family: int,
    ) -> None:
        far = x * x + y * y
        if self._quarters[self._quarter_at(x, y)].kind is None:
            far += COUNTRY_LAST
        heappush(waiting, (far, len(waiting), x, y, family))

    def _quarter_at(self, x: float, y: float) -> int:
        row, column = self._masks.cell(x, y)
        if not (0 <= row < self._masks.rows and 0 <= column < self._masks.columns):
            return -1
        return int(self._masks.quarter[row, column])

    def _apart_m(self, quarter: int, family: int) -> float:
        habit = self._habits[quarter]
        assert habit is not None
        return habit.apart_m[family ^ self._flip[quarter]] * self._loose[quarter]

    def _seed_main(
        self, line: LineString, waiting: list[tuple[float, int, float, float, int]]
    ) -> None:
        """Let a main street count as a street of the family it runs with."""
        points = shapely.get_coordinates(shapely.segmentize(line, 24))
        for (ax, ay), (bx, by) in pairwise(points):
            heading = math.atan2(by - ay, bx - ax)
            x, y = (ax + bx) / 2, (ay + by) / 2
            along = abs(math.cos(heading - self._field.heading(x, y)))
            family = 0 if along > 0.707 else 1
            for side in (-1, 1):
                nx = x - math.sin(heading) * side * 40
                ny = y + math.cos(heading) * side * 40
                quarter = self._quarter_at(nx, ny)
                if quarter < 0:
                    continue
                apart_m = self._apart_m(quarter, family)
                self._masks.stamp(family, x, y, apart_m)
                sx = x - math.sin(heading) * side * apart_m
                sy = y + math.cos(heading) * side * apart_m
                self._push(waiting, sx, sy, family)
                self._push(waiting, nx, ny, 1 - family)

    def _settle(
        self,
        points: Sequence[Point],
        family: int,
        waiting: list[tuple[float, int, float, float, int]],
        quarter: int,
    ) -> None:
        """Keep others away from a new street and begin its neighbours."""
        apart_m = self._apart_m(quarter, family)
        other_m = self._apart_m(quarter, 1 - family)
        since_m = 0.0
        for number, ((ax, ay), (bx, by)) in enumerate(pairwise(points)):
            if number % 2 == 0:
                self._masks.stamp(family, bx, by, apart_m)
            heading = math.atan2(by - ay, bx - ax)
            since_m += STEP_M
            if since_m < 50:
                continue
            since_m = 0.0
            for side in (-1, 1):
                away_m = apart_m * self._random.uniform(0.95, 1.12)
                self._push(
                    waiting,
                    ax - math.sin(heading) * side * away_m,
                    ay + math.cos(heading) * side * away_m,
                    family,
                )
            if self._random.random() < 60 / other_m:
                self._push(waiting, ax, ay, 1 - family)

    def _street(self, x: float, y: float, family: int) -> Traced | None:
        """Trace one street both ways from a seed, if there is room for it."""
        quarter = self._quarter_at(x, y)
        if quarter < 0:
            return None
        row, column = self._masks.cell(x, y)
        if self._masks.taken[family][row, column]:
            return None
        habit = self._habits[quarter]
        assert habit is not None
        heading = self._field.heading(x, y) + (math.pi / 2 if family else 0)
        walk = partial(
            self._walk,
            (x, y),
            family=family,
            quarter=quarter,
            far_m=habit.longest_m / 2,
        )
        ahead, behind = walk(heading), walk(heading + math.pi)
        points = [*behind[::-1], (x, y), *ahead]
        if len(points) < 3 or (len(points) - 1) * STEP_M < habit.shortest_m:
            return None
        reach_m = max(REACH_M, min(habit.apart_m))
        return Traced(line=LineString(points), quarter=quarter, reach_m=reach_m)

    def _walk(
        self, begin: Point, heading: float, *, family: int, quarter: int, far_m: float
    ) -> list[Point]:
        """Follow the field until the quarter ends or another street is too close."""
        kind = self._quarters[quarter].kind
        close = self._masks.close[family]
        turned = math.pi / 2 if family else 0.0
        x, y = begin
        points: list[Point] = []
        for _ in range(int(far_m / STEP_M)):
            local = self._field.heading(x, y) + turned
            if math.cos(local - heading) < 0:
                local += math.pi
            mx = x + math.cos(local) * STEP_M / 2
            my = y + math.sin(local) * STEP_M / 2
            middle = self._field.heading(mx, my) + turned
            if math.cos(middle - heading) < 0:
                middle += math.pi
            if math.cos(middle - heading) < 0.8:
                break
            heading = middle
            x += math.cos(heading) * STEP_M
            y += math.sin(heading) * STEP_M
            here = self._quarter_at(x, y)
            if here < 0 or self._quarters[here].kind is not kind:
                break
            row, column = self._masks.cell(x, y)
            if close[row, column]:
                break
            points.append((x, y))
        return points


def lead_on(
    streets: Sequence[Traced], mains: Sequence[LineString], barrier: BaseGeometry
) -> list[Traced]:
    """Lead the ends of side streets on to the next street, where one is near."""
    lines = [*(street.line for street in streets), *mains]
    tree = shapely.STRtree(lines)
    shapely.prepare(barrier)
    led = []
    for number, street in enumerate(streets):
        points = shapely.get_coordinates(street.line).tolist()
        for _ in range(2):
            points.reverse()
            hit = _hit(points, number, tree, lines, street.reach_m)
            if hit is not None and not barrier.intersects(
                LineString([points[-1], hit])
            ):
                points.append(hit)
        led.append(replace(street, line=LineString(points)))
    return led


def _hit(
    points: list[list[float]],
    number: int,
    tree: shapely.STRtree,
    lines: list[LineString],
    reach_m: float,
) -> list[float] | None:
    """Return a point just behind the first street ahead of a line's end."""
    (ax, ay), (bx, by) = points[-2], points[-1]
    heading = math.atan2(by - ay, bx - ax)
    c, s = math.cos(heading), math.sin(heading)
    ray = LineString([(bx + c, by + s), (bx + c * reach_m, by + s * reach_m)])
    best_m = math.inf
    for other in tree.query(ray, predicate="intersects"):
        if int(other) == number:
            continue
        crossing = shapely.get_coordinates(ray.intersection(lines[int(other)]))
        for x, y in crossing.tolist():
            best_m = min(best_m, math.dist((bx, by), (x, y)))
    if math.isinf(best_m):
        return None
    return [bx + c * (best_m + 1.5), by + s * (best_m + 1.5)]
