"""On which days a calendar collects. Pure.

A day is planned by the rule, moved where it is a holiday, and changed where somebody
wrote so; what was planned for a day keeps that day as its name, wherever it moves.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from mesto.domains.waste.calendars.definition import Definition

DAY = timedelta(days=1)
FURTHEST = 14  #: days a holiday can move a collection
SATURDAY = 5

#: Whether nobody works on a day.
Free: TypeAlias = Callable[[date], bool]


class Collection(NamedTuple):
    """A day on which it is collected, and the day it was planned for."""

    day: date
    planned: date


def days(
    definition: Definition, first: date, end: date, free: Free
) -> list[Collection]:
    """Return the collections of the days [first, end), in order, one a day at most."""
    found: dict[date, Collection] = {}
    for one in _all(definition, first, end, free):
        known = found.get(one.day)
        if first <= one.day < end and (known is None or one.day == one.planned):
            found[one.day] = one
    return [found[day] for day in sorted(found)]


def next_day(definition: Definition, today: date, free: Free) -> Collection | None:
    """Return the next collection from today on; None: within a year there is none."""
    for ahead in (31, 366):
        found = days(definition, today, today + ahead * DAY, free)
        if found:
            return found[0]
    return None


def _all(
    definition: Definition, first: date, end: date, free: Free
) -> Iterator[Collection]:
    """Yield everything planned that may fall into the days, and what is changed."""
    changed = {one.day: one.to for one in definition.changes}
    start = max(first - FURTHEST * DAY, definition.first)
    after = end + FURTHEST * DAY
    if definition.last is not None:
        after = min(after, definition.last + DAY)
    for ahead in range((after - start).days):
        planned = start + ahead * DAY
        if planned in changed or not _is_planned(definition, planned):
            continue
        day = _moved(definition, planned, free)
        if day is not None:
            yield Collection(day, planned)
    for planned, to in changed.items():
        if to is not None:
            yield Collection(to, planned)


def _is_planned(definition: Definition, day: date) -> bool:
    if day.weekday() not in definition.weekdays:
        return False
    if definition.months and day.month not in definition.months:
        return False
    weeks = (_monday(day) - _monday(definition.first)).days // 7
    return weeks % definition.every_weeks == 0


def _moved(definition: Definition, planned: date, free: Free) -> date | None:
    """Return the day on which it is collected; None: it is dropped."""
    if not free(planned):
        return planned
    if definition.on_holiday == "dropped":
        return None
    step = DAY if definition.on_holiday == "after" else -DAY
    day = planned
    for _ in range(FURTHEST):
        day += step
        works = day.weekday() < SATURDAY or day.weekday() in definition.weekdays
        if works and not free(day):
            return day
    return planned  # nobody ever works: a calendar of holidays that holds for ever


def _monday(day: date) -> date:
    return day - day.weekday() * DAY
