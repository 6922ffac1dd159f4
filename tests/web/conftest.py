from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import orjson
import pytest
import websockets

from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.model import TYPE, Kind, Observation
from tests.conftest import serving
from tests.web.person import PHRASE, Person

PLACE = (19.84, 45.25)


def seen(urn, attribute, value, *, at=None, kind=Kind.PROPERTY, **more):
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        source="test",
        observed_at=at,
        kind=kind,
        **more,
    )


def standing(urn, *, place=PLACE, at=None, links=None, **values):
    """Everything the city hears of one asset."""
    point = {"type": "Point", "coordinates": list(place)}
    return [
        seen(urn, TYPE, [urn.split(":")[2]]),
        seen(urn, "location", point, kind=Kind.GEO_PROPERTY),
        *(
            seen(urn, name, target, kind=Kind.RELATIONSHIP)
            for name, target in (links or {}).items()
        ),
        *(seen(urn, name, value, at=at) for name, value in values.items()),
    ]


@pytest.fixture
def now():
    return datetime.now(UTC)


class Browser:
    """A real client of the console's API."""

    def __init__(self, server):
        self.http = httpx.AsyncClient(
            base_url=server.url, headers=server.headers, timeout=60
        )
        self.api = f"/api/{server.city.name}"
        self._server = server

    async def get(self, path, **parameters):
        return await self.http.get(f"{self.api}/{path}", params=parameters)

    async def read(self, path, **parameters):
        answer = await self.get(path, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @asynccontextmanager
    async def live(self, query="", **more):
        url = f"{self._server.url.replace('http', 'ws', 1)}{self.api}/live?{query}"
        headers = self._server.headers | more.pop("headers", {})
        async with websockets.connect(
            url, additional_headers=headers, **more
        ) as socket:
            yield socket


async def frame(socket, kind):
    """The next frame of a kind."""
    while True:
        found = orjson.loads(await socket.recv())
        if found["t"] == kind:
            return found


@pytest.fixture(scope="module")
async def shared(dsn, tmp_path_factory):
    """The whole product, for tests of a module that only read."""
    database = Database(dsn)
    home = tmp_path_factory.mktemp("shared")
    async with serving(dsn, database, f"t{uuid4().hex[:12]}", home) as running:
        yield running
    await database.close()


@pytest.fixture
async def browser(server):
    opened = Browser(server)
    yield opened
    await opened.http.aclose()


@pytest.fixture
async def reader(shared):
    """A client of the server that a module shares; it changes nothing there."""
    opened = Browser(shared)
    yield opened
    await opened.http.aclose()


@pytest.fixture
def run(dsn, database, municipality, tmp_path):
    """Serve this test's municipality, once more each time."""
    keys = []

    @asynccontextmanager
    async def serve():
        key = keys[0] if keys else ""
        async with serving(
            dsn, database, municipality, tmp_path, film=True, key=key
        ) as server:
            keys.append(server.key)
            yield server, (browser := Browser(server))
            await browser.http.aclose()

    return serve


@pytest.fixture
async def filming(run):
    """A server that films, and a client of it."""
    async with run() as (server, browser):
        yield server, browser


@pytest.fixture
def meanwhile(database, municipality):
    """The municipality, while nobody serves it."""
    return City(database, municipality)


@pytest.fixture
async def somebody(server):
    """Make a person with roles and let it in."""
    opened = []

    async def make(name, *roles):
        login = f"{name}@{server.city.name}"
        accounts = server.installation.accounts
        made = await accounts.make(login, name.title(), {server.city.name: roles})
        http = httpx.AsyncClient(base_url=server.url)
        opened.append(http)
        link = await accounts.invite(made.number)
        chosen = {"link": link, "password": PHRASE}
        assert (await http.post("/api/session", json=chosen)).status_code == 200
        return Person(server, login, http)

    yield make
    for http in opened:
        await http.aclose()


@pytest.fixture
async def admin(somebody):
    return await somebody("jana", "administrator")
