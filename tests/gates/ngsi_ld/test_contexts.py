import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from mesto.gates.ngsi_ld.contexts import ContextStore, Origin
from mesto.gates.ngsi_ld.hosting import Hosting
from mesto.gates.ngsi_ld.problem import (
    BadRequestData,
    LdContextNotAvailable,
    OperationNotSupported,
)
from mesto.gates.ngsi_ld.request import Request
from mesto.kernel.city import City

pytestmark = pytest.mark.anyio

TERMS = b'{"@context": {"speed": "https://town.example/terms#speed"}}'


class Peer:
    """A server of @contexts that counts who comes."""

    def __init__(self) -> None:
        self.asked = 0
        self.body = TERMS
        self.url = ""

    async def answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self.body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + self.body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def a_peer() -> AsyncIterator[Peer]:
    peer = Peer()
    server = await asyncio.start_server(peer.answer, "127.0.0.1", 0)
    peer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/terms.jsonld"
    async with server:
        yield peer


async def test_a_remote_context_is_fetched_once_however_many_ask(city: City) -> None:
    store = ContextStore(allow_private=True)
    async with a_peer() as peer:
        contexts = await asyncio.gather(
            *(store.resolve(city, [peer.url, {"a": "urn:x:a"}]) for _ in range(5)),
            *(store.resolve(city, peer.url) for _ in range(5)),
        )
        assert peer.asked == 1
    assert {one.expand("speed") for one in contexts} == {
        "https://town.example/terms#speed"
    }
    (uses,) = (await store.uses.of(city)).values()
    assert uses.hits == 10


async def test_uses_of_a_context_are_counted_beyond_a_restart(city: City) -> None:
    """5.13.4 and 5.13.5, `numberOfHits` and `lastUsage`: of several processes too."""
    async with a_peer() as peer:
        before, beside = (ContextStore(allow_private=True) for _ in range(2))
        for store in (before, before, beside):
            await store.resolve(city, peer.url)
        (stored,) = await before.all_stored(city)
        assert (await before.uses.of(city))[stored.id].hits == 2
        await before.uses.write(city)
        await before.uses.write(city)
        await beside.uses.write(city)
        after = ContextStore(allow_private=True)
        kept = (await after.uses.of(city))[stored.id]
        assert kept.hits == 3
        await after.resolve(city, peer.url)
        now = (await after.uses.of(city))[stored.id]
    assert now.hits == 4
    assert kept.last
    assert now.last
    assert now.last > kept.last
    await after.forget(city, stored.id)
    assert await ContextStore().uses.of(city) == {}
    assert await after.uses.of(city) == {}


async def test_a_kept_context_serves_when_its_server_is_gone(city: City) -> None:
    """5.13.5, reload."""
    async with a_peer() as peer:
        await ContextStore(allow_private=True).resolve(city, peer.url)
    after_a_restart = ContextStore(allow_private=True)
    context = await after_a_restart.resolve(city, peer.url)
    assert context.expand("speed") == "https://town.example/terms#speed"
    stored = await after_a_restart.stored(city, peer.url)
    assert stored is not None
    assert stored.origin is Origin.CACHED
    with pytest.raises(LdContextNotAvailable):
        await after_a_restart.reload(city, stored)
    assert await after_a_restart.stored(city, peer.url) == stored


async def test_a_cached_context_is_served_by_its_server_and_fetched_anew_when_told(
    city: City,
) -> None:
    """5.13.4 and 5.13.5; 6.30.3."""
    store = ContextStore(allow_private=True)
    hosting = Hosting(store)

    def asked(method: str, query: str = "") -> Request:
        return Request(
            city=city,
            contexts=store,
            method=method,
            path="/ngsi-ld/v1/jsonldContexts/x",
            query=query,
            headers={},
            receive=nothing,
        )

    async def nothing() -> dict[str, object]:
        return {}

    async with a_peer() as peer:
        await store.resolve(city, peer.url)
        (stored,) = await store.all_stored(city)
        with pytest.raises(OperationNotSupported):
            await hosting.serve_context(asked("GET"), stored.id)
        details = await hosting.serve_context(asked("GET", "details=true"), stored.id)
        assert b'"Cached"' in details.body
        peer.body = TERMS.replace(b"#speed", b"#velocity")
        reload = asked("DELETE", "reload=true")
        assert (await hosting.delete_context(reload, stored.id)).status == 204
        context = await store.resolve(city, peer.url)
    assert context.expand("speed") == "https://town.example/terms#velocity"


async def test_private_addresses_are_refused_unless_allowed(city: City) -> None:
    async with a_peer() as peer:
        with pytest.raises(LdContextNotAvailable, match="private"):
            await ContextStore(allow_private=False).resolve(city, peer.url)
        assert peer.asked == 0


@pytest.mark.parametrize("body", [b"no json", b"[]", b'{"@context": {"a": 3}}'])
async def test_a_remote_context_that_is_wrong_is_the_peers_fault(
    city: City, body: bytes
) -> None:
    """5.5.4."""
    async with a_peer() as peer:
        peer.body = body
        with pytest.raises(BadRequestData):
            await ContextStore(allow_private=True).resolve(city, peer.url)


async def test_a_context_that_names_itself_ends(city: City) -> None:
    async with a_peer() as peer:
        peer.body = f'{{"@context": ["{peer.url}"]}}'.encode()
        with pytest.raises(BadRequestData, match="too many"):
            await ContextStore(allow_private=True).resolve(city, peer.url)


async def test_an_inline_context_gets_an_address_when_one_is_needed(city: City) -> None:
    store = ContextStore()
    context = await store.resolve(city, {"a": "urn:x:a"})
    url = await store.link(city, context, "http://city.example")
    assert url == await store.link(city, context, "http://city.example")
    again = await store.resolve(city, url)
    assert again.expand("a") == "urn:x:a"
    (stored,) = await store.all_stored(city)
    assert stored.origin is Origin.IMPLICIT
