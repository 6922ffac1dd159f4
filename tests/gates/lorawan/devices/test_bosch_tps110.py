"""Payloads of the Bosch TPS110."""

import pytest

from mesto.gates.lorawan.devices.bosch_tps110 import decode
from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed


@pytest.mark.parametrize(
    ("port", "payload", "seen"),
    [
        (1, "01", [Reading("status", "occupied")]),
        (2, "00", [Reading("status", "free")]),
        (2, "00F6", [Reading("status", "free"), Reading("temperature", -10, "CEL")]),
        (3, "00" * 16 + "01", [Reading("status", "occupied")]),
        (5, "0000000001", []),
    ],
)
def test_it_tells_whether_the_place_is_taken(
    port: int, payload: str, seen: list[Reading]
) -> None:
    assert list(decode(port, bytes.fromhex(payload))) == seen


@pytest.mark.parametrize(
    ("port", "payload"), [(1, ""), (1, "02"), (3, "01"), (9, "01"), (2, "000102")]
)
def test_what_is_no_report_is_refused(port: int, payload: str) -> None:
    with pytest.raises(Malformed):
        list(decode(port, bytes.fromhex(payload)))
