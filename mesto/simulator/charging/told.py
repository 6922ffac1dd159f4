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


def accept(_point: Point, _told: Payload, _at_s: float) -> Reply:
    """Answer yes, to what changes nothing here."""
    return Reply({"status": "Accepted"})


def serve(point: Point, number: int, *, open_: bool) -> Reply:
    """Open or close a place, or all of them: 0."""
    places = [one for one in point.places if number in (0, one.number)]
    words = [point.serve(one, open_=open_) for one in places]
    status = "Scheduled" if "Scheduled" in words else "Accepted"
    return Reply({"status": status if words else "Rejected"}, list(point.states()))


def trigger(point: Point, wanted: str) -> Reply:
    """Say a message again."""
    if wanted in {"StatusNotification", "MeterValues", "TransactionEvent"}:
        return Reply({"status": "Accepted"}, list(point.states()))
    if wanted in {"BootNotification", "Heartbeat"}:
        return Reply({"status": "Accepted"}, says=wanted)
    return Reply({"status": "NotImplemented"})
