"""Payloads of Milesight's sensors, as their tables give them."""

from datetime import UTC, datetime

import pytest

from mesto.gates.lorawan.devices import (
    milesight_am319,
    milesight_em310_udl,
    milesight_em320_th,
    milesight_em400_mud,
)
from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed


def test_an_em400_mud_tells_battery_heat_distance_and_position() -> None:
    payload = bytes.fromhex("01755C 03670101 04824408 050001")
    assert list(milesight_em400_mud.decode(85, payload)) == [
        Reading("batteryLevel", 0.92),
        Reading("temperature", 25.7, "CEL"),
        Reading("distance", 2.116, "MTR"),
        Reading("status", "dropped"),
    ]


def test_an_em400_mud_alarm_is_read_like_a_report() -> None:
    payload = bytes.fromhex("8367e80001 8482410601")
    assert list(milesight_em400_mud.decode(85, payload)) == [
        Reading("temperature", 23.2, "CEL"),
        Reading("distance", 1.601, "MTR"),
    ]


def test_frost_is_read() -> None:
    [seen] = milesight_em400_mud.decode(85, bytes.fromhex("0367 9CFF"))
    assert seen == Reading("temperature", -10.0, "CEL")


def test_a_sensor_that_sees_nothing_reports_no_distance() -> None:
    assert list(milesight_em400_mud.decode(85, bytes.fromhex("0482 FFFF"))) == []


def test_an_em310_udl_tells_battery_distance_and_position() -> None:
    payload = bytes.fromhex("01755C 03824408 040000")
    assert list(milesight_em310_udl.decode(85, payload)) == [
        Reading("batteryLevel", 0.92),
        Reading("distance", 2.116, "MTR"),
        Reading("status", "ok"),
    ]


def test_an_em320_th_tells_heat_and_humidity() -> None:
    payload = bytes.fromhex("01755C 03673401 046865")
    assert list(milesight_em320_th.decode(85, payload)) == [
        Reading("batteryLevel", 0.92),
        Reading("temperature", 30.8, "CEL"),
        Reading("relativeHumidity", 0.505),
    ]


def test_an_em320_th_remembers_what_the_network_missed() -> None:
    at = datetime(2022, 10, 12, 8, 2, 38, tzinfo=UTC)
    payload = bytes.fromhex("20CE 9E744663 1001 5D")
    assert list(milesight_em320_th.decode(85, payload)) == [
        Reading("temperature", 27.2, "CEL", at),
        Reading("relativeHumidity", 0.465, None, at),
    ]


def test_an_am319_tells_the_air() -> None:
    payload = bytes.fromhex(
        "0367EE00 04687C 050001 06CB02 077DA803 087D2500 09736627 0A7D0400 0B7D2000"
        "0C7D3000"
    )
    assert list(milesight_am319.decode(85, payload)) == [
        Reading("temperature", 23.8, "CEL"),
        Reading("relativeHumidity", 0.62),
        Reading("co2", 936.0, "59"),
        Reading("pressure", 1008.6, "A97"),
        Reading("pm25", 32.0, "GQ"),
        Reading("pm10", 48.0, "GQ"),
    ]


def test_what_a_sensor_says_of_itself_at_joining_is_passed_over() -> None:
    payload = bytes.fromhex(
        "FF0BFF FF0101 FF166136C40091605408 FF090300 FF0A0101 FF0F00"
    )
    assert list(milesight_em310_udl.decode(85, payload)) == []


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("0567 0101", "not in the table of EM400-MUD"),
        ("0367 01", "cut short"),
        ("03", "channel 03 is"),
    ],
)
def test_another_models_payload_is_refused(payload: str, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        list(milesight_em400_mud.decode(85, bytes.fromhex(payload)))
