"""Days, weeks and hours as a town lives them. Pure.

Days begin at local midnight and have 23 or 25 hours twice a year. Measures are kept by
the UTC hour; where a zone is half an hour off, an hour belongs to the day it began in.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from mesto.kernel.panel import Period

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK_DAYS = 7
WEEKS = 13  #: of a sparkline
#: Whole days of each period, all of them whole weeks but the single day.
DAYS: Mapping[Period, int] = {
    "day": 1,
    "week": 7,
    "month": 28,
    "quarter": WEEKS * WEEK_DAYS,
    "year": 364,
}
#: Hours a chart of these periods shows, one by one.
HOURS: Mapping[Period, int] = {"now": 24, "day": 24, "week": 7 * 24}


class Stretch(NamedTuple):
    """Some of the days or hours between edges: [first, last)."""

    first: int
    last: int


def midnights(now: datetime, zone: tzinfo, days: int) -> Sequence[datetime]:
    """Return when the last `days` whole days began and, at last, when today did."""
    today = now.astimezone(zone).date()
    return [
        datetime.combine(today - timedelta(days=back), time(), zone).astimezone(UTC)
        for back in range(days, -1, -1)
    ]


def hours(now: datetime, count: int) -> Sequence[datetime]:
    """Return when the last `count` hours began, this one included, and its end."""
    end = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + HOUR
    return [end - back * HOUR for back in range(count, -1, -1)]


def needed(period: Period) -> int:
    """Return how many days a number, what it was before and its weeks take."""
    days = DAYS.get(period, 0)
    return max(days + max(days, WEEK_DAYS), WEEKS * WEEK_DAYS)


def whole(period: Period, days: int) -> Stretch:
    """Return the days of a period that ended last midnight, of the last `days`."""
    return Stretch(days - DAYS[period], days)


def before(period: Period, days: int) -> Stretch:
    """Return the days to compare with: as many before, a day with its weekday."""
    back = max(DAYS[period], WEEK_DAYS)
    first, last = whole(period, days)
    return Stretch(first - back, last - back)


def weeks(days: int, count: int = WEEKS) -> Sequence[Stretch]:
    """Return the last `count` weeks that ended last midnight, of the last `days`."""
    ends = range(days - (count - 1) * WEEK_DAYS, days + 1, WEEK_DAYS)
    return [Stretch(end - WEEK_DAYS, end) for end in ends]


def singles(count: int, last: int) -> Sequence[Stretch]:
    """Return the last ones of `count` days or hours, each by itself."""
    return [Stretch(at, at + 1) for at in range(count - last, count)]
