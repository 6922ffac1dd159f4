"""Who is on call: people who take turns, and who stands in for them. Pure.

A duty is an entity `urn:ngsi-ld:Duty:NAME` whose `definition` is one of these.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Protocol, TypeAlias
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

DUTY = "Duty"  #: the entity type

#: Who is told or takes turns: person:LOGIN, role:NAME, crew:NAME, duty:NAME or
#: channel:NAME.
Recipient: TypeAlias = Annotated[
    str, Meta(pattern=r"^(person|role|crew|duty|channel):[^\s\x00]{1,200}$")
]
#: Who takes turns: a duty of duties would go round in circles.
OnCall: TypeAlias = Annotated[
    str, Meta(pattern=r"^(person|role|crew|channel):[^\s\x00]{1,200}$")
]
#: `calendar` names one; empty: at all times.
CalendarName: TypeAlias = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
Title: TypeAlias = Annotated[str, Meta(min_length=1, max_length=120)]
Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]


class Holds(Protocol):
    """A calendar."""

    def holds(self, at: datetime) -> bool:
        """Tell whether it holds at a moment."""
        ...


class Shift(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who take turns, one after the other, again and again.

    since: the day on which the first one's first turn begins
    at: the local time at which one hands over to the next, HH:MM
    calendar: only while it holds, e.g. by night
    """

    people: Annotated[tuple[OnCall, ...], Meta(min_length=1, max_length=60)]
    since: date
    turn_days: Annotated[int, Meta(ge=1, le=366)] = 7
    at: Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "08:00"
    calendar: CalendarName = ""


class Override(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who takes over for a time, [start, until).

    instead_of: from whom; empty: from everybody
    """

    who: OnCall
    start: Moment
    until: Moment
    instead_of: str = ""

    def __post_init__(self) -> None:
        """Refuse a time that ends before it begins, as msgspec wants it."""
        if self.start >= self.until:
            raise ValueError("who takes over does so until later")


class Duty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is on call, and who takes over."""

    title: Title
    shifts: Annotated[tuple[Shift, ...], Meta(max_length=20)] = ()
    overrides: Annotated[tuple[Override, ...], Meta(max_length=200)] = ()


def on_call(
    duty: Duty, calendars: Mapping[str, Holds], now: datetime, zone: ZoneInfo
) -> list[str]:
    """Return who is on call, each once.

    A calendar that is gone holds always: rather one too many is told than nobody.
    """
    turns = (_turn(shift, now, zone) for shift in _held(duty.shifts, calendars, now))
    planned = [who for who in turns if who is not None]
    acting = [one for one in duty.overrides if one.start <= now < one.until]
    return list(dict.fromkeys(_stood_in(planned, acting)))


def _held(
    shifts: Sequence[Shift], calendars: Mapping[str, Holds], now: datetime
) -> Iterator[Shift]:
    for shift in shifts:
        calendar = calendars.get(shift.calendar) if shift.calendar else None
        if calendar is None or calendar.holds(now):
            yield shift


def _turn(shift: Shift, now: datetime, zone: ZoneInfo) -> str | None:
    """Return whose turn it is; None before the first turn."""
    local = now.astimezone(zone)
    before_handover = local.strftime("%H:%M") < shift.at
    days = (local.date() - shift.since).days - before_handover
    if days < 0:
        return None
    return shift.people[days // shift.turn_days % len(shift.people)]


def _stood_in(planned: Sequence[str], acting: Sequence[Override]) -> Iterator[str]:
    """Put those who take over in the place of whom they stand in for."""
    everybody = [one.who for one in acting if not one.instead_of]
    if everybody:
        yield everybody[-1]  # who was named last knows best
        return
    for who in planned:
        yield next((one.who for one in reversed(acting) if one.instead_of == who), who)
