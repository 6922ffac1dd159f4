"""Looking at one lamp, feeder or cabinet: what it tells of itself. Pure.

What is found is kept with the asset; what is over is dropped.
"""

from datetime import UTC, datetime
from itertools import takewhile
from math import isnan, nan

from mesto.domains.lighting.faults.assets import Cabinet, Feeder, Lamp, Meter, Point
from mesto.domains.lighting.faults.finding import Cleared, Finding
from mesto.domains.lighting.faults.group import LOST_AFTER
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.lamp import (
    DARK_V,
    Seen,
    burning_lately,
    diagnose,
    learned,
)
from mesto.domains.lighting.sun import sun_elevation_deg

BRIGHT_DAY_DEG = 6.0  #: elevation of the sun above which no street lamp is needed
#: What is over when a lamp speaks, and has mains.
SPEECHLESS = (
    Kind.COMMUNICATION_LOST,
    Kind.FUSE_BLOWN,
    Kind.CABLE_CUT,
    Kind.SUPPLY_LOST,
    Kind.PHASE_LOSS,
)


def look_at_lamp(lamp: Lamp, now_s: float) -> None:
    """Find what the readings of a lamp tell of itself."""
    readings = lamp.window.readings()
    seen = Seen(lamp.nature, readings, lamp.usual, lamp.top)
    lamp.top = seen.top
    if isnan(lamp.usual):
        lamp.usual = seen.usual = learned(seen)
    lamp.hold(diagnose(seen, cycled=Kind.CYCLING in lamp.found))
    lamp.gasped = readings[-1].volts < DARK_V
    if not lamp.gasped:
        lamp.hold(Cleared(kind) for kind in SPEECHLESS)
    last = next((one for one in reversed(readings) if not isnan(one.power_w)), None)
    lamp.power_w = nan
    lamp.by_day, lamp.told_by_day = 0, False
    if last is None:
        return
    if now_s - last.at_s < LOST_AFTER * lamp.period_s:
        lamp.power_w = last.power_w
    lamp.told_by_day = _sun_is_high(lamp.place, last.at_s)
    if lamp.told_by_day and not lamp.gasped:
        lamp.by_day = _burns_by_day(lamp, seen)
        if not lamp.by_day:
            lamp.hold([Cleared(Kind.DAY_BURNING)])


def look_at_phases(meter: Meter, cabinet: Cabinet | None) -> None:
    """Tell a lost phase; where the cabinet lost it, the feeder is explained by it."""
    if not meter.lost_phases or not meter.phase_is_lost:
        if not meter.lost_phases:
            meter.hold([Cleared(Kind.PHASE_LOSS)])
        return
    phase = meter.lost_phases[0]
    by_cabinet = cabinet is not None and phase in cabinet.lost_phases
    finding = Finding(
        kind=Kind.PHASE_LOSS,
        since_s=meter.phase_s,
        confidence=0.95,
        facts={"phase": phase + 1, "volts": round(meter.volts[phase])},
        by=cabinet.urn if cabinet is not None and by_cabinet else "",
    )
    meter.hold([finding])


def look_at_darkness(meter: Meter, cabinet: Cabinet | None, now_s: float) -> None:
    """Tell that no phase has voltage, unless it was switched off on purpose."""
    if meter.dark and not meter.off:
        if cabinet is not None and cabinet.may_yet_tell(meter.dark_s, now_s):
            return
        by_cabinet = cabinet is not None and cabinet.dark
        finding = Finding(
            kind=Kind.SUPPLY_LOST,
            since_s=meter.dark_s,
            confidence=0.97,
            facts={"lamps": _lamps_behind(meter)},
            by=cabinet.urn if cabinet is not None and by_cabinet else "",
        )
        meter.hold([finding])
    elif meter.has_voltage:
        meter.hold([Cleared(Kind.SUPPLY_LOST)])


def _burns_by_day(lamp: Lamp, seen: Seen) -> int:
    """Tell whether a lamp burns by day: 0 no, 1 just seen so, 2 for over a period."""
    moments = list(
        takewhile(lambda at_s: _sun_is_high(lamp.place, at_s), burning_lately(seen))
    )
    if not moments:
        return 0
    return 2 if moments[0] - moments[-1] > lamp.period_s else 1


def _lamps_behind(meter: Meter) -> int:
    if isinstance(meter, Cabinet):
        return sum(len(one.lamps) for one in meter.feeders.values())
    return len(meter.lamps) if isinstance(meter, Feeder) else 0


def _sun_is_high(place: Point | None, at_s: float) -> bool:
    if place is None:
        return False
    at = datetime.fromtimestamp(at_s, UTC)
    height = sun_elevation_deg(at, longitude=place[0], latitude=place[1])
    return height > BRIGHT_DAY_DEG
