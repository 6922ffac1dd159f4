"""Milesight EM400-MUD: an ultrasonic level sensor under a lid.

A packet is channels of id, type and value, little endian.

Source: EM400-MUD user guide, uplink packet.
"""

import struct

PORT = 85
NAME = "milesight-em400-mud"
FULL_MM = 60  #: from the sensor to the waste in a full container
MAKER = "24e124"  #: of the DevEUI

_BATTERY = b"\x01\x75"
_TEMPERATURE = b"\x03\x67"
_DISTANCE = b"\x04\x82"
_POSITION = b"\x05\x00"


def encode(
    *, battery: float, temperature_c: float, distance_mm: float, tilted: bool
) -> bytes:
    """Write a periodic report.

    battery: share of charge in [0, 1]
    """
    return (
        _BATTERY
        + struct.pack("<B", round(battery * 100))
        + _TEMPERATURE
        + struct.pack("<h", round(temperature_c * 10))
        + _DISTANCE
        + struct.pack("<H", round(min(max(distance_mm, 0), 65_533)))
        + _POSITION
        + struct.pack("<B", tilted)
    )
