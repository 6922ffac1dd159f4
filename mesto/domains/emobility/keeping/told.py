"""What stations were told, and so what they may be drawing. Pure.

It is read from the commands alone, so that whoever begins anew knows it. What a station
confirmed replaces all before; what it did not, it may have heard nevertheless.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from mesto.domains.emobility.charging.held import Held
from mesto.domains.emobility.keeping.site import Place
from mesto.kernel.model import State

SLACK: Final = timedelta(seconds=30)  #: by which a station's clock may be late
OPEN: Final = (State.PENDING, State.SENT)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that an EVSE was given, or is to be given.

    transaction: of the session it is for; empty: the fail-safe, without end
    tries: how often it was sent
    """

    evse: str
    transaction: str = ""
    amps: float
    phases: int = 3
    until: datetime | None = None
    at: datetime
    state: State = State.PENDING
    tries: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it may still come to the station, or be answered."""
        return self.state in OPEN


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one EVSE was told.

    held: of its session, all it may hold; confirmed: the last it has confirmed
    last: the last of all; safe: the fail-safe, as it was told last
    open: whether something is on its way to it still
    missed, unsafe: how often in a row a profile, or the fail-safe, came to nothing
    """

    held: Sequence[Held] = ()
    confirmed: Order | None = None
    last: Order | None = None
    safe: Order | None = None
    open: bool = False
    missed: int = 0
    unsafe: int = 0


def order_in(
    value: Mapping[str, Any],  # Any: JSON that the keeper wrote
    place: Place,
    at: datetime,
    state: State,
    tries: int,
) -> Order:
    """Read what the keeper ordered."""
    until = value.get("until")
    return Order(
        evse=place.evse,
        transaction=str(value.get("transactionId") or ""),
        amps=place.amps(float(value["kw"])) if "kw" in value else float(value["amps"]),
        phases=int(value.get("phases", 3)),
        until=None
        if until is None
        else datetime.fromisoformat(until) - timedelta(seconds=place.clock_s),
        at=at,
        state=state,
        tries=tries,
    )


def value_of(order: Order, place: Place) -> dict[str, Any]:
    """Write an order as a gate takes it: times are by the station's own clock."""
    limit = {"kw": place.kw(order.amps)} if place.lines else {"amps": order.amps}
    told: dict[str, Any] = {**limit, "phases": order.phases, "evse": place.number}
    if order.until is None:
        return told
    until = order.until.astimezone(UTC) + timedelta(seconds=place.clock_s)
    return {
        **told,
        "transactionId": order.transaction,
        "until": until.isoformat(timespec="seconds"),
        "then": place.kw(place.fail_safe_a) if place.lines else place.fail_safe_a,
    }


def told_in(
    orders: Iterable[Order], charging: Mapping[str, str], now: datetime
) -> dict[str, Told]:
    """Return what each EVSE was told.

    orders: in the order they were given
    charging: the transaction that is open, by EVSE: a profile ends with its own
    """
    found: dict[str, Told] = {}
    for one in orders:
        if not one.is_open and one.state is not State.CONFIRMED and one.tries == 0:
            continue  # it was never sent
        before = found.get(one.evse, Told())
        open_now = before.open or one.is_open
        confirmed = one.state is State.CONFIRMED
        if one.until is None:
            found[one.evse] = msgspec.structs.replace(
                before,
                safe=one,
                open=open_now,
                unsafe=0 if confirmed else before.unsafe + 1,
            )
        elif one.transaction == charging.get(one.evse):
            held = Held(one.amps, one.until + SLACK, one.phases)
            each = [held] if confirmed else [*before.held, held]
            found[one.evse] = msgspec.structs.replace(
                before,
                held=[it for it in each if it.until > now],
                confirmed=one if confirmed else before.confirmed,
                last=one,
                open=open_now,
                missed=0 if confirmed else before.missed + 1,
            )
    return found
