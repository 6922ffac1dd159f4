"""The share of time in which one could charge. Pure.

A place is usable while its station has its line and the place is neither faulted nor
out of service. Time in which work was planned (`maintenance` of the station), and time
of which nothing is known yet, count neither for nor against:

    uptime = usable / (whole - planned - unknown)
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final, NamedTuple

DOWN: Final = frozenset({"Faulted", "Unavailable"})


class Change(NamedTuple):
    """Something is another way from a moment on."""

    at: datetime
    value: str  #: as text: true, Faulted …


class Uptime(NamedTuple):
    """How a time went, s."""

    usable_s: float = 0.0
    down_s: float = 0.0
    planned_s: float = 0.0
    unknown_s: float = 0.0

    @property
    def share(self) -> float | None:
        """The share of time in which it was usable; None where nothing is known."""
        known_s = self.usable_s + self.down_s
        return self.usable_s / known_s if known_s > 0 else None

    def plus(self, other: "Uptime") -> "Uptime":
        """Return both times together."""
        return Uptime(*(a + b for a, b in zip(self, other, strict=True)))


def uptime(
    *,
    connected: Sequence[Change],
    status: Sequence[Change],
    planned: Sequence[Change],
    since: datetime,
    until: datetime,
) -> Uptime:
    """Reckon how [since, until) went at one place.

    connected, planned: of its station; status: of the place. Each in order, the first
    perhaps from before `since`.
    """
    moments = {since, until}
    for changes in (connected, status, planned):
        moments.update(one.at for one in changes if since < one.at < until)
    total = Uptime()
    courses = [_Course(one) for one in (connected, status, planned)]
    for begin, end in pairwise(sorted(moments)):
        line, place, work = (course.at(begin) for course in courses)
        length_s = (end - begin).total_seconds()
        total = total.plus(_counted(line, place, work, length_s))
    return total


def together(times: Iterable[Uptime]) -> Uptime:
    """Return several times as one, e.g. of all places of a station."""
    total = Uptime()
    for one in times:
        total = total.plus(one)
    return total


def _counted(
    line: str | None, place: str | None, work: str | None, length_s: float
) -> Uptime:
    if work == "true":
        return Uptime(planned_s=length_s)
    if line is None or place is None:
        return Uptime(unknown_s=length_s)
    if line == "true" and place not in DOWN:
        return Uptime(usable_s=length_s)
    return Uptime(down_s=length_s)


class _Course:
    """What holds at one moment after the other."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes
        self._next = 0
        self._value: str | None = None

    def at(self, at: datetime) -> str | None:
        """Return what holds at a moment, not before the one asked last."""
        while self._next < len(self._changes) and self._changes[self._next].at <= at:
            self._value = self._changes[self._next].value
            self._next += 1
        return self._value
