"""What lamps shall do at a moment of a night, and why. Pure.

Manual before event before programme before sun; the floor under all but what people are
allowed to order. Lamps that the same schedules are about, in streets of one class, do
the same: a town has few such cohorts, however many lamps.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

from mesto.domains.lighting.control import floor, programme, schedule
from mesto.domains.lighting.control.lux import Dim
from mesto.domains.lighting.control.night import dark_of, night_at, whole_night
from mesto.domains.lighting.control.programme import Turn, night_of, turns_of
from mesto.operations.calendars.calendar import Calendar, Span
from mesto.operations.calendars.sun import Spot
from mesto.operations.commands.override import Override

Cause: TypeAlias = Literal["manual", "event", "programme", "sun"]
FULL, OFF = 1.0, 0.0


class Plan(NamedTuple):
    """All that is written about the light of a town."""

    programmes: Mapping[str, programme.Definition]
    schedules: Mapping[str, schedule.Definition]
    floors: Mapping[str, floor.Definition]
    calendars: Mapping[str, Calendar]
    spot: Spot


class Cohort(NamedTuple):
    """Lamps that do the same."""

    schedules: tuple[str, ...] = ()  #: names, those that count more first
    lighting_class: str = ""


class Held(NamedTuple):
    """From `at` on a level, and why."""

    at: datetime
    level: float  #: share of the full light, with the floor put in
    cause: Cause
    schedule: str = ""  #: its name; with the cause sun: the one that says so, or none
    name: str = ""  #: of the programme, of the event's calendar, or of who holds it
    fade_s: int = 0
    wished: float = 0.0  #: the level before the floor was put in
    floor: str = ""  #: name of the floor that lifted it
    sensed: bool = False  #: a sensor says that it is dark by day

    @property
    def is_same(self) -> tuple[object, ...]:
        """What tells two apart but for the time."""
        return self[1:5] + self[6:]


class Decision(NamedTuple):
    """What holds at a moment, since when (`held.at`) and until when."""

    held: Held
    until: datetime


class _Source(NamedTuple):
    """Who may say how bright it is in a night, and when it does."""

    cause: Cause
    schedule: str
    name: str
    spans: Sequence[Span]
    turns: Sequence[Turn]
    in_daylight: Sequence[Span] = ()  #: when a sensor says it is dark by day


def course(
    plan: Plan,
    cohort: Cohort,
    day: date,
    dim: Dim | None = None,
) -> list[Held]:
    """Return what a cohort does in the night that begins on a day, from noon on.

    dim: by URN of a light sensor, when it says that it is dark

    The levels are those to be reached; `fade_s` says how gradually.
    """
    whole = whole_night(day, plan.spot.zone)
    sources = [
        *_events(plan, cohort, day, whole),
        *_programmes(plan, cohort, day, whole, dim or {}),
        _sun(plan, cohort, day, whole),
    ]
    floors = floor.floors_of_night(plan.floors, cohort.lighting_class, day, plan.spot)
    edges = {whole.start, *_edges(sources), *(one.at for one in floors)}
    found: list[Held] = []
    for edge in sorted(one for one in edges if whole.start <= one < whole.end):
        held = _held(edge, sources, floor.held_at(floors, edge)[0])
        if not found or found[-1].is_same != held.is_same:
            found.append(held)
    return found


def decide(
    plan: Plan,
    cohort: Cohort,
    at: datetime,
    *,
    override: Override | None = None,
    dim: Dim | None = None,
) -> Decision:
    """Return what a lamp does at a moment.

    override: what people hold of it for a while, if they do
    """
    if override is not None and override.began_at <= at < override.until_at:
        return Decision(_manual(override), override.until_at)
    day = night_at(at, plan.spot.zone)
    end = whole_night(day, plan.spot.zone).end
    return decision_in(course(plan, cohort, day, dim), at, end)


def decision_in(held: Sequence[Held], at: datetime, end: datetime) -> Decision:
    """Return what holds at a moment of the course of a night that has an end."""
    place = max(sum(1 for one in held if one.at <= at) - 1, 0)
    ends = held[place + 1].at if place + 1 < len(held) else end
    return Decision(held[place], min(ends, end))


def _manual(override: Override) -> Held:
    value = override.value
    level = float(value) if isinstance(value, int | float) else FULL
    return Held(override.began_at, level, "manual", "", override.by, 0, level)


def _held(at: datetime, sources: Sequence[_Source], least: floor.Held) -> Held:
    source = next(
        one
        for one in sources
        if one.cause == "sun" or any(s.start <= at < s.end for s in one.spans)
    )
    last = next((one for one in reversed(source.turns) if one.at <= at), None)
    wished = last.level if last else OFF
    sensed = any(span.start <= at < span.end for span in source.in_daylight)
    if sensed:
        lit = (one.level for one in source.turns if one.level)
        wished = max(wished, next(lit, FULL))
    lifted = least.level > wished
    return Held(
        at=at,
        level=least.level if lifted else wished,
        cause=source.cause,
        schedule=source.schedule,
        name=source.name,
        fade_s=last.fade_s if last and last.at == at else 0,
        wished=wished,
        floor=least.by if lifted else "",
        sensed=sensed,
    )


def _edges(sources: Iterable[_Source]) -> Iterator[datetime]:
    for one in sources:
        yield from (turn.at for turn in one.turns)
        for span in (*one.spans, *one.in_daylight):
            yield from span


def _events(plan: Plan, cohort: Cohort, day: date, whole: Span) -> Iterator[_Source]:
    for name in cohort.schedules:
        for event in plan.schedules[name].events:
            calendar = plan.calendars.get(event.calendar)
            if calendar is None:
                continue
            spans = list(calendar.spans(*whole))
            turns = _turns_of_event(plan, event, day)
            if spans and turns is not None:
                yield _Source("event", name, event.calendar, spans, turns)


def _turns_of_event(
    plan: Plan, event: schedule.Event, day: date
) -> Sequence[Turn] | None:
    """Return what an event asks for in a night; None where nothing is written."""
    if event.level is None:
        return _turns(plan, event.programme, day)
    dark = dark_of(day, plan.spot)
    if dark is None:
        return None
    return [Turn(dark.start, event.level), Turn(dark.end, OFF)]


def _programmes(
    plan: Plan,
    cohort: Cohort,
    day: date,
    whole: Span,
    dim: Dim,
) -> Iterator[_Source]:
    """Yield the programme that a cohort follows, if one is written for the night.

    Of a schedule without a programme the sun tells, whatever follows after it.
    """
    for name in cohort.schedules:
        asked = plan.schedules[name].programme
        if not asked:
            return
        turns = _turns(plan, asked, day)
        if turns is not None:
            by_day = _in_daylight(plan, asked, day, whole, dim)
            yield _Source("programme", name, asked, [whole], turns, by_day)
            return


def _in_daylight(
    plan: Plan, asked: str, day: date, whole: Span, dim: Dim
) -> Sequence[Span]:
    """Return when a programme's sensor says that it is dark though the sun is up."""
    dusk, dark = plan.programmes[asked].dusk, dark_of(day, plan.spot)
    if dusk is None or dark is None:
        return ()
    light = (Span(whole.start, dark.start), Span(dark.end, whole.end))
    both = (
        Span(max(one.start, part.start), min(one.end, part.end))
        for one in dim.get(dusk.sensor, ())
        for part in light
    )
    return [one for one in both if one.start < one.end]


def _turns(plan: Plan, name: str, day: date) -> Sequence[Turn] | None:
    """Return the turns of a programme's night; None where none is written for it."""
    written = plan.programmes.get(name)
    if written is None:
        return None
    noon = whole_night(day, plan.spot.zone).start
    night = night_of(written, day, holding(written, plan.calendars, noon))
    return None if night is None else turns_of(night, day, plan.spot)


def holding(
    written: programme.Definition, calendars: Mapping[str, Calendar], at: datetime
) -> Collection[str]:
    """Return the calendars a programme speaks of that hold at a moment."""
    asked = {one.on for one in written.nights if one.on}
    return {name for name in asked & calendars.keys() if calendars[name].holds(at)}


def _sun(plan: Plan, cohort: Cohort, day: date, whole: Span) -> _Source:
    dark = dark_of(day, plan.spot)
    turns = [Turn(dark.start, FULL), Turn(dark.end, OFF)] if dark else []
    by = cohort.schedules[0] if cohort.schedules else ""
    return _Source("sun", by, "", [whole], turns)
