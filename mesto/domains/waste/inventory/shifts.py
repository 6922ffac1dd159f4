"""Who drives which vehicle when. Pure.

A shift is an entity, `urn:ngsi-ld:WasteShift:NAME`, with `definition`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Final, TypeAlias

import msgspec

from mesto.domains.waste.inventory.terms import Urn, UrnOrNone, Word, Words
from mesto.domains.waste.nouns import DEPOT, DISPOSAL_SITE, VEHICLE
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.definition import Clock
from mesto.operations.sorts import Reference
from mesto.operations.written import urn_of

CALENDAR: Final = "Calendar"  #: entity type of the town's calendars
NOON: Final = time(12)

#: Monday is 0.
Weekday: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=6)]
Weekdays: TypeAlias = Annotated[
    Sequence[Weekday], msgspec.Meta(min_length=1, max_length=7)
]


class Shift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shift of one vehicle.

    driver: name of the account of who drives; empty: nobody yet
    days: weekdays, Monday is 0, or the name of a calendar of the town
    start, end: by the clock of the town; what ends before it begins ends the next day
    break_window: when the break may begin and has to be over
    depot: where it begins and ends; empty: where the vehicle belongs
    disposal_sites: where it may unload; empty: wherever its waste is taken
    """

    title: Text
    vehicle: Urn
    driver: Words = ""
    days: Weekdays | Word
    start: Clock
    end: Clock
    break_min: Annotated[int, msgspec.Meta(ge=0, le=240)] = 0
    break_window: tuple[Clock, Clock] | None = None
    depot: UrnOrNone = ""
    disposal_sites: Annotated[Sequence[Urn], msgspec.Meta(max_length=50)] = ()


class Span(msgspec.Struct, frozen=True):
    """When a shift is on one day: [begins, ends), and its break within."""

    begins: datetime
    ends: datetime
    break_from: datetime | None = None
    break_until: datetime | None = None


def check_shift(shift: Shift) -> None:
    """Raise Malformed, with the place, for what cannot be."""
    if shift.start == shift.end:
        raise Malformed("a shift lasts some time", place=("end",))
    if shift.break_window is None:
        return
    if not shift.break_min:
        raise Malformed("a break lasts some minutes", place=("break_min",))
    span = span_of(shift, date(2026, 1, 1), None)
    assert span.break_from is not None
    assert span.break_until is not None
    if span.break_from < span.begins or span.break_until > span.ends:
        raise Malformed("the break lies within the shift", place=("break_window",))
    if span.break_until - span.break_from < timedelta(minutes=shift.break_min):
        why = f"a break of {shift.break_min} min does not fit in"
        raise Malformed(why, place=("break_window",))


def refers_of_shift(shift: Shift) -> Iterator[Reference]:
    """Yield what a shift speaks of."""
    yield Reference(("vehicle",), shift.vehicle, VEHICLE)
    if shift.depot:
        yield Reference(("depot",), shift.depot, DEPOT)
    for number, site in enumerate(shift.disposal_sites):
        yield Reference(("disposal_sites", number), site, DISPOSAL_SITE)
    if isinstance(shift.days, str):
        yield Reference(("days",), urn_of(CALENDAR, shift.days), CALENDAR)


def span_of(shift: Shift, day: date, zone: tzinfo | None) -> Span:
    """Return when a shift that begins on a day is, by the clock of the town."""
    begins = _on(day, shift.start, zone)
    ends = _after(begins, day, shift.end, zone)
    if shift.break_window is None:
        return Span(begins, ends)
    first, last = shift.break_window
    break_from = _on(day, first, zone)
    if break_from < begins:
        break_from = _on(day + timedelta(days=1), first, zone)
    break_until = _after(break_from, break_from.date(), last, zone)
    return Span(begins, ends, break_from, break_until)


def shifts_on(
    shifts: Mapping[str, Shift],
    day: date,
    zone: tzinfo,
    calendars: Mapping[str, Calendar],
) -> dict[str, Span]:
    """Return which shifts there are on a day, by name, and when.

    A shift by a calendar is on days at whose noon the calendar holds; one whose
    calendar is not there any more is on no day.
    """
    return {
        name: span_of(shift, day, zone)
        for name, shift in shifts.items()
        if _is_on(shift, day, zone, calendars)
    }


def _is_on(
    shift: Shift, day: date, zone: tzinfo, calendars: Mapping[str, Calendar]
) -> bool:
    if not isinstance(shift.days, str):
        return day.weekday() in shift.days
    calendar = calendars.get(shift.days)
    return calendar is not None and calendar.holds(datetime.combine(day, NOON, zone))


def _on(day: date, clock: str, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone)


def _after(begun: datetime, day: date, clock: str, zone: tzinfo | None) -> datetime:
    """Return when the clock shows a time next, after something has begun."""
    at = _on(day, clock, zone)
    return at if at > begun else _on(day + timedelta(days=1), clock, zone)
