"""Dragino LDDS75: an ultrasonic distance sensor for bins and levels.

Source: LDDS75 user manual, 2.3, and the payload decoder in
github.com/dragino/dragino-end-node-decoder, LDDS75.
"""

from collections.abc import Iterator

from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed

SIZE = 8
VOLTAGE_BITS = 0x3FFF
NEAREST_MM = 280  #: what is nearer cannot be measured
FARTHEST_MM = 7_500


def decode(_port: int, payload: bytes) -> Iterator[Reading]:
    """Read the battery's voltage, the distance and the probe's temperature.

    A distance out of the sensor's range is no measurement and is left out, as is the
    temperature of a probe that is not there, which the device sends as zero.

    Raises Malformed if the payload is not eight bytes.
    """
    if len(payload) != SIZE:
        raise Malformed(f"a payload of the LDDS75 has {SIZE} bytes, not {len(payload)}")
    battery_mv = int.from_bytes(payload[:2]) & VOLTAGE_BITS
    yield Reading("batteryVoltage", battery_mv / 1000, "VLT")
    far_mm = int.from_bytes(payload[2:4])
    if NEAREST_MM <= far_mm <= FARTHEST_MM:
        yield Reading("distance", far_mm / 1000, "MTR")
    tenths = int.from_bytes(payload[5:7], signed=True)
    if tenths:
        yield Reading("temperature", tenths / 10, "CEL")
