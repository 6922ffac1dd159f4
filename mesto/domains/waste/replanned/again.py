"""Past days planned again: what each container's visits come to, seen and unseen. Pure.

Rounds are planned with all that is known. Beside them each container is planned twice,
against these rounds as they are: with its readings, and as if it had no sensor. It is
visited when what coming is worth is more than the detour and the handling, which is
when the planner would. What one container more or less moves in the others' rounds
beyond its own detour is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.rehearsal.fills import (
    EMPTIED,
    PLANNED,
    STEPS,
    Fills,
    Floats,
    Numbers,
    Truths,
)
from mesto.domains.waste.rehearsal.policies import Wish
from mesto.domains.waste.rehearsal.replay import FULL, Drive
from mesto.domains.waste.replanned.detours import detours_m

WEEK: Final = 7  #: days; the past is planned again in whole weeks
KMH: Final = 20.0  #: of a lorry in town, between stops
STEP_H: Final = 24 / STEPS
READ_ERROR: Final = 0.03  #: of a sensor, share of the volume


class Scene(NamedTuple):
    """What is planned again.

    fills, was: what came, and when containers were emptied; with days before `first`
    begins_h: when the first of all days begins, hours since 1970
    drives: by day, whether somebody collects; looks further ahead than `end`
    sensed: of each container, whether it has a sensor
    metres: from place to place; the last one is the depot
    """

    fills: Fills
    was: Truths
    first: int
    end: int
    begins_h: float
    drives: Sequence[bool]
    sensed: Truths
    metres: Numbers
    policy: Policy


class Known(NamedTuple):
    """What is known of each container when a day is planned.

    emptied_h: when it was emptied last, hours since 1970
    level: what its sensor reads, share of the volume; NaN where it has none
    """

    emptied_h: Floats
    level: Floats


#: What coming to each container on a day is worth, money.
Weigh: TypeAlias = Callable[[int, Known], Floats]


class Visits(NamedTuple):
    """What one day's visits come to, of each container: km and hours more, overflow."""

    visited: Truths
    km: Floats
    hours: Floats
    over: Truths

    def cost(self, policy: Policy) -> Floats:
        """Return what that costs by the town's policy."""
        driven: Floats = self.km * policy.km_cost + self.hours * policy.hour_cost
        return driven + self.over * policy.overflow_cost


class Again(NamedTuple):
    """One day planned again."""

    seen: Visits
    unseen: Visits


class _Way:
    """One course of events: how full containers are, and when they were emptied."""

    def __init__(self, level: Floats, emptied_h: Floats) -> None:
        self.level = level.copy()
        self.emptied_h = emptied_h.copy()

    def goes_on(self, come: Floats, visited: Truths, at_h: float) -> Truths:
        """Let a day pass; return who was over full at any time of it."""
        before = self.level + come[:, :EMPTIED].sum(axis=1)
        after = come[:, EMPTIED:].sum(axis=1)
        self.level = np.where(visited, 0.0, before) + after
        self.emptied_h = np.where(visited, at_h, self.emptied_h)
        over: Truths = (before > FULL) | (self.level > FULL)
        return over


def plan_again(
    scene: Scene, weigh: Weigh, drive: Drive, seed: int = 1
) -> Iterator[Again]:
    """Yield the days from `first` to `end`, each container seen and unseen."""
    chance = np.random.default_rng(seed)
    level, emptied_h = _at_first(scene)
    rounds, seen, unseen = (_Way(level, emptied_h) for _ in range(3))
    for day in range(scene.first, scene.end):
        error = chance.normal(0.0, READ_ERROR, len(level))
        extra_km, on_round = _round(
            scene, weigh, drive, day, _read(scene, rounds, day, error)
        )
        rounds.goes_on(scene.fills.come[:, day], on_round, visit_h(scene, day))
        read = _read(scene, seen, day, error)
        nothing = Known(unseen.emptied_h, np.full(len(level), np.nan))
        yield Again(
            seen=_visits(scene, seen, day, weigh(day, read), extra_km),
            unseen=_visits(scene, unseen, day, weigh(day, nothing), extra_km),
        )


def handling_cost(policy: Policy) -> float:
    """Return what it costs to empty one container, the way there left out."""
    return policy.service_min / 60 * policy.hour_cost


def km_cost(policy: Policy) -> float:
    """Return what a kilometre costs, its hours included."""
    return policy.km_cost + policy.hour_cost / KMH


def _read(scene: Scene, way: _Way, day: int, error: Floats) -> Known:
    """Return what sensors read when a day is planned."""
    planned = way.level + scene.fills.come[:, day, :PLANNED].sum(axis=1)
    read = np.clip(planned + error, 0.0, FULL)
    return Known(way.emptied_h, np.where(scene.sensed, read, np.nan))


def _round(
    scene: Scene, weigh: Weigh, drive: Drive, day: int, known: Known
) -> tuple[Floats, Truths]:
    """Plan a day's rounds; return each container's detour, km, and who is on them."""
    count = scene.fills.containers
    if not scene.drives[day]:
        return np.full(count, np.inf), np.zeros(count, bool)
    spare = weigh(day, known) - handling_cost(scene.policy)
    worth_km = spare / km_cost(scene.policy)
    nothing = np.zeros(count, bool)
    level = np.where(np.isnan(known.level), 0.5, known.level)
    driven = drive(Wish(nothing, np.maximum(worth_km, 0.0)), level)
    on_round = nothing.copy()
    on_round[driven.emptied] = True
    return detours_m(scene.metres, driven.trips) / 1000, on_round


def _visits(
    scene: Scene, way: _Way, day: int, worth: Floats, extra_km: Floats
) -> Visits:
    """Let containers be visited where it is worth it."""
    policy, there = scene.policy, np.isfinite(extra_km)
    km = np.where(there, extra_km, 0.0)
    hours = km / KMH + policy.service_min / 60
    visited = there & (worth > km * policy.km_cost + hours * policy.hour_cost)
    over = way.goes_on(scene.fills.come[:, day], visited, visit_h(scene, day))
    return Visits(visited, km * visited, hours * visited, over)


def _at_first(scene: Scene) -> tuple[Floats, Floats]:
    """Return how it was when the first day began: levels, and when emptied last."""
    begun_h = np.full(scene.fills.containers, scene.begins_h)
    way = _Way(scene.fills.start, begun_h)
    for day in range(scene.first):
        way.goes_on(scene.fills.come[:, day], scene.was[:, day], visit_h(scene, day))
    return way.level, way.emptied_h


def plan_h(scene: Scene, day: int) -> float:
    """Return when a day is planned, hours since 1970."""
    return scene.begins_h + 24 * day + PLANNED * STEP_H


def visit_h(scene: Scene, day: int) -> float:
    """Return when containers are visited on a day, hours since 1970."""
    return scene.begins_h + 24 * day + EMPTIED * STEP_H
