"""What comes into containers, step by step of a day. Pure."""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]
Truths: TypeAlias = NDArray[np.bool_]

STEPS: Final = 8  #: of a day
PLANNED: Final = 1  #: steps gone when the day is planned: 03:00
EMPTIED: Final = 3  #: steps gone when vehicles come: 09:00


class Fills(NamedTuple):
    """What comes into containers, whether they are emptied or not.

    come: shares of the volume, containers × days × STEPS
    known: of each container and day, whether anything tells of it; the rest is filled
        in by what usually comes
    start: level of each container when the first day begins
    """

    come: Floats
    known: Truths
    start: Floats

    @property
    def containers(self) -> int:
        """How many there are."""
        return int(self.come.shape[0])

    @property
    def days(self) -> int:
        """How many there are."""
        return int(self.come.shape[1])

    def between(self, first: int, second: int) -> Floats:
        """Return what comes from one day's plan to another's, containers × days.

        Days run from `first` to before `second`; each from its plan to the next.
        """
        steps = self.come.reshape(self.containers, -1)
        before = np.concatenate(
            (np.zeros((self.containers, 1)), np.cumsum(steps, axis=1)), axis=1
        )
        at = np.arange(first, second) * STEPS + PLANNED
        return before[:, np.minimum(at + STEPS, before.shape[1] - 1)] - before[:, at]

    def mornings(self, first: int, second: int) -> Floats:
        """Return what comes from a day's plan until vehicles come, containers × days.

        Days run from `first` to before `second`.
        """
        come: Floats = self.come[:, first:second, PLANNED:EMPTIED].sum(axis=2)
        return come
