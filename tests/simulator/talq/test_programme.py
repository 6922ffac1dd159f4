"""What a calendar and a programme want, moment by moment."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.simulator.talq.programme import (
    DAY_S,
    Surroundings,
    Wanted,
    disorder,
    programme_of,
    wanted,
)
from tests.simulator.talq.conftest import calendar, programme

PRAGUE = ZoneInfo("Europe/Prague")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PRAGUE)


def around(
    lux: float = 0, idle_s: float = 1e9, *, was: bool = False, **more: Any
) -> Surroundings:
    return Surroundings(
        sunset_s=17 * 3600,
        sunrise_s=7 * 3600,
        light=lambda _: lux,
        presence=lambda _: idle_s,
        was_active=was,
        **more,
    )


ASTRO = {"name": "AstroClockActivePeriod", "sunsetOffset": 10, "sunriseOffset": -10}
SENSOR = {"name": "SensorActivePeriod", "sensor": {}, "onLevel": 35, "offLevel": 60}
STEPS = [("18:00:00", 100), ("22:00:00", 60), ("01:00:00", 30), ("05:00:00", 80)]


@pytest.mark.parametrize(
    ("clock", "percent"),
    [
        ("2026-01-10T17:05:00", 0),
        ("2026-01-10T17:15:00", 80),
        ("2026-01-10T18:00:00", 100),
        ("2026-01-10T23:59:59", 60),
        ("2026-01-11T00:59:59", 60),
        ("2026-01-11T01:00:00", 30),
        ("2026-01-11T06:49:59", 80),
        ("2026-01-11T06:50:00", 0),
    ],
)
def test_steps_of_a_night_between_sun_and_sun(clock: str, percent: int) -> None:
    night = programme("n", *STEPS, periods=[ASTRO])
    assert wanted(night, at(clock), around()).level == percent


def test_a_sensor_holds_between_its_two_levels() -> None:
    night = programme("n", ("12:00:00", 100), periods=[SENSOR])
    noon = at("2026-01-10T12:00:00")
    assert not wanted(night, noon, around(50)).active
    assert wanted(night, noon, around(50, was=True)).active
    assert wanted(night, noon, around(30)).active
    assert not wanted(night, noon, around(61, was=True)).active


BOTH = {
    **SENSOR,
    **ASTRO,
    "name": "AstroAndSensorActivePeriod",
    "pcActiveBeforeSunset": 60,
    "pcActiveBeforeSunrise": 30,
}


@pytest.mark.parametrize(
    ("clock", "dark", "bright"),
    [
        ("2026-01-10T15:59:00", False, False),
        ("2026-01-10T16:30:00", True, False),
        ("2026-01-10T17:15:00", True, True),
        ("2026-01-11T06:29:00", True, True),
        ("2026-01-11T06:40:00", True, False),
        ("2026-01-11T06:50:00", False, False),
    ],
)
def test_a_sensor_decides_near_sunset_and_sunrise(
    clock: str, *, dark: bool, bright: bool
) -> None:
    night = programme("n", ("12:00:00", 100), periods=[BOTH])
    assert wanted(night, at(clock), around(0)).active is dark
    assert wanted(night, at(clock), around(500)).active is bright


@pytest.mark.parametrize(
    ("shown", "operator", "wished", "is_so"),
    [
        (19.9, "LT", 20, True),
        (20, "LT", 20, False),
        (20, "GE", 20, True),
        ("ON", "EQ", "ON", True),
        ("ON", "GT", "OFF", False),
        (None, "NE", 5, False),
    ],
)
def test_a_value_makes_a_programme_active(
    shown: object, operator: str, wished: object, *, is_so: bool
) -> None:
    period = {
        "name": "ValueActivePeriod",
        "reference": {"resource": "devices", "address": "sky/light/lightLevel"},
        "operator": operator,
        "state": {"name": "FloatState", "value": wished},
    }
    night = programme("n", ("12:00:00", 100), periods=[period])
    now = around(value={"sky/light/lightLevel": shown}.get)
    assert wanted(night, at("2026-01-10T12:00:00"), now).active is is_so


def test_what_a_sensor_elsewhere_wants_is_held_and_then_over() -> None:
    night = programme("n", ("12:00:00", 20))
    source = {"sensor": {"sensorAddresses": ["bridge"]}}
    effect = {"type": "ExternalControlEffect", "source": source, "operation": "Max"}
    night["dynamicControls"] = [{"effect": {**effect, "holdTime": 30}}]
    noon = at("2026-01-10T12:00:00")
    told = {"state": {"name": "LevelState", "value": 70}}

    def level(idle_s: float) -> int:
        said = around(outside=lambda sensors: (told, idle_s) if sensors else None)
        return wanted(night, noon, said).level

    assert wanted(night, noon, around()).level == 20
    assert level(0) == level(30) == 70
    assert level(31) == 20


def test_who_passes_is_lit_and_the_light_is_held() -> None:
    night = programme("n", ("12:00:00", 20))
    command = {"state": {"name": "LevelState", "value": 90}, "rampToLevelTime": 2.0}
    effect = {
        "type": "FixedControlEffect",
        "source": {},
        "operation": "Max",
        "holdTime": 30.0,
        "command": command,
    }
    night["dynamicControls"] = [{"effect": effect}]
    noon = at("2026-01-10T12:00:00")
    assert wanted(night, noon, around(idle_s=0)) == Wanted(90, 2.0)
    assert wanted(night, noon, around(idle_s=30)).level == 90
    assert wanted(night, noon, around(idle_s=31)).level == 20


def test_the_sun_adds_to_the_clock() -> None:
    night = programme("n", ("12:00:00", 20))
    night["astroClockTimeControls"] = [
        {
            "offset": 30,
            "solarEventType": event,
            "operation": operation,
            "command": {"state": {"name": "LevelState", "value": 50}},
        }
        for event, operation in (("sunset", "Add"), ("sunrise", "Mul"))
    ]
    assert wanted(night, at("2026-01-10T17:31:00"), around()).level == 70
    assert wanted(night, at("2026-01-10T07:31:00"), around()).level == 10


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("2026-12-24T20:00:00", "feast"),
        ("2026-12-25T03:00:00", "feast"),  # the night of the 24th
        ("2026-12-25T13:00:00", "usual"),
        ("2026-03-29T20:00:00", "last-sunday"),
        ("2026-03-22T20:00:00", "usual"),
        ("2026-06-15T20:00:00", "mid-month"),
        ("2026-07-04T20:00:00", "summer-weekend"),
        ("2026-09-05T20:00:00", "usual"),
    ],
)
def test_the_first_rule_that_fits_has_the_day(clock: str, expected: str) -> None:
    dates = {"type": "ccDate", "dates": [{"start": "--12-24"}]}
    middle = {"type": "ccDate", "dates": [{"start": "---14", "end": "---16"}]}
    last = {"type": "ccDay", "days": [{"start": 7}], "occurrences": ["L"]}
    weekend = {"type": "ccDay", "days": [{"start": 6, "end": 7}]}
    rules = [
        {"program": "feast", "condition": dates},
        {"program": "last-sunday", "condition": last},
        {
            "program": "mid-month",
            "condition": middle,
            "startDate": "2026-06-01",
            "endDate": "2026-06-30",
        },
        {
            "program": "summer-weekend",
            "condition": weekend,
            "startDate": "--07-01",
            "endDate": "--08-31",
        },
    ]
    kept = calendar("c", "usual", rules=rules)
    assert programme_of(kept, at(clock)) == expected


@given(
    st.lists(st.integers(0, DAY_S - 1), min_size=1, max_size=10, unique=True).map(
        sorted
    ),
    st.integers(0, DAY_S - 1),
)
def test_any_moment_has_the_step_that_began_last(times: list[int], now: int) -> None:
    def clock(second: int) -> str:
        return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"

    steps = [(clock(one), number) for number, one in enumerate(times)]
    whole = programme("n", *steps)
    assert disorder(whole) == ""
    level = wanted(whole, at(f"2026-01-10T{clock(now)}"), around()).level
    begun = [number for number, one in enumerate(times) if one <= now]
    assert level == (begun[-1] if begun else len(times) - 1)


def test_times_out_of_order_are_named() -> None:
    assert disorder(programme("n", ("02:00:00", 1), ("20:00:00", 2), ("10:00:00", 3)))
    assert disorder(programme("n", ("02:00:00", 1), ("02:00:00", 2)))
    assert not disorder(programme("n", ("20:00:00", 1), ("02:00:00", 2)))
