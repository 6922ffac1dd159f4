"""A town lives half a day in a test."""

from collections import Counter, defaultdict

import pytest

from mesto.simulator.almanac import HOUR_S
from mesto.simulator.assets import Assets
from mesto.simulator.fleets.lamps import Place
from mesto.simulator.fleets.living import Life
from mesto.simulator.fleets.readings import (
    BinReading,
    CabinetReading,
    CarParkReading,
    FeederReading,
    FlowReading,
    LampReading,
    Reading,
    SpotReading,
    WeatherReading,
)
from mesto.simulator.life.incidents import Trouble

START_S = 1_780_660_800.0  # 5 June 2026, 12:00 UTC: broad daylight
STEP_S = 180.0


def begin(assets: Assets, seed: int = 7) -> Life:
    return Life(
        assets,
        seed=seed,
        country="cz",
        place=Place(latitude=50.147, longitude=14.103),
        start_s=START_S,
        speed=60,
        hello_s=600,
    )


def lived(life: Life, hours: float) -> list[Reading]:
    until_s = life.now_s + hours * HOUR_S
    said: list[Reading] = []
    while life.now_s < until_s:
        said += life.step(life.now_s + STEP_S)
    return said


@pytest.fixture(scope="module")
def half_day(assets: Assets) -> list[Reading]:
    return lived(begin(assets), 12)


def test_every_kind_of_device_speaks(half_day: list[Reading], assets: Assets) -> None:
    spoke = Counter(type(one) for one in half_day)
    assert spoke[LampReading] > 15 * len(assets.lamps)
    assert spoke[BinReading] > 8 * len(assets.containers)
    assert spoke[FlowReading] > 200 * len(assets.counters)
    for kind in (
        CabinetReading, FeederReading, CarParkReading, SpotReading,
        WeatherReading,
    ):  # fmt: skip
        assert spoke[kind] > 0


def test_same_seed_same_day(half_day: list[Reading], assets: Assets) -> None:
    again = lived(begin(assets), 2)
    assert again == half_day[: len(again)]
    assert lived(begin(assets, seed=8), 1) != half_day[: len(again)]


def test_meters_of_lamps_never_run_back(half_day: list[Reading]) -> None:
    shown: defaultdict[int, float] = defaultdict(float)
    for one in sorted_by_time(half_day):
        if isinstance(one, LampReading):
            assert one.energy_kwh >= shown[one.lamp] - 1e-9
            shown[one.lamp] = one.energy_kwh


def sorted_by_time(said: list[Reading]) -> list[Reading]:
    return sorted(said, key=lambda one: one.at_s)


def test_only_faulty_lamps_burn_by_day(assets: Assets) -> None:
    life = begin(assets)
    said = lived(life, 1)
    burning = {
        one.lamp for one in said if isinstance(one, LampReading) and one.level > 0
    }
    faulty = {
        one.target for one in life.troubles() if one.trouble is Trouble.LAMP_DAY_BURNING
    }
    assert burning >= {lamp for lamp in faulty if life.hears(lamp)}
    assert len(burning) <= len(faulty) + 4


def test_nothing_leaves_its_range(half_day: list[Reading]) -> None:
    for one in half_day:
        match one:
            case CarParkReading():
                assert 0 <= one.occupied <= one.spots
            case BinReading():
                assert 0 <= one.battery <= 1
                assert 0 < one.distance_mm < 2600
            case _:
                pass


def test_a_dark_cabinet_takes_its_lamps_along(assets: Assets) -> None:
    life = begin(assets)
    said = lived(life, 1)
    (dark,) = {
        one.target for one in life.troubles() if one.trouble is Trouble.CABINET_DARK
    }
    mine = {
        number
        for number, lamp in enumerate(assets.lamps)
        if assets.feeders[lamp.feeder].cabinet == dark
    }
    gasped = [one for one in said if isinstance(one, LampReading) and one.lamp in mine]
    assert gasped
    assert all(one.voltage_v == 0 for one in gasped)
    shown = [
        one for one in said if isinstance(one, CabinetReading) and one.number == dark
    ]
    assert all(max(one.voltages_v) == 0 for one in shown)


def test_a_lamp_does_as_it_is_told_for_a_while(assets: Assets) -> None:
    life = begin(assets)
    lived(life, 0.5)
    lamp = next(number for number in range(len(assets.lamps)) if life.hears(number))
    life.tell_lamp(lamp, 0.4, life.now_s, until_s=life.now_s + HOUR_S)
    obeyed = [one for one in lived(life, 0.5) if is_of(one, lamp)]
    assert obeyed[0].level == 0.4
    later = [one for one in lived(life, 2) if is_of(one, lamp)]
    assert later[-1].level == 0


def is_of(reading: Reading, lamp: int) -> bool:
    return isinstance(reading, LampReading) and reading.lamp == lamp


def test_a_long_sleep_is_not_told_afterwards(assets: Assets) -> None:
    life = begin(assets)
    lived(life, 1)
    after = life.step(life.now_s + 72 * HOUR_S)
    assert len(after) < 3 * len(assets.lamps)
    assert life.now_s == START_S + 73 * HOUR_S
