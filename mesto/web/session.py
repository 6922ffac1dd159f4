"""Coming in and leaving: with a key, a password or a link; and who one is.

A key becomes a cookie of its municipality; a person's session is one cookie for all.
"""

from http.cookies import SimpleCookie

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.accounts import Account, Provider
from mesto.kernel.access.callers import (
    EYES_COOKIE,
    KEY_COOKIE,
    SESSION_COOKIE,
)
from mesto.kernel.access.roles import NAME
from mesto.kernel.city import City
from mesto.kernel.database import schema_of
from mesto.kernel.errors import Forbidden, Malformed, NotFound
from mesto.web.answers import answer_json
from mesto.web.asker import callers_of, guessing
from mesto.web.body import read_body

A_MONTH_S = 30 * 86_400
STATE_COOKIE = "mesto-away"  #: of who left for the provider
AWAY_S = 600
GO_ON = "<!doctype html><title>mesto</title><meta http-equiv=refresh content='0;url=/'>"
LARGEST_BYTES = 4_096
HOW = 'send a "key", or a "login" or "link" with its "password"'


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody comes in with: a key, a login and password, or a link."""

    key: str = ""
    login: str = ""
    password: str = ""
    code: str = ""  #: of an authenticator, where one is asked for
    #: The word of an invitation; `password` is the one chosen, or that of the login
    #: where it has an account. Who is signed in with the login needs none.
    link: str = ""


async def enter(request: Request) -> Response:
    """Let a browser in.

    Raises Forbidden where it opens nothing here, Malformed for what is no entry, and
    Unavailable after too many wrong tries.
    """
    entry = await _read(request)
    with guessing(request):
        if entry.key:
            return await _enter_by_key(request, entry.key.strip())
        token = await _begin(request, entry)
    response = answer_json(request, await _show(request, token))
    _set_cookie(request, response, SESSION_COOKIE, token)
    return response


async def show(request: Request) -> Response:
    """Say who one is, and what is open to this browser; who asks stays for longer."""
    token = request.cookies.get(SESSION_COOKIE, "")
    shown = await _show(request, token)
    response = answer_json(request, shown)
    if shown["person"]:
        _set_cookie(request, response, SESSION_COOKIE, token)
    keys = _key_cookies(request)
    for name in await _opened_by_keys(request):
        _set_cookie(request, response, KEY_COOKIE + name, keys[KEY_COOKIE + name])
    return response


async def show_invitation(request: Request) -> Response:
    """Say whom a link invites. Raises Forbidden where it invites nobody."""
    with guessing(request):
        word = str(request.path_params["word"])
        person = await callers_of(request).accounts.invited(word)
    return answer_json(request, {"login": person.login, "name": person.name})


async def leave_for_provider(request: Request) -> Response:
    """Send a browser to the provider. Raises NotFound where there is none."""
    provider = _provider(request)
    url, state = await provider.leave(_back(request))
    response = Response(status_code=303, headers={"location": url})
    response.set_cookie(  # lax: it travels with the way back from the provider
        STATE_COOKIE,
        state,
        max_age=AWAY_S,
        path="/api/session",
        httponly=True,
        samesite="lax",
        secure=_encrypted(request),
    )
    return response


async def come_back(request: Request) -> Response:
    """Let somebody in for whom the provider vouches.

    Raises Forbidden for who did not leave from this browser or is not vouched for.
    """
    asked = request.query_params
    state = asked.get("state", "")
    if not state or state != request.cookies.get(STATE_COOKIE):
        raise Forbidden("this browser did not leave for the provider; begin again")
    if "error" in asked:
        raise Forbidden(f"the provider says: {asked['error'][:200]}")
    voucher = await _provider(request).come_back(state, asked.get("code", ""))
    agent = request.headers.get("user-agent", "")
    token = await callers_of(request).accounts.vouched(voucher, agent)
    # A page of our own goes on: a strict cookie does not travel from the provider's.
    response = Response(GO_ON, media_type="text/html")
    _set_cookie(request, response, SESSION_COOKIE, token)
    response.delete_cookie(STATE_COOKIE, path="/api/session")
    return response


class Eyes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Through whose eyes a municipality shall be seen; no roles: through one's own."""

    city: str
    roles: list[str]


async def see_as(request: Request) -> Response:
    """See a municipality as others do; only who governs it does in fact."""
    wanted = await read_body(request, Eyes)
    if not all(NAME.fullmatch(role) for role in wanted.roles):
        raise Malformed("roles are named by lower-case letters, digits and -")
    response = Response(status_code=204)
    schema_of(wanted.city)  # refuses what is no name
    cookie = EYES_COOKIE + wanted.city
    if wanted.roles:
        _set_cookie(request, response, cookie, "+".join(wanted.roles))
    else:
        _drop_cookie(request, response, cookie)
    return response


async def leave(request: Request) -> Response:
    """Close every municipality to this browser, or the one that is named."""
    only = request.query_params.get("city")
    response = Response(status_code=204)
    token = request.cookies.get(SESSION_COOKIE, "")
    if token and only is None:
        await callers_of(request).accounts.sign_out(token)
        _drop_cookie(request, response, SESSION_COOKIE)
    for cookie in _key_cookies(request):
        if only is None or cookie == KEY_COOKIE + only:
            _drop_cookie(request, response, cookie)
    return response


async def _begin(request: Request, entry: Entry) -> str:
    """Begin a session of a person; return what opens it."""
    callers, agent = callers_of(request), request.headers.get("user-agent", "")
    accounts = callers.accounts
    if not entry.link:
        with callers.guessing_codes(entry.login):
            return await accounts.sign_in(
                entry.login, entry.password, entry.code, agent
            )
    asked = await accounts.invited(entry.link)
    token = request.cookies.get(SESSION_COOKIE, "")
    person = await callers.person(token)
    if asked.invited and person and person.login == asked.login:
        await accounts.follow(entry.link, person.number)
        return token
    with callers.guessing_codes(asked.login):
        return await accounts.accept(entry.link, entry.password, entry.code, agent)


async def _enter_by_key(request: Request, key: str) -> Response:
    callers = callers_of(request)
    name = await callers.keys.municipality_of(key)
    city = callers.cities.get(name)
    if city is None:
        raise Forbidden("this key opens a municipality that is not served here")
    response = answer_json(request, await _introduce(city))
    _set_cookie(request, response, KEY_COOKIE + name, key)
    return response


async def _show(request: Request, token: str) -> dict[str, object]:
    callers = callers_of(request)
    person = await callers.person(token)
    names = await _opened_by_keys(request)
    names.update(dict.fromkeys(person.memberships if person else ()))
    cities = [callers.cities[name] for name in names if name in callers.cities]
    return {
        "cities": [await _introduce(city) for city in cities],
        "person": person and _described(person),
        "provider": callers.accounts.provider is not None,
    }


async def _opened_by_keys(request: Request) -> dict[str, None]:
    """Return the municipalities whose cookies hold a key that still opens them."""
    names: dict[str, None] = {}
    for cookie, key in sorted(_key_cookies(request).items()):
        try:
            opened = await callers_of(request).keys.municipality_of(key)
        except Forbidden:
            continue
        if KEY_COOKIE + opened == cookie:
            names[opened] = None
    return names


async def _introduce(city: City) -> dict[str, object]:
    town = await city.municipality()
    return {"city": city.name, "title": town.title, "languages": town.languages}


def _described(person: Account) -> dict[str, object]:
    return {
        "login": person.login,
        "name": person.name,
        "language": person.language,
        "roles": person.memberships,
        "codes": person.codes,
    }


async def _read(request: Request) -> Entry:
    entry = await read_body(request, Entry, most_bytes=LARGEST_BYTES)
    if not (entry.key or entry.login or entry.link):
        raise Malformed(HOW)
    return entry


def _provider(request: Request) -> Provider:
    provider = callers_of(request).accounts.provider
    if provider is None:
        raise NotFound("people sign in here with an account of this installation")
    return provider


def _back(request: Request) -> str:
    scheme = "https" if _encrypted(request) else "http"
    return f"{scheme}://{request.url.netloc}/api/session/provider/back"


def _key_cookies(request: Request) -> dict[str, str]:
    jar = SimpleCookie()
    jar.load(request.headers.get("cookie", ""))
    return {name: one.value for name, one in jar.items() if name.startswith(KEY_COOKIE)}


def _set_cookie(
    request: Request,
    response: Response,
    name: str,
    word: str,
) -> None:
    response.set_cookie(
        name,
        word,
        max_age=A_MONTH_S,
        path="/",
        httponly=True,
        samesite="strict",
        secure=_encrypted(request),
    )


def _drop_cookie(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(
        name, httponly=True, samesite="strict", secure=_encrypted(request)
    )


def _encrypted(request: Request) -> bool:
    """Tell whether the browser came over TLS, also where a proxy ends it."""
    forwarded = request.headers.get("x-forwarded-proto", request.url.scheme)
    return forwarded.split(",")[0].strip() == "https"
