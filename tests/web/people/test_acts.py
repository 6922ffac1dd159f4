"""Who did what is told to those who govern, with where from; and only theirs."""

import csv
import io

import httpx
import pytest

pytestmark = pytest.mark.anyio

PHRASE = "correct horse battery"


async def acts(person, **looked_for):
    query = "&".join(f"{name}={value}" for name, value in looked_for.items())
    return (await person.read(f"acts?{query}"))["acts"]


async def verbs(person, **looked_for):
    return [act["verb"] for act in await acts(person, **looked_for)]


async def test_coming_in_and_failing_to_is_told_with_where_from(server, admin):
    async with httpx.AsyncClient(base_url=server.url) as browser:
        for password in ("no such phrase", PHRASE):
            entry = {"login": admin.login, "password": password}
            await browser.post(
                "/api/session", json=entry, headers={"user-agent": "Phone"}
            )
        await browser.delete("/api/session")
    out, came, failed = (await acts(admin, who=admin.login))[:3]
    assert [out["verb"], came["verb"], failed["verb"]] == [
        "signed-out",
        "signed-in",
        "sign-in-failed",
    ]
    assert failed["who"] == f"person:{admin.login}"
    assert failed["origin"] == "127.0.0.1 Phone"


async def test_roles_and_keys_are_told_with_who_gave_them(admin, somebody):
    person = await somebody("petr", "viewer")
    people = await admin.read("people")
    number = next(one["number"] for one in people if one["login"] == person.login)
    await admin.ask("PUT", f"people/{number}/roles", {"roles": ["operator"]})
    await admin.ask("POST", "keys", {"label": "bins", "roles": ["system"]})
    made, given = (await acts(admin, who=admin.login))[:2]
    assert (made["verb"], made["about"]) == ("key-made", "bins")
    assert (given["verb"], given["whom"]) == ("roles-given", f"person:{person.login}")
    assert given["detail"] == {"roles": ["operator"]}
    assert await verbs(admin, about="petr", verb="roles-given") == ["roles-given"]


async def test_what_people_state_and_order_is_in_the_same_list(admin):
    title = {"value": {"en": "Here"}}
    assert (await admin.ask("PUT", "municipality/title", title)).status_code == 200
    stated = (await acts(admin, verb="stated"))[0]
    assert stated["who"] == f"person:{admin.login}"
    assert "Municipality" in stated["about"]


async def test_pages_follow_one_another(admin):
    for n in range(1, 8):
        await admin.ask("POST", "keys", {"label": f"k{n}", "roles": ["system"]})
    first = await admin.read("acts?limit=3&verb=key-made")
    older = {"limit": 3, "verb": "key-made", "before": first["older"]}
    answer = await admin.http.get(f"{admin.api}/acts", params=older)
    told = [act["about"] for act in first["acts"] + answer.json()["acts"]]
    assert told == ["k7", "k6", "k5", "k4", "k3", "k2"]


async def test_the_list_goes_out_as_a_file_and_that_is_told(admin):
    await admin.ask("POST", "keys", {"label": "=1+1", "roles": ["system"]})
    answer = await admin.ask("GET", "acts.csv?verb=key-made")
    assert answer.headers["content-type"].startswith("text/csv")
    (row, *_) = csv.DictReader(io.StringIO(answer.text))
    assert (row["verb"], row["about"]) == ("key-made", "'=1+1")
    assert "acts-exported" in await verbs(admin)


async def test_nobody_reads_what_was_done_in_another_municipality(
    server, admin, another_municipality
):
    accounts = server.installation.accounts
    await accounts.make("eva@there", "Eva", {another_municipality: ["viewer"]})
    assert await acts(admin, about="eva") == []
    await server.installation.accounts.erase(
        (await accounts.by_login("eva@there")).number
    )


async def test_the_proof_is_shown(admin):
    proof = await admin.read("proof")
    assert {head["strand"] for head in proof["heads"]} == {"ledger", "command"}
