"""Learns from marks how containers fill, and foretells levels with their intervals.

Boosting is only called for where there is enough to learn from; looking back alone
serves until then. Both are judged the same way: what was seen late is foretold by what
was learnt early, and the misses make the intervals.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

import numpy as np

from mesto.domains.waste.forecast.calibration import Calibration, calibrate
from mesto.domains.waste.forecast.features import Memory, describe, memory_of
from mesto.domains.waste.forecast.marks import (
    Containers,
    Marks,
    Numbers,
    Truths,
)
from mesto.domains.waste.forecast.spans import Spans
from mesto.domains.waste.forecast.strides import Points, Strides, points_of, strides_of

FEWEST: Final = 400  #: strides before boosting is worth its while
MOST: Final = 60_000  #: strides that are learnt from, the newest of them
FADES_H: Final = 60 * 24.0  #: so old, a stride counts half
PARTS: Final = (0.4, 0.6, 0.8, 1.0)  #: of all strides: learnt from, then judged
TURN: Final = 25  #: strides that are judged together
YEAR_H: Final = 365.25 * 24
SEASON: Final = 0.25  #: years


class Told(Protocol):
    """Foretells a number a row."""

    def __call__(self, table: Numbers) -> Numbers:
        """Return what each row is foretold."""
        ...


@dataclass(frozen=True, kw_only=True)
class Town:
    """All that is known of how the containers of a town fill."""

    containers: Containers
    points: Points
    strides: Strides  #: in the order of their ends
    spans: Spans


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """Levels that were foretold, shares of the volume; they may pass 1.

    quantiles: of shape (len(middle), len(QUANTILES))
    expected: by looking back alone
    """

    middle: Numbers
    quantiles: Numbers
    expected: Numbers


@dataclass(frozen=True, kw_only=True)
class Model:
    """What was learnt of a town until a moment."""

    town: Town
    memory: Memory
    names: Sequence[str]
    middle: Told | None  #: None: looking back alone
    spread: Told | None
    usual_miss: float
    calibration: Calibration
    learnt_from: int  #: strides

    def foretell(self, strides: Strides, widening: float = 1.0) -> Foretold:
        """Foretell the levels at the ends of strides."""
        columns = describe(strides, self.memory, self.town.spans)
        middle, spread = self._by(columns)
        quantiles = self.calibration.around(middle, spread, widening)
        return Foretold(
            middle=middle, quantiles=quantiles, expected=columns["expected"]
        )

    def _by(self, columns: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
        expected = columns["expected"]
        if self.middle is None or self.spread is None:
            return expected, np.full(len(expected), self.usual_miss)
        table = _table(columns, self.names)
        return expected + self.middle(table), self.spread(table)


def town_of(marks: Marks, containers: Containers, spans: Spans) -> Town:
    """Lay out what is known of a town for learning."""
    strides = strides_of(marks, containers)
    return Town(
        containers=containers,
        points=points_of(marks, containers),
        strides=strides.where(np.argsort(strides.end_h, kind="stable")),
        spans=spans,
    )


def learn(town: Town, until_h: float) -> Model:
    """Learn from all that ended before a moment."""
    strides = town.strides.where(town.strides.end_h < until_h)
    strides = strides.where(np.arange(max(0, len(strides) - MOST), len(strides)))
    memory = memory_of(town.containers, town.points, until_h)
    columns = describe(strides, memory, town.spans)
    expected = columns["expected"]
    wanted = wanted_of(strides, expected)
    if len(strides) < FEWEST:
        misses = wanted - expected
        usual = float(np.abs(misses).mean()) if len(misses) else 0.2
        spread = np.full(len(misses), usual)
        return Model(
            town=town,
            memory=memory,
            names=(),
            middle=None,
            spread=None,
            usual_miss=usual,
            calibration=calibrate(misses, spread),
            learnt_from=len(strides),
        )
    names = _names(columns, strides)
    table, weights = _table(columns, names), _weights(strides, until_h)
    return _boosted(town, memory, names, (table, wanted - expected, weights))


def wanted_of(strides: Strides, expected: Numbers) -> Numbers:
    """Return the levels to learn: of an interval, what is nearest to the expected.

    Who tapped 50 % has told that it was between 37 and 63 %, and no more.
    """
    low, high = strides.level - strides.slack, strides.level + strides.slack
    return np.clip(expected, low, high)


def _boosted(
    town: Town,
    memory: Memory,
    names: Sequence[str],
    lesson: tuple[Numbers, Numbers, Numbers],
) -> Model:
    """Learn the middle from all, and its misses from what was foretold in between."""
    from mesto.domains.waste.forecast.regression import middle_of, spread_of

    table, wanted, weights = lesson
    judged = np.zeros(len(wanted), dtype=bool)
    misses = np.zeros(len(wanted))
    for early, late in _parts(len(wanted)):
        middle = middle_of(table[early], wanted[early], weights[early], seeds=1)
        misses[late] = wanted[late] - middle(table[late])
        judged |= late
    lesson = table[judged], np.abs(misses[judged]), weights[judged]
    spread = spread_of(*lesson)
    expected = _apart(lesson)
    return Model(
        town=town,
        memory=memory,
        names=names,
        middle=middle_of(table, wanted, weights),
        spread=spread,
        usual_miss=float(np.abs(misses[judged]).mean()),
        calibration=calibrate(misses[judged], expected),
        learnt_from=len(wanted),
    )


def _apart(lesson: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """Return the misses that are expected of each row by what the others taught.

    By itself a row is expected to be missed as it was: intervals would be too narrow.
    """
    from mesto.domains.waste.forecast.regression import spread_of

    table, misses, weights = lesson
    turn = np.arange(len(misses)) // TURN % 2 == 0
    expected = np.empty(len(misses))
    for some in (turn, ~turn):
        expected[some] = spread_of(table[~some], misses[~some], weights[~some])(
            table[some]
        )
    return expected


def _parts(count: int) -> Iterator[tuple[Truths, Truths]]:
    """Yield which are learnt from, and which are judged by that, in order of time."""
    edges = [int(part * count) for part in PARTS]
    numbers = np.arange(count)
    for begin, end in pairwise(edges):
        yield numbers < begin, (numbers >= begin) & (numbers < end)


def _weights(strides: Strides, until_h: float) -> Numbers:
    """Return how much strides count: new ones more, what was only seen half."""
    old = 0.5 ** ((until_h - strides.end_h) / FADES_H)
    return np.asarray(np.where(strides.slack > 0, 0.5, 1.0) * old)


def _names(columns: Mapping[str, Numbers], strides: Strides) -> list[str]:
    """Return the columns that are learnt by; the season only where years are known."""
    years = (strides.end_h.max() - strides.end_h.min()) / YEAR_H
    return [one for one in columns if one != "warmth" or years > SEASON]


def _table(columns: Mapping[str, Numbers], names: Sequence[str]) -> Numbers:
    return np.column_stack([columns[one] for one in names])
