"""How full a container is so long after it was emptied, by looking back. Pure.

Levels at emptyings tell nothing of a rate: a container that fills fast is emptied soon,
so that they are much alike after any time, and cut at full. What was seen after about
as long is the better guide: a curve of the whole town, moved by how this container
differed from it after similar times. With little to look back on the curve remains.

Source: Nadaraya and Watson's kernel regression, shrunk to a prior mean.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np

from mesto.domains.waste.forecast.marks import Indices, Numbers, Truths
from mesto.domains.waste.forecast.strides import Points

SIMILAR: Final = 0.35  #: of log hours: how far apart times are still alike
FADES_H: Final = 30 * 24.0  #: so old, what was seen counts half
BENDS: Final = (40, 200)  #: so many levels bear a curve that bends once, and twice
DOUBT: Final = 0.5  #: so much the town's curve counts, of one look back
OWN: Final = 30  #: at most so many looks back
FEWEST_KINDS: Final = 8  #: levels of a kind before its own mean counts
AGES: Final = (2.0, 1_500.0)  #: hours; outside a curve is not bent any more
#: What is believed where nothing was ever seen: 70 % after five days, and a third of
#: the way from there with the logarithm of time.
PRIOR: Final = (0.7, 120.0, 0.18)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """How levels rise with the time since the emptying, in a whole town."""

    coefficients: Numbers  #: of powers of log hours
    low: float  #: log hours, ends of what was seen
    high: float

    def __call__(self, age_h: Numbers) -> Numbers:
        """Return the level after so many hours."""
        at = np.clip(log_hours(age_h), self.low, self.high)
        told = np.polynomial.polynomial.polyval(at, self.coefficients)
        return np.asarray(told, dtype=float)


def log_hours(age_h: Numbers) -> Numbers:
    """Return the logarithm of hours, within what can be spoken of."""
    return np.log(np.clip(age_h, *AGES))


def curve_of(points: Points, until_h: float) -> Curve:
    """Draw the curve of a town through what was seen before a moment."""
    seen = points.at_h < until_h
    age, level = log_hours(points.age_h[seen]), points.level[seen]
    at, from_h, slope = PRIOR
    believed = np.log(from_h) + np.array([-1.0, 0.0, 1.0])
    age = np.concatenate([age, believed])
    level = np.concatenate([level, at + slope * np.array([-1.0, 0.0, 1.0])])
    degree = 1 + bisect_right(BENDS, len(age))
    fitted = np.polynomial.polynomial.polyfit(age, level, degree).astype(float)
    low, high = np.quantile(age, [0.005, 0.995])
    return Curve(coefficients=fitted, low=float(low), high=float(high))


class LookBack:
    """Finds what was seen last of whatever it is asked for, by numbers of groups."""

    def __init__(self, groups: Indices, at_h: Numbers) -> None:
        """Sort what was seen by group and time."""
        self._order = np.lexsort((at_h, groups))
        self._groups = groups[self._order]
        self._begin_h = float(at_h.min()) if len(at_h) else 0.0
        self._width = (float(at_h.max()) - self._begin_h if len(at_h) else 0.0) + 1e6
        self._keys = self._key(self._groups, at_h[self._order])

    def last(
        self, groups: Indices, until_h: Numbers, most: int
    ) -> tuple[Indices, Truths]:
        """Return the places of the last few of each group seen by a moment.

        Both are of shape (len(groups), most), the newest first; the second tells which
        there are.
        """
        shape = (len(groups), most)
        if not len(self._keys):
            return np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
        end = np.searchsorted(self._keys, self._key(groups, until_h), side="right")
        place = end[:, None] - 1 - np.arange(most)[None, :]
        there = place >= 0
        place = np.maximum(place, 0)
        there &= (self._groups[place] == groups[:, None]) & (groups >= 0)[:, None]
        return self._order[place], there

    def _key(self, groups: Indices, at_h: Numbers) -> Numbers:
        within = np.clip(at_h - self._begin_h, -1.0, self._width - 2.0)
        return groups * self._width + within


def weighted(values: Numbers, weights: Numbers, doubt: float = 0.0) -> Numbers:
    """Return each row's mean, shrunk to zero by `doubt`; NaN without any weight."""
    total = weights.sum(axis=1) + doubt
    summed = (weights * values).sum(axis=1)
    mean = np.full(len(total), np.nan)
    np.divide(summed, total, out=mean, where=total > 0)
    return mean


def fading(known_h: Numbers, seen_h: Numbers, half_h: float) -> Numbers:
    """Return how much what was seen still counts: half after `half_h`."""
    old_h = np.maximum(known_h[:, None] - seen_h, 0.0)
    return np.asarray(0.5 ** (old_h / half_h))


def alike(age: Numbers, ages: Numbers, width: float) -> Numbers:
    """Return how alike times since the emptying are, log hours, in [0, 1]."""
    return np.asarray(np.exp(-0.5 * ((ages - age[:, None]) / width) ** 2))
