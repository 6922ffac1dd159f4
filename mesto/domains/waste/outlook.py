"""How full a container will be: what a forecast says, and what follows from it. Pure.

The forecast writes it, plans and screens read it; none of them knows the other.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

import msgspec

from mesto.domains.waste.nouns import Share

#: The quantiles an outlook gives, ascending; the third is the middle.
QUANTILES: Final = (0.05, 0.1, 0.5, 0.9, 0.95)
FULL: Final = 1.0  #: share of the volume; above it waste lies beside the container


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """How full a container will be if nobody empties it.

    Levels are shares of the volume and may pass 1: how much would lie beside it. They
    never fall from one moment to the next.

    levels: by moment `begins + i * step_h`, the quantiles of `QUANTILES`
    """

    made_at: datetime
    begins: datetime
    step_h: float = 6.0
    levels: Sequence[tuple[float, float, float, float, float]]
    by: str = ""  #: which model made it
    grounds: Sequence[str] = ()  #: what it knew: sensor, seen, emptyings, neighbours

    @property
    def ends(self) -> datetime:
        """The last moment it speaks of."""
        return self.begins + timedelta(hours=self.step_h) * (len(self.levels) - 1)

    def level(self, at: datetime, quantile: int = 2) -> float:
        """Return a quantile (by its place in `QUANTILES`) at a moment; held outside."""
        whole, part = self._place(at)
        here = self.levels[whole][quantile]
        if not part:
            return here
        return here + part * (self.levels[whole + 1][quantile] - here)

    def chance_above(self, limit: Share, at: datetime) -> float:
        """Return the probability in [0, 1] that it holds more than `limit` by then."""
        known = [self.level(at, number) for number in range(len(QUANTILES))]
        if limit < known[0]:
            return 1.0 - QUANTILES[0] * max(limit, 0.0) / max(known[0], 1e-9)
        if limit >= known[-1]:
            above = (limit - known[-1]) / max(known[-1] - known[2], 1e-3)
            return (1 - QUANTILES[-1]) * max(0.0, 1 - above)
        steps = zip(pairwise(known), pairwise(QUANTILES), strict=True)
        low, high, below, upto = next(
            (low, high, below, upto)
            for (low, high), (below, upto) in steps
            if low <= limit < high
        )
        return 1 - (below + (upto - below) * (limit - low) / (high - low))

    def full_at(self, quantile: int = 2, limit: float = FULL) -> datetime | None:
        """Return when a quantile reaches the limit; None: not as far as it looks."""
        reached = bisect_right(self.levels, limit, key=lambda one: one[quantile])
        if reached == len(self.levels):
            return None
        return self.begins + timedelta(hours=self.step_h) * reached

    def _place(self, at: datetime) -> tuple[int, float]:
        """Return the step before a moment, and how far it is past it in [0, 1)."""
        steps = (at - self.begins) / timedelta(hours=self.step_h)
        last = len(self.levels) - 1
        if steps <= 0:
            return 0, 0.0
        if steps >= last:
            return last, 0.0
        return int(steps), steps - int(steps)
