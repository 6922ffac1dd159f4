"""What stations are told: commands of the city in the words of a version of OCPP. Pure.

Source: OCPP 1.6 edition 2, 7; OCPP 2.0.1 edition 3 part 2, 1.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from mesto.gates.ocpp.blocks import BLOCKS
from mesto.gates.ocpp.codec import OLD, PROTOCOLS, Asks, Refused
from mesto.gates.ocpp.schemas import require_valid
from mesto.gates.ocpp.settings import Settings
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Command, Device, Message
from mesto.kernel.plugin import Known
from mesto.kernel.text import refusal
from mesto.operations.commands.words import NOT_TAKEN

BEGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)  #: limits hold since long ago
LONGEST: Final = timedelta(hours=24)  #: before it ends, one that ends has begun
SAY: Final = "callStation"  #: any action of the standard, in its own words
WATTS: Final = 1_000


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """A command on its way to a station, whose version is known when it is there."""

    command: str  #: id
    name: str
    value: Any  # any JSON value: what was ordered


class Start(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let somebody charge who is not there with a card."""

    idToken: str
    evse: int = 1
    tokenType: str = "Central"


class Stop(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End a session."""

    transactionId: str | int


class Keep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep an EVSE for somebody until a time."""

    id: int
    idToken: str
    until: datetime
    evse: int = 1
    tokenType: str = "Central"


class Free(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give up a reservation."""

    id: int


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A connector; without one all there are."""

    evse: int = 0
    connector: int = 1
    status: str = ""
    message: str = ""


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep below a power, or a current in each phase; neither: no limit any more.

    evse: 0 is the whole station
    transactionId: of the session it is for alone
    until: from then on it keeps below `then` instead, in the same unit; by its own
        clock, and written into the profile, so that it needs nobody to be told by
    """

    kw: float | None = None
    amps: float | None = None
    phases: int = 3
    evse: int = 0
    transactionId: str | int | None = None
    until: datetime | None = None
    then: float = 0.0


def encode(command: Command, device: Device, _known: Known[Settings]) -> Message:
    """Write an errand for a station; its version is known when it is there.

    Raises Malformed where no version can say it.
    """
    if command.name not in _WRITES:
        raise refusal(Malformed, NOT_TAKEN, command=command.name)
    for protocol in PROTOCOLS:
        try:
            call_of(protocol, command.name, command.value)
        except Refused as refused:
            wrong = refused
        else:
            errand = Errand(command=command.id, name=command.name, value=command.value)
            return Message(
                payload=msgspec.json.encode(errand),
                origin=device.serial,
                received_at=command.expires_at,
            )
    raise Malformed(str(wrong))


def call_of(protocol: str, name: str, value: object) -> Asks:
    """Return what a station is asked.

    Raises Refused where its version cannot be asked that.
    """
    writes = _WRITES.get(name)
    if writes is None:
        raise Refused("NotSupported", f"no station can be told {name}")
    try:
        asks = writes(protocol, value)
    except (msgspec.ValidationError, KeyError, TypeError, ValueError) as error:
        raise Refused("FormatViolation", f"{name}: {error}") from error
    require_valid(protocol, asks.action, asks.payload)
    return asks


def _start(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Start)
    if protocol == OLD:
        return Asks(
            "RemoteStartTransaction",
            {"connectorId": told.evse, "idTag": told.idToken},
        )
    token = {"idToken": told.idToken, "type": told.tokenType}
    number = int.from_bytes(told.idToken.encode()[-3:], "big")
    return Asks(
        "RequestStartTransaction",
        {"evseId": told.evse, "idToken": token, "remoteStartId": number},
    )


def _stop(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Stop).transactionId
    if protocol == OLD:
        return Asks("RemoteStopTransaction", {"transactionId": int(told)})
    return Asks("RequestStopTransaction", {"transactionId": str(told)})


def _keep(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Keep)
    until = told.until.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if protocol == OLD:
        payload = {"connectorId": told.evse, "expiryDate": until}
        payload |= {"idTag": told.idToken, "reservationId": told.id}
        return Asks("ReserveNow", payload)
    token = {"idToken": told.idToken, "type": told.tokenType}
    payload = {"id": told.id, "expiryDateTime": until, "evseId": told.evse}
    return Asks("ReserveNow", {**payload, "idToken": token})


def _free(_protocol: str, value: object) -> Asks:
    number = msgspec.convert(value, Free).id
    return Asks("CancelReservation", {"reservationId": number})


def _reset(protocol: str, value: object) -> Asks:
    words = {"Soft": "OnIdle", "Hard": "Immediate"}
    kind = str(value)
    return Asks("Reset", {"type": kind if protocol == OLD else words.get(kind, kind)})


def _unlock(protocol: str, value: object) -> Asks:
    place = msgspec.convert(value or {"evse": 1}, Place)
    if protocol == OLD:
        return Asks("UnlockConnector", {"connectorId": place.evse})
    return Asks(
        "UnlockConnector", {"evseId": place.evse, "connectorId": place.connector}
    )


def _availability(protocol: str, value: object) -> Asks:
    told = {"status": value} if isinstance(value, str) else value
    place = msgspec.convert(told, Place)
    if protocol == OLD:
        payload = {"connectorId": place.evse, "type": place.status}
        return Asks("ChangeAvailability", payload)
    evse = {"evse": {"id": place.evse}} if place.evse else {}
    return Asks("ChangeAvailability", {"operationalStatus": place.status, **evse})


def _trigger(protocol: str, value: object) -> Asks:
    told = {"message": value} if isinstance(value, str) else value
    place = msgspec.convert(told, Place)
    payload: dict[str, Any] = {"requestedMessage": place.message}
    if place.evse and protocol == OLD:
        payload["connectorId"] = place.evse
    elif place.evse:
        payload["evse"] = {"id": place.evse}
    return Asks("TriggerMessage", payload)


def _limit(protocol: str, value: object) -> Asks:
    """Limit a station, an EVSE or a session: one profile each, that replaces itself."""
    told = {"kw": value} if value is None or isinstance(value, int | float) else value
    limit = msgspec.convert(told, Limit)
    station = (
        "ChargePointMaxProfile" if protocol == OLD else "ChargingStationMaxProfile"
    )
    whole = limit.evse == 0 and limit.transactionId is None
    purpose = station if whole else "TxDefaultProfile"
    purpose = purpose if limit.transactionId is None else "TxProfile"
    number = limit.evse * 10 + ("Tx" in purpose) + (purpose == "TxProfile") + 1
    if limit.kw is None and limit.amps is None:
        name = "id" if protocol == OLD else "chargingProfileId"
        return Asks("ClearChargingProfile", {name: number})
    by_power = limit.kw is not None
    most = round(limit.kw * WATTS, 1) if limit.kw is not None else limit.amps
    period = {"startPeriod": 0, "limit": most, "numberPhases": limit.phases}
    schedule: dict[str, Any] = {
        "chargingRateUnit": "W" if by_power else "A",
        "chargingSchedulePeriod": [period],
    }
    begin = BEGIN if limit.until is None else limit.until - LONGEST
    if limit.until is not None:
        after = round(limit.then * WATTS, 1) if by_power else limit.then
        schedule["chargingSchedulePeriod"].append(
            {**period, "startPeriod": int(LONGEST.total_seconds()), "limit": after}
        )
    relative = purpose == "TxProfile" and limit.until is None
    if not relative:
        schedule["startSchedule"] = (
            begin.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        )
    kind = "Relative" if relative else "Absolute"
    profile: dict[str, Any] = {
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
    }
    if protocol == OLD:
        profile |= {"chargingProfileId": number, "chargingSchedule": schedule}
        if limit.transactionId is not None:
            profile["transactionId"] = int(limit.transactionId)
        payload = {"connectorId": limit.evse, "csChargingProfiles": profile}
        return Asks("SetChargingProfile", payload)
    profile |= {"id": number, "chargingSchedule": [{"id": number, **schedule}]}
    if limit.transactionId is not None:
        profile["transactionId"] = str(limit.transactionId)
    payload = {"evseId": limit.evse, "chargingProfile": profile}
    return Asks("SetChargingProfile", payload)


def _any(_protocol: str, value: object) -> Asks:
    if not isinstance(value, Mapping) or not isinstance(value["payload"], dict):
        raise TypeError("it has an action and a payload, which is an object")
    return Asks(str(value["action"]), value["payload"])


_WRITES: Final[Mapping[str, Callable[[str, object], Asks]]] = {
    "remoteStart": _start,
    "remoteStop": _stop,
    "reserveNow": _keep,
    "cancelReservation": _free,
    "reset": _reset,
    "unlockConnector": _unlock,
    "changeAvailability": _availability,
    "triggerMessage": _trigger,
    "setPowerLimit": _limit,
    **BLOCKS,
    SAY: _any,
}
