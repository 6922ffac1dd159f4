"""How bright and how well supplied a faulty town's lamps really are."""

from bisect import bisect
from datetime import datetime, timedelta
from math import pi, sin

from mesto.bench.faulty.things import (
    CLOCK,
    HOUR_S,
    LASTS_S,
    RELAY,
    SPOT,
    STANDBY,
    STUCK,
    Box,
    Bulb,
    within,
)
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.sun import sun_elevation_deg

SWITCH_DEG = -2.8
#: From this hour of the night, counted from noon, this level.
PROGRAMMES = (
    ((0, 1.0), (11, 0.7), (12.5, 0.5), (16, 0.7), (17, 1.0)),
    ((0, 0.8), (10, 0.4), (17.5, 0.8)),
    ((0, 1.0), (12, 0.6)),
)


class Reality:
    """What is so, at each moment after a noon."""

    def __init__(self, noon: datetime) -> None:
        """Know where the sun stands at every minute."""
        self._noon = noon
        self._heights = [self._sun_deg(60.0 * m) for m in range(int(LASTS_S / 60) + 1)]

    def _sun_deg(self, at_s: float) -> float:
        at = self._noon + timedelta(seconds=at_s)
        return sun_elevation_deg(at, longitude=SPOT[0], latitude=SPOT[1])

    def level(self, bulb: Bulb, at_s: float) -> float:
        """Return the level it is told."""
        box = bulb.line.cabinet
        clock = bulb.ill is Kind.DAY_BURNING and bulb.sort == CLOCK
        wrong = bulb.ill_s if clock else box.clock_s
        if within(at_s, box.lit_s) or within(at_s, wrong):
            return 1.0
        if self._heights[int(at_s / 60)] > SWITCH_DEG:
            return 0.0
        if bulb.sodium:
            return 1.0
        hour = at_s / HOUR_S % 24
        steps = PROGRAMMES[bulb.programme]
        return next(level for begin, level in reversed(steps) if hour >= begin)

    def volts(self, box: Box, at_s: float) -> float:
        """Return the mains' voltage at a cabinet."""
        swing = 0.03 * sin(2 * pi * at_s / (5 * HOUR_S) + 50 * box.east)
        dip = any(begin <= at_s < begin + 300 for begin in box.dips)
        return 231.0 * (1 + swing) * (0.8 if dip else 1.0)

    def supplied(self, bulb: Bulb, at_s: float) -> bool:
        """Tell whether it has mains."""
        line, box = bulb.line, bulb.line.cabinet
        return not (
            within(at_s, box.dead_s)
            or within(at_s, line.dead_s)
            or (within(at_s, line.cut_s) and bulb.row >= line.cut_row)
            or (within(at_s, box.phase_s) and bulb.row % 3 == 0)
            or (bulb.ill is Kind.FUSE_BLOWN and within(at_s, bulb.ill_s))
        )

    def lost_mains_s(self, bulb: Bulb) -> float:
        """Return when it lost its mains."""
        line, box = bulb.line, bulb.line.cabinet
        moments = [box.dead_s[0], line.dead_s[0]]
        moments += [line.cut_s[0]] if bulb.row >= line.cut_row else []
        moments += [box.phase_s[0]] if bulb.row % 3 == 0 else []
        moments += [bulb.ill_s[0]] if bulb.ill is Kind.FUSE_BLOWN else []
        return min(moments)

    def power_w(self, bulb: Bulb, at_s: float) -> float:
        """Return what it really draws."""
        if not self.supplied(bulb, at_s):
            return 0.0
        level = self.level(bulb, at_s)
        ill = bulb.ill if within(at_s, bulb.ill_s) else None
        if ill is Kind.DAY_BURNING and bulb.sort == RELAY:
            return bulb.full_w
        if level == 0:
            leaks = ill is Kind.DRIVER_FAILURE and bulb.sort == STANDBY
            leak_w = max(9.0, 0.32 * bulb.share * bulb.rated_w)
            return leak_w if leaks else bulb.standby_w
        if ill is Kind.LAMP_FAILURE:
            return bulb.standby_w
        if ill is Kind.CYCLING and bisect(bulb.flips_s, at_s) % 2:
            return bulb.standby_w
        stuck = ill is Kind.DRIVER_FAILURE and bulb.sort == STUCK
        lit_w = self._lit_w(bulb, 1.0 if stuck else level, at_s)
        return lit_w * (bulb.share if ill is Kind.PARTLY_DARK else 1.0)

    def _lit_w(self, bulb: Bulb, level: float, at_s: float) -> float:
        """Return what a sound lamp draws at a level; a dip puts some sodium out."""
        if not bulb.sodium:
            return bulb.full_w * (bulb.floor + (1 - bulb.floor) * level)
        box = bulb.line.cabinet
        odd = (int(at_s // 600) * 7919 + bulb.row) % 2
        if odd and any(begin <= at_s < begin + 600 for begin in box.dips):
            return bulb.standby_w
        return bulb.full_w * float((self.volts(box, at_s) / 230) ** 1.6)
