"""What is known of one container over some weeks, with what cannot be taken out. Pure.

A look reads it anew from the ledger, and forgets it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from statistics import median
from typing import Final, Literal, NamedTuple, TypeAlias

HOUR_S: Final = 3600.0
DAY_S: Final = 24 * HOUR_S
WINDOW_S: Final = 60 * DAY_S  #: so far back a look goes
ROUNDING: Final = 0.05  #: a sensor may say a little less than empty, more than full
AHEAD_S: Final = HOUR_S  #: a clock that goes further before ours is wrong
COLD_C, HOT_C = -60.0, 1500.0  #: beyond, nothing is a temperature

#: When, in seconds since 1970, and how much.
Point: TypeAlias = tuple[float, float]


class Strange(NamedTuple):
    """A reading that cannot be."""

    at_s: float
    what: Literal["level", "temperature", "battery", "clock"]
    value: float


class Seen(NamedTuple):
    """Somebody looked into the container; level: share of the volume."""

    at_s: float
    level: float


class Emptied(NamedTuple):
    """Somebody says, or neighbours show, that it was emptied.

    slack_s: it was so much earlier or later at most
    """

    at_s: float
    slack_s: float = 3 * HOUR_S
    by_neighbours: bool = False


@dataclass(frozen=True, kw_only=True)
class Course:
    """What sensor and people said of one container, each in the order of time.

    period_s: how often its sensor reports, as written; 0: nobody wrote
    """

    urn: str
    now_s: float
    levels: Sequence[Point] = ()
    temperatures: Sequence[Point] = ()
    batteries: Sequence[Point] = ()
    states: Sequence[tuple[float, str]] = ()
    strange: Sequence[Strange] = ()
    seen: Sequence[Seen] = ()
    emptied: Sequence[Emptied] = ()
    period_s: float = 0.0
    smooth: Sequence[Point] = field(init=False)  #: levels, each the median of three
    every_s: float = field(init=False)  #: how often it reports

    def __post_init__(self) -> None:
        """Take lone outliers out of the levels, and see how often they come."""
        object.__setattr__(self, "smooth", smoothed(self.levels))
        object.__setattr__(self, "every_s", self._every_s())

    @property
    def heard_s(self) -> float:
        """When its sensor last said anything; minus infinity: never."""
        ends = (
            line[-1][0]
            for line in (self.levels, self.temperatures, self.batteries, self.states)
            if line
        )
        return max(ends, default=float("-inf"))

    def _every_s(self) -> float:
        """Return how often it reports: as it does, else as is written."""
        gaps = [then_s - at_s for (at_s, _), (then_s, _) in pairwise(self.levels)]
        if len(gaps) > 10:  # noqa: PLR2004 - fewer gaps tell little
            return median(gaps)
        return self.period_s or 6 * HOUR_S


def as_of(course: Course, at_s: float) -> Course:
    """Return what was known of the container at an earlier moment, by what was told.

    at_s: seconds since 1970, at most `course.now_s`
    """
    return replace(
        course,
        now_s=at_s,
        levels=part(course.levels, -inf, at_s),
        temperatures=part(course.temperatures, -inf, at_s),
        batteries=part(course.batteries, -inf, at_s),
        states=[one for one in course.states if one[0] < at_s],
        strange=[one for one in course.strange if one.at_s < at_s],
        seen=[one for one in course.seen if one.at_s < at_s],
        emptied=[one for one in course.emptied if one.at_s < at_s],
    )


def part(line: Sequence[Point], from_s: float, until_s: float) -> Sequence[Point]:
    """Return what was said in [from_s, until_s)."""
    return line[bisect_left(line, (from_s,)) : bisect_left(line, (until_s,))]


def last_before(line: Sequence[Point], at_s: float) -> Point | None:
    """Return what was said last at or before a moment."""
    place = bisect_right(line, (at_s, float("inf")))
    return line[place - 1] if place else None


def smoothed(line: Sequence[Point]) -> list[Point]:
    """Replace each value by the median of it and its neighbours; steps stay steep."""
    if len(line) < 3:  # noqa: PLR2004 - nothing to be between
        return list(line)
    inner = (
        (line[at][0], _middle(line[at - 1][1], line[at][1], line[at + 1][1]))
        for at in range(1, len(line) - 1)
    )
    return [line[0], *inner, line[-1]]


def believable(
    readings: Iterable[Point], now_s: float, what: Literal["level", "battery"]
) -> tuple[list[Point], list[Strange]]:
    """Part shares that can be from those that cannot, and right times from wrong."""
    good, strange = [], []
    for at_s, value in readings:
        if at_s > now_s + AHEAD_S:
            strange.append(Strange(at_s, "clock", value))
        elif not -ROUNDING <= value <= 1 + ROUNDING:
            strange.append(Strange(at_s, what, value))
        else:
            good.append((at_s, min(max(value, 0.0), 1.0)))
    return good, strange


def warm(readings: Iterable[Point], now_s: float) -> tuple[list[Point], list[Strange]]:
    """Part temperatures, °C, that can be from those that cannot."""
    good, strange = [], []
    for at_s, celsius in readings:
        if at_s > now_s + AHEAD_S:
            strange.append(Strange(at_s, "clock", celsius))
        elif not COLD_C <= celsius <= HOT_C:
            strange.append(Strange(at_s, "temperature", celsius))
        else:
            good.append((at_s, celsius))
    return good, strange


def _middle(a: float, b: float, c: float) -> float:
    return max(min(a, b), min(max(a, b), c))
