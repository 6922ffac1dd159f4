"""The past of a town, as what its systems would have kept. Pure.

It agrees with the life to come: both are asked of the same functions. Sampling is
coarser than life, since nobody looks at a lamp's third of March by the minute.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

import numpy as np

from mesto.simulator.almanac import DAY_S, HOUR_S
from mesto.simulator.assets import Assets
from mesto.simulator.assets.lighting import METERED_SINCE_S
from mesto.simulator.chance import Chance, Floats, Truths
from mesto.simulator.devices.stamp import iso
from mesto.simulator.fleets.bins import containers_of
from mesto.simulator.fleets.cars import car_parks_of, roads_of
from mesto.simulator.fleets.chargers import Chargers
from mesto.simulator.fleets.lamps import Place, base_kwh
from mesto.simulator.fleets.living import befallen
from mesto.simulator.fleets.sky import air_stations_of
from mesto.simulator.inventory.entities import Inventory, kind_of_park
from mesto.simulator.life import air, lighting, parking, traffic, waste
from mesto.simulator.life.incidents import Incident, Trouble, incidents, wear
from mesto.simulator.life.weather import Weather, weather

EVENING_S = 17.5 * HOUR_S  #: of a day in UTC, when every lamp burns but in June
NOON_S = 12 * HOUR_S
METER_S = 7 * DAY_S  #: between two readings of a lamp's meter
CABINET_METER_S = 6 * HOUR_S  #: between two readings of a cabinet's meter
MOST_LINES = 4000  #: in one sheet
Series: TypeAlias = Mapping[str, Floats]  #: values by attribute; nan is a gap

#: What is told of each type, and in which unit.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "WeatherObserved": {
        "temperature": "CEL",
        "relativeHumidity": "",
        "atmosphericPressure": "A97",
        "windSpeed": "MTS",
        "precipitation": "MMT",
    },
    "AirQualityObserved": dict.fromkeys(
        ("no2", "pm10", "pm25", "o3", "so2", "co"), "GQ"
    ),
    "TrafficFlowObserved": {"intensity": "", "averageVehicleSpeed": "KMH"},
    "OffStreetParking": {"availableSpotNumber": "", "occupancy": ""},
    "OnStreetParking": {"availableSpotNumber": "", "occupancy": ""},
    "EVChargingStation": {"powerConsumption": "KWT", "availableCapacity": ""},
    "StreetlightControlCabinet": {
        "totalActivePower": "KWT",
        "voltageR": "VLT",
        "energyConsumed": "KWH",
    },
    "WasteContainer": {"fillingLevel": "", "temperature": "CEL"},
    "Streetlight": {"lifetimePowerConsumption": "KWH", "powerConsumption": "WTT"},
}


@dataclass(frozen=True)
class Sheet:
    """A piece of the past, as an old system would export it."""

    kind: str  #: entity type of its rows
    csv: bytes  #: columns id, time and those of COLUMNS
    observations: int  #: those of it and of sheets before it that were not counted yet
    rows: int


@dataclass(frozen=True)
class _Part:
    """Series of one asset."""

    kind: str
    urn: str
    at_s: Floats
    series: Series


class History:
    """What happened in a town between two moments."""

    def __init__(  # noqa: PLR0913 - a life, and which part of it
        self,
        assets: Assets,
        inventory: Inventory,
        *,
        seed: int,
        place: Place,
        since_s: float,
        until_s: float,
    ) -> None:
        """Look at [since_s, until_s)."""
        self._assets = assets
        self._inventory = inventory
        self._names = inventory.names
        self._chance = Chance(seed)
        self._place = place
        self._since_s = since_s
        self._until_s = until_s
        self._ills = _Past(self._chance, assets, since_s, until_s)
        self._hours = self._every(HOUR_S)

    @property
    def count(self) -> int:
        """How many moments of assets there are to tell, about."""
        days = (self._until_s - self._since_s) / DAY_S
        hourly = (
            self._assets.weather_stations,
            self._assets.air_stations,
            self._assets.car_parks,
            self._assets.stations,
            self._assets.cabinets,
        )
        return round(
            days
            * (
                24 * sum(map(len, hourly))
                + 48 * len(self._assets.counters)
                + 8 * len(self._assets.containers)
                + 9 / 14 * len(self._assets.lamps)
            )
        )

    def _parts(self) -> Iterator[_Part]:
        yield from self._weather()
        yield from self._air()
        yield from self._traffic()
        yield from self._parking()
        yield from self._charging()
        yield from self._cabinets()
        yield from self._waste()
        yield from self._lamps()

    def _weather(self) -> Iterator[_Part]:
        sky = self._sky(self._hours)
        for number in range(len(self._assets.weather_stations)):
            yield self._told(
                "WeatherObserved",
                number,
                self._hours,
                {
                    "temperature": sky.temperature_c.round(1),
                    "relativeHumidity": sky.humidity.round(2),
                    "atmosphericPressure": sky.pressure_hpa.round(1),
                    "windSpeed": sky.wind_mps.round(1),
                    "precipitation": sky.rain_mm_h.round(1),
                },
            )

    def _air(self) -> Iterator[_Part]:
        sky = self._sky(self._hours)
        seen = air.air(
            self._chance,
            air_stations_of(self._assets),
            self._hours,
            sky,
            country=self._names.country,
        )
        for number in range(len(self._assets.air_stations)):
            gases = ("no2", "pm10", "pm25", "o3", "so2", "co")
            yield self._told(
                "AirQualityObserved",
                number,
                self._hours,
                {gas: getattr(seen, gas)[number].round(1) for gas in gases},
            )

    def _traffic(self) -> Iterator[_Part]:
        at_s = self._every(HOUR_S / 2)
        seen = traffic.flow(
            self._chance,
            roads_of(self._assets),
            at_s,
            country=self._names.country,
            rain_mm_h=self._sky(at_s).rain_mm_h,
        )
        for number in range(len(self._assets.counters)):
            silent = self._ills.during(Trouble.COUNTER_SILENT, number, at_s)
            yield self._told(
                "TrafficFlowObserved",
                number,
                at_s,
                {
                    "intensity": np.where(silent, np.nan, seen.cars[number]),
                    "averageVehicleSpeed": np.where(
                        silent, np.nan, seen.speed_kmh[number].round(1)
                    ),
                },
            )

    def _parking(self) -> Iterator[_Part]:
        parks = car_parks_of(self._assets)
        seen = parking.occupied(
            self._chance, parks, self._hours, country=self._names.country
        )
        for number, park in enumerate(self._assets.car_parks):
            yield self._told(
                kind_of_park(park),
                number,
                self._hours,
                {
                    "availableSpotNumber": park.spots - seen[number],
                    "occupancy": (seen[number] / park.spots).round(4),
                },
            )

    def _charging(self) -> Iterator[_Part]:
        chargers = Chargers(self._chance)
        for number, station in enumerate(self._assets.stations):
            seen = [chargers.look(station, at) for at in self._hours.tolist()]
            fault = self._ills.during(Trouble.CHARGER_FAULTED, number, self._hours)
            power_kw = np.array([round(one.power_kw, 2) for one in seen])
            free = np.array([float(one.free) for one in seen])
            yield self._told(
                "EVChargingStation",
                number,
                self._hours,
                {
                    "powerConsumption": np.where(fault, 0.0, power_kw),
                    "availableCapacity": np.where(fault, 0.0, free),
                },
            )

    def _cabinets(self) -> Iterator[_Part]:
        lamps = self._assets.lamps
        feeders = self._assets.feeders
        cabinet_of = np.array([feeders[lamp.feeder].cabinet for lamp in lamps])
        rated_w = np.array([lamp.rated_w for lamp in lamps])
        level = lighting.level(
            self._hours,
            lighting.SWITCH_DEG,
            latitude=self._place.latitude,
            longitude=self._place.longitude,
        )
        power_w = lighting.power_w(1.0, level)
        burned = self._burned()
        base = base_kwh(self._assets, self._place)
        read = self._hours % CABINET_METER_S == 0
        for number in range(len(self._assets.cabinets)):
            mine = cabinet_of == number
            mine_w = float(rated_w[mine].sum())
            energy_kwh = base[mine].sum() + burned.energy_kwh(
                mine_w, self._hours, lamps=int(mine.sum())
            )
            dark = self._ills.during(Trouble.CABINET_DARK, number, self._hours)
            drawn_kw = np.where(level > 0, power_w * mine_w, 35.0) / 1000
            yield self._told(
                "StreetlightControlCabinet",
                number,
                self._hours,
                {
                    "totalActivePower": np.where(dark, 0, drawn_kw).round(3),
                    "voltageR": np.where(dark, 0.0, 231.0),
                    "energyConsumed": np.where(read, energy_kwh.round(1), np.nan),
                },
            )

    def _waste(self) -> Iterator[_Part]:
        at_s = self._every(3 * HOUR_S)
        bins = containers_of(self._assets)
        fill = np.array([_fill(self._chance, bins, at) for at in at_s.tolist()])
        sky = self._sky(at_s)
        inside_c = (sky.temperature_c + 0.008 * sky.solar_w_m2).round(1)
        for number, container in enumerate(self._assets.containers):
            if not container.sensed:
                continue
            silent = self._ills.during(Trouble.GATEWAY_OFF, container.gateway, at_s)
            level = np.where(silent, np.nan, fill[:, number].round(3))
            warmth = np.where(silent | (at_s % (12 * HOUR_S) > 0), np.nan, inside_c)
            jam = self._ills.during(Trouble.BIN_JAMMED, number, at_s)
            if jam.any():
                level = np.where(jam, level[int(jam.argmax())], level)
            yield self._told(
                "WasteContainer",
                number,
                at_s,
                {
                    "fillingLevel": level,
                    "temperature": warmth,
                },
            )

    def _lamps(self) -> Iterator[_Part]:
        noons = self._every(METER_S, NOON_S)
        evenings = self._every(2 * DAY_S, EVENING_S)
        burned = self._burned()
        base = base_kwh(self._assets, self._place)
        for number, lamp in enumerate(self._assets.lamps):
            level = lighting.level(
                evenings,
                lamp.switch_deg,
                latitude=self._place.latitude,
                longitude=self._place.longitude,
            )
            power_w = lighting.power_w(lamp.rated_w, level)
            failed = self._ills.during(Trouble.LAMP_FAILED, number, evenings)
            power_w = np.where(failed, lighting.STANDBY_W, power_w)
            energy_kwh = base[number] + burned.energy_kwh(lamp.rated_w, noons)
            metered = self._told(
                "Streetlight",
                number,
                noons,
                {"lifetimePowerConsumption": energy_kwh.round(3)},
            )
            drawn = self._told(
                "Streetlight",
                number,
                evenings,
                {"powerConsumption": power_w.round(1)},
            )
            yield metered
            yield drawn

    def _burned(self) -> lighting.Burned:
        """Return how long lamps burned by the calendar, up to the end."""
        return lighting.burn(
            METERED_SINCE_S,
            self._until_s,
            latitude=self._place.latitude,
            longitude=self._place.longitude,
        )

    # --- how it is told

    def sheets(self) -> Iterator[Sheet]:
        """Yield the past of all assets as CSV, in sheets of bounded length."""
        heads = {
            kind: ",".join(("id", "time", *names)) for kind, names in COLUMNS.items()
        }
        for kind, parts in groupby(self._parts(), key=lambda part: part.kind):
            lines: list[str] = []
            told = 0
            for part in parts:
                told += sum(int(np.isfinite(v).sum()) for v in part.series.values())
                lines += _lines(part, tuple(COLUMNS[kind]))
                while len(lines) >= MOST_LINES:
                    yield Sheet(
                        kind, _csv(heads[kind], lines[:MOST_LINES]), told, MOST_LINES
                    )
                    lines, told = lines[MOST_LINES:], 0
            if lines:
                yield Sheet(kind, _csv(heads[kind], lines), told, len(lines))

    def _told(self, kind: str, number: int, at_s: Floats, series: Series) -> _Part:
        return _Part(kind, self._names.urn(kind, number), at_s, series)

    def _every(self, step_s: float, offset_s: float = 0) -> Floats:
        """Return the moments of a grid inside the asked time."""
        first = np.ceil((self._since_s - offset_s) / step_s) * step_s + offset_s
        return np.arange(first, self._until_s, step_s)

    def _sky(self, at_s: Floats) -> Weather:
        return weather(
            self._chance,
            at_s,
            latitude=self._place.latitude,
            longitude=self._place.longitude,
        )


def _fill(chance: Chance, bins: waste.Containers, at_s: float) -> Floats:
    return waste.fill(chance, bins, waste.emptied_s(chance, bins, at_s), at_s)


def _lines(part: _Part, columns: Sequence[str]) -> Iterator[str]:
    """Write an asset's series as lines; a gap is an empty cell."""
    whole = [part.series.get(name) for name in columns]
    gap = np.full(len(part.at_s), np.nan)
    cells = np.array([gap if one is None else one for one in whole], np.float64).T
    there = np.isfinite(cells)
    for at_s, row, known in zip(part.at_s.tolist(), cells.tolist(), there, strict=True):
        if known.any():
            said = (f"{v:.10g}" if math.isfinite(v) else "" for v in row)
            yield f"{part.urn},{iso(at_s)},{','.join(said)}"


def _csv(head: str, lines: Sequence[str]) -> bytes:
    return "\n".join((head, *lines, "")).encode()


class _Past:
    """What was wrong, and when."""

    def __init__(
        self, chance: Chance, assets: Assets, since_s: float, until_s: float
    ) -> None:
        pace = wear(len(assets.lamps) / 11_000)
        self._by_target: dict[tuple[Trouble, int], list[Incident]] = {}
        counts = befallen(assets)
        for one in incidents(chance, pace, counts, since_s, until_s):
            self._by_target.setdefault((one.trouble, one.target), []).append(one)

    def during(self, trouble: Trouble, target: int, at_s: Floats) -> Truths:
        """Tell when a trouble of an asset lasted."""
        lasts = np.zeros(len(at_s), np.bool_)
        for one in self._by_target.get((trouble, target), []):
            lasts |= (at_s >= one.begin_s) & (at_s < one.end_s)
        return lasts
