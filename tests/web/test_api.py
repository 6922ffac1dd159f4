from datetime import timedelta

import mapbox_vector_tile
import pytest

from mesto.kernel.model import TYPE, Kind
from mesto.web.assets import mercator

from .conftest import PLACE, seen, standing

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:KO-1"
FULL_BIN = "urn:ngsi-ld:WasteContainer:KO-2"
CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-1"
LAMPS = [f"urn:ngsi-ld:Streetlight:SL-{number}" for number in (1, 2, 3)]


async def test_the_map_says_what_there_is(server, browser):
    town = f"urn:ngsi-ld:Municipality:{server.city.name}"
    title = {"cs": "Kladno", "sr-Latn": "Kladno"}
    await server.city.record(
        [
            *standing(BIN, fillingLevel=0.2),
            seen(town, TYPE, ["Municipality"]),
            seen(town, "title", title, kind=Kind.LANGUAGE_PROPERTY),
            seen(town, "languages", ["cs"]),
            seen(town, "basemap", "../../etc/passwd"),
        ]
    )
    document = await browser.read("map")
    assert document["title"] == title | {"sr-Cyrl": "Кладно"}
    assert document["languages"] == ["cs"]
    assert document["basemap"] is None
    assert document["center"] == pytest.approx(PLACE)
    counts = {layer["type"]: layer["count"] for layer in document["layers"]}
    assert counts["WasteContainer"] == 1
    assert counts["Streetlight"] == 0


async def test_a_street_is_looked_up_and_has_no_symbol_on_the_map(server, browser):
    street = "urn:ngsi-ld:RoadSegment:US-1"
    await server.city.record(
        [*standing(BIN), *standing(street, name="US-1 Hlavní", lightingClass="M4")]
    )
    document = await browser.read("map")
    counts = {layer["type"]: layer["count"] for layer in document["layers"]}
    assert counts["RoadSegment"] == 1
    x, y = (int(part * 2**9) for part in mercator(*PLACE))
    answer = await browser.get(f"tiles/9/{x}/{y}.mvt")
    (cell,) = mapbox_vector_tile.decode(answer.content)["cells"]["features"]
    assert cell["properties"]["count"] == 1, "the bin alone"
    found = await browser.read("search", q="Hlavní")
    assert "US-1 Hlavní" in str(found)


async def test_the_codes_of_a_standard_are_told_in_words(browser):
    layers = {one["type"]: one for one in (await browser.read("map"))["layers"]}
    fields = {one["attribute"]: one for one in layers["Streetlight"]["fields"]}
    assert fields["status"]["words"]["defectiveLamp"]["cs"] == "vadné svítidlo"
    assert fields["status"]["words"]["ok"]["sr-Cyrl"] == "исправна"
    assert fields["voltage"]["words"] == {}


async def test_the_state_holds_every_asset_once(server, browser):
    await server.city.record(
        [*standing(BIN, fillingLevel=0.2), *standing(FULL_BIN, fillingLevel=0.97)]
    )
    state = await browser.read("state")
    bins = next(
        layer["layer"]
        for layer in (await browser.read("map"))["layers"]
        if layer["type"] == "WasteContainer"
    )
    assert sorted(
        zip(state["status"], state["value"], state["layer"], strict=True)
    ) == [
        (0, 0.2, bins),
        (2, 0.97, bins),
    ]


async def test_a_tile_of_today_s_version_never_changes(server, browser):
    await server.city.record(standing(BIN, name="Žižkova 1", fillingLevel=0.2))
    version = (await browser.read("map"))["version"]
    x, y = (int(part * 2**15) for part in mercator(*PLACE))
    answer = await browser.get(f"tiles/15/{x}/{y}.mvt", v=version)
    assert "immutable" in answer.headers["cache-control"]
    (feature,) = mapbox_vector_tile.decode(answer.content)["assets"]["features"]
    assert feature["properties"]["name"] == "Žižkova 1"
    again = await browser.http.get(
        answer.url, headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    other = await browser.get(f"tiles/15/{x}/{y}.mvt", v=version + 1)
    assert "immutable" not in other.headers["cache-control"]


async def test_a_tile_from_afar_is_asked_for_again(server, browser):
    await server.city.record(standing(BIN, fillingLevel=0.99))
    x, y = (int(part * 2**9) for part in mercator(*PLACE))
    answer = await browser.get(f"tiles/9/{x}/{y}.mvt")
    assert "max-age=5" in answer.headers["cache-control"]
    (cell,) = mapbox_vector_tile.decode(answer.content)["cells"]["features"]
    assert (cell["properties"]["count"], cell["properties"]["worst"]) == (1, 2)
    assert (await browser.get("tiles/9/512/0.mvt")).status_code == 404


async def test_an_asset_says_what_it_is_and_what_it_belongs_to(server, browser, now):
    await server.city.record(
        [
            *standing(CABINET, name="RO-1", voltageR=0.0, at=now),
            *standing(
                LAMPS[0],
                voltage=0.0,
                at=now,
                links={"refStreetlightControlCabinet": CABINET, "refDevice": "urn:x:9"},
            ),
        ]
    )
    (found,) = await browser.read("search", q="sl-1")
    asset = await browser.read(f"assets/{found['id']}")
    assert asset["urn"] == LAMPS[0]
    assert asset["status"] == 3
    assert asset["cause"]["cs"] == "Bez napájení: RO-1 je bez napětí."
    assert asset["cause"]["sr-Cyrl"].startswith("Нема напајања")
    assert asset["location"] == list(PLACE)
    (voltage,) = [one for one in asset["fields"] if one["attribute"] == "voltage"]
    assert (voltage["value"], voltage["kind"]) == (0, "Property")
    relations = {one["name"]: one for one in asset["relations"]}
    cabinet = relations["refStreetlightControlCabinet"]
    assert (cabinet["title"], cabinet["type"]) == ("RO-1", "StreetlightControlCabinet")
    assert relations["refDevice"]["id"] is None
    assert asset["raw"]["voltage"]["type"] == "Property"
    of_cabinet = await browser.read(f"assets/{cabinet['id']}")
    assert of_cabinet["explains"] == [found["id"]]


async def test_an_entity_that_is_not_there_is_not_found(browser):
    answer = await browser.get("assets/424242")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_one_cabinet_explains_is_one_row(server, browser, now):
    links = {"refStreetlightControlCabinet": CABINET}
    await server.city.record(standing(CABINET, name="RO-1", voltageR=0.0, at=now))
    for lamp in LAMPS:
        await server.city.record(standing(lamp, voltage=0.0, at=now, links=links))
    await server.city.record(standing(BIN, fillingLevel=0.85, at=now))
    rows = await browser.read("abnormal")
    assert [row["status"] for row in rows] == [2, 1, 3, 3, 3]
    assert [(row["because"] or {}).get("name") for row in rows[2:]] == ["RO-1"] * 3
    cabinet, container = await browser.read("abnormal", group="true")
    assert (cabinet["urn"], cabinet["count"]) == (CABINET, 3)
    assert sorted(cabinet["ids"]) == sorted(row["id"] for row in rows[2:])
    assert (container["urn"], container["count"]) == (BIN, 0)
    assert container["cause"]["en"] == "85 % full."


async def test_single_observations_are_shown_with_their_gap(server, browser, now):
    start = now - timedelta(hours=5)
    minutes = [*range(0, 60, 10), *range(180, 240, 10)]
    await server.city.record(standing(BIN))
    await server.city.record(
        seen(BIN, "fillingLevel", minute / 1000, at=start + timedelta(minutes=minute))
        for minute in minutes
    )
    (found,) = await browser.read("search", q="ko-1")
    history = await browser.read(
        f"assets/{found['id']}/history",
        attribute="fillingLevel",
        **{"from": start.isoformat(), "to": now.isoformat()},
    )
    assert history["step_s"] == 600
    assert len(history["t"]) == len(minutes) + 1
    assert history["mean"][6] is None
    assert history["max"][-1] == minutes[-1] / 1000


async def test_a_month_is_shown_by_steps_of_its_figures(server, browser, now):
    await server.city.record(standing(BIN))
    await server.city.record(
        seen(BIN, "fillingLevel", hour % 2, at=now - timedelta(hours=hour))
        for hour in range(24 * 30)
    )
    while await server.city.keep_rollups():
        pass
    (found,) = await browser.read("search", q="ko-1")
    history = await browser.read(
        f"assets/{found['id']}/history",
        attribute="fillingLevel",
        points=100,
        **{"from": (now - timedelta(days=30)).isoformat(), "to": now.isoformat()},
    )
    assert history["step_s"] == 12 * 3600
    assert 60 <= len(history["t"]) <= 62
    assert set(history["min"][1:-1]) == {0}
    assert set(history["mean"][1:-1]) == {0.5}


async def test_a_history_asked_for_in_no_sense_is_refused(server, browser):
    await server.city.record(standing(BIN))
    (found,) = await browser.read("search", q="ko-1")
    for query in (
        {"from": "yesterday"},
        {"from": "2030-01-02", "to": "2030-01-01"},
        {"points": "many"},
        {"points": "100000"},
    ):
        path = f"assets/{found['id']}/history"
        assert (await browser.get(path, attribute="x", **query)).status_code == 400


async def test_a_base_map_is_handed_out_by_parts(server, browser, tmp_path):
    town = f"urn:ngsi-ld:Municipality:{server.city.name}"
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "kladno.pmtiles").write_bytes(bytes(range(100)))
    await server.city.record(
        [seen(town, TYPE, ["Municipality"]), seen(town, "basemap", "kladno.pmtiles")]
    )
    basemap = (await browser.read("map"))["basemap"]
    answer = await browser.http.get(basemap, headers={"range": "bytes=10-19"})
    assert answer.status_code == 206
    assert answer.content == bytes(range(10, 20))
    assert "immutable" in answer.headers["cache-control"]
    older = await browser.http.get(f"{browser.api}/basemap.pmtiles?v=older")
    assert "no-cache" in older.headers["cache-control"]


async def test_no_key_no_answer(server, browser):
    browser.http.headers.pop("Authorization")
    assert (await browser.get("map")).status_code == 401
    browser.http.headers["X-API-Key"] = server.key
    other = await browser.http.get("/api/elsewhere/map")
    assert other.status_code == 404


async def test_the_assets_of_an_area_are_listed_with_their_places(server, browser):
    near, far = "urn:ngsi-ld:Streetlight:near", "urn:ngsi-ld:Streetlight:far"
    await server.city.record(standing(near))
    await server.city.record(standing(far, place=(19.9, 45.3)))
    west, south = PLACE[0] - 0.01, PLACE[1] - 0.01
    box = f"{west},{south},{PLACE[0] + 0.01},{PLACE[1] + 0.01}"
    found = await browser.read("within", bbox=box)
    assert len(found["ids"]) == 1
    assert found["places"][0] == pytest.approx(PLACE)
    for wrong in ("", "1,2", f"{west},{south},{west - 1},{south}"):
        assert (await browser.get("within", bbox=wrong)).status_code == 400
