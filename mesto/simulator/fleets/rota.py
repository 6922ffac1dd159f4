"""When each device of a fleet speaks."""

from dataclasses import dataclass

import numpy as np

from mesto.simulator.chance import Chance, Floats, Whole


@dataclass(frozen=True)
class Rota:
    """A fleet's turns: everyone once at the beginning, then every `period_s`."""

    start_s: float
    period_s: float
    first_s: Floats  #: delay of the first turn after the start, one a device
    phase_s: Floats

    @classmethod
    def of(
        cls, chance: Chance, count: int, period_s: float, start_s: float, hello_s: float
    ) -> "Rota":
        """Stagger a fleet.

        hello_s: within which everyone has spoken once
        """
        devices = np.arange(count)
        return cls(
            start_s=start_s,
            period_s=period_s,
            first_s=chance.uniform(devices, 1) * hello_s,
            phase_s=chance.uniform(devices, 2) * period_s,
        )

    def due(self, since_s: float, until_s: float) -> tuple[Whole, Floats]:
        """Return who speaks in (since_s, until_s], and when."""
        turn = np.floor((until_s - self.phase_s) / self.period_s)
        at_s = turn * self.period_s + self.phase_s
        first_s = self.start_s + self.first_s
        greets = (first_s > since_s) & (first_s <= until_s)
        at_s = np.where(greets, first_s, at_s)
        who = np.flatnonzero((at_s > since_s) & (at_s >= first_s))
        return who, at_s[who]
