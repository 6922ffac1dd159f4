import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from mesto.gates.ngsi_ld.context import CORE_URL
from mesto.gates.ngsi_ld.problem import ERRORS
from mesto.gates.ngsi_ld.request import context_link
from tests.conftest import Server

pytestmark = pytest.mark.anyio

CAR = "urn:ngsi-ld:Vehicle:1"
PATH = f"/entities/{CAR}"
LD = {"Content-Type": "application/ld+json"}
TERMS = {"speed": "https://town.example/terms#speed"}


def vehicle(number: int = 1, **attributes: Any) -> dict[str, Any]:
    return {"id": f"urn:ngsi-ld:Vehicle:{number}", "type": "Vehicle", **attributes}


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


async def test_names_are_read_and_told_with_the_peers_context(
    api: httpx.AsyncClient,
) -> None:
    """5.5.7 and 6.3.5."""
    payload = {"@context": TERMS, **vehicle(speed=1)}
    assert (await api.post("/entities", json=payload, headers=LD)).is_success
    assert TERMS["speed"] in (await api.get(PATH)).json()
    hosted = await api.post("/jsonldContexts", json={"@context": TERMS})
    assert hosted.status_code == 201
    url = f"{api.base_url.scheme}://{api.base_url.netloc.decode()}"
    link = f'<{url}{hosted.headers["Location"]}>; rel="http://www.w3.org/ns/json-ld#context"'
    read = await api.get(PATH, headers={"Link": link, "Accept": LD["Content-Type"]})
    assert read.json()["speed"]["value"] == 1
    assert read.json()["@context"].endswith(hosted.headers["Location"])


async def test_a_hosted_context_is_listed_served_and_deleted(
    api: httpx.AsyncClient,
) -> None:
    """5.13.2, 5.13.3, 5.13.4 and 5.13.5; 6.29 and 6.30."""
    hosted = await api.post("/jsonldContexts", json={"@context": TERMS})
    path = hosted.headers["Location"].removeprefix("/ngsi-ld/v1")
    assert (await api.get(path)).json() == {"@context": TERMS}
    (details,) = (await api.get("/jsonldContexts?details=true&kind=Hosted")).json()
    assert details["URL"].endswith(path)
    assert (await api.get(f"{path}?details=true")).json() == details
    assert (details["kind"], details["numberOfHits"]) == ("Hosted", 0)
    assert (await api.get("/jsonldContexts")).json() == [details["URL"]]
    assert (await api.get("/jsonldContexts?kind=Cached")).json() == []
    for wrong in (
        api.get("/jsonldContexts?kind=Lost"),
        api.delete(f"{path}?reload=true"),
        api.delete("/jsonldContexts/" + quote(CORE_URL, safe="")),
    ):
        assert error(await wrong) == (400, "BadRequestData")
    assert (await api.get("/types")).json()["typeList"] == []
    assert (await api.delete(path)).status_code == 204
    assert (await api.get(path)).status_code == 404
    assert error(await api.delete(path)) == (404, "ResourceNotFound")
    bad = await api.post("/jsonldContexts", json={"@context": {"a": "b:c", "b": "a:d"}})
    assert error(bad) == (400, "BadRequestData")
    for nothing in (TERMS, [TERMS]):
        none = await api.post("/jsonldContexts", json=nothing)
        assert error(none) == (400, "InvalidRequest")


async def test_kept_contexts_are_not_among_the_entities_of_the_city(
    api: httpx.AsyncClient,
) -> None:
    """5.7.2, 5.7.4 and 5.13.1: what is kept to read names is no context information."""
    await api.post("/jsonldContexts", json={"@context": TERMS})
    await api.post("/entities", json=vehicle(speed=1))
    everything = (await api.get("/entities?local=true")).json()
    assert {one["type"] for one in everything} == {"Vehicle"}
    long_ago = {"local": "true", "timerel": "after", "timeAt": "2001-01-01T00:00:00Z"}
    pasts = (await api.get("/temporal/entities", params=long_ago)).json()
    assert {one["type"] for one in pasts} == {"Vehicle"}


async def test_a_context_that_cannot_be_had_is_said_so(api: httpx.AsyncClient) -> None:
    """5.5.2, LdContextNotAvailable."""
    payload = {"@context": "http://127.0.0.1:9/none.jsonld", **vehicle()}
    answer = await api.post("/entities", json=payload, headers=LD)
    assert error(answer) == (503, "LdContextNotAvailable")


async def test_what_is_wrong_with_a_request_is_said_in_the_standards_words(
    api: httpx.AsyncClient,
) -> None:
    """5.5.2, 5.5.3, 6.3.2 and 6.3.3."""
    json = {"Content-Type": "application/json"}
    said = [
        (api.post("/entities", content=b"{", headers=json), 400, "InvalidRequest"),
        (api.post("/entities", json={"type": "V"}), 400, "BadRequestData"),
        (api.post("/entities", json=vehicle(), headers=LD), 400, "BadRequestData"),
        (
            api.post("/entities", json={"@context": TERMS, **vehicle()}),
            400,
            "BadRequestData",
        ),
        (api.get("/entities/nothing"), 400, "BadRequestData"),
        (api.get(f"{PATH}?nonsense=1"), 400, "InvalidRequest"),
        (api.get("/nowhere"), 404, "ResourceNotFound"),
    ]
    for asked, status, kind in said:
        answer = await asked
        assert error(answer) == (status, kind)
        assert answer.headers["Content-Type"] == "application/json"
        said_of = answer.json()
        assert said_of["status"] == status
        assert said_of["title"]
        assert said_of["detail"]


async def test_a_tenant_that_is_not_the_keys_does_not_exist(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.5.10 and 6.3.14."""
    there = await api.get("/types", headers={"NGSILD-Tenant": server.city.name})
    assert there.status_code == 200
    assert there.headers["NGSILD-Tenant"] == server.city.name
    for tenant in ("other", "No Town"):
        answer = await api.get("/types", headers={"NGSILD-Tenant": tenant})
        assert answer.status_code == 404
        assert answer.json()["type"] == f"{ERRORS}NonexistentTenant"
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["NGSILD-Tenant"] == tenant


async def test_who_has_no_key_is_refused_in_the_standards_words(
    api: httpx.AsyncClient,
) -> None:
    wrong = await api.get("/types", headers={"Authorization": "Bearer wrong"})
    del api.headers["Authorization"]
    keyless = await api.get("/types")
    assert error(wrong) == (403, "about:blank")
    assert error(keyless) == (401, "about:blank")
    assert keyless.headers["WWW-Authenticate"] == 'Bearer realm="mesto"'
    assert keyless.headers["Content-Type"] == "application/json"


async def test_media_types_and_methods_are_negotiated(api: httpx.AsyncClient) -> None:
    """6.3.4 and 6.6."""
    xml = await api.post("/entities", content=b"<a/>", headers={"Content-Type": "x/y"})
    assert (xml.status_code, xml.content) == (415, b"")
    await api.post("/entities", json=vehicle())
    picture = await api.get(PATH, headers={"Accept": "image/png"})
    assert picture.status_code == 406
    assert "application/ld+json" in picture.json()
    assert picture.headers["Content-Type"] == "application/json"
    wrong = await api.put("/entities", json={})
    assert wrong.status_code == 405
    assert wrong.headers["Allow"] == "DELETE, GET, POST"
    nameless = await api.delete(f"{PATH}/attrs/")
    assert (nameless.status_code, nameless.headers["Allow"]) == (405, "PATCH, POST")
    geo = await api.get(PATH, headers={"Accept": "application/geo+json"})
    assert geo.json()["type"] == "Feature"
    choice = "application/json;q=0.1, application/ld+json"
    linked = await api.get(PATH, headers={"Accept": choice})
    assert linked.headers["Content-Type"] == "application/ld+json"


async def test_types_and_attributes_are_discovered(api: httpx.AsyncClient) -> None:
    """5.7.5, 5.7.6, 5.7.7, 5.7.8, 5.7.9 and 5.7.10; 6.25, 6.26, 6.27 and 6.28."""
    speed = {"type": "Property", "value": 1}
    owner = {"type": "Relationship", "object": "urn:a:b"}
    await api.post("/entities", json=vehicle(1, speed=speed, owner=owner))
    await api.post("/entities", json=vehicle(2, speed=speed))
    await api.post("/entities", json={"id": "urn:a:b", "type": "Owner", "title": "A"})
    default = "https://uri.etsi.org/ngsi-ld/default-context/"
    listed = (await api.get("/types")).json()
    assert listed.pop("id").startswith("urn:")
    assert listed == {"type": "EntityTypeList", "typeList": ["Owner", "Vehicle"]}
    (_, details) = (await api.get("/types?details=true")).json()
    assert details == {
        "id": f"{default}Vehicle",
        "type": "EntityType",
        "typeName": "Vehicle",
        "attributeNames": ["owner", "speed"],
    }
    told = {"owner": "Relationship", "speed": "Property"}
    assert (await api.get("/types/Vehicle")).json() == {
        "id": f"{default}Vehicle",
        "type": "EntityTypeInfo",
        "typeName": "Vehicle",
        "entityCount": 2,
        "attributeDetails": [
            {
                "id": default + name,
                "type": "Attribute",
                "attributeName": name,
                "attributeTypes": [kind],
            }
            for name, kind in told.items()
        ],
    }
    listed = (await api.get("/attributes")).json()
    assert listed.pop("id").startswith("urn:")
    title = "http://purl.org/dc/terms/title"
    assert listed["type"] == "AttributeList"
    assert listed["attributeList"] == ["owner", "speed", "title"]
    (first, _, core) = (await api.get("/attributes?details=true")).json()
    assert first == {
        "id": f"{default}owner",
        "type": "Attribute",
        "attributeName": "owner",
        "typeNames": ["Vehicle"],
    }
    assert (core["id"], core["typeNames"]) == (title, ["Owner"])
    assert (await api.get("/attributes/speed")).json() == {
        "id": f"{default}speed",
        "type": "Attribute",
        "attributeName": "speed",
        "attributeCount": 2,
        "attributeTypes": ["Property"],
        "typeNames": ["Vehicle"],
    }
    for ghost in ("/types/Ghost", "/attributes/ghost"):
        assert error(await api.get(ghost)) == (404, "ResourceNotFound")
    terms = {"Car": f"{default}Vehicle", "velocity": f"{default}speed"}
    hosted = await api.post("/jsonldContexts", json={"@context": terms})
    link = {"Link": context_link(f"{api.base_url.join(hosted.headers['Location'])}")}
    types = (await api.get("/types", headers=link)).json()["typeList"]
    assert set(types) == {"Car", "Owner"}
    named = (await api.get("/types/Car", headers=link)).json()
    assert named["typeName"] == "Car"
    assert {one["attributeName"] for one in named["attributeDetails"]} == {
        "owner",
        "velocity",
    }
    names = (await api.get("/attributes", headers=link)).json()["attributeList"]
    assert "velocity" in names


async def test_the_city_says_who_it_is(api: httpx.AsyncClient, server: Server) -> None:
    """5.15."""
    said = (await api.get("/info/sourceIdentity")).json()
    assert said["type"] == "ContextSourceIdentity"
    assert said["contextSourceAlias"].startswith(f"{server.city.name}-")
    assert re.fullmatch(r"PT\d+S", said["contextSourceUptime"])
    assert datetime.fromisoformat(said["contextSourceTimeAt"]) <= datetime.now(UTC)


async def test_a_purge_deletes_what_a_query_finds(
    api: httpx.AsyncClient, server: Server
) -> None:
    """5.6.21 and 6.4.3.3."""
    cars = [vehicle(n, speed=n, colour="red") for n in range(4)]
    await api.post("/entityOperations/create", json=cars)
    assert error(await api.delete("/entities")) == (400, "BadRequestData")
    assert (await api.delete("/entities?type=Vehicle&q=speed>2")).is_success
    assert (await api.delete("/entities?type=Vehicle&drop=colour")).is_success
    left = await server.city.present([car["id"] for car in cars])
    assert [one.attributes[-1].name for one in left.values()] == ["speed"] * 3
    both = await api.delete("/entities?type=Vehicle&drop=colour&keep=speed")
    assert error(both) == (400, "BadRequestData")
    await api.patch(f"/entities/{cars[0]['id']}", json={"doors": 5, "colour": "red"})
    assert (await api.delete("/entities?type=Vehicle&keep=speed,doors")).is_success
    (first, *_) = (await api.get("/entities?type=Vehicle&format=simplified")).json()
    assert first == vehicle(0, speed=0, doors=5)


async def test_hostile_text_is_refused_not_stored(api: httpx.AsyncClient) -> None:
    zero = vehicle(speed={"type": "Property", "value": "a\0b"})
    assert error(await api.post("/entities", json=zero)) == (400, "BadRequestData")
    nul = {"id": "urn:a:\0", "type": "V"}
    assert error(await api.post("/entities", json=nul)) == (400, "BadRequestData")
    far = {"type": "Property", "value": 1, "observedAt": "0001-01-01T00:00:00Z"}
    answer = await api.post("/entities", json=vehicle(speed=far))
    assert error(answer) == (400, "BadRequestData")
    named = await api.post("/entities", json={**vehicle(), "a\0": 1})
    assert error(named) == (400, "BadRequestData")


async def test_numbers_of_any_size_come_back(api: httpx.AsyncClient) -> None:
    sizes = [0, -1, 2**53, 2**63, 1e40, -1e300, 0.1]
    cars = [vehicle(n, speed={"value": size}) for n, size in enumerate(sizes)]
    assert (await api.post("/entityOperations/create", json=cars)).status_code == 201
    read = await api.get("/entities?type=Vehicle&format=simplified")
    assert [car["speed"] for car in read.json()] == sizes
