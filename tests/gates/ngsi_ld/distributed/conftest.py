"""A source that remembers what it was asked, and two towns that know each other."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web

from mesto.kernel.access.keys import Keys
from mesto.kernel.database import Database
from tests.conftest import Server, serving

CAR = "urn:ngsi-ld:Vehicle:1"


@dataclass
class Asked:
    method: str
    target: str  #: path below /ngsi-ld/v1 and query
    headers: dict[str, str]
    body: Any
    port: int  #: from which it was asked


@dataclass
class Source:
    """Answers by method and path: a status, or a status and a document.

    What is answered `never` is answered as `then` says once `slow` is set.
    """

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    slow: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, request: web.Request) -> web.Response:
        target = request.path_qs.removeprefix("/ngsi-ld/v1")
        body = json.loads(await request.read() or b"null")
        headers = dict(request.headers)
        assert request.transport is not None
        _, port, *_ = request.transport.get_extra_info("peername")
        self.asked.append(Asked(request.method, target, headers, body, port))
        path = request.path.removeprefix("/ngsi-ld/v1")
        answer = self.answers.get(f"{request.method} {path}", 404)
        if answer == "never":
            await self.slow.wait()
            answer = self.answers.get("then", 500)
        status, document = answer if isinstance(answer, tuple) else (answer, None)
        if status == 201:
            of = f"{request.path}/urn:ngsi-ld:Made:{len(self.asked)}"
            return web.Response(status=status, headers={"Location": of})
        if document is None:
            return web.Response(status=status)
        return web.json_response(document, status=status)

    @property
    def targets(self) -> list[str]:
        return [f"{one.method} {one.target}" for one in self.asked]


@pytest.fixture
async def source() -> AsyncIterator[Source]:
    """A peer of our own making: it answers what it is told to."""
    heard = Source()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", heard.hear)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    heard.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield heard
    heard.slow.set()
    await asyncio.shield(runner.cleanup())


async def register(
    api: httpx.AsyncClient, endpoint: str, *attributes: str, **more: Any
) -> str:
    """Register who knows vehicles; return the path of the registration."""
    entity = {"type": "Vehicle", **more.pop("about", {})}
    information: dict[str, Any] = {"entities": [entity]}
    if attributes:
        information["propertyNames"] = attributes
    said = {
        "type": "ContextSourceRegistration",
        "information": [information],
        "endpoint": endpoint,
        "operations": more.pop("operations", ["redirectionOps", "federationOps"]),
        **more,
    }
    answer = await api.post("/csourceRegistrations", json=said)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].removeprefix("/ngsi-ld/v1")


@dataclass
class Towns:
    """Two municipalities; each is reached with a key of its own."""

    server: Server
    here: httpx.AsyncClient
    there: httpx.AsyncClient
    keys: dict[str, str]
    name_there: str

    async def introduce(self, *attributes: str, **more: Any) -> str:
        """Register the town there in the town here."""
        return await self._register(self.here, "there", *attributes, **more)

    async def introduce_back(self, *attributes: str, **more: Any) -> str:
        """Register the town here in the town there."""
        return await self._register(self.there, "here", *attributes, **more)

    async def _register(
        self, api: httpx.AsyncClient, name: str, *attributes: str, **more: Any
    ) -> str:
        opens = [{"key": "Authorization", "value": f"Bearer {self.keys[name]}"}]
        batches = ("createBatch", "upsertBatch", "deleteBatch", "queryTemporal")
        pasts = ("retrieveTemporal", "upsertTemporal", "deleteTemporal")
        offers = ["redirectionOps", "federationOps", *batches, *pasts]
        said = {"contextSourceInfo": opens, "operations": offers, **more}
        return await register(api, self.server.url, *attributes, **said)


@pytest.fixture
async def towns(
    dsn: str, database: Database, municipality: str, tmp_path: Path
) -> AsyncIterator[Towns]:
    other = f"{municipality}o"
    async with serving(
        dsn, database, municipality, tmp_path, besides=[other], known=True
    ) as server:
        key = await Keys(server.installation.database).issue(other, "peer")
        keys = {"here": server.key, "there": key}
        clients = [
            httpx.AsyncClient(
                base_url=f"{server.url}/ngsi-ld/v1",
                headers={"Authorization": f"Bearer {one}"},
                timeout=60,
            )
            for one in keys.values()
        ]
        async with clients[0] as here, clients[1] as there:
            yield Towns(server, here, there, keys, other)
