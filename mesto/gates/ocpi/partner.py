"""A partner of roaming: who it is, where it has what, and by what we know it. Pure.

Of a token by which it calls us only a digest is kept; the one by which we call it is a
secret of its connection.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Final

import msgspec

from mesto.gates.ocpi.codec import Code, Credentials, Document, Endpoint, Refused
from mesto.gates.ocpi.naming import PARTNER, partner_urn
from mesto.gates.ocpi.settings import MARK
from mesto.gates.ocpi.words import ELSEWHERE
from mesto.kernel.errors import Malformed
from mesto.kernel.model import TYPE, Connection, Entity, Kind, Observation, Value
from mesto.kernel.moments import date_time
from mesto.kernel.registry import PREFIX
from mesto.kernel.secret import address_of
from mesto.kernel.text import filled
from mesto.kernel.url import NO_ADDRESS
from mesto.kernel.verdict import moment

SECRET: Final = "partner_token"  # noqa: S105 - its name
REGISTERED, UNREGISTERED, REGISTERING = "registered", "unregistered", "registering"
RECEIVER, SENDER = "RECEIVER", "SENDER"


class Partner(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a partner."""

    status: str = UNREGISTERED
    digests: Sequence[str] = ()  #: of the tokens it may call us by
    endpoints: Sequence[Endpoint] = ()
    registered_at: datetime | None = None
    told_all: bool = False  #: what there was when it came

    @property
    def registered(self) -> bool:
        """Whether both know each other."""
        return self.status == REGISTERED

    def knows(self, token: str) -> bool:
        """Tell whether a token is one of the partner's."""
        digest = digest_of(token)
        return any(compare_digest(digest, one) for one in self.digests)

    def endpoint(self, module: str, role: str) -> str | None:
        """Return where a partner has a module; None where it has none."""
        for one in self.endpoints:
            if one.identifier == module and one.role in (role, ""):
                return one.url
        return None


def digest_of(token: str) -> str:
    """Return what is kept of a token: it is random, so that a fast hash will do."""
    return sha256(token.encode()).hexdigest()


def read_partner(entity: Entity | None) -> Partner:
    """Read what is known of a partner."""
    if entity is None:
        return Partner()
    digests = entity.value("callerDigests")
    try:
        endpoints = msgspec.convert(entity.value("endpoints") or [], list[Endpoint])
    except msgspec.ValidationError:
        endpoints = []
    return Partner(
        status=str(entity.value("status")),
        digests=[str(one) for one in digests] if isinstance(digests, list) else (),
        endpoints=endpoints,
        registered_at=moment(entity, "registeredAt"),
        told_all=entity.value("toldAll") is True,
    )


def awaited(connection: str, digests: Sequence[str]) -> list[Observation]:
    """Observe by which tokens a partner may call, while it is being registered."""
    return _seen(connection, callerDigests=list(digests), status=REGISTERING)


def widened(connection: str, digests: Sequence[str]) -> list[Observation]:
    """Observe that a partner may call by a token more, until it has renewed its own."""
    return _seen(connection, callerDigests=list(digests))


def registered(
    connection: str,
    credentials: Credentials,
    endpoints: Sequence[Endpoint],
    digest: str,
    at: datetime,
) -> list[Observation]:
    """Observe that a partner is registered.

    digest: of the token by which it calls us from now on
    """
    return [
        *_seen(
            connection,
            callerDigests=[digest],
            status=REGISTERED,
            registeredAt=date_time(at),
        ),
        _document(connection, "endpoints", msgspec.to_builtins(endpoints)),
        _document(connection, "roles", msgspec.to_builtins(credentials.roles)),
        _secret(connection, credentials.token),
    ]


def told_all(connection: str) -> list[Observation]:
    """Observe that a partner knows all there was when it came."""
    return _seen(connection, toldAll=True)


def unregistered(connection: str) -> list[Observation]:
    """Observe that neither knows the other any more."""
    return [
        *_seen(connection, callerDigests=[], status=UNREGISTERED, toldAll=False),
        _secret(connection, UNREGISTERED),
    ]


def require_home(connection: Connection, url: str) -> str:
    """Return a URL of a partner, which is at its own address.

    Raises Refused for another one: what we prove ourselves with is for one address.
    """
    try:
        is_home = address_of(connection.url) == address_of(MARK + url)
    except Malformed as error:
        says = filled(NO_ADDRESS, where=url[:200])
        raise Refused(Code.INVALID, f"{url[:200]} is no URL", says=says) from error
    if not is_home:
        home = address_of(connection.url).removeprefix(MARK)
        says = filled(ELSEWHERE, url=url[:200], home=home)
        why = f"{url[:200]} is not at {home}"
        raise Refused(Code.CANNOT_USE_YOURS, why, says=says)
    return url


def party_of(entity: Entity | None) -> list[tuple[str, str]]:
    """Return as whom a partner may speak: country codes and party ids."""
    roles = entity.value("roles") if entity is not None else None
    told: list[Document] = roles if isinstance(roles, list) else []
    return [
        (str(one.get("country_code")).upper(), str(one.get("party_id")).upper())
        for one in told
    ]


def _seen(connection: str, **said: Value) -> list[Observation]:
    urn = partner_urn(connection)
    return [
        Observation(entity=urn, attribute=name, value=value, source=connection)
        for name, value in {TYPE: [PARTNER], **said}.items()
    ]


def _document(connection: str, name: str, value: Value) -> Observation:
    return Observation(
        entity=partner_urn(connection),
        attribute=name,
        value=value,
        kind=Kind.JSON_PROPERTY,
        source=connection,
    )


def _secret(connection: str, token: str) -> Observation:
    """Keep a token where credentials are kept, which nobody reads."""
    return Observation(
        entity=PREFIX + connection,
        attribute="secrets",
        value={SECRET: token},
        kind=Kind.JSON_PROPERTY,
        source=connection,
    )
