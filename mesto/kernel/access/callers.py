"""Who is calling: a key or a session becomes a principal, and a city it may use.

A key is brought as `Authorization: Bearer KEY`, as `X-API-Key`, or, by a browser that
came in with it, as a cookie of its municipality; a session is a cookie of a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.cookies import CookieError, SimpleCookie
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from mesto.kernel.access.accounts import Account, Accounts
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import Principal, Verb
from mesto.kernel.access.roles import Roles
from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, NotFound, Unavailable
from mesto.kernel.names import PEOPLE, PERSON
from mesto.kernel.visit import Visit

Headers = Sequence[tuple[bytes, bytes]]

KEY_COOKIE = "mesto_"  #: and the municipality's name
SESSION_COOKIE = "mesto-session"
EYES_COOKIE = "mesto-as-"  #: and the municipality's name: roles, with + between
MOST_VISITS = 2_000  #: remembered
FAILURES_PER_MINUTE = 30  #: of one address, before it has to wait
CODES_PER_HOUR = 20  #: wrong ones of one login; to guess one so takes years
SAFE = ("GET", "HEAD", "OPTIONS")


class Credentials(NamedTuple):
    """What a caller brings, each empty where it brings none."""

    key: str = ""
    tenant: str = ""
    cookie: str = ""
    origin: str = ""
    host: str = ""
    site: str = ""  #: what the browser says of who asks: Sec-Fetch-Site


class Callers:
    """Knows who may come in."""

    def __init__(
        self,
        keys: Keys,
        accounts: Accounts,
        cities: Mapping[str, City],
        roles: Mapping[str, Roles],
        *,
        anonymous: str = "",
    ) -> None:
        """Let in who has a key or a session.

        roles: of each municipality
        anonymous: the municipality that callers without either speak for, or nothing
        """
        self.keys = keys
        self.accounts = accounts
        self.cities = cities
        self.roles = roles
        self.anonymous = anonymous
        self._visits: dict[tuple[str, str, bool, tuple[int, ...]], Visit] = {}
        self._pace = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def visit(self, brought: Credentials, *, wanted: str, peer: str) -> Visit:
        """Return the city as the caller may use it.

        wanted: the municipality the path names, if it names one
        peer: the address the caller comes from

        Raises Forbidden for who brings nothing that opens it, NotFound where the
        tenant header or the path names another municipality than the caller's, and
        Unavailable for who calls too often.
        """
        with self.guessing(peer):
            name, caller, roles = await self._who(brought, wanted)
        for other in (brought.tenant, wanted):
            if other and other != name:
                raise NotFound(f"this opens no municipality {other}", tenant=other)
        return await self._visit(name, caller, roles, _eyes(brought.cookie, name))

    async def person(self, token: str) -> Account | None:
        """Return whose session this is; None if it is nobody's."""
        if not token:
            return None
        try:
            return await self.accounts.person_of(token)
        except Forbidden:
            return None

    async def standing_for(self, city: City, name: str, roles: Sequence[str]) -> Visit:
        """Return the city as somebody who asked for something may use it by now.

        name: as the ledger calls it; roles: what it had when it asked; of people,
        their account tells
        """
        kind, _, login = name.partition(":")
        if kind == PERSON:
            roles = await self._roles_of(city, login)
        held = await self.roles[city.name].named(roles)
        return Visit(city, Principal(name=name, roles=held))

    async def _roles_of(self, city: City, login: str) -> Sequence[str]:
        try:
            account = await self.accounts.by_login(login)
        except NotFound:
            return ()
        return () if account.disabled else account.memberships.get(city.name, ())

    @contextmanager
    def guessing(self, peer: str) -> Iterator[None]:
        """Count what is refused inside as a wrong guess of an address.

        peer: empty where somebody is only looked at again; that is no guess

        Raises Unavailable for an address that has guessed too often.
        """
        network = _network(peer)
        if not self._pace.test(_FAILURES, "failed", network):
            raise Unavailable("too many wrong tries", busy=True, retry_after_s=60)
        try:
            yield
        except Forbidden as error:
            if peer and _is_guess(error):
                self._pace.hit(_FAILURES, "failed", network)
            raise

    @contextmanager
    def guessing_codes(self, login: str) -> Iterator[None]:
        """Count wrong codes after a right password, from wherever they come.

        Who gets so far knows the password, and six digits are soon tried from many
        addresses.

        Raises Unavailable for a login whose codes were guessed too often.
        """
        whose = login.strip().lower()
        if not self._pace.test(_CODES, "code", whose):
            raise Unavailable("too many wrong codes", busy=True, retry_after_s=600)
        try:
            yield
        except Forbidden as error:
            if error.facts.get("code") and _is_guess(error):
                self._pace.hit(_CODES, "code", whose)
            raise

    async def _who(
        self, brought: Credentials, wanted: str
    ) -> tuple[str, str, Sequence[str]]:
        """Return the municipality, the caller's name in the ledger, and its roles."""
        key = brought.key or (
            read_cookie(brought.cookie, KEY_COOKIE + wanted) if wanted else ""
        )
        if key:
            entry = await self.keys.entry(key)
            if entry.per_minute is not None:
                self.keep_pace("key", entry.number, entry.per_minute)
            who = "key" if brought.key else PEOPLE  # a browser remembers it for people
            name = f"{who}:{entry.label or entry.number}"
            return entry.municipality, name, entry.roles
        token = read_cookie(brought.cookie, SESSION_COOKIE)
        if token:
            person = await self.accounts.person_of(token)
            name = wanted or brought.tenant or _only(person)
            if name not in person.memberships:
                raise NotFound(f"you belong to no municipality {name}", tenant=name)
            return name, f"{PERSON}:{person.login}", person.memberships[name]
        if self.anonymous:
            return self.anonymous, "anonymous", ("administrator",)
        raise Forbidden(
            "send your API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'",
            keyless=True,
        )

    def keep_pace(self, kind: str, which: str, per_minute: int) -> None:
        """Raise Unavailable for what is used more often than it may be.

        kind, which: what it is called to people, and which of its kind it is
        """
        pace = RateLimitItemPerMinute(per_minute)
        if not self._pace.hit(pace, kind, which):
            window = self._pace.get_window_stats(pace, kind, which)
            raise Unavailable(
                f"this {kind} may ask {per_minute} times a minute",
                busy=True,
                retry_after_s=max(1.0, 60.0 / (1 + window.remaining)),
            )

    async def _visit(
        self, name: str, caller: str, roles: Sequence[str], eyes: Sequence[str]
    ) -> Visit:
        """Return a city with somebody in it.

        eyes: the roles through whose eyes who governs wants to see it; none: its own
        """
        city = self.cities.get(name)
        if city is None:
            raise NotFound(f"there is no municipality {name}", tenant=name)
        held = await self.roles[name].named(roles)
        looking = bool(eyes) and any(
            Verb.GOVERN in right.verbs for role in held for right in role.rights
        )
        if looking:
            held = await self.roles[name].named(eyes)
        identity = (name, caller, looking, tuple(map(id, held)))
        visit = self._visits.pop(identity, None)
        if visit is None:
            principal = Principal(name=caller, roles=held)
            visit = Visit(city, principal, looking=looking)
        self._visits[identity] = visit  # the last used is the last
        if len(self._visits) > MOST_VISITS:
            del self._visits[next(iter(self._visits))]
        return visit


def read_credentials(headers: Headers) -> Credentials:
    """Read what a request brings."""
    found: dict[str, str] = {}
    for name, value in headers:
        text = value.decode("latin-1")
        if name == b"authorization":
            scheme, _, word = text.partition(" ")
            if scheme.lower() == "bearer":
                found["key"] = word.strip()
        elif name in _FIELDS:
            found[_FIELDS[name]] = text
    return Credentials(**found)


def refuse_strange_page(method: str, brought: Credentials) -> None:
    """Raise Forbidden where a page of others makes a browser change something.

    The cookies are SameSite=Strict already; this holds where a browser is not, and
    against pages of neighbours, which are of the same site and another origin.

    method: empty for a WebSocket, which a page may open wherever it likes
    """
    if method in SAFE or brought.key:
        return
    strange = brought.site not in _OURS
    if brought.origin and brought.origin.rpartition("/")[2] != brought.host:
        strange = True
    if strange:
        raise Forbidden("a page of another site may not do this", origin=brought.origin)


def read_cookie(header: str, name: str) -> str:
    """Return a cookie of a header; empty if it is not there."""
    if name not in header:
        return ""
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _is_guess(error: Forbidden) -> bool:
    """Tell whether something wrong was brought, and not nothing or half of it."""
    return not (error.facts.get("keyless") or error.facts.get("half"))


def _eyes(header: str, name: str) -> Sequence[str]:
    chosen = read_cookie(header, EYES_COOKIE + name)
    return chosen.split("+") if chosen else ()


def _network(peer: str) -> str:
    """Return what is counted as one: an address, or the network of an IPv6 address.

    Whoever has one IPv6 address has 2^64 of them (RFC 6177).
    """
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if not isinstance(address, IPv6Address):
        return peer
    mapped = address.ipv4_mapped
    return str(mapped or ip_network((address, 64), strict=False))


def _only(person: Account) -> str:
    """Return the municipality of who belongs to one. Raises Forbidden otherwise."""
    if len(person.memberships) == 1:
        return next(iter(person.memberships))
    raise Forbidden("name the municipality in the NGSILD-Tenant header")


_FIELDS = {
    b"x-api-key": "key",
    b"ngsild-tenant": "tenant",
    b"cookie": "cookie",
    b"origin": "origin",
    b"host": "host",
    b"sec-fetch-site": "site",
}
_OURS = ("", "same-origin", "none")  #: none: the address was typed; empty: no browser
_FAILURES = RateLimitItemPerMinute(FAILURES_PER_MINUTE)
_CODES = RateLimitItemPerHour(CODES_PER_HOUR)
