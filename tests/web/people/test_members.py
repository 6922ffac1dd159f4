import httpx
import pytest

from mesto.kernel.access.accounts import FIRST

pytestmark = pytest.mark.anyio

PHRASE = "another long phrase"


async def test_who_is_added_comes_in_by_a_link_and_has_its_roles(server, admin):
    new = {"login": f"Petr@{server.city.name}", "name": "Petr", "roles": ["viewer"]}
    added = (await admin.ask("POST", "people", new)).json()
    assert (added["name"], added["roles"]) == ("Petr", ["viewer"])
    async with httpx.AsyncClient(base_url=server.url) as browser:
        chosen = {"link": added["link"], "password": PHRASE}
        entered = (await browser.post("/api/session", json=chosen)).json()
        assert entered["person"]["roles"] == {server.city.name: ["viewer"]}
        path = f"/api/{server.city.name}/people"
        assert (await browser.get(path)).status_code == 403
        number = added["number"]
        given = {"roles": ["administrator"]}
        answer = await admin.ask("PUT", f"people/{number}/roles", given)
        assert answer.status_code == 204
        listed = (await browser.get(path)).json()
        names = [one["name"] for one in listed if one["login"] != FIRST]
        assert names == ["Jana", "Petr"]
        assert (await admin.ask("DELETE", f"people/{number}")).status_code == 204
        assert (await browser.get(path)).status_code in (401, 403)


async def test_nobody_is_added_twice_or_with_a_role_there_is_not(admin):
    new = {"login": admin.login, "roles": ["viewer"]}
    assert (await admin.ask("POST", "people", new)).status_code == 409
    strange = {"login": "x@y", "roles": ["emperor"]}
    answer = await admin.ask("POST", "people", strange)
    assert (answer.status_code, answer.json()["place"]) == (400, ["roles"])


async def test_somebody_stays_who_may_govern(admin):
    (own,) = await admin.read("people")
    for method, path, body in (
        ("DELETE", f"people/{own['number']}", None),
        ("PUT", f"people/{own['number']}/roles", {"roles": ["viewer"]}),
    ):
        answer = await admin.ask(method, path, body)
        assert answer.status_code == 409, path
    assert (await admin.read("people"))[0]["roles"] == ["administrator"]


async def test_who_belongs_elsewhere_too_is_not_opened_from_here(
    server, admin, somebody, another_municipality
):
    accounts = server.installation.accounts
    person = await somebody("eva", "viewer")
    number = (await accounts.by_login(person.login)).number
    await accounts.join(number, another_municipality, ["administrator"])
    for method, path, body in (
        ("POST", f"people/{number}/link", None),
        ("PUT", f"people/{number}/disabled", {"disabled": True}),
    ):
        assert (await admin.ask(method, path, body)).status_code == 409, path
    assert (await admin.ask("DELETE", f"people/{number}")).status_code == 204
    assert another_municipality in (await accounts.by_login(person.login)).memberships


async def test_who_is_disabled_is_out_until_let_in_again(admin, somebody):
    person = await somebody("eva", "viewer")
    people = await admin.read("people")
    number = next(one["number"] for one in people if one["login"] == person.login)
    own = {"login": person.login, "password": "correct horse battery"}
    for disabled, status in ((True, 403), (False, 200)):
        wanted = {"disabled": disabled}
        await admin.ask("PUT", f"people/{number}/disabled", wanted)
        assert (await person.http.post("/api/session", json=own)).status_code == status
