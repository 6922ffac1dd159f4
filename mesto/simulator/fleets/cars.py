"""Car parks, single parking spots and traffic counters."""

from collections.abc import Iterator

import numpy as np

from mesto.simulator.assets import Assets
from mesto.simulator.chance import Chance, Floats, Truths, Whole
from mesto.simulator.fleets.ills import Ills
from mesto.simulator.fleets.readings import CarParkReading, FlowReading, SpotReading
from mesto.simulator.fleets.rota import Rota
from mesto.simulator.life import parking, traffic
from mesto.simulator.life.incidents import Trouble
from mesto.simulator.life.weather import Weather

COUNT_S = 60.0  #: how often a car park counts its cars
LOOK_S = 20.0  #: how often a spot's sensor looks


def car_parks_of(assets: Assets) -> parking.CarParks:
    """Return what car parks are like, in arrays."""
    parks = assets.car_parks
    return parking.CarParks(
        spots=np.array([park.spots for park in parks], np.int64),
        use=np.array([park.use for park in parks], np.int64),
    )


def roads_of(assets: Assets) -> traffic.Roads:
    """Return what the counted roads are like, in arrays."""
    counters = assets.counters
    return traffic.Roads(
        daily_cars=np.array([one.daily_cars for one in counters], np.float64),
        lanes=np.array([one.lanes for one in counters], np.int64),
        free_speed_kmh=np.array([one.free_speed_kmh for one in counters], np.float64),
    )


class Parking:
    """All car parks of a town, and the spots with a sensor of their own."""

    def __init__(
        self, chance: Chance, assets: Assets, country: str, parks: Rota, spots: Rota
    ) -> None:
        """Take the turns of car parks and of spots."""
        self._chance = chance
        self._country = country
        self._parks = car_parks_of(assets)
        self._park_of = np.array([s.car_park for s in assets.parking_spots], np.int64)
        self._rotas = parks, spots
        self._occupied: Whole = np.full(len(assets.car_parks), -1)
        self._taken: Truths | None = None

    def readings(
        self, since_s: float, until_s: float, ills: Ills, outside_c: float
    ) -> Iterator[CarParkReading | SpotReading]:
        """Yield the reports of (since_s, until_s]."""
        counted = until_s // COUNT_S * COUNT_S
        looked = until_s // LOOK_S * LOOK_S
        if looked <= since_s and self._taken is not None:
            return
        occupied = self._count(looked, ills)
        if counted > since_s or self._occupied.min(initial=0) < 0:
            yield from self._car_parks(since_s, until_s, occupied)
        yield from self._spots(since_s, until_s, occupied, outside_c)

    def _count(self, at_s: float, ills: Ills) -> Whole:
        occupied = parking.occupied(
            self._chance, self._parks, at_s, country=self._country
        )[:, 0]
        for park in ills.now(Trouble.CROWD):
            occupied[park] = self._parks.spots[park]
        return occupied

    def _car_parks(
        self, since_s: float, until_s: float, occupied: Whole
    ) -> Iterator[CarParkReading]:
        """Yield those whose number changed, and those whose turn it is."""
        changed = np.flatnonzero(occupied != self._occupied)
        who, _ = self._rotas[0].due(since_s - COUNT_S, until_s)
        self._occupied = occupied
        for park in np.union1d(changed, who).tolist():
            yield CarParkReading(
                car_park=park,
                at_s=until_s,
                occupied=int(occupied[park]),
                spots=int(self._parks.spots[park]),
            )

    def _spots(
        self, since_s: float, until_s: float, occupied: Whole, outside_c: float
    ) -> Iterator[SpotReading]:
        """Yield those that a car came to or left, and those whose turn it is."""
        numbers = np.arange(len(self._park_of))
        share = occupied[self._park_of] / self._parks.spots[self._park_of]
        taken = parking.taken(self._chance, numbers, share, np.float64(until_s))
        before = taken if self._taken is None else self._taken
        who, at_s = self._rotas[1].due(since_s - LOOK_S, until_s)
        when = dict(zip(who.tolist(), at_s.tolist(), strict=True))
        when |= dict.fromkeys(np.flatnonzero(taken != before).tolist(), until_s)
        self._taken = taken
        for spot, at in when.items():
            yield SpotReading(
                spot=spot,
                at_s=max(at, since_s),
                taken=bool(taken[spot]),
                changed=bool(taken[spot] != before[spot]),
                temperature_c=outside_c,
            )


class Counters:
    """All traffic counters of a town."""

    def __init__(
        self, chance: Chance, assets: Assets, country: str, rota: Rota
    ) -> None:
        """Take the counters' turns."""
        self._chance = chance
        self._country = country
        self._roads = roads_of(assets)
        self._rota = rota

    def readings(
        self, since_s: float, until_s: float, ills: Ills, sky: Weather
    ) -> Iterator[FlowReading]:
        """Yield the reports of (since_s, until_s]."""
        who, at_s = self._rota.due(since_s, until_s)
        silent = ills.now(Trouble.COUNTER_SILENT)
        if not len(who):
            return
        rain: Floats = np.atleast_1d(sky.rain_mm_h)
        seen = traffic.flow(
            self._chance, self._roads, until_s, country=self._country, rain_mm_h=rain
        )
        for counter, at in zip(who.tolist(), at_s.tolist(), strict=True):
            if counter not in silent:
                yield FlowReading(
                    counter=counter,
                    at_s=at,
                    cars=int(seen.cars[counter, 0]),
                    speed_kmh=float(seen.speed_kmh[counter, 0]),
                    occupancy=float(seen.occupancy[counter, 0]),
                    congested=bool(seen.congested[counter, 0]),
                )
