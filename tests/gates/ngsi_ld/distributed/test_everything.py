"""What concerns all entities: purging, and which types and attributes there are."""

import httpx
import pytest

from tests.gates.ngsi_ld.distributed.conftest import CAR, Source, Towns, register

pytestmark = pytest.mark.anyio


async def test_what_is_purged_here_is_purged_by_sources(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.21: each purges what it registered, and no more."""
    await api.post("/entities", json={"id": CAR, "type": "Vehicle", "colour": "red"})
    path = await register(api, source.url, "speed", about={"id": CAR})
    source.answers["DELETE /entities"] = 204
    answer = await api.delete("/entities", params={"type": "Vehicle"})
    assert answer.status_code == 204
    assert source.targets == [f"DELETE /entities?type=Vehicle&id={CAR}&drop=speed"]
    assert (await api.get(f"/entities/{CAR}?local=true")).status_code == 404
    source.answers["DELETE /entities"] = 500
    answer = await api.delete("/entities", params={"type": "Vehicle"})
    assert answer.status_code == 207
    (failure,) = answer.json()["errors"]
    assert failure["registrationId"] == path.rpartition("/")[2]


async def test_a_source_purges_what_an_entity_map_says_it_knew(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.21 and 4.5.25: who knew nothing of it is not asked."""
    await api.post("/entities", json={"id": f"{CAR}a", "type": "Vehicle"})
    await register(api, source.url)
    knows_nothing = await register(api, source.url, about={"idPattern": "9$"})
    source.answers["GET /entities"] = (200, [{"id": CAR, "type": "Vehicle"}])
    said = {"type": "Vehicle"}
    made = await api.get("/entityMaps", params=said)
    of = knows_nothing.rpartition("/")[2]
    assert of not in str(made.json()["entityMap"])
    headers = {"NGSILD-EntityMap": made.headers["NGSILD-EntityMap"]}
    source.answers["DELETE /entities"] = 204
    source.asked.clear()
    purged = await api.delete("/entities", params=said, headers=headers)
    assert purged.status_code == 204
    assert source.targets == [f"DELETE /entities?type=Vehicle&id={CAR}"]
    assert (await api.get(f"/entities/{CAR}a?local=true")).status_code == 404


async def test_a_holder_that_does_not_purge_is_a_conflict(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.21 and 4.3.6.3."""
    await register(api, source.url, mode="redirect", operations=["retrieveOps"])
    answer = await api.delete("/entities", params={"type": "Vehicle"})
    assert answer.status_code == 409
    assert source.asked == []


async def test_types_and_attributes_of_two_towns_are_told_together(
    towns: Towns,
) -> None:
    """5.7.5 to 5.7.10."""
    await towns.introduce()
    local = {"local": "true"}
    mine = {"id": CAR, "type": "Vehicle", "speed": 5, "colour": "red"}
    await towns.here.post("/entities", json=mine, params=local)
    theirs = {"id": CAR, "type": "Vehicle", "speed": 6, "fuel": 7}
    await towns.there.post("/entities", json=theirs)
    api = towns.here
    assert "Vehicle" in (await api.get("/types")).json()["typeList"]
    told = (await api.get("/types", params={"details": "true"})).json()
    (car,) = [one for one in told if one["typeName"] == "Vehicle"]
    assert car["attributeNames"] == ["colour", "fuel", "speed"]
    told = (await api.get("/types/Vehicle")).json()
    assert told["entityCount"] == 2
    assert [one["attributeName"] for one in told["attributeDetails"]] == [
        "colour",
        "fuel",
        "speed",
    ]
    listed = (await api.get("/attributes")).json()["attributeList"]
    assert {"colour", "fuel", "speed"} <= set(listed)
    told = (await api.get("/attributes/fuel")).json()
    assert (told["attributeCount"], told["typeNames"]) == (1, ["Vehicle"])
    assert told["attributeTypes"] == ["Property"]
    assert (await api.get("/attributes/fuel", params=local)).status_code == 404
