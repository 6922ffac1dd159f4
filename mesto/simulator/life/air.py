"""The air people breathe: traffic and stoves put in, wind and rain take out."""

from dataclasses import dataclass

import numpy as np

from mesto.simulator.almanac import hour_of_day, season
from mesto.simulator.chance import Chance, Floats, Numbers
from mesto.simulator.life.traffic import hourly_share
from mesto.simulator.life.weather import Weather


@dataclass(frozen=True)
class Stations:
    """What stations stand beside; one number each, in [0, 1]."""

    traffic: Floats
    stoves: Floats  #: houses heated by wood and coal
    industry: Floats


@dataclass(frozen=True)
class Air:
    """Concentrations, µg/m3; carbon monoxide too."""

    no2: Floats
    pm10: Floats
    pm25: Floats
    o3: Floats
    so2: Floats
    co: Floats


def air(
    chance: Chance, stations: Stations, at_s: Numbers, sky: Weather, *, country: str
) -> Air:
    """Return the air at each station (first axis) at each moment (second axis).

    at_s: one value a moment, as in `sky`
    """
    draws = chance.stream("air")
    at = np.atleast_1d(np.asarray(at_s, np.float64))[None, :]
    station = np.arange(len(stations.traffic))[:, None]
    kept = (1 + 2.6 * sky.inversion) / (0.55 + 0.22 * sky.wind_mps)
    washed = 1 / (1 + 0.35 * sky.rain_mm_h)
    cars = hourly_share(at, country) * 24 * stations.traffic[:, None]
    cold = np.clip((14.0 - sky.temperature_c) / 18.0, 0, 1.4)
    evening = 0.6 + 0.5 * np.exp(-(((hour_of_day(at) - 20.5) % 24 - 0) ** 2) / 18)
    smoke = cold[None, :] * evening * stations.stoves[:, None]
    works = stations.industry[:, None]
    wobble = np.exp(0.14 * draws.wave(at, 2400.0, 1, station))
    dust = (4.0 + 5.5 * cars + 15.0 * smoke + 7.0 * works) * kept * washed * wobble
    no2 = (5.0 + 15.0 * cars + 5.0 * smoke + 4.0 * works) * kept * wobble
    sunny = sky.solar_w_m2 / 700.0 * (1 + 0.35 * season(at))
    return Air(
        no2=no2,
        pm10=dust * 1.45 + 3.0,
        pm25=dust,
        o3=np.maximum(2.0, (42.0 + 52.0 * sunny - 0.55 * no2) * wobble),
        so2=(2.0 + 3.0 * smoke + 7.0 * works) * kept * wobble,
        co=(160.0 + 130.0 * cars + 260.0 * smoke) * kept * wobble,
    )
