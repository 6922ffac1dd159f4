"""A start without a card: who may, and what is written of it. Pure.

Its page has a secret address, of which only a digest is kept.
"""

from base64 import b32encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from mesto.domains.emobility.adhoc.page import Going, Place
from mesto.domains.emobility.nouns import (
    AD_HOC,
    AD_HOC_STATUS,
    ASKED_AT,
    CHARGING_STATE,
    CONNECTED,
    CONTACT,
    EXPIRES,
    ID_TOKEN,
    NUMBER,
    OF_AD_HOC,
    ORDERED,
    PAYER,
    SESSION_STATUS,
    STATUS,
    TOKEN_STATUS,
    TOKEN_TYPE,
    AdHocStatus,
)
from mesto.kernel.model import TYPE, Command, Entity, Kind, Observation, State, Value
from mesto.kernel.moments import date_time
from mesto.names.charging import OF_STATION, TOKEN, token_urn

SOURCE: Final = "emobility"
SECRET_BYTES: Final = 20
#: A station begins within this, or not at all.
BEGINS: Final = timedelta(minutes=3)
LASTS: Final = timedelta(hours=48)  #: its token is taken for so long
CLOSED: Final = ("Faulted", "Unavailable")


def start_urn(secret: str) -> str:
    """Return the URN of a start by its secret."""
    return f"urn:ngsi-ld:{AD_HOC}:{sha256(secret.encode()).hexdigest()[:40]}"


def token_of(urn: str) -> str:
    """Return the identifier a start charges with; 18 characters fit all versions."""
    digest = sha256(urn.encode()).digest()
    return "QR" + b32encode(digest[:10]).decode()


def place_of(station: Entity, evse: Entity, session: Entity | None) -> Place:
    """Tell what a place to charge is like."""
    if station.value(CONNECTED) is not True:
        return "offline"
    status = evse.value(STATUS)
    if status in CLOSED or station.value(STATUS) == "outOfService":
        return "broken"
    if session is not None and session.value(SESSION_STATUS) == "open":
        return "busy"
    state = evse.value(CHARGING_STATE)
    if state == "EVConnected" or status in {"Preparing", "Occupied"}:
        return "plugged"
    return "free" if status in {"Available", None} else "busy"


def asked(  # noqa: PLR0913 - what a start is asked with
    urn: str, station: str, number: int, *, payer: str, contact: str, now: datetime
) -> Iterator[Observation]:
    """Write down that somebody wants to charge on account."""
    yield from _start(urn, station, number, "asked", now)
    yield _said(urn, PAYER, payer)
    yield _said(urn, CONTACT, contact)


def started(
    urn: str, station: str, number: int, command: str, now: datetime
) -> Iterator[Observation]:
    """Write down that a station is told to begin, and the token it begins with."""
    yield from _start(urn, station, number, "started", now)
    yield _said(urn, ORDERED, command)
    token = token_of(urn)
    card = token_urn(token)
    yield _said(card, TYPE, [TOKEN])
    yield _said(card, ID_TOKEN, token)
    yield _said(card, TOKEN_TYPE, "Central")
    yield _said(card, TOKEN_STATUS, "Accepted")
    yield _said(card, EXPIRES, date_time(now + LASTS))
    yield _said(card, OF_AD_HOC, urn, Kind.RELATIONSHIP)


def refused(urn: str) -> Observation:
    """Write down that the operator does not agree."""
    return _said(urn, AD_HOC_STATUS, "refused")


def begin_order(
    urn: str, station: str, number: int, command: str, now: datetime
) -> Command:
    """Return what tells a station to begin."""
    return Command(
        entity=station,
        name="remoteStart",
        value={"idToken": token_of(urn), "evse": number},
        expires_at=now + BEGINS,
        source=SOURCE,
        id=command,
    )


def stop_order(station: str, transaction: str, now: datetime) -> Command:
    """Return what tells a station to end a session."""
    return Command(
        entity=station,
        name="remoteStop",
        value={"transactionId": transaction},
        expires_at=now + BEGINS,
        source=SOURCE,
    )


def going_of(start: Entity, session: Entity | None, state: State | None) -> Going:
    """Tell how a start is going; `state` is of its order."""
    if session is not None:
        return "open" if session.value(SESSION_STATUS) == "open" else "ended"
    status = start.value(AD_HOC_STATUS)
    if status == "asked":
        return "asked"
    if status == "refused":
        return "refused"
    return "failed" if state in {State.FAILED, State.EXPIRED} else "started"


def _start(
    urn: str, station: str, number: int, status: AdHocStatus, now: datetime
) -> Iterator[Observation]:
    yield _said(urn, TYPE, [AD_HOC])
    yield _said(urn, OF_STATION, station, Kind.RELATIONSHIP)
    yield _said(urn, NUMBER, number)
    yield _said(urn, AD_HOC_STATUS, status)
    yield _said(urn, ASKED_AT, date_time(now))


def _said(
    urn: str, attribute: str, value: Value, kind: Kind = Kind.PROPERTY
) -> Observation:
    return Observation(
        entity=urn, attribute=attribute, value=value, source=SOURCE, kind=kind
    )
