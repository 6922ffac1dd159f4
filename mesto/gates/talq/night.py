"""A programme of light as it is written, cut into evenings and mornings. Pure.

A night of the city begins at noon. A gateway may count days from midnight; then each of
its days has the morning of one night and the evening of the next.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

from mesto.kernel.errors import Malformed

NOON: Final = 12 * 60  #: minutes
DAY: Final = 24 * 60
WEEK: Final = (1, 2, 3, 4, 5, 6, 7)  #: Monday is 1
#: Of the sun, where TALQ has a name for it, and how far off it is from there, minutes.
#: Civil twilight lasts 31 to 45 minutes between 40 and 52 degrees north.
EVENTS: Final = {
    "dawn": ("sunrise", -35),
    "sunrise": ("sunrise", 0),
    "sunset": ("sunset", 0),
    "dusk": ("sunset", 35),
}
#: When it is so at the equinox, minutes after midnight.
EQUINOX: Final = {"sunrise": 6 * 60, "sunset": 18 * 60}
FULL: Final = 100

ONE_DAY: Final = timedelta(days=1)

Offset = Annotated[int, msgspec.Meta(ge=-720, le=720)]
Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class SunMoment(msgspec.Struct, frozen=True):
    """When the sun stands so, and some minutes later."""

    phase: Literal["dawn", "sunrise", "noon", "sunset", "dusk"]
    offset_min: Offset = 0


class Step(msgspec.Struct, frozen=True):
    """From a moment on, this level, reached in `fade_s` seconds."""

    at: Clock | SunMoment
    level: Annotated[float, msgspec.Meta(ge=0, le=1)]
    fade_s: Annotated[int, msgspec.Meta(ge=0)] = 0


class Night(msgspec.Struct, frozen=True):
    """The steps of nights that begin on some days of the week, or of special days."""

    steps: Annotated[Sequence[Step], msgspec.Meta(min_length=1)]
    weekdays: Sequence[Annotated[int, msgspec.Meta(ge=1, le=7)]] = WEEK
    on: str = ""  #: name of a calendar of the city


class Dusk(msgspec.Struct, frozen=True):
    """A light sensor that says it is dark by day too, with hysteresis."""

    sensor: str  #: URN
    dark_lx: float
    light_lx: float


class Passing(msgspec.Struct, frozen=True):
    """To what a lamp rises while somebody is seen near it, and how it goes down."""

    sensors: Sequence[str]  #: URNs
    level: Annotated[float, msgspec.Meta(ge=0, le=1)]
    hold_s: Annotated[float, msgspec.Meta(ge=0)]
    fade_s: Annotated[float, msgspec.Meta(ge=0)] = 0


class Programme(msgspec.Struct, frozen=True):
    """What a gateway can keep of a programme.

    days: by calendar the days on which its nights begin, in rows of the first and the
        last, in order
    """

    nights: Sequence[Night]
    days: Mapping[str, Sequence[tuple[date, date]]] = {}
    dusk: Dusk | None = None
    passing: Passing | None = None

    @property
    def sensors(self) -> Sequence[str]:
        """The sensors it looks at, URNs."""
        dusk = (self.dusk.sensor,) if self.dusk else ()
        return (*dusk, *(self.passing.sensors if self.passing else ()))


class Turn(NamedTuple):
    """A step of a night, as TALQ tells it."""

    minute: int  #: after the noon at which the night begins; by the sun, of the equinox
    level: int  #: percent
    fade_s: int
    sun: tuple[str, int] | None = None  #: sunrise or sunset, and minutes after it


class Half(NamedTuple):
    """An evening or a morning: what the sun does at its outer end, and the clock."""

    sun: tuple[Turn, ...]
    clock: tuple[Turn, ...]


def read_programme(value: object) -> Programme:
    """Read a programme as it is written in the city.

    Raises Malformed where it has no usual night: no list of special days is endless.
    """
    try:
        programme = msgspec.convert(value, Programme)
    except msgspec.ValidationError as error:
        raise Malformed(f"no programme of light: {error}") from error
    if all(night.on for night in programme.nights):
        raise Malformed("a gateway keeps usual nights, and the programme has none")
    return programme


def night_of(programme: Programme, day: int) -> list[Turn]:
    """Return the turns of the usual night of a weekday, in order; dark if none is."""
    for night in programme.nights:
        if not night.on and day in night.weekdays:
            return _turns(night)
    return [Turn(0, 0, 0)]


def _turns(night: Night) -> list[Turn]:
    turns = {turn.minute: turn for turn in map(_turn, night.steps)}
    return [turns[minute] for minute in sorted(turns)]


def special_nights(programme: Programme) -> dict[date, list[Turn]]:
    """Return the turns of the nights of special days; the first written one counts."""
    found: dict[date, list[Turn]] = {}
    for night in programme.nights:
        for first, last in programme.days.get(night.on, ()) if night.on else ():
            for ahead in range((last - first).days + 1):
                found.setdefault(first + ahead * ONE_DAY, _turns(night))
    return found


def through_midnight(night: list[Turn]) -> list[Turn]:
    """Return a night that says at midnight how its lamps burn then.

    After midnight a gateway has another programme, which does not know it.
    """
    before = [one for one in night if one.minute <= NOON]
    if not before or before[-1].minute == NOON:
        return night
    at_midnight = Turn(NOON, before[-1].level, 0)
    return [*before, at_midnight, *night[len(before) :]]


def _turn(step: Step) -> Turn:
    level = round(step.level * FULL)
    if isinstance(step.at, str):
        hour, _, minute = step.at.partition(":")
        return Turn(_after_noon(int(hour) * 60 + int(minute)), level, step.fade_s)
    if step.at.phase == "noon":
        return Turn(_after_noon(NOON + step.at.offset_min), level, step.fade_s)
    event, off = EVENTS[step.at.phase]
    off += step.at.offset_min
    return Turn(_after_noon(EQUINOX[event] + off), level, step.fade_s, (event, off))


def _after_noon(minute: int) -> int:
    return (minute - NOON) % DAY


def evening_of(night: Sequence[Turn]) -> Half:
    """Return what comes before the clock shows midnight, or, by the sun, before it."""
    first, _ = _ends(night)
    ruled = _clock(night)
    before = tuple(one for one in ruled if one.minute < NOON)
    return Half(tuple(night[:first]), before)


def morning_of(night: Sequence[Turn]) -> Half:
    """Return what comes from midnight on, or, by the sun, after the clock."""
    _, last = _ends(night)
    after = tuple(one for one in _clock(night) if one.minute >= NOON)
    return Half(tuple(night[last:]), after)


def _ends(night: Sequence[Turn]) -> tuple[int, int]:
    """Return how many turns by the sun come first, and where the last ones begin.

    Where the sun rules the whole night, what is before midnight comes first.
    """
    clocks = [number for number, one in enumerate(night) if one.sun is None]
    if clocks:
        return clocks[0], clocks[-1] + 1
    middle = sum(one.minute < NOON for one in night)
    return middle, middle


def _clock(night: Sequence[Turn]) -> list[Turn]:
    """Return the turns by the clock, and by the sun between them as at the equinox."""
    first, last = _ends(night)
    return list(night[first:last])
