"""Weather and air quality stations."""

from collections.abc import Iterator

import numpy as np

from mesto.simulator.almanac import HOUR_S
from mesto.simulator.assets import Assets
from mesto.simulator.chance import Chance
from mesto.simulator.fleets.lamps import Place
from mesto.simulator.fleets.readings import AirReading, WeatherReading
from mesto.simulator.fleets.rota import Rota
from mesto.simulator.life import air
from mesto.simulator.life.weather import Weather, weather

LOOK_S = 30.0


def air_stations_of(assets: Assets) -> air.Stations:
    """Return what air stations stand beside, in arrays."""
    stations = assets.air_stations
    return air.Stations(
        traffic=np.array([one.traffic for one in stations]),
        stoves=np.array([one.stoves for one in stations]),
        industry=np.array([one.industry for one in stations]),
    )


class Sky:
    """The stations that look at the air."""

    def __init__(
        self, chance: Chance, assets: Assets, place: Place, country: str, rota: Rota
    ) -> None:
        """Take the weather stations' turns."""
        self._chance = chance
        self._place = place
        self._country = country
        self._air = air_stations_of(assets)
        self._rota = rota
        self._weather: tuple[float, Weather] | None = None

    def weather(self, at_s: float) -> Weather:
        """Return the weather over the town, looked at twice a minute."""
        looked_s = at_s // LOOK_S * LOOK_S
        if self._weather is None or self._weather[0] != looked_s:
            seen = weather(
                self._chance,
                looked_s,
                latitude=self._place.latitude,
                longitude=self._place.longitude,
            )
            self._weather = looked_s, seen
        return self._weather[1]

    def readings(self, since_s: float, until_s: float) -> Iterator[WeatherReading]:
        """Yield the weather stations' reports of (since_s, until_s]."""
        who, at_s = self._rota.due(since_s, until_s)
        draws = self._chance.stream("weather stations")
        for station, at in zip(who.tolist(), at_s.tolist(), strict=True):
            now, past = self.weather(at), self.weather(at - HOUR_S / 2)
            off = 0.5 * float(draws.normal(station))
            wind_mps = float(now.wind_mps) * (1 + 0.1 * off)
            yield WeatherReading(
                station=station,
                at_s=at,
                temperature_c=float(now.temperature_c) + off,
                humidity=float(now.humidity),
                pressure_hpa=float(now.pressure_hpa),
                wind_mps=wind_mps,
                gust_mps=wind_mps * 1.55,
                wind_from_deg=float(now.wind_from_deg),
                rain_mm=float(now.rain_mm_h + past.rain_mm_h) / 2,
                solar_w_m2=float(now.solar_w_m2),
            )

    def air(self, at_s: float) -> list[AirReading]:
        """Return what the air stations show."""
        sky = self.weather(at_s)
        seen = air.air(self._chance, self._air, at_s, _row(sky), country=self._country)
        return [
            AirReading(
                station=station,
                at_s=at_s,
                no2=float(seen.no2[station, 0]),
                pm10=float(seen.pm10[station, 0]),
                pm25=float(seen.pm25[station, 0]),
                o3=float(seen.o3[station, 0]),
                so2=float(seen.so2[station, 0]),
                co=float(seen.co[station, 0]),
                temperature_c=float(sky.temperature_c),
                humidity=float(sky.humidity),
            )
            for station in range(len(self._air.traffic))
        ]


def _row(sky: Weather) -> Weather:
    """Return the weather of one moment as arrays of one."""
    return Weather(**{name: np.atleast_1d(value) for name, value in vars(sky).items()})
