"""Coming in with a key, once, and leaving: a cookie a municipality."""

from collections.abc import Mapping
from http.cookies import SimpleCookie

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.city import City
from mesto.kernel.errors import Forbidden, Malformed
from mesto.web.answers import answer_json
from mesto.web.municipality import read_municipality, urn_of

COOKIE = "mesto_"  #: and the municipality's name; the front door reads it
A_MONTH_S = 30 * 86_400
LARGEST_BYTES = 4_096


class Entry(msgspec.Struct, frozen=True):
    """What a person comes in with."""

    key: str


async def enter(request: Request) -> Response:
    """Open a municipality to a browser.

    Raises Forbidden where the key opens nothing here, Malformed without one.
    """
    body = await request.body()
    if len(body) > LARGEST_BYTES:
        raise Malformed("this is no key")
    try:
        key = msgspec.json.decode(body, type=Entry).key.strip()
    except msgspec.DecodeError as error:
        raise Malformed('send {"key": "…"}') from error
    name = await request.scope["keys"].municipality_of(key)
    city = _cities(request).get(name)
    if city is None:
        raise Forbidden("this key opens a municipality that is not served here")
    response = answer_json(request, await _introduce(city))
    _remember(request, response, name, key)
    return response


async def show(request: Request) -> Response:
    """Say which municipalities are open to this browser; who asks stays for longer."""
    cities = await _open(request)
    introduced = [await _introduce(city) for city in cities]
    response = answer_json(request, {"cities": introduced})
    for city in cities:
        _remember(request, response, city.name, _cookies(request)[COOKIE + city.name])
    return response


async def leave(request: Request) -> Response:
    """Close every municipality to this browser, or the one that is named."""
    only = request.query_params.get("city")
    response = Response(status_code=204)
    for cookie in _cookies(request):
        if only is None or cookie == COOKIE + only:
            response.delete_cookie(
                cookie, httponly=True, samesite="strict", secure=_encrypted(request)
            )
    return response


def _remember(request: Request, response: Response, name: str, key: str) -> None:
    """Let the browser keep the key of a municipality for a month from now."""
    response.set_cookie(
        COOKIE + name,
        key,
        max_age=A_MONTH_S,
        path="/",
        httponly=True,
        samesite="strict",
        secure=_encrypted(request),
    )


async def _open(request: Request) -> list[City]:
    """Return the cities whose cookies hold a key that still opens them."""
    cities = []
    for cookie, key in sorted(_cookies(request).items()):
        name = cookie.removeprefix(COOKIE)
        try:
            opened = await request.scope["keys"].municipality_of(key)
        except Forbidden:
            continue
        if opened == name and name in _cities(request):
            cities.append(_cities(request)[name])
    return cities


async def _introduce(city: City) -> dict[str, object]:
    urn = urn_of(city.name)
    town = read_municipality(city.name, (await city.present([urn])).get(urn))
    return {"city": city.name, "title": town.title, "languages": town.languages}


def _cities(request: Request) -> Mapping[str, City]:
    cities: Mapping[str, City] = request.scope["cities"]
    return cities


def _cookies(request: Request) -> dict[str, str]:
    jar = SimpleCookie()
    jar.load(request.headers.get("cookie", ""))
    return {name: one.value for name, one in jar.items() if name.startswith(COOKIE)}


def _encrypted(request: Request) -> bool:
    """Tell whether the browser came over TLS, also where a proxy ends it."""
    forwarded = request.headers.get("x-forwarded-proto", request.url.scheme)
    return forwarded.split(",")[0].strip() == "https"
