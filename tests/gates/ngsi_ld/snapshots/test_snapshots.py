"""Snapshots: what was found at one moment is asked again and again (5.16)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from mesto.gates.ngsi_ld.problem import BadRequestData
from mesto.gates.ngsi_ld.snapshots import making, store
from mesto.gates.ngsi_ld.snapshots.model import (
    LIFETIME,
    LONGEST,
    Said,
    Snapshot,
    read_change,
    read_wanted,
)
from mesto.kernel.access.keys import Keys
from mesto.kernel.access.rights import VIEWER, Principal, Right, Role, Verb
from mesto.kernel.access.roles import Roles
from mesto.kernel.question.evolution import Evolution, Instance
from mesto.kernel.visit import Visit
from tests.conftest import Server
from tests.gates.ngsi_ld.distributed.conftest import Source, register, source
from tests.stating import entity
from tests.waiting import until

__all__ = ["source"]

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LAMPS = [f"urn:ngsi-ld:Lamp:{number}" for number in range(5)]
SNAPSHOT = "NGSILD-Snapshot"
SIMPLE = {"format": "simplified"}
QUERY = "POST /entityOperations/query"
ALL = {"type": "Query", "entities": [{"type": "Lamp"}, {"type": "Feeder"}]}


@pytest.fixture
async def lamps(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """A town with five lamps on a feeder."""
    feeder = {"id": "urn:ngsi-ld:Feeder:1", "type": "Feeder", "name": "F"}
    said = [
        {
            "id": urn,
            "type": "Lamp",
            "power": number,
            "location": {"type": "Point", "coordinates": [14 + number / 100, 50]},
            "feeder": {"type": "Relationship", "object": feeder["id"]},
        }
        for number, urn in enumerate(LAMPS)
    ]
    answer = await api.post("/entityOperations/create", json=[*said, feeder])
    assert answer.status_code == 201, answer.text
    return api


def wish(*queries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "Snapshot", "snapshotQueries": list(queries or [ALL]), **more}


async def made(api: httpx.AsyncClient, *queries: dict[str, Any], **more: Any) -> str:
    """Make a snapshot; return its path."""
    answer = await api.post("/snapshots", json=wish(*queries, **more))
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].removeprefix("/ngsi-ld/v1")


async def numbers(api: httpx.AsyncClient, of: str, **said: str) -> str:
    answer = await api.get("/entities", params=said, headers={SNAPSHOT: of})
    assert answer.status_code == 200, answer.text
    return "".join(one["id"][-1] for one in answer.json())


async def test_what_is_asked_of_a_snapshot_is_as_it_was(
    lamps: httpx.AsyncClient,
) -> None:
    """5.5.15, 5.7.1 and 5.7.2: whatever becomes of the town."""
    of = await made(lamps)
    at = {SNAPSHOT: of.rpartition("/")[2]}
    before = (await lamps.get(f"/entities/{LAMPS[1]}")).json()
    await lamps.patch(f"/entities/{LAMPS[1]}", json={"power": 9})
    await lamps.delete(f"/entities/{LAMPS[2]}")
    await lamps.post("/entities", json={"id": f"{LAMPS[0]}9", "type": "Lamp"})
    assert (await lamps.get(f"/entities/{LAMPS[1]}", headers=at)).json() == before
    assert (await lamps.get(f"/entities/{LAMPS[0]}9", headers=at)).status_code == 404
    assert await numbers(lamps, of, type="Lamp") == "01234"
    assert await numbers(lamps, of, q="power>1", orderBy="power;desc") == "432"
    near = {"georel": "near;maxDistance==1000", "geometry": "Point"}
    assert await numbers(lamps, of, **near, coordinates="[14.02,50]") == "123"
    joined = {**SIMPLE, "join": "inline"}
    linked = await lamps.get(f"/entities/{LAMPS[2]}", params=joined, headers=at)
    assert linked.json()["feeder"]["name"] == "F"
    query = {"type": "Query", "entities": [{"type": "Feeder"}]}
    posted = await lamps.post("/entityOperations/query", json=query, headers=at)
    assert [one["id"] for one in posted.json()] == ["urn:ngsi-ld:Feeder:1"]


async def test_pages_of_a_snapshot_are_counted(
    lamps: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5.5.9 and 6.3.13; entities are read a few at a time."""
    monkeypatch.setattr(store, "TOGETHER", 2)
    of = await made(lamps)
    said = {"type": "Lamp", "limit": "2", "count": "true", "offset": "2"}
    answer = await lamps.get("/entities", params=said, headers={SNAPSHOT: of})
    assert [one["id"] for one in answer.json()] == LAMPS[2:4]
    assert answer.headers["NGSILD-Results-Count"] == "5"
    assert 'rel="next"' in answer.headers["Link"]


async def test_a_snapshot_says_what_came_of_its_queries(
    lamps: httpx.AsyncClient,
) -> None:
    """5.16.1, 5.16.3 and 6.36: it holds what a query shows, by the @context said."""
    some = {"type": "Query", "entities": [{"type": "Lamp"}], "q": "power>2"}
    none = {"type": "Query", "entities": [{"type": "Nothing"}]}
    queries = [{**some, "pick": ["id", "watts"], "q": "watts>2"}, none]
    terms = {"watts": "https://uri.etsi.org/ngsi-ld/default-context/power"}
    kept = await lamps.post(
        "/snapshots",
        json={**wish(*queries, id="urn:a:b", snapshotPriority=2), "@context": terms},
        headers={"Content-Type": "application/ld+json"},
    )
    assert kept.status_code == 201, kept.text
    told = (await lamps.get("/snapshots/urn:a:b")).json()
    results = [one["resultStatus"] for one in told["snapshotQueriesDetails"]]
    assert results == ["success", "empty"]
    assert told["snapshotQueries"] == queries
    assert (told["snapshotStatus"], told["snapshotPriority"]) == ("ready", 2)
    shown = await lamps.get(
        "/entities", params={**SIMPLE, "type": "Lamp"}, headers={SNAPSHOT: "urn:a:b"}
    )
    assert shown.json() == [
        {"id": LAMPS[number], "type": "Lamp", "power": number} for number in (3, 4)
    ]
    again = await lamps.post("/snapshots", json=wish(id="urn:a:b"))
    assert again.status_code == 409


async def test_a_snapshot_is_changed_and_ends(
    lamps: httpx.AsyncClient, server: Server
) -> None:
    """5.16.3 to 5.16.5, 5.16.7 and 6.37: at its time, deleted, or purged by a query."""
    first, second, third = [await made(lamps) for _ in range(3)]
    wanted = {"expiresAt": "2199-01-01T00:00:00Z", "snapshotPriority": 9}
    changed = await lamps.patch(first, json=wanted)
    assert changed.status_code == 200
    told = (await lamps.get(first)).json()
    assert changed.json() == told
    other = (await lamps.get(second)).json()
    assert told["expiresAt"] > other["expiresAt"]
    assert (told["snapshotPriority"], other["snapshotPriority"]) == (9, 5)
    assert (await lamps.patch(first, json={"snapshotPriority": 0})).status_code == 400
    assert (await lamps.delete(second)).status_code == 204
    for method in (lamps.get, lamps.delete):
        assert (await method(second)).status_code == 404
    await store.clean(server.city, datetime.now(UTC) + LIFETIME + timedelta(hours=1))
    assert (await lamps.get(third)).status_code == 404
    assert (await lamps.get(first)).status_code == 200
    for q, status in (("", 400), ("snapshotPriority<9", 404)):
        refused = await lamps.delete("/snapshots", params={"q": q} if q else {})
        assert refused.status_code == status
    said = {"q": 'snapshotStatus=="ready";expiresAt>2026-01-01T00:00:00Z'}
    assert (await lamps.delete("/snapshots", params=said)).status_code == 204
    answer = await lamps.get(
        "/entities", params={"type": "Lamp"}, headers={SNAPSHOT: first}
    )
    assert answer.status_code == 404
    async with server.city.bound() as connection:
        assert await connection.fetchval("select count(*) from snapshot_entity") == 0


async def test_a_copy_of_a_snapshot_lives_by_itself(lamps: httpx.AsyncClient) -> None:
    """5.16.2 and 6.38."""
    first = await made(lamps, id="urn:a:first", snapshotPriority=7)
    wanted = {"type": "Snapshot", "id": "urn:a:copy", "snapshotLifetime": "PT1H"}
    path = f"{first}/clone"
    answer = await lamps.post(path, json=wanted)
    assert answer.status_code == 201, answer.text
    copy = answer.headers["Location"].removeprefix("/ngsi-ld/v1")
    of, told = (await lamps.get(first)).json(), (await lamps.get(copy)).json()
    times = ("id", "createdAt", "expiresAt")
    assert {n: p for n, p in told.items() if n not in times} == {
        n: p for n, p in of.items() if n not in times
    }
    assert (told["id"], told["snapshotPriority"]) == ("urn:a:copy", 7)
    assert told["expiresAt"] < of["expiresAt"]
    await lamps.delete(f"/entities/{LAMPS[2]}")
    await lamps.delete(first)
    assert await numbers(lamps, copy, type="Lamp") == "01234"
    assert (await lamps.post(path, json=wanted)).status_code == 404
    again = await lamps.post(f"{copy}/clone", json=wanted)
    assert again.status_code == 409
    for wrong in (wish(), {"snapshotLifetime": "PT1H"}, {**wanted, "other": 1}):
        assert (await lamps.post(f"{copy}/clone", json=wrong)).status_code == 400


async def test_a_snapshot_holds_what_its_owner_may_see_and_is_for_nobody_else(
    lamps: httpx.AsyncClient, server: Server
) -> None:
    """5.16: rights that were taken away meanwhile are taken away from it too."""
    name, see = server.city.name, frozenset({Verb.SEE})

    async def let_see(*attributes: str) -> None:
        right = Right(verbs=see, types=("Lamp",), attributes=attributes)
        role = Role(name="lookers", title={"en": "Lookers"}, rights=(right,))
        await Roles(name, server.city.bound, {}).keep(role)

    await let_see("power", "location")
    keys = Keys(server.installation.database)
    key = await keys.issue(name, "looker", roles=["lookers"])
    async with httpx.AsyncClient(
        base_url=lamps.base_url, headers={"Authorization": f"Bearer {key}"}, timeout=60
    ) as looker:

        async def is_let_in() -> bool:
            return (await looker.get("/entities?type=Lamp")).is_success

        await until(is_let_in)
        of = await made(looker)

        async def asked(api: httpx.AsyncClient) -> httpx.Response:
            said = {**SIMPLE, "type": "Lamp"}
            return await api.get("/entities", params=said, headers={SNAPSHOT: of})

        assert (await asked(looker)).json()[1] == {
            "id": LAMPS[1],
            "type": "Lamp",
            "power": 1,
            "location": {"type": "Point", "coordinates": [14.01, 50]},
        }
        assert (await lamps.get(of)).status_code == 404
        assert (await asked(lamps)).status_code == 404
        await let_see("power")

        async def narrowed() -> bool:
            shown = (await asked(looker)).json()
            return "location" not in shown[1] and shown[1]["power"] == 1

        await until(narrowed)


async def test_nothing_is_done_to_the_town_by_who_means_a_snapshot(
    lamps: httpx.AsyncClient,
) -> None:
    """5.16: what is no question for entities is not supported."""
    of = await made(lamps)
    at = {SNAPSHOT: of}
    path = f"/entities/{LAMPS[0]}"
    for answer in (
        await lamps.delete(path, headers=at),
        await lamps.patch(path, json={"power": 5}, headers=at),
        await lamps.get("/types", headers=at),
        await lamps.delete(f"/temporal{path}", headers=at),
        await lamps.get("/entities?type=Lamp&entityMap=true", headers=at),
    ):
        assert answer.status_code == 422, answer.text
    assert (await lamps.get(path, params=SIMPLE)).json()["power"] == 0


async def test_a_snapshot_holds_what_sources_knew(
    lamps: httpx.AsyncClient, source: Source
) -> None:
    """5.16 and 6.3.17: and says which did not answer."""
    await register(lamps, source.url)
    car = {"id": "urn:ngsi-ld:Vehicle:1", "type": "Vehicle", "speed": 5}
    source.answers[QUERY] = (200, [car])
    cars = {"type": "Query", "entities": [{"type": "Vehicle"}]}
    of = await made(lamps, cars)
    source.answers.clear()
    at = {SNAPSHOT: of}
    shown = await lamps.get(f"/entities/{car['id']}", params=SIMPLE, headers=at)
    assert shown.json() == car
    source.answers[QUERY] = 500
    silent = (await lamps.get(await made(lamps, cars))).json()
    (result,) = silent["snapshotQueriesDetails"]
    assert result["resultStatus"] == "failure"
    assert "500" in result["problemDetails"]["detail"]


def at(day: int, value: int) -> dict[str, Any]:
    return {"value": value, "observedAt": f"2026-03-{day:02}T00:00:00Z"}


EVER = {"timerel": "before", "timeAt": "2999-01-01T00:00:00Z"}
MARCH = {"timerel": "between", "timeAt": "2026-03-01T00:00:00Z"}
MARCH["endTimeAt"] = "2026-03-03T00:00:00Z"
FIGURES = {"format": "aggregatedValues", "aggrMethods": "sum,max,distinctCount"}
OF_PASTS = {"type": "Query", "entities": [{"type": "Lamp"}], "q": "power>3"}


async def test_the_pasts_in_a_snapshot_are_as_they_were(
    lamps: httpx.AsyncClient,
) -> None:
    """5.5.15, 5.7.3, 5.7.4 and 5.16.1: by each of their times, and counted."""
    lamp, pasts = f"/temporal/entities/{LAMPS[0]}", "/temporal/entities"
    past = {"id": LAMPS[0], "type": "Lamp", "power": [at(1, 1), at(2, 2), at(3, 6)]}
    await lamps.post(pasts, json=past)
    wanted = {**OF_PASTS, "temporalQ": EVER}
    first = await made(lamps, snapshotQueries=[], snapshotTemporalQueries=[wanted])
    told = (await lamps.get(first)).json()
    assert told["snapshotTemporalQueries"] == [wanted]
    assert told["snapshotTemporalQueriesDetails"] == [{"resultStatus": "success"}]
    assert "snapshotQueriesDetails" not in told
    clone = await lamps.post(f"{first}/clone", json={"type": "Snapshot"})
    many = {"type": "Lamp", "q": "power>3", "count": "true"}
    asking: list[tuple[str, dict[str, str]]] = [
        (lamp, {}),
        (lamp, {**SIMPLE, "lastN": "2"}),
        (lamp, {"timeproperty": "modifiedAt", "lastN": "2"}),
        (lamp, {**FIGURES, **MARCH, "aggrPeriodDuration": "P1D"}),
        (pasts, {**many, **EVER}),
        (pasts, {**many, **EVER, "timeproperty": "modifiedAt", "options": "sysAttrs"}),
        (pasts, {"type": "Lamp", "attrs": "power", **MARCH, "limit": "1"}),
    ]
    before = [await lamps.get(path, params=said) for path, said in asking]
    assert [one.status_code for one in before] == [200] * len(asking)
    await lamps.post(f"{lamp}/attrs", json={"power": [at(2, 9), at(4, 7)]})
    for urn in LAMPS[1:]:
        await lamps.delete(f"{pasts}/{urn}")
    for of in (first, clone.headers["Location"]):
        header = {SNAPSHOT: of}
        for (path, said), as_it_was in zip(asking, before, strict=True):
            answer = await lamps.get(path, params=said, headers=header)
            assert answer.json() == as_it_was.json(), (path, said)
            counted = "NGSILD-Results-Count"
            assert answer.headers.get(counted) == as_it_was.headers.get(counted)
        posted = await lamps.post(
            "/temporal/entityOperations/query", json=wanted, headers=header
        )
        assert [one["id"] for one in posted.json()] == [LAMPS[0], LAMPS[4]]
        present = await lamps.get(f"/entities/{LAMPS[0]}", headers=header)
        assert present.status_code == 404


async def test_a_snapshot_holds_the_pasts_that_sources_knew(
    lamps: httpx.AsyncClient, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5.16.1 and 6.3.17: as many instances of an attribute as one answer shows."""
    since = {"startAt": "2020-01-01T00:00:00Z"}
    reads = ["retrieveTemporal", "queryTemporal"]
    await register(lamps, source.url, operations=reads, observationInterval=since)
    car = {"id": "urn:ngsi-ld:Vehicle:1", "type": "Vehicle", "speed": [at(1, 5)]}
    source.answers["GET /temporal/entities"] = (200, [car])
    cars = {"type": "Query", "entities": [{"type": "Vehicle"}], "temporalQ": EVER}
    of = await made(lamps, snapshotQueries=[], snapshotTemporalQueries=[cars])
    source.answers.clear()
    path = f"/temporal/entities/{car['id']}"
    shown = (await lamps.get(path, headers={SNAPSHOT: of})).json()
    assert shown["speed"][0]["value"] == 5
    monkeypatch.setattr(making, "INSTANCES", 0)
    source.answers["GET /temporal/entities"] = (200, [car])
    more = wish(snapshotQueries=[], snapshotTemporalQueries=[cars])
    refused = await lamps.post("/snapshots", json=more)
    assert refused.status_code == 403


async def test_few_snapshots_are_made_at_once(
    lamps: httpx.AsyncClient, source: Source
) -> None:
    """5.16: others are asked to come again."""
    await register(lamps, source.url, management={"timeout": 30_000})
    source.answers[QUERY] = "never"
    cars = wish({"type": "Query", "entities": [{"type": "Vehicle"}]})
    making = [asyncio.create_task(lamps.post("/snapshots", json=cars)) for _ in "ab"]

    async def are_asked() -> bool:
        return len(source.asked) == len(making)

    await until(are_asked)
    answer = await lamps.post("/snapshots", json=cars)
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    source.slow.set()
    assert [one.status_code for one in await asyncio.gather(*making)] == [201, 201]


async def test_what_the_town_says_in_a_snapshot_is_of_one_moment(
    lamps: httpx.AsyncClient, server: Server
) -> None:
    """5.16: what is recorded between two of its questions is in none of them."""
    viewer = Visit(server.city, Principal(name="person:eva", roles=(VIEWER,)))
    async with viewer.at_one_moment() as still:
        before = await still.present(LAMPS[:1])
        await lamps.patch(f"/entities/{LAMPS[0]}", json={"power": 9})
        after = await still.present(LAMPS[:1])
    assert after == before
    now = await server.city.present(LAMPS[:1])
    assert now != before


def test_who_said_something_is_not_kept_in_a_snapshot() -> None:
    """Whoever is taken out of the ledger is in no snapshot either."""
    one = entity("urn:x:1", NOW, {"power": 5}, types=("Lamp",), source="person:jana")
    instances = tuple(Instance(each, deleted=False, at=NOW) for each in one.attributes)
    past = Evolution("urn:x:1", ("Lamp",), (), NOW, NOW, None, instances)
    assert one.attributes[0].source == "person:jana"
    for kept in (store.packed(one), store.packed(past)):
        assert b'"power"' in kept
        assert b"jana" not in kept


async def test_snapshots_are_bounded(
    lamps: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5.16: so many entities, so many bytes, so many of one who asks."""
    for module, name in (
        (making, "ENTITIES_MAX"),
        (making, "BYTES_MAX"),
        (store, "ALL_BYTES_MAX"),
        (store, "OWN_MAX"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, 1)
            if name == "OWN_MAX":
                await made(lamps)
            answer = await lamps.post("/snapshots", json=wish())
            assert answer.status_code == 403, name
            assert answer.json()["type"].endswith("TooManyResults")


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"type": "Subscription"}, 400),
        ({"snapshotQueries": []}, 400),
        ({"snapshotQueries": [1]}, 400),
        ({"snapshotQueries": [{"type": "Query"}]}, 400),
        ({"snapshotQueries": [{**ALL, "q": "=="}]}, 400),
        ({"snapshotTemporalQueries": [ALL]}, 400),
        ({"snapshotTemporalQueries": ALL}, 400),
        ({"snapshotLifetime": 5}, 400),
        ({"snapshotPriority": True}, 400),
        ({"snapshotPriority": 11}, 400),
        ({"id": "no uri"}, 400),
        ({"other": 1}, 400),
    ],
)
async def test_what_is_no_snapshot_is_refused(
    api: httpx.AsyncClient, more: dict[str, Any], status: int
) -> None:
    """5.16 and 5.5.4."""
    answer = await api.post("/snapshots", json={**wish(), **more})
    assert answer.status_code == status, answer.text


def test_a_snapshot_lives_as_long_as_is_said_within_bounds() -> None:
    """5.16."""

    def end(**said: Any) -> datetime:
        return read_wanted(wish(**said), NOW).expires_at

    assert end() == NOW + LIFETIME
    assert end(snapshotLifetime="PT1H") == NOW + timedelta(hours=1)
    assert end(expiresAt="2026-03-01T01:00:00Z") == NOW + timedelta(hours=1)
    assert end(snapshotLifetime="P9Y") == NOW + LONGEST
    assert end(snapshotLifetime="P999999Y") == NOW + LONGEST
    said = Said(queries=(), results=())
    one = Snapshot(id="urn:a:b", made_at=NOW, expires_at=NOW, said=said)
    assert read_change(one, {"type": "Snapshot"}, NOW) == one
    for wrong in ({"expiresAt": "2026-02-01T00:00:00Z"}, {"snapshotQueries": [ALL]}):
        with pytest.raises(BadRequestData):
            read_change(one, wrong, NOW)
