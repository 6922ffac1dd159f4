"""Entity maps: the pages of a query are of one piece (5.14)."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from mesto.gates.ngsi_ld.maps import store
from mesto.gates.ngsi_ld.maps.model import LIFETIME, LONGEST, EntityMap, Member, ends_at
from mesto.gates.ngsi_ld.problem import BadRequestData
from tests.conftest import Server

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LAMPS = [f"urn:ngsi-ld:Lamp:{number}" for number in range(6)]
WANTED = {"type": "Lamp", "q": "on==1", "format": "simplified", "limit": "2"}
MAP = "NGSILD-EntityMap"


@pytest.fixture
async def lamps(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A town with six lamps that are on."""
    said = [{"id": urn, "type": "Lamp", "on": {"value": 1}} for urn in LAMPS]
    answer = await api.post("/entityOperations/create", json=said)
    assert answer.status_code == 201, answer.text
    return api


async def page(
    api: httpx.AsyncClient, of: str, offset: int, **more: str
) -> httpx.Response:
    said = {**WANTED, "offset": str(offset), **more}
    answer = await api.get("/entities", params=said, headers={MAP: of})
    assert answer.status_code == 200, answer.text
    return answer


def ids(answer: httpx.Response) -> list[str]:
    return [one["id"] for one in answer.json()]


async def test_a_query_makes_a_map_and_its_pages_come_from_it(
    lamps: httpx.AsyncClient,
) -> None:
    """5.5.14, 5.7.2.4 and 6.4.3.2: what comes later is in no page of it."""
    first = await lamps.get("/entities", params={**WANTED, "entityMap": "true"})
    assert first.status_code == 201
    of = first.headers[MAP]
    late = {"id": f"{LAMPS[0]}a", "type": "Lamp", "on": {"value": 1}}
    await lamps.post("/entities", json=late)
    assert ids(first) == LAMPS[:2]
    second, third = await page(lamps, of, 2), await page(lamps, of, 4, count="true")
    assert (ids(second), ids(third)) == (LAMPS[2:4], LAMPS[4:])
    assert second.headers[MAP] == of
    assert third.headers["NGSILD-Results-Count"] == "6"
    assert 'rel="next"' in second.headers["Link"]
    assert 'rel="next"' not in third.headers["Link"]
    assert ids(await page(lamps, of, 0, id=LAMPS[4])) == [LAMPS[4]]
    plain = await lamps.get("/entities", params={**WANTED, "count": "true"})
    assert plain.headers["NGSILD-Results-Count"] == "7"
    assert MAP not in plain.headers


async def test_what_no_longer_fits_leaves_the_map_and_the_page_is_filled(
    lamps: httpx.AsyncClient,
) -> None:
    """5.5.9.3: filters are looked at anew for each page; none is shown twice."""
    first = await lamps.get("/entities", params={**WANTED, "entityMap": "true"})
    of = first.headers[MAP]
    for urn in (LAMPS[0], LAMPS[2]):
        off = await lamps.patch(f"/entities/{urn}/attrs", json={"on": {"value": 0}})
        assert off.status_code == 204
    assert ids(await page(lamps, of, 2)) == LAMPS[3:5]
    last = await page(lamps, of, 4, count="true")
    assert ids(last) == LAMPS[5:]
    assert last.headers["NGSILD-Results-Count"] == "5"
    kept = (await lamps.get(of.removeprefix("/ngsi-ld/v1"))).json()["entityMap"]
    assert list(kept) == [urn for urn in LAMPS if urn != LAMPS[2]]


async def test_a_map_is_made_shown_kept_longer_and_deleted(
    lamps: httpx.AsyncClient,
) -> None:
    """5.14.1 to 5.14.4, 6.32 and 6.34."""
    by_post = {"type": "Query", "entities": [{"type": "Lamp"}], "q": "on==1"}
    for made in (
        await lamps.get("/entityMaps", params=WANTED),
        await lamps.post("/entityMaps", json=by_post),
    ):
        assert made.status_code == 201, made.text
        told = made.json()
        assert told["type"] == "EntityMap"
        assert told["entityMap"] == {urn: ["@none"] for urn in LAMPS}
        path = f"/entityMaps/{told['id']}"
        assert made.headers[MAP] == f"/ngsi-ld/v1{path}"
        assert (await lamps.get(path)).json() == told
    wish = {"expiresAt": "2999-01-01T00:00:00Z", "entityMap": {"urn:a:b": ["@none"]}}
    assert (await lamps.patch(path, json=wish)).status_code == 204
    longer = (await lamps.get(path)).json()
    assert longer["expiresAt"] > told["expiresAt"]
    assert longer["entityMap"] == told["entityMap"]
    for wrong in ({"expiresAt": "2000-01-01T00:00:00Z"}, {"colour": 1}):
        assert (await lamps.patch(path, json=wrong)).status_code == 400, wrong
    assert (await lamps.delete(path)).status_code == 204
    for gone in (await lamps.get(path), await lamps.delete(path)):
        assert gone.status_code == 404
        assert gone.json()["type"].endswith("ResourceNotFound")
    assert (await lamps.get("/entityMaps/lamps")).status_code == 400
    assert (await lamps.get("/entityMaps")).status_code == 400


async def test_a_map_that_is_gone_is_made_anew_and_one_of_another_query_is_refused(
    lamps: httpx.AsyncClient,
) -> None:
    """5.5.14: nothing is concluded from a map that has expired."""
    for lifetime in ("PT0S", "PT1H"):
        said = {**WANTED, "entityMap": "true", "entityMapLifetime": lifetime}
        answer = await lamps.get("/entities", params=said)
        of = answer.headers[MAP]
        if lifetime == "PT0S":
            again = await lamps.get("/entities", params=WANTED, headers={MAP: of})
            assert again.status_code == 201
            assert again.headers[MAP] != of
    other = {**WANTED, "q": "on==0"}
    refused = await lamps.get("/entities", params=other, headers={MAP: of})
    assert refused.status_code == 400
    assert refused.json()["type"].endswith("BadRequestData")
    said = {**WANTED, "entityMap": "true", "entityMapLifetime": "an hour"}
    assert (await lamps.get("/entities", params=said)).status_code == 400


async def test_one_entity_is_retrieved_by_a_map(lamps: httpx.AsyncClient) -> None:
    """5.7.1, 5.7.3, 6.5.3.1: of any query; one that is gone is made anew."""
    lamp = f"/entities/{LAMPS[0]}"
    for path, said in ((lamp, {"type": "Lamp"}), (f"/temporal{lamp}", {})):
        first = await lamps.get(path, params={**said, "entityMap": "true"})
        assert first.status_code == 200, first.text
        of = first.headers[MAP]
        kept = (await lamps.get(of.removeprefix("/ngsi-ld/v1"))).json()
        assert kept["entityMap"] == {LAMPS[0]: ["@none"]}
        again = await lamps.get(path, params=said, headers={MAP: of})
        assert (again.json(), again.headers[MAP]) == (first.json(), of)
        other = await lamps.get("/entities", params={"type": "Lamp"}, headers={MAP: of})
        assert other.status_code == 400
        await lamps.delete(of.removeprefix("/ngsi-ld/v1"))
        anew = await lamps.get(path, headers={MAP: of})
        assert anew.headers[MAP] != of
        assert MAP not in (await lamps.get(path)).headers
    query = await lamps.get("/entities", params={**WANTED, "entityMap": "true"})
    headers = {MAP: query.headers[MAP]}
    assert (await lamps.get(lamp, headers=headers)).headers[MAP] == headers[MAP]


async def test_pages_of_pasts_come_from_a_map(lamps: httpx.AsyncClient) -> None:
    """5.7.4, 5.14.5, 6.18.3.2, 6.24 and 6.35."""
    when = {"timerel": "before", "timeAt": "2999-01-01T00:00:00Z"}
    said = {"type": "Lamp", "q": "on==1", "options": "temporalValues", **when}
    pasts, paged = "/temporal/entities", {**said, "limit": "4"}
    first = await lamps.get(pasts, params={**paged, "entityMap": "true"})
    assert first.status_code == 201, first.text
    of = first.headers[MAP]
    late = {"id": f"{LAMPS[0]}a", "type": "Lamp", "on": {"value": 1}}
    await lamps.post("/entities", json=late)
    second = await lamps.get(pasts, params={**paged, "offset": "4"}, headers={MAP: of})
    assert second.status_code == 200
    assert ids(first) + ids(second) == LAMPS
    assert second.headers[MAP] == of
    by_post = {"type": "Query", "entities": [{"type": "Lamp"}], "temporalQ": when}
    posted = await lamps.post(
        "/temporal/entityOperations/query", json={**by_post, "entityMap": True}
    )
    assert (posted.status_code, ids(posted)) == (201, [*LAMPS, late["id"]])
    for made in (
        await lamps.get("/temporal/entityMaps", params=said),
        await lamps.post("/temporal/entityMaps", json=by_post),
    ):
        assert made.status_code == 201, made.text
        assert list(made.json()["entityMap"]) == [*LAMPS, late["id"]]
        path = made.headers[MAP].removeprefix("/ngsi-ld/v1")
        assert (await lamps.get(path)).json() == made.json()
    timeless = await lamps.get("/temporal/entityMaps", params={"type": "Lamp"})
    assert timeless.status_code == 400
    present = {"type": "Lamp", "q": "on==1"}
    other = await lamps.get("/entities", params=present, headers={MAP: of})
    assert other.status_code == 400


async def test_what_a_map_holds_is_purged_and_nothing_else(
    lamps: httpx.AsyncClient,
) -> None:
    """5.6.21: of those that the query found, those that still are what it is for."""
    said = {"type": "Lamp", "q": "on==1"}
    first = await lamps.get("/entities", params={**said, "entityMap": "true"})
    of = first.headers[MAP]
    late = {"id": f"{LAMPS[0]}a", "type": "Lamp", "on": {"value": 1}}
    await lamps.post("/entities", json=late)
    await lamps.patch(f"/entities/{LAMPS[1]}/attrs", json={"on": {"value": 0}})
    other = await lamps.delete("/entities", params={"type": "Lamp"}, headers={MAP: of})
    assert other.status_code == 400
    gone = {MAP: "/ngsi-ld/v1/entityMaps/urn:ngsi-ld:EntityMap:0"}
    assert (
        await lamps.delete("/entities", params=said, headers=gone)
    ).status_code == 404
    some = {**said, "id": LAMPS[5]}
    assert (await lamps.delete("/entities", params=some, headers={MAP: of})).is_success
    left = await lamps.get("/entities", params={"type": "Lamp", "pick": "id"})
    assert ids(left) == [*LAMPS[:5], late["id"]]
    assert (await lamps.delete("/entities", params=said, headers={MAP: of})).is_success
    left = await lamps.get("/entities", params={"type": "Lamp", "pick": "id"})
    assert ids(left) == [LAMPS[1], late["id"]]


async def test_maps_are_of_who_asked_and_only_so_many_are_kept(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5.5.14: how long and how many is up to the implementation."""
    monkeypatch.setattr(store, "MAPS_MAX", 2)
    city = server.city

    def made(number: int) -> EntityMap:
        return EntityMap(
            id=f"urn:ngsi-ld:EntityMap:{number}",
            asked="",
            expires_at=NOW + timedelta(hours=number),
            members=(Member("urn:ngsi-ld:Lamp:1"),),
        )

    for number in (1, 2, 3):
        await store.add(city, "jana", made(number), NOW)
    kept = [await store.get(city, "jana", made(n).id, NOW) for n in (1, 2, 3)]
    assert kept == [None, made(2), made(3)]
    assert await store.get(city, "eva", made(3).id, NOW) is None
    assert await store.get(city, "jana", made(3).id, NOW + timedelta(hours=3)) is None


async def test_a_suggested_lifetime_is_kept_within_a_day() -> None:
    """5.5.14 and 6.4.3.2, `entityMapLifetime`."""
    assert ends_at(NOW, None) == NOW + LIFETIME
    assert ends_at(NOW, "PT5M") == NOW + timedelta(minutes=5)
    for long in ("P1M", "P9999Y", "P2D"):
        assert ends_at(NOW, long) == NOW + LONGEST
    with pytest.raises(BadRequestData):
        ends_at(NOW, "soon")
