"""What a sensor says that cannot be, and that it says nothing at all. Pure."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from mesto.domains.waste.sensors.battery import REPLACED, Ends, is_spent
from mesto.domains.waste.sensors.course import DAY_S, HOUR_S, Course
from mesto.domains.waste.sensors.finding import Finding, Mark, last_marks, surety
from mesto.domains.waste.sensors.kinds import Kind

LATELY_S: Final = 14 * DAY_S
MISSED: Final = 6  #: reports in a row that radio hardly ever loses
LEAST_SILENT_S: Final = 60 * HOUR_S  #: a gateway fails on Friday, is mended on Monday
STRANGE_SHARE: Final = 0.02
LEAST_STRANGE: Final = 3
LEAST_JUMPS: Final = 3


def broken(course: Course) -> Iterator[Finding]:
    """Find a sensor that says what cannot be, again and again."""
    since_s = course.now_s - LATELY_S
    odd = [one for one in course.strange if one.what == "clock" or one.at_s > since_s]
    wrong_clock = [one for one in odd if one.what == "clock"]
    heard = sum(at_s > since_s for at_s, _ in course.levels)
    last_s = max((one.at_s for one in odd if one.what != "clock"), default=0.0)
    fresh = wrong_clock or last_s > course.now_s - LATELY_S / 2
    enough = len(odd) >= max(LEAST_STRANGE, STRANGE_SHARE * heard)
    jumps = _jumps(course)
    if not (enough and fresh) and len(jumps) < LEAST_JUMPS:
        return
    moments = [min(one.at_s, course.now_s) for one in odd] + jumps
    facts = {"times": float(len(odd)), "of": float(len(odd) + heard)}
    if wrong_clock:
        facts["clocks"] = float(len(wrong_clock))
    if len(jumps) >= LEAST_JUMPS:
        facts["jumps"] = float(len(jumps))
    worst = max(
        (one.value for one in odd if one.what == "level"), key=abs, default=None
    )
    if worst is not None:
        facts["worst"] = 100 * worst
    yield Finding(
        kind=Kind.BROKEN,
        since_s=min(moments),
        confidence=surety(len(odd) + len(jumps)),
        facts=facts,
        marks=last_marks(
            Mark(at_s=one.at_s, sign="impossible", read=one.value) for one in odd
        ),
    )


def is_silent(course: Course) -> bool:
    """Tell whether reports are missing that radio alone hardly loses."""
    waited_s = course.now_s - course.heard_s
    return waited_s > max(MISSED * course.every_s, LEAST_SILENT_S)


def silent(course: Course, ends: Ends | None) -> Iterator[Finding]:
    """Find a sensor that says nothing any more, and whether its battery tells why."""
    if not course.levels or not is_silent(course):
        return
    spent = is_spent(course, ends)
    facts = {
        "days": (course.now_s - course.heard_s) / DAY_S,
        "hours": course.every_s / HOUR_S,
    }
    if course.batteries:
        facts["percent"] = 100 * course.batteries[-1][1]
    yield Finding(
        kind=Kind.BATTERY_EMPTY if spent else Kind.SILENT,
        since_s=course.heard_s,
        confidence=0.95 if spent else 0.9,
        facts=facts,
        marks=(Mark(at_s=course.heard_s, sign="begin", read=course.levels[-1][1]),),
    )


def _jumps(course: Course) -> list[float]:
    """Return when the charge leapt up lately; a battery is exchanged but once."""
    lately = [one for one in course.batteries if one[0] > course.now_s - LATELY_S]
    return [
        at_s
        for (_, before), (at_s, value) in pairwise(lately)
        if value - before >= REPLACED
    ]
