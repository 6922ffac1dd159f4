"""The least light a street may have while it is dark, by its class. Pure.

A floor is an entity, `urn:ngsi-ld:LightingFloor:NAME`, with `definition`. Where several
say something of a street, the brightest counts. Dark is from civil dusk to civil dawn.

Source: EN 13201-2, the lighting classes M, C, P, HS, SC and EV.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Final, NamedTuple, TypeAlias

import msgspec

from mesto.domains.lighting.control.night import (
    DAY,
    NOON,
    dark_of,
    night_at,
    whole_night,
)
from mesto.domains.lighting.control.programme import Share
from mesto.kernel.plugin import Text
from mesto.operations.calendars.calendar import Span, moment
from mesto.operations.calendars.definition import Clock
from mesto.operations.calendars.sun import Spot

FLOOR: Final = "LightingFloor"  #: the entity type

LightingClass: TypeAlias = Annotated[
    str, msgspec.Meta(pattern=r"^(M[1-6]|C[0-5]|P[1-7]|HS[1-4]|SC[1-9]|EV[1-6])$")
]


class Least(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A level that lamps of some classes never undercut, at some hours of the dark.

    classes: of the streets; none: whatever class, and where none is known
    start, end: by the clock of the town; equal: as long as it is dark
    """

    level: Share
    classes: Annotated[Sequence[LightingClass], msgspec.Meta(max_length=40)] = ()
    start: Clock = NOON
    end: Clock = NOON


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A floor as it is written."""

    title: Text
    least: Annotated[Sequence[Least], msgspec.Meta(min_length=1, max_length=40)]


class Held(NamedTuple):
    """From `at` on no lamp of a class is darker than `level`; `by`: which floor."""

    at: datetime
    level: float
    by: str = ""


def floors_of_night(
    floors: Mapping[str, Definition], lighting_class: str, day: date, spot: Spot
) -> list[Held]:
    """Return what holds in the night that begins on a day, from noon on, in order.

    lighting_class: of the street, e.g. M4; empty: none is known
    """
    whole = whole_night(day, spot.zone)
    parts = list(_parts(floors, lighting_class, day, spot))
    edges = {whole.start, *(edge for span, _ in parts for edge in span)}
    found: list[Held] = []
    for edge in sorted(edges):
        holding = [held for span, held in parts if span.start <= edge < span.end]
        level, by = max(holding, default=(0.0, ""))
        if not found or found[-1][1:] != (level, by):
            found.append(Held(edge, level, by))
    return found


def held_at(held: Sequence[Held], at: datetime) -> tuple[Held, datetime | None]:
    """Return what holds at a moment, and until when; None: to the end of the night."""
    place = max(sum(1 for one in held if one.at <= at) - 1, 0)
    later = held[place + 1].at if place + 1 < len(held) else None
    return held[place], later


def least_at(
    floors: Mapping[str, Definition], lighting_class: str, at: datetime, spot: Spot
) -> tuple[Held, datetime]:
    """Return the least level at a moment, and until when it is that."""
    day = night_at(at, spot.zone)
    held, later = held_at(floors_of_night(floors, lighting_class, day, spot), at)
    return held, later or whole_night(day, spot.zone).end


def _parts(
    floors: Mapping[str, Definition], lighting_class: str, day: date, spot: Spot
) -> Iterator[tuple[Span, tuple[float, str]]]:
    """Yield when each part of each floor holds in the dark of a night."""
    dark = dark_of(day, spot)
    if dark is None:
        return
    for name, floor in floors.items():
        for one in floor.least:
            if one.classes and lighting_class not in one.classes:
                continue
            for span in _hours(one, day, spot):
                start, end = max(span.start, dark.start), min(span.end, dark.end)
                if start < end:
                    yield Span(start, end), (one.level, name)


def _hours(one: Least, day: date, spot: Spot) -> Iterator[Span]:
    if one.start == one.end:
        yield whole_night(day, spot.zone)
        return
    for first in (day - DAY, day, day + DAY):
        last = first if one.start < one.end else first + DAY
        yield Span(
            moment(first, one.start, spot.zone), moment(last, one.end, spot.zone)
        )
