"""NAS UL20xx: a luminaire controller that meters and dims. Firmware 1.1.

Numbers of several bytes come least significant first.

Source: the payload description behind github.com/nasys/nas-codecs (packets status,
usage, metering alert and manual dimming); IEC 62386-102 for a driver's status bits.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mesto.simulator.fleets.readings import LampReading

NAME = "nas-ul20xx"
MAKER = "70b3d5"  #: of the DevEUI

STATUS, USAGE, COMMAND, ALERT = 23, 26, 60, 61  #: ports

_EVERY_DRIVER = 0xFE
_DIM = 0x01
_RESUME = 0xFF  #: as a level: follow the calendar again
_FULL = 100
_BY_DUSK, _BY_DAY, _BY_HAND = 0x50, 0x21, 0xFD  #: reasons of a level
_LAMP_FAILURE, _LAMP_ON = 0x02, 0x04  #: a driver's status
_RELAY_CLOSED = 0x80  #: in the first byte of the controller's own status
_METERED = 0b0011_0011  #: energy, power, power factor and voltage
_INTERNAL = 0xFF  #: address of the controller's own meter
_UNDER_VOLTAGE = 0x04
_DEAD_V = 50.0


@dataclass(frozen=True)
class Order:
    """What a controller is told."""

    level: float | None  #: in [0, 1]; None: follow the calendar again


def encode(reading: LampReading, at_s: float) -> Iterator[tuple[int, bytes]]:
    """Yield the ports and payloads of a report, the last words of a dying lamp too.

    at_s: what the controller's clock shows
    """
    if reading.voltage_v < _DEAD_V:
        yield ALERT, _alert(reading)
        return
    health, meters = reading.parts
    if health:
        yield STATUS, _status(reading, at_s)
    if meters:
        yield USAGE, _usage(reading)


def read_order(port: int, payload: bytes) -> Order:
    """Read a downlink.

    Raises ValueError if the controller does not know it.
    """
    if port != COMMAND or len(payload) != 3 or payload[0] != _DIM:
        raise ValueError(f"no order of a UL20xx: {payload.hex()} on port {port}")
    if payload[2] == _RESUME:
        return Order(level=None)
    if payload[2] > _FULL:
        raise ValueError(f"a UL20xx cannot dim to {payload[2]} %")
    return Order(level=payload[2] / _FULL)


def _status(reading: LampReading, at_s: float) -> bytes:
    """Write status, version 1: clock, health, then the only driver."""
    driver = (_LAMP_FAILURE if reading.failed else 0) | (
        _LAMP_ON if reading.level > 0 and not reading.failed else 0
    )
    by_hand = _BY_HAND if reading.ordered else _BY_DUSK
    return struct.pack(
        "<BIBBBbbBBBBBB",
        1,
        int(at_s),
        _RELAY_CLOSED if reading.level > 0 else 0,
        0,
        80,  # the downlink's strength, below 0 dBm
        8,  # and its distance from noise, dB
        max(-40, min(round(reading.temperature_c), 100)),
        1 if reading.failed else 0,
        0,  # no sensors
        _EVERY_DRIVER,
        by_hand if reading.level > 0 or reading.ordered else _BY_DAY,
        round(reading.level * _FULL),
        driver,
    )


def _usage(reading: LampReading) -> bytes:
    return struct.pack(
        "<BBBIHBB",
        0,
        _INTERNAL,
        _METERED,
        round(reading.energy_kwh * 1000),
        round(reading.power_w),
        round(reading.power_factor * 100),
        round(reading.voltage_v),
    )


def _alert(reading: LampReading) -> bytes:
    return struct.pack("<BBHHB", 0x84, _UNDER_VOLTAGE, round(reading.power_w), 0, 0)
