"""Many entities at once over HTTP (5.6.7 to 5.6.10, 5.6.20)."""

from typing import Any

import httpx
import pytest

from mesto.gates.ngsi_ld.problem import ERRORS
from tests.gates.ngsi_ld.test_api import PATH, error, vehicle

pytestmark = pytest.mark.anyio


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
