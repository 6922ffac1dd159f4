import asyncio
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


async def test_an_entity_is_created_once_read_and_deleted(
    api: httpx.AsyncClient,
) -> None:
    """5.5.6, 5.6.1, 5.6.6, 5.7.1, 6.3.6, 6.4 and 6.5."""
    speed = {"type": "Property", "value": 55, "unitCode": "KMH"}
    created = await api.post("/entities", json=vehicle(speed=speed))
    assert created.status_code == 201
    assert created.headers["Location"] == f"/ngsi-ld/v1{PATH}"
    again = await api.post("/entities", json=vehicle())
    assert error(again) == (409, "AlreadyExists")
    read = await api.get(PATH)
    assert read.json() == vehicle(speed=speed)
    assert "ngsi-ld-core-context" in read.headers["Link"]
    for other in ("type=Tram", "attrs=colour"):
        assert error(await api.get(f"{PATH}?{other}")) == (404, "ResourceNotFound")
    assert error(await api.delete(f"{PATH}?type=Tram")) == (404, "ResourceNotFound")
    assert (await api.delete(f"{PATH}?type=Vehicle")).status_code == 204
    bare = await api.post(
        "/entities?options=keyValues", json=vehicle(seats={"back": 3})
    )
    assert bare.status_code == 201
    assert (await api.get(PATH)).json()["seats"]["value"] == {"back": 3}
    assert (await api.delete(PATH)).status_code == 204
    assert error(await api.get(PATH)) == (404, "ResourceNotFound")
    assert error(await api.delete(PATH)) == (404, "ResourceNotFound")


async def test_attributes_are_appended_updated_replaced_and_deleted(
    api: httpx.AsyncClient,
) -> None:
    """5.6.2, 5.6.3, 5.6.4, 5.6.5 and 5.6.19; 6.6 and 6.7."""
    await api.post("/entities", json=vehicle(speed={"value": 1, "unitCode": "KMH"}))
    added = await api.post(f"{PATH}/attrs", json={"colour": "red"})
    assert added.status_code == 204
    partly = await api.post(
        f"{PATH}/attrs?options=noOverwrite", json={"colour": "blue", "doors": 4}
    )
    assert partly.status_code == 207
    default = "https://uri.etsi.org/ngsi-ld/default-context/"
    assert partly.json()["updated"] == [f"{default}doors"]
    assert partly.json()["notUpdated"][0]["attributeName"] == f"{default}colour"
    assert (await api.patch(f"{PATH}/attrs/speed", json={"value": 2})).is_success
    assert (await api.put(f"{PATH}/attrs/doors", json={"value": 5})).is_success
    assert (await api.patch(f"{PATH}/attrs", json={"colour": "pink"})).is_success
    assert (await api.delete(f"{PATH}/attrs/colour")).status_code == 204
    read = await api.get(PATH, params={"format": "concise"})
    assert read.json() == vehicle(speed={"value": 2, "unitCode": "KMH"}, doors=5)


async def test_attributes_of_an_entity_or_of_a_name_that_is_not_there_are_not_found(
    api: httpx.AsyncClient,
) -> None:
    """5.6.2.4, 5.6.3.4, 5.6.4.4, 5.6.5.4, 5.6.17.4, 5.6.18.4 and 5.6.19.4."""
    await api.post("/entities", json=vehicle(speed=1))
    ghost = "/entities/urn:ngsi-ld:Vehicle:ghost"
    for method, path, body in (
        ("POST", f"{ghost}/attrs", {"speed": 2}),
        ("PATCH", f"{ghost}/attrs", {"speed": 2}),
        ("PATCH", ghost, {"speed": 2}),
        ("PUT", ghost, vehicle(speed=2) | {"id": ghost.rpartition("/")[2]}),
        ("PATCH", f"{PATH}?type=Tram", {"speed": 2}),
        ("PUT", f"{PATH}?type=Tram", vehicle(speed=2)),
        ("PATCH", f"{PATH}/attrs/ghost", {"value": 2}),
        ("PUT", f"{PATH}/attrs/ghost", {"value": 2}),
        ("DELETE", f"{PATH}/attrs/ghost", None),
    ):
        answer = await api.request(method, path, json=body)
        assert (path, *error(answer)) == (path, 404, "ResourceNotFound")
    other = {"id": "urn:ngsi-ld:Vehicle:2", "speed": 2}
    for method, path in (
        ("POST", f"{PATH}/attrs"),
        ("PATCH", f"{PATH}/attrs"),
        ("PATCH", PATH),
        ("PUT", PATH),
    ):
        answer = await api.request(method, path, json=other)
        assert (path, *error(answer)) == (path, 400, "BadRequestData")
    assert (await api.get(f"{PATH}?format=simplified")).json() == vehicle(speed=1)


async def test_an_attribute_of_several_instances_goes_one_by_one_or_at_once(
    api: httpx.AsyncClient,
) -> None:
    """5.6.5 and 6.7.3.2: datasetId and deleteAll."""
    speeds = [{"value": n, "datasetId": f"urn:x:{n}"} for n in (1, 2)]
    await api.post("/entities", json=vehicle(speed=[{"value": 0}, *speeds]))
    speed = f"{PATH}/attrs/speed"
    assert (await api.delete(f"{speed}?datasetId=urn:x:1")).status_code == 204
    left = (await api.get(f"{PATH}?format=simplified")).json()["speed"]
    assert left == {"dataset": {"@none": 0, "urn:x:2": 2}}
    assert (await api.delete(f"{speed}?datasetId=urn:x:1")).status_code == 404
    assert (await api.delete(f"{speed}?deleteAll=true")).status_code == 204
    assert (await api.get(PATH)).json() == vehicle()


async def test_a_merge_and_a_replacement_change_the_whole_entity(
    api: httpx.AsyncClient,
) -> None:
    """5.6.17, 5.6.18 and 6.5.3.4."""
    then, now = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"
    seen = vehicle(
        speed={"value": 1, "observedAt": then},
        name={"languageMap": {"cs": "auto", "en": "car"}},
    )
    await api.post("/entities", json=seen)
    said = {"options": "keyValues", "observedAt": now, "lang": "cs"}
    patch = {"speed": 3, "name": "vůz"}
    assert (await api.patch(PATH, json=patch, params=said)).status_code == 204
    assert (await api.get(f"{PATH}?format=concise")).json() == vehicle(
        speed={"value": 3, "observedAt": now},
        name={"languageMap": {"cs": "vůz", "en": "car"}},
    )
    await api.put(PATH, json=vehicle(speed=1, colour="red"))
    patch = {"speed": {"value": 2}, "colour": "urn:ngsi-ld:null", "seats": 5}
    kind = {"Content-Type": "application/merge-patch+json"}
    assert (await api.patch(PATH, json=patch, headers=kind)).status_code == 204
    assert (await api.get(f"{PATH}?options=keyValues")).json() == vehicle(
        speed=2, seats=5
    )
    assert (await api.put(PATH, json={"type": "Vehicle", "doors": 3})).is_success
    assert (await api.get(f"{PATH}?format=simplified")).json() == vehicle(doors=3)


async def test_concurrent_partial_updates_lose_nothing(api: httpx.AsyncClient) -> None:
    """5.6.4."""
    await api.post("/entities", json=vehicle(speed={"value": 0}))
    answers = await asyncio.gather(
        *(
            api.patch(f"{PATH}/attrs/speed", json={f"mark{n}": {"value": n}})
            for n in range(40)
        )
    )
    assert {answer.status_code for answer in answers} == {204}
    speed = (await api.get(PATH)).json()["speed"]
    assert {f"mark{n}" for n in range(40)} <= speed.keys()


async def test_a_batch_does_what_it_can_and_says_what_it_cannot(
    api: httpx.AsyncClient,
) -> None:
    """5.6.7, 5.6.8, 5.6.9, 5.6.10 and 5.6.20; 6.14, 6.15, 6.16, 6.17 and 6.31."""
    path = "/entityOperations/"
    cars = [vehicle(n, speed=n) for n in range(3)]
    created = await api.post(f"{path}create", json=cars)
    assert created.status_code == 201
    assert created.json() == [car["id"] for car in cars]
    mixed = await api.post(f"{path}create", json=[vehicle(3), vehicle(0), {"id": 3}])
    assert mixed.status_code == 207
    assert mixed.json()["success"] == [vehicle(3)["id"]]
    assert [one["entityId"] for one in mixed.json()["errors"]] == [3, cars[0]["id"]]
    for options in ("", "?options=update", "?options=replace", "?options=update"):
        upserted = await api.post(f"{path}upsert{options}", json=cars)
        assert upserted.status_code == 204
    assert (await api.post(f"{path}update", json=[vehicle(0, speed=9)])).is_success
    assert (await api.post(f"{path}merge", json=[vehicle(0, doors=9)])).is_success
    both = await api.get(f"/entities/{cars[0]['id']}?format=simplified")
    assert both.json() == vehicle(0, doors=9, speed=9)
    gone = await api.post(f"{path}delete", json=[cars[0]["id"], cars[0]["id"]])
    assert gone.status_code == 207
    assert (await api.get(f"/entities/{cars[0]['id']}")).status_code == 404
    assert error(await api.post(f"{path}create", json=[])) == (400, "BadRequestData")
    there, ghost = vehicle(1, speed=5), vehicle(9, speed=5)
    for operation in ("update", "merge", "delete"):
        batch = [there, ghost] if operation != "delete" else [there["id"], ghost["id"]]
        partly = await api.post(path + operation, json=batch)
        assert (operation, partly.status_code) == (operation, 207)
        assert partly.json()["success"] == [there["id"]]
        (refused,) = partly.json()["errors"]
        assert refused["entityId"] == ghost["id"]
        assert refused["error"]["type"] == f"{ERRORS}ResourceNotFound"
        assert refused["error"]["status"] == 404


async def test_a_batch_leaves_adds_to_or_replaces_what_is_there_as_it_is_told(
    api: httpx.AsyncClient,
) -> None:
    """5.6.8, 5.6.9 and 5.6.20; 6.15.3.1, 6.16.3.1 and 6.31.3.1."""
    path = "/entityOperations/"
    time = "2026-01-01T00:00:00Z"
    await api.post("/entities", json=vehicle(1, speed=1, doors=4))

    async def after(operation: str, *cars: dict[str, Any]) -> Any:
        answer = await api.post(path + operation, json=cars)
        assert answer.is_success, answer.text
        shown = (await api.get(f"{PATH}?format=concise")).json()
        return answer, {name: shown.get(name) for name in ("speed", "doors")}

    both = [vehicle(1, speed=2), vehicle(2)]
    made, shown = await after("upsert?options=update", *both)
    assert (made.status_code, made.json()) == (201, [both[1]["id"]])
    assert shown == {"speed": 2, "doors": 4}
    careful, shown = await after("update?options=noOverwrite", vehicle(1, speed=3))
    assert (careful.status_code, shown["speed"]) == (207, 2)
    _, shown = await after("update", vehicle(1, speed={"value": 3, "observedAt": time}))
    assert shown == {"speed": {"value": 3, "observedAt": time}, "doors": 4}
    later = time.replace("2026", "2027")
    _, shown = await after(f"merge?observedAt={later}", vehicle(1, speed={"value": 4}))
    assert shown == {"speed": {"value": 4, "observedAt": later}, "doors": 4}
    for replacing in ("upsert", "upsert?options=replace"):
        await after("upsert?options=update", vehicle(1, doors=4))
        _, shown = await after(replacing, vehicle(1, speed=5))
        assert shown == {"speed": 5, "doors": None}
    wrong = await api.post(f"{path}upsert?options=update,replace", json=both)
    assert error(wrong) == (400, "InvalidRequest")


async def test_an_upsert_twice_in_a_batch_is_done_in_order(
    api: httpx.AsyncClient,
) -> None:
    """5.5.11, 5.6.7 and 5.6.8."""
    twice = [vehicle(1, speed=1, doors=4), vehicle(1, speed=2)]
    upserted = await api.post("/entityOperations/upsert?options=update", json=twice)
    assert upserted.status_code == 201
    read = await api.get(f"{PATH}?format=simplified")
    assert read.json() == vehicle(speed=2, doors=4)
    new = [vehicle(2, speed=1), vehicle(2, speed=2)]
    created = await api.post("/entityOperations/create", json=new)
    assert created.status_code == 207
    assert created.json()["errors"][0]["error"]["type"] == f"{ERRORS}AlreadyExists"
    assert (await api.get("/entities/urn:ngsi-ld:Vehicle:2")).json()["speed"] == {
        "type": "Property",
        "value": 1,
    }


async def test_an_upsert_after_a_deletion_creates_with_the_type_again(
    api: httpx.AsyncClient,
) -> None:
    car = [{"id": "urn:x:1", "type": "Vehicle", "speed": 1}]
    path = "/entityOperations/upsert?options=update"
    assert (await api.post(path, json=car)).status_code == 201
    await api.delete("/entities/urn:x:1")
    assert (await api.post(path, json=car)).status_code == 201
    assert (await api.get("/entities/urn:x:1")).json()["type"] == "Vehicle"


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
