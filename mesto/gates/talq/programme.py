"""A programme of light as a gateway keeps it: control programmes and a calendar. Pure.

A night of the city begins at noon. A gateway counts days from noon (`dayOffset` 12) or
from midnight (0); then each day has the morning of one night and the evening of the
next, so that weekdays are kept apart by what both of them are.

TALQ lets the sun begin and end a period in which the clock rules
(AstroClockActivePeriod), or set a level that holds until the sun does something else
(AstroClockTimeControl). The clock does not end what the sun has set: there the sun says
"follow the clock" instead, `Max 0`, and the clock has the level ready.

Source: TALQ 2.7.1, ControlProgramOne, AstroClockTimeControl, Calendar, ControlService.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec
import orjson

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
#: So long before sunset and after sunrise the clock rules where the sun says nothing.
BROAD_DAY: Final = 240
FULL: Final = 100

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
    on: str = ""  #: name of a calendar of the city, whose days no gateway knows


class Programme(msgspec.Struct, frozen=True):
    """What a gateway can keep of a programme."""

    nights: Sequence[Night]


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


class Kept(NamedTuple):
    """What a gateway is given to keep."""

    programmes: list[dict[str, Any]]
    calendar: dict[str, Any]


def read_programme(value: object) -> Programme:
    """Read a programme as it is written in the city.

    Raises Malformed where it has no usual night: of special days no gateway knows.
    """
    try:
        programme = msgspec.convert(value, Programme)
    except msgspec.ValidationError as error:
        raise Malformed(f"no programme of light: {error}") from error
    if all(night.on for night in programme.nights):
        raise Malformed("a gateway keeps usual nights, and the programme has none")
    return programme


def keep(programme: Programme, owner: str, day_offset: int) -> Kept:
    """Write a programme for a gateway.

    owner: the address of the CMS; day_offset: 0 or 12, hour at which days begin there

    What is the same has the same names, so that it is kept once for many lamps.
    """
    nights = {day: _night_of(programme, day) for day in WEEK}
    if not day_offset and len({tuple(one) for one in nights.values()}) > 1:
        nights = {day: _through_midnight(one) for day, one in nights.items()}
    wholes: dict[int, tuple[Half, Half]] = {}
    for day in WEEK:
        before = nights[day if day_offset else (day - 2) % 7 + 1]
        wholes[day] = (_evening(nights[day]), _morning(before))
    programmes = {
        whole: _programme(*whole, owner) for whole in dict.fromkeys(wholes.values())
    }
    rules = [
        {"condition": _on(days), "program": programmes[whole]["id"]}
        for whole, days in _days_by_whole(wholes)
    ]
    plain = len(rules) == 1
    calendar: dict[str, Any] = {
        "ownerCMS": owner,
        "rules": [] if plain else rules,
        "defaultProgram": rules[0]["program"],
    }
    named = {"id": _name(calendar), **calendar}
    return Kept(list(programmes.values()), named)


def _days_by_whole(
    wholes: dict[int, tuple[Half, Half]],
) -> Iterator[tuple[tuple[Half, Half], list[int]]]:
    for whole in dict.fromkeys(wholes.values()):
        yield whole, [day for day, one in wholes.items() if one == whole]


def _on(days: Sequence[int]) -> dict[str, Any]:
    return {"type": "ccDay", "days": [{"start": day} for day in days]}


# nights


def _night_of(programme: Programme, day: int) -> list[Turn]:
    """Return the turns of the usual night of a weekday, in order; dark if none is."""
    for night in programme.nights:
        if not night.on and day in night.weekdays:
            turns = {turn.minute: turn for turn in map(_turn, night.steps)}
            return [turns[minute] for minute in sorted(turns)]
    return [Turn(0, 0, 0)]


def _through_midnight(night: list[Turn]) -> list[Turn]:
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


def _evening(night: Sequence[Turn]) -> Half:
    """Return what comes before the clock shows midnight, or, by the sun, before it."""
    first, _ = _ends(night)
    ruled = _clock(night)
    before = tuple(one for one in ruled if one.minute < NOON)
    return Half(tuple(night[:first]), before)


def _morning(night: Sequence[Turn]) -> Half:
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


# control programmes


def _programme(evening: Half, morning: Half, owner: str) -> dict[str, Any]:
    """Write what lamps do on days with an evening and a morning."""
    clock = [*evening.clock, *morning.clock]
    if not clock:
        period, astro = [], [_set(one) for one in (*evening.sun, *morning.sun)]
        fixed = _fixed_all([], evening.sun or (Turn(0, 0, 0),))
    elif _is_plain(evening.sun, "sunset") and _is_plain(morning.sun, "sunrise"):
        period, astro = _period(evening.sun, morning.sun), []
        fixed = _fixed_all(clock, evening.sun)
    else:
        period, astro = [], _astro(evening.sun, morning.sun)
        fixed = _fixed_all(clock, evening.sun)
    told: dict[str, Any] = {
        "type": "ControlProgramOne",
        "ownerCMS": owner,
        "activePeriods": period,
        "fixedTimeControls": fixed,
    }
    if astro:
        told["astroClockTimeControls"] = astro
    return {"id": _name(told), **told}


def _is_plain(turns: Sequence[Turn], event: str) -> bool:
    """Tell whether an active period says all that the sun does at one end.

    At its end lamps are off.
    """
    if not turns:
        return True
    (one, *more) = turns
    ends_dark = event == "sunset" or one.level == 0
    return not more and ends_dark and one.sun is not None and one.sun[0] == event


def _period(evening: Sequence[Turn], morning: Sequence[Turn]) -> list[dict[str, Any]]:
    if not evening and not morning:
        return []
    return [
        {
            "name": "AstroClockActivePeriod",
            "sunsetOffset": _offset(evening, -BROAD_DAY),
            "sunriseOffset": _offset(morning, BROAD_DAY),
        }
    ]


def _offset(turns: Sequence[Turn], otherwise: int) -> int:
    sun = turns[0].sun if turns else None
    return sun[1] if sun else otherwise


def _astro(evening: Sequence[Turn], morning: Sequence[Turn]) -> list[dict[str, Any]]:
    """Write what the sun sets, and from when on it lets the clock rule."""
    *ahead, last = evening or (Turn(0, 0, 0, ("sunset", -BROAD_DAY)),)
    told = [_set(one) for one in ahead]
    told.append({**_set(last._replace(level=0)), "operation": "Max"})
    closing = morning or (Turn(0, 0, 0, ("sunrise", BROAD_DAY)),)
    return told + [_set(one) for one in closing]


def _set(turn: Turn) -> dict[str, Any]:
    assert turn.sun is not None, "only the sun sets something so"
    event, offset = turn.sun
    return {
        "solarEventType": event,
        "offset": offset,
        "operation": "Set",
        "command": _command(turn),
    }


def _fixed_all(clock: Sequence[Turn], evening: Sequence[Turn]) -> list[dict[str, Any]]:
    """Write the clock; at noon it has ready what the sun lets it begin with."""
    ready = {0: evening[-1]._replace(minute=0)} if evening else {}
    turns = {**ready, **{one.minute: one for one in clock}}
    fixed = [_fixed(turns[minute]) for minute in sorted(turns)]
    return sorted(fixed, key=lambda one: str(one["startTime"]))


def _fixed(turn: Turn) -> dict[str, Any]:
    minute = (turn.minute + NOON) % DAY
    at = f"{minute // 60:02}:{minute % 60:02}:00"
    return {"startTime": at, "command": _command(turn)}


def _command(turn: Turn) -> dict[str, Any]:
    state = {"name": "LevelState", "value": turn.level}
    return {"state": state} | ({"rampToLevelTime": turn.fade_s} if turn.fade_s else {})


def _name(told: dict[str, Any]) -> str:
    """Name a document by what it says."""
    written = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return f"mesto-{sha256(written).hexdigest()[:24]}"
