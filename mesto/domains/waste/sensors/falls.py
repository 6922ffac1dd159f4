"""When a level fell, and what it was before and after an emptying. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from mesto.domains.waste.sensors.course import (
    DAY_S,
    HOUR_S,
    Course,
    Emptied,
    Point,
    part,
)

NEARLY_EMPTY: Final = 0.25
LEAST_FALL: Final = 0.12  #: share of the volume; less is settling and noise
AFTER_S: Final = 14 * HOUR_S  #: so long after an emptying a container is still empty
SAME_S: Final = 6 * HOUR_S  #: falls so close are one emptying


class Fall(NamedTuple):
    """The level fell, and stayed down."""

    at_s: float
    before: float
    after: float


class Visit(NamedTuple):
    """What the sensor showed of an emptying that others tell of."""

    emptied: Emptied
    before: float
    after: float

    @property
    def fell(self) -> float:
        """By how much of the volume."""
        return self.before - self.after


def falls(smooth: Sequence[Point]) -> list[Fall]:
    """Return when a level fell for good, biggest step of each fall."""
    found: list[Fall] = []
    for at in range(1, len(smooth)):
        before = max(value for _, value in smooth[max(0, at - 2) : at])
        after = median(value for _, value in smooth[at : at + 3])
        if before - after < LEAST_FALL or smooth[at][1] > before - LEAST_FALL:
            continue
        fall = Fall(smooth[at][0], before, after)
        if found and fall.at_s - found[-1].at_s < SAME_S:
            found[-1] = Fall(
                found[-1].at_s, found[-1].before, min(found[-1].after, after)
            )
        else:
            found.append(fall)
    return found


def visits(course: Course) -> Iterator[Visit]:
    """Yield what the sensor showed of each emptying that somebody reports."""
    for one in course.emptied:
        if one.by_neighbours:
            continue
        near = part(
            course.smooth,
            one.at_s - one.slack_s - 2 * course.every_s,
            one.at_s + one.slack_s,
        )
        long_s = one.slack_s + max(AFTER_S, 2.5 * course.every_s)
        later = part(course.levels, one.at_s - one.slack_s, one.at_s + long_s)
        if near and later:
            lowest = min(value for _, value in later)
            yield Visit(one, max(value for _, value in near), lowest)


def floors(course: Course, seen: Sequence[Fall]) -> list[Point]:
    """Return what was read when the container was empty, by every way to know it.

    What fills between two readings is taken off: half of it has come by then, usually.
    """
    told = [
        (one.emptied.at_s, one.after)
        for one in visits(course)
        if one.fell >= LEAST_FALL or one.before <= NEARLY_EMPTY
    ]
    own = [
        (fall.at_s, _lowest(course, fall))
        for fall in seen
        if all(abs(fall.at_s - at_s) > AFTER_S for at_s, _ in told)
        and fall.before - fall.after > 2 * LEAST_FALL
    ]
    come = fills_a_day(course.smooth) * course.every_s / DAY_S / 2
    return [(at_s, max(0.0, value - come)) for at_s, value in _apart([*told, *own])]


def _apart(floors: Iterable[Point]) -> list[Point]:
    """Return floors in order, of those within a day only the lowest: one emptying."""
    found: list[Point] = []
    for one in sorted(floors):
        if found and one[0] - found[-1][0] < DAY_S:
            found[-1] = min(found[-1], one, key=lambda point: point[1])
        else:
            found.append(one)
    return found


def _lowest(course: Course, fall: Fall) -> float:
    """Return the lowest reading around a fall: the first after it, usually."""
    every_s = course.every_s
    near = part(course.levels, fall.at_s - 1.5 * every_s, fall.at_s + 1.5 * every_s)
    return min((value for _, value in near), default=fall.after)


def fills_a_day(smooth: Sequence[Point]) -> float:
    """Return what it fills a day, share of the volume; falls left out."""
    ups, seconds = 0.0, 0.0
    for (at_s, low), (then_s, high) in pairwise(smooth):
        if high > low - LEAST_FALL and then_s - at_s < DAY_S:
            ups += high - low
            seconds += then_s - at_s
    return max(0.0, DAY_S * ups / seconds) if seconds else 0.0
