"""How a programme of light is written, and the turns it takes in a night. Pure.

A programme says from which moments of a night, by the clock or by the sun, its lamps
shall have which level. A night belongs to the day on which it begins, and ends at noon
of the next; whatever the clock shows before noon is of the night begun the day before.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, NamedTuple, TypeAlias

import msgspec

from mesto.domains.lighting.control.night import DAY, whole_night
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.operations.calendars.calendar import moment
from mesto.operations.calendars.definition import Clock, SunMoment, Weekday
from mesto.operations.calendars.sun import Spot, moment_of

EVERY_DAY: Sequence[Weekday] = (1, 2, 3, 4, 5, 6, 7)

Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]  #: of the full light
Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=3600)]
Lux: TypeAlias = Annotated[float, msgspec.Meta(gt=0, le=10_000)]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From a moment on, this level, reached gradually in `fade_s` seconds.

    at: what the clock of the town shows, HH:MM, or how the sun stands
    """

    at: Clock | SunMoment
    level: Share
    fade_s: Seconds = 0


class Night(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The steps of nights that begin on some days of the week, or of special days.

    on: name of a calendar; these are the steps of the days on which it holds at noon,
        whatever the day of the week. Empty: the usual nights.
    """

    steps: Annotated[Sequence[Step], msgspec.Meta(min_length=1, max_length=24)]
    weekdays: Sequence[Weekday] = EVERY_DAY
    on: str = ""


class Dusk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a light sensor says that it is dark, besides the sun.

    Dark from `dark_lx` down, light again from `light_lx` up: between the two it stays
    as it was, so that a cloud or a car does not make lamps blink.
    """

    sensor: str  #: URN of the entity with `illuminance`, lx
    dark_lx: Lux
    light_lx: Lux
    hold_s: Seconds = 120  #: so long it has to be so


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A programme as it is written. Of nights that fit, special ones come first."""

    title: Text
    nights: Annotated[Sequence[Night], msgspec.Meta(min_length=1, max_length=20)]
    dusk: Dusk | None = None


class Turn(NamedTuple):
    """From `at` on the light goes to `level` in `fade_s` seconds, and stays."""

    at: datetime
    level: float  #: share of the full light
    fade_s: int = 0


def check(definition: Definition, calendars: Collection[str]) -> None:
    """Raise Malformed, with the place, for what makes no sense.

    calendars: the names there are
    """
    for number, night in enumerate(definition.nights):
        if night.on and night.on not in calendars:
            at = ("definition", "nights", number, "on")
            raise Malformed(f"there is no calendar {night.on}", place=at)
    dusk = definition.dusk
    if dusk is not None and dusk.dark_lx >= dusk.light_lx:
        place = ("definition", "dusk", "light_lx")
        raise Malformed("light begins above dark, or lamps blink", place=place)


def night_of(definition: Definition, day: date, holding: Iterable[str]) -> Night | None:
    """Return which night begins on a day; None where none is written for it.

    holding: names of the calendars that hold on that day
    """
    held = set(holding)
    usual = (one for one in definition.nights if not one.on)
    special = (one for one in definition.nights if one.on in held)
    fits = [
        one for one in (*special, *usual) if one.on or day.isoweekday() in one.weekdays
    ]
    return fits[0] if fits else None


def turns_of(night: Night, day: date, spot: Spot) -> list[Turn]:
    """Return the turns of the night that begins on a day, in order of time.

    A step the sun never makes that day is left out. Of two at one moment the later
    written holds.
    """
    found = {
        at: Turn(at, step.level, step.fade_s) for step, at in _moments(night, day, spot)
    }
    return [found[at] for at in sorted(found)]


def level_at(turns: Sequence[Turn], at: datetime, before: float = 0.0) -> float:
    """Return the level at a moment, share of the full light.

    turns: in order of time; before: the level before the first of them
    """
    level = before
    for turn in turns:
        if turn.at > at:
            break
        gone_s = (at - turn.at).total_seconds()
        done = 1.0 if gone_s >= turn.fade_s else gone_s / turn.fade_s
        start, level = level, turn.level
        if done < 1:
            level = start + (turn.level - start) * done
    return level


def _moments(night: Night, day: date, spot: Spot) -> Iterator[tuple[Step, datetime]]:
    begin, end = whole_night(day, spot.zone)
    for step in night.steps:
        for near in (day, day + DAY):
            at = (
                moment(near, step.at, spot.zone)
                if isinstance(step.at, str)
                else moment_of(step.at, near, spot)
            )
            if at is not None and begin <= at < end:
                yield step, at
