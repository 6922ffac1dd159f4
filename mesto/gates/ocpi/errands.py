"""What partners want stations to do, as the city's commands; and what came of it. Pure.

Source: OCPI 2.2.1, 13; the commands are those that stations understand by OCPP.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from mesto.gates.ocpi.codec import (
    CancelReservation,
    Code,
    Refused,
    ReserveNow,
    StartSession,
    UnlockConnector,
    iso,
    read_time,
)
from mesto.gates.ocpi.locations import Town
from mesto.gates.ocpi.naming import (
    ERRAND,
    OF_PARTNER,
    errand_urn,
    id_of,
    reservation_number,
)
from mesto.gates.ocpi.tokens import TYPES
from mesto.kernel.model import TYPE, Command, Entity, Observation, State, Value
from mesto.kernel.moments import date_time
from mesto.kernel.verdict import moment, number
from mesto.names.charging import OF_STATION

OPEN, DONE = "open", "done"
#: How long a partner that let somebody charge need not be asked again (OCPI, 13.3.3).
LET_IN: Final = timedelta(minutes=15)

ACCEPTED: Final = "ACCEPTED"
#: What a station's reason begins with, and OCPI's word for it.
REASONS: Final[Mapping[str, str]] = {
    "Occupied": "EVSE_OCCUPIED",
    "Faulted": "EVSE_INOPERATIVE",
    "Unavailable": "EVSE_INOPERATIVE",
    "Rejected": "REJECTED",
    "NotSupported": "NOT_SUPPORTED",
    "NotImplemented": "NOT_SUPPORTED",
    "UnlockFailed": "FAILED",
}


def start(told: StartSession, town: Town) -> tuple[str, str, Value]:
    """Return what is told to which station. Raises Refused for an unknown place."""
    station = station_of(told.location_id, town)
    evse = evse_of(told.evse_uid, station, town)
    card = told.token
    value = {"idToken": card.uid, "tokenType": TYPES[card.type], "evse": _count(evse)}
    return station.id, "remoteStart", value


def stop(session: Entity) -> tuple[str, str, Value]:
    """Return what is told to which station."""
    station = str(session.value(OF_STATION))
    return station, "remoteStop", {"transactionId": str(session.value("transactionId"))}


def reserve(told: ReserveNow, town: Town, connection: str) -> tuple[str, str, Value]:
    """Return what is told to which station. Raises Refused for an unknown place."""
    station = station_of(told.location_id, town)
    evse = evse_of(told.evse_uid, station, town)
    value = {
        "id": reservation_number(connection, told.reservation_id),
        "idToken": told.token.uid,
        "tokenType": TYPES[told.token.type],
        "evse": _count(evse),
        "until": iso(read_time(told.expiry_date)),
    }
    return station.id, "reserveNow", value


def cancel(
    told: CancelReservation, connection: str, station: str
) -> tuple[str, str, Value]:
    """Return what is told to the station that has the reservation."""
    number_ = reservation_number(connection, told.reservation_id)
    return station, "cancelReservation", {"id": number_}


def unlock(told: UnlockConnector, town: Town) -> tuple[str, str, Value]:
    """Return what is told to which station. Raises Refused for an unknown place."""
    station = station_of(told.location_id, town)
    evse = evse_of(told.evse_uid, station, town)
    if not told.connector_id.isdecimal() or int(told.connector_id) not in range(1, 100):
        raise Refused(Code.UNKNOWN_LOCATION, f"no connector {told.connector_id} here")
    value = {"evse": _count(evse), "connector": int(told.connector_id)}
    return station.id, "unlockConnector", value


def station_of(location: str, town: Town) -> Entity:
    """Return the station a partner means. Raises Refused where there is none."""
    for urn, station in town.stations.items():
        if id_of(urn).lower() == location.lower():
            return station
    raise Refused(Code.UNKNOWN_LOCATION, f"there is no location {location}")


def evse_of(uid: str | None, station: Entity, town: Town) -> Entity:
    """Return the EVSE a partner means; without a uid a free one.

    Raises Refused where there is none.
    """
    there: Sequence[Entity] = town.evses.get(station.id, ())
    for one in there:
        if uid is not None and id_of(one.id).lower() == uid.lower():
            return one
    if uid is not None or not there:
        raise Refused(Code.UNKNOWN_LOCATION, f"there is no EVSE {uid or ''} here")
    free = [one for one in there if one.value("status") == "Available"]
    return (free or list(there))[0]


def let_in(
    token: str, station: str, reference: str | None, at: datetime, method: str
) -> list[Observation]:
    """Observe that a partner lets somebody charge at a station, for a while.

    token: its URN; method: OCPI's word for how it said so
    """
    said: dict[str, Value] = {
        "letInUntil": date_time(at + LET_IN),
        "letInAt": station,
        "letInBy": method,
        "authorizationReference": reference,
    }
    return [
        Observation(
            entity=token, attribute=n, value=v, source="ocpi", deleted=v is None
        )
        for n, v in said.items()
    ]


def is_let_in(token: Entity, station: str, at: datetime) -> bool:
    """Tell whether its partner has just let somebody charge at a station."""
    until = moment(token, "letInUntil")
    return until is not None and at < until and token.value("letInAt") == station


def noted(
    command: Command, id_: str, connection: str, url: str, *, about: str = ""
) -> list[Observation]:
    """Observe that a partner waits for what comes of a command.

    about: the reservation it is about
    """
    urn = errand_urn(id_)
    said: dict[str, Value] = {
        TYPE: [ERRAND],
        OF_PARTNER: connection,
        "status": OPEN,
        "command": id_,
        "controlledAsset": command.entity,
        "responseUrl": url,
        "reservation": about or None,
    }
    return [
        Observation(entity=urn, attribute=name, value=value, source=connection)
        for name, value in said.items()
        if value is not None
    ]


def settled(urn: str, connection: str, result: str) -> list[Observation]:
    """Observe that a partner was told what came of a command, or could not be."""
    said = {"status": DONE, "result": result}
    return [
        Observation(entity=urn, attribute=name, value=value, source=connection)
        for name, value in said.items()
    ]


def result_of(state: State, reason: str) -> str | None:
    """Return OCPI's word for how a command ended; None while it has not."""
    if state is State.CONFIRMED:
        return ACCEPTED
    if state is State.EXPIRED:
        return "TIMEOUT"
    if state is State.FAILED:
        first = reason.partition(" ")[0].rstrip(":")
        return REASONS.get(first, "FAILED")
    return None


def _count(evse: Entity) -> int:
    found = number(evse, "number")
    return int(found) if found is not None else 1
