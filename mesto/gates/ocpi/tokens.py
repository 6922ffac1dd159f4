"""Tokens of a partner as the town's, by which stations let drivers charge. Pure.

Source: OCPI 2.2.1, 12.3; OCPP 2.0.1, IdTokenType.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from mesto.gates.ocpi.codec import Code, Document, Refused, Token, read
from mesto.gates.ocpi.naming import DOCUMENT, OF_PARTNER
from mesto.kernel.model import TYPE, Entity, Kind, Observation, Value
from mesto.names.charging import TOKEN, token_urn

#: OCPI's word to OCPP's.
TYPES: Final[Mapping[str, str]] = {
    "RFID": "ISO14443",
    "APP_USER": "Central",
    "AD_HOC_USER": "Central",
    "OTHER": "Local",
}

#: Whether a partner is asked each time somebody comes: by its whitelist.
ASKS: Final[Mapping[str, str]] = {
    "ALWAYS": "never",
    "ALLOWED": "never",
    "ALLOWED_OFFLINE": "first",  #: unless it does not answer
    "NEVER": "always",
}


def as_told(token: Token) -> Document:
    """Return a token in its partner's words."""
    told = msgspec.to_builtins(token)
    return {name: value for name, value in told.items() if value is not None}


def seen_of(token: Token, connection: str) -> Iterator[Observation]:
    """Observe what a partner says of a token."""
    urn = token_urn(token.uid)
    yield Observation(entity=urn, attribute=TYPE, value=[TOKEN], source=connection)
    said: dict[str, Value] = {
        "idToken": token.uid,
        "tokenType": TYPES[token.type],
        "status": "Accepted" if token.valid else "Blocked",
        "groupIdToken": token.group_id,
        "contractId": token.contract_id,
        "issuer": token.issuer,
        "askPartner": ASKS[token.whitelist],
        OF_PARTNER: connection,
    }
    for name, value in said.items():
        gone = value is None
        yield Observation(
            entity=urn, attribute=name, value=value, source=connection, deleted=gone
        )
    yield Observation(
        entity=urn,
        attribute=DOCUMENT,
        value=as_told(token),
        kind=Kind.JSON_PROPERTY,
        source=connection,
    )


def require_own(entity: Entity | None, connection: str) -> None:
    """Raise Refused where a token is the town's, or another partner's."""
    if entity is not None and entity.value(OF_PARTNER) != connection:
        why = "another token has this uid here: it belongs to somebody else"
        raise Refused(Code.INVALID, why)


def require_fits(token: Token, path: tuple[str, str, str]) -> None:
    """Raise Refused where a path (country, party, uid) is another token's."""
    said = (token.country_code, token.party_id, token.uid)
    if [one.lower() for one in said] != [one.lower() for one in path]:
        raise Refused(Code.INVALID, "the path names another token than the body")


def told_of(entity: Entity | None, connection: str) -> Document | None:
    """Return a token as its partner told it; None where it told none."""
    if entity is None or entity.value(OF_PARTNER) != connection:
        return None
    told = entity.value(DOCUMENT)
    return dict(told) if isinstance(told, Mapping) else None


def patched(before: Document, body: object) -> Document:
    """Return a token with what a partner says anew. Raises Refused for nonsense."""
    told = read(body, dict)
    if "last_updated" not in told:
        raise Refused(Code.INVALID, "a PATCH says last_updated")
    return {**before, **told}
