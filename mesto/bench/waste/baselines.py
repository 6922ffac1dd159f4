"""The simple ways to foretell a level, for comparison: each week from those before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp, log
from typing import Final, NamedTuple

import numpy as np

from mesto.bench.waste.emptyings import Emptied
from mesto.bench.waste.score import Numbers

WEEK: Final = timedelta(days=7)
LEAST: Final = 0.05  #: share of the volume, and of a day
SHRUNK: Final = 3  #: so many strides of all bins count for each
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
    last, means, rates = [], [], []
    for week in sorted({one.week for one in told}):
        known = [one.next for one in strides if one.week < week]
        every = float(np.mean([one.level for one in known]))
        mean = {
            each[0].site: float(np.mean([one.level for one in each]))
            for each in _by_site(known)
        }
        rate = _log_rates([one for one in strides if one.week < week])
        these = [one for one in told if one.week == week]
        last += [one.last.level for one in these]
        means += [mean.get(one.next.site, every) for one in these]
        rates += [
            min(1.0, exp(rate.get(one.next.site, rate[""])) * _days(one))
            for one in these
        ]
    seen = np.array([one.next.level for one in told])
    ways = {"last level": last, "mean of the bin": means, "rate times days": rates}
    return seen, {name: np.array(one) for name, one in ways.items()}


def _log_rates(strides: Sequence[Stride]) -> Mapping[str, float]:
    """Return the logarithm of the share a day by site, shrunk to that of all (``)."""
    found: dict[str, list[float]] = {}
    for one in strides:
        rate = log(max(one.next.level, LEAST) / _days(one))
        found.setdefault(one.next.site, []).append(rate)
    every = float(np.mean([rate for rates in found.values() for rate in rates]))
    shrunk = {
        site: (sum(rates) + SHRUNK * every) / (len(rates) + SHRUNK)
        for site, rates in found.items()
    }
    return {"": every, **shrunk}


def _days(stride: Stride) -> float:
    return max((stride.next.at - stride.last.at) / timedelta(days=1), LEAST)
