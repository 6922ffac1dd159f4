"""Cabinets and feeders: they meter what their lamps draw, and lose the mains."""

from collections.abc import Iterator

import numpy as np

from mesto.simulator.assets import Assets
from mesto.simulator.chance import Chance, Floats
from mesto.simulator.fleets.ills import Ills
from mesto.simulator.fleets.lamps import Lamps
from mesto.simulator.fleets.readings import CabinetReading, FeederReading
from mesto.simulator.fleets.rota import Rota
from mesto.simulator.life.incidents import Trouble

_OWN_W = 35.0  #: of a cabinet's electronics
_CREW_COMES = 0.6  #: share of an outage after which someone opens the door


class Supplies:
    """All cabinets and feeders of a town."""

    def __init__(
        self, chance: Chance, assets: Assets, cabinets: Rota, feeders: Rota
    ) -> None:
        """Take the turns of the cabinets' and the feeders' meters."""
        self._draws = chance.stream("supplies")
        self._rotas = cabinets, feeders
        self._cabinet_of = np.array([one.cabinet for one in assets.feeders], np.int64)
        self._counts = len(assets.cabinets), len(assets.feeders)

    def readings(
        self, since_s: float, until_s: float, ills: Ills, lamps: Lamps
    ) -> Iterator[CabinetReading | FeederReading]:
        """Yield the reports of (since_s, until_s]."""
        dark = ills.now(Trouble.CABINET_DARK)
        hurried = {one.target for one in ills.changed(Trouble.CABINET_DARK, since_s)}
        for cabinet, at_s in self._due(0, since_s, until_s, hurried):
            door = cabinet in dark and (
                at_s
                > dark[cabinet].begin_s
                + _CREW_COMES * (dark[cabinet].end_s - dark[cabinet].begin_s)
            )
            power_w = float(lamps.power_w[lamps.cabinet == cabinet].sum()) + _OWN_W
            yield CabinetReading(
                number=cabinet,
                at_s=at_s,
                voltages_v=self._voltages_v(cabinet, at_s, dark=cabinet in dark),
                powers_w=_phases_w(0.0 if cabinet in dark else power_w),
                energy_kwh=float(lamps.energy_kwh[lamps.cabinet == cabinet].sum()),
                door_open=door,
            )
        hurried = {int(feeder) for one in hurried for feeder in self._feeders_of(one)}
        for feeder, at_s in self._due(1, since_s, until_s, hurried):
            cabinet = int(self._cabinet_of[feeder])
            mine = lamps.feeder == feeder
            yield FeederReading(
                number=feeder,
                at_s=at_s,
                voltages_v=self._voltages_v(cabinet, at_s, dark=cabinet in dark),
                powers_w=_phases_w(float(lamps.power_w[mine].sum())),
                energy_kwh=float(lamps.energy_kwh[mine].sum()),
            )

    def _due(
        self, fleet: int, since_s: float, until_s: float, hurried: set[int]
    ) -> Iterator[tuple[int, float]]:
        """Yield whose turn it is, and who has news."""
        who, at_s = self._rotas[fleet].due(since_s, until_s)
        when = dict(zip(who.tolist(), at_s.tolist(), strict=True))
        yield from (when | dict.fromkeys(sorted(hurried), until_s)).items()

    def _feeders_of(self, cabinet: int) -> list[int]:
        return np.flatnonzero(self._cabinet_of == cabinet).tolist()

    def _voltages_v(
        self, cabinet: int, at_s: float, *, dark: bool
    ) -> tuple[float, float, float]:
        if dark:
            return 0.0, 0.0, 0.0
        noise: Floats = self._draws.normal(cabinet, int(at_s // 60), np.arange(3))
        first, second, third = (232.0 + 1.6 * noise).tolist()
        return first, second, third


def _phases_w(power_w: float) -> tuple[float, float, float]:
    """Share a power between three phases, not quite evenly."""
    return power_w * 0.35, power_w * 0.33, power_w * 0.32
