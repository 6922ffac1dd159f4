"""What came into containers in days gone by, from what was told of them. Pure.

Between two levels that are told, with every emptying between them known, what came is
known, and spread evenly over the days. The rest is filled in by what usually comes, and
nothing is learnt from it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from mesto.domains.waste.rehearsal.drawn import HOURS
from mesto.domains.waste.rehearsal.fills import Fills, Floats, Truths

BRIM: Final = 0.995  #: a level that may be any level above
USUAL_DAY: Final = 0.1  #: share of the volume, where nothing tells of any container


class Told(NamedTuple):
    """What is told of one container.

    levels: at the end of days, by their place; shares of the volume
    emptied: by day, how much was taken out that day, shares; None: nobody knows
    """

    levels: Mapping[int, float]
    emptied: Mapping[int, float | None]


class Come(NamedTuple):
    """What came on some days, of each [first, end) evenly."""

    first: int
    end: int
    share: float


def fills_of(told: Sequence[Told], days: int) -> Fills:
    """Return what came into containers on days 0 to `days`."""
    come, known = np.zeros((len(told), days)), np.zeros((len(told), days), bool)
    for row, one in enumerate(told):
        for part in _known(one):
            first, end = max(0, part.first), min(days, part.end)
            come[row, first:end] = part.share / (part.end - part.first)
            known[row, first:end] = True
    come = np.where(known, come, _usual(come, known)[:, None])
    start = [one.levels[min(one.levels)] if one.levels else 0.0 for one in told]
    return Fills(come[:, :, None] * HOURS, known, np.array(start))


def was_emptied(told: Sequence[Told], days: int) -> Truths:
    """Return on which days each container was emptied, containers × days."""
    was = np.zeros((len(told), days), bool)
    for row, one in enumerate(told):
        was[row, [day for day in one.emptied if 0 <= day < days]] = True
    return was


def _known(told: Told) -> Iterator[Come]:
    """Yield what came between levels that follow each other."""
    days = sorted(told.levels)
    for before, after in pairwise(days):
        low, high = told.levels[before], told.levels[after]
        between = [day for day in told.emptied if before < day <= after]
        taken = [told.emptied[day] for day in between]
        if low >= BRIM and high >= BRIM and not between:
            continue
        if all(one is not None for one in taken):
            out = sum(one for one in taken if one is not None)
            yield Come(before + 1, after + 1, max(0.0, high - low + out))
        elif max(between) < after:
            yield Come(max(between) + 1, after + 1, high)


def _usual(come: Floats, known: Truths) -> Floats:
    """Return what each takes on a day; those that tell nothing, as the rest."""
    days = known.sum(axis=1)
    of_all = come[known].mean() if known.any() else USUAL_DAY
    return np.where(days > 0, come.sum(axis=1) / np.maximum(days, 1), of_all)
