import httpx
import pytest

pytestmark = pytest.mark.anyio


async def test_a_browser_comes_in_with_a_key_and_leaves(server):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        path = f"/api/{server.city.name}/map"
        nobody = {"cities": [], "person": None, "provider": False}
        assert (await browser.get("/api/session")).json() == nobody
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


PHRASE = "correct horse battery"


@pytest.fixture
async def link(server):
    """The word of a link for somebody who only looks."""
    accounts = server.installation.accounts
    login = f"eva@{server.city.name}"
    made = await accounts.make(login, "Eva", {server.city.name: ["viewer"]})
    return await accounts.invite(made.number)


async def test_a_link_lets_a_person_in_who_chooses_a_password(server, link):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        invited = (await browser.get(f"/api/session/links/{link}")).json()
        assert invited == {"login": f"eva@{server.city.name}", "name": "Eva"}
        chosen = {"link": link, "password": PHRASE}
        entered = await browser.post("/api/session", json=chosen)
        assert entered.json()["person"]["name"] == "Eva"
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert (await browser.get(f"/api/{server.city.name}/map")).status_code == 200
        assert (await browser.post("/api/session", json=chosen)).status_code == 403
        assert (await browser.delete("/api/session")).status_code == 204
        assert (await browser.get(f"/api/{server.city.name}/map")).status_code == 401
        own = {"login": f"EVA@{server.city.name}", "password": PHRASE}
        again = await browser.post("/api/session", json=own)
        (city,) = again.json()["cities"]
        assert city["city"] == server.city.name


async def test_a_session_opens_its_municipalities_and_no_other(server, link):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        await browser.post("/api/session", json={"link": link, "password": PHRASE})
        assert (await browser.get("/api/elsewhere/map")).status_code == 404


async def test_a_page_of_another_site_changes_nothing(server, link):
    path = f"/api/{server.city.name}/documents/views/x"
    async with httpx.AsyncClient(base_url=server.url) as browser:
        await browser.post("/api/session", json={"link": link, "password": PHRASE})
        evil = {"Origin": "https://evil.example"}
        answer = await browser.put(path, headers=evil, json={})
        assert answer.status_code == 403
        assert "another site" in answer.json()["detail"]


async def test_who_guesses_has_to_wait(server):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        wrong = {"login": "jana", "password": "not the password"}
        statuses = [
            (
                await browser.get("/ngsi-ld/v1/types", headers={"X-API-Key": "x"})
            ).status_code
            for _ in range(40)
        ]
        assert statuses[0] == 403
        assert statuses[-1] == 429
        answer = await browser.post("/api/session", json=wrong)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
