"""The weather over a town in Central Europe or on the Danube."""

from dataclasses import dataclass

import numpy as np

from mesto.simulator.almanac import (
    DAY_S,
    HOUR_S,
    hour_of_day,
    season,
    sun_elevation_deg,
)
from mesto.simulator.chance import Chance, Floats, Numbers

FRONT_S = 2.5 * DAY_S  #: how long high or low pressure stays
SHOWER_S = 2 * HOUR_S
SOLAR_W_M2 = 1050.0  #: clear sky with the sun overhead


@dataclass(frozen=True)
class Weather:
    """What the sky does at each asked moment."""

    temperature_c: Floats
    humidity: Floats  #: share in [0, 1]
    pressure_hpa: Floats
    wind_mps: Floats
    wind_from_deg: Floats  #: in [0, 360)
    rain_mm_h: Floats
    cloud: Floats  #: share of the sky in [0, 1]
    solar_w_m2: Floats
    inversion: Floats  #: in [0, 1]; 1 keeps all smoke on the ground


def weather(
    chance: Chance, at_s: Numbers, *, latitude: float, longitude: float
) -> Weather:
    """Say what the weather is: seasons, day and night, passing fronts and showers."""
    draws = chance.stream("weather")
    front = draws.wave(at_s, FRONT_S, 1)
    cloud = np.clip(0.45 - 0.35 * front + 0.12 * draws.wave(at_s, SHOWER_S, 2), 0, 1)
    shower = draws.wave(at_s, SHOWER_S, 3)
    rain_mm_h = np.maximum(0.0, -front - 1.15 + 0.6 * shower) * 0.8
    sun = np.maximum(
        0.0, np.sin(np.radians(sun_elevation_deg(at_s, latitude, longitude)))
    )
    wind_mps = np.maximum(
        0.2, 2.6 - 1.1 * front + 0.8 * draws.wave(at_s, HOUR_S, 4) + 1.2 * sun
    )
    inversion = np.clip(
        (0.45 - 0.55 * season(at_s)) * (0.6 + 0.5 * front)
        - 0.14 * (wind_mps - 1.5)
        - 0.9 * sun,
        0,
        1,
    )
    return Weather(
        temperature_c=_temperature_c(draws, at_s, latitude, cloud),
        humidity=np.clip(
            0.68 - 0.16 * season(at_s) * sun - 0.25 * sun + 0.2 * (cloud - 0.4), 0.2, 1
        ),
        pressure_hpa=1016.5 + 7.5 * front + 0.6 * draws.wave(at_s, 6 * HOUR_S, 5),
        wind_mps=wind_mps,
        wind_from_deg=(
            290.0
            + 70.0 * draws.wave(at_s, FRONT_S, 6)
            + 15 * draws.wave(at_s, 900.0, 7)
        )
        % 360,
        rain_mm_h=rain_mm_h,
        cloud=cloud,
        solar_w_m2=SOLAR_W_M2 * sun * (1 - 0.72 * cloud),
        inversion=inversion,
    )


def _temperature_c(
    draws: Chance, at_s: Numbers, latitude: float, cloud: Floats
) -> Floats:
    """Return the temperature: warmest in July and at three in the afternoon."""
    yearly = 10.6 - 0.55 * (latitude - 49.0) + 10.8 * season(at_s)
    swing = (3.6 + 1.8 * season(at_s)) * (1.25 - 0.8 * cloud)
    daily = np.cos((hour_of_day(at_s) - 15.0) / 24.0 * 2 * np.pi)
    return np.asarray(
        yearly + 3.6 * draws.wave(at_s, 4 * DAY_S, 8) + swing * daily, np.float64
    )
