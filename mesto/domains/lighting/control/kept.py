"""The programme a lamp or gateway keeps, to follow while nobody tells it more. Pure.

It is the town's programme with the floor put in: what follows it by itself undercuts
nothing either, though it may be brighter for a while than what would be told to it.
It knows nothing of the town's calendars, so the days of special nights are listed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

import msgspec

from mesto.domains.lighting.control import floor
from mesto.domains.lighting.control.night import DAWN, DAY, whole_night
from mesto.domains.lighting.control.programme import Definition, Night, Step
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.definition import SunMoment

#: Nights of calendars by name, as the first and the last day of each row, ISO 8601.
Special: TypeAlias = Mapping[str, Sequence[tuple[str, str]]]

KEEP: Final = "keepProgramme"  #: the command; its value is plain JSON of a Definition

SEASON: Final = 7  #: month in which the listed days move on by a year
#: Steps that are never in the dark: what ends a night.
_BY_DAY: Final = ("dawn", "sunrise", "noon")


def special_days(
    programmes: Iterable[Definition], calendars: Mapping[str, Calendar], today: date
) -> Special:
    """Return the days on which special nights of programmes begin.

    From July to July two years later, so that lamps are told once a year, in summer,
    and know more than a year ahead.
    """
    first = date(today.year - (today.month < SEASON), SEASON, 1)
    days = [
        first + n * DAY for n in range((date(first.year + 2, SEASON, 1) - first).days)
    ]
    asked = {night.on for one in programmes for night in one.nights if night.on}
    return {
        name: list(_rows(_held_on(calendars[name], days)))
        for name in sorted(asked & calendars.keys())
    }


def _held_on(calendar: Calendar, days: Iterable[date]) -> Iterator[date]:
    for day in days:
        if calendar.holds(whole_night(day, calendar.spot.zone).start):
            yield day


def _rows(days: Iterable[date]) -> Iterator[tuple[str, str]]:
    """Yield the first and the last of days that follow each other."""
    row: list[date] = []
    for day in days:
        if row and day - row[-1] > DAY:
            yield row[0].isoformat(), row[-1].isoformat()
            row = []
        row.append(day)
    if row:
        yield row[0].isoformat(), row[-1].isoformat()


def kept(
    definition: Definition,
    floors: Mapping[str, floor.Definition],
    lighting_class: str,
    special: Special,
) -> dict[str, object]:
    """Return the JSON of a programme with the floor of a class put in.

    special: see `special_days`

    A step by the clock is in the dark on some days of the year: it is lifted, and a
    lamp that is lifted where it should have gone out goes out at dawn.
    """
    least = least_of(floors, lighting_class)
    lifted = msgspec.structs.replace(
        definition, nights=[_lifted(one, least) for one in definition.nights]
    )
    # as it comes back from the database: else it were another one after a restart
    plain: dict[str, object] = msgspec.json.decode(msgspec.json.encode(lifted))
    days = {
        one.on: [list(row) for row in special.get(one.on, ())]
        for one in definition.nights
        if one.on
    }
    return plain | ({"days": days} if days else {})


def least_of(floors: Mapping[str, floor.Definition], lighting_class: str) -> float:
    """Return the highest of the levels that streets of a class must not go below."""
    return max(_levels(floors, lighting_class), default=0.0)


def _levels(
    floors: Mapping[str, floor.Definition], lighting_class: str
) -> Iterator[float]:
    for one in floors.values():
        for least in one.least:
            if not least.classes or lighting_class in least.classes:
                yield least.level


def _lifted(night: Night, least: float) -> Night:
    steps = [
        one
        if one.level >= least or _ends_the_night(one)
        else msgspec.structs.replace(one, level=least)
        for one in night.steps
    ]
    if steps != list(night.steps) and not any(map(_ends_the_night, steps)):
        steps.append(Step(DAWN, 0.0))
    return msgspec.structs.replace(night, steps=steps)


def _ends_the_night(step: Step) -> bool:
    at = step.at
    return (
        isinstance(at, SunMoment)
        and at.phase in _BY_DAY
        and at.offset_min >= 0
        and not step.level
    )
