"""What must hold of a town's life at any moment, whatever the seed."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mesto.simulator.almanac import DAY_S, HOUR_S, sun_elevation_deg
from mesto.simulator.chance import Chance
from mesto.simulator.life import (
    air,
    charging,
    incidents,
    lighting,
    parking,
    traffic,
    waste,
)
from mesto.simulator.life.weather import Weather, weather

HOME = {"latitude": 50.1, "longitude": 14.1}
seeds = st.integers(0, 2**32)
moments = st.floats(1_767_225_600.0, 2_082_758_400.0)  # 2026 to 2035


def sky(seed: int, at_s: float) -> Weather:
    return weather(Chance(seed), np.array([at_s]), **HOME)


@given(seeds, moments)
def test_weather_is_possible(seed: int, at_s: float) -> None:
    seen = sky(seed, at_s)
    assert -40 < seen.temperature_c[0] < 48
    assert 0 <= seen.humidity[0] <= 1
    assert 930 < seen.pressure_hpa[0] < 1080
    assert seen.wind_mps[0] > 0
    assert 0 <= seen.wind_from_deg[0] < 360
    assert seen.rain_mm_h[0] >= 0
    assert 0 <= seen.inversion[0] <= 1


@given(seeds, moments)
def test_one_seed_is_one_life(seed: int, at_s: float) -> None:
    assert sky(seed, at_s).temperature_c == sky(seed, at_s).temperature_c


@given(seeds, moments)
def test_a_moment_asked_alone_is_as_among_others(seed: int, at_s: float) -> None:
    alone = weather(Chance(seed), at_s, **HOME)
    among = weather(Chance(seed), np.array([at_s - 500, at_s]), **HOME)
    assert np.isclose(float(alone.temperature_c), among.temperature_c[1])


def test_summer_is_warmer_than_winter() -> None:
    july = weather(Chance(1), 1_782_864_000.0 + np.arange(31) * DAY_S, **HOME)
    january = weather(Chance(1), 1_767_225_600.0 + np.arange(31) * DAY_S, **HOME)
    assert july.temperature_c.mean() > january.temperature_c.mean() + 12


@given(seeds, moments)
def test_lamps_are_off_by_day_and_on_by_night(seed: int, at_s: float) -> None:
    switch_deg = lighting.SWITCH_DEG + 0.5 * Chance(seed).normal(np.arange(20))
    level = lighting.level(at_s, switch_deg, **HOME)
    height = float(sun_elevation_deg(at_s, **HOME))
    if height > 0:
        assert not level.any()
    if height < -7:
        assert (level >= 0.5).all()


@given(moments, st.floats(0, 40 * DAY_S))
def test_lamp_meters_never_run_back(at_s: float, later_s: float) -> None:
    burned = lighting.burn(at_s, at_s + 41 * DAY_S, **HOME)
    before, after = burned.energy_kwh(60.0, np.array([at_s, at_s + later_s]))
    assert 0 <= before <= after <= 60.0 * (later_s / HOUR_S + 1) / 1000


@given(seeds, moments, st.sampled_from(["cz", "rs"]))
def test_traffic_is_possible(seed: int, at_s: float, country: str) -> None:
    roads = traffic.Roads(
        np.array([30_000.0, 4_000.0]), np.array([4, 2]), np.array([90.0, 50.0])
    )
    seen = traffic.flow(
        Chance(seed), roads, at_s, country=country, rain_mm_h=np.array([1.0])
    )
    assert (seen.cars >= 0).all()
    assert (seen.speed_kmh > 0).all()
    assert ((seen.occupancy >= 0) & (seen.occupancy <= 1)).all()


def test_mornings_are_busier_than_nights() -> None:
    monday = 1_771_196_400.0  # 16 February 2026, midnight in Prague
    eight, three = (
        traffic.hourly_share(monday + hour * HOUR_S, "cz") for hour in (8, 3)
    )
    assert eight > 8 * three


@given(seeds, moments, st.lists(st.integers(1, 900), min_size=1, max_size=6))
def test_no_more_cars_than_spots(seed: int, at_s: float, spots: list[int]) -> None:
    use = np.arange(len(spots)) % len(parking.Use)
    parks = parking.CarParks(np.array(spots), use)
    occupied = parking.occupied(Chance(seed), parks, at_s, country="rs")[:, 0]
    assert (occupied >= 0).all()
    assert (occupied <= parks.spots).all()


def test_a_full_car_park_has_no_free_spot() -> None:
    spots = np.arange(300)
    assert parking.taken(Chance(3), spots, np.ones(300), np.float64(1.8e9)).all()
    assert not parking.taken(Chance(3), spots, np.zeros(300), np.float64(1.8e9)).any()


def bins(count: int = 40) -> waste.Containers:
    return waste.Containers(
        daily_fill=np.linspace(0.01, 0.4, count),
        round_days=np.full(count, 0b0010010),
        fortnightly=np.arange(count) % 3,
        turn=np.linspace(0, 0.99, count),
        depth_mm=np.full(count, 1450.0),
    )


@given(seeds, moments, st.floats(0, 2 * DAY_S))
def test_containers_only_fill_between_rounds(
    seed: int, at_s: float, later_s: float
) -> None:
    chance = Chance(seed)
    emptied_s = waste.emptied_s(chance, bins(), at_s)
    assert (emptied_s <= at_s).all()
    before = waste.fill(chance, bins(), emptied_s, at_s)
    after = waste.fill(chance, bins(), emptied_s, at_s + later_s)
    assert ((before >= 0) & (after <= 1)).all()
    assert (after >= before - 1e-9).all()


@given(seeds, st.integers(20_000, 24_000), st.sampled_from([11.0, 22.0, 150.0]))
def test_one_car_at_a_connector(seed: int, day: int, power_kw: float) -> None:
    connector = charging.Connector(station=1, number=1, power_kw=power_kw, daily=4.0)
    midnight_s = day * DAY_S - HOUR_S
    sessions = [
        session
        for begin_s in (midnight_s, midnight_s + DAY_S)
        for session in charging.sessions_of_day(Chance(seed), connector, begin_s)
    ]
    for earlier, later in pairwise(sessions):
        assert earlier.end_s < later.start_s
    for session in sessions:
        steps = np.linspace(session.start_s, session.end_s, 50).tolist()
        given_kwh = [session.energy_at_kwh(at) for at in steps]
        assert given_kwh == sorted(given_kwh)
        assert all(0 <= session.power_at_kw(at) <= power_kw for at in steps)


@given(seeds, moments)
def test_air_is_possible_and_worse_by_the_road(seed: int, at_s: float) -> None:
    stations = air.Stations(np.array([0.1, 0.9]), np.array([0.2, 0.2]), np.zeros(2))
    seen = air.air(Chance(seed), stations, at_s, sky(seed, at_s), country="cz")
    for gas in (seen.no2, seen.pm10, seen.pm25, seen.o3, seen.so2, seen.co):
        assert (gas > 0).all()
        assert (gas < 5000).all()
    assert (seen.pm10 > seen.pm25).all()


@given(seeds, moments, st.sampled_from([1.0, 60.0]))
def test_misfortunes_are_the_same_whenever_one_asks(
    seed: int, at_s: float, speed: float
) -> None:
    counts = dict.fromkeys(incidents.Trouble, 50)
    pace = incidents.show(speed)
    wide = incidents.incidents(Chance(seed), pace, counts, at_s - HOUR_S, at_s + HOUR_S)
    narrow = list(incidents.incidents(Chance(seed), pace, counts, at_s, at_s + 1))
    lasting = [one for one in wide if one.begin_s < at_s + 1 and one.end_s > at_s]
    assert narrow == lasting
    assert all(0 <= one.target < 50 for one in narrow)


def test_something_new_happens_every_two_minutes_of_watching() -> None:
    counts = dict.fromkeys(incidents.Trouble, 50)
    for speed in (1.0, 60.0):
        hour = list(
            incidents.incidents(
                Chance(1), incidents.show(speed), counts, 1.8e9, 1.8e9 + 3600 * speed
            )
        )
        begun = [one for one in hour if one.begin_s >= 1.8e9]
        assert 30 <= len(begun) <= 60
