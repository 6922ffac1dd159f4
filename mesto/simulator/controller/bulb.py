"""A lamp with its controller: orders, a programme of its own, a meter. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from mesto.simulator.life.lighting import power_w

DAY_S = 86_400
HOUR_S = 3600.0
USUAL: Sequence[tuple[float, float]] = ((0.0, 0.8),)
HUNGER_W = 6.0  #: of a controller that never rests


class Defect(StrEnum):
    """One way in which a controller is broken."""

    STUCK = "stuck"  #: acknowledges orders and does not dim
    WASTEFUL = "wasteful"  #: draws full power at every level
    HUNGRY = "hungry"  #: draws too much while it is dark
    BACKWARD = "backward"  #: its meter runs backwards
    SILENT = "silent"  #: reports when it is ordered, never by itself
    STUBBORN = "stubborn"  #: never returns to its programme
    DREAMLESS = "dreamless"  #: keeps no programme
    FRAGILE = "fragile"  #: a message it does not know ends it
    PROUD = "proud"  #: does not tell that it has failed


class Bulb:
    """One lamp, moment by moment; moments are seconds of its local clock."""

    def __init__(self, rated_w: float, at_s: float, defects: set[Defect]) -> None:
        """Follow the usual programme from a moment on."""
        self.rated_w = rated_w
        self.defects = defects
        self.failed = False
        self.dead = False
        self.energy_kwh = 50.0
        self.ordered: float | None = None  #: share of full
        self._steps = USUAL
        self._at_s = at_s
        self.level = self._planned(at_s)

    @property
    def power_w(self) -> float:
        """Return what it draws."""
        level = 0.0 if self.failed else self.level
        if level > 0 and Defect.WASTEFUL in self.defects:
            level = 1.0
        if level == 0 and Defect.HUNGRY in self.defects:
            return HUNGER_W
        return float(power_w(self.rated_w, level))

    @property
    def told_failed(self) -> bool:
        """Return what it says of its health."""
        return self.failed and Defect.PROUD not in self.defects

    def order(self, level: float | None) -> None:
        """Obey a level, share of full; None: follow the programme again."""
        if level is None and Defect.STUBBORN in self.defects:
            return
        self.ordered = level

    def keep(self, steps: Sequence[tuple[float, float]]) -> None:
        """Keep a programme: from a second of the day on, a level."""
        if Defect.DREAMLESS not in self.defects:
            self._steps = sorted(steps)

    def step(self, at_s: float) -> bool:
        """Burn on until a moment; tell whether the light has changed."""
        passed_h = max(at_s - self._at_s, 0.0) / HOUR_S
        sign = -1 if Defect.BACKWARD in self.defects else 1
        self.energy_kwh += sign * self.power_w * passed_h / 1000
        self._at_s = at_s
        before = self.level
        if Defect.STUCK not in self.defects:
            self.level = self._planned(at_s) if self.ordered is None else self.ordered
        return self.level != before

    def _planned(self, at_s: float) -> float:
        """Return the level of the step that began last."""
        return min(self._steps, key=lambda one: (at_s - one[0]) % DAY_S)[1]
