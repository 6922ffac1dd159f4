"""Two towns on one installation: no door opens to who belongs to the other.

Every door is found in the code, so a new one is tried the moment it is there. What is
asked of the other town is asked of one that does not exist too, and both have to say
the same: an answer that differs is a hint.
"""

import re
from contextlib import aclosing
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
import websockets

from mesto.app import FILES
from mesto.kernel.access.callers import EYES_COOKIE, KEY_COOKIE
from mesto.web.app import console
from mesto.web.routes import OWN
from mesto.web.scenarios import hooks
from tests.conftest import serving
from tests.furnishing import LAMP, NAME, Furnisher, standing
from tests.web.doors import (
    GHOST,
    console_doors,
    filled,
    ngsi_ld_doors,
    numbers_of,
    parameters,
)
from tests.web.person import PHRASE

pytestmark = pytest.mark.anyio

TEXT = "hidden 7b1e"  #: what the other town says of everything
#: What every answer says anew: identifiers made for it, the time, how long we run.
ANEW = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+|PT\d+S"
)


class Towns:
    """One town somebody belongs to, and another that has everything."""

    def __init__(self, server, other):
        self.url = server.url
        self.installation = server.installation
        self.ours, self.theirs = server.city.name, other
        self.ghost = f"g{uuid4().hex[:12]}"
        self.key, self.their_key = server.key, server.installation.new_keys[other]

    def client(self, key="", **cookies):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.AsyncClient(base_url=self.url, headers=headers, cookies=cookies)


@pytest.fixture
async def towns(dsn, database, municipality, tmp_path):
    other = f"t{uuid4().hex[:12]}"
    async with serving(
        dsn, database, municipality, tmp_path, besides=[other]
    ) as server:
        yield Towns(server, other)


@pytest.fixture
async def furnished(towns):
    """What the other town's things are called, now that it has some."""
    await towns.installation.cities[towns.theirs].record(standing(TEXT))
    async with towns.client(towns.their_key) as http:
        return await Furnisher(http, towns.theirs, TEXT).furnish()


async def enter(towns, name, *roles):
    """A browser somebody of our town came in with."""
    accounts = towns.installation.accounts
    login = f"{name}@{towns.ours}"
    person = await accounts.make(login, name.title(), {towns.ours: roles})
    link = await accounts.invite(person.number)
    http = towns.client()
    entry = {"link": link, "password": PHRASE}
    assert (await http.post("/api/session", json=entry)).status_code == 200
    return http


async def nobody(towns):
    return towns.client()


async def with_a_key(towns):
    return towns.client(towns.key)


async def with_a_key_as_if_it_were_theirs(towns):
    names = (towns.theirs, towns.ghost)
    return towns.client(**dict.fromkeys([KEY_COOKIE + n for n in names], towns.key))


async def administrator(towns):
    return await enter(towns, "jana", "administrator")


async def administrator_with_their_eyes(towns):
    http = await enter(towns, "olga", "administrator")
    for town in (towns.theirs, towns.ghost):
        http.cookies.set(EYES_COOKIE + town, "administrator")
    return http


async def who_sees_a_part(towns):
    right = {"verbs": ["see"], "services": ["waste"], "attributes": ["fillingLevel"]}
    role = {"title": {"en": "Part"}, "rights": [right | {"districts": ["North"]}]}
    async with towns.client(towns.key) as http:
        kept = await http.put(f"/api/{towns.ours}/roles/part", json=role)
        assert kept.status_code == 204, kept.text
    return await enter(towns, "petr", "part")


EVERYBODY = [
    nobody,
    with_a_key,
    with_a_key_as_if_it_were_theirs,
    administrator,
    administrator_with_their_eyes,
    who_sees_a_part,
]


def told(answer, *names):
    """What an answer tells, whatever was asked about is called."""
    where = answer.headers.get("location", "")
    text = ANEW.sub("*", f"{where}\n{answer.text}")
    for name in names:
        text = text.replace(quote(name, safe=""), "*").replace(name, "*")
    kind = answer.headers.get("content-type")
    return answer.status_code, kind, text


def tried():
    """Every door: a method, and path and headers of it by the town it leads to."""
    for method, path in console_doors():
        at = re.sub(r"{[^}]+}", "1", path)
        yield method, lambda town, at=at: (f"/api/{town}/{at}", {})
    for method, path in ngsi_ld_doors():
        at = path.replace("{}", quote(LAMP, safe=""))
        yield method, lambda town, at=at: (at, {"NGSILD-Tenant": town})


@pytest.mark.usefixtures("furnished")
async def test_a_town_of_others_is_as_if_it_were_not_there(towns):
    for somebody in EVERYBODY:
        async with aclosing(await somebody(towns)) as http:
            for method, door in tried():
                said = []
                for town in (towns.theirs, towns.ghost):
                    path, headers = door(town)
                    answer = await http.request(method, path, headers=headers, json={})
                    said.append(told(answer, town))
                assert said[0] == said[1], (somebody.__name__, method, path)
                assert said[0][0] in (401, 404), (somebody.__name__, method, path)


async def test_nobody_watches_a_town_of_others(towns):
    for somebody in EVERYBODY:
        async with aclosing(await somebody(towns)) as http:
            cookies = "; ".join(f"{name}={word}" for name, word in http.cookies.items())
            brought = {"Cookie": cookies} if cookies else {}
            if "authorization" in http.headers:
                brought["Authorization"] = http.headers["authorization"]
            said = []
            for town in (towns.theirs, towns.ghost):
                url = f"{towns.url.replace('http', 'ws', 1)}/api/{town}/live"
                with pytest.raises(websockets.InvalidStatus) as refused:
                    async with websockets.connect(url, additional_headers=brought):
                        pass
                response = refused.value.response
                said.append((response.status_code, response.body))
            assert said[0] == said[1], somebody.__name__


async def test_an_address_of_a_scenario_opens_that_one_scenario_and_tells_nothing(
    towns, furnished
):
    """Whoever knows the secret needs no key, so nothing but the secret may matter."""
    secret = furnished.hook.rpartition("/")[2]
    async with towns.client() as nobody, towns.client(towns.key) as ours:
        for http in (nobody, ours):
            said = [
                told(await http.post(f"/calls/{town}/{name}/{word}"), town, name)
                for town, name, word in (
                    (towns.theirs, NAME, "guess"),
                    (towns.theirs, GHOST, secret),
                    (towns.ours, NAME, secret),
                    (towns.ghost, NAME, secret),
                )
            ]
            assert len(set(said)) == 1
            assert said[0][0] == 403
        opened = await nobody.post(furnished.hook)
        assert opened.status_code == 409, "it is a draft, and no more is told"


SCRIPTS_OF_ALL = ("charge", "queue", "reminders", "sticker", "worker")


def test_every_door_that_asks_for_no_key_is_known(tmp_path):
    router = console(tmp_path, [], FILES)._router  # noqa: SLF001 - its table of doors
    found = [route.path for route in router.routes]
    scripts = [f"/open/{name}.js" for name in SCRIPTS_OF_ALL]
    assert [one for one in found if not one.startswith("/api/")] == [
        hooks.PATH,
        *scripts,
    ]
    outside = [one for one in found if one.startswith("/api/session")]
    assert outside == [f"/api/session{path}" for path, _, _ in OWN]


async def everything_of(towns, http):
    """All that can be read of the other town, by who governs it."""
    reads = [path for method, path in console_doors() if method == "GET"]
    told = {}
    for path in reads:
        if "{" not in path and path not in UNSTEADY:
            answer = await http.get(f"/api/{towns.theirs}/{path}")
            told[path] = ANEW.sub("*", answer.text)
    return told


#: What tells of the moment, of the reader, or of who tried.
UNSTEADY = {
    "state",
    "map",
    "acts",
    "acts.csv",
    "past",
    "proof",
    "connections",
    "gates",
    "alarms/counts",
    "lighting/energy/page",
    "waste/ledger/page",
}


async def test_what_is_theirs_is_to_us_as_if_it_were_not_there(towns, furnished):
    city = towns.installation.cities[towns.theirs]
    async with towns.client(towns.their_key) as owner, towns.client(towns.key) as http:
        known = parameters(await numbers_of(city, owner, furnished))
        before = await everything_of(towns, owner)
        assert len([1 for text in before.values() if TEXT in text]) > 8
        for method, path in console_doors():
            said = []
            for which in (0, 1):
                at, used = filled(path, known, which)
                url = f"/api/{towns.ours}/{at}"
                answer = await http.request(method, url, json={})
                said.append(told(answer, *used))
            assert "{" not in path or said[0] == said[1], (method, path)
            assert TEXT not in said[0][2], (method, path)
            assert towns.theirs not in said[0][2], (method, path)
        for kind, name in (("hooks", NAME),):
            answer = await http.post(f"/{kind}/{name}", content=b"{}")
            nowhere = await http.post(f"/{kind}/{GHOST}", content=b"{}")
            assert told(answer, name) == told(nowhere, GHOST)
        assert await everything_of(towns, owner) == before


BATCHES = ("create", "upsert", "update", "delete", "merge", "query")


@pytest.mark.usefixtures("furnished")
async def test_what_is_theirs_is_not_there_for_the_open_interface_either(towns):
    ghost = f"urn:ngsi-ld:Streetlight:{GHOST}"
    city = towns.installation.cities[towns.theirs]
    before = await city.present([LAMP])
    async with towns.client(towns.key) as http:
        for method, path in ngsi_ld_doors():
            said = []
            for urn in (LAMP, ghost):
                at = path.replace("{}", quote(urn, safe=""))
                entity = {"id": urn, "type": "Streetlight"}
                query = {"type": "Query", "entities": [entity]}
                body = query if path.endswith("query") else entity
                if "entityOperations" in path and body is entity:
                    body = [urn] if path.endswith("delete") else [entity]
                answer = await http.request(method, at, json=body)
                said.append(told(answer, urn))
            assert said[0] == said[1], (method, path)
            assert TEXT not in said[0][2], (method, path)
    assert await city.present([LAMP]) == before


async def test_a_session_of_somebody_else_is_not_ended(towns):
    async with (
        aclosing(await enter(towns, "jana", "viewer")) as jana,
        aclosing(await enter(towns, "eva", "viewer")) as eva,
    ):
        (session,) = (await eva.get("/api/session/all")).json()
        said = [
            told(await jana.delete(f"/api/session/all/{number}"), number)
            for number in (session["number"], "0" * 12)
        ]
        assert said[0] == said[1]
        assert said[0][0] == 404
        assert (await eva.get("/api/session")).json()["person"]
