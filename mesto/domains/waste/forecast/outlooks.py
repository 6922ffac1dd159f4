"""What a model says of the days to come, container by container. Pure.

A level at an emptying says nothing of what comes after full: there the container goes
on at the rate it is known by. The same holds past the times it was ever seen at, where
a curve of levels at emptyings is flat because who fills slowly is emptied late.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mesto.domains.waste.forecast.baseline import weighted
from mesto.domains.waste.forecast.features import Memory
from mesto.domains.waste.forecast.marks import (
    Containers,
    Indices,
    Marks,
    Numbers,
    Truths,
    moment_of,
)
from mesto.domains.waste.forecast.model import Model
from mesto.domains.waste.forecast.strides import Strides
from mesto.domains.waste.outlook import Outlook

DAYS: Final = 10
STEP_H: Final = 6.0
TOGETHER: Final = 500  #: containers foretold at once
NEARLY_FULL: Final = 0.9  #: from there on levels were cut
SEEN_TIMES: Final = 1.5  #: usual times between emptyings; beyond, nothing was seen
FAST, SLOW = 1.3, 0.7  #: how much faster or slower it may go on than it is known
MOST: Final = 3.0  #: times its volume; nobody leaves more beside it
RECENT_H: Final = 48.0  #: a level that old still is what the outlook rests on


@dataclass(frozen=True, kw_only=True)
class Now:
    """What is known last of each container, a row each.

    begun_h: when it was emptied last, as far as it is known
    start_h, level, slack: the last level that is known
    by: what told it: `sensor`, `seen`, `emptyings`, or nothing
    """

    begun_h: Numbers
    start_h: Numbers
    level: Numbers
    slack: Numbers
    by: Sequence[str]


def now_of(marks: Marks, containers: Containers, memory: Memory, now_h: float) -> Now:
    """Return what is known last of each container.

    Who was never emptied began when it was put up; of whom nothing is known but a
    level, it began as long ago as that level usually takes.
    """
    count = len(containers.urns)
    put_up = np.where(containers.since_h < now_h, containers.since_h, now_h)
    known = ~np.isnan(marks.level) | marks.emptied
    some = marks.where(known & (marks.at_h <= now_h))
    begun = some.begun()
    newest = np.full(count, -1)
    newest[some.container] = np.arange(len(some))  # in order: the last one stays
    there = newest >= 0
    at = np.maximum(newest, 0)
    if not len(some):
        zero = np.zeros(count)
        return Now(
            begun_h=put_up, start_h=put_up, level=zero, slack=zero, by=[""] * count
        )
    emptied = some.emptied[at]
    level = np.where(emptied, some.after[at], some.level[at])
    start_h = np.where(there, some.at_h[at], put_up)
    likely_h = start_h - _likely_age(memory, level)
    first = np.where(containers.since_h < start_h, containers.since_h, likely_h)
    begun_h = np.where(begun[at] >= 0, some.at_h[begun[at]], first)
    by = np.where(emptied, "emptyings", np.where(some.slack[at] > 0, "seen", "sensor"))
    return Now(
        begun_h=np.where(there, np.where(emptied, start_h, begun_h), put_up),
        start_h=start_h,
        level=np.where(there, level, 0.0),
        slack=np.where(there & ~emptied, some.slack[at], 0.0),
        by=np.where(there, by, "").tolist(),
    )


def outlooks(
    model: Model, now: Now, now_h: float, widening: float = 1.0
) -> Iterator[list[tuple[str, Outlook]]]:
    """Yield the outlooks of all containers by URN, some at a time."""
    count = len(model.town.containers.urns)
    for first in range(0, count, TOGETHER):
        some = np.arange(first, min(first + TOGETHER, count))
        yield list(outlooks_of(some, model, now, now_h, widening=widening))


def outlooks_of(  # noqa: PLR0913 - whose, and what they rest on
    some: Indices,
    model: Model,
    now: Now,
    now_h: float,
    *,
    widening: float = 1.0,
    days: int = DAYS,
) -> Iterator[tuple[str, Outlook]]:
    """Yield the outlooks of some containers, by their numbers, so many days ahead."""
    steps = int(days * 24 / STEP_H) + 1
    asked = _ahead(now, some, now_h, steps)
    shape = (len(some), steps)
    told = model.foretell(asked, widening)
    age_h = (asked.end_h - asked.begun_h).reshape(shape)
    quantiles = told.quantiles.reshape(*shape, -1)
    rate, usual_h = _rates(model.memory, some, now_h)
    beyond = (age_h > SEEN_TIMES * usual_h[:, None]) | (
        quantiles[..., 2] >= NEARLY_FULL
    )
    levels = going_on(quantiles, beyond, rate)
    grounds = _grounds(model, now, some, now_h)
    at = moment_of(now_h)
    for row, number in enumerate(some):
        yield (
            model.town.containers.urns[number],
            Outlook(
                made_at=at,
                begins=at,
                step_h=STEP_H,
                levels=[tuple(one) for one in np.round(levels[row], 3).tolist()],
                by="boosted" if model.middle is not None else "looking back",
                grounds=grounds[row],
            ),
        )


def going_on(quantiles: Numbers, beyond: Truths, rate: Numbers) -> Numbers:
    """Let levels rise at least at a rate where nothing was ever seen.

    quantiles: of shape (containers, steps, quantiles)
    beyond: (containers, steps), where a step leads to what was never seen
    rate: of each container, share of the volume an hour

    Returns levels that never fall.
    """
    steps = np.diff(np.maximum.accumulate(quantiles, axis=1), axis=1)
    pace = np.linspace(SLOW, FAST, quantiles.shape[2])
    least = STEP_H * rate[:, None, None] * pace * beyond[:, 1:, None]
    risen = np.cumsum(np.maximum(steps, least), axis=1)
    levels = np.concatenate([quantiles[:, :1], quantiles[:, :1] + risen], axis=1)
    return np.minimum(np.maximum.accumulate(levels, axis=2), MOST)


def _ahead(now: Now, some: Indices, now_h: float, steps: int) -> Strides:
    """Return the strides from what is known to each step ahead, row by row."""
    each = np.repeat(some, steps)
    end_h = np.tile(now_h + STEP_H * np.arange(steps), len(some))
    unknown = np.full(len(each), np.nan)
    return Strides(
        container=each,
        begun_h=now.begun_h[each],
        start_h=now.start_h[each],
        start_level=now.level[each],
        start_slack=now.slack[each],
        end_h=end_h,
        known_h=np.full(len(each), now_h),
        level=unknown,
        slack=np.zeros(len(each)),
    )


def _rates(memory: Memory, some: Indices, now_h: float) -> tuple[Numbers, Numbers]:
    """Return how fast containers fill, a share an hour, and their usual times, h."""
    points = memory.points
    at = np.full(len(some), now_h)
    typical_h = float(np.median(points.age_h))
    typical = float(memory.curve(np.array([typical_h]))[0])
    seen, there = memory.own.last(some, at, 12)
    weight = there.astype(float)
    level = weighted(points.level[seen] - typical, weight, 1.0) + typical
    age_h = weighted(points.age_h[seen] - typical_h, weight, 1.0) + typical_h
    return level / age_h, age_h


def _grounds(
    model: Model, now: Now, some: Indices, now_h: float
) -> list[Sequence[str]]:
    """Return what each outlook rests on."""
    _, there = model.memory.own.last(some, np.full(len(some), now_h), 3)
    enough = [bool(one.all()) for one in there]
    found: list[Sequence[str]] = []
    for row, number in enumerate(some):
        fresh = now_h - now.start_h[number] <= RECENT_H
        by = now.by[number]
        names = [by] if by and (fresh or by == "emptyings") else []
        if enough[row] and "emptyings" not in names:
            names.append("emptyings")
        if not enough[row]:
            names.append("neighbours")
        found.append(names)
    return found


def _likely_age(memory: Memory, level: Numbers) -> Numbers:
    """Return after how many hours containers are usually as full as that."""
    ages = np.geomspace(2.0, 1_000.0, 60)
    levels = np.maximum.accumulate(memory.curve(ages))
    return np.interp(np.nan_to_num(level), levels, ages)
