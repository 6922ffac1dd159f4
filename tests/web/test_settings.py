"""What a municipality says of itself is set field by field, and taken back."""

import pytest

from tests.waiting import until

from .conftest import seen

pytestmark = pytest.mark.anyio


async def put(browser, field, value, **more):
    path = f"{browser.api}/municipality/{field}"
    return await browser.http.put(path, json={"value": value, **more})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", {"cs": "Kladno", "en": "Kladno"}),
        ("languages", ["cs", "en"]),
        ("center", [14.1, 50.14]),
        ("zoom", 13.5),
        ("bounds", [14.0, 50.0, 14.2, 50.2]),
        ("timezone", "Europe/Prague"),
    ],
)
async def test_a_field_is_set_and_taken_back(browser, field, value):
    usual = (await browser.read("municipality"))[field]
    kept = await put(browser, field, value)
    assert kept.json()[field] == value

    async def is_on_the_map():
        return (await browser.read("map"))[field] == value

    await until(is_on_the_map)
    assert (await put(browser, field, None)).json()[field] == usual


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", {}),
        ("title", {"cs": " "}),
        ("languages", []),
        ("languages", ["tlh"]),
        ("center", [200, 0]),
        ("zoom", 23),
        ("bounds", [2, 1, 1, 2]),
        ("timezone", "Europe/Atlantis"),
        ("timezone", "../etc/passwd"),
        ("basemap", "../secret.pmtiles"),
        ("basemap", "none.pmtiles"),
    ],
)
async def test_what_a_field_cannot_be_is_refused(reader, field, value):
    answer = await put(reader, field, value)
    assert answer.status_code == 400
    assert answer.json()["place"] == [field]


async def test_there_is_no_other_field(browser):
    assert (await put(browser, "mayor", "me")).status_code == 404


async def test_who_has_not_seen_the_last_change_does_not_overwrite_it(browser):
    first = (await put(browser, "zoom", 12, version=0)).json()["versions"]["zoom"]
    assert (await put(browser, "zoom", 13, version=0)).status_code == 409
    assert (await put(browser, "zoom", 13, version=first)).status_code == 200


async def test_a_base_map_is_chosen_among_those_there_are(browser, tmp_path):
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "kladno.pmtiles").write_bytes(b"map")
    assert (await browser.read("municipality"))["basemaps"] == ["kladno.pmtiles"]
    assert (await put(browser, "basemap", "kladno.pmtiles")).status_code == 200

    async def is_shown():
        return (await browser.read("map"))["basemap"]

    await until(is_shown)


async def test_history_is_kept_as_long_as_is_said(server, browser):
    urn = "urn:ngsi-ld:WasteContainer:1"
    await server.city.record([seen(urn, "fillingLevel", 0.5)])
    path = f"{browser.api}/retention"
    keep = {"attribute": "fillingLevel", "days": 30}
    assert (await browser.http.put(path, json=keep)).status_code == 204
    assert keep in await browser.read("retention")
    forever = await browser.http.put(path, json=keep | {"days": None})
    assert forever.status_code == 204
    for wrong in ({"days": 0}, {"days": 99_999}):
        assert (await browser.http.put(path, json=keep | wrong)).status_code == 400
    unknown = await browser.http.put(path, json=keep | {"attribute": "charm"})
    assert unknown.status_code == 404
