"""What pages of others, names of others and other towns get: nothing."""

from uuid import uuid4

import httpx
import pytest
import websockets

from mesto.app import DOMAINS
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.callers import FAILURES_PER_MINUTE, KEY_COOKIE, Callers
from mesto.kernel.access.keys import Keys
from mesto.kernel.database import Database
from mesto.kernel.errors import Forbidden, Unavailable
from mesto.kernel.topic import publish
from mesto.web.routes import OWN, every_answer

pytestmark = pytest.mark.anyio

STRANGE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.fixture
async def entered(server):
    """A browser that came in with a key: it brings a cookie and nothing else."""
    async with httpx.AsyncClient(base_url=server.url) as opened:
        answer = await opened.post("/api/session", json={"key": server.key})
        assert answer.status_code == 200
        yield opened


@pytest.mark.parametrize("strange", STRANGE)
async def test_no_page_of_others_changes_anything_with_our_cookie(
    server, entered, strange
):
    changes = [
        (method, f"/api/{server.city.name}/{path}")
        for _, path, method, _ in every_answer(DOMAINS)
        if method != "GET"
    ]
    changes += [
        (method, f"/api/session{path}") for path, method, _ in OWN if method != "GET"
    ]
    for method, path in changes:
        answer = await entered.request(method, path, headers=strange, json={})
        assert answer.status_code == 403, path
        assert "another site" in answer.json()["detail"], path


async def test_our_own_page_changes_things(server, entered):
    own = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    path = f"/api/{server.city.name}/calendars/x"
    answer = await entered.put(path, headers=own, json={})
    assert answer.status_code == 400


@pytest.mark.parametrize("strange", STRANGE)
async def test_no_page_of_others_opens_the_live_stream(server, entered, strange):
    url = f"{server.url.replace('http', 'ws', 1)}/api/{server.city.name}/live"
    cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in entered.cookies.items())}
    async with websockets.connect(url, additional_headers=cookie):
        pass
    with pytest.raises(websockets.InvalidStatus):
        async with websockets.connect(url, additional_headers=cookie | strange):
            pass


async def test_every_answer_tells_browsers_to_run_nothing(server, entered):
    api = f"/api/{server.city.name}"
    for path in (
        "/healthz",
        f"{api}/map",
        f"{api}/state",
        f"{api}/alarms.csv",
        f"{api}/tiles/0/0/0.mvt",
        f"{api}/nothing",
        "/ngsi-ld/v1/types",
        "/hooks/any",
        "/api/session",
    ):
        told = (await entered.get(path)).headers
        assert "frame-ancestors 'none'" in told["content-security-policy"], path
        assert told["x-content-type-options"] == "nosniff", path
        assert told["referrer-policy"] == "no-referrer", path


@pytest.mark.parametrize("path", ["/%00", "/assets/%00.js", "/..%2f..%2fetc%2fpasswd"])
async def test_a_name_no_file_can_have_is_no_failure_of_ours(server, path):
    async with httpx.AsyncClient(base_url=server.url) as stranger:
        answer = await stranger.get(path)
    assert answer.status_code in (200, 400, 404)
    assert "root:" not in answer.text


async def test_a_key_in_the_cookie_of_another_town_opens_neither(
    server, another_municipality
):
    cookies = {f"{KEY_COOKIE}{another_municipality}": server.key}
    async with httpx.AsyncClient(base_url=server.url, cookies=cookies) as liar:
        theirs = await liar.get(f"/api/{another_municipality}/map")
        ours = await liar.get(f"/api/{server.city.name}/map")
    assert (theirs.status_code, ours.status_code) == (404, 401)


@pytest.fixture
async def another_municipality(database):
    name = f"t{uuid4().hex[:12]}"
    await database.add(name)
    return name


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::ffff:10.0.0.1]"])
async def test_a_broker_inside_is_reached_only_where_that_is_allowed(host):
    with pytest.raises(Forbidden, match="private"):
        await publish(b"x", "alarms", f"mqtt://{host}:9")


def test_one_network_of_ipv6_guesses_as_one():
    nowhere = Database("postgresql://nobody@127.0.0.1:1/mesto")
    callers = Callers(Keys(nowhere), Accounts(nowhere), {}, {})
    for number in range(1, FAILURES_PER_MINUTE + 1):
        with pytest.raises(Forbidden), callers.guessing(f"2001:db8::{number:x}"):
            raise Forbidden
    with pytest.raises(Unavailable), callers.guessing("2001:db8::ffff"):
        pass
    with callers.guessing("2001:db8:0:1::1"):
        pass
