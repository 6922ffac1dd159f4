"""What a temporal request asks for: when, how much, in which form. Pure.

Source: ETSI GS CIM 009 v1.8.1, 4.11 (temporal query), 4.5.19 (aggregation),
6.3.10 (temporal pagination), 6.3.12 (forms).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.codec.values import read_time
from mesto.gates.ngsi_ld.problem import BadRequestData, InvalidRequest, TooComplexQuery
from mesto.gates.ngsi_ld.query.selection import split_words
from mesto.kernel.question.evolution import Evolution
from mesto.kernel.question.window import Clock, Window

#: Parameters that say when.
WINDOW_PARAMETERS: Final = frozenset({"timerel", "timeAt", "endTimeAt", "timeproperty"})
#: Parameters that say how much and in which form.
FORM_PARAMETERS: Final = frozenset({"lastN", "aggrMethods", "aggrPeriodDuration"})

LAST_MAX: Final = 1_000_000
STRETCHES_MAX: Final = 20_000  #: of one aggregation


class Form(StrEnum):
    """How a past is shown."""

    NORMALIZED = "normalized"
    VALUES = "temporalValues"
    AGGREGATED = "aggregatedValues"


#: Words of `options` and `format` that name a form.
FORMS: Final = {
    "temporalValues": Form.VALUES,
    "simplified": Form.VALUES,
    "keyValues": Form.VALUES,
    "aggregatedValues": Form.AGGREGATED,
    "normalized": Form.NORMALIZED,
    "concise": Form.NORMALIZED,
}
METHODS: Final = frozenset(
    {"totalCount", "distinctCount", "sum", "avg", "min", "max", "stddev", "sumsq"}
)


def read_window(said: Mapping[str, str], *, needed: bool = False) -> Window:
    """Return which times are meant.

    needed: a request without timerel is refused
    """
    clock = _read_clock(said.get("timeproperty", Clock.OBSERVED_AT))
    relation = said.get("timerel")
    if relation is None:
        if needed or "timeAt" in said or "endTimeAt" in said:
            raise BadRequestData("a temporal query says its timerel")
        return Window(clock=clock)
    at = read_time(said.get("timeAt"), "timeAt")
    if relation == "before":
        return Window(clock=clock, before=at)
    if relation == "after":
        return Window(clock=clock, after=at)
    if relation != "between":
        raise BadRequestData(
            f"timerel is before, after or between, not {relation!r:.50}"
        )
    end = read_time(said.get("endTimeAt"), "endTimeAt")
    if end <= at:
        raise BadRequestData("endTimeAt is later than timeAt")
    return Window(clock=clock, since=at, before=end)


def _read_clock(word: str) -> Clock:
    if word not in set(Clock):
        raise BadRequestData(f"timeproperty is one of {', '.join(Clock)}")
    return Clock(word)


def read_form(words: frozenset[str], named: str | None) -> Form:
    """Return the form that `options` ask for; `format` overrules them (6.3.7)."""
    unknown = words - FORMS.keys() - {"sysAttrs"}
    if unknown:
        raise InvalidRequest(f"unknown option {', '.join(sorted(unknown))}")
    if named is not None and named in FORMS:
        return FORMS[named]
    forms = {FORMS[word] for word in words & FORMS.keys()}
    if len(forms) > 1:
        raise BadRequestData("options name several representations")
    return next(iter(forms), Form.NORMALIZED)


def read_last(said: Mapping[str, str]) -> int | None:
    """Return how many of the newest instances are wanted; None if all are."""
    text = said.get("lastN")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= LAST_MAX):
        raise BadRequestData(f"lastN is between 1 and {LAST_MAX}")
    return int(text)


def read_methods(said: Mapping[str, str]) -> tuple[str, ...]:
    """Return the methods of aggregation, at least one."""
    methods = split_words(said.get("aggrMethods"), "aggrMethods")
    if not methods or not METHODS.issuperset(methods):
        raise BadRequestData(f"aggrMethods are of {', '.join(sorted(METHODS))}")
    return methods


class Duration(msgspec.Struct, frozen=True):
    """A length of time that may have months, which are not all of one length."""

    months: int = 0
    rest: timedelta = timedelta()

    def edges(self, first: datetime, last: datetime) -> tuple[datetime, ...]:
        """Return where stretches begin, from `first` to `last`; without length, one."""
        if not self.months and not self.rest:
            return (first,)
        edges = [first]
        for edge in self._onwards(first):
            if edge > last:
                break
            edges.append(edge)
            if len(edges) > STRETCHES_MAX:
                raise TooComplexQuery(f"more than {STRETCHES_MAX} stretches of time")
        return tuple(edges)

    def after(self, start: datetime, number: int) -> datetime:
        """Return `start` and this duration so many times."""
        months = start.month - 1 + self.months * number
        year, month = start.year + months // 12, months % 12 + 1
        day = min(start.day, _days_in(year, month))
        return start.replace(year=year, month=month, day=day) + self.rest * number

    def _onwards(self, first: datetime) -> Iterator[datetime]:
        try:
            for number in range(1, STRETCHES_MAX + 2):
                yield self.after(first, number)
        except (OverflowError, ValueError):
            return  # the end of the calendar


def _days_in(year: int, month: int) -> int:
    return monthrange(year, month)[1]


_DURATION: Final = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)


def read_duration(text: str, name: str = "aggrPeriodDuration") -> Duration:
    """Read an ISO 8601 duration; 0 and PT0S stand for all of the time.

    Raises BadRequestData if it is none.
    """
    if text == "0":
        return Duration()
    found = _DURATION.fullmatch(text)
    if not found or text.endswith(("P", "T")):
        raise BadRequestData(f"{name} is a duration, not {text!r:.50}")
    years, months, weeks, days, hours, minutes = (
        int(n or 0) for n in found.groups()[:6]
    )
    try:
        rest = timedelta(
            weeks=weeks,
            days=days,
            hours=hours,
            minutes=minutes,
            seconds=float(found[7] or 0),
        )
    except OverflowError as error:
        raise BadRequestData(f"{name} is too long") from error
    return Duration(12 * years + months, rest)


class Stretches(msgspec.Struct, frozen=True):
    """The stretches of time of an aggregation."""

    edges: tuple[datetime, ...]
    duration: Duration
    end: datetime  #: of the only one, where the duration has no length

    def bounds(self, number: int) -> list[str]:
        """Return where a stretch begins and ends, as texts."""
        endless = self.duration == Duration()
        end = self.end if endless else self.duration.after(self.edges[0], number + 1)
        return [timestamp(self.edges[number]), timestamp(end)]


class Range(msgspec.Struct, frozen=True):
    """Which part of a past an answer holds that could not hold all.

    With `size` it goes back in time: the newest instances were asked for, so many of
    each attribute.
    """

    start: datetime
    end: datetime
    size: int | None = None

    def holds(self, at: datetime) -> bool:
        """Whether an instance of this time is in the answer."""
        return at <= self.end if self.size is None else at >= self.end

    def as_header(self) -> tuple[str, str]:
        """Return the header that says so."""
        size = "*" if self.size is None else self.size
        times = f"{timestamp(self.start)}-{timestamp(self.end)}"
        return "Content-Range", f"date-time {times}/{size}"


def cut(
    pasts: Mapping[str, Evolution], most: int, window: Window, last: int | None
) -> Range | None:
    """Say where to cut pasts of which an attribute has more than `most` instances.

    Beyond that moment nothing is shown of the other attributes either, so that whoever
    asks on from there misses nothing. Instances come oldest first, or newest first
    with `last`.
    """
    groups: dict[tuple[str, str], list[datetime]] = {}
    for urn, past in pasts.items():
        for one in past.instances:
            groups.setdefault((urn, one.attribute.name), []).append(one.at)
    ends = [times[most - 1] for times in groups.values() if len(times) > most]
    if not ends:
        return None
    every = [at for times in groups.values() for at in times]
    if last is None:
        start = window.after or window.since or min(every)
        return Range(start, min(ends))
    return Range(window.before or max(every), max(ends), last)
