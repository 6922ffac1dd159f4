"""Damping of alarms that come and go: many short ones are one. Pure.

An asset whose alarm opens often within a while is said to be flapping, as bad as it was
at its worst, until nothing opened for long enough. Nothing worse is ever hidden.

Source: ISA-18.2, 16.5, chattering and fleeting alarms.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from mesto.kernel.plugin import Damping, Text, Verdict
from mesto.kernel.verdict import BADNESS, spell

ALARMING = frozenset({"offline", "warning", "critical"})

FLAPPING: Text = {
    "en": "Comes and goes, {times} times within {time} or more often. Last: {cause}",
    "cs": "Přichází a odchází, {times}krát za {time} nebo častěji. Naposled: {cause}",
    "sk": "Prichádza a odchádza, {times}-krát za {time} alebo častejšie. "
    "Naposledy: {cause}",
    "sr-Latn": "Pojavljuje se i nestaje, {times} puta za {time} ili češće. "
    "Poslednje: {cause}",
}


class Opening(NamedTuple):
    """When an asset got worse, and how."""

    at: datetime
    status: str
    cause: Mapping[str, str]


class Course(NamedTuple):
    """How an asset went of late."""

    was: str  #: its last status
    openings: Sequence[Opening] = ()  #: oldest first, no more than it takes to flap
    since: datetime | None = None  #: from when it flaps; None: it does not
    worst: str = "ok"  #: that it was while it flaps


@cache
def calm(status: str) -> Course:
    """Return the course of an asset of which nothing is remembered."""
    return Course(status)


def gone_on(
    course: Course, verdict: Verdict, damping: Damping, now: datetime
) -> Course:
    """Return the course of an asset that is judged so now."""
    openings, since, worst = course.openings, course.since, course.worst
    if since is not None and now >= openings[-1].at + damping.quiet:
        openings, since = (), None
    if BADNESS[verdict.status] > BADNESS[course.was] and verdict.status in ALARMING:
        opening = Opening(now, verdict.status, verdict.cause)
        openings = (*openings, opening)[-damping.times :]
    if since is None:
        openings = [one for one in openings if one.at > now - damping.within]
        since = openings[0].at if len(openings) >= damping.times else None
        worst = "ok"
    if not openings:
        return calm(verdict.status)
    if since is not None:
        worst = max((worst, *(one.status for one in openings)), key=BADNESS.__getitem__)
    return Course(verdict.status, openings, since, worst)


def damped(course: Course, verdict: Verdict, damping: Damping) -> Verdict:
    """Return what is shown of an asset that is judged so."""
    if course.since is None or verdict.status == "maintenance":
        return verdict
    last = course.openings[-1]
    calm_at = last.at + damping.quiet
    return Verdict(
        max(verdict.status, course.worst, key=BADNESS.__getitem__),
        _sentence(last.cause, damping),
        by=verdict.by,
        since=course.since,
        until=min(verdict.until or calm_at, calm_at),
    )


class Flaps:
    """Remembers how assets went of late, by their numbers."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._courses: dict[int, Course] = {}

    def damp(
        self, asset: int, verdict: Verdict, damping: Damping | None, now: datetime
    ) -> Verdict:
        """Note how an asset is judged, and return what is shown of it.

        damping: None leaves it as it is judged
        """
        if damping is None:
            self._courses[asset] = calm(verdict.status)
            return verdict
        course = self._courses.get(asset, calm(verdict.status))
        self._courses[asset] = course = gone_on(course, verdict, damping, now)
        return damped(course, verdict, damping)

    def flapping(self) -> list[int]:
        """Return the assets that are shown otherwise than they are judged."""
        return [one for one, course in self._courses.items() if course.since]

    def forget(self, asset: int) -> None:
        """Remember an asset no more."""
        self._courses.pop(asset, None)


def _sentence(cause: Mapping[str, str], damping: Damping) -> Text:
    """Say that it flaps, and what was wrong last."""
    usual = cause.get("en", "")
    facts = {"times": damping.times, "time": spell(damping.within)}
    return {
        tag: text.format(cause=cause.get(tag, usual), **facts)
        for tag, text in FLAPPING.items()
    }
