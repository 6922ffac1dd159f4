"""What is known of how full containers were: marks, whoever made them. Pure.

A mark is a moment at which something was known of a container: a sensor's reading, what
somebody saw, an emptying with or without a level before. Times are hours since 1970 in
UTC, levels shares of the volume; both NaN where nobody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
SEEN_SLACK: Final = 0.125  #: half of what lies between two levels that can be tapped
WEIGHED_SLACK: Final = 0.1  #: what is weighed is not equally dense


def hours_of(at: datetime) -> float:
    """Return a moment as hours since 1970."""
    return (at - EPOCH) / HOUR


def moment_of(hours: float) -> datetime:
    """Return the moment so many hours after 1970."""
    return EPOCH + hours * HOUR


@dataclass(frozen=True, kw_only=True)
class Containers:
    """What a forecast knows of containers themselves, one place in each row.

    kinds, places: numbers of the fraction, and of the isle, street or block; -1: none
    since_h: when each was put up
    """

    urns: Sequence[str]
    kinds: Indices
    places: Indices
    capacity_l: Numbers
    since_h: Numbers


class Mark(NamedTuple):
    """One mark; see `Marks`."""

    container: int
    at_h: float
    level: float
    slack: float = 0.0
    emptied: bool = False
    after: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Marks in the order of containers, and of time within each.

    slack: half of the interval in which the level lies
    emptied: the container was emptied then; `after` is what was left
    """

    container: Indices
    at_h: Numbers
    level: Numbers
    slack: Numbers
    emptied: Truths
    after: Numbers

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.at_h)

    def where(self, wanted: Truths | Indices) -> Self:
        """Return some of them, in their order."""
        return type(self)(
            container=self.container[wanted],
            at_h=self.at_h[wanted],
            level=self.level[wanted],
            slack=self.slack[wanted],
            emptied=self.emptied[wanted],
            after=self.after[wanted],
        )

    def begun(self) -> Indices:
        """Return for each mark the emptying of its container before it; -1: none."""
        numbers = np.arange(len(self))
        last = np.maximum.accumulate(np.where(self.emptied, numbers, -1))
        before = np.concatenate([[-1], last[:-1]]) if len(self) else last
        mine = (before >= 0) & (self.container[before] == self.container)
        return np.where(mine, before, -1)


def in_order(marks: Marks) -> Marks:
    """Put marks in the order of containers, and of time within each."""
    return marks.where(np.lexsort((marks.at_h, marks.container)))


def marks_of(rows: Sequence[Mark]) -> Marks:
    """Lay out marks a row each, in order."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(Mark._fields)
    return in_order(
        Marks(
            container=np.array(columns[0], dtype=np.int64),
            at_h=np.array(columns[1], dtype=float),
            level=np.array(columns[2], dtype=float),
            slack=np.array(columns[3], dtype=float),
            emptied=np.array(columns[4], dtype=bool),
            after=np.array(columns[5], dtype=float),
        )
    )
