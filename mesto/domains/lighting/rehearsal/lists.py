"""Many short lists as two arrays: what is in them, and where each begins. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Lists(NamedTuple):
    """Lists of numbers of rows; list `i` is `items[begins[i]:begins[i + 1]]`."""

    begins: Numbers
    items: Numbers

    def each_of(self, chosen: Numbers) -> tuple[Numbers, Numbers]:
        """Return the lists of `chosen`, one after the other.

        Returns for each item the place in `chosen` it comes from, and the place in
        `items` it stands at.
        """
        counts = self.begins[chosen + 1] - self.begins[chosen]
        came_from = np.repeat(np.arange(len(chosen)), counts)
        before = np.cumsum(counts) - counts
        inside = np.arange(len(came_from)) - before[came_from]
        return came_from, self.begins[chosen][came_from] + inside


def lists_of(lists: Sequence[Iterable[int]]) -> Lists:
    """Put lists together."""
    each = [list(one) for one in lists]
    begins = np.zeros(len(each) + 1, np.int64)
    np.cumsum([len(one) for one in each], out=begins[1:])
    items = [item for one in each for item in one]
    return Lists(begins, np.array(items, np.int64))
