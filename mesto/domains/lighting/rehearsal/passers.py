"""Who passes in a night: drawn, where nobody was counted. Pure: chance is given.

People come as a Poisson process, more at some hours, and walk, ride or drive along the
streets; at a crossing they go on by a busier street more often.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from mesto.domains.lighting.rehearsal.ground import Ground
from mesto.domains.lighting.rehearsal.lists import Floats, Lists, Numbers

MOST_WAYS = 40  #: one goes along in a trip
ROUNDS = 30  #: of bringing how many begin where in line with how many pass where
HOUR_S = 3600

#: Of a day's passers, in each hour from midnight: many go to work and come home, few
#: are out late.
USUAL_PROFILE: Sequence[float] = (
    *(0.008, 0.005, 0.003, 0.003, 0.006, 0.018, 0.045, 0.070),
    *(0.065, 0.050, 0.048, 0.050, 0.053, 0.054, 0.058, 0.068),
    *(0.078, 0.080, 0.070, 0.055, 0.042, 0.032, 0.024, 0.015),
)
#: How many pass a lamp in a day, by the first letters of the class of its street.
USUAL_PASSES: Mapping[str, float] = {
    "M1": 8000,
    "M2": 6000,
    "M3": 4000,
    "M4": 2000,
    "M5": 1000,
    "M6": 600,
    "C": 1500,
    "P1": 1000,
    "P2": 600,
    "P3": 400,
    "P": 200,
}
PASSES_ELSEWHERE = 200.0  #: in a street whose class nobody wrote down


class Kind(NamedTuple):
    """How people go: how fast, and how far on the average."""

    share: float  #: of all trips
    slowest_mps: float
    fastest_mps: float
    trip_m: float


KINDS: Sequence[Kind] = (
    Kind(0.45, 1.0, 1.8, 600),
    Kind(0.10, 3.5, 6.0, 1500),
    Kind(0.45, 7.0, 14.0, 2000),
)


class Legs(NamedTuple):
    """People on ways: one entry for each way somebody goes along."""

    trip: Numbers  #: whose
    way: Numbers
    entered_s: Floats  #: from the beginning of the night
    gone_m: Floats  #: since the trip began
    mps: Floats  #: how fast

    @property
    def trips(self) -> int:
        """How many people there are."""
        return int(self.trip[-1]) + 1 if len(self.trip) else 0


class Traffic(NamedTuple):
    """How busy the ways of a town are."""

    starts: Floats  #: trips a day that begin on each way
    onward: Lists
    onward_chance: Floats  #: cumulative within each list, by place in `onward`


def passes_of(classes: Sequence[str]) -> Floats:
    """Return how many pass a lamp in a day in streets of these classes."""

    def passes(lighting_class: str) -> float:
        told = (USUAL_PASSES.get(lighting_class[:n]) for n in (2, 1))
        return next((one for one in told if one is not None), PASSES_ELSEWHERE)

    return np.array([passes(one) for one in classes], np.float64)


def traffic_of(ground: Ground, passes: Floats) -> Traffic:
    """Find where how many trips begin, so that so many pass along each segment.

    passes: a day along each segment, both directions together
    """
    wanted = np.repeat(passes / 2, 2)
    onward = ground.onward
    of_way, places = onward.each_of(np.arange(len(wanted)))
    weight = wanted[onward.items[places]]
    total = np.bincount(of_way, weight, len(wanted))
    chance = np.divide(
        weight, total[of_way], out=np.zeros_like(weight), where=total[of_way] > 0
    )
    starts = wanted.copy()
    length_m = np.repeat(ground.length_m, 2)
    goes_on = [(one.share, np.exp(-length_m / one.trip_m)) for one in KINDS]
    for _ in range(ROUNDS):
        visits = sum(
            share * _visits(starts, of_way, onward.items[places], chance, stays)
            for share, stays in goes_on
        )
        starts *= (
            np.divide(wanted, visits, out=np.ones_like(visits), where=visits > 0) ** 0.5
        )
    cumulative = np.cumsum(chance)
    before = np.concatenate(([0.0], cumulative))[onward.begins[of_way]]
    return Traffic(starts, onward, cumulative - before)


def draw(
    ground: Ground,
    traffic: Traffic,
    hours: Sequence[tuple[float, float, float]],
    chance: np.random.Generator,
) -> Legs:
    """Draw the people of a night.

    hours: stretches of the night, each from so many seconds after its beginning to so
        many, with the share of a day's passers that come in it
    """
    way, at_s = _begin(traffic.starts, hours, chance)
    count = len(way)
    kind = chance.choice(len(KINDS), count, p=[one.share for one in KINDS])
    slow, fast, trip_m = (
        np.array([getattr(one, name) for one in KINDS])[kind]
        for name in ("slowest_mps", "fastest_mps", "trip_m")
    )
    mps = slow + (fast - slow) * chance.random(count)
    begun = Legs(np.arange(count), way, at_s, np.zeros(count), mps)
    return _walk(ground, traffic, begun, chance.exponential(trip_m), chance)


def _walk(
    ground: Ground,
    traffic: Traffic,
    begun: Legs,
    left_m: Floats,
    chance: np.random.Generator,
) -> Legs:
    """Let people go on from way to way until their trip is over or the town ends."""
    trip, way, at_s, gone_m, mps = begun
    legs = []
    for _ in range(MOST_WAYS):
        legs.append(Legs(trip, way, at_s, gone_m, mps))
        length_m = ground.length_m[way // 2]
        goes_on = left_m > length_m
        onward = _next_way(traffic, way, chance)
        kept = goes_on & (onward >= 0)
        if not kept.any():
            break
        at_s = (at_s + length_m / mps)[kept]
        gone_m = (gone_m + length_m)[kept]
        left_m = (left_m - length_m)[kept]
        trip, way, mps = trip[kept], onward[kept], mps[kept]
    joined = [np.concatenate(one) for one in zip(*legs, strict=True)]
    order = np.argsort(joined[0], kind="stable")
    return Legs(*(one[order] for one in joined))


def _begin(
    starts: Floats,
    hours: Sequence[tuple[float, float, float]],
    chance: np.random.Generator,
) -> tuple[Numbers, Floats]:
    """Draw on which way trips begin, and when."""
    ways, times = [], []
    for start_s, end_s, share in hours:
        counts = chance.poisson(starts * share)
        ways.append(np.repeat(np.arange(len(starts)), counts))
        times.append(chance.uniform(start_s, end_s, int(counts.sum())))
    if not ways:
        return np.zeros(0, np.int64), np.zeros(0)
    return np.concatenate(ways), np.concatenate(times)


def _next_way(traffic: Traffic, way: Numbers, chance: np.random.Generator) -> Numbers:
    """Choose by which way each goes on; -1 where the town ends."""
    begins = traffic.onward.begins
    first, last = begins[way], begins[way + 1]
    drawn = chance.random(len(way))
    chosen = first.copy()
    for step in range(int((last - first).max(initial=0)) - 1):
        further = (first + step + 1 < last) & (
            drawn >= traffic.onward_chance[np.minimum(first + step, last - 1)]
        )
        chosen = np.where(further & (chosen == first + step), first + step + 1, chosen)
    ends = first == last
    chosen[ends] = 0
    items = traffic.onward.items if len(traffic.onward.items) else np.zeros(1, np.int64)
    return np.where(ends, -1, items[chosen])


def _visits(
    starts: Floats, of_way: Numbers, onward: Numbers, chance: Floats, stays: Floats
) -> Floats:
    """Return how many go along each way in a day."""
    visits: Floats = starts.copy()
    now: Floats = starts
    for _ in range(MOST_WAYS):
        flow = (now * stays)[of_way] * chance
        now = np.bincount(onward, flow, len(starts)).astype(np.float64)
        visits += now
    return visits
