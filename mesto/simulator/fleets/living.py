"""A town that lives: all its fleets, its troubles and its weather, step by step."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from mesto.simulator.almanac import HOUR_S
from mesto.simulator.assets import Assets
from mesto.simulator.chance import Chance
from mesto.simulator.fleets.bins import Bins
from mesto.simulator.fleets.cars import Counters, Parking
from mesto.simulator.fleets.ills import Ills
from mesto.simulator.fleets.lamps import Lamps, Place
from mesto.simulator.fleets.readings import (
    AirReading,
    BinReading,
    LampReading,
    Reading,
    SpotReading,
)
from mesto.simulator.fleets.rota import Rota
from mesto.simulator.fleets.sky import Sky
from mesto.simulator.fleets.supplies import Supplies
from mesto.simulator.inventory.entities import (
    CONTAINER_PERIOD_S,
    LAMP_PERIOD_S,
    MINUTES_S,
)
from mesto.simulator.life.incidents import Incident, Trouble, show, wear
from mesto.simulator.life.waste import ByLorries

LONGEST_STEP_S = 900.0  #: what was slept through is not told afterwards
MOST_HELD = 20_000  #: readings that gateways keep while they are cut off


class Life:
    """The life of one town, from a moment on."""

    def __init__(  # noqa: PLR0913 - what a life depends on
        self,
        assets: Assets,
        *,
        seed: int,
        country: str,
        place: Place,
        start_s: float,
        speed: float,
        hello_s: float = 60.0,
    ) -> None:
        """Begin at `start_s`.

        speed: seconds lived in a second watched; sets how often something new fails
        hello_s: within which every device speaks for the first time
        """
        chance = Chance(seed)
        rotas = _Rotas(chance, start_s, hello_s)
        size = len(assets.lamps) / 11_000
        self._assets = assets
        self._ills = Ills(chance, (wear(size), show(speed)), befallen(assets))
        self._ills.open_with(_opening(chance, assets, start_s))
        self._lamps = Lamps(
            chance,
            assets,
            place,
            rotas.of("lamps", assets.lamps, LAMP_PERIOD_S),
            start_s,
        )
        self._supplies = Supplies(
            chance,
            assets,
            rotas.of("cabinets", assets.cabinets, MINUTES_S),
            rotas.of("feeders", assets.feeders, MINUTES_S),
        )
        self.by_lorries = ByLorries(len(assets.containers))
        self._bins = Bins(
            chance,
            assets,
            rotas.of("bins", assets.containers, CONTAINER_PERIOD_S),
            self.by_lorries,
        )
        self._parking = Parking(
            chance,
            assets,
            country,
            rotas.of("parks", assets.car_parks, 2 * MINUTES_S),
            rotas.of("spots", assets.parking_spots, 2 * HOUR_S),
        )
        self._counters = Counters(
            chance, assets, country, rotas.of("counters", assets.counters, 60.0)
        )
        self._sky = Sky(
            chance,
            assets,
            place,
            country,
            rotas.of("sky", assets.weather_stations, 2 * MINUTES_S),
        )
        self._held: deque[Reading] = deque(maxlen=MOST_HELD)
        self.now_s = start_s

    def step(self, until_s: float) -> list[Reading]:
        """Live on until `until_s` and return what the devices said meanwhile."""
        since_s, self.now_s = self.now_s, max(until_s, self.now_s)
        if until_s - since_s > LONGEST_STEP_S:
            self._lamps.leap(since_s, until_s - LONGEST_STEP_S)
            since_s = until_s - LONGEST_STEP_S
        if until_s <= since_s:
            return []
        self._ills.go(until_s)
        self._lamps.go(since_s, until_s, self._ills)
        return list(self._through_the_air(self._said(since_s, until_s)))

    def tell_lamp(
        self, lamp: int, level: float, at_s: float, until_s: float = 0
    ) -> None:
        """Dim a lamp, as its controller was told."""
        self._lamps.tell(lamp, level, at_s, until_s)

    def release_lamp(self, lamp: int, at_s: float) -> None:
        """Let a lamp follow its calendar again."""
        self._lamps.release(lamp, at_s)

    def hears(self, lamp: int) -> bool:
        """Tell whether a lamp has mains and its gateway is there."""
        gateway = self._assets.lamps[lamp].gateway
        off = self._ills.now(Trouble.GATEWAY_OFF)
        return bool(self._lamps.powered[lamp]) and gateway not in off

    def air(self) -> list[AirReading]:
        """Return what the air stations show now."""
        return self._sky.air(self.now_s)

    def broken_chargers(self) -> Mapping[int, Incident]:
        """Return what is broken at charging stations now, by station."""
        return self._ills.now(Trouble.CHARGER_FAULTED)

    def troubles(self) -> list[Incident]:
        """Return what is wrong now."""
        return self._ills.all_now()

    def _said(self, since_s: float, until_s: float) -> Iterator[Reading]:
        """Yield every reading of (since_s, until_s]."""
        ills, sky = self._ills, self._sky.weather(until_s)
        outside_c = float(sky.temperature_c)
        yield from self._sky.readings(since_s, until_s)
        yield from self._supplies.readings(since_s, until_s, ills, self._lamps)
        yield from self._lamps.readings(since_s, until_s, ills, outside_c=outside_c)
        yield from self._bins.readings(since_s, until_s, ills, sky)
        yield from self._parking.readings(since_s, until_s, ills, outside_c)
        yield from self._counters.readings(since_s, until_s, ills, sky)

    def _through_the_air(self, said: Iterable[Reading]) -> Iterator[Reading]:
        """Lose or hold back what a cut-off gateway should have carried.

        Every other gateway keeps what it heard and delivers it late.
        """
        off = self._ills.now(Trouble.GATEWAY_OFF)
        back = [one for one in self._held if self._gateway(one) not in off]
        if back:
            yield from back
            kept = [one for one in self._held if self._gateway(one) in off]
            self._held = deque(kept, maxlen=MOST_HELD)
        for reading in said:
            gateway = self._gateway(reading)
            if gateway not in off:
                yield reading
            elif gateway % 2 == 0:
                self._held.append(reading)

    def _gateway(self, reading: Reading) -> int:
        """Return the gateway that carries a reading; -1: it travels by cable."""
        match reading:
            case LampReading():
                return self._assets.lamps[reading.lamp].gateway
            case BinReading():
                return self._assets.containers[reading.container].gateway
            case SpotReading():
                return self._assets.parking_spots[reading.spot].gateway
            case _:
                return -1


def befallen(assets: Assets) -> dict[Trouble, int]:
    """Count what each trouble can befall."""
    lamps, bins = len(assets.lamps), len(assets.containers)
    return {
        Trouble.CABINET_DARK: len(assets.cabinets),
        Trouble.LAMP_FAILED: lamps,
        Trouble.LAMP_DAY_BURNING: lamps,
        Trouble.LAMP_CYCLING: lamps,
        Trouble.BIN_BURNS: bins,
        Trouble.BIN_TILTED: bins,
        Trouble.BIN_JAMMED: bins,
        Trouble.BIN_BATTERY_LOW: bins,
        Trouble.GATEWAY_OFF: len(assets.gateways),
        Trouble.CHARGER_FAULTED: len(assets.stations),
        Trouble.COUNTER_SILENT: len(assets.counters),
        Trouble.CROWD: len(assets.car_parks),
    }


def _opening(chance: Chance, assets: Assets, start_s: float) -> Iterator[Incident]:
    """Yield what is already wrong when someone looks for the first time."""
    draws = chance.stream("opening")
    counts = befallen(assets)
    lasting_h = {
        Trouble.CABINET_DARK: 1.2,
        Trouble.BIN_BURNS: 0.7,
        Trouble.CHARGER_FAULTED: 5.0,
    }
    for slot, (trouble, hours) in enumerate(lasting_h.items()):
        if counts[trouble]:
            yield Incident(
                trouble=trouble,
                target=int(float(draws.uniform(slot)) * counts[trouble]),
                begin_s=start_s - 300.0,
                end_s=start_s + hours * HOUR_S,
                slot=slot,
            )


class _Rotas:
    """Turns for every fleet."""

    def __init__(self, chance: Chance, start_s: float, hello_s: float) -> None:
        self._chance = chance
        self._start_s = start_s
        self._hello_s = hello_s

    def of(self, name: str, fleet: tuple[object, ...], period_s: float) -> Rota:
        """Stagger a fleet over its period."""
        draws = self._chance.stream(f"rota of {name}")
        return Rota.of(draws, len(fleet), period_s, self._start_s, self._hello_s)
