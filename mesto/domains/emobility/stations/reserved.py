"""Which places are kept free for whom: reservations that stations have taken. Pure.

A station does not say for whom it keeps a place; what it was told, and agreed to, does:
by people here, or by partners of roaming.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

import msgspec

from mesto.domains.emobility.stations.deeds import FREE, RESERVE
from mesto.kernel.model import State, Value
from mesto.kernel.question.commands import Ordered

ENDED: Final = ("Expired", "Removed")  #: OCPP 2.0.1, ReservationUpdateStatusEnumType


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """A place that is kept free for somebody.

    id: as its station knows it
    """

    id: int
    idToken: str
    until: Annotated[datetime, msgspec.Meta(tz=True)]
    evse: int = 1


def reservations_in(
    given: Iterable[Ordered], updated: Value, now: datetime
) -> dict[int, Reservation]:
    """Return what is reserved at a moment, by the number of the EVSE.

    given: orders to a station, the newest first
    updated: what it said last of a reservation (`reservationStatus`)
    """
    over = {_ended(updated)}
    found: dict[int, Reservation] = {}
    for one in given:
        if one.state is not State.CONFIRMED or not isinstance(one.value, dict):
            continue
        number = one.value.get("id")
        if one.name == FREE:
            over.add(number)
        elif one.name == RESERVE and number not in over:
            over.add(number)  # it took the place of an older one of its number
            with suppress(msgspec.ValidationError):  # a program ordered it otherwise
                told = msgspec.convert(one.value, Reservation)
                if told.until > now:
                    found.setdefault(told.evse, told)
    return found


def _ended(updated: Value) -> object:
    """Return the number of a reservation that is over; None where none is told."""
    if isinstance(updated, dict) and updated.get("reservationUpdateStatus") in ENDED:
        return updated.get("reservationId")
    return None
