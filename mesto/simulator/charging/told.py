"""What becomes of something a station is told, by any version. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from mesto.simulator.charging.point import Point, Said

Payload: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """An answer, and what follows it."""

    payload: Payload
    said: Sequence[Said] = ()
    restarts: bool = False  #: it goes away and comes back
    says: str = ""  #: a message it was asked to say again
    uploads: str = ""  #: where it is to bring its diagnostics
    installs: str = ""  #: where new firmware lies
    request: int = 0  #: number of what it was asked for
    error: str = ""  #: a CALLERROR instead


def no_such_thing() -> Reply:
    """Answer what a station cannot do."""
    return Reply({}, error="NotImplemented")


def apart(point: Point, number: int | None) -> str:
    """Drop a profile, or all of them; return OCPP's word for how that went."""
    if number is None:
        point.profiles.clear()
        return "Accepted"
    return "Accepted" if point.profiles.pop(number, None) else "Unknown"
