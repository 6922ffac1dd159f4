"""Milesight EM320-TH: temperature and humidity, with a memory for lost days.

Source: github.com/Milesight-IoT/SensorDecoders, EM320-TH/README.md.
"""

from collections.abc import Iterator

import msgspec

from mesto.gates.lorawan.milesight import (
    BATTERY,
    Channels,
    battery,
    humidity,
    moment,
    read_channels,
    temperature,
)
from mesto.gates.lorawan.reading import Reading


def _remembered(value: bytes) -> Iterator[Reading]:
    """Read what was measured at a moment the network did not hear of."""
    at = moment(value[:4])
    for reading in (*temperature(value[4:6]), *humidity(value[6:])):
        yield msgspec.structs.replace(reading, at=at)


CHANNELS: Channels = {
    BATTERY: (1, battery),
    (0x03, 0x67): (2, temperature),
    (0x04, 0x68): (1, humidity),
    (0x20, 0xCE): (7, _remembered),
}


def decode(_port: int, payload: bytes) -> Iterator[Reading]:
    """Read temperature, humidity and battery, of now and of before.

    Raises Malformed if it is not the payload of an EM320-TH.
    """
    return read_channels(payload, CHANNELS, "EM320-TH")
