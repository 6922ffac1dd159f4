"""Level sensors under the lids of waste containers."""

from collections.abc import Iterator

import numpy as np

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.assets import Assets
from mesto.simulator.chance import Chance, Floats
from mesto.simulator.devices.em400_mud import FULL_MM
from mesto.simulator.fleets.ills import Ills
from mesto.simulator.fleets.readings import BinReading
from mesto.simulator.fleets.rota import Rota
from mesto.simulator.life import waste
from mesto.simulator.life.incidents import Incident, Trouble
from mesto.simulator.life.weather import Weather

FIRE_REPORT_S = 120.0
_ROUNDS_S = 60.0  #: how often the lorries' progress is looked at
_URGENT = (Trouble.BIN_BURNS, Trouble.BIN_TILTED)


def containers_of(assets: Assets) -> waste.Containers:
    """Return what containers are like, in arrays."""
    bins = assets.containers
    return waste.Containers(
        daily_fill=np.array([one.daily_fill for one in bins]),
        round_days=np.array([one.round_days for one in bins], np.int64),
        fortnightly=np.array([one.fortnightly for one in bins], np.int64),
        turn=np.array([one.turn for one in bins]),
        depth_mm=np.array([one.depth_mm for one in bins], np.float64),
    )


class Bins:
    """All containers of a town."""

    def __init__(
        self, chance: Chance, assets: Assets, rota: Rota, lorries: waste.ByLorries
    ) -> None:
        """Take the sensors' turns, and what lorries do."""
        self._chance = chance
        self._draws = chance.stream("bins")
        self._bins = containers_of(assets)
        self._sensed = [one.sensed for one in assets.containers]
        self._rota = rota
        self._lorries = lorries
        self._emptied_s: Floats = np.zeros(0)
        self._looked_s = -np.inf

    def readings(
        self, since_s: float, until_s: float, ills: Ills, sky: Weather
    ) -> Iterator[BinReading]:
        """Yield the reports of (since_s, until_s]."""
        who, at_s = self._rota.due(since_s, until_s)
        when = dict(zip(who.tolist(), at_s.tolist(), strict=True))
        for trouble in _URGENT:
            when |= {one.target: until_s for one in ills.changed(trouble, since_s)}
        for container in ills.now(Trouble.BIN_BURNS):
            if until_s // FIRE_REPORT_S > since_s // FIRE_REPORT_S:
                when[container] = until_s
        when = {one: at for one, at in when.items() if self._sensed[one]}
        if when:
            fill = self._fill(until_s)
            for container, at in when.items():
                yield self._reading(container, at, float(fill[container]), ills, sky)

    def _fill(self, at_s: float) -> Floats:
        if at_s - self._looked_s >= _ROUNDS_S or at_s < self._looked_s:
            self._emptied_s = waste.emptied_s(
                self._chance, self._bins, at_s, self._lorries
            )
            self._looked_s = at_s
        return waste.fill(self._chance, self._bins, self._emptied_s, at_s)

    def _reading(
        self, container: int, at_s: float, fill: float, ills: Ills, sky: Weather
    ) -> BinReading:
        fire = ills.now(Trouble.BIN_BURNS).get(container)
        jam = ills.now(Trouble.BIN_JAMMED).get(container)
        outside_c = float(sky.temperature_c) + 0.008 * float(sky.solar_w_m2)
        noise = float(self._draws.normal(container, int(at_s // 60)))
        depth_mm = float(self._bins.depth_mm[container])
        distance_mm = FULL_MM + (depth_mm - FULL_MM) * (1 - fill) + 5.0 * noise
        if jam:
            distance_mm = self._jammed_mm(container, jam, depth_mm)
        return BinReading(
            container=container,
            at_s=at_s,
            distance_mm=distance_mm,
            temperature_c=outside_c
            + 0.3 * noise
            + (_heat_c(fire, at_s) if fire else 0),
            battery=self.battery(container, at_s, ills),
            tilted=container in ills.now(Trouble.BIN_TILTED),
        )

    def battery(self, container: int, at_s: float, ills: Ills) -> float:
        """Return the charge of a sensor's battery, in [0, 1]."""
        if container in ills.now(Trouble.BIN_BATTERY_LOW):
            return 0.04 + 0.08 * float(self._draws.uniform(container, 3))
        changed_days = 2000 * float(self._draws.uniform(container, 4))
        return 1 - 0.7 * ((at_s / DAY_S + changed_days) % 2000) / 2000

    def _jammed_mm(self, container: int, jam: Incident, depth_mm: float) -> float:
        """Return what a jammed sensor repeats: dirt hangs somewhere before it."""
        share = 0.25 + 0.5 * float(self._draws.uniform(container, jam.slot, 5))
        return depth_mm * share


def _heat_c(fire: Incident, at_s: float) -> float:
    """Return by how much a fire heats the sensor: fast up, then slowly down."""
    gone_h = max(at_s - fire.begin_s, 0.0) / HOUR_S
    return 95.0 * min(1.0, 0.65 + gone_h * 10) * float(np.exp(-0.35 * gone_h))
