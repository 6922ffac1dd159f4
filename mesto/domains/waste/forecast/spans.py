"""What the hours between two moments are like: free, by day, of rain. Pure.

Each quality is added up hour by hour once, so that any stretch costs two look-ups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from mesto.domains.waste.forecast.marks import Indices, Numbers, moment_of

DAY_H: Final = 24
SATURDAY: Final = 5


@dataclass(frozen=True, kw_only=True)
class Weather:
    """How the weather was by day of the town's clock; days may be missing."""

    temperature: Mapping[date, float]  #: mean, °C
    rain: Mapping[date, float]  #: mm


@dataclass(frozen=True, kw_only=True)
class Days:
    """What a town's clock and calendars say of days."""

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    #: [start, end) of what its calendars call so, hours since 1970
    events: Sequence[tuple[float, float]] = ()
    weather: Weather | None = None


class Spans:
    """The qualities of hours, added up from a beginning on."""

    def __init__(self, days: Days, begin_h: float, end_h: float) -> None:
        """Add up from `begin_h` to `end_h`; outside nothing goes on."""
        self._begin_h = float(np.floor(begin_h))
        count = int(np.ceil(end_h - self._begin_h)) + 1
        local, dates = _clock(days.zone, self._begin_h, count)
        hour, weekday = local % DAY_H, (local // DAY_H + 3) % 7  # 1970 began a Thursday
        holiday = np.array([one in days.holidays for one in dates])
        free = (weekday >= SATURDAY) | holiday
        late = (hour >= 17) | (hour < 2)  # noqa: PLR2004 - of a clock
        eve = np.roll(free, -DAY_H) & (hour >= 17)  # noqa: PLR2004 - before a free day
        night = np.roll(free, 5) & free  # until five in the morning after it
        qualities = {
            "free": free,
            "day": (hour >= 8) & (hour < 20),  # noqa: PLR2004 - of a clock
            "evening": late,
            "leisure": eve | night,
            "event": _within(days.events, self._begin_h, count),
        }
        self._sums = {
            name: np.concatenate([[0.0], np.cumsum(one)])
            for name, one in qualities.items()
        }
        if days.weather is not None:
            self._sums["warmth"] = _by_day(days.weather.temperature, dates)
            self._sums["rain"] = _by_day(days.weather.rain, dates) / DAY_H

    @property
    def names(self) -> Sequence[str]:
        """What is told of a stretch, in this order."""
        return list(self._sums)

    def between(self, start_h: Numbers, end_h: Numbers) -> dict[str, Numbers]:
        """Return how many hours of each quality lie between; °C·h and mm of weather."""
        return {
            name: self._at(one, end_h) - self._at(one, start_h)
            for name, one in self._sums.items()
        }

    def _at(self, sums: Numbers, at_h: Numbers) -> Numbers:
        return np.interp(at_h - self._begin_h, np.arange(len(sums)), sums)


def _clock(zone: ZoneInfo, begin_h: float, count: int) -> tuple[Indices, list[date]]:
    """Return each hour by the town's clock, and its date."""
    hours = int(begin_h) + np.arange(count)
    offset = np.empty(count, dtype=np.int64)
    for first in range(0, count, DAY_H):
        away = moment_of(float(hours[first])).astimezone(zone).utcoffset()
        assert away is not None
        offset[first : first + DAY_H] = round(away / timedelta(hours=1))
    local = hours + offset
    days = local // DAY_H
    by_number = {
        int(day): date(1970, 1, 1) + timedelta(days=int(day)) for day in np.unique(days)
    }
    return local, [by_number[int(day)] for day in days]


def _within(
    events: Sequence[tuple[float, float]], begin_h: float, count: int
) -> Numbers:
    """Return which share of each hour lies in an event."""
    edges = begin_h + np.arange(count)
    share = np.zeros(count)
    for start, end in events:
        share += np.clip(np.minimum(edges + 1, end) - np.maximum(edges, start), 0, 1)
    return np.minimum(share, 1.0)


def _by_day(told: Mapping[date, float], dates: Sequence[date]) -> Numbers:
    """Add up what is told of days; of those it is not told of, their usual."""
    usual = float(np.mean([*told.values()])) if told else 0.0
    recent = [told[one] for one in sorted(told)[-7:]]
    coming = float(np.mean(recent)) if recent else usual
    last = max(told, default=date.min)
    each = [told.get(one, coming if one > last else usual) for one in dates]
    return np.concatenate([[0.0], np.cumsum(each)])


def span_of(days: Days, first_h: float, last_h: float) -> Spans:
    """Return the qualities of all hours that marks and forecasts may speak of."""
    return Spans(days, first_h - 2 * DAY_H, last_h + 2 * DAY_H)
