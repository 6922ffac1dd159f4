"""The clock of the device that a request comes from."""

from datetime import UTC, datetime

import msgspec
from starlette.requests import Request

from mesto.kernel.errors import Malformed
from mesto.operations.work.clock import Device
from mesto.operations.work.said import Moment

HEADER = "device-time"  #: what its clock showed when it sent, RFC 3339


def device_of(request: Request) -> Device:
    """Return what a device says the time is, and what it is.

    Raises Malformed for what is no time.
    """
    told = request.headers.get(HEADER)
    try:
        clock = None if told is None else msgspec.convert(told, Moment)
    except msgspec.ValidationError as error:
        raise Malformed(f"{HEADER} is a time with its zone: {error}") from error
    return Device(clock, datetime.now(UTC))
