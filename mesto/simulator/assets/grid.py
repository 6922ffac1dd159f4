"""What charging stations hang on: transformers, their cables, cabinets of lamps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, Literal, TypeAlias

import numpy as np

from mesto.simulator.assets.kinds import Assets, Site, Station
from mesto.simulator.chance import Floats
from mesto.simulator.life.charging import Connector
from mesto.simulator.town import Plane

VOLTS: Final = 230.0
STATIONS: Final = 8  #: that hang on one transformer, about
AT_ONCE: Final = 0.5  #: of what all could draw, a cable carries
FAIL_SAFE_A: Final = 6.0  #: a station draws where nobody is heard
SPARE_A: Final = 10.0
FUSES_A: Final = (
    *(25, 32, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800),
    *(1000, 1250, 1600),
)

Kind: TypeAlias = Literal["transformer", "feeder", "cabinet"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cable:
    """A connection to the grid, and what it carries."""

    kind: Kind
    code: str
    above: int  #: its place in `Grid.cables`; -1: nothing is above it
    most_a: int  #: its fuse, on each phase
    safe_a: float  #: what stations draw without asking, with all lamps
    cabinet: int = -1  #: the lighting cabinet it feeds


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """All cables that stations hang on."""

    cables: tuple[Cable, ...]
    of_station: tuple[int, ...]  #: the cable of each station


def most_a(connector: Connector) -> float:
    """Return the most that a connector draws, A on each of three phases."""
    return connector.power_kw * 1000 / (3 * VOLTS)


def grid_of(assets: Assets, plane: Plane) -> Grid:
    """Lay cables to all stations.

    Slow ones by the kerb hang on the cabinet of the lamps around them, so that lamps
    and cars share a cable; those on car parks and fast ones have a cable of their own.
    """
    if not assets.stations:
        return Grid(cables=(), of_station=())
    sites = _meters(plane, (one.site for one in assets.stations))
    cabinets = _meters(plane, (one.site for one in assets.cabinets))
    lit = [
        _nearest(cabinets, sites[number]) if _with_lamps(one) and len(cabinets) else -1
        for number, one in enumerate(assets.stations)
    ]
    hubs = _apart(sites, ceil(len(sites) / STATIONS))
    hub_of = [
        _nearest(hubs, sites[number] if cabinet < 0 else cabinets[cabinet])
        for number, cabinet in enumerate(lit)
    ]
    return _Laying(assets, lit, hub_of).grid()


class _Laying:
    """Cables being laid: each is as thick as what hangs on it wants."""

    def __init__(
        self, assets: Assets, lit: Sequence[int], hub_of: Sequence[int]
    ) -> None:
        self._stations = assets.stations
        self._lit = lit
        self._hub_of = hub_of
        self._cables: list[Cable] = []
        self._of_station = [-1] * len(lit)
        self._lamps_a = _lamps_a(assets)

    def grid(self) -> Grid:
        for number, hub in enumerate(sorted(set(self._hub_of)), 1):
            members = [at for at, one in enumerate(self._hub_of) if one == hub]
            code = f"TS-{number:02d}"
            root = self._lay("transformer", code, -1, members)
            kerb = [at for at in members if self._lit[at] >= 0]
            own = [at for at in members if self._lit[at] < 0]
            if own:
                feeder = self._lay("feeder", f"{code}/1", root, own)
                self._hang(own, feeder)
            if kerb:
                self._along_the_kerb(kerb, f"{code}/2", root)
        return Grid(cables=tuple(self._cables), of_station=tuple(self._of_station))

    def _along_the_kerb(self, members: Sequence[int], code: str, root: int) -> None:
        feeder = self._lay("feeder", code, root, members)
        for number, cabinet in enumerate(sorted({self._lit[at] for at in members}), 1):
            here = [at for at in members if self._lit[at] == cabinet]
            cable = self._lay("cabinet", f"{code}.{number}", feeder, here, cabinet)
            self._hang(here, cable)

    def _lay(
        self,
        kind: Kind,
        code: str,
        above: int,
        stations: Sequence[int],
        cabinet: int = -1,
    ) -> int:
        places = [one for at in stations for one in self._stations[at].connectors]
        lit = {self._lit[at] for at in stations} - {-1}
        safe_a = len(places) * FAIL_SAFE_A + float(sum(self._lamps_a[at] for at in lit))
        wanted_a = max(AT_ONCE * sum(map(most_a, places)), safe_a + SPARE_A)
        fuse_a = next((one for one in FUSES_A if one >= wanted_a), FUSES_A[-1])
        self._cables.append(
            Cable(
                kind=kind,
                code=code,
                above=above,
                most_a=fuse_a,
                safe_a=safe_a,
                cabinet=cabinet,
            )
        )
        return len(self._cables) - 1

    def _hang(self, stations: Iterable[int], cable: int) -> None:
        for at in stations:
            self._of_station[at] = cable


def _with_lamps(station: Station) -> bool:
    slow = not any(one.fast for one in station.connectors)
    return station.car_park < 0 and slow


def _lamps_a(assets: Assets) -> Floats:
    """Return what the lamps of each cabinet draw at most, A on each phase."""
    drawn = np.zeros(len(assets.cabinets))
    for lamp in assets.lamps:
        drawn[assets.feeders[lamp.feeder].cabinet] += lamp.rated_w / (3 * VOLTS)
    return drawn


def _meters(plane: Plane, sites: Iterable[Site]) -> Floats:
    return np.array([plane.to_m(one.location) for one in sites], float).reshape(-1, 2)


def _nearest(points: Floats, to: Floats) -> int:
    return int(np.argmin(((points - to) ** 2).sum(axis=1)))


def _apart(points: Floats, many: int) -> Floats:
    """Choose some points, each as far as can be from those before it.

    Source: Gonzalez, Theoretical Computer Science 38 (1985), 293-306.
    """
    chosen: list[int] = [0]
    away = ((points - points[0]) ** 2).sum(axis=1)
    while len(chosen) < min(many, len(points)):
        chosen.append(int(np.argmax(away)))
        away = np.minimum(away, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[np.array(chosen, np.int64)]
