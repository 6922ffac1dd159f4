"""Signing in at an OpenID Connect provider: the authorization code flow with PKCE.

Source: OpenID Connect Core 1.0 (3.1), Discovery 1.0 (4), RFC 7636 (PKCE, S256).
"""

import base64
import secrets
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from time import monotonic
from typing import Any
from urllib.parse import quote_plus, urlencode

import aiohttp
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mesto.kernel.access.accounts import Voucher
from mesto.kernel.errors import Forbidden, Unavailable

CONFIGURATION = "/.well-known/openid-configuration"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
TRUST_S = 3600.0  #: how long what the provider says of itself is believed
PATIENCE_S = 600.0  #: from leaving for the provider until coming back
MOST_AWAY = 10_000  #: who left and did not come back
TIMEOUT = aiohttp.ClientTimeout(total=10)


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """How the provider knows this installation, and how it reads its claims."""

    issuer: str
    client: str
    secret: str = ""  #: none, for a public client
    scope: str = "openid profile email"
    claim: str = "roles"  #: whose texts are `municipality:role`, or names of groups
    groups: Mapping[str, Sequence[str]] = {}  #: what a group stands for, in such texts


class Away(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who left for the provider."""

    verifier: str
    nonce: str
    back: str  #: the address the provider sends it to
    until: float


class OpenIdProvider:
    """Signs people in at one provider."""

    def __init__(self, client: Client) -> None:
        """Know how the provider knows us; it is asked when somebody comes."""
        self._client = client
        self._away: dict[str, Away] = {}
        self._said: tuple[Mapping[str, Any], KeySet, float] | None = None

    async def leave(self, back: str) -> tuple[str, str]:
        """Return where to send a browser, and the state it has to bring back.

        back: the address the provider sends it to

        Raises Unavailable while the provider does not answer.
        """
        configuration, _ = await self._configuration()
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        nonce = secrets.token_urlsafe(24)
        self._forget_lost()
        self._away[state] = Away(
            verifier=verifier, nonce=nonce, back=back, until=monotonic() + PATIENCE_S
        )
        query = {
            "response_type": "code",
            "client_id": self._client.client,
            "redirect_uri": back,
            "scope": self._client.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{configuration['authorization_endpoint']}?{urlencode(query)}", state

    async def come_back(self, state: str, code: str) -> Voucher:
        """Return what the provider says of who comes back with a code.

        Raises Forbidden for who did not leave from here or took too long, or whom the
        provider does not vouch for; Unavailable while it does not answer.
        """
        away = self._away.pop(state, None)
        if away is None or away.until < monotonic():
            raise Forbidden("this way of signing in is used up; begin again")
        configuration, keys = await self._configuration()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": away.back,
            "client_id": self._client.client,
            "code_verifier": away.verifier,
        }
        told = await _ask(configuration["token_endpoint"], form, self._proof())
        return self._voucher(self._checked(str(told.get("id_token")), keys, away))

    def _proof(self) -> aiohttp.BasicAuth | None:
        """Return what we prove ourselves with (RFC 6749, 2.3.1)."""
        if not self._client.secret:
            return None
        return aiohttp.BasicAuth(
            quote_plus(self._client.client), quote_plus(self._client.secret)
        )

    def _checked(self, token: str, keys: KeySet, away: Away) -> Mapping[str, Any]:
        """Return the claims of a token (Core 1.0, 3.1.3.7). Raises Forbidden."""
        wanted = jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": self._client.issuer},
            aud={"essential": True, "value": self._client.client},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": away.nonce},
        )
        try:
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            wanted.validate(claims)
        except (JoseError, ValueError) as error:
            raise Forbidden("the provider's word cannot be trusted") from error
        return claims

    def _voucher(self, claims: Mapping[str, Any]) -> Voucher:
        login = claims.get("email") or claims.get("preferred_username")
        given = claims.get(self._client.claim)
        return Voucher(
            issuer=self._client.issuer,
            subject=str(claims["sub"]),
            login=str(login or claims["sub"]),
            name=str(claims.get("name") or login or claims["sub"]),
            memberships=None if given is None else self._memberships(given),
        )

    def _memberships(self, given: object) -> Mapping[str, Sequence[str]]:
        """Read roles by municipality out of what a claim says."""
        found: dict[str, list[str]] = {}
        for text in self._spelled(given):
            municipality, colon, role = text.partition(":")
            if colon and role not in found.setdefault(municipality, []):
                found[municipality].append(role)
        return found

    def _spelled(self, given: object) -> Iterable[str]:
        """Put what a group stands for in its place."""
        for text in given if isinstance(given, list) else str(given).split():
            yield from self._client.groups.get(str(text), [str(text)])

    async def _configuration(self) -> tuple[Mapping[str, Any], KeySet]:
        if self._said is None or self._said[2] < monotonic():
            issuer = self._client.issuer
            said = await _ask(issuer.rstrip("/") + CONFIGURATION)
            if said.get("issuer") != issuer:  # Discovery 1.0, 4.3
                raise Unavailable(f"{issuer} calls itself {said.get('issuer')}")
            keys = KeySet.import_key_set(await _ask(said["jwks_uri"]))
            self._said = said, keys, monotonic() + TRUST_S
        return self._said[0], self._said[1]

    def _forget_lost(self) -> None:
        now = monotonic()
        for state, away in list(self._away.items()):
            if away.until >= now and len(self._away) < MOST_AWAY:
                break  # they left in this order
            del self._away[state]


async def _ask(
    url: str,
    form: Mapping[str, str] | None = None,
    proof: aiohttp.BasicAuth | None = None,
) -> Any:
    """Return the JSON of an answer. Raises Unavailable, and Forbidden for a refusal."""
    method = "GET" if form is None else "POST"
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as client,
            client.request(method, url, data=form, auth=proof) as answer,
        ):
            if form is not None and answer.status in (400, 401, 403):
                raise Forbidden("the provider does not vouch for this")
            answer.raise_for_status()
            return msgspec.json.decode(await answer.read())
    except (aiohttp.ClientError, TimeoutError, msgspec.DecodeError) as error:
        raise Unavailable(f"the provider does not answer: {error}") from error


def _challenge(verifier: str) -> str:
    digest = sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
