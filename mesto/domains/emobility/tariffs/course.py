"""How a session went: what its meter said and what the vehicle did, in spans. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

import msgspec

from mesto.domains.emobility.tariffs.tariff import Restrictions, Tariff

WH: Final = 1_000  #: in a kWh
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)

#: charging, which is TIME; standing, which is PARKING_TIME; held, for which nobody
#: pays: the station gives nothing, or it has not begun yet.
Doing: TypeAlias = Literal["charging", "standing", "held"]


class Metered(NamedTuple):
    """What the meter of a session was at a time."""

    at: datetime
    kwh: float


class Stated(NamedTuple):
    """What a vehicle did from a time on."""

    at: datetime
    state: str  #: a `ChargingState`


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A session, as far as it is paid for.

    end: when it ended; now, if it goes on
    kwh: what it was given
    meters: of the register, in any order; what lies outside, or falls, counts nothing
    states: in any order; where none says that it charged, though it was given energy,
        it charged as long as the meter rose
    """

    begin: datetime
    end: datetime
    kwh: float
    meters: Sequence[Metered] = ()
    states: Sequence[Stated] = ()


class Span(NamedTuple):
    """A while in which nothing changes that a price depends on.

    wh_before, wh: given before it and in it, exactly
    """

    begin: datetime
    end: datetime
    wh_before: Fraction
    wh: Fraction
    doing: Doing

    @property
    def kw(self) -> Fraction:
        """What was drawn."""
        return self.wh / WH / (_seconds(self.end - self.begin) / 3600)


def spans_of(course: Course, tariff: Tariff, zone: tzinfo) -> Iterator[Span]:
    """Yield a session in spans, in each of which the same prices hold.

    zone: of the town's clock
    """
    meter = _meter(course)
    states = _states(course, meter)
    limits = [one.restrictions for one in tariff.elements]
    cuts = {
        course.begin,
        course.end,
        *(one for one, _ in meter),
        *(s.at for s in states),
    }
    cuts |= _clock_cuts(course, limits, zone)
    for one in limits:
        for after_s in (one.min_duration, one.max_duration):
            if after_s is not None:
                cuts.add(course.begin + timedelta(seconds=after_s))
        for kwh in (one.min_kwh, one.max_kwh):
            if kwh is not None:
                cuts |= _reached(meter, Fraction(repr(kwh)) * WH)
    inside = sorted(one for one in cuts if course.begin <= one <= course.end)
    for begin, end in pairwise(inside):
        before, after = _given(meter, begin), _given(meter, end)
        yield Span(begin, end, before, after - before, _doing(states, begin))


def _meter(course: Course) -> list[tuple[datetime, Fraction]]:
    """Return what was given until when, Wh, from nothing to all, never falling."""
    whole = max(Fraction(repr(course.kwh)) * WH, Fraction(0))
    readings = sorted(
        one for one in course.meters if course.begin <= one.at <= course.end
    )
    first = Fraction(repr(readings[0].kwh)) * WH if readings else Fraction(0)
    most = Fraction(0)
    series = {course.begin: most}
    for one in readings:
        if one.at > course.begin:
            most = min(max(most, Fraction(repr(one.kwh)) * WH - first), whole)
            series[one.at] = most
    series[course.end] = whole
    return sorted(series.items())


def _given(meter: Sequence[tuple[datetime, Fraction]], at: datetime) -> Fraction:
    """Return what was given until a time, between two readings in proportion."""
    place = bisect_right(meter, at, key=lambda one: one[0])
    begin, before = meter[place - 1]
    if place == len(meter):
        return before
    end, after = meter[place]
    return before + (after - before) * (_seconds(at - begin) / _seconds(end - begin))


def _reached(meter: Sequence[tuple[datetime, Fraction]], wh: Fraction) -> set[datetime]:
    """Return when so much was given, to the microsecond; never: empty."""
    for (begin, before), (end, after) in pairwise(meter):
        if before < wh <= after:
            share = (wh - before) / (after - before)
            micros = share * _seconds(end - begin) * 1_000_000
            return {begin + timedelta(microseconds=round(micros))}
    return set()


def _states(course: Course, meter: Sequence[tuple[datetime, Fraction]]) -> list[Stated]:
    """Return what the vehicle did, from the begin on."""
    told = sorted(one for one in course.states if one.at < course.end)
    if not any(one.state == "Charging" for one in told) and course.kwh > 0:
        rises = [end for (_, was), (end, now) in pairwise(meter) if now > was]
        last = rises[-1] if rises else course.begin
        return [Stated(course.begin, "Charging"), Stated(last, "SuspendedEV")]
    before = [one for one in told if one.at <= course.begin]
    first = before[-1].state if before else "EVConnected"
    return [
        Stated(course.begin, first),
        *(one for one in told if one.at > course.begin),
    ]


def _doing(states: Sequence[Stated], at: datetime) -> Doing:
    """Tell what a vehicle does at a time.

    Until it first charges it does not stand idle: cable and card take their while. One
    that never charges stands from the begin on.
    """
    state = [one.state for one in states if one.at <= at][-1]
    if state == "Charging":
        return "charging"
    if state == "SuspendedEVSE":
        return "held"
    first = next((one.at for one in states if one.state == "Charging"), None)
    return "held" if first is not None and at < first else "standing"


def _clock_cuts(
    course: Course, limits: Sequence[Restrictions], zone: tzinfo
) -> set[datetime]:
    """Return when by the town's clock another element may hold."""
    clocks = {
        time.fromisoformat(text)
        for one in limits
        for text in (one.start_time, one.end_time)
        if text is not None
    }
    if not clocks and not any(
        one.day_of_week or one.start_date or one.end_date for one in limits
    ):
        return set()
    clocks.add(time())  # an hour alone holds from or until midnight
    cuts = set(_shifts(course, zone))
    day = course.begin.astimezone(zone).date()
    last = course.end.astimezone(zone).date()
    while day <= last:
        cuts |= {one for clock in clocks for one in _moments(day, clock, zone)}
        day += _DAY
    return cuts


def _moments(day: date, clock: time, zone: tzinfo) -> Iterator[datetime]:
    """Yield when a clock shows a time: twice in the hour that comes again."""
    for fold in (0, 1):
        local = datetime.combine(day, clock.replace(fold=fold), zone)
        yield local.astimezone(UTC)


def _shifts(course: Course, zone: tzinfo) -> Iterator[datetime]:
    """Yield when the town's clock is put forward or back; that is on a full hour."""
    at = course.begin.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    end = course.end
    while at < end:
        if (at + _HOUR).astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset():
            yield at + _HOUR
        at += _HOUR


def _seconds(while_: timedelta) -> Fraction:
    """Return how long something takes, exactly."""
    return Fraction(while_ // timedelta(microseconds=1), 1_000_000)
