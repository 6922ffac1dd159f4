"""Two towns and one person: who is added is asked in, and no more is told of it."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pyotp
import pytest

from mesto.kernel.chain.strands import ACT
from mesto.kernel.chain.verify import verify
from mesto.kernel.model import Observation
from mesto.operations.audit.proof import seal_all
from tests.conftest import serving
from tests.web.person import PHRASE

pytestmark = pytest.mark.anyio

OTHER = "a staple and a battery"
VIEWER = ["viewer"]


class Town:
    """A town, and who governs it."""

    def __init__(self, server, name):
        self.name = name
        headers = {"Authorization": f"Bearer {server.installation.new_keys[name]}"}
        self.http = httpx.AsyncClient(base_url=server.url, headers=headers)

    async def ask(self, method, path, body=None):
        return await self.http.request(method, f"/api/{self.name}/{path}", json=body)

    async def ask_in(self, login, roles=VIEWER):
        wanted = {"login": login, "name": "Eva of here", "roles": roles}
        answer = await self.ask("POST", "people", wanted)
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture
async def towns(dsn, database, municipality, tmp_path):
    """The server, a town somebody belongs to, and another."""
    other = f"t{uuid4().hex[:12]}"
    async with serving(
        dsn, database, municipality, tmp_path, besides=[other]
    ) as server:
        home, here = Town(server, municipality), Town(server, other)
        yield server, home, here
        await home.http.aclose()
        await here.http.aclose()


async def come(server, link, password=PHRASE, browser=None, **more):
    """Take an invitation; return the answer."""
    entry = {"link": link, "password": password} | more
    if browser is not None:
        return await browser.post("/api/session", json=entry)
    async with httpx.AsyncClient(base_url=server.url) as fresh:
        return await fresh.post("/api/session", json=entry)


async def sign_in(server, login, password=PHRASE):
    async with httpx.AsyncClient(base_url=server.url) as fresh:
        entry = {"login": login, "password": password}
        return await fresh.post("/api/session", json=entry)


@pytest.fixture
async def eva(towns):
    """The login of somebody who governs her town."""
    server, home, _ = towns
    login = f"eva@{home.name}"
    added = await home.ask_in(login, ["administrator"])
    assert (await come(server, added["link"])).status_code == 200
    return login


def roles_of(answer):
    return answer.json()["person"]["roles"]


async def test_who_adds_somebody_learns_not_whether_there_is_an_account(towns, eva):
    _, home, here = towns
    nobody = f"nobody@{home.name}"
    told = {eva: [], nobody: []}
    for login, said in told.items():
        added = await here.ask_in(login)
        number = added["number"]
        for method, path, body in (
            ("POST", "people", {"login": login, "roles": VIEWER}),
            ("GET", "people", None),
            ("PUT", f"people/{number}/roles", {"roles": ["operator"]}),
            ("PUT", f"people/{number}/disabled", {"disabled": True}),
            ("PUT", f"people/{number}/disabled", {"disabled": False}),
            ("POST", f"people/{number}/link", None),
            ("GET", f"personal/{login}/preview", None),
            ("GET", f"personal/{login}", None),
            ("DELETE", f"people/{number}", None),
            ("GET", f"personal/{login}", None),
            ("GET", "escalation/recipients", None),
            ("DELETE", f"personal/{login}", None),
        ):
            answer = await here.ask(method, path, body)
            said.append((method, path, answer.status_code, answer.text))
    alike = [
        re.sub(r"[\w-]{32}|erased-\w+|\d+(-\d\d){2}T[\d:.]+Z|\d+", "*", str(said))
        for said in (
            str(told[eva]).replace(eva, "?"),
            str(told[nobody]).replace(nobody, "?"),
        )
    ]
    assert alike[0] == alike[1]


async def test_who_has_an_account_joins_with_it_and_keeps_its_password(towns, eva):
    server, home, here = towns
    added = await here.ask_in(eva)
    assert added["name"] == "Eva of here"
    assert added["invited"]
    refused = await come(server, added["link"], OTHER)
    assert refused.status_code == 403
    assert here.name not in roles_of(await sign_in(server, eva))
    joined = await come(server, added["link"])
    both = {home.name: ["administrator"], here.name: VIEWER}
    assert roles_of(joined) == both
    assert joined.json()["person"]["name"] == "Eva of here"
    assert (await come(server, added["link"])).status_code == 403
    assert roles_of(await sign_in(server, eva)) == both
    listed = (await here.ask("GET", "people")).json()
    assert [(one["login"], one["invited"]) for one in listed] == [(eva, False)]


async def test_who_is_signed_in_joins_without_a_password_and_nobody_else(towns, eva):
    server, home, here = towns
    other = await home.ask_in(f"petr@{home.name}")
    async with (
        httpx.AsyncClient(base_url=server.url) as hers,
        httpx.AsyncClient(base_url=server.url) as his,
    ):
        entry = {"login": eva, "password": PHRASE}
        await hers.post("/api/session", json=entry)
        await come(server, other["link"], browser=his)
        link = (await here.ask_in(eva))["link"]
        assert (await come(server, link, "", browser=his)).status_code == 403
        joined = await come(server, link, "", browser=hers)
        assert here.name in roles_of(joined)


async def test_a_link_does_not_go_round_the_codes(towns, eva):
    server, _, here = towns
    accounts = server.installation.accounts
    secret = pyotp.random_base32()
    now = int(datetime.now(UTC).timestamp())
    number = (await accounts.by_login(eva)).number
    await accounts.ask_for_codes(number, secret, pyotp.TOTP(secret).at(now))
    link = (await here.ask_in(eva))["link"]
    half = await come(server, link)
    assert (half.status_code, half.json()["code"]) == (403, True)
    code = pyotp.TOTP(secret).at(now + 30)
    assert here.name in roles_of(await come(server, link, code=code))


async def test_who_made_the_login_first_gets_nothing_of_a_town_that_asks_for_it(towns):
    server, home, here = towns
    login = f"mayor@{home.name}"
    squat = await here.ask_in(login)
    await come(server, squat["link"], OTHER)
    asked = await home.ask_in(login, ["administrator"])
    assert roles_of(await sign_in(server, login, OTHER)) == {here.name: VIEWER}
    assert (await come(server, asked["link"], PHRASE)).status_code == 403


async def test_a_login_that_is_free_by_then_is_who_takes_the_invitation(towns):
    server, home, here = towns
    login = f"olga@{home.name}"
    first = await home.ask_in(login)
    await come(server, first["link"])
    link = (await here.ask_in(login))["link"]
    await home.ask("DELETE", f"people/{first['number']}")
    assert roles_of(await come(server, link, OTHER)) == {here.name: VIEWER}
    assert (await sign_in(server, login, OTHER)).status_code == 200


async def test_of_who_belongs_elsewhere_too_a_town_sees_and_changes_its_roles_only(
    towns, eva
):
    server, home, here = towns
    await come(server, (await here.ask_in(eva))["link"])
    (one,) = (await here.ask("GET", "people")).json()
    assert (one["elsewhere"], one["codes"], one["disabled"]) == (True, False, False)
    number = one["number"]
    kept = (await here.ask("GET", f"personal/{eva}")).json()
    assert (kept["account"], kept["sessions"]) == (None, [])
    assert f"'{home.name}'" not in str(kept)
    preview = (await here.ask("GET", f"personal/{eva}/preview")).json()
    assert (preview["elsewhere"], preview["sessions"]) == (True, 0)
    for method, path, body in (
        ("POST", f"people/{number}/link", None),
        ("PUT", f"people/{number}/disabled", {"disabled": True}),
        ("DELETE", f"personal/{eva}", None),
    ):
        assert (await here.ask(method, path, body)).status_code == 409, path
    given = {"roles": ["operator"]}
    assert (await here.ask("PUT", f"people/{number}/roles", given)).status_code == 204
    assert (await here.ask("DELETE", f"people/{number}")).status_code == 204
    assert roles_of(await sign_in(server, eva)) == {home.name: ["administrator"]}


async def test_who_was_in_two_towns_at_once_is_forgotten_by_who_runs_them_both(
    towns, eva
):
    server, _, here = towns
    await come(server, (await here.ask_in(eva))["link"])
    await sign_in(server, eva)
    said = Observation(
        entity="urn:ngsi-ld:Streetlight:1",
        attribute="powerState",
        value="on",
        source=f"person:{eva}",
    )
    await server.installation.cities[here.name].record([said])
    (one,) = (await here.ask("GET", "people")).json()
    await here.ask("DELETE", f"people/{one['number']}")
    assert (await here.ask("DELETE", f"personal/{eva}")).status_code == 409


async def test_who_is_forgotten_where_it_was_only_asked_in_lives_on_at_home(towns, eva):
    server, home, here = towns
    database = server.installation.database
    await here.ask_in(eva)
    await seal_all(database.owner, [ACT])
    before = (await home.ask("GET", "acts")).json()["acts"]
    forgotten = await here.ask("DELETE", f"personal/{eva}")
    assert forgotten.status_code == 200, forgotten.text
    assert eva not in (await here.ask("GET", "acts")).text
    assert (await home.ask("GET", "acts")).json()["acts"] == before
    assert (await sign_in(server, eva)).status_code == 200
    assert (await verify(database.owner, ACT)).fault is None


async def test_nothing_is_kept_here_of_whom_only_a_value_names(towns, eva):
    _, _, here = towns
    draft = {"definition": {"title": "x", "members": [eva], "services": []}}
    assert (await here.ask("PUT", "crews/x", draft)).status_code == 200
    for path in (f"personal/{eva}", f"personal/{eva}/preview"):
        answer = await here.ask("GET", path)
        if answer.status_code == 200:
            assert not answer.json()["account"]
            assert not answer.json()["sessions"]
