"""The programme a lamp or gateway keeps, to follow while nobody tells it more. Pure.

It is the town's programme with the floor put in: what follows it by itself undercuts
nothing either, though it may be brighter for a while than what would be told to it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from mesto.domains.lighting.control import floor
from mesto.domains.lighting.control.night import DAWN
from mesto.domains.lighting.control.programme import Definition, Night, Step
from mesto.operations.calendars.definition import SunMoment

KEEP: Final = "keepProgramme"  #: the command; its value is plain JSON of a Definition

#: Steps that are never in the dark: what ends a night.
_BY_DAY: Final = ("dawn", "sunrise", "noon")


def kept(
    definition: Definition, floors: Mapping[str, floor.Definition], lighting_class: str
) -> dict[str, object]:
    """Return the JSON of a programme with the floor of a class put in.

    A step by the clock is in the dark on some days of the year: it is lifted, and a
    lamp that is lifted where it should have gone out goes out at dawn.
    """
    least = max(_levels(floors, lighting_class), default=0.0)
    lifted = msgspec.structs.replace(
        definition, nights=[_lifted(one, least) for one in definition.nights]
    )
    plain: dict[str, object] = msgspec.to_builtins(lifted)
    return plain


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
