"""When reports are due, by the clock of a town. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice, takewhile

from mesto.operations.reports.period import start_of
from mesto.operations.reports.report import Schedule

MOST_MISSED = 31  #: made up for after a downtime; older ones are not missed any more


def due_times(schedule: Schedule, after: datetime, zone: tzinfo) -> Iterator[datetime]:
    """Yield when a report is due later than a moment, in order, in UTC, for ever.

    An hour the clock leaves out is the one after it; of an hour that comes twice it is
    the first. So a day has one time, whatever the clock does.
    """
    day = start_of(schedule.every, after.astimezone(zone).date() - timedelta(days=1))
    while True:
        due = _on(_day_of(schedule, day), schedule.at, zone)
        if due > after:
            yield due
        day = _next(schedule, day)


def next_times(
    schedule: Schedule, now: datetime, zone: tzinfo, count: int = 3
) -> list[datetime]:
    """Return the next times a report is due."""
    return list(islice(due_times(schedule, now, zone), count))


def missed(
    schedule: Schedule, since: datetime, now: datetime, zone: tzinfo
) -> list[datetime]:
    """Return when a report was due in (since, now], the newest of them."""
    due = takewhile(lambda at: at <= now, due_times(schedule, since, zone))
    return list(due)[-MOST_MISSED:]


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
