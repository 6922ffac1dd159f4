"""The only way out to addresses that people configure or peers name.

A URL from a setting, a redirect or an @context may lead into the city's own network.
So the address is judged at the moment a socket is made for it: after the name was
resolved, for every redirect anew, and it is the judged address that is connected to.
A name that answers differently a second time gains nothing.

Source: OWASP Server Side Request Forgery Prevention Cheat Sheet; IANA special-purpose
address registries, as `ipaddress` knows them.
"""

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

import aiohttp
import msgspec
from multidict import CIMultiDict
from yarl import URL

from mesto.kernel.errors import CityError, Forbidden, Malformed, Unavailable
from mesto.kernel.reach import (
    INSIDE,
    NO_ANSWER,
    ROUNDABOUT,
    TOO_LARGE,
    unreached,
)
from mesto.kernel.text import Amount, filled, refusal, whole
from mesto.kernel.url import NO_ADDRESS

MAX_BYTES: Final = 32 * 2**20
TIMEOUT_S: Final = 30.0
REDIRECTS: Final = 5
KEPT_OPEN_S: Final = 4.0  #: a socket that nobody uses; peers close theirs after five

_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052
_AGENT = "mesto"


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What a peer answered, whatever its status."""

    status: int
    headers: Mapping[str, str]  #: by name in lower case
    body: bytes
    url: str  #: after redirects

    @property
    def is_well(self) -> bool:
        """Whether it was done. Source: RFC 9110, 15.3."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def blames_us(self) -> bool:
        """Whether what was asked is at fault. Source: RFC 9110, 15.5."""
        return HTTPStatus.BAD_REQUEST <= self.status < HTTPStatus.INTERNAL_SERVER_ERROR


async def fetch(
    url: str,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Get what is at `url`, following redirects.

    allow_private: also connect to loopback, private and link-local addresses
    max_bytes: of the body, after decompression
    timeout_s: for everything, redirects included
    headers: sent to the origin of `url` only, since they may hold secrets

    Raises Forbidden if the address may not be reached, Unavailable if the peer does
    not answer in time, Malformed if the URL is none or the body is larger than allowed.
    """
    async with _way_out(url, allow_private=allow_private, timeout_s=timeout_s) as out:
        return await _follow(out, _parse(url), headers or {}, max_bytes)


async def send(  # noqa: PLR0913 - what `fetch` takes, and what is sent
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
) -> Response:
    """Post `body` to `url`; a redirect is an answer and is not followed.

    allow_private, max_bytes, timeout_s: as of `fetch`

    Raises what `fetch` raises.
    """
    async with peer(allow_private=allow_private, at_once=1) as asking:
        return await asking.ask(
            "POST",
            url,
            body,
            headers=headers,
            max_bytes=max_bytes,
            timeout_s=timeout_s,
        )


class Peer:
    """Peers that are asked again and again, by sockets that stay open."""

    def __init__(self, session: aiohttp.ClientSession, guard: "_Guard") -> None:
        """Ask through `session`, whose sockets `guard` makes."""
        self._session = session
        self._guard = guard

    async def ask(  # noqa: PLR0913 - what HTTP takes
        self,
        verb: str,
        url: str,
        body: bytes = b"",
        *,
        headers: Mapping[str, str],
        max_bytes: int = MAX_BYTES,
        timeout_s: float = TIMEOUT_S,
    ) -> Response:
        """Ask once; a redirect is an answer and is not followed.

        Raises what `fetch` raises.
        """
        target = _parse(url)
        sent = CIMultiDict(headers)
        if target.user is not None:
            sent.setdefault("Authorization", _basic(target))
        bare = target.with_user(None)
        self._guard.begin()
        try:
            async with (
                asyncio.timeout(timeout_s),
                self._session.request(
                    verb, bare, data=body or None, headers=sent, allow_redirects=False
                ) as answer,
            ):
                return await _told(answer, bare, max_bytes)
        except TimeoutError as error:
            raise _no_answer(str(bare), timeout_s) from error
        except (aiohttp.ClientError, OSError) as error:
            raise self._guard.explain(error, str(bare)) from error


@asynccontextmanager
async def peer(
    *,
    allow_private: bool,
    at_once: int,
    at_once_each: int = 0,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[Peer]:
    """Lend what asks a peer; its sockets are guarded as those of `fetch` are.

    at_once: sockets at most; who comes too many waits
    at_once_each: to one host and port, where it asks several; 0: as many as there are
    tls: whom to trust and what to show; None: the system's authorities, and nothing
    """
    guard = _Guard(allow_private=allow_private)
    connector = aiohttp.TCPConnector(
        socket_factory=guard.socket_for,
        limit=at_once,
        limit_per_host=at_once_each,
        keepalive_timeout=KEPT_OPEN_S,
        ssl=tls or True,
    )
    async with aiohttp.ClientSession(
        connector=connector,
        headers={"User-Agent": _AGENT},
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as session:
        yield Peer(session, guard)


async def addresses_of(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the addresses to try where something else than HTTP is spoken.

    Connect to what is returned and not to `host`, which may answer differently then.

    Raises Forbidden where every address is private, Unavailable where there is none.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )
    except OSError as error:
        says = unreached(host, error)
        raise Unavailable(f"{host} cannot be found: {error}", says=says) from error
    addresses = [str(where[0]) for *_, where in found]
    allowed = [one for one in addresses if allow_private or not is_private(one)]
    if not allowed:
        raise _leads_inside(host, addresses[0])
    return allowed


@asynccontextmanager
async def _way_out(
    url: str, *, allow_private: bool, timeout_s: float
) -> AsyncIterator[aiohttp.ClientSession]:
    """Lend a session whose sockets are guarded; say in our words what goes wrong."""
    guard = _Guard(allow_private=allow_private)
    guard.begin()
    connector = aiohttp.TCPConnector(socket_factory=guard.socket_for, limit=1)
    try:
        async with (
            asyncio.timeout(timeout_s),
            aiohttp.ClientSession(
                connector=connector,
                headers={"User-Agent": _AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            ) as session,
        ):
            yield session
    except TimeoutError as error:
        raise _no_answer(url, timeout_s) from error
    except (aiohttp.ClientError, OSError) as error:
        raise guard.explain(error, url) from error


async def _follow(
    session: aiohttp.ClientSession,
    url: URL,
    headers: Mapping[str, str],
    max_bytes: int,
) -> Response:
    origin = url.origin()
    for _ in range(REDIRECTS + 1):
        sent = CIMultiDict(headers if url.origin() == origin else {})
        if url.user is not None:
            sent.setdefault("Authorization", _basic(url))
        bare = url.with_user(None)
        async with session.get(bare, headers=sent, allow_redirects=False) as answer:
            target = answer.headers.get("Location")
            if answer.status not in _REDIRECTING or target is None:
                return await _told(answer, url, max_bytes)
        url = _parse(target, base=url)
    says = filled(ROUNDABOUT, where=origin, most=REDIRECTS)
    raise refusal(Unavailable, says, url=str(origin))


async def _told(answer: aiohttp.ClientResponse, url: URL, max_bytes: int) -> Response:
    return Response(
        status=answer.status,
        headers={name.lower(): value for name, value in answer.headers.items()},
        body=await _read(answer, max_bytes),
        url=str(url),
    )


def _basic(url: URL) -> str:
    """Return how the user of a URL proves who it is (RFC 7617, 2.1)."""
    told = f"{url.user}:{url.password or ''}".encode()
    return f"Basic {b64encode(told).decode()}"


def _parse(text: str, base: URL | None = None) -> URL:
    try:
        url = base.join(URL(text)) if base else URL(text)
    except ValueError as error:
        raise refusal(Malformed, filled(NO_ADDRESS, where=text), url=text) from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise refusal(Malformed, filled(NO_ADDRESS, where=text), url=text)
    return url


async def _read(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    body = bytearray()
    async for part in answer.content.iter_chunked(2**16):
        body += part
        if len(body) > max_bytes:
            answer.close()
            where, most = str(answer.url), whole(max_bytes, "B")
            says = filled(TOO_LARGE, where=where, most=most)
            raise refusal(Malformed, says, url=where)
    return bytes(body)


class _RefusedAddressError(OSError):
    """A socket to this address is not made."""


#: The addresses to which the request of this task got no socket.
_REFUSED: ContextVar[list[str]] = ContextVar("refused addresses")


class _Guard:
    """Makes sockets, and remembers for each request which it did not make.

    Many may ask through it at once: what one is refused says nothing of the others.
    """

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    @staticmethod
    def begin() -> None:
        """Begin a request: nothing is refused yet."""
        _REFUSED.set([])

    def socket_for(self, address: aiohttp.AddrInfoType) -> socket.socket:
        """Make the socket that will connect to `address`, unless it is private."""
        family, kind, protocol, _, where = address
        host = str(where[0])
        if not self._allow_private and is_private(host):
            _REFUSED.get().append(host)
            raise _RefusedAddressError(f"{host} is a private address")
        return socket.socket(family, kind, protocol)

    @staticmethod
    def explain(error: Exception, url: str) -> CityError:
        """Say in our words why nothing was fetched."""
        refused = _REFUSED.get()
        if refused:
            return _leads_inside(url, refused[-1])
        return Unavailable(
            f"{url} cannot be fetched: {error}", says=unreached(url, error), url=url
        )


def _leads_inside(where: str, address: str) -> Forbidden:
    return Forbidden(
        f"{where} leads to the private address {address}; who runs mesto decides "
        "whether that is open (allow_private in mesto.toml)",
        says=filled(INSIDE, where=where, address=address),
        address=address,
    )


def _no_answer(url: str, timeout_s: float) -> Unavailable:
    says = filled(NO_ANSWER, where=url, time=Amount(timeout_s, "s"))
    return refusal(Unavailable, says, url=url)


def is_private(host: str) -> bool:
    """Tell whether an IP address is anything but one of the public internet.

    Addresses that carry another one inside (mapped, 6to4, Teredo, NAT64) are judged
    by that one too.
    """
    address = ip_address(host.partition("%")[0])
    inner = _inside(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return is_private(str(inner))
    return not address.is_global or address.is_multicast


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo
