"""Pasts as the city and sources know them together (5.7.3, 5.7.4, 5.6.11 to 5.6.16)."""

from typing import Any

import httpx
import pytest

from tests.gates.ngsi_ld.distributed.conftest import CAR, Source, Towns, register

pytestmark = pytest.mark.anyio

PATH = f"/temporal/entities/{CAR}"
KNOWS = {"observationInterval": {"startAt": "2020-01-01T00:00:00Z"}}
READS = ["retrieveTemporal", "queryTemporal"]
MAP = "NGSILD-EntityMap"
VALUES = {"options": "temporalValues"}
SINCE = {"timerel": "after", "timeAt": "2026-01-01T00:00:00Z"}


def at(day: int, value: Any, **more: Any) -> dict[str, Any]:
    time = f"2026-03-{day:02}T00:00:00Z"
    return {"type": "Property", "value": value, "observedAt": time, **more}


def car(**attributes: Any) -> dict[str, Any]:
    return {"id": CAR, "type": "Vehicle", **attributes}


def values(payload: dict[str, Any], name: str) -> list[Any]:
    return [value for value, _ in payload[name]["values"]]


async def test_a_past_is_put_together_of_what_all_know(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.3.4 and 4.5.5.3: of one time there is one instance, ours before others'."""
    await api.post("/temporal/entities", json=car(speed=[at(1, 1), at(3, 3)]))
    await register(api, source.url, operations=READS, **KNOWS)
    named = {"instanceId": "urn:x:theirs"}
    theirs = car(speed=[at(2, 2, **named), at(3, 9)], fuel=[at(1, 5)])
    source.answers[f"GET {PATH}"] = (200, theirs)
    past = (await api.get(PATH, params=SINCE)).json()
    told = sorted(past["speed"], key=lambda one: one["observedAt"])
    assert [one["value"] for one in told] == [1, 2, 3]
    assert told[1]["instanceId"] == "urn:x:theirs"
    assert past["fuel"][0]["value"] == 5
    (target,) = source.targets
    asked = f"timerel=after&timeAt={SINCE['timeAt']}&options=sysAttrs"
    assert target == f"GET {PATH}?{asked}"
    last = (await api.get(PATH, params={**VALUES, "lastN": "2"})).json()
    assert values(last, "speed") == [2, 3]
    local = (await api.get(PATH, params={**VALUES, "local": "true"})).json()
    assert values(local, "speed") == [1, 3]
    figures = {
        "options": "aggregatedValues",
        "aggrMethods": "sum,totalCount,max,distinctCount,avg,stddev,sumsq",
        "aggrPeriodDuration": "P2D",
    }
    merged = (await api.get(PATH, params={**figures, **SINCE})).json()
    whole = car(speed=[at(1, 1), at(2, 2), at(3, 3)], fuel=[at(1, 5)])
    await api.post("/temporal/entities", json=whole, params={"local": "true"})
    here = await api.get(PATH, params={**figures, **SINCE, "local": "true"})
    assert merged == here.json()


async def test_an_auxiliary_source_adds_times_nobody_else_knows(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.3.4, 5.7.4.4 and 6.3.17: and who was not reached is said."""
    await api.post("/temporal/entities", json=car(speed=[at(1, 1)]))
    path = await register(
        api, source.url, operations=["retrieveEntity"], mode="auxiliary", **KNOWS
    )
    assert values((await api.get(PATH, params=VALUES)).json(), "speed") == [1]
    assert source.asked == []
    await api.delete(path)
    path = await register(api, source.url, operations=READS, **KNOWS)
    source.answers[f"GET {PATH}"] = 500
    answer = await api.get(PATH, params=VALUES)
    assert values(answer.json(), "speed") == [1]
    of = path.rpartition("/")[2]
    assert of in answer.headers["NGSILD-Warning"]
    source.answers["GET /temporal/entities"] = 500
    query = {"type": "Vehicle", **VALUES, **SINCE}
    answer = await api.get("/temporal/entities", params=query)
    assert [values(one, "speed") for one in answer.json()] == [[1]]
    assert of in answer.headers["NGSILD-Warning"]


async def test_pasts_are_queried_of_those_who_know_the_time(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.7.4.4: what is split is put together first, and chosen then."""
    await api.post("/temporal/entities", json=car(speed=[at(1, 1)]))
    await register(api, source.url, "fuel", operations=READS, **KNOWS)
    source.answers["GET /temporal/entities"] = (200, [car(fuel=[at(2, 7)])])
    query = {"type": "Vehicle", "q": "speed==1;fuel>6", **SINCE}
    (found,) = (await api.get("/temporal/entities", params=query)).json()
    assert found["fuel"][0]["value"] == 7
    assert found["speed"][0]["value"] == 1
    assert "q=" not in source.targets[0]
    assert "attrs=fuel" in source.targets[0]
    query["q"] = "speed==1;fuel>7"
    assert (await api.get("/temporal/entities", params=query)).json() == []
    asked = len(source.asked)
    long_ago = {"timerel": "before", "timeAt": "2019-01-01T00:00:00Z"}
    await api.get("/temporal/entities", params={"type": "Vehicle", **long_ago})
    assert len(source.asked) == asked
    body = {"type": "Query", "entities": [{"type": "Vehicle"}], "temporalQ": SINCE}
    answer = await api.post("/temporal/entityOperations/query", json=body)
    assert [one["fuel"][0]["value"] for one in answer.json()] == [7]


async def test_pasts_are_written_where_they_are_held(towns: Towns) -> None:
    """5.6.11 to 5.6.16, at a town that is asked for its past."""
    writes = ["upsertTemporal", "appendAttrsTemporal", "deleteAttrsTemporal"]
    writes += ["updateAttrInstanceTemporal", "deleteAttrInstanceTemporal"]
    offers = {"operations": [*READS, *writes, "deleteTemporal"], **KNOWS}
    await towns.introduce("fuel", mode="redirect", **offers)
    here, there = towns.here, towns.there
    made = await here.post("/temporal/entities", json=car(speed=[at(1, 1)], fuel=5))
    assert made.status_code == 201, made.text
    assert made.headers["Location"].endswith(PATH)
    local = {"local": "true"}
    assert "fuel" not in (await here.get(PATH, params=local)).json()
    assert "speed" not in (await there.get(PATH)).json()
    more = {"speed": [at(2, 2)], "fuel": [at(2, 6)]}
    assert (await here.post(f"{PATH}/attrs", json=more)).status_code == 204
    again = await here.post("/temporal/entities", json=car(**more))
    assert again.status_code == 204
    past = (await here.get(PATH)).json()
    assert len(past["speed"]) == 2
    (one,) = [one for one in past["fuel"] if one["value"] == 6]
    where = f"{PATH}/attrs/fuel/{one['instanceId']}"
    changed = await here.patch(where, json=at(2, 8))
    assert changed.status_code == 204, changed.text
    told = (await there.get(PATH)).json()["fuel"]
    assert {one["value"] for one in told} == {5, 8}
    (one,) = [one for one in told if one["value"] == 8]
    where = f"{PATH}/attrs/fuel/{one['instanceId']}"
    assert (await here.delete(where)).status_code == 204
    assert (await here.delete(where)).status_code == 404
    assert (await here.delete(f"{PATH}/attrs/fuel")).status_code == 204
    assert (await here.delete(PATH)).status_code == 204
    assert (await here.get(PATH)).status_code == 404


async def test_a_past_that_is_held_elsewhere_without_being_written_is_a_conflict(
    api: httpx.AsyncClient, source: Source
) -> None:
    """5.6.11.4 and 4.3.6.3."""
    await register(api, source.url, mode="redirect", operations=["retrieveOps"])
    answer = await api.post("/temporal/entities", json=car(speed=[at(1, 1)]))
    assert answer.status_code == 409, answer.text
    assert source.asked == []


async def test_a_map_of_pasts_says_who_knows_them_and_who_is_asked(
    towns: Towns,
) -> None:
    """5.7.3.4, 5.7.4.4 and 5.14.5.4: also for one past, and what a silent one knows."""
    here, there = towns.here, towns.there
    cars = [{**car(speed=[at(1, n)]), "id": f"{CAR}{n}"} for n in range(4)]
    for one in cars[:2]:
        await here.post("/temporal/entities", json=one)
    path = await towns.introduce(**KNOWS)
    of = path.rpartition("/")[2]
    for one in cars[1:]:
        await there.post("/temporal/entities", json=one)
    said = {"type": "Vehicle", "q": "speed<3", "limit": "2", **VALUES, **SINCE}
    first = await here.get("/temporal/entities", params={**said, "entityMap": "true"})
    assert first.status_code == 201, first.text
    headers = {MAP: first.headers[MAP]}
    told = (await here.get(headers[MAP].removeprefix("/ngsi-ld/v1"))).json()
    assert list(told["entityMap"].values()) == [["@none"], ["@none", of], [of]]
    await there.post("/temporal/entities", json={**car(speed=[at(2, 1)]), "id": CAR})
    paged = {**said, "offset": "2", "count": "true"}
    second = await here.get("/temporal/entities", params=paged, headers=headers)
    assert second.headers["NGSILD-Results-Count"] == "3"
    pages = [one["id"] for one in first.json() + second.json()]
    assert pages == [f"{CAR}{n}" for n in range(3)]
    alone = f"/temporal/entities/{CAR}0"
    one = await here.get(alone, params={"entityMap": "true"})
    await there.post("/temporal/entities", json={**cars[0], "speed": [at(3, 9)]})
    mapped = {MAP: one.headers[MAP]}
    by_map = await here.get(alone, params=VALUES, headers=mapped)
    assert values(by_map.json(), "speed") == [0]
    assert values((await here.get(alone, params=VALUES)).json(), "speed") == [0, 9]
