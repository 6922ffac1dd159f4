"""Whether something sets a scenario off, and what has to be remembered of it. Pure.

Of each trigger and each entity there is one `Memory`: the last value, since when a
number is beyond its limit, when to look again though nothing was heard.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

import msgspec
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mesto.kernel.model import Value
from mesto.kernel.question.handled import STATE
from mesto.operations.calendars.calendar import DAY, Calendar, moment
from mesto.operations.calendars.sun import Spot, moment_of
from mesto.operations.scenarios.definition import (
    Alarm,
    Change,
    Geofence,
    Hand,
    Schedule,
    Silence,
    Sun,
    Threshold,
    Trigger,
    Webhook,
)
from mesto.operations.scenarios.happening import Happening

FAR_DAYS = 400  #: so far ahead the next time is looked for


class Memory(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is remembered of a trigger and an entity."""

    known: bool = False  #: whether `value` was ever heard
    value: Value = None
    since: datetime | None = None  #: beyond its limit, or last heard
    fired: bool = False  #: for this time
    due: datetime | None = None  #: when to look again


NOTHING = Memory()


class Turn(NamedTuple):
    """What is remembered from now on, and whether the scenario is set off."""

    memory: Memory
    fires: bool


def advance(
    trigger: Trigger, memory: Memory, heard: Happening, area: BaseGeometry | None
) -> Turn:
    """Take in something that happened; `area` is that of a geofence."""
    turn = Turn(memory, fires=False)
    match trigger:
        case Threshold():
            turn = _cross(trigger, memory, heard)
        case Change():
            turn = _change(trigger, memory, heard.value)
        case Silence():
            due = heard.at + timedelta(seconds=trigger.for_s)
            turn = Turn(Memory(since=heard.at, due=due), fires=False)
        case Geofence():
            assert area is not None
            turn = _move(trigger, memory, heard.value, area)
        case Alarm():
            turn = _alarm(trigger, memory, heard)
        case Webhook() | Hand():
            turn = Turn(memory, fires=True)  # nobody else hears of it
        case _:  # a time, which is looked for and not heard of
            pass
    return turn


def look_again(trigger: Trigger, memory: Memory, now: datetime) -> Turn:
    """Look at what was due, when nothing was heard since."""
    if memory.due is None or memory.due > now or memory.fired:
        return Turn(memory, fires=False)
    match trigger:
        case Threshold() | Silence():
            fired = msgspec.structs.replace(memory, fired=True, due=None)
            return Turn(fired, fires=True)
        case _:
            return Turn(msgspec.structs.replace(memory, due=None), fires=True)


def next_time(
    trigger: Schedule | Sun,
    after: datetime,
    spot: Spot,
    calendars: Mapping[str, Calendar],
) -> datetime | None:
    """Return when a trigger's time comes next; None where it never does."""
    calendar = calendars.get(trigger.calendar)
    if trigger.calendar and calendar is None:
        return None
    today = after.astimezone(spot.zone).date()
    for ahead in range(-1, FAR_DAYS):
        for at in _times(trigger, today + ahead * DAY, spot):
            if at > after and (calendar is None or calendar.holds(at)):
                return at
    return None


def _times(trigger: Schedule | Sun, day: date, spot: Spot) -> Sequence[datetime]:
    if isinstance(trigger, Sun):
        at = moment_of(trigger.moment, day, spot)
        return [] if at is None else [at]
    return sorted(moment(day, clock, spot.zone) for clock in trigger.at)


def _cross(trigger: Threshold, memory: Memory, heard: Happening) -> Turn:
    number = heard.value
    if isinstance(number, bool) or not isinstance(number, int | float):
        return Turn(memory, fires=False)
    if not _is_beyond(trigger, number, already=memory.since is not None):
        return Turn(NOTHING, fires=False)
    if memory.fired:
        return Turn(memory, fires=False)
    since = memory.since or heard.at
    due = since + timedelta(seconds=trigger.for_s)
    if heard.at >= due:
        return Turn(Memory(since=since, fired=True), fires=True)
    return Turn(Memory(since=since, due=due), fires=False)


def _is_beyond(trigger: Threshold, number: float, *, already: bool) -> bool:
    """Tell whether a number is beyond; what is already beyond has to come back."""
    limit = trigger.back if already and trigger.back is not None else None
    if trigger.above is not None:
        return number > limit if limit is not None else number >= trigger.above
    assert trigger.below is not None
    return number < limit if limit is not None else number <= trigger.below


def _change(trigger: Change, memory: Memory, value: Value) -> Turn:
    now = Memory(known=True, value=value)
    if memory.known and memory.value == value:
        return Turn(memory, fires=False)
    if trigger.to is None:
        return Turn(now, fires=memory.known)
    return Turn(now, fires=value in trigger.to)


def _move(trigger: Geofence, memory: Memory, value: Value, area: BaseGeometry) -> Turn:
    try:
        inside = area.covers(shape(cast("dict[str, object]", value)))
    except (ShapelyError, KeyError, ValueError, TypeError, AttributeError):
        return Turn(memory, fires=False)  # it is nowhere
    now = Memory(known=True, value=inside)
    turned = memory.known and memory.value != inside
    return Turn(now, fires=turned and inside == (trigger.goes == "in"))


def _alarm(trigger: Alarm, memory: Memory, heard: Happening) -> Turn:
    """Hear of an Alert; one that is kept raised was raised once."""
    if heard.alarm is None:
        return Turn(memory, fires=False)
    state = heard.alarm.value(STATE)
    now = Memory(known=True, value=state)
    rule = heard.alarm.id.removeprefix("urn:ngsi-ld:Alert:")
    wanted = (
        state == trigger.state
        and (not memory.known or memory.value != state)
        and (
            not trigger.severities
            or heard.alarm.value("severity") in trigger.severities
        )
        and (not trigger.rules or rule.startswith(tuple(trigger.rules)))
    )
    return Turn(now, fires=wanted)
