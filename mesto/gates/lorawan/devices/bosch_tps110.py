"""Bosch TPS110: a parking lot sensor under or on the asphalt.

Source: the public payload description as read by the decoder in
github.com/SensationalSystems/bosch-parking-lot-sensor-decoder.
"""

from collections.abc import Iterator

from mesto.gates.lorawan.reading import Reading
from mesto.kernel.errors import Malformed

CHANGED, HEARTBEAT, STARTED = 1, 2, 3  #: ports
ABOUT_ITSELF = (4, 5, 6, 7)  #: ports of versions, use, defects and heat
STARTED_BYTES = 17


def decode(port: int, payload: bytes) -> Iterator[Reading]:
    """Read whether a vehicle stands there, and the temperature where it is sent.

    Raises Malformed if the port or the size is not the sensor's.
    """
    if port in ABOUT_ITSELF:
        return
    if port in {CHANGED, HEARTBEAT} and len(payload) in {1, 2}:
        occupied = payload[0]
    elif port == STARTED and len(payload) == STARTED_BYTES:
        occupied = payload[-1] & 1
    else:
        raise Malformed(
            f"{len(payload)} bytes on port {port} are no report of a TPS110"
        )
    if occupied > 1:
        raise Malformed(f"a place cannot be {occupied}: 0 is free, 1 is occupied")
    yield Reading("status", "occupied" if occupied else "free")
    if port != STARTED and payload[1:]:
        celsius = int.from_bytes(payload[1:], signed=True)
        yield Reading("temperature", celsius, "CEL")
