"""Queries over HTTP."""

import httpx
import pytest

pytestmark = pytest.mark.anyio

LAMPS = [
    {
        "id": f"urn:ngsi-ld:Lamp:{number}",
        "type": "Lamp",
        "power": {"type": "Property", "value": number * 10, "unitCode": "WTT"},
        "location": {
            "type": "GeoProperty",
            "value": {"type": "Point", "coordinates": [14 + number / 100, 50]},
        },
        "feeder": {
            "type": "Relationship",
            "object": f"urn:ngsi-ld:Feeder:{number % 2}",
        },
    }
    for number in range(5)
]
FEEDERS = [
    {
        "id": f"urn:ngsi-ld:Feeder:{number}",
        "type": "Feeder",
        "name": {"type": "Property", "value": f"F{number}"},
        "cabinet": {"type": "Relationship", "object": "urn:ngsi-ld:Cabinet:1"},
    }
    for number in range(2)
]
CABINET = {"id": "urn:ngsi-ld:Cabinet:1", "type": "Cabinet"}


@pytest.fixture
async def town(api: httpx.AsyncClient) -> httpx.AsyncClient:
    made = await api.post("/entityOperations/create", json=[*LAMPS, *FEEDERS, CABINET])
    assert made.status_code == 201
    return api


async def ids(api: httpx.AsyncClient, **parameters: str | int) -> str:
    answer = await api.get("/entities", params={"orderBy": "id", **parameters})
    assert answer.status_code == 200, answer.text
    return "".join(one["id"][-1] for one in answer.json())


async def test_entities_are_found_by_what_they_are(town: httpx.AsyncClient) -> None:
    """5.7.2 and 6.4.3.2."""
    assert await ids(town, type="Lamp", q="power>=20;power<40") == "23"
    assert await ids(town, type="Feeder,Cabinet") == "101"
    assert await ids(town, type="Lamp", idPattern="[13]$") == "13"
    assert await ids(town, attrs="name") == "01"
    assert await ids(town, q='power.unitCode=="WTT"', orderBy="power;desc") == "43210"
    near = {"georel": "near;maxDistance==1000", "geometry": "Point"}
    assert await ids(town, coordinates="[14.02,50]", **near) == "123"


async def test_entities_of_any_type_are_asked_for_by_a_star(
    town: httpx.AsyncClient,
) -> None:
    """5.7.1, 5.7.2 and 6.4.3.2: what the gate keeps for itself is no entity."""
    own = {"own": "https://town.example/own"}
    kept = await town.post("/jsonldContexts", json={"@context": own})
    assert kept.status_code == 201
    assert await ids(town, type="*") == "10101234"
    some = {"id": "urn:ngsi-ld:Feeder:1", "type": "*"}
    query = {"type": "Query", "entities": [some, {"type": "Cabinet"}]}
    answer = await town.post("/entityOperations/query", json=query)
    assert {one["id"] for one in answer.json()} == {some["id"], CABINET["id"]}
    one = await town.get("/entities/urn:ngsi-ld:Lamp:1", params={"type": "*"})
    assert one.status_code == 200


async def test_what_is_near_comes_first(town: httpx.AsyncClient) -> None:
    """4.23 and 5.7.2: also among what lies somewhere, and page by page."""
    near = {"orderBy": "location;dist-asc", "orderFrom": "[14.021,50]"}
    assert await ids(town, type="Lamp", **near) == "23140"
    far = {**near, "orderBy": "feeder,location;dist-desc"}
    assert await ids(town, type="Lamp", **far) == "04213"
    assert await ids(town, type="Lamp", limit=2, offset=1, **near) == "31"
    area = {"georel": "near;maxDistance==800", "geometry": "Point"}
    assert await ids(town, coordinates="[14.02,50]", **area, **near) == "231"
    assert (await ids(town, type="Lamp,Cabinet", **near))[:2] == "23"
    query = {
        "type": "Query",
        "entities": [{"type": "Lamp"}],
        "ordering": {
            "orderBy": ["location;dist-asc"],
            "geometry": "LineString",
            "coordinates": [[14.04, 50], [14.05, 50]],
        },
    }
    posted = await town.post("/entityOperations/query", json=query)
    assert "".join(one["id"][-1] for one in posted.json()) == "43210"
    for wrong in ({"orderFrom": "[14]"}, {"orderGeometry": "Circle"}):
        answer = await town.get("/entities", params={"type": "Lamp", **near, **wrong})
        assert answer.status_code == 400


def links_of(answer: httpx.Response) -> list[str]:
    return answer.headers.get_list("Link", split_commas=False)


def address(api: httpx.AsyncClient, link: str) -> str:
    path = link.partition(">")[0].removeprefix("<")
    return str(api.base_url.copy_with(raw_path=path.encode()))


async def numbers(api: httpx.AsyncClient, link: str) -> list[str]:
    return [one["id"][-1] for one in (await api.get(address(api, link))).json()]


async def test_pages_lead_to_each_other(town: httpx.AsyncClient) -> None:
    """5.5.9, 6.3.10 and 6.3.13."""
    first = await town.get("/entities?type=Lamp&limit=2&count=true&orderBy=id")
    assert first.headers["NGSILD-Results-Count"] == "5"
    (following,) = [link for link in links_of(first) if 'rel="next"' in link]
    assert 'type="application/ld+json"' in following
    second = await town.get(address(town, following))
    assert [one["id"][-1] for one in second.json()] == ["2", "3"]
    (back,) = [one for one in links_of(second) if 'rel="prev"' in one]
    assert await numbers(town, back) == ["0", "1"]
    (onward,) = [one for one in links_of(second) if 'rel="next"' in one]
    assert await numbers(town, onward) == ["4"]
    last = await town.get("/entities?type=Lamp&limit=2&offset=4")
    assert not any('rel="next"' in one for one in links_of(last))
    assert "NGSILD-Results-Count" not in last.headers
    counted = await town.get("/entities?type=Lamp&limit=0&count=true")
    assert counted.json() == []


async def test_a_query_may_be_posted(town: httpx.AsyncClient) -> None:
    """5.7.2 and 6.23."""
    query = {
        "type": "Query",
        "entities": [
            {"id": "urn:ngsi-ld:Lamp:1", "type": "Lamp"},
            {"idPattern": "Feeder", "type": "Feeder"},
        ],
        "geoQ": {
            "georel": "within",
            "geometry": "Polygon",
            "coordinates": [[[13, 49], [15, 49], [15, 51], [13, 51], [13, 49]]],
        },
    }
    path = "/entityOperations/query"
    answer = await town.post(path, json=query)
    assert [one["id"] for one in answer.json()] == ["urn:ngsi-ld:Lamp:1"]
    lamps = {"type": "Query", "entities": [{"type": "Lamp"}], "q": "power>0"}
    page = await town.post(f"{path}?limit=1&offset=1&count=true", json=lamps)
    assert [one["id"] for one in page.json()] == ["urn:ngsi-ld:Lamp:2"]
    assert page.headers["NGSILD-Results-Count"] == "4"
    assert (await town.post(path, json={**lamps, "type": "Lamp"})).status_code == 400


async def test_linked_entities_are_shown_inside_or_beside(
    town: httpx.AsyncClient,
) -> None:
    """5.7.1 and 5.7.2, with 4.5.23."""
    inline = {
        "id": "urn:ngsi-ld:Lamp:0",
        "type": "Lamp",
        "join": "inline",
        "joinLevel": "2",
        "pick": "feeder{name,cabinet{id}}",
    }
    (lamp,) = (await town.get("/entities", params=inline)).json()
    assert lamp["feeder"]["entity"] == {
        "name": {"type": "Property", "value": "F0"},
        "cabinet": {
            "type": "Relationship",
            "object": "urn:ngsi-ld:Cabinet:1",
            "entity": {"id": "urn:ngsi-ld:Cabinet:1"},
        },
    }
    flat = {"join": "flat", "omit": "location"}
    shown = (await town.get("/entities/urn:ngsi-ld:Lamp:3", params=flat)).json()
    assert [one["id"][12:] for one in shown] == ["Lamp:3", "Feeder:1"]
    known = {**flat, "containedBy": "urn:ngsi-ld:Feeder:1"}
    shown = (await town.get("/entities/urn:ngsi-ld:Lamp:3", params=known)).json()
    assert shown["id"] == "urn:ngsi-ld:Lamp:3"


ROAD = {
    "id": "urn:ngsi-ld:Road:1",
    "type": "Road",
    "scope": "/north/street",
    "name": {"languageMap": {"cs": "Dlouhá", "en": "Long Street"}},
    "speed": [{"value": 50}, {"value": 30, "datasetId": "urn:x:night"}],
    "location": {"type": "Point", "coordinates": [14, 50]},
    "middle": {"type": "Point", "coordinates": [15, 50]},
}
SHOWN: list[tuple[dict[str, str], dict[str, object]]] = [
    ({"attrs": "name", "lang": "cs,en;q=0.5"}, {"name": "Dlouhá"}),
    ({"attrs": "speed", "datasetId": "urn:x:night"}, {"speed": 30}),
    ({"attrs": "speed", "datasetId": "@none"}, {"speed": 50}),
    ({"attrs": "middle"}, {"middle": ROAD["middle"]}),
    (
        {"omit": "scope,location,speed,name", "options": "concise"},
        {"middle": ROAD["middle"]},
    ),
]


async def test_a_peer_chooses_what_is_shown_of_an_entity(
    api: httpx.AsyncClient,
) -> None:
    """5.7.1, 5.7.2, 6.3.7, 6.3.11, 6.3.15, 6.4.3.2 and 6.5.3.1."""
    assert (await api.post("/entities", json=ROAD)).status_code == 201
    path, head = f"/entities/{ROAD['id']}", {"id": ROAD["id"], "type": "Road"}
    simple = {"format": "simplified"}
    for said, members in SHOWN:
        shown = (await api.get(path, params={**said, **simple})).json()
        shown.pop("scope", None)
        if "dataset" in str(shown.get("speed")):  # what has a datasetId says it
            shown["speed"] = next(iter(shown["speed"]["dataset"].values()))
        assert (said, shown) == (said, head | members)
        (found,) = (
            await api.get("/entities", params={"type": "Road", **said, **simple})
        ).json()
        assert found.keys() - {"scope"} == shown.keys()
    picked = {"pick": "id,middle", **simple}
    assert (await api.get(path, params=picked)).json() == {
        "id": ROAD["id"],
        "middle": ROAD["middle"],
    }
    times = (await api.get(path, params={"options": "sysAttrs"})).json()
    for part in (times, times["location"], times["speed"][0]):
        assert {"createdAt", "modifiedAt"} <= part.keys()
    assert "createdAt" not in (await api.get(path)).text
    for wrong in ("options=poetry", "options=concise,simplified"):
        answer = await api.get(f"{path}?{wrong}")
        assert (wrong, answer.status_code) == (wrong, 400)
    geo = {"Accept": "application/geo+json"}
    by_middle = {"geometryProperty": "middle"}
    feature = (await api.get(path, params=by_middle, headers=geo)).json()
    assert feature["geometry"] == ROAD["middle"]
    assert (await api.get(path, params=by_middle)).status_code == 400
    assert await ids(api, type="Road", scopeQ="/north/#") == "1"
    assert await ids(api, type="Road", scopeQ="/south") == ""
    near = {"georel": "near;maxDistance==9", "geometry": "Point"}
    east = {**near, "coordinates": "[15,50]"}
    assert await ids(api, type="Road", **east) == ""
    assert await ids(api, type="Road", geoproperty="middle", **east) == "1"
    assert await ids(api, type="Road", id=ROAD["id"]) == "1"
    assert await ids(api, type="Road", id="urn:ngsi-ld:Road:2") == ""


async def test_geojson_is_a_collection_of_features(town: httpx.AsyncClient) -> None:
    """6.3.7 and 6.3.15."""
    accept = {"Accept": "application/geo+json"}
    answer = await town.get("/entities?type=Lamp&limit=2&orderBy=id", headers=accept)
    collection = answer.json()
    assert collection["type"] == "FeatureCollection"
    assert collection["features"][1]["geometry"]["coordinates"] == [14.01, 50]


REFUSED = [
    ("", 400),
    ("id=urn:ngsi-ld:Lamp:1", 400),
    ("type=Lamp&limit=-1", 400),
    ("type=Lamp&limit=0", 400),
    ("type=Lamp&limit=100000", 403),
    ("type=Lamp&q=power==", 400),
    ("type=Lamp&idPattern=(", 400),
    ("type=Lamp&idPattern=a{1,2}{1,2}", 400),
    ("type=Lamp&georel=near", 400),
    ("type=Lamp&attrs=power&pick=id", 400),
    ("type=Lamp&join=sideways", 400),
    ("type=Lamp&colour=red", 400),
]


async def test_queries_too_wide_or_wrong_are_refused(api: httpx.AsyncClient) -> None:
    """5.5.4, 5.5.9, 5.7.2.4, 6.3.3, 6.3.10 and 6.3.18."""
    for parameters, status in REFUSED:
        answer = await api.get(f"/entities?{parameters}")
        assert (parameters, answer.status_code) == (parameters, status)
        assert answer.json()["type"].startswith("https://uri.etsi.org/ngsi-ld/errors/")
    assert (await api.get("/entities?local=true")).json() == []
