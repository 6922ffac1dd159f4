"""What is kept of a person is told to it and to who governs, and is forgotten."""

import pytest

pytestmark = pytest.mark.anyio


async def test_everybody_gets_what_is_kept_of_them(somebody):
    person = await somebody("eva", "viewer")
    answer = await person.http.get("/api/session/personal")
    kept = answer.json()
    assert kept["account"]["login"] == person.login
    assert {"person-added", "link-used"} <= {act["verb"] for act in kept["acts"]}
    assert "attachment" in answer.headers["content-disposition"]


async def test_who_governs_forgets_a_person_after_seeing_what_that_means(
    admin, somebody
):
    person = await somebody("eva", "operator")
    at = f"personal/{person.login}"
    foreseen = await admin.read(f"{at}/preview")
    assert (foreseen["account"], foreseen["elsewhere"]) == (True, False)
    assert (await admin.read(at))["login"] == person.login
    forgotten = (await admin.ask("DELETE", at)).json()
    assert forgotten["pseudonym"].startswith("person:erased-")
    assert (await person.ask("GET", "map")).status_code in (401, 403)
    acts = (await admin.read("acts"))["acts"]
    assert person.login not in str(acts)
    assert acts[0]["verb"] == "person-erased"


async def test_who_is_nobody_here_is_told_nothing_of(admin):
    for method, path in (
        ("GET", "personal/nobody@nowhere"),
        ("GET", "personal/nobody@nowhere/preview"),
        ("DELETE", "personal/nobody@nowhere"),
    ):
        assert (await admin.ask(method, path)).status_code == 404


async def test_the_last_who_governs_cannot_be_forgotten(admin):
    assert (await admin.ask("DELETE", f"personal/{admin.login}")).status_code == 409
    assert (await admin.ask("GET", "people")).status_code == 200


async def test_a_page_of_another_site_does_nothing_in_ones_name(admin):
    """The cookie comes along where a browser lets it, and is not enough."""
    strange = {"origin": "https://elsewhere.example"}
    for method, path in (
        ("POST", f"{admin.api}/keys"),
        ("DELETE", f"{admin.api}/personal/{admin.login}"),
        ("PUT", "/api/session/password"),
        ("DELETE", "/api/session"),
    ):
        body = {"label": "x", "roles": ["administrator"]}
        answer = await admin.http.request(method, path, json=body, headers=strange)
        assert answer.status_code == 403, path
    assert (await admin.ask("GET", "people")).status_code == 200


async def test_a_town_is_not_told_of_a_person_s_roles_in_another(
    server, admin, somebody, another_municipality
):
    person = await somebody("eva", "operator")
    accounts = server.installation.accounts
    number = (await accounts.by_login(person.login)).number
    await accounts.join(number, another_municipality, ["viewer"])
    both = {name: ["viewer"] for name in (server.city.name, another_municipality)}
    await accounts.make(f"olga@{server.city.name}", "Olga", both)
    kept = await admin.ask("GET", f"personal/{person.login}")
    acts = await admin.ask("GET", "acts")
    for told in (kept, acts):
        assert told.status_code == 200
        assert another_municipality not in told.text
    own = await person.http.get("/api/session/personal")
    assert another_municipality in own.text
