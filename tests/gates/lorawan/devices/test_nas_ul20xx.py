"""Payloads of the NAS UL20xx luminaire controller."""

import pytest

from mesto.gates.lorawan.devices.nas_ul20xx import decode, encode, shows
from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed

HEAD = "01 F37F205E 8244 32 09 16 20 07 01D2029455 0401"
OLD_HEAD = "00 F37F205E 92 32 09 16 00"


@pytest.mark.parametrize("head", [HEAD, OLD_HEAD])
@pytest.mark.parametrize(
    ("drivers", "level", "state", "status"),
    [
        ("FE501904 12501904", 0.25, "on", "ok"),
        ("FE500000", 0.0, "off", "ok"),
        ("FE506406", 1.0, "on", "defectiveLamp"),
        ("FE506405 02506404", 1.0, "on", "brokenLantern"),
    ],
)
def test_a_status_tells_level_and_health(
    head: str, drivers: str, level: float, state: str, status: str
) -> None:
    assert list(decode(23, bytes.fromhex(head + drivers))) == [
        Reading("illuminanceLevel", level),
        Reading("powerState", state),
        Reading("status", status),
    ]


def test_a_lamp_behind_an_open_relay_is_dark() -> None:
    seen = list(decode(23, bytes.fromhex("00F6E5853800340718000EF5FFFF")))
    assert seen[:2] == [Reading("illuminanceLevel", 0.0), Reading("powerState", "off")]


def test_a_usage_report_tells_power_energy_and_burning_hours() -> None:
    payload = "00 FF80D0EF2F01 12FF47940300 2A00 F94A0300 2700 5D E5 C072D902 D0EF2F01"
    seen = {one.attribute: one for one in decode(26, bytes.fromhex(payload))}
    assert seen == {
        "lifetimePowerConsumption": Reading("lifetimePowerConsumption", 234.567, "KWH"),
        "powerConsumption": Reading("powerConsumption", 42.0, "WTT"),
        "powerFactor": Reading("powerFactor", 0.93),
        "voltage": Reading("voltage", 229.0, "VLT"),
        "burningHours": Reading("burningHours", 5533.0, "HUR"),
    }


def test_a_power_factor_it_does_not_know_is_left_out() -> None:
    assert list(decode(26, bytes.fromhex("00 FF 10 FF"))) == []


def test_a_metering_alert_tells_what_was_measured() -> None:
    assert list(decode(61, bytes.fromhex("84015900e50056"))) == [
        Reading("status", "defectiveLamp"),
        Reading("powerConsumption", 89.0, "WTT"),
        Reading("voltage", 229.0, "VLT"),
        Reading("powerFactor", 0.86),
    ]


def test_a_driver_alert_tells_of_a_dead_lamp() -> None:
    assert list(decode(61, bytes.fromhex("83200202"))) == [
        Reading("status", "defectiveLamp")
    ]


def test_a_dimming_command_is_answered_with_the_level() -> None:
    port, payload = encode("setDimLevel", 0.5)
    assert (port, payload.hex()) == (60, "01fe32")
    assert list(decode(port, payload)) == [Reading("illuminanceLevel", 0.5)]


@pytest.mark.parametrize("value", [1.5, -0.1, True, "half", float("nan")])
def test_what_is_no_level_is_refused(value: object) -> None:
    with pytest.raises(Malformed):
        encode("setDimLevel", value)


def test_a_lamp_is_sent_back_to_its_calendar() -> None:
    port, payload = encode("setDimLevel", None)
    assert payload.hex() == "01feff"
    assert list(decode(port, payload)) == []


def test_another_command_is_refused() -> None:
    with pytest.raises(Malformed, match="does not know this order"):
        encode("openDoor", 1)


def test_what_it_says_of_itself_is_passed_over() -> None:
    assert list(decode(99, bytes.fromhex("000D008350010101F37F205E000CFE0104"))) == []


@pytest.mark.parametrize(
    ("port", "payload"),
    [(23, ""), (23, "02"), (23, HEAD), (26, "01"), (26, "00FF01"), (7, "00")],
)
def test_what_is_no_report_is_refused(port: int, payload: str) -> None:
    with pytest.raises(Malformed):
        list(decode(port, bytes.fromhex(payload)))


def test_of_a_fade_the_level_is_told_and_shows() -> None:
    faded = {"level": 0.3, "fade_s": 60}
    assert encode("setDimLevel", faded) == encode("setDimLevel", 0.3)
    assert shows("setDimLevel", faded) == ("illuminanceLevel", 0.3)
    assert shows("setDimLevel", None) is None
    assert shows("readNow", 0.3) is None
