"""How a lorry drives a round: along streets, at its own pace, not without mishaps.

Now and then a crew passes a container by and does not notice; now and then a road is
closed, and the lorry turns round before it and takes another way.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from mesto.simulator.chance import Chance
from mesto.simulator.town import LonLat, Plane, Town

MISSED = 0.02  #: share of stops at which a crew overlooks a container
CLOSED = 0.012  #: share of stops to which the road is closed
_BEFORE_M = 70.0  #: so far before a closed place a lorry turns round
_WONDERS_S = 75.0  #: what a crew does before it turns round
_FASTEST_M_S = 14.0  #: in town, whatever the plan says

What: TypeAlias = Literal["began", "emptied", "impossible", "unloaded", "ended"]


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A stop as the plan has it; seconds since 1970."""

    what: str
    place: LonLat
    arrives_s: float
    leaves_s: float
    containers: Sequence[str] = ()
    site: str = ""


@dataclass(frozen=True, kw_only=True)
class Released:
    """A round that was given to a crew.

    path: the line along streets; began_s: when its crew said that it began
    """

    name: str
    vehicle: str
    fraction: str
    stops: Sequence[Stop]
    path: Sequence[LonLat]
    began_s: float | None = None


class Deed(NamedTuple):
    """Something a crew does; seconds after the round began."""

    after_s: float
    what: What
    containers: Sequence[str] = ()
    site: str = ""


class Fix(NamedTuple):
    """Where a lorry is, how fast, and where it heads, degrees from north."""

    place: LonLat
    speed_kmh: float
    heading_deg: float


@dataclass(frozen=True)
class Tour:
    """A round as it is driven.

    knots: seconds after it began, and metres driven by then; both never fall
    """

    line: Sequence[LonLat]
    knots: Sequence[tuple[float, float]]
    deeds: Sequence[Deed]
    far_m: Sequence[float] = field(init=False)

    def __post_init__(self) -> None:
        """Measure the line."""
        object.__setattr__(self, "far_m", _far_m(self.line))

    @property
    def lasts_s(self) -> float:
        """How long it takes."""
        return self.knots[-1][0]

    def at(self, after_s: float) -> Fix:
        """Return where the lorry is so long after the round began."""
        here, soon = self._metres(after_s), self._metres(after_s + 1)
        place = self._place(here)
        ahead = self._place(max(soon, here + 1))
        east = (ahead[0] - place[0]) * math.cos(math.radians(place[1]))
        heading = math.degrees(math.atan2(east, ahead[1] - place[1])) % 360
        return Fix(place, 3.6 * (soon - here), heading)

    def _metres(self, after_s: float) -> float:
        place = bisect_right(self.knots, after_s, key=lambda knot: knot[0])
        if not place:
            return 0.0
        if place == len(self.knots):
            return self.knots[-1][1]
        (since_s, from_m), (until_s, to_m) = self.knots[place - 1 : place + 1]
        return from_m + (to_m - from_m) * (after_s - since_s) / (until_s - since_s)

    def _place(self, metres: float) -> LonLat:
        place = min(bisect_right(self.far_m, metres), len(self.line) - 1)
        if not place:
            return self.line[0]
        (x, y), (to_x, to_y) = self.line[place - 1 : place + 1]
        long_m = self.far_m[place] - self.far_m[place - 1]
        part = (metres - self.far_m[place - 1]) / long_m if long_m else 0.0
        part = min(max(part, 0.0), 1.0)
        return x + (to_x - x) * part, y + (to_y - y) * part


def tour_of(released: Released, town: Town, chance: Chance) -> Tour:
    """Let a round be driven; the same round is driven in the same way."""
    return _Driving(released, town, chance.stream(f"round {released.name}")).tour()


class _Driving:
    """A round while it is laid out, leg by leg."""

    def __init__(self, released: Released, town: Town, draws: Chance) -> None:
        self._round, self._town, self._draws = released, town, draws
        self._line: list[LonLat] = []
        self._knots: list[tuple[float, float]] = [(0.0, 0.0)]
        self._deeds: list[Deed] = [Deed(0.0, "began")]

    def tour(self) -> Tour:
        first, *rest = self._round.stops
        legs = _legs(self._round)
        at, before = legs[0][0], first
        self._line = [at]
        closed: frozenset[int] = frozenset()
        for number, (stop, leg) in enumerate(zip(rest, legs, strict=True)):
            pace = float(2 ** (0.25 * self._draws.normal(number)))
            takes_s = pace * (stop.arrives_s - before.leaves_s)
            before = stop
            way = leg if at == leg[0] else self._town.way_between(at, leg[-1], closed)
            if stop.what == "collect" and self._happens(CLOSED, number, 1):
                way = _cut(way, _long_m(way) - _BEFORE_M)
                closed = frozenset({self._town.nearest_edge(leg[-1])})
                self._drive(way, takes_s)
                self._stand(_WONDERS_S)
                self._deeds.append(Deed(self._now_s, "impossible", stop.containers))
            else:
                self._drive(way, takes_s)
                self._halt(number, stop, pace)
            at = way[-1]
        self._deeds.append(Deed(self._now_s, "ended"))
        return Tour(self._line, self._knots, self._deeds)

    @property
    def _now_s(self) -> float:
        return self._knots[-1][0]

    def _happens(self, share: float, *keys: int) -> bool:
        return float(self._draws.uniform(*keys)) < share

    def _drive(self, way: Sequence[LonLat], takes_s: float) -> None:
        """Drive along a line that begins where the lorry is."""
        now_s, driven_m = self._knots[-1]
        long_m = _long_m(way)
        self._line.extend(way[1:])
        least_s = max(long_m / _FASTEST_M_S, 1.0)
        self._knots.append((now_s + max(takes_s, least_s), driven_m + long_m))

    def _stand(self, takes_s: float) -> None:
        now_s, driven_m = self._knots[-1]
        self._knots.append((now_s + max(takes_s, 1.0), driven_m))

    def _halt(self, number: int, stop: Stop, pace: float) -> None:
        """Do what the stop is for; what is overlooked is not spoken of."""
        self._stand((stop.leaves_s - stop.arrives_s) * pace)
        if stop.what == "unload":
            self._deeds.append(Deed(self._now_s, "unloaded", site=stop.site))
        emptied = list(stop.containers)
        if emptied and self._happens(MISSED, number, 2):
            emptied.pop()
        if emptied:
            self._deeds.append(Deed(self._now_s, "emptied", emptied))


def _legs(released: Released) -> list[Sequence[LonLat]]:
    """Cut the line of a round at its stops; one leg from each stop to the next.

    The line passes by the stops in their order, some places of it more than once: of
    all ways to find them in order, the one that is nearest to all of them together.
    """
    stops, path = released.stops, np.array(released.path or [released.stops[0].place])
    east = np.cos(np.radians(path[0, 1]))
    off = [
        np.hypot(*((path - np.array(stop.place)) * np.array([east, 1.0])).T)
        for stop in stops
    ]
    whence, best = [], np.zeros(len(path))
    for one in off:
        least = np.minimum.accumulate(best)
        came = np.where(best == least, np.arange(len(path)), 0)
        whence.append(np.maximum.accumulate(came))
        best = least + one
    at = [int(best.argmin())]
    for steps in reversed(whence[1:]):
        at.append(int(steps[at[-1]]))
    at.reverse()
    line = [(float(x), float(y)) for x, y in path]
    return [line[one : other + 1] for one, other in pairwise(at)]


def _long_m(line: Sequence[LonLat]) -> float:
    return _far_m(line)[-1]


def _far_m(line: Sequence[LonLat]) -> list[float]:
    """Return how far each point of a line is along it, m."""
    plane = Plane(center=line[0])
    steps = (math.dist(plane.to_m(a), plane.to_m(b)) for a, b in pairwise(line))
    return list(accumulate(steps, initial=0.0))


def _cut(line: Sequence[LonLat], at_m: float) -> list[LonLat]:
    """Return a line up to so far along it; at least its first point."""
    far_m = _far_m(line)
    place = bisect_right(far_m, max(at_m, 0.0))
    if place >= len(line):
        return list(line)
    (x, y), (to_x, to_y) = line[place - 1 : place + 1]
    part = (max(at_m, 0.0) - far_m[place - 1]) / (far_m[place] - far_m[place - 1])
    return [*line[:place], (x + (to_x - x) * part, y + (to_y - y) * part)]
