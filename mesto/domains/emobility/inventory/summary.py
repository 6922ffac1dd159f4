"""How a station is, told from its EVSEs. Pure."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from mesto.kernel.model import Value

FREE: Final = ("Available",)
BROKEN: Final = ("Faulted",)
CLOSED: Final = ("Unavailable",)


class Evse(NamedTuple):
    """What counts of an EVSE."""

    status: str = ""  #: OCPP's word
    power_kw: float = 0.0
    error: str = ""


def summary_of(evses: Mapping[str, Evse]) -> dict[str, Value]:
    """Return what a station says of itself: Smart Data Models' words and numbers.

    evses: all of a station, by URN
    """
    told = [one for one in evses.values() if one.status]
    if not told:
        return {}
    free = sum(one.status in FREE for one in told)
    errors = [one.error for one in told if one.error not in ("", "NoError")]
    return {
        "status": _status(told, free),
        "availableCapacity": free,
        "capacity": len(told),
        "errorCode": errors[0] if errors else "NoError",
        "powerConsumption": round(sum(one.power_kw for one in told), 3),
    }


def _status(told: list[Evse], free: int) -> str:
    if all(one.status in (*BROKEN, *CLOSED) for one in told):
        return "outOfService"
    if any(one.status in BROKEN for one in told):
        return "withIncidence"
    return "working" if free else "full"
