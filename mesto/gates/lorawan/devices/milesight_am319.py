"""Milesight AM319: air quality, with carbon dioxide and particles.

Source: github.com/Milesight-IoT/SensorDecoders, AM300_Series/README.md. Formaldehyde,
organic compounds, light and motion are passed over: no standard attribute fits their
scales. Stored history is refused, since its length differs between models.
"""

from collections.abc import Callable, Iterator

from mesto.gates.lorawan.milesight import (
    BATTERY,
    Channels,
    battery,
    humidity,
    nothing,
    read_channels,
    temperature,
    unsigned,
)
from mesto.gates.lorawan.reading import Reading


def _scaled(
    attribute: str, unit: str, per_unit: int = 1
) -> Callable[[bytes], Iterator[Reading]]:
    """Read a number that was multiplied by `per_unit`."""

    def read(value: bytes) -> Iterator[Reading]:
        yield Reading(attribute, unsigned(value) / per_unit, unit)

    return read


CHANNELS: Channels = {
    BATTERY: (1, battery),
    (0x03, 0x67): (2, temperature),
    (0x04, 0x68): (1, humidity),
    (0x05, 0x00): (1, nothing),  # motion
    (0x06, 0xCB): (1, nothing),  # light
    (0x07, 0x7D): (2, _scaled("co2", "59")),
    (0x08, 0x7D): (2, nothing),  # organic compounds
    (0x09, 0x73): (2, _scaled("pressure", "A97", 10)),
    (0x0A, 0x7D): (2, nothing),  # formaldehyde
    (0x0B, 0x7D): (2, _scaled("pm25", "GQ")),
    (0x0C, 0x7D): (2, _scaled("pm10", "GQ")),
    (0x0D, 0x7D): (2, _scaled("o3", "59", 100)),
    (0x0E, 0x01): (1, nothing),  # buzzer
}


def decode(_port: int, payload: bytes) -> Iterator[Reading]:
    """Read particles (µg/m³), gases (ppm), pressure (hPa), temperature and humidity.

    Raises Malformed if it is not the payload of an AM319.
    """
    return read_channels(payload, CHANNELS, "AM319")
