"""Lamp controllers: they follow the calendar in their memory, and obey."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from mesto.simulator.almanac import DAY_S, HOUR_S, YEAR_S
from mesto.simulator.assets import Assets
from mesto.simulator.assets.lighting import METERED_SINCE_S
from mesto.simulator.chance import Chance, Floats, Truths, Whole
from mesto.simulator.fleets.ills import Ills
from mesto.simulator.fleets.readings import LampReading
from mesto.simulator.fleets.rota import Rota
from mesto.simulator.life import lighting
from mesto.simulator.life.incidents import Incident, Trouble

CYCLE_S = 400.0  #: of a lamp that goes out and comes back
OBEYS_S = 8 * HOUR_S  #: then the calendar is followed again
HASTE_S = 240.0  #: within which a change is reported
GASP_S = 20.0  #: within which the last report is sent when the mains is lost


@dataclass(frozen=True)
class Place:
    """Where the sun is seen from."""

    latitude: float
    longitude: float


class Lamps:
    """All lamps of a town."""

    def __init__(
        self, chance: Chance, assets: Assets, place: Place, rota: Rota, start_s: float
    ) -> None:
        """Start with what the calendar has burned so far on the meters."""
        lamps = assets.lamps
        self._draws = chance.stream("lamps")
        self._place = place
        self._rota = rota
        self._who = np.arange(len(lamps))
        self._rated_w = np.array([lamp.rated_w for lamp in lamps])
        self._switch_deg = np.array([lamp.switch_deg for lamp in lamps])
        self.feeder = np.array([lamp.feeder for lamp in lamps], np.int64)
        cabinets = np.array([feeder.cabinet for feeder in assets.feeders], np.int64)
        self.cabinet: Whole = cabinets[self.feeder]
        self._told = np.full(len(lamps), np.nan)  #: level ordered; nan: none
        self._told_until_s = np.zeros(len(lamps))
        self._report_s = np.full(len(lamps), np.inf)
        burned = self._burned(METERED_SINCE_S, start_s)
        self.energy_kwh = base_kwh(assets, place) + burned
        self.level: Floats = np.zeros(len(lamps))
        self.power_w: Floats = np.zeros(len(lamps))
        self.powered: Truths = np.ones(len(lamps), np.bool_)
        self._spoke: Truths = np.zeros(len(lamps), np.bool_)
        self._fresh = True

    def tell(self, lamp: int, level: float, at_s: float, until_s: float = 0) -> None:
        """Obey an order to dim to `level`, in [0, 1], for a while.

        until_s: when the calendar is followed again; 0 for the usual while
        """
        self._told[lamp] = level
        self._told_until_s[lamp] = until_s or at_s + OBEYS_S
        self._report_s[lamp] = at_s

    def release(self, lamp: int, at_s: float) -> None:
        """Follow the calendar again."""
        self._told[lamp] = np.nan
        self._report_s[lamp] = at_s

    def go(self, since_s: float, until_s: float, ills: Ills) -> None:
        """Move on: switch, burn, meter, and note who has something to tell."""
        self._told[self._told_until_s <= until_s] = np.nan
        level = self._wanted(until_s, ills)
        powered = ~np.isin(self.cabinet, list(ills.now(Trouble.CABINET_DARK)))
        self._note_changes(level, powered, until_s)
        self.level, self.powered = level, powered
        self.power_w = self._drawn_w(until_s, ills)
        self.energy_kwh += self.power_w * (until_s - since_s) / 3.6e6
        for trouble in (Trouble.LAMP_FAILED, Trouble.LAMP_CYCLING):
            for incident in ills.changed(trouble, since_s):
                self._hurry(incident, until_s)

    def leap(self, since_s: float, until_s: float) -> None:
        """Let time pass unseen: the meters go on by the calendar."""
        self.energy_kwh += self._burned(since_s, until_s)

    def readings(
        self, since_s: float, until_s: float, ills: Ills, *, outside_c: float
    ) -> Iterator[LampReading]:
        """Yield the reports of (since_s, until_s], of those with mains or dying."""
        who, at_s = self._rota.due(since_s, until_s)
        hurried = np.flatnonzero(self._report_s <= until_s)
        when = dict(zip(who.tolist(), at_s.tolist(), strict=True))
        dying = set(hurried[~self.powered[hurried]].tolist())
        for lamp, at in zip(hurried.tolist(), self._report_s[hurried], strict=True):
            when[lamp] = max(float(at), since_s)
        self._report_s[hurried] = np.inf
        hasty = set(hurried.tolist())
        failed = ills.now(Trouble.LAMP_FAILED)
        for lamp, at in when.items():
            if self.powered[lamp] or lamp in dying:
                reading = self._reading(lamp, at, outside_c, failed=lamp in failed)
                whole = lamp in hasty or not self._spoke[lamp]
                self._spoke[lamp] = True
                yield reading if whole else self._half(reading)

    def _burned(self, since_s: float, until_s: float) -> Floats:
        """Return what each lamp draws between two moments by the calendar, kWh."""
        burned = lighting.burn(
            since_s,
            until_s,
            latitude=self._place.latitude,
            longitude=self._place.longitude,
        )
        return burned.energy_kwh(self._rated_w, until_s)

    def _half(self, reading: LampReading) -> LampReading:
        """Tell health and meters in turns, to spare the air."""
        odd = bool(reading.at_s // self._rota.period_s % 2)
        return replace(reading, parts=(odd, not odd))

    def _wanted(self, at_s: float, ills: Ills) -> Floats:
        """Return the level each driver is told."""
        level = lighting.level(
            at_s,
            self._switch_deg,
            latitude=self._place.latitude,
            longitude=self._place.longitude,
        )
        level = np.where(np.isnan(self._told), level, self._told)
        level[list(ills.now(Trouble.LAMP_DAY_BURNING))] = 1.0
        return np.asarray(level, np.float64)

    def _drawn_w(self, at_s: float, ills: Ills) -> Floats:
        """Return what each lamp draws."""
        power_w = lighting.power_w(self._rated_w, self.level)
        power_w = power_w * (1 + 0.015 * self._draws.normal(self._who, 5))
        power_w[list(ills.now(Trouble.LAMP_FAILED))] = lighting.STANDBY_W
        for lamp in ills.now(Trouble.LAMP_CYCLING):
            if (at_s + 31 * lamp) % CYCLE_S > CYCLE_S / 2:
                power_w[lamp] = lighting.STANDBY_W
        return np.where(self.powered, power_w, 0.0)

    def _note_changes(self, level: Floats, powered: Truths, at_s: float) -> None:
        """Let those speak soon whose light or mains changed."""
        if self._fresh:
            self._fresh = False
            gone = np.flatnonzero(~powered)
            self._report_s[gone] = at_s + GASP_S * self._draws.uniform(gone, 6)
            return
        mains = powered != self.powered
        changed = np.flatnonzero((level != self.level) & powered & ~mains)
        spread_s = HASTE_S * self._draws.uniform(changed, int(at_s // DAY_S))
        self._report_s[changed] = np.minimum(self._report_s[changed], at_s + spread_s)
        lost = np.flatnonzero(mains)
        self._report_s[lost] = at_s + GASP_S * self._draws.uniform(lost, 6)

    def _hurry(self, incident: Incident, at_s: float) -> None:
        """Let a lamp tell that it failed or was repaired."""
        self._report_s[incident.target] = min(
            float(self._report_s[incident.target]), at_s
        )

    def _reading(
        self, lamp: int, at_s: float, outside_c: float, *, failed: bool
    ) -> LampReading:
        level = float(self.level[lamp])
        power_w = float(self.power_w[lamp])
        powered = bool(self.powered[lamp])
        wobble = float(self._draws.normal(lamp, int(at_s // 60)))
        return LampReading(
            lamp=lamp,
            at_s=at_s,
            level=level if powered else 0.0,
            power_w=power_w,
            energy_kwh=float(self.energy_kwh[lamp]),
            voltage_v=231.0 + 2.2 * wobble if powered else 0.0,
            power_factor=(0.95 if level > 0 else 0.5) if power_w > 1 else 0.0,
            temperature_c=outside_c + 22.0 * power_w / float(self._rated_w[lamp]),
            failed=failed and level > 0,
            ordered=not np.isnan(self._told[lamp]),
        )


def base_kwh(assets: Assets, place: Place) -> Floats:
    """Return what the meters of lamps showed at METERED_SINCE_S, by their age."""
    rated_w = np.array([lamp.rated_w for lamp in assets.lamps])
    since_s = np.array([lamp.in_service_s for lamp in assets.lamps])
    one_year = lighting.burn(
        METERED_SINCE_S - YEAR_S,
        METERED_SINCE_S,
        latitude=place.latitude,
        longitude=place.longitude,
    )
    yearly_kwh = one_year.energy_kwh(rated_w, METERED_SINCE_S)
    return yearly_kwh * (METERED_SINCE_S - since_s) / YEAR_S
