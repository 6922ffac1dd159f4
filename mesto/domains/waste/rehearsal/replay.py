"""Playing a policy on what containers took, day by day. Pure but for the driving."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from mesto.domains.waste.rehearsal.fills import (
    EMPTIED,
    PLANNED,
    Fills,
    Floats,
    Numbers,
    Truths,
)
from mesto.domains.waste.rehearsal.foresight import foresee
from mesto.domains.waste.rehearsal.policies import Policy, Today, Wish, wish_of

FULL = 1.0  #: share of the volume; above it waste lies beside


class Driven(NamedTuple):
    """What was driven on a day, and which containers were emptied, in no order.

    trips: places in the order they were visited, each trip without the depot
    """

    km: float
    emptied: Numbers
    trips: Sequence[Sequence[int]] = ()


#: Drives for a wish; takes of each container its level as far as known, too.
Drive: TypeAlias = Callable[[Wish, Floats], Driven]
#: Decides who is to be emptied on a day.
Decide: TypeAlias = Callable[[Policy, Today], Wish]


class Played(NamedTuple):
    """One day under a policy.

    over: containers over full at any time of the day
    share: mean level of the emptied when they were
    """

    km: float
    emptied: int
    over: int
    share: float


class Ground(NamedTuple):
    """What is played on.

    fills: with days before the first played one, to learn from
    first, end: of the days that are played, places among the days
    weekday: of the first day of the fills, Monday is 0
    written, was: what the calendar and history empty, containers × days
    visit_km: so long a way a visit usually takes
    seen_error: standard deviation of a level as it is known, share of the volume
    """

    fills: Fills
    first: int
    end: int
    weekday: int
    written: Truths
    was: Truths
    visit_km: float
    seen_error: Floats | float = 0.0


def play(
    policy: Policy,
    ground: Ground,
    drive: Drive,
    seed: int = 1,
    decide: Decide = wish_of,
) -> Iterator[Played]:
    """Yield the days as a policy would have made them."""
    chance = np.random.default_rng(seed)
    level = ground.fills.start.copy()
    for day in range(ground.end):
        come = ground.fills.come[:, day]
        planned = level + come[:, :PLANNED].sum(axis=1)
        before = level + come[:, :EMPTIED].sum(axis=1)
        after = come[:, EMPTIED:].sum(axis=1)
        if day < ground.first:
            emptied = ground.was[:, day]
            level = np.where(emptied, 0.0, before) + after
            continue
        error = chance.normal(0.0, 1.0, len(level)) * ground.seen_error
        seen = np.clip(planned + error, 0, FULL)
        driven = drive(decide(policy, _today(ground, day, seen)), seen)
        emptied = np.zeros(len(level), bool)
        emptied[driven.emptied] = True
        level = np.where(emptied, 0.0, before) + after
        over = (before > FULL) | (level > FULL)
        share = float(before[emptied].mean()) if emptied.any() else 0.0
        yield Played(driven.km, int(emptied.sum()), int(over.sum()), share)


def _today(ground: Ground, day: int, seen: Floats) -> Today:
    return Today(
        day=day - ground.first,
        level=seen,
        foresight=foresee(ground.fills, day, (ground.weekday + day) % 7),
        written=ground.written[:, day],
        was=ground.was[:, day],
        visit_km=ground.visit_km,
    )
