"""Milesight EM400-MUD: an ultrasonic sensor under the lid of a waste container.

Source: github.com/Milesight-IoT/SensorDecoders, EM400-MUD/README.md.
"""

from collections.abc import Iterator

from mesto.gates.lorawan.milesight import (
    BATTERY,
    Channels,
    battery,
    distance,
    nothing,
    position,
    read_channels,
    temperature,
)
from mesto.gates.lorawan.reading import Reading

CHANNELS: Channels = {
    BATTERY: (1, battery),
    (0x03, 0x67): (2, temperature),
    (0x83, 0x67): (3, temperature),  # beyond a threshold
    (0x04, 0x82): (2, distance),
    (0x84, 0x82): (3, distance),  # beyond a threshold
    (0x05, 0x00): (1, position),
    (0x06, 0x88): (9, nothing),  # where it is, in models with a GNSS receiver
}


def decode(_port: int, payload: bytes) -> Iterator[Reading]:
    """Read distance to the waste, temperature inside, position and battery.

    Raises Malformed if it is not the payload of an EM400-MUD.
    """
    return read_channels(payload, CHANNELS, "EM400-MUD")
