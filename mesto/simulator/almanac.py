"""Tell where the sun stands, what the clocks on the wall show, and who is off work.

Times are seconds since 1970 in UTC, single or in arrays. Both countries keep Central
European time, so no time zone database is needed.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import numpy as np

from mesto.simulator.chance import Floats, Numbers, Truths, Whole

HOUR_S = 3600.0
DAY_S = 86400.0
YEAR_S = 365.25 * DAY_S
SATURDAY = 5
SUNDAY = 6

_J2000_S = 946_728_000.0
_FIRST_WEEKDAY = 3  # 1 January 1970 was a Thursday

_FIXED_HOLIDAYS = {
    "cz": [
        (1, 1),
        (5, 1),
        (5, 8),
        (7, 5),
        (7, 6),
        (9, 28),
        (10, 28),
        (11, 17),
        (12, 24),
        (12, 25),
        (12, 26),
    ],
    "rs": [(1, 1), (1, 2), (1, 7), (2, 15), (2, 16), (5, 1), (5, 2), (11, 11)],
}


def sun_elevation_deg(at_s: Numbers, latitude: float, longitude: float) -> Floats:
    """Return how high the sun's centre stands over the horizon, degrees.

    Source: low-precision solar coordinates of the Astronomical Almanac, good to about
    0.01 degrees from 1950 to 2050; no refraction.
    """
    days = (np.asarray(at_s, np.float64) - _J2000_S) / DAY_S
    anomaly = np.radians(357.528 + 0.9856003 * days)
    ecliptic = np.radians(
        280.460
        + 0.9856474 * days
        + 1.915 * np.sin(anomaly)
        + 0.020 * np.sin(2 * anomaly)
    )
    tilt = np.radians(23.439 - 4e-7 * days)
    ascension = np.arctan2(np.cos(tilt) * np.sin(ecliptic), np.cos(ecliptic))
    declination = np.arcsin(np.sin(tilt) * np.sin(ecliptic))
    sidereal = np.radians(15 * (18.697374558 + 24.06570982441908 * days) + longitude)
    height = np.radians(latitude)
    sine = np.sin(height) * np.sin(declination) + np.cos(height) * np.cos(
        declination
    ) * np.cos(sidereal - ascension)
    return np.asarray(np.degrees(np.arcsin(sine)), np.float64)


def local_s(at_s: Numbers) -> Floats:
    """Return what Central European clocks show, as seconds since 1970.

    Source: Directive 2000/84/EC: summer time from the last Sunday of March to the last
    Sunday of October, changing at 01:00 UTC.
    """
    if isinstance(at_s, float):
        begins_s, ends_s = _summer_of(datetime.fromtimestamp(at_s, UTC).year)
        return np.asarray(at_s + HOUR_S * (2 if begins_s <= at_s < ends_s else 1))
    year = at_s.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    different, where = np.unique(year, return_inverse=True)
    summers = np.array([_summer_of(int(one)) for one in different]).reshape(-1, 2)
    bounds = summers[where.reshape(at_s.shape)]
    summer = (at_s >= bounds[..., 0]) & (at_s < bounds[..., 1])
    return at_s + HOUR_S + np.where(summer, HOUR_S, 0.0)


def hour_of_day(at_s: Numbers) -> Floats:
    """Return the local hour with its fraction, in [0, 24)."""
    return np.asarray(local_s(at_s) % DAY_S / HOUR_S, np.float64)


def day_number(at_s: Numbers) -> Whole:
    """Return the local day, counted from 1 January 1970."""
    return np.floor(local_s(at_s) / DAY_S).astype(np.int64)


def weekday(at_s: Numbers) -> Whole:
    """Return the local day of the week, Monday 0."""
    return (day_number(at_s) + _FIRST_WEEKDAY) % 7


def season(at_s: Numbers) -> Floats:
    """Return -1 in the coldest of winter (20 January), 1 half a year later."""
    turn = (np.asarray(at_s, np.float64) / DAY_S - 19) / 365.2425
    return np.asarray(-np.cos(2 * np.pi * turn), np.float64)


def is_free(at_s: Numbers, country: str) -> Truths:
    """Tell whether most people are off work: a weekend or a public holiday."""
    days = day_number(at_s)
    if isinstance(at_s, float):
        return np.asarray(_is_free_day(int(days), country))
    different, where = np.unique(days, return_inverse=True)
    free = np.array([_is_free_day(int(day), country) for day in different], np.bool_)
    return np.asarray(free[where].reshape(days.shape), np.bool_)


def easter(year: int, country: str) -> date:
    """Return Easter Sunday as the country keeps it, in the Gregorian calendar.

    Source: Meeus, Astronomical Algorithms, chapter 8.
    """
    return _western_easter(year) if country == "cz" else _eastern_easter(year)


@lru_cache(maxsize=64)
def _summer_of(year: int) -> tuple[float, float]:
    """Return when summer time begins and ends."""
    march, october = (datetime(year, month, 31, 1, tzinfo=UTC) for month in (3, 10))
    begins, ends = (
        last - timedelta(days=(last.weekday() + 1) % 7) for last in (march, october)
    )
    return begins.timestamp(), ends.timestamp()


@lru_cache(maxsize=4096)
def _is_free_day(day: int, country: str) -> bool:
    """Tell whether the local day number is a weekend or a holiday of the country."""
    on = date(1970, 1, 1) + timedelta(days=day)
    if on.weekday() >= SATURDAY or (on.month, on.day) in _FIXED_HOLIDAYS[country]:
        return True
    return (on - easter(on.year, country)).days in (-2, 0, 1)


def _western_easter(year: int) -> date:
    """Return Easter by the Gregorian computus."""
    golden = year % 19
    century, rest = divmod(year, 100)
    quarter, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - quarter - correction + 15) % 30
    leap, year_rest = divmod(rest, 4)
    sunday = (32 + 2 * left + 2 * leap - moon - year_rest) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _eastern_easter(year: int) -> date:
    """Return Easter by the Julian computus, 13 days later until the year 2100."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)
