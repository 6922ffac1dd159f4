"""When a battery will be empty, and how surely that is known. Pure.

What a device says of its battery falls with time and with cold. Both are fitted at once
to what it said each day; where the fall has become steeper, the newer pace counts too,
since primary cells hold long and then end soon.

Source: least squares with two regressors; the spread of the date follows from that of
the slope, with days that resemble their neighbours counted as fewer.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean, median
from typing import Final

import msgspec

from mesto.domains.waste.sensors.course import DAY_S, Course, Point
from mesto.domains.waste.sensors.finding import Finding, Mark, last_marks
from mesto.domains.waste.sensors.kinds import Kind

EMPTY: Final = 0.05  #: share of charge at which devices fall silent
REPLACED: Final = 0.25  #: a battery that gains so much is another one
LEAST_DAYS: Final = 14
HALF: Final = 0.5
SOON_S: Final = 45 * DAY_S
FARTHEST_S: Final = 15 * 365 * DAY_S
LIKE: Final = 4.0  #: so many days tell as much as one that knows nothing of the others
SURE: Final = 1.28  #: of ten cases eight lie so many deviations around
STEP: Final = 0.005  #: a share is told in hundredths


class Ends(msgspec.Struct, frozen=True, kw_only=True):
    """When a battery will be empty; in eight of ten cases between `low` and `high`.

    Seconds since 1970.
    """

    at_s: float
    low_s: float
    high_s: float


@dataclass(frozen=True, kw_only=True)
class _Fit:
    mean_s: float
    mean: float
    mean_c: float
    a_second: float
    a_degree: float
    spread_of_slope: float


def battery_ends(course: Course) -> Ends | None:
    """Return when a battery ends; None where what it said does not tell."""
    days = _days(course)
    if len(days) < LEAST_DAYS:
        return None
    fits = [fit for fit in (_fit(days), _fit(days[-len(days) // 2 :])) if fit]
    if not fits or fits[0].a_second >= 0:
        return None
    lately_c = fmean(celsius for _, _, celsius in days[-LEAST_DAYS:])
    ends = [_end(fit, fit.a_second, lately_c) for fit in fits if fit.a_second < 0]
    early = min(
        _end(fit, fit.a_second - SURE * fit.spread_of_slope, lately_c) for fit in fits
    )
    late = max(
        _end(fit, min(fit.a_second + SURE * fit.spread_of_slope, -1e-12), lately_c)
        for fit in fits
    )
    steeper = len(ends) == 2 and fits[1].a_second < 1.3 * fits[0].a_second  # noqa: PLR2004 - both halves told
    at_s = ends[-1] if steeper else ends[0]
    farthest = course.now_s + FARTHEST_S
    return Ends(
        at_s=min(at_s, farthest),
        low_s=min(early, at_s, farthest),
        high_s=min(max(late, at_s), farthest),
    )


def ending(course: Course, ends: Ends | None) -> Iterator[Finding]:
    """Find a battery that has to be exchanged before the next months are over."""
    if not course.batteries:
        return
    level = median(value for _, value in course.batteries[-5:])
    foreseen = ends is not None and (
        ends.at_s - course.now_s < SOON_S
        and ends.high_s - course.now_s < 3 * SOON_S
        and level < HALF
    )
    if not foreseen and level > 2 * EMPTY:
        return
    facts = {"percent": 100 * level}
    if ends is not None and foreseen:
        facts |= {
            "days": max(0.0, (ends.at_s - course.now_s) / DAY_S),
            "low": max(0.0, (ends.low_s - course.now_s) / DAY_S),
            "high": max(0.0, (ends.high_s - course.now_s) / DAY_S),
        }
    yield Finding(
        kind=Kind.BATTERY_ENDING,
        since_s=course.batteries[-1][0],
        confidence=0.95 if level <= 2 * EMPTY else 0.85,
        facts=facts,
        marks=last_marks(
            Mark(at_s=at_s, sign="floor", read=value)
            for at_s, value in course.batteries[:: max(1, len(course.batteries) // 8)]
        ),
    )


def is_spent(course: Course, ends: Ends | None) -> bool:
    """Tell whether the battery explains that nothing is heard any more."""
    if not course.batteries:
        return False
    level = median(value for _, value in course.batteries[-5:])
    heard_s = course.batteries[-1][0]
    return level <= 2 * EMPTY + STEP or (
        ends is not None and ends.at_s - heard_s < 10 * DAY_S
    )


def since_replaced(line: Sequence[Point]) -> Sequence[Point]:
    """Return what was said of the battery that is in now."""
    begin = 0
    for at, ((_, before), (_, value)) in enumerate(pairwise(line), 1):
        if value - before >= REPLACED:
            begin = at
    return line[begin:]


def _days(course: Course) -> list[tuple[float, float, float]]:
    """Return by day: when, the charge, and how warm it was, °C."""
    charge, warmth = defaultdict(list), defaultdict(list)
    for at_s, value in since_replaced(course.batteries):
        charge[int(at_s // DAY_S)].append(value)
    for at_s, celsius in course.temperatures:
        warmth[int(at_s // DAY_S)].append(celsius)
    usual = fmean(c for _, c in course.temperatures) if course.temperatures else 15.0
    return [
        (
            (day + 0.5) * DAY_S,
            median(charge[day]),
            fmean(warmth[day]) if day in warmth else usual,
        )
        for day in sorted(charge)
    ]


def _fit(days: Sequence[tuple[float, float, float]]) -> _Fit | None:
    """Fit charge = mean + a_second · (t - mean_s) + a_degree · (T - mean_c)."""
    n = len(days)
    if n < LEAST_DAYS // 2:
        return None
    mean_s = fmean(t for t, _, _ in days)
    mean = fmean(v for _, v, _ in days)
    mean_c = fmean(c for _, _, c in days)
    rows = [(t - mean_s, v - mean, c - mean_c) for t, v, c in days]
    tt = sum(t * t for t, _, _ in rows)
    cc = sum(c * c for _, _, c in rows) + 1e-6
    tc = sum(t * c for t, _, c in rows)
    tv = sum(t * v for t, v, _ in rows)
    cv = sum(c * v for _, v, c in rows)
    free = tt * cc - tc * tc
    if free <= 1e-3 * tt * cc:
        a_second, a_degree, spans = tv / tt, 0.0, tt
    else:
        a_second = (tv * cc - cv * tc) / free
        a_degree = (cv * tt - tv * tc) / free
        spans = free / cc
    off = sum((v - a_second * t - a_degree * c) ** 2 for t, v, c in rows)
    spread = sqrt(max(off / max(n - 3, 1), STEP * STEP) * LIKE / spans)
    return _Fit(
        mean_s=mean_s,
        mean=mean,
        mean_c=mean_c,
        a_second=a_second,
        a_degree=a_degree,
        spread_of_slope=spread,
    )


def _end(fit: _Fit, a_second: float, celsius: float) -> float:
    """Return when the charge is gone at a pace, as warm as it was lately."""
    level = fit.mean + fit.a_degree * (celsius - fit.mean_c)
    return fit.mean_s + max(0.0, level - EMPTY) / -min(a_second, -1e-12)
