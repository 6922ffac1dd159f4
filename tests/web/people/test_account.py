from datetime import UTC, datetime

import httpx
import pyotp
import pytest

pytestmark = pytest.mark.anyio

PHRASE = "correct horse battery"
OTHER = "a staple and a battery"


async def own(person, method, path, body=None):
    return await person.http.request(method, f"/api/session/{path}", json=body)


async def test_one_changes_name_and_password(server, admin):
    renamed = {"name": "Jana Nováková", "language": "cs"}
    assert (await own(admin, "PUT", "account", renamed)).status_code == 204
    person = (await admin.http.get("/api/session")).json()["person"]
    assert (person["name"], person["language"]) == ("Jana Nováková", "cs")
    wrong = {"old": "no such phrase", "new": OTHER}
    assert (await own(admin, "PUT", "password", wrong)).status_code == 403
    short = {"old": PHRASE, "new": "short"}
    assert (await own(admin, "PUT", "password", short)).status_code == 400
    right = {"old": PHRASE, "new": OTHER}
    assert (await own(admin, "PUT", "password", right)).status_code == 204
    async with httpx.AsyncClient(base_url=server.url) as browser:
        for password, status in ((PHRASE, 403), (OTHER, 200)):
            entry = {"login": admin.login, "password": password}
            answer = await browser.post("/api/session", json=entry)
            assert answer.status_code == status


async def test_an_authenticator_is_asked_once_its_first_code_was_right(server, admin):
    offer = (await own(admin, "POST", "codes")).json()
    assert offer["uri"].startswith("otpauth://totp/mesto:")
    assert {len(row) for row in offer["picture"]} == {len(offer["picture"])}
    totp = pyotp.TOTP(offer["secret"])
    now = int(datetime.now(UTC).timestamp())
    right = {"secret": offer["secret"], "code": totp.at(now), "password": PHRASE}
    for other, status in (
        ({"code": "000000"}, 400),
        ({"password": "no such phrase"}, 403),
        ({}, 204),
    ):
        answer = await own(admin, "PUT", "codes", right | other)
        assert answer.status_code == status, other
    entry = {"login": admin.login, "password": PHRASE}
    async with httpx.AsyncClient(base_url=server.url) as browser:
        refused = await browser.post("/api/session", json=entry)
        assert (refused.status_code, refused.json()["code"]) == (403, True)
        with_code = entry | {"code": totp.at(now + 30)}
        assert (await browser.post("/api/session", json=with_code)).status_code == 200
        replayed = await browser.post("/api/session", json=with_code)
        assert replayed.status_code == 403
    off = {"password": "no such phrase"}
    assert (await own(admin, "DELETE", "codes", off)).status_code == 403
    assert (
        await own(admin, "DELETE", "codes", {"password": PHRASE})
    ).status_code == 204


async def test_an_open_screen_is_not_enough_for_an_authenticator(admin):
    offer = (await own(admin, "POST", "codes")).json()
    code = pyotp.TOTP(offer["secret"]).now()
    without = {"secret": offer["secret"], "code": code}
    assert (await own(admin, "PUT", "codes", without)).status_code == 400
    assert not (await admin.http.get("/api/session")).json()["person"]["codes"]


async def test_one_sees_where_one_is_signed_in_and_ends_it(server, admin):
    entry = {"login": admin.login, "password": PHRASE}
    async with httpx.AsyncClient(base_url=server.url) as elsewhere:
        await elsewhere.post(
            "/api/session", json=entry, headers={"user-agent": "Phone"}
        )
        listed = (await own(admin, "GET", "all")).json()
        (other,) = [one for one in listed if not one["this"]]
        assert other["agent"] == "Phone"
        ended = await own(admin, "DELETE", f"all/{other['number']}")
        assert ended.status_code == 204
        assert (await elsewhere.get("/api/session")).json()["person"] is None


async def test_a_key_has_no_account(server):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        await browser.post("/api/session", json={"key": server.key})
        renamed = await browser.put("/api/session/account", json={"name": "Robot"})
        assert renamed.status_code == 403
