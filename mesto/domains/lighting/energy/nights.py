"""When lamps should burn: the nights of a place, and how many hours they have. Pure."""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

import msgspec

from mesto.operations.calendars.definition import SunMoment
from mesto.operations.calendars.sun import Spot, moment_of

DAY = timedelta(days=1)


class Burning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which moment of the sun to which lamps burn."""

    on: SunMoment = SunMoment("sunset", 15)
    off: SunMoment = SunMoment("sunrise", -15)


class Night(NamedTuple):
    """When lamps should burn: [on, off)."""

    on: datetime
    off: datetime


class Dark:
    """The nights around some days, and how much of any time is dark."""

    def __init__(self, burning: Burning, first: date, end: date, spot: Spot) -> None:
        """Reckon the nights of the days [first, end), and one on each side."""
        days = range(-1, (end - first).days + 1)
        found = (_night(burning, first + number * DAY, spot) for number in days)
        self.nights = [one for one in found if one is not None]
        self._on = [one.on for one in self.nights]
        lengths = (_hours(one.off - one.on) for one in self.nights)
        self._before_h = [0.0, *accumulate(lengths)]

    def hours(self, start: datetime, end: datetime) -> float:
        """Return how many hours between two moments are dark."""
        return max(self._until(end) - self._until(start), 0.0)

    def _until(self, at: datetime) -> float:
        """Return how many dark hours there were until a moment."""
        begun = bisect_right(self._on, at)
        if not begun:
            return 0.0
        night = self.nights[begun - 1]
        return self._before_h[begun - 1] + _hours(min(at, night.off) - night.on)


def _night(burning: Burning, day: date, spot: Spot) -> Night | None:
    """Return the night that begins on a day; None where the sun never stands so."""
    on = moment_of(burning.on, day, spot)
    off = moment_of(burning.off, day + DAY, spot)
    return None if on is None or off is None or off <= on else Night(on, off)


def _hours(span: timedelta) -> float:
    return span.total_seconds() / 3600
