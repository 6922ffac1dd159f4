"""When reports are due, by the clock of a town. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice, takewhile
from typing import Protocol

from mesto.operations.reports.period import midnight, start_of
from mesto.operations.reports.report import Schedule

MOST_MISSED = 31  #: made up for after a downtime; older ones are not missed any more
FAR = timedelta(days=800)  #: so far ahead a day of a calendar is looked for


class Held(Protocol):
    """A calendar."""

    def holds(self, at: datetime) -> bool:
        """Tell whether it holds at a moment."""
        ...

    def next_change(self, at: datetime) -> datetime | None:
        """Return when that changes first after a moment; None: not within years."""
        ...


def due_times(
    schedule: Schedule, after: datetime, zone: tzinfo, calendar: Held | None = None
) -> Iterator[datetime]:
    """Yield when a report is due later than a moment, in order, in UTC.

    An hour the clock leaves out is the one after it; of an hour that comes twice it is
    the first. So a day has one time, whatever the clock does.

    calendar: that of the schedule, where there still is one; they end where none of its
        days will do for years
    """
    first = start_of(schedule.every, after.astimezone(zone).date() - timedelta(days=1))
    last = first
    while first - last < FAR:
        following = _next(schedule, first)
        day = _held_from(_day_of(schedule, first), calendar, zone)
        if day is None:
            return
        if day >= following:
            first = start_of(schedule.every, day)
            continue
        due = _on(day, schedule.at, zone)
        if due > after:
            yield due
        first = last = following


def next_times(
    schedule: Schedule,
    now: datetime,
    zone: tzinfo,
    count: int = 3,
    *,
    calendar: Held | None = None,
) -> list[datetime]:
    """Return the next times a report is due."""
    return list(islice(due_times(schedule, now, zone, calendar), count))


def missed(
    schedule: Schedule,
    since: datetime,
    now: datetime,
    zone: tzinfo,
    calendar: Held | None = None,
) -> list[datetime]:
    """Return when a report was due in (since, now], the newest of them."""
    due = takewhile(lambda at: at <= now, due_times(schedule, since, zone, calendar))
    return list(due)[-MOST_MISSED:]


def _held_from(day: date, calendar: Held | None, zone: tzinfo) -> date | None:
    """Return the first day, from one on, on which a calendar holds at some time."""
    start = midnight(day, zone)
    if calendar is None or calendar.holds(start):
        return day
    change = calendar.next_change(start)
    return None if change is None else change.astimezone(zone).date()


def _day_of(schedule: Schedule, first: date) -> date:
    """Return the day it is due, of the unit that begins on `first`."""
    match schedule.every:
        case "day":
            return first
        case "week":
            return first + timedelta(days=schedule.weekday - 1)
        case _:
            return first.replace(day=schedule.day)


def _next(schedule: Schedule, first: date) -> date:
    """Return the first day of the next unit."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
    return start_of(schedule.every, first + timedelta(days=longest[schedule.every]))


def _on(day: date, at: str, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC)
