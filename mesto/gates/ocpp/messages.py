"""One message of a station by any version: what it needs, and what becomes of it. Pure.

What a version asks in the words of 2.1 that no table here has is `NotSupported`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import ModuleType
from typing import Final, NamedTuple

from mesto.gates.ocpp import v2, v16
from mesto.gates.ocpp.codec import OLD, PROTOCOLS, Call, Payload, Refused
from mesto.gates.ocpp.telling import Asked, Heard
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Entity
from mesto.names.charging import token_urn

_BY_VERSION: Final[Mapping[str, ModuleType]] = {
    one: v16 if one == OLD else v2 for one in PROTOCOLS
}
ACCEPTED: Final = "Accepted"


class Needs(NamedTuple):
    """What of the city has to be known to answer."""

    token: str = ""  #: URN
    transaction: str = ""  #: as the station calls it


def hears(protocol: str, action: str) -> Callable[[Asked], Heard] | None:
    """Return what takes in an action; None if nothing does."""
    found: Callable[[Asked], Heard] | None = _BY_VERSION[protocol].HEARS.get(action)
    return found


def needs(protocol: str, action: str, payload: Payload) -> Needs:
    """Tell what a message, valid by its schema, has to be answered with."""
    version = _BY_VERSION[protocol]
    token = version.token_of(action, payload)
    transaction = version.transaction_of(action, payload)
    return Needs(token_urn(token) if token else "", transaction or "")


def verdict_on(
    token: Entity | None, at: datetime, *, strangers: str = "refuse", station: str = ""
) -> str:
    """Return whether a token may charge, in OCPP's words.

    strangers: whether one nobody knows is accepted
    station: URN of where it was shown
    """
    if token is None:
        return ACCEPTED if strangers == "accept" else "Invalid"
    told = token.value("expiryDate")
    expires = told.get("@value") if isinstance(told, Mapping) else told
    if isinstance(expires, str) and datetime.fromisoformat(expires) <= at:
        return "Expired"
    places = token.value("validAtStations")
    if isinstance(places, str | Sequence) and places and station not in places:
        return "Invalid"
    status = token.value("status")
    return status if isinstance(status, str) else ACCEPTED


def take_in(call: Call, asked: Asked) -> Heard:
    """Return what becomes of a message that is valid by its schema.

    What a meter cannot have said is kept and not recorded, and answered as if it was:
    a station would tell it for ever.

    Raises Refused for what has no sense.
    """
    hear = hears(asked.teller.protocol, call.action)
    if hear is None:
        raise Refused("NotSupported", f"nobody here does {call.action}", call.id)
    try:
        return hear(asked)
    except Refused as refused:
        raise Refused(refused.code, str(refused), call.id) from refused
    except Malformed as wrong:
        return Heard({}, doubt=str(wrong))
