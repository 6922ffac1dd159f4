"""All that is watched of a town's lighting: hears observations, says what it found.

Opens nothing and sees no clock: time comes as an argument, so that a year can be told
to it in a minute.
"""

from collections.abc import Callable
from math import nan
from typing import NamedTuple

from mesto.domains.lighting.faults.assets import Asset, Cabinet, Feeder, Lamp, Meter
from mesto.domains.lighting.faults.finding import Finding
from mesto.domains.lighting.faults.inventory import Described, Of
from mesto.domains.lighting.faults.kinds import Kind
from mesto.domains.lighting.faults.look import (
    Around,
    look_at_cabinet,
    look_at_feeder,
)
from mesto.domains.lighting.faults.places import Places
from mesto.domains.lighting.faults.single import look_at_lamp
from mesto.kernel.model import Observation

LOOK_AT_ALL_S = 300.0  #: so often a feeder's lamps are compared with each other
SURER = 0.05  #: of confidence: what grew by less is not said again
ECHO_S = 5_400.0  #: so long lamps may still tell of what is over
PHASES = {"voltageR": 0, "voltageS": 1, "voltageT": 2}


class Change(NamedTuple):
    """What is to be said of an asset now; None: nothing is found any more."""

    urn: str
    finding: Finding | None


class Town:
    """The lamps, feeders and cabinets of a town while they are watched."""

    def __init__(self) -> None:
        """Know nothing."""
        self.lamps: dict[str, Lamp] = {}
        self.feeders: dict[str, Feeder] = {}
        self.cabinets: dict[str, Cabinet] = {}
        self._places = Places()
        self._fresh: dict[str, Lamp] = {}  #: heard since they were read
        self._looked: dict[str, Asset] = {}  #: of which something may be new
        self._wanted: dict[str, float] = {}  #: until when somebody wants light, by URN

    def describe(self, told: Described) -> None:
        """Take in what the inventory says of a lamp, feeder or cabinet."""
        if told.of is Of.LAMP:
            self._describe_lamp(told)
            return
        meter: Meter
        if told.of is Of.FEEDER:
            meter = feeder = self._feeder(told.urn)
            self._hang(feeder, told.cabinet)
        else:
            meter = self._cabinet(told.urn)
        meter.place, meter.maintained = told.place, told.maintained
        meter.period_s = told.period_s

    def hear(self, seen: Observation) -> None:
        """Take in an observation; one about something unknown is passed over."""
        if seen.observed_at is None or seen.deleted:
            return
        at_s = seen.observed_at.timestamp()
        lamp = self.lamps.get(seen.entity)
        if lamp is not None:
            if lamp.hear(seen.attribute, seen.value, at_s):
                self._fresh[lamp.urn] = lamp
            return
        meter = self.feeders.get(seen.entity) or self.cabinets.get(seen.entity)
        if meter is not None:
            _hear_meter(meter, seen.attribute, seen.value, at_s)
            if meter.dark or meter.lost_phases:
                self._stir(meter)

    def want(self, urn: str, until_s: float) -> None:
        """Know that somebody wants a lamp, a feeder or a cabinet lit until a moment."""
        self._wanted[urn] = until_s

    def recall(self, urn: str, finding: Finding) -> None:
        """Remember what was said before this watch began."""
        known = (self.lamps.get(urn), self.feeders.get(urn), self.cabinets.get(urn))
        for asset in filter(None, known):
            asset.told = finding
            asset.found[finding.kind] = finding
            if isinstance(asset, Lamp):
                asset.usual = finding.facts.get("usual", nan)

    def read(self, now_s: float) -> None:
        """Read what each lamp has said; then it is known which burn by day."""
        for lamp in self._fresh.values():
            look_at_lamp(lamp, now_s)
        self._looked |= self._fresh
        self._fresh.clear()

    def look(self, now_s: float) -> list[Change]:
        """Return what is new since the last look."""
        self.read(now_s)
        looked, self._looked = self._looked, {}
        around = Around(
            now_s, self._wanted_at(now_s), self._places.beside, self._losses()
        )
        for feeder in self.feeders.values():
            if feeder.stirred or now_s - feeder.looked_s >= LOOK_AT_ALL_S:
                look_at_feeder(feeder, self.cabinets.get(feeder.cabinet), around)
                looked |= {feeder.urn: feeder, **feeder.lamps}
        for cabinet in self.cabinets.values():
            look_at_cabinet(cabinet, now_s)
            looked[cabinet.urn] = cabinet
        return [Change(one.urn, one.told) for one in looked.values() if _turned(one)]

    @property
    def burning_by_day(self) -> set[str]:
        """URNs of lamps that burn by day, and of all that may have been told to."""
        burning = [lamp for lamp in self.lamps.values() if lamp.by_day]
        return {urn for one in burning for urn in (one.urn, one.feeder, one.cabinet)}

    def _describe_lamp(self, told: Described) -> None:
        lamp = self.lamps.setdefault(told.urn, Lamp(urn=told.urn))
        if lamp.feeder != told.feeder and lamp.feeder in self.feeders:
            self.feeders[lamp.feeder].lamps.pop(lamp.urn, None)
        if lamp.nature != told.nature:
            lamp.usual = nan
            lamp.found.pop(Kind.UNLIKE_MODEL, None)
        lamp.feeder, lamp.cabinet = told.feeder, told.cabinet
        self._places.put(lamp, told.place)
        lamp.maintained = told.maintained
        lamp.nature, lamp.period_s = told.nature, told.period_s
        self._feeder(told.feeder or told.cabinet).lamps[lamp.urn] = lamp

    def _hang(self, feeder: Feeder, cabinet: str) -> None:
        if feeder.cabinet != cabinet:
            self._cabinet(feeder.cabinet).feeders.pop(feeder.urn, None)
        feeder.cabinet = cabinet
        self._cabinet(cabinet).feeders[feeder.urn] = feeder

    def _feeder(self, urn: str) -> Feeder:
        return self.feeders.setdefault(urn, Feeder(urn=urn))

    def _cabinet(self, urn: str) -> Cabinet:
        return self.cabinets.setdefault(urn, Cabinet(urn=urn))

    def _wanted_at(self, now_s: float) -> Callable[[str], bool]:
        return lambda urn: self._wanted.get(urn, 0.0) > now_s - ECHO_S

    def _stir(self, meter: Meter) -> None:
        """Ask all lamps of what lost voltage."""
        if isinstance(meter, Feeder):
            meter.stirred = True
        elif isinstance(meter, Cabinet):
            for feeder in meter.feeders.values():
                feeder.stirred = True

    def _losses(self) -> list[tuple[float, str]]:
        """Return when which supplies and cables were lost that are so still."""
        return [
            (found.since_s, meter.urn)
            for meter in (*self.feeders.values(), *self.cabinets.values())
            for kind in (Kind.SUPPLY_LOST, Kind.PHASE_LOSS, Kind.CABLE_CUT)
            if (found := meter.found.get(kind)) is not None and not found.by
        ]


def _hear_meter(meter: Meter, attribute: str, value: object, at_s: float) -> None:
    if attribute == "phaseVoltage" and isinstance(value, list | tuple):
        for phase, volts in enumerate(value[:3]):
            if isinstance(volts, int | float):
                meter.hear_volts(phase, float(volts), at_s)
    elif attribute in PHASES and isinstance(value, int | float):
        meter.hear_volts(PHASES[attribute], float(value), at_s)
    elif attribute == "totalActivePower" and isinstance(value, int | float):
        if at_s > meter.load_s:
            meter.load_w, meter.load_s = 1000.0 * value, at_s
    elif attribute == "powerState" and at_s >= meter.seen_s:
        meter.off = value == "off"
    elif attribute == "doorOpen" and at_s >= meter.door_s:
        if (value is True) != meter.door_open:
            meter.door_s = at_s
        meter.door_open = value is True


def _turned(asset: Asset) -> bool:
    """Tell whether what was said of an asset is to be said anew, and note it."""
    now, told = asset.worst, asset.told
    if now is None and told is None:
        return False
    same = now and told and (now.kind, now.by) == (told.kind, told.by)
    if now and told and same and now.confidence < told.confidence + SURER:
        return False
    asset.told = now
    return True
