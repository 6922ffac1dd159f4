"""Entities as the city and sources know them together (5.7)."""

import asyncio
from typing import Any

import httpx
import pytest

from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import Right, Role, Verb
from mesto.kernel.access.roles import Roles
from tests.conftest import Server
from tests.gates.ngsi_ld.distributed.conftest import CAR, Source, Towns, register
from tests.waiting import until

pytestmark = pytest.mark.anyio

PATH = f"/entities/{CAR}"
SIMPLE = {"format": "simplified"}
OLD, NEW = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"


def car(**attributes: Any) -> dict[str, Any]:
    return {"id": CAR, "type": "Vehicle", **attributes}


def at(value: Any, moment: str) -> dict[str, Any]:
    return {"type": "Property", "value": value, "observedAt": moment}


async def test_what_sources_know_is_put_together_with_what_is_here(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.1.4 and 4.5.5.3: the newest instance, of whoever knows it."""
    mine = car(speed=at(1, NEW), fuel=at(1, OLD), colour="red")
    await api.post("/entities", json=mine)
    await register(api, source.url)
    theirs = car(speed=at(2, OLD), fuel=at(2, NEW), doors={"value": 4})
    source.answers[f"GET {PATH}"] = (200, theirs)
    answer = await api.get(PATH, params=SIMPLE)
    assert answer.json() == car(speed=1, fuel=2, colour="red", doors=4)
    source.answers["GET /entities"] = (200, [theirs])
    answer = await api.get("/entities", params={**SIMPLE, "type": "Vehicle"})
    assert answer.json() == [car(speed=1, fuel=2, colour="red", doors=4)]
    assert source.targets == [f"GET {PATH}", "GET /entities?type=Vehicle"]


async def test_an_auxiliary_source_fills_in_what_nobody_else_says(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.3.6.2: it never overrides data held elsewhere."""
    await api.post("/entities", json=car(speed=at(1, OLD)))
    await register(api, source.url, mode="auxiliary", operations=["retrieveOps"])
    source.answers[f"GET {PATH}"] = (200, car(speed=at(2, NEW), doors={"value": 4}))
    assert (await api.get(PATH, params=SIMPLE)).json() == car(speed=1, doors=4)


async def test_an_entity_that_is_only_elsewhere_is_found(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.1.4 and 5.7.2.4, with views of it as of any other."""
    await register(api, source.url)
    place = {"type": "Point", "coordinates": [14, 50]}
    known = car(speed=at(5, OLD), location={"type": "GeoProperty", "value": place})
    source.answers = {f"GET {PATH}": (200, known), "GET /entities": (200, [known])}
    geo = {"Accept": "application/geo+json"}
    answer = await api.get(PATH, headers=geo)
    assert answer.json()["geometry"] == place
    answer = await api.get(PATH, params={**SIMPLE, "pick": "speed"})
    assert answer.json() == {"speed": 5}
    near = {"georel": "near;maxDistance==1", "geometry": "Point"}
    asked = {**near, "coordinates": "[14,50]", "q": "speed>4", "count": "true"}
    answer = await api.get("/entities", params=asked)
    assert [one["id"] for one in answer.json()] == [CAR]
    assert answer.headers["NGSILD-Results-Count"] == "1"
    for narrow in ({"q": "speed>5"}, {"type": "Lamp"}, {"attrs": "fuel"}):
        answer = await api.get("/entities", params=narrow)
        assert answer.json() == [], narrow
    missed = f"{PATH}9"
    assert (await api.get(missed)).status_code == 404
    local = {"type": "Vehicle", "local": "true"}
    assert (await api.get("/entities", params=local)).json() == []


async def test_a_source_is_asked_for_what_it_registered_and_no_more(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.3.6.1: all constraints of a registration are respected, both ways."""
    await register(api, source.url, "speed", mode="exclusive", about={"id": CAR})
    other = {"id": CAR + "2", "type": "Vehicle", "speed": at(1, OLD)}
    said = [car(speed=at(5, OLD), colour=at("red", OLD)), other]
    source.answers = {
        f"GET {PATH}": (200, said[0]),
        "GET /entities": (200, said),
        "POST /entityOperations/query": (200, said),
    }
    assert (await api.get(PATH, params=SIMPLE)).json() == car(speed=5)
    answer = await api.get("/entities", params={"type": "Vehicle", **SIMPLE})
    assert answer.json() == [car(speed=5)]
    body = {"type": "Query", "entities": [{"type": "Vehicle"}]}
    answer = await api.post("/entityOperations/query", json=body)
    assert [one["id"] for one in answer.json()] == [CAR]
    assert source.targets[:2] == [
        f"GET {PATH}?attrs=speed",
        f"GET /entities?type=Vehicle&id={CAR}&attrs=speed",
    ]
    await api.get("/entities/urn:ngsi-ld:Vehicle:7")
    await api.get("/entities", params={"type": "Vehicle", "attrs": "fuel"})
    await api.get("/entities", params={"type": "Lamp"})
    assert len(source.asked) == 3


async def test_entities_are_chosen_by_what_the_city_and_a_source_know_together(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.3.6.7: split entities are put together first, and chosen then."""
    await api.post("/entities", json=car(colour="red"))
    await register(api, source.url, "speed", mode="exclusive", about={"id": CAR})
    source.answers["GET /entities"] = (200, [car(speed=at(5, OLD))])
    asked = {"type": "Vehicle", "q": 'speed>4;colour=="red"', **SIMPLE}
    answer = await api.get("/entities", params=asked)
    assert answer.json() == [car(speed=5, colour="red")]
    asked["q"] = 'speed>4;colour=="blue"'
    assert (await api.get("/entities", params=asked)).json() == []


async def test_who_only_answers_queries_is_queried_for_one_entity(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.20: by the operations a registration offers."""
    path = await register(api, source.url, operations=["queryEntity"])
    source.answers["GET /entities"] = (200, [car(speed=at(5, OLD))])
    assert (await api.get(PATH, params=SIMPLE)).json() == car(speed=5)
    await api.patch(path, json={"operations": ["queryBatch"]})
    source.answers["POST /entityOperations/query"] = (200, [car(speed=at(6, OLD))])
    assert (await api.get(PATH, params=SIMPLE)).json() == car(speed=6)
    assert source.asked[-1].body["entities"] == [{"type": "Vehicle", "id": CAR}]
    await api.patch(path, json={"operations": ["createEntity"]})
    assert (await api.get(PATH)).status_code == 404


async def test_what_a_source_fails_to_say_is_warned_of(
    api: httpx.AsyncClient, source: Source
) -> None:
    """6.3.17: the answer holds what there is, and a warning by source."""
    await api.post("/entities", json=car(speed=1))
    path = await register(api, source.url, management={"timeout": 200})
    of = path.rpartition("/")[2]
    for wrong in (500, "never", (200, [{"id": "no uri"}]), (200, {"id": CAR})):
        source.answers = {f"GET {PATH}": wrong, "GET /entities": wrong}
        answer = await api.get(PATH, params=SIMPLE)
        assert answer.json() == car(speed=1), wrong
        assert of in answer.headers["NGSILD-Warning"]
        answer = await api.get("/entities", params={"type": "Vehicle", **SIMPLE})
        assert answer.json() == [car(speed=1)], wrong
        assert of in answer.headers["NGSILD-Warning"]
    source.answers.clear()
    assert "NGSILD-Warning" not in (await api.get(PATH)).headers
    said = (await api.get(path)).json()
    assert (said["timesSent"], said["timesFailed"], said["status"]) == (9, 4, "ok")
    for path in ("/types", "/attributes"):
        source.answers = {f"GET {path}": 500}
        assert of in (await api.get(path)).headers["NGSILD-Warning"]


async def test_a_single_source_that_does_not_answer_is_a_bad_gateway(
    api: httpx.AsyncClient, source: Source
) -> None:
    """6.3.17: 502 and 504 where all of it is held by one source."""
    await register(api, source.url, mode="redirect", management={"timeout": 200})
    source.answers[f"GET {PATH}"] = 500
    assert (await api.get(PATH)).status_code == 502
    source.answers[f"GET {PATH}"] = "never"
    assert (await api.get(PATH)).status_code == 504


async def test_a_source_that_failed_is_left_alone_for_its_cooldown(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.2.34: within the cooldown a timeout is answered without asking."""
    path = await register(
        api, source.url, management={"timeout": 100, "cooldown": 600_000}
    )
    source.answers[f"GET {PATH}"] = "never"
    for _ in range(3):
        answer = await api.get(PATH)
        assert "NGSILD-Warning" in answer.headers
    assert len(source.asked) == 1
    assert (await api.get(path)).json()["timesSent"] == 1


async def test_sources_are_asked_at_the_same_time(
    api: httpx.AsyncClient, source: Source
) -> None:
    """Nobody waits for one after the other."""
    for _ in range(3):
        await register(api, source.url)
    source.answers[f"GET {PATH}"] = "never"
    asking = asyncio.create_task(api.get(PATH))
    while len(source.asked) < 3:
        await asyncio.sleep(0)
    source.slow.set()
    assert (await asking).status_code == 404


async def test_a_source_is_asked_again_by_the_socket_that_is_open(
    api: httpx.AsyncClient, source: Source
) -> None:
    """A socket is not made for each request."""
    await register(api, source.url)

    async def is_used_again() -> bool:
        await api.get(PATH)
        ports = [one.port for one in source.asked]
        return len(set(ports)) < len(ports)

    await until(is_used_again)


async def test_a_source_hears_what_its_registration_conveys_and_no_keys_of_ours(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.3.6.5, 4.14 and 6.3.18: tenant, conveyed headers, Via."""
    asked = "urn:ngsi-ld:request"
    info = {"X-Key": "secret", "X-User": asked, "Authorization": asked, "Via": "lie"}
    pairs = [{"key": key, "value": value} for key, value in info.items()]
    await register(api, source.url + "/", tenant="their", contextSourceInfo=pairs)
    via = "1.1 elsewhere"
    await api.get(PATH, headers={"X-User": "jana", "Via": via})
    heard = source.asked[0].headers
    assert heard["X-Key"] == "secret"
    assert heard["X-User"] == "jana"
    assert heard["NGSILD-Tenant"] == "their"
    assert heard["Via"].startswith(f"{via}, 1.1 ")
    assert "Authorization" not in heard


async def test_who_was_asked_already_is_not_asked_again(
    api: httpx.AsyncClient, source: Source
) -> None:
    """4.3.6.4 and 6.3.17: by the alias of a source, and by our own."""
    await register(api, source.url, contextSourceAlias="them", mode="redirect")
    assert (await api.get(PATH, headers={"Via": "1.1 them"})).status_code == 404
    assert source.asked == []
    await api.get(PATH)
    ours = {"Via": source.asked[0].headers["Via"]}
    alias = (await api.get("/info/sourceIdentity")).json()["contextSourceAlias"]
    assert ours["Via"] == f"1.1 {alias}"
    assert (await api.get(PATH, headers=ours)).status_code == 404
    assert (await api.delete(PATH, headers=ours)).status_code == 508
    assert len(source.asked) == 1
    far = {"Via": ", ".join(f"1.1 hop{n}" for n in range(40))}
    assert (await api.get(PATH, headers=far)).status_code == 508


async def test_a_source_is_spoken_to_in_its_own_words(
    api: httpx.AsyncClient, source: Source, server: Server
) -> None:
    """4.3.6.6: jsonldContext."""
    terms = {"velocity": "https://uri.etsi.org/ngsi-ld/default-context/speed"}
    hosted = await api.post("/jsonldContexts", json={"@context": terms})
    url = server.url + hosted.headers["Location"]
    info = [{"key": "jsonldContext", "value": url}]
    await register(api, source.url, contextSourceInfo=info)
    source.answers["POST /entities"] = 201
    source.answers["GET /entities"] = (200, [car(velocity=at(6, NEW))])
    await api.post("/entities", json=car(speed=at(5, OLD)))
    assert source.asked[0].body == car(velocity=at(5, OLD))
    assert url in source.asked[0].headers["Link"]
    asked = {"type": "Vehicle", "attrs": "speed", **SIMPLE}
    answer = await api.get("/entities", params=asked)
    assert answer.json() == [car(speed=6)]
    assert source.asked[1].target == "/entities?type=Vehicle&attrs=velocity"


async def test_only_who_may_see_something_sees_it_of_others(
    api: httpx.AsyncClient, server: Server, source: Source
) -> None:
    """What comes from a source is held against the rights of who asks."""
    right = Right(
        verbs=frozenset({Verb.SEE}), types=("Vehicle",), attributes=("speed",)
    )
    role = Role(name="speeds", title={"en": "Speeds"}, rights=(right,))
    name = server.city.name
    await Roles(name, server.city.bound, {}).keep(role)
    key = await Keys(server.installation.database).issue(name, "s", roles=["speeds"])
    headers = {"Authorization": f"Bearer {key}"}
    await register(api, source.url)
    lamp = {"id": "urn:x:lamp", "type": "Lamp", "speed": at(1, OLD)}
    known = [car(speed=at(5, OLD), owner=at("Jana", OLD)), lamp]
    source.answers = {f"GET {PATH}": (200, known[0]), "GET /entities": (200, known)}
    answer = await api.get(PATH, params=SIMPLE, headers=headers)
    assert answer.json() == car(speed=5)
    asked = {"attrs": "speed,owner", **SIMPLE}
    answer = await api.get("/entities", params=asked, headers=headers)
    assert answer.json() == [car(speed=5)]


async def test_pages_go_through_the_city_and_its_sources(towns: Towns) -> None:
    """5.5.9: what is here comes first; each entity once."""
    await towns.introduce()
    for api, numbers in ((towns.here, (1, 2)), (towns.there, (2, 3, 4))):
        for number in numbers:
            said = car(speed=number) | {"id": f"urn:x:{number}"}
            await api.post("/entities", json=said, params={"local": "true"})
    seen: list[str] = []
    path = "/entities?type=Vehicle&limit=2&count=true"
    while path:
        page = await towns.here.get(path)
        assert page.headers["NGSILD-Results-Count"] == "4"
        seen += [one["id"] for one in page.json()]
        links = page.headers.get_list("Link")
        following = [one for one in links if 'rel="next"' in one]
        path = following[0][1:].partition(">")[0][11:] if following else ""
    assert seen == ["urn:x:1", "urn:x:2", "urn:x:3", "urn:x:4"]


async def test_a_town_shows_another_only_what_its_key_opens(towns: Towns) -> None:
    """Nothing of one municipality leaks into another."""
    key = await Keys(towns.server.installation.database).issue(
        towns.name_there, "viewer", roles=("viewer",)
    )
    path = await towns.introduce(
        contextSourceInfo=[{"key": "Authorization", "value": f"Bearer {key}"}]
    )
    await towns.there.post("/entities", json=car(speed=5))
    assert (await towns.here.get(PATH, params=SIMPLE)).json() == car(speed=5)
    changed = await towns.here.patch(PATH, json={"speed": 6})
    assert changed.status_code == 403
    wrong = [{"key": "Authorization", "value": "Bearer nothing"}]
    await towns.here.patch(path, json={"contextSourceInfo": wrong})
    answer = await towns.here.get(PATH)
    assert answer.status_code == 404
    assert "NGSILD-Warning" in answer.headers


async def test_sources_are_asked_for_entities_of_any_type(towns: Towns) -> None:
    """6.4.3.2 and 5.12: each for those it registered."""
    await towns.introduce()
    await towns.there.post("/entities", json=car(speed=5))
    await towns.there.post("/entities", json={"id": "urn:a:b", "type": "Bin"})
    query = {"type": "Query", "entities": [{"type": "*"}, {"type": "Lamp"}]}
    posted = await towns.here.post("/entityOperations/query", json=query)
    answer = await towns.here.get("/entities", params={"type": "*", **SIMPLE})
    assert answer.json() == [car(speed=5)]
    assert [one["id"] for one in posted.json()] == [CAR]


async def test_an_order_goes_through_the_city_and_its_sources(towns: Towns) -> None:
    """4.23 and 5.7.2: whoever knows an entity, its place is where its values lead."""
    await towns.introduce()
    for number in (3, 0, 4, 1, 2):
        known = {"id": f"{CAR}{number}", "type": "Vehicle", "speed": 9 - number}
        api = towns.here if number % 2 else towns.there
        await api.post("/entities?local=true&format=simplified", json=known)
    said = {**SIMPLE, "type": "Vehicle", "orderBy": "speed;desc", "limit": "2"}
    seen = []
    for offset in ("0", "2", "4"):
        paged = {**said, "offset": offset, "count": "true"}
        answer = await towns.here.get("/entities", params=paged)
        assert answer.headers["NGSILD-Results-Count"] == "5"
        assert ('rel="next"' in answer.headers["Link"]) is (offset != "4")
        seen += [one["id"] for one in answer.json()]
    assert seen == [f"{CAR}{number}" for number in range(5)]


async def test_pages_across_sources_are_exact_by_an_entity_map(towns: Towns) -> None:
    """5.14.4, 5.5.9.3 and 5.7.2.4: each entity once, whoever knows it."""
    registered = await towns.introduce()
    for number in range(4):
        known = {"id": f"{CAR}{number}", "type": "Vehicle", "speed": {"value": number}}
        for api, here in ((towns.here, number < 2), (towns.there, number > 0)):
            if here:
                assert (
                    await api.post("/entities?local=true", json=known)
                ).status_code == 201
    said = {**SIMPLE, "type": "Vehicle", "q": "speed<9", "limit": "1", "count": "true"}
    first = await towns.here.get("/entities", params={**said, "entityMap": "true"})
    assert first.status_code == 201, first.text
    headers = {"NGSILD-EntityMap": first.headers["NGSILD-EntityMap"]}
    of = registered.removeprefix("/csourceRegistrations/")
    path = headers["NGSILD-EntityMap"].removeprefix("/ngsi-ld/v1")
    told = (await towns.here.get(path)).json()["entityMap"]
    assert list(told.values()) == [["@none"], ["@none", of], [of], [of]]
    seen = first.json()
    fast = {"speed": {"value": 10}}
    await towns.there.patch(f"/entities/{CAR}2/attrs?local=true", json=fast)
    for offset in (1, 2):
        paged = {**said, "offset": str(offset)}
        answer = await towns.here.get("/entities", params=paged, headers=headers)
        assert answer.status_code == 200, answer.text
        seen += answer.json()
    assert [one["id"] for one in seen] == [f"{CAR}{n}" for n in (0, 1, 3)]
    assert [one["speed"] for one in seen] == [0, 1, 3]
    assert answer.headers["NGSILD-Results-Count"] == "3"
    assert "next" not in answer.headers["Link"]


async def test_what_a_silent_source_knows_stays_in_the_map(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.5.9.3 and 6.3.17: it is missing, said to be, and does not leave the map."""
    await api.post("/entities", json={"id": f"{CAR}a", "type": "Vehicle"})
    await register(api, source.url)
    source.answers["GET /entities"] = (200, [car(speed=at(1, OLD))])
    said = {**SIMPLE, "type": "Vehicle", "entityMap": "true", "limit": "2"}
    first = await api.get("/entities", params=said)
    assert [one["id"] for one in first.json()] == [f"{CAR}a", CAR]
    headers = {"NGSILD-EntityMap": first.headers["NGSILD-EntityMap"]}
    source.answers["GET /entities"] = 500
    second = await api.get("/entities", params=said, headers=headers)
    assert [one["id"] for one in second.json()] == [f"{CAR}a"]
    assert second.headers["NGSILD-Warning"].startswith("199 ")
    source.answers["GET /entities"] = (200, [car(speed=at(1, OLD))])
    third = await api.get("/entities", params=said, headers=headers)
    assert [one["id"] for one in third.json()] == [f"{CAR}a", CAR]
    assert source.targets[-1] == f"GET /entities?type=Vehicle&id={CAR}&limit=2"


async def test_only_the_sources_of_a_map_are_asked_for_an_entity(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.1.4: a map that is named says who is asked."""
    await api.post("/entities", json=car(colour={"value": "red"}))
    alone = await api.get(PATH, params={"entityMap": "true"})
    of = (await register(api, source.url)).rpartition("/")[2]
    source.answers[f"GET {PATH}"] = (200, car(speed=at(1, OLD)))
    by_map = await api.get(
        PATH,
        params=SIMPLE,
        headers={"NGSILD-EntityMap": alone.headers["NGSILD-EntityMap"]},
    )
    assert by_map.json() == car(colour="red")
    assert source.asked == []
    both = await api.get(PATH, params={**SIMPLE, "entityMap": "true"})
    headers = {"NGSILD-EntityMap": both.headers["NGSILD-EntityMap"]}
    told = await api.get(headers["NGSILD-EntityMap"].removeprefix("/ngsi-ld/v1"))
    assert told.json()["entityMap"] == {CAR: ["@none", of]}
    again = await api.get(PATH, params=SIMPLE, headers=headers)
    assert again.json() == both.json() == car(colour="red", speed=1)


async def test_what_has_expired_at_a_source_is_left_out(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.1.4 and 5.7.2.4."""
    await register(api, source.url)
    old, lasting = "2001-01-01T00:00:00Z", "2199-01-01T00:00:00Z"
    expired = car(speed=at(1, OLD), expiresAt=old)
    parts = {"speed": at(2, OLD), "fuel": {**at(3, OLD), "expiresAt": old}}
    other = {**car(**parts, expiresAt=lasting), "id": f"{CAR}b"}
    source.answers = {
        f"GET {PATH}": (200, expired),
        "GET /entities": (200, [expired, other]),
    }
    assert (await api.get(PATH)).status_code == 404
    answer = await api.get("/entities", params={"type": "Vehicle", **SIMPLE})
    assert answer.json() == [{**car(speed=2), "id": f"{CAR}b"}]


async def test_who_asks_says_whether_entities_are_split(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.2.4 and 6.4.3.2: filters are sent to who has whole entities only."""
    await api.post("/entities", json=car(speed=at(1, OLD)))
    await register(api, source.url)
    source.answers["GET /entities"] = (200, [car(fuel=at(5, NEW))])
    wish = {**SIMPLE, "type": "Vehicle", "q": "fuel>4;speed<2"}
    said = {**wish, "splitEntities": "true"}
    answer = await api.get("/entities", params=said)
    assert answer.json() == [car(speed=1, fuel=5)]
    assert source.targets[-1] == "GET /entities?type=Vehicle"
    for narrow in ({}, {"splitEntities": "false"}):
        await api.get("/entities", params={**wish, **narrow})
        assert source.targets[-1] == "GET /entities?type=Vehicle&q=fuel%3E4%3Bspeed%3C2"
    asked = len(source.asked)
    wrong = await api.get("/entities", params={**wish, "splitEntities": "perhaps"})
    assert wrong.status_code == 400
    assert len(source.asked) == asked
