"""Street lamps: they follow the sun and rest in the small hours."""

from dataclasses import dataclass

import numpy as np

from mesto.simulator.almanac import HOUR_S, hour_of_day, sun_elevation_deg
from mesto.simulator.chance import Floats, Numbers

#: Dimming of a night: from this local hour on, this share of full light.
STEPS = ((23.0, 0.7), (0.5, 0.5), (4.0, 0.7), (5.0, 1.0))
SWITCH_DEG = -2.8  #: the sun's elevation at which a usual lamp switches
STANDBY_W = 0.8
_GRID_S = 600.0


def usual_level(hour: Floats) -> Floats:
    """Return how bright the calendar wants a lamp at a local hour of the night."""
    level = np.full(np.shape(hour), 1.0)
    for (begin, wanted), (end, _) in zip(STEPS, (*STEPS[1:], STEPS[0]), strict=True):
        inside = (
            (hour >= begin) & (hour < end)
            if begin < end
            else (hour >= begin) | (hour < end)
        )
        level = np.where(inside, wanted, level)
    return level


def level(
    at_s: Numbers, switch_deg: Numbers, *, latitude: float, longitude: float
) -> Floats:
    """Return the dimming level in [0, 1]: 0 by day, 1 in the evening, less at night.

    at_s, switch_deg: broadcast together
    """
    dark = sun_elevation_deg(at_s, latitude, longitude) < switch_deg
    return np.asarray(np.where(dark, usual_level(hour_of_day(at_s)), 0.0), np.float64)


def power_w(rated_w: Numbers, at_level: Numbers) -> Floats:
    """Return what a lamp draws: its driver needs a little more than its share."""
    lit = rated_w * (0.06 + 0.94 * at_level)
    return np.asarray(np.where(np.greater(at_level, 0), lit, STANDBY_W), np.float64)


@dataclass(frozen=True)
class Burned:
    """How long the town's lamps have burned since a first moment, by the calendar."""

    at_s: Floats  #: rising moments
    full_h: Floats  #: hours of full power until then
    standby_h: Floats  #: hours of standby until then

    def energy_kwh(self, rated_w: Numbers, at_s: Numbers, *, lamps: int = 1) -> Floats:
        """Return what lamps have drawn; never decreases in time.

        lamps: how many have `rated_w` together
        """
        full_h = np.interp(at_s, self.at_s, self.full_h)
        standby_h = np.interp(at_s, self.at_s, self.standby_h)
        drawn_wh = rated_w * full_h + lamps * STANDBY_W * standby_h
        return np.asarray(drawn_wh / 1000, np.float64)


def burn(begin_s: float, end_s: float, *, latitude: float, longitude: float) -> Burned:
    """Add up the calendar's nights between two moments."""
    at_s = np.arange(begin_s, end_s + _GRID_S, _GRID_S)
    bright = level(at_s, SWITCH_DEG, latitude=latitude, longitude=longitude)
    share = np.where(bright > 0, power_w(1.0, bright), 0.0)
    step_h = _GRID_S / HOUR_S
    return Burned(
        at_s=at_s,
        full_h=np.concatenate(([0.0], np.cumsum(share[:-1]) * step_h)),
        standby_h=np.concatenate(([0.0], np.cumsum(bright[:-1] == 0) * step_h)),
    )
