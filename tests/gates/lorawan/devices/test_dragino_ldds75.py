"""Payloads of the Dragino LDDS75."""

import pytest

from mesto.gates.lorawan.devices.dragino_ldds75 import decode
from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed


def test_it_tells_voltage_distance_and_heat() -> None:
    assert list(decode(2, bytes.fromhex("0CF5 0315 00 00F2 01"))) == [
        Reading("batteryVoltage", 3.317, "VLT"),
        Reading("distance", 0.789, "MTR"),
        Reading("temperature", 24.2, "CEL"),
    ]


def test_frost_is_read() -> None:
    assert list(decode(2, bytes.fromhex("0CF5 0315 00 FF9C 01")))[-1].value == -10.0


@pytest.mark.parametrize("distance", ["0000", "0014", "FFFF"])
def test_a_distance_out_of_range_is_no_measurement(distance: str) -> None:
    [seen] = decode(2, bytes.fromhex(f"0CF5 {distance} 00 0000 01"))
    assert seen.attribute == "batteryVoltage"


def test_another_size_is_refused() -> None:
    with pytest.raises(Malformed, match="8 bytes, not 2"):
        list(decode(2, b"\0\1"))
