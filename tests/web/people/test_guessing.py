"""Whoever guesses has to wait, whatever is guessed, and through whichever door."""

from datetime import UTC, datetime
from itertools import cycle

import httpx
import pyotp
import pytest
import websockets

from mesto.kernel.access.callers import CODES_PER_HOUR, FAILURES_PER_MINUTE
from tests.web.person import PHRASE

pytestmark = pytest.mark.anyio

WAIT = 429
WRONG = "no such phrase"
SECRET = pyotp.random_base32()


async def guessed(guess, most):
    """Guess until told to wait; return what was said before."""
    said = []
    for _ in range(2 * most):  # a window may pass meanwhile
        status = await guess()
        if status == WAIT:
            return said
        said.append(status)
    raise AssertionError(f"nobody said to wait: {said}")


def session(http, method="POST", path="", **body):
    return lambda: http.request(method, f"/api/session{path}", json=body)


#: What a stranger can guess, and what is said of a wrong guess.
GUESSES = {
    "key at the door": (lambda http: session(http, key="mesto_wrong"), 403),
    "link": (lambda http: session(http, "GET", "/links/wrong"), 403),
    "link taken": (lambda http: session(http, link="wrong", password=PHRASE), 403),
    "key of the api": (
        lambda http: (
            lambda: http.get("/ngsi-ld/v1/types", headers={"X-API-Key": "mesto_wrong"})
        ),
        403,
    ),
    "key of a hook": (
        lambda http: (
            lambda: http.post("/hooks/any", headers={"Authorization": "Bearer wrong"})
        ),
        403,
    ),
}


@pytest.mark.parametrize("what", GUESSES)
async def test_who_guesses_has_to_wait_at_every_door(server, what):
    make, refused = GUESSES[what]
    async with httpx.AsyncClient(base_url=server.url) as http:
        guess = make(http)

        async def status():
            return (await guess()).status_code

        said = await guessed(status, FAILURES_PER_MINUTE)
        assert set(said) == {refused}
        assert len(said) >= FAILURES_PER_MINUTE
        right = {"Authorization": f"Bearer {server.key}"}
        for path in (f"/api/{server.city.name}/map", "/ngsi-ld/v1/types", "/hooks/a"):
            assert (await http.get(path, headers=right)).status_code == WAIT
        url = f"{server.url.replace('http', 'ws', 1)}/api/{server.city.name}/live"
        with pytest.raises(websockets.InvalidStatus):
            async with websockets.connect(url, additional_headers=right):
                pass


@pytest.mark.parametrize(
    ("method", "path", "wrong"),
    [
        ("PUT", "/password", {"old": WRONG, "new": PHRASE}),
        ("PUT", "/codes", {"password": WRONG, "secret": SECRET, "code": "000000"}),
        ("DELETE", "/codes", {"password": WRONG}),
    ],
)
async def test_who_found_an_open_screen_does_not_guess_its_password(
    admin, method, path, wrong
):
    guess = session(admin.http, method, path, **wrong)

    async def status():
        return (await guess()).status_code

    assert set(await guessed(status, FAILURES_PER_MINUTE)) == {403}


async def test_who_knows_a_password_does_not_guess_the_code_from_many_addresses(
    server, admin
):
    accounts = server.installation.accounts
    secret = pyotp.random_base32()
    person = await accounts.by_login(admin.login)
    shown = pyotp.TOTP(secret).at(datetime.now(UTC))
    await accounts.ask_for_codes(person.number, secret, shown)
    addresses = cycle(f"127.0.0.{number}" for number in range(2, 12))
    known = {"login": admin.login, "password": PHRASE}

    async def status():
        transport = httpx.AsyncHTTPTransport(local_address=next(addresses))
        async with httpx.AsyncClient(base_url=server.url, transport=transport) as http:
            return (await session(http, code="000000", **known)()).status_code

    assert set(await guessed(status, CODES_PER_HOUR)) == {403}
    half = await session(admin.http, **known)()
    assert half.json()["detail"] == "too many wrong codes"
