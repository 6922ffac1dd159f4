"""The simple ways to foretell a level, for comparison: each week from those before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from mesto.bench.waste.emptyings import Emptied
from mesto.bench.waste.score import Numbers

WEEK: Final = timedelta(days=7)
FIRST_WEEK: Final = 2  #: that is foretold; weeks before teach only


class Stride(NamedTuple):
    """From one emptying of a container to the next."""

    last: Emptied
    next: Emptied
    week: int  #: in which it ends, from the first emptying of the file


def strides_of(emptied: Sequence[Emptied]) -> list[Stride]:
    """Return what lies between emptyings, in the order of their ends."""
    begin = min(one.at for one in emptied)
    found = [
        Stride(last, later, _week(later.at, begin))
        for each in _by_site(emptied)
        for last, later in pairwise(each)
    ]
    return sorted(found, key=lambda one: (one.next.at, one.next.site))


def _week(at: datetime, begin: datetime) -> int:
    return (at - begin) // WEEK


def _by_site(emptied: Sequence[Emptied]) -> Iterator[list[Emptied]]:
    sites: dict[str, list[Emptied]] = {}
    for one in emptied:
        sites.setdefault(one.site, []).append(one)
    yield from sites.values()


def baselines(emptied: Sequence[Emptied]) -> tuple[Numbers, Mapping[str, Numbers]]:
    """Return what was seen, and what each simple way foretold."""
    strides = strides_of(emptied)
    told = [one for one in strides if one.week >= FIRST_WEEK]
    last, means = [], []
    for week in sorted({one.week for one in told}):
        known = [one.next for one in strides if one.week < week]
        every = float(np.mean([one.level for one in known]))
        mean = {
            each[0].site: float(np.mean([one.level for one in each]))
            for each in _by_site(known)
        }
        these = [one for one in told if one.week == week]
        last += [one.last.level for one in these]
        means += [mean.get(one.next.site, every) for one in these]
    seen = np.array([one.next.level for one in told])
    return seen, {"last level": np.array(last), "mean of the bin": np.array(means)}
