from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest

PHRASE = "correct horse battery"


class Person:
    """Somebody at a browser, signed in with an account."""

    def __init__(self, server, login, http):
        self.login, self.http = login, http
        self.api = f"/api/{server.city.name}"

    async def ask(self, method, path, body=None):
        return await self.http.request(method, f"{self.api}/{path}", json=body)

    @contextmanager
    def by_clock(self, clock):
        """Ask from a device whose clock shows this."""
        self.http.headers["device-time"] = getattr(clock, "isoformat", lambda: clock)()
        yield
        del self.http.headers["device-time"]

    async def read(self, path):
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()


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
async def another_municipality(database):
    name = f"t{uuid4().hex[:12]}"
    await database.add(name)
    return name


@pytest.fixture
async def admin(somebody):
    return await somebody("jana", "administrator")
