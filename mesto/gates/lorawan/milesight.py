"""The payloads Milesight's sensors have in common: values on typed channels. Pure.

A payload is a row of channels: one byte for the channel, one for its type, and as many
bytes of value as the type has, least significant first.

Source: payload tables in github.com/Milesight-IoT/SensorDecoders, README.md of each
model.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed

#: How many bytes a channel has, and what they say.
Channel: TypeAlias = tuple[int, Callable[[bytes], Iterable[Reading]]]
Channels: TypeAlias = Mapping[tuple[int, int], Channel]

FARTHEST_MM = 10_000  #: beyond it an ultrasonic sensor saw nothing


def read_channels(payload: bytes, channels: Channels, model: str) -> Iterator[Reading]:
    """Read every channel of a payload.

    Raises Malformed if one is not in the model's table or is cut short.
    """
    at = 0
    while at < len(payload):
        key = (payload[at], payload[at + 1] if at + 1 < len(payload) else -1)
        found = channels.get(key) or ABOUT_ITSELF.get(key)
        if found is None:
            raise Malformed(
                f"channel {payload[at : at + 2].hex(' ')} is not in the table of "
                f"{model}: is the device's profile right?"
            )
        size, read = found
        value = payload[at + 2 : at + 2 + size]
        if len(value) < size:
            raise Malformed(f"channel {payload[at : at + 2].hex(' ')} is cut short")
        yield from read(value)
        at += 2 + size


def battery(value: bytes) -> Iterator[Reading]:
    """Read what is left of the battery, percent."""
    yield Reading("batteryLevel", value[0] / 100)


def temperature(value: bytes) -> Iterator[Reading]:
    """Read tenths of a degree Celsius; a status byte may follow."""
    yield Reading("temperature", signed(value[:2]) / 10, "CEL")


def humidity(value: bytes) -> Iterator[Reading]:
    """Read half percents of relative humidity."""
    yield Reading("relativeHumidity", value[0] / 200)


def distance(value: bytes) -> Iterator[Reading]:
    """Read millimetres to the nearest thing; a status byte may follow."""
    far_mm = unsigned(value[:2])
    if far_mm <= FARTHEST_MM:
        yield Reading("distance", far_mm / 1000, "MTR")


def position(value: bytes) -> Iterator[Reading]:
    """Read whether a container's sensor hangs as it was mounted."""
    yield Reading("status", "dropped" if value[0] else "ok")


def nothing(_value: bytes) -> Iterator[Reading]:
    """Pass over what the city does not keep."""
    yield from ()


def signed(value: bytes) -> int:
    """Read a number that may be negative."""
    return int.from_bytes(value, "little", signed=True)


def unsigned(value: bytes) -> int:
    """Read a number that is never negative."""
    return int.from_bytes(value, "little")


def moment(value: bytes) -> datetime:
    """Read seconds since 1970."""
    return datetime.fromtimestamp(unsigned(value), UTC)


BATTERY = (0x01, 0x75)

#: Versions and serial numbers, sent when the device joins.
ABOUT_ITSELF: Channels = {
    (0xFF, kind): (size, nothing)
    for kind, size in {
        0x01: 1,
        0x08: 6,
        0x09: 2,
        0x0A: 2,
        0x0B: 1,
        0x0F: 1,
        0x16: 8,
        0x18: 2,
        0xFF: 2,
    }.items()
}
