"""Every door asks for a key."""

import httpx
import pytest

from mesto.app import GATES
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.keys import Keys
from mesto.kernel.database import Database
from mesto.rim.door import Door
from tests.conftest import Server

pytestmark = pytest.mark.anyio


async def test_a_caller_without_a_key_is_told_how_to_send_one(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post("/hooks/any")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "X-API-Key" in answer.json()["detail"]


async def test_a_wrong_key_opens_nothing(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post("/hooks/any", headers={"X-API-Key": "mesto_wrong"})
    assert answer.status_code == 403


async def test_a_key_opens_no_other_municipality(server: Server) -> None:
    headers = {**server.headers, "NGSILD-Tenant": "elsewhere"}
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post("/hooks/any", headers=headers)
    assert answer.status_code == 404


async def test_a_hook_without_a_connection_is_not_found(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        answer = await client.post("/hooks/nothing", content=b"{}")
    assert answer.status_code == 404
    assert "no connection nothing" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/hooks/any", "/ngsi-ld/v1/types"])
async def test_who_comes_while_the_memory_is_away_is_told_when_to_come_back(
    path: str,
) -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/mesto")
    callers = Callers(Keys(nowhere), Accounts(nowhere), {}, {})
    door = Door(callers, {}, GATES, console=None)
    transport = httpx.ASGITransport(door)
    headers = {"X-API-Key": "mesto_any"}
    async with httpx.AsyncClient(base_url="http://city", transport=transport) as client:
        answer = await client.get(path, headers=headers)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert answer.json()["type"] == "about:blank"
