"""Whether a calendar holds at a moment, and when that changes. Pure.

Each set of time says which spans begin on a local day. A span is [start, end) of
moments, so an hour that the clock leaves out or shows twice needs no further thought.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mesto.kernel.errors import Malformed
from mesto.operations.calendars.definition import (
    DEEPEST,
    AllOf,
    AnyOf,
    Dates,
    Definition,
    Holidays,
    Hours,
    Named,
    Not,
    Part,
    Sun,
)
from mesto.operations.calendars.sun import Spot, moment_of

DAY = timedelta(days=1)
#: Whose spans may reach into a day: with half a day more or less at either end, one
#: begins half a day early or ends on the second day after.
NEAR = (-2 * DAY, -DAY, 0 * DAY, DAY)
MIDNIGHT = "00:00"
FAR_DAYS = 800  #: so far ahead a change is looked for


class Span(NamedTuple):
    """Moments from `start` on and before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Calendar:
    """A calendar that knows where it hangs, and those it speaks of."""

    definition: Definition
    spot: Spot
    others: "Mapping[str, Calendar]"

    def holds(self, at: datetime) -> bool:
        """Tell whether it holds at a moment."""
        today = at.astimezone(self.spot.zone).date()
        for one in self.definition.exceptions:
            if one.first <= today <= one.last:
                return one.holds
        return self._in(self.definition.rule, at)

    def next_change(self, at: datetime) -> datetime | None:
        """Return when it first holds after `at` if it does not, or the other way.

        None where nothing changes within two years or so.
        """
        now = self.holds(at)
        today = at.astimezone(self.spot.zone).date()
        for ahead in range(FAR_DAYS):
            for edge in sorted(self.edges(today + ahead * DAY)):
                if edge > at and self.holds(edge) != now:
                    return edge
        return None

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """Yield when it holds in [start, end), in order."""
        first, last = (one.astimezone(self.spot.zone).date() for one in (start, end))
        days = (first + ahead * DAY for ahead in range((last - first).days + 1))
        edges = {edge for day in days for edge in self.edges(day)}
        at, held = start, self.holds(start)
        for edge in (*sorted(one for one in edges if start < one < end), end):
            if edge != end and self.holds(edge) == held:
                continue
            if held and at < edge:
                yield Span(at, edge)
            at, held = edge, not held

    def _in(self, part: Part, at: datetime) -> bool:
        match part:
            case AnyOf():
                return any(self._in(one, at) for one in part.of)
            case AllOf():
                return all(self._in(one, at) for one in part.of)
            case Not():
                return not self._in(part.of, at)
            case Named():
                return self.others[part.name].holds(at)
        today = at.astimezone(self.spot.zone).date()
        return any(
            span.start <= at < span.end
            for near in NEAR
            for span in _spans(part, today + near, self.spot)
        )

    def edges(self, day: date) -> set[datetime]:
        """Return the moments of a day when it may change; more do no harm."""
        whole = _whole(day, self.spot.zone)
        edges = {
            edge
            for edge in _edges(self.definition.rule, day, self)
            if whole.start <= edge < whole.end
        }
        for one in self.definition.exceptions:
            if one.first <= day <= one.last + DAY:
                edges.add(whole.start)
        return edges


def compile_calendars(
    written: Mapping[str, Definition], spot: Spot
) -> dict[str, Calendar]:
    """Put the calendars of a town together, those that can be.

    One that speaks of a calendar there is not, or of itself, is left out; `check`
    says why.
    """
    done: dict[str, Calendar] = {}
    for name, definition in written.items():
        try:
            done[name] = check(name, definition, written, spot)
        except Malformed:
            continue
    return done


def check(
    name: str, definition: Definition, written: Mapping[str, Definition], spot: Spot
) -> Calendar:
    """Put one calendar together with those it speaks of.

    Raises Malformed with the place of what makes no sense.
    """
    return _put_together(definition, {**written, name: definition}, spot, (name,))


def _put_together(
    definition: Definition,
    written: Mapping[str, Definition],
    spot: Spot,
    chain: Sequence[str],
) -> Calendar:
    for number, one in enumerate(definition.exceptions):
        if one.last < one.first:
            raise _backwards("exceptions", number)
    others = {}
    for place, part in _parts(definition.rule, ("rule",)):
        match part:
            case Dates():
                for number, days in enumerate(part.ranges):
                    if days.last < days.first:
                        raise _backwards(*place, "ranges", number)
            case Named():
                try:
                    others[part.name] = _named(part.name, written, spot, chain)
                except Malformed as error:
                    raise Malformed(str(error), place=(*place, "name")) from error
    return Calendar(definition, spot, others)


def _named(
    name: str, written: Mapping[str, Definition], spot: Spot, chain: Sequence[str]
) -> Calendar:
    """Put a calendar together that another speaks of."""
    if name in chain:
        raise Malformed(f"{' → '.join((*chain, name))} goes round in a circle")
    if name not in written:
        raise Malformed(f"there is no calendar {name}")
    return _put_together(written[name], written, spot, (*chain, name))


def _parts(
    part: Part, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Part]]:
    """Yield a set and all within it, with their places. Raises Malformed if deep."""
    if len(place) > 2 * DEEPEST:
        raise Malformed(f"at most {DEEPEST} sets within each other", place=place)
    yield place, part
    if isinstance(part, Not):
        yield from _parts(part.of, (*place, "of"))
    elif isinstance(part, AnyOf | AllOf):
        for number, one in enumerate(part.of):
            yield from _parts(one, (*place, "of", number))


def _backwards(*place: str | int) -> Malformed:
    return Malformed("it ends before it begins", place=place)


def _edges(part: Part, day: date, calendar: Calendar) -> Iterator[datetime]:
    match part:
        case AnyOf() | AllOf():
            for one in part.of:
                yield from _edges(one, day, calendar)
        case Not():
            yield from _edges(part.of, day, calendar)
        case Named():
            yield from calendar.others[part.name].edges(day)
        case _:
            for near in NEAR:
                for span in _spans(part, day + near, calendar.spot):
                    yield from span


def _spans(
    part: Hours | Holidays | Dates | Sun, day: date, spot: Spot
) -> Iterator[Span]:
    """Yield the spans of a set that belong to a local day."""
    match part:
        case Hours():
            if day.isoweekday() in part.weekdays:
                last = day if part.start < part.end else day + DAY
                yield Span(
                    moment(day, part.start, spot.zone),
                    moment(last, part.end, spot.zone),
                )
        case Holidays():
            if holiday_of(part.country, day):
                yield _whole(day, spot.zone)
        case Dates():
            if any(days.first <= day <= days.last for days in part.ranges):
                yield _whole(day, spot.zone)
        case Sun():
            yield from _in_the_sun(part, day, spot)


def _in_the_sun(part: Sun, day: date, spot: Spot) -> Iterator[Span]:
    start = moment_of(part.start, day, spot)
    if start is None:
        return
    for last in (day, day + DAY):
        end = moment_of(part.end, last, spot)
        if end is not None and end > start:
            yield Span(start, end)
            return


def holiday_of(country: str, day: date) -> str:
    """Return what holiday a day is in a country, in its language; empty: none."""
    return _holidays(country, day.year).get(day, "")


@lru_cache(maxsize=100)
def _holidays(country: str, year: int) -> Mapping[date, str]:
    import holidays

    return dict(holidays.country_holidays(country, years=year))


def _whole(day: date, zone: ZoneInfo) -> Span:
    return Span(moment(day, MIDNIGHT, zone), moment(day + DAY, MIDNIGHT, zone))


def moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """Return when the clock shows this on a day; the first time where twice."""
    shown = datetime.combine(day, time.fromisoformat(clock), tzinfo=zone)
    return shown.astimezone(UTC)
