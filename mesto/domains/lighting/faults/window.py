"""The last readings of one lamp, in the order of their own time. Pure.

Reports come in parts, late, twice, or not at all. A window puts every part where its
own time says, so that what is read from it does not depend on when it came.
"""

from array import array
from collections.abc import Iterator
from math import inf, isnan, nan
from typing import NamedTuple

ROWS = 32  #: eight hours of a lamp that reports every 15 minutes
HOLDS_S = 4_000.0  #: a level, and a driver's health, are believed so long
ATTRIBUTES = (
    "illuminanceLevel",
    "powerState",
    "powerConsumption",
    "voltage",
    "powerFactor",
    "status",
)  #: what a window keeps, in the order of its columns
_WIDTH = len(ATTRIBUTES)
_COLUMN = {name: at for at, name in enumerate(ATTRIBUTES)}
_NOTHING = array("f", [nan] * _WIDTH)
_NO_TIMES, _NOTHING_SAID = array("d"), array("f")
_CODES = {"off": 0.0, "on": 1.0, "low": 1.0, "ok": 0.0, "defectiveLamp": 1.0}


class Reading(NamedTuple):
    """What a lamp said at one moment; nan where it did not say."""

    at_s: float  #: since 1970
    level: float  #: it was told to burn at, [0, 1]
    power_w: float
    volts: float
    factor: float  #: power factor
    failed: float  #: 1: its driver reports that the light source failed; 0: it does not


class Window:
    """Up to `ROWS` readings of one lamp, packed: a town may have 100,000.

    What was said is kept with seven digits; no lamp measures as many.
    """

    __slots__ = ("_said", "_times")

    def __init__(self) -> None:
        """Know nothing."""
        self._times = _NO_TIMES  #: of each row, since 1970, s
        self._said = _NOTHING_SAID  #: row by row

    def note(self, attribute: str, value: object, at_s: float) -> bool:
        """Keep what was said; False where it is of no use, or known already."""
        column = _COLUMN.get(attribute)
        said = _read(value)
        if column is None or isnan(said):
            return False
        row = self._row(at_s)
        if row < 0:
            return False
        place = row * _WIDTH + column
        known = self._said[place]
        self._said[place] = said
        return self._said[place] != known

    def readings(self) -> list[Reading]:
        """Return what was said, oldest first.

        A controller that spares the air tells health and meters in turns, so level and
        health are those that held when the meter was read.
        """
        return list(self._filled())

    def _filled(self) -> Iterator[Reading]:
        level, told_s, health, asked_s = nan, -inf, nan, -inf
        for row, at_s in enumerate(self._times):
            start = row * _WIDTH
            said, on, power_w, volts, factor, failed = self._said[
                start : start + _WIDTH
            ]
            if on == 0.0:
                said = 0.0
            elif isnan(said) and on == 1.0 and (isnan(level) or level == 0.0):
                said = 1.0
            if not isnan(said):
                level, told_s = said, at_s
            if not isnan(failed):
                health, asked_s = failed, at_s
            held = level if at_s - told_s <= HOLDS_S else nan
            still = health if at_s - asked_s <= HOLDS_S else nan
            yield Reading(at_s, held, power_w, volts, factor, still)

    def _row(self, at_s: float) -> int:
        """Return the row of a moment; make one; -1 for what is too old."""
        row = len(self._times)
        while row and self._times[row - 1] > at_s:
            row -= 1
        if row and self._times[row - 1] == at_s:
            return row - 1
        if not self._times:  # what is empty is shared by all that are
            self._times, self._said = array("d"), array("f")
        full = len(self._times) == ROWS
        if full and row == 0:
            return -1
        self._times.insert(row, at_s)
        self._said[row * _WIDTH : row * _WIDTH] = _NOTHING
        if full:
            del self._times[0], self._said[:_WIDTH]
            row -= 1
        return row


def _read(value: object) -> float:
    """Read a number, or the code of a word; nan for anything else."""
    if isinstance(value, bool):
        return nan
    if isinstance(value, int | float):
        return float(value)
    return _CODES.get(value, nan) if isinstance(value, str) else nan
