import httpx
import pytest

pytestmark = pytest.mark.anyio


async def test_a_browser_comes_in_with_a_key_and_leaves(server):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        path = f"/api/{server.city.name}/map"
        assert (await browser.get("/api/session")).json() == {"cities": []}
        assert (await browser.get(path)).status_code == 401
        entered = await browser.post("/api/session", json={"key": server.key})
        assert entered.json()["city"] == server.city.name
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert (await browser.get(path)).status_code == 200
        (known,) = (await browser.get("/api/session")).json()["cities"]
        assert known["city"] == server.city.name
        assert (await browser.delete("/api/session")).status_code == 204
        assert (await browser.get(path)).status_code == 401


async def test_who_keeps_coming_stays_signed_in(server):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        await browser.post("/api/session", json={"key": server.key})
        again = await browser.get("/api/session")
        assert "Max-Age=2592000" in again.headers["set-cookie"]
        await browser.delete("/api/session")
        assert "set-cookie" not in (await browser.get("/api/session")).headers


async def test_a_wrong_key_opens_nothing(server):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        for body, status in (
            (b'{"key": "mesto_wrong"}', 403),
            (b"{}", 400),
            (b"x" * 9000, 400),
            (b"", 400),
        ):
            answer = await browser.post("/api/session", content=body)
            assert answer.status_code == status
            assert "set-cookie" not in answer.headers
