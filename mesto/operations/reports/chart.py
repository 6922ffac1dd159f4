"""How the drawing of a chart is laid out: its scale, its marks, its gaps. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from math import ceil, floor, log10

import msgspec

from mesto.kernel.numerals import SPACE
from mesto.operations.reports.formats import day
from mesto.operations.reports.period import Step
from mesto.operations.reports.words import MONTHS, say

NICE = (1, 2, 2.5, 5, 10)
MOST_LINES = 5  #: of the scale
MOST_LABELS = 8  #: below it


class Scale(msgspec.Struct, frozen=True):
    """The numbers beside a chart, in order, evenly apart."""

    marks: Sequence[float]
    digits: int

    def place(self, value: float) -> float:
        """Return how high a value stands: 0 is the lowest mark, 1 the highest."""
        low, high = self.marks[0], self.marks[-1]
        return (value - low) / (high - low)


def scale_for(values: Sequence[float | None], *, from_zero: bool) -> Scale:
    """Return a scale with round marks that holds all values.

    from_zero: bars stand on zero
    """
    known = [one for one in values if one is not None] or [0.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low, low + 1.0) if low >= 0 else (low - 1.0, low)
    step = _nice((high - low) / (MOST_LINES - 1))
    first, last = floor(low / step), ceil(high / step)
    digits = max(0, -floor(log10(step) + 1e-9))
    if round(step, digits) != step:
        digits += 1  # 2.5 of its power of ten
    return Scale([at * step for at in range(first, last + 1)], digits)


def stretches(values: Sequence[float | None]) -> Iterator[Sequence[tuple[int, float]]]:
    """Yield values that follow each other, with their places; gaps part them."""
    placed = ((at, value) for at, value in enumerate(values))
    for known, group in groupby(placed, lambda one: one[1] is not None):
        if known:
            yield [(at, value) for at, value in group if value is not None]


def labels(
    starts: Sequence[datetime], step: Step, language: str
) -> Sequence[tuple[int, str]]:
    """Return which places have a label below, and what it says."""
    every = -(-len(starts) // MOST_LABELS) or 1
    return [
        (at, _label(starts[at], step, language)) for at in range(0, len(starts), every)
    ]


def _label(at: datetime, step: Step, language: str) -> str:
    match step:
        case "hour":
            return f"{at:%H:%M}"
        case "day":
            return day(at.date(), language).rpartition(
                " " if language == "en" else SPACE
            )[0]
        case "month":
            return say(MONTHS[at.month - 1], language)[:3]


def _nice(step: float) -> float:
    """Return the round number that is not smaller."""
    power: float = 10.0 ** floor(log10(step))
    return power * next(one for one in NICE if one >= step / power - 1e-9)
