"""What people tell one station beside its orders, and the command it becomes. Pure.

An order is what every station can be told whole: restart, limit, in or out of service.
What is told of one connector, one session, or asks the station something is here. Names
and values are those the gate writes to stations.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec

from mesto.domains.emobility.refusals import A_DAY_AT_MOST, NO_DEED
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Command, Value
from mesto.kernel.text import refusal

LASTS: Final = timedelta(minutes=15)  #: on its way; then it is not worth telling
LONGEST: Final = timedelta(hours=24)  #: a place is kept for somebody
RESERVE: Final = "reserveNow"
FREE: Final = "cancelReservation"
MOST_WORD: Final = 36  #: characters of a card, as OCPP 2.0.1 takes them

Word = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_WORD)]


class Deed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a station is told.

    token: made by who tells it; the same one is carried out once
    """

    what: str
    token: UUID
    value: dict[str, Any] = {}


class Connector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place to charge; 0 is the whole station, where that can be."""

    evse: Annotated[int, msgspec.Meta(ge=1, le=999)]
    connector: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1


class Start(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let somebody charge who is not there with a card."""

    evse: Annotated[int, msgspec.Meta(ge=1, le=999)]
    idToken: Word


class Reserve(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep an EVSE free for somebody until a time."""

    evse: Annotated[int, msgspec.Meta(ge=1, le=999)]
    idToken: Word
    until: Annotated[datetime, msgspec.Meta(tz=True)]


class Free(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give up a reservation; id: as its station knows it."""

    id: Annotated[int, msgspec.Meta(ge=0, lt=2**31)]


class Stop(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End a session."""

    transactionId: Word


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep an EVSE below a power; null: no limit any more."""

    evse: Annotated[int, msgspec.Meta(ge=1, le=999)]
    kw: Annotated[float, msgspec.Meta(ge=0, le=1_000)] | None


class Service(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take an EVSE in or out of service."""

    evse: Annotated[int, msgspec.Meta(ge=1, le=999)]
    status: Literal["Operative", "Inoperative"]


class Variable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One setting of a station; in OCPP 1.6 its component is not said."""

    protocol: str
    component: Annotated[str, msgspec.Meta(max_length=50)] = ""
    variable: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]


class Log(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bring a log to the town."""

    kind: Literal["diagnostics", "security"] = "diagnostics"


def command_of(deed: Deed, station: str, now: datetime, source: str) -> Command:
    """Write the command a deed becomes. Raises Malformed for what none is.

    source: who gives it, until a visit signs it
    """
    reads = _DEEDS.get(deed.what)
    if reads is None:
        raise refusal(Malformed, NO_DEED, place=("what",))
    name, value = reads(deed, now)
    return Command(
        entity=station, name=name, value=value, expires_at=now + LASTS, source=source
    )


def _unlock(deed: Deed, _now: datetime) -> tuple[str, Value]:
    return "unlockConnector", _told(read_written(deed.value, Connector, at=("value",)))


def _start(deed: Deed, _now: datetime) -> tuple[str, Value]:
    return "remoteStart", _told(read_written(deed.value, Start, at=("value",)))


def _reserve(deed: Deed, now: datetime) -> tuple[str, Value]:
    """Reserve under a number that is the same when the same deed is sent again."""
    told = read_written(deed.value, Reserve, at=("value",))
    if not now < told.until <= now + LONGEST:
        raise refusal(Malformed, A_DAY_AT_MOST, place=("value", "until"))
    return RESERVE, {"id": deed.token.int % 2**31, **msgspec.to_builtins(told)}


def _free(deed: Deed, _now: datetime) -> tuple[str, Value]:
    return FREE, _told(read_written(deed.value, Free, at=("value",)))


def _stop(deed: Deed, _now: datetime) -> tuple[str, Value]:
    return "remoteStop", _told(read_written(deed.value, Stop, at=("value",)))


def _limit(deed: Deed, _now: datetime) -> tuple[str, Value]:
    return "setPowerLimit", _told(read_written(deed.value, Limit, at=("value",)))


def _service(deed: Deed, _now: datetime) -> tuple[str, Value]:
    told = read_written(deed.value, Service, at=("value",))
    return "changeAvailability", _told(told)


def _log(deed: Deed, _now: datetime) -> tuple[str, Value]:
    return "fetchLog", _told(read_written(deed.value, Log, at=("value",)))


def _variable(deed: Deed, _now: datetime) -> tuple[str, Value]:
    told = read_written(deed.value, Variable, at=("value",))
    if told.protocol == "ocpp1.6":
        payload: dict[str, Any] = {"key": [told.variable]}
        return "callStation", {"action": "GetConfiguration", "payload": payload}
    wanted = {
        "component": {"name": told.component or "OCPPCommCtrlr"},
        "variable": {"name": told.variable},
    }
    payload = {"getVariableData": [wanted]}
    return "callStation", {"action": "GetVariables", "payload": payload}


def _told(one: msgspec.Struct) -> Value:
    value: Value = msgspec.to_builtins(one)
    return value


_DEEDS: Final[Mapping[str, Callable[[Deed, datetime], tuple[str, Value]]]] = {
    "unlock": _unlock,
    "start": _start,
    "reserve": _reserve,
    "free": _free,
    "stop": _stop,
    "limit": _limit,
    "service": _service,
    "variable": _variable,
    "log": _log,
}
