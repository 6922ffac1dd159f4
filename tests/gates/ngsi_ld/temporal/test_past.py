"""The past over HTTP."""

from typing import Any

import httpx
import pytest

from mesto.gates.ngsi_ld import temporal

pytestmark = pytest.mark.anyio

BUS = "urn:ngsi-ld:Bus:1"
PATH = f"/temporal/entities/{BUS}"


def at(minute: int, value: object, **more: object) -> dict[str, object]:
    time = f"2026-03-01T{12 + minute // 60:02}:{minute % 60:02}:00Z"
    return {"type": "Property", "value": value, "observedAt": time, **more}


HISTORY: dict[str, Any] = {
    "id": BUS,
    "type": "Bus",
    "speed": [at(minute, minute) for minute in range(0, 90, 30)],
    "fuel": [at(0, 80), at(60, 70), at(60, 5, datasetId="urn:x:spare")],
}


@pytest.fixture
async def bus(api: httpx.AsyncClient) -> httpx.AsyncClient:
    made = await api.post("/temporal/entities", json=HISTORY)
    assert made.status_code == 201
    assert made.headers["Location"].endswith(PATH)
    return api


async def read(api: httpx.AsyncClient, path: str = PATH, **said: str) -> Any:
    answer = await api.get(path, params=said)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_history_is_given_back(bus: httpx.AsyncClient) -> None:
    """5.6.11, 5.7.3, 6.18 and 6.19."""
    past = await read(bus)
    assert (past.pop("id"), past.pop("type")) == (BUS, "Bus")
    for instances in past.values():
        for one in instances:
            assert one.pop("instanceId").startswith("urn:ngsi-ld:Instance:")
    assert past == {name: HISTORY[name] for name in ("speed", "fuel")}
    present = await read(bus, f"/entities/{BUS}")
    assert present["speed"]["value"] == 60


async def test_a_history_is_shown_in_other_forms(bus: httpx.AsyncClient) -> None:
    """5.7.3 and 6.3.12."""
    values = await read(bus, options="temporalValues", attrs="speed", lastN="1")
    assert values["speed"] == {
        "type": "Property",
        "values": [[60, "2026-03-01T13:00:00Z"]],
    }
    hourly = {"aggrMethods": "avg,totalCount", "aggrPeriodDuration": "PT1H"}
    totals = await read(bus, options="aggregatedValues", pick="speed", **hourly)
    first = ["2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z"]
    second = ["2026-03-01T13:00:00Z", "2026-03-01T14:00:00Z"]
    assert totals == {
        "speed": {
            "type": "Property",
            "avg": [[15, *first], [60, *second]],
            "totalCount": [[2, *first], [1, *second]],
        }
    }


async def test_a_past_is_narrowed_to_times_instances_and_what_is_shown(
    bus: httpx.AsyncClient,
) -> None:
    """5.7.3, 6.3.11, 6.3.12 and 6.19.3.1."""
    old = {"speed": {"value": 1, "observedAt": "1990-01-01T00:00:00Z"}}
    title = {"languageMap": {"cs": "autobus"}, "observedAt": old["speed"]["observedAt"]}
    await bus.post(f"{PATH}/attrs", json={**old, "title": title})

    async def speeds(**said: str) -> list[Any]:
        return [one["value"] for one in (await read(bus, **said))["speed"]]

    before = {"timerel": "before", "timeAt": "2000-01-01T00:00:00Z"}
    assert await speeds(**before) == [1]
    noon, half_past = "2026-03-01T12:00:00Z", "2026-03-01T12:30:00Z"
    between = {"timerel": "between", "timeAt": noon, "endTimeAt": half_past}
    assert await speeds(**between) == [0]
    assert await speeds(lastN="2") == [30, 60]
    for clock in ("createdAt", "modifiedAt"):
        assert "speed" not in await read(bus, **before, timeproperty=clock)
    spare = await read(bus, datasetId="urn:x:spare")
    assert spare.keys() == {"id", "type", "fuel"}
    assert [one["value"] for one in spare["fuel"]] == [5]
    czech = (await read(bus, lang="cs", attrs="title"))["title"][0]
    assert (czech["type"], czech["value"]) == ("Property", "autobus")
    overruled = {"options": "aggregatedValues", "format": "temporalValues"}
    first = (await read(bus, attrs="speed", **overruled))["speed"]["values"][0]
    assert first == [1, "1990-01-01T00:00:00Z"]
    assert (await read(bus, omit="type,fuel,title")).keys() == {"id", "speed"}
    times = await read(bus, options="sysAttrs", pick="createdAt,speed")
    assert "createdAt" in times
    assert {"createdAt", "modifiedAt"} <= times["speed"][0].keys()


async def test_a_past_that_is_too_long_says_which_part_of_it_is_shown(
    bus: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """6.3.10 and 6.19.3.1: 206 and Content-Range."""
    monkeypatch.setattr(temporal, "INSTANCES", 2)
    part = await bus.get(PATH, params={"attrs": "speed"})
    assert part.status_code == 206
    assert [one["value"] for one in part.json()["speed"]] == [0, 30]
    times = "2026-03-01T12:00:00Z-2026-03-01T12:30:00Z"
    assert part.headers["Content-Range"] == f"date-time {times}/*"
    several = {"type": "Bus", "timerel": "after", "timeAt": "2026-01-01T00:00:00Z"}
    answer = await bus.get("/temporal/entities", params={**several, "lastN": "3"})
    assert answer.status_code == 206
    assert answer.headers["Content-Range"].endswith("/3")


async def test_a_scope_stays_a_scope_where_attributes_are_aggregated(
    api: httpx.AsyncClient,
) -> None:
    """4.5.19: there are aggregates of attributes."""
    made = {"id": BUS, "type": "Bus", "scope": "/line", "speed": at(0, 5)}
    assert (await api.post("/entities", json=made)).status_code == 201
    asked = {"attrs": "speed", "aggrMethods": "totalCount"}
    totals = await read(api, options="aggregatedValues", **asked)
    assert totals["scope"] == ["/line"]
    assert totals["speed"]["totalCount"][0][0] == 1


async def test_pasts_are_queried(bus: httpx.AsyncClient) -> None:
    """5.7.4, 6.18.3.2 and 6.24."""
    after = {"timerel": "after", "timeAt": "2026-03-01T12:30:00Z"}
    (found,) = await read(bus, "/temporal/entities", type="Bus", q="speed>50", **after)
    assert [one["value"] for one in found["speed"]] == [60]
    assert await read(bus, "/temporal/entities", type="Bus", q="speed<9", **after) == []
    then = {"timerel": "before", "timeAt": "2026-03-01T12:45:00Z", "q": "speed==30"}
    assert len(await read(bus, "/temporal/entities", type="Bus", **then)) == 1
    query = {"type": "Query", "entities": [{"type": "Bus"}], "temporalQ": after}
    posted = await bus.post("/temporal/entityOperations/query", json=query)
    assert posted.json() == [{**found, "fuel": posted.json()[0]["fuel"]}]
    assert (await bus.get("/temporal/entities?type=Bus")).status_code == 400
    await bus.post("/temporal/entities", json={**HISTORY, "id": f"{BUS}1"})
    page = {"type": "Bus", "limit": "1", "offset": "1", "count": "true", **after}
    answer = await bus.get("/temporal/entities", params=page)
    assert [one["id"] for one in answer.json()] == [f"{BUS}1"]
    assert answer.headers["NGSILD-Results-Count"] == "2"
    assert 'rel="prev"' in str(answer.headers.get_list("Link"))
    answer = await bus.get("/temporal/entities", params={**page, "offset": "0"})
    assert [one["id"] for one in answer.json()] == [BUS]
    assert 'rel="next"' in str(answer.headers.get_list("Link"))


async def test_instances_are_added_and_replaced(bus: httpx.AsyncClient) -> None:
    """5.6.11, 5.6.12 and 6.20."""
    unknown = await bus.post(f"{PATH}0/attrs", json={"doors": at(0, "shut")})
    assert unknown.status_code == 404
    more = {"speed": [at(60, 61), at(90, 99)], "doors": at(0, "shut")}
    assert (await bus.post(f"{PATH}/attrs", json=more)).status_code == 204
    past = await read(bus)
    assert [one["value"] for one in past["speed"]] == [0, 30, 61, 99]
    again = {"id": BUS, "type": "Bus", "speed": [at(90, 98)]}
    assert (await bus.post("/temporal/entities", json=again)).status_code == 204
    assert (await read(bus))["speed"][-1]["value"] == 98


async def test_one_instance_is_changed_and_taken_away(bus: httpx.AsyncClient) -> None:
    """5.6.14, 5.6.15 and 6.22."""
    first = (await read(bus))["speed"][0]["instanceId"]
    place = f"{PATH}/attrs/speed/{first}"
    changed = await bus.patch(place, json={"type": "Property", "value": 7})
    assert changed.status_code == 204
    shown = (await read(bus))["speed"][0]
    assert (shown["value"], shown["instanceId"]) == (7, first)
    moved = await bus.patch(place, json=at(1, 7))
    assert moved.status_code == 204
    past = (await read(bus))["speed"]
    assert [one["value"] for one in past] == [7, 30, 60]
    place = f"{PATH}/attrs/speed/{past[0]['instanceId']}"
    assert (await bus.delete(place)).status_code == 204
    assert (await bus.delete(place)).status_code == 404
    assert (await bus.patch(place, json=at(0, 7))).status_code == 404
    assert len((await read(bus))["speed"]) == 2


async def test_a_past_is_forgotten(bus: httpx.AsyncClient) -> None:
    """5.6.13, 5.6.16, 6.19 and 6.21."""
    fuel = f"{PATH}/attrs/fuel"
    spare = {"datasetId": "urn:x:spare"}
    assert (await bus.delete(fuel, params=spare)).status_code == 204
    assert (await bus.delete(fuel, params=spare)).status_code == 404
    assert [one["value"] for one in (await read(bus))["fuel"]] == [80, 70]
    await bus.post(f"{PATH}/attrs", json={"fuel": at(60, 5, **spare)})
    assert (await bus.delete(fuel)).status_code == 204
    assert [one["value"] for one in (await read(bus))["fuel"]] == [5]
    assert (await bus.delete(f"{fuel}?deleteAll=true")).status_code == 204
    assert "fuel" not in await read(bus)
    assert (await bus.delete(PATH)).status_code == 204
    assert (await bus.get(PATH)).status_code == 404
    assert (await bus.delete(PATH)).status_code == 404
    assert (await bus.post("/temporal/entities", json=HISTORY)).status_code == 201


async def test_deletions_have_a_time(bus: httpx.AsyncClient) -> None:
    """5.6.5 and 5.7.3."""
    gone = await bus.delete(f"/entities/{BUS}/attrs/speed")
    assert gone.status_code == 204
    (last,) = (await read(bus, timeproperty="deletedAt"))["speed"]
    assert last["value"] == "urn:ngsi-ld:null"
    assert "deletedAt" in last


REFUSED = [
    ("/temporal/entities/urn:x:none", 404),
    ("/temporal/entities/none", 400),
    (f"{PATH}?attrs=colour", 404),
    (f"{PATH}?timerel=after", 400),
    (f"{PATH}?lastN=0", 400),
    (f"{PATH}?options=aggregatedValues", 400),
    (f"{PATH}?options=aggregatedValues&aggrMethods=magic", 400),
    (f"{PATH}?options=poetry", 400),
]


async def test_what_cannot_be_shown_is_refused(bus: httpx.AsyncClient) -> None:
    """5.7.3.4."""
    for path, status in REFUSED:
        assert (path, (await bus.get(path)).status_code) == (path, status)
