"""What people configure and peers name is fetched, but never from inside by stealth."""

import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from mesto.kernel import outbound
from mesto.kernel.errors import Forbidden, Malformed, Unavailable
from mesto.kernel.outbound import fetch, is_private, send

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def peer(answer) -> AsyncIterator[str]:
    """Serve `answer` at every path of a real server; yield its URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def greet(request):
    return web.Response(text=f"hello {request.headers.get('X-Key')}")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:0a00:0001::",
    ],
)
def test_private_addresses_are_known_in_every_dress(host):
    assert is_private(host)


@pytest.mark.parametrize("host", ["1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(host):
    assert not is_private(host)


async def test_a_private_address_is_fetched_only_when_allowed():
    async with peer(greet) as url:
        allowed = await fetch(url, allow_private=True, headers={"X-Key": "k"})
        assert (allowed.status, allowed.body) == (200, b"hello k")
        with pytest.raises(Forbidden) as refused:
            await fetch(url)
        assert refused.value.facts["address"] == "127.0.0.1"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
async def test_a_name_is_judged_by_the_address_it_resolves_to(host):
    with pytest.raises(Forbidden):
        await fetch(f"http://{host}:9/")


async def test_what_one_request_is_refused_says_nothing_of_the_next():
    """One that is out of reach is tried again, and one that is inside is not."""
    async with outbound.peer(allow_private=False, at_once=2) as asking:
        for _ in range(2):
            with pytest.raises(Forbidden):
                await asking.ask("GET", "http://127.0.0.1:9/", headers={})
            with pytest.raises(Unavailable):
                await asking.ask("GET", "http://nowhere.invalid/", headers={})


async def test_a_name_that_changes_its_answer_cannot_reach_inside(monkeypatch):
    answers = iter(["93.184.215.14", "127.0.0.1"])
    judged = []

    def resolve(*_arguments, **_options):
        address = next(answers)
        judged.append(address)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 9))]

    made = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        "mesto.kernel.outbound.is_private",
        lambda host: made.append(host) or is_private(host) or True,
    )
    with pytest.raises(Forbidden):
        await fetch("http://rebinding.example:9/")
    assert made == judged == ["93.184.215.14"]


async def test_a_redirect_is_judged_like_the_first_address(monkeypatch):
    async def lure(_request):
        raise web.HTTPFound("http://127.0.0.2:9/metadata")

    monkeypatch.setattr(
        "mesto.kernel.outbound.is_private", lambda host: host != "127.0.0.1"
    )
    async with peer(lure) as url:
        with pytest.raises(Forbidden) as refused:
            await fetch(url)
    assert refused.value.facts["address"] == "127.0.0.2"


async def test_a_redirect_to_another_origin_takes_no_secret_along():
    async with peer(greet) as other:

        async def send_on(_request):
            raise web.HTTPFound(other)

        async with peer(send_on) as url:
            answer = await fetch(url, allow_private=True, headers={"X-Key": "k"})
    assert answer.body == b"hello None"
    assert answer.url.startswith(other)


async def test_redirects_come_to_an_end():
    async def turn(_request):
        raise web.HTTPFound("/again")

    async with peer(turn) as url:
        with pytest.raises(Unavailable, match="redirects"):
            await fetch(url, allow_private=True)


async def test_a_body_larger_than_allowed_is_refused_also_when_compressed():
    async def bomb(_request):
        headers = {"Content-Encoding": "gzip"}
        return web.Response(body=gzip.compress(bytes(10**6)), headers=headers)

    async with peer(bomb) as url:
        with pytest.raises(Malformed, match="larger"):
            await fetch(url, allow_private=True, max_bytes=1000)


async def test_a_peer_that_does_not_answer_is_unavailable():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unavailable, match="no answer"):
            await fetch(url, allow_private=True, timeout_s=0.2)
    with pytest.raises(Unavailable):
        await fetch(url, allow_private=True)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://", "x", "http://[", ""])
async def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(Malformed):
        await fetch(url)


async def test_what_is_posted_is_guarded_and_not_sent_on():
    async def answer(request):
        if request.path == "/away":
            raise web.HTTPTemporaryRedirect("/elsewhere")
        return web.Response(body=await request.read(), status=202)

    async with peer(answer) as url:
        with pytest.raises(Forbidden):
            await send(url, b"x", headers={})
        taken = await send(url, b"x", headers={}, allow_private=True)
        assert (taken.status, taken.body) == (202, b"x")
        away = await send(f"{url}/away", b"x", headers={}, allow_private=True)
        assert away.status == 307
