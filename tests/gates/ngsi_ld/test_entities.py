"""One entity and its attributes over HTTP (5.6.1 to 5.6.6, 5.6.17 to 5.6.19)."""

import asyncio

import httpx
import pytest

from tests.gates.ngsi_ld.test_api import PATH, error, vehicle

pytestmark = pytest.mark.anyio


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
    assert (await api.get(f"{PATH}?type=Tram,Vehicle")).status_code == 200
    for other in ("type=Tram", "type=Tram;Vehicle", "attrs=colour"):
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
