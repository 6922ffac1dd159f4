"""Milesight EM310-UDL: an ultrasonic sensor for bins, drains and water levels.

Source: github.com/Milesight-IoT/SensorDecoders, EM310-UDL/README.md.
"""

from collections.abc import Iterator

from mesto.gates.lorawan.milesight import (
    BATTERY,
    Channels,
    battery,
    distance,
    position,
    read_channels,
)
from mesto.gates.lorawan.reading import Reading

CHANNELS: Channels = {
    BATTERY: (1, battery),
    (0x03, 0x82): (2, distance),
    (0x04, 0x00): (1, position),
}


def decode(_port: int, payload: bytes) -> Iterator[Reading]:
    """Read distance, position and battery.

    Raises Malformed if it is not the payload of an EM310-UDL.
    """
    return read_channels(payload, CHANNELS, "EM310-UDL")
