"""What is tried before somebody drives out: a gentle restart, if wanted. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Final

import msgspec

from mesto.domains.emobility.faults.kinds import fault_of
from mesto.domains.emobility.nouns import CONNECTED, ERROR
from mesto.kernel.model import Entity

UPKEEP: Final = "EVChargingUpkeep"
URN: Final = f"urn:ngsi-ld:{UPKEEP}:usual"
SETTLES: Final = timedelta(minutes=2)  #: what is gone by itself needs no restart
BETWEEN: Final = timedelta(minutes=30)  #: two restarts of one station
LASTS: Final = timedelta(minutes=5)  #: on its way; then it is looked at anew


class Upkeep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the town allows.

    restart: a station with a fault that a restart may cure is restarted, when nobody
        charges there
    most_a_day: restarts of one station in 24 hours
    uptime: the share of time agreed in which one can charge; None: nothing is agreed
    """

    restart: bool = False
    most_a_day: Annotated[int, msgspec.Meta(ge=1, le=10)] = 2
    uptime: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


def is_to_restart(
    station: Entity,
    upkeep: Upkeep,
    *,
    now: datetime,
    charging: bool,
    restarts: Sequence[datetime],
) -> bool:
    """Tell whether a station is to be restarted now.

    charging: somebody charges there
    restarts: when it was restarted so today, in any order
    """
    fault = fault_of(station.value(ERROR))
    if not upkeep.restart or charging or fault is None or not fault.restart:
        return False
    if station.value(CONNECTED) is not True or station.value("maintenance") is True:
        return False
    error = station.attribute(ERROR)
    assert error is not None, "it has a fault"
    if now - error.seen_at < SETTLES:
        return False
    if len(restarts) >= upkeep.most_a_day:
        return False
    return all(now - at >= BETWEEN for at in restarts)
