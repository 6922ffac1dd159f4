"""Bosch TPS110: a parking lot sensor.

Source: the public payload description as read by the decoder in
github.com/SensationalSystems/bosch-parking-lot-sensor-decoder.
"""

import struct

from mesto.simulator.fleets.readings import SpotReading

NAME = "bosch-tps110"
MAKER = "d0622c"  #: of the DevEUI
CHANGED, HEARTBEAT = 1, 2  #: ports


def encode(reading: SpotReading) -> tuple[int, bytes]:
    """Return the port and the payload: taken or free, and the temperature."""
    port = CHANGED if reading.changed else HEARTBEAT
    celsius = max(-40, min(round(reading.temperature_c), 85))
    return port, struct.pack("<Bb", reading.taken, celsius)
