"""What is asked of a partner, and the registration of both with each other.

Source: OCPI 2.2.1, 6 versions, 7 credentials.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Final, TypeVar
from uuid import uuid4

import msgspec

from mesto.gates.ocpi import partner
from mesto.gates.ocpi.codec import (
    VERSION,
    Code,
    Credentials,
    Details,
    Document,
    Endpoint,
    Refused,
    Version,
    read_answer,
    write_token,
)
from mesto.gates.ocpi.naming import partner_urn
from mesto.gates.ocpi.settings import MARK, Settings
from mesto.gates.ocpi.words import ANSWERED, LACKS, NO_TOKEN, OTHER_VERSION
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, NotFound, Unavailable
from mesto.kernel.model import Connection
from mesto.kernel.outbound import Peer, Response
from mesto.kernel.text import filled, refusal

T = TypeVar("T")

UNAUTHORIZED, NOT_THERE, LATER, BUSY = 401, 404, 500, 429
NEEDED: Final = ("credentials",)  #: modules without which there is nothing to talk of


class Talk:
    """Asks one partner."""

    def __init__(self, peer: Peer, connection: Connection, settings: Settings) -> None:
        """Ask the partner of a connection, by what its secrets say just now."""
        self.connection = connection
        self.settings = settings
        self._peer = peer

    @property
    def token(self) -> str:
        """What we prove ourselves with; empty: nobody has told us."""
        return self.connection.secrets.values.get(partner.SECRET, "")

    async def ask(
        self,
        verb: str,
        url: str,
        token: str,
        body: object = None,
        timeout_s: float | None = None,
    ) -> Response:
        """Return what a partner answers, whatever it is.

        Raises Refused for a URL that is not the partner's, Unavailable where it does
        not answer or is not well, and what `Peer.ask` raises.
        """
        headers = {
            "Authorization": write_token(token),
            "Accept": "application/json",
            "X-Request-ID": str(uuid4()),
            "X-Correlation-ID": str(uuid4()),
        }
        sent = b""
        if body is not None:
            headers["Content-Type"] = "application/json"
            sent = msgspec.json.encode(body)
        answer = await self._peer.ask(
            verb,
            partner.require_home(self.connection, url),
            sent,
            headers=headers,
            timeout_s=timeout_s or self.settings.timeout_s,
        )
        if answer.status == UNAUTHORIZED:
            raise refusal(Forbidden, NO_TOKEN)
        if answer.status >= LATER or answer.status == BUSY:
            raise refusal(Unavailable, filled(ANSWERED, status=answer.status))
        return answer

    async def read(self, verb: str, url: str, kind: type[T], *, token: str = "") -> T:
        """Return the data of an answer. Raises Refused where there is none."""
        answer = await self.ask(verb, url, token or self.token)
        return read_answer(answer.body, kind)

    async def endpoints(self, url: str, token: str) -> list[Endpoint]:
        """Return what a partner has of our version.

        url: of its versions

        Raises Refused with the code that says what is missing.
        """
        versions = await self.read("GET", url, list[Version], token=token)
        ours = next((one for one in versions if one.version == VERSION), None)
        if ours is None:
            why = f"the partner does not speak {VERSION}"
            says = filled(OTHER_VERSION, version=VERSION)
            raise Refused(Code.VERSION, why, says=says)
        details = await self.read("GET", ours.url, Details, token=token)
        there = {one.identifier for one in details.endpoints}
        if not there.issuperset(NEEDED):
            lacking = ", ".join(NEEDED)
            says = filled(LACKS, lacking=lacking)
            why = f"the partner lacks {lacking}"
            raise Refused(Code.NO_ENDPOINTS, why, says=says)
        for one in details.endpoints:
            partner.require_home(self.connection, one.url)
        return details.endpoints


async def accept(city: City, talk: Talk, told: Credentials) -> Document:
    """Register a partner that comes to us; return our credentials for it.

    Raises Refused with 3001 and others where its side cannot be used.
    """
    try:
        endpoints = await talk.endpoints(told.url, told.token)
    except (Unavailable, Forbidden, NotFound) as error:
        raise Refused(Code.CANNOT_USE_YOURS, str(error)) from error
    token = token_urlsafe(32)
    await _keep(city, talk, told, endpoints, token)
    return ours(city.name, talk.settings, token)


async def register(city: City, talk: Talk) -> None:
    """Register with a partner; with one that knows us, renew both tokens.

    Raises Unavailable where it does not answer, Forbidden where it does not know the
    token, Refused for other reasons.
    """
    urn = partner_urn(talk.connection.name)
    known = partner.read_partner((await city.present([urn])).get(urn))
    renews = known.registered
    proof = (
        talk.token
        if renews
        else talk.connection.secrets.in_text(talk.settings.registration_token)
    )
    url = talk.connection.url.removeprefix(MARK)
    endpoints = await talk.endpoints(url, proof)
    where = next(one.url for one in endpoints if one.identifier == "credentials")
    token = token_urlsafe(32)
    digests = [*(known.digests if renews else ()), partner.digest_of(token)]
    if renews:
        await city.record(partner.widened(talk.connection.name, digests))
    else:
        await city.record(partner.awaited(talk.connection.name, digests))
    answer = await talk.ask(
        "PUT" if renews else "POST",
        where,
        proof,
        ours(city.name, talk.settings, token),
    )
    told = read_answer(answer.body, Credentials)
    await _keep(city, talk, told, endpoints, token)


def ours(town: str, settings: Settings, token: str) -> Document:
    """Return our credentials."""
    role = {
        "role": "CPO",
        "country_code": settings.country_code,
        "party_id": settings.party_id,
        "business_details": {"name": (settings.operator or town)[:100]},
    }
    return {"token": token, "url": f"{base(town, settings)}/versions", "roles": [role]}


def base(town: str, settings: Settings) -> str:
    """Return where partners find us."""
    return f"{settings.address.rstrip('/')}/ocpi/{town}"


async def _keep(
    city: City,
    talk: Talk,
    told: Credentials,
    endpoints: Sequence[Endpoint],
    token: str,
) -> None:
    await city.record(
        partner.registered(
            talk.connection.name,
            told,
            endpoints,
            partner.digest_of(token),
            datetime.now(UTC),
        )
    )
