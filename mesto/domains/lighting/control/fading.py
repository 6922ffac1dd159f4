"""How a light that changes gradually is told to a lamp. Pure.

A lamp that fades by itself is told the level and how long it takes, once. One that
takes levels only can be led there in a few steps; by default it gets one, since each
step is a message, and on some networks messages are dear.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final, Literal, TypeAlias

from mesto.domains.lighting.control.decide import OFF, Held
from mesto.kernel.model import Value

#: Attribute of a lamp, its cabinet or its model: what becomes of `fade_s`.
FADING: Final = "fading"
Fading: TypeAlias = Literal["", "itself", "steps"]
KNOWN: Final[Mapping[object, Fading]] = {"itself": "itself", "steps": "steps"}

MOST_STEPS: Final = 5
SHORTEST_S: Final = 10  #: between two steps


def told(held: Held, fading: Fading) -> Value:
    """Return what a lamp is told of a level: `{"level", "fade_s"}` if it fades."""
    if fading == "itself" and held.fade_s:
        return {"level": held.level, "fade_s": held.fade_s}
    return held.level


def level_of(value: Value) -> float | None:
    """Return the level that setDimLevel asks for, in [0, 1]; None: it asks for none."""
    asked = value.get("level") if isinstance(value, Mapping) else value
    return asked if isinstance(asked, int | float) else None


def stepped(course: Sequence[Held]) -> list[Held]:
    """Return a course in which each fade is a few steps; the last is its level.

    The first step is taken at once. What comes next cuts a fade short.
    """
    found: list[Held] = []
    for number, held in enumerate(course):
        before = course[number - 1].level if number else OFF
        ends = course[number + 1].at if number + 1 < len(course) else None
        found += [one for one in _steps(before, held) if ends is None or one.at < ends]
    return found


def _steps(before: float, held: Held) -> Iterator[Held]:
    count = min(max(held.fade_s // SHORTEST_S, 1), MOST_STEPS)
    if before == held.level:
        count = 1
    pause = timedelta(seconds=held.fade_s / count)
    for step in range(1, count + 1):
        level = round(before + (held.level - before) * step / count, 3)
        yield held._replace(at=held.at + (step - 1) * pause, level=level, fade_s=0)
