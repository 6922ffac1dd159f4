"""Another system sets one scenario off at an address of its own, and does no more."""

import hmac
from hashlib import sha256
from uuid import uuid4

import httpx
import pytest

from tests.waiting import until
from tests.web.scenarios.conftest import BIN, TELL

pytestmark = pytest.mark.anyio

SAID = TELL | {"subject": {"en": "{{ payload.word }} {{ by }}"}}
ABOUT_NOTHING = {"scope": {}, "triggers": [{"is": "webhook"}], "actions": [SAID]}


@pytest.fixture
async def stranger(server):
    """A system that has no key and no account."""
    async with httpx.AsyncClient(base_url=server.url) as http:
        yield http


async def address(browser, name="full", **wanted):
    answer = await browser.http.put(f"{browser.api}/scenarios/{name}/hook", json=wanted)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def hook(town):
    await town.keep("full", **ABOUT_NOTHING)
    return await address(town.browser)


async def test_who_knows_the_address_sets_the_scenario_off(town, hook, stranger):
    answer = await stranger.post(hook["path"], json={"word": "now"})
    assert answer.status_code == 202, answer.text
    (run,) = await town.ran(1)
    assert run["effects"][0]["subject"] == {"en": "now hook:full"}
    assert run["by"] == "hook:full"
    assert (await town.browser.read("scenarios/full/hook"))["last_at"]
    acts = (await town.browser.read("acts", verb="scenario-started"))["acts"]
    assert [(one["who"], one["about"]) for one in acts] == [("hook:full", "full")]
    assert acts[0]["origin"].startswith("127.0.0.1")


async def test_it_opens_nothing_else(town, hook, stranger):
    await town.keep("other", **ABOUT_NOTHING)
    secret = hook["path"].rpartition("/")[2]
    name = town.city.name
    for path in (
        f"/calls/{name}/other/{secret}",
        f"/calls/{name}/full/{secret[:-1]}",
        f"/calls/{name}/full/{secret}x",
        f"/calls/nowhere/full/{secret}",
        f"/calls/{name}/none/{secret}",
    ):
        answer = await stranger.post(path)
        assert (answer.status_code, answer.json()["detail"]) == (
            403,
            "this address leads nowhere",
        ), path
    as_key = {"Authorization": f"Bearer {secret}"}
    seen = await stranger.get(f"/api/{name}/scenarios", headers=as_key)
    assert seen.status_code == 403


async def test_it_is_kept_as_a_digest_and_never_said_again(town, hook):
    secret = hook["path"].rpartition("/")[2]
    known = await town.browser.read("scenarios/full/hook")
    assert "path" not in known
    path = f"{town.browser.api}/scenarios/full/hook"
    token = {"Idempotency-Key": uuid4().hex}
    said = await town.browser.http.put(path, json={}, headers=token)
    again = await town.browser.http.put(path, json={}, headers=token)
    assert (said.status_code, again.status_code) == (200, 204)
    secrets = (secret, said.json()["path"].rpartition("/")[2])
    async with town.city.database.owner() as connection:
        tables = await connection.fetch(
            "select format('%I.%I', schemaname, tablename) as name from pg_tables "
            "where schemaname in ('mesto', $1)",
            town.city.schema,
        )
        assert len(tables) > 40
        for table in [row["name"] for row in tables]:
            rows = await connection.fetch(f"select t::text from {table} t")
            for word in secrets:
                assert not any(word in row[0] for row in rows), table


async def test_a_renewed_address_ends_the_old_one_and_it_can_be_turned_off(
    town,
    hook,
    stranger,
):
    renewed = await address(town.browser)
    assert (await stranger.post(hook["path"])).status_code == 403
    assert (await stranger.post(renewed["path"])).status_code == 202
    path = f"{town.browser.api}/scenarios/full/hook"
    assert (await town.browser.http.delete(path)).status_code == 204
    assert (await stranger.post(renewed["path"])).status_code == 403
    assert (await town.browser.http.delete(path)).status_code == 404
    assert await town.browser.read("scenarios/full/hook") is None
    acts = (await town.browser.read("acts", about="full"))["acts"]
    verbs = [one["verb"] for one in acts if one["verb"].startswith("hook")]
    assert verbs == ["hook-ended", "hook-made", "hook-made"]


async def test_guesses_are_slowed(hook, stranger):
    wrong = hook["path"].rpartition("/")[0] + "/guess"
    told = []

    async def is_slowed():
        told.append(await stranger.post(wrong))
        return told[-1].status_code == 429

    await until(is_slowed)
    assert int(told[-1].headers["retry-after"]) > 0
    assert {one.status_code for one in told[:-1]} == {403}
    right = await stranger.post(hook["path"])
    assert right.status_code == 429, "a guess that is right comes too late"


async def test_what_is_too_large_or_no_json_is_refused(town, hook, stranger):
    large = await stranger.post(hook["path"], content=b'"' + b"x" * 65536 + b'"')
    assert (large.status_code, "65536" in large.text) == (400, True)
    assert (await stranger.post(hook["path"], content=b"{")).status_code == 400
    assert (await stranger.get(hook["path"])).status_code == 405
    assert await town.runs() == []


async def test_a_signed_address_hears_only_who_has_the_key(town, stranger):
    await town.keep("full", **ABOUT_NOTHING)
    hook = await address(town.browser, signed=True)
    body = b'{"word": "signed"}'
    signature = hmac.new(hook["key"].encode(), body, sha256).hexdigest()
    headers = {"X-Hub-Signature-256": f"sha256={signature}"}
    bare = await stranger.post(hook["path"], content=body)
    other = await stranger.post(hook["path"], content=b"{}", headers=headers)
    assert [bare.status_code, other.status_code] == [403, 403]
    signed = await stranger.post(hook["path"], content=body, headers=headers)
    assert signed.status_code == 202, signed.text
    (run,) = await town.ran(1)
    assert run["effects"][0]["subject"]["en"].startswith("signed ")


async def test_a_message_that_comes_again_is_heard_once(town, hook, stranger):
    number = {"X-GitHub-Delivery": str(uuid4())}
    for headers in (number, number, {"X-GitHub-Delivery": str(uuid4())}):
        answer = await stranger.post(hook["path"], json={}, headers=headers)
        assert answer.status_code == 202
        await until(lambda: waiting_is(town, 0))
    assert len(await town.runs()) == 2
    assert await town.notices() == 2


async def waiting_is(town, count):
    async with town.city.bound() as connection:
        return await connection.fetchval("select count(*) from scenario_call") == count


async def test_what_it_is_about_is_named_in_the_address(town, stranger):
    await town.keep("full")
    hook = await address(town.browser)
    for about in ("", "?entity=urn:ngsi-ld:WasteContainer:none"):
        answer = await stranger.post(hook["path"] + about)
        assert answer.json()["detail"] == "the scenario is about others"
    answer = await stranger.post(f"{hook['path']}?entity={BIN}", json={})
    assert answer.status_code == 202
    (run,) = await town.ran(1)
    assert run["entity"] == BIN


async def test_a_scenario_that_rests_is_not_set_off(town, hook, stranger):
    path = f"{town.browser.api}/scenarios/full"
    version = (await town.browser.read("scenarios/full"))["version"]
    off = {"stage": "off", "version": version}
    await town.browser.http.put(f"{path}/stage", json=off)
    assert (await stranger.post(hook["path"])).status_code == 409
    await town.browser.http.delete(path)
    await town.keep("full", **ABOUT_NOTHING)
    again = await stranger.post(hook["path"])
    assert again.status_code == 403, "another one of that name is not its own"


@pytest.mark.usefixtures("hook")
async def test_who_may_not_write_a_scenario_gives_it_no_address(
    admin,
    somebody,
):
    right = {"verbs": ["see", "record", "command"], "types": ["WasteContainer"]}
    role = {"title": {"en": "Bins"}, "rights": [right, {"verbs": ["see"]}]}
    await admin.ask("PUT", "roles/bins", role)
    person = await somebody("petr", "bins")
    assert (await person.read("scenarios/full/hook"))["signed"] is False
    for method in ("PUT", "DELETE"):
        answer = await person.ask(method, "scenarios/full/hook", {})
        assert answer.status_code == 403, answer.text
