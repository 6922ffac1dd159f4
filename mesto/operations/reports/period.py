"""Which days a report is about, and with which it compares them. Pure.

Days are the town's: they begin at local midnight and have 23 or 25 hours twice a year.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple, TypeAlias

from mesto.operations.reports.report import Between, Comparison, Unit

WEEK = 7
QUARTER = 3  #: months
YEAR = 12
HOURLY_TO = 2  #: days whose chart has a bar or point an hour
DAILY_TO = 100  #: days whose chart has one a day; beyond, one a month

Step: TypeAlias = Literal["hour", "day", "month"]


class Days(NamedTuple):
    """Days in a row: [first, end)."""

    first: date
    end: date

    @property
    def length(self) -> int:
        """How many there are."""
        return (self.end - self.first).days

    @property
    def last(self) -> date:
        """The last of them."""
        return self.end - timedelta(days=1)


def days_of(period: Unit | Between, today: date) -> Days:
    """Return the days of a period: of the last whole one, seen from `today`."""
    if isinstance(period, Between):
        return Days(period.first, period.last + timedelta(days=1))
    end = start_of(period, today)
    return Days(start_of(period, end - timedelta(days=1)), end)


def start_of(unit: Unit, day: date) -> date:
    """Return the first day of the unit that a day is in."""
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % QUARTER, day=1)
        case "year":
            return day.replace(month=1, day=1)


def compared_with(period: Unit | Between, days: Days, by: Comparison) -> Days:
    """Return the days that some are compared with: as many before, or the unit before.

    by: `weekday` goes back by whole weeks, so that each day meets its own weekday
    """
    if by == "weekday":
        back = timedelta(days=-(-days.length // WEEK) * WEEK)
        return Days(days.first - back, days.end - back)
    if isinstance(period, Between):
        return Days(days.first - timedelta(days=days.length), days.first)
    return days_of(period, days.first)


def step_of(days: Days) -> Step:
    """Return how finely a chart of some days is drawn."""
    if days.length <= HOURLY_TO:
        return "hour"
    return "day" if days.length <= DAILY_TO else "month"


def midnights(days: Days, zone: tzinfo) -> Sequence[datetime]:
    """Return when each day begins and, at last, when the last one ends, in UTC."""
    return [
        midnight(days.first + timedelta(days=at), zone) for at in range(days.length + 1)
    ]


def hours(days: Days, zone: tzinfo) -> Sequence[datetime]:
    """Return when each hour of some days begins and, at last, their end, in UTC."""
    start, end = midnight(days.first, zone), midnight(days.end, zone)
    count = (end - start) // timedelta(hours=1)
    return [*(start + timedelta(hours=at) for at in range(count)), end]


def months(days: Days) -> Sequence[tuple[int, int]]:
    """Return the places [first, last) of the days of each month."""
    firsts = [
        at
        for at in range(days.length)
        if at == 0 or (days.first + timedelta(days=at)).day == 1
    ]
    return list(zip(firsts, [*firsts[1:], days.length], strict=True))


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
