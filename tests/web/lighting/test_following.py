"""Settings by which light follows people, as the console writes them."""

import pytest

from tests.web.lighting.street import LAMPS, street

pytestmark = pytest.mark.anyio

QUIET = {"title": {"en": "Quiet streets"}, "base": 0.2, "ahead_m": 90}


async def keep(browser, definition, version=0, name="quiet"):
    body = {"definition": definition, "version": version}
    return await browser.http.put(f"{browser.api}/lighting/presence/{name}", json=body)


async def listed(browser):
    return (await browser.read("lighting/presence"))["settings"]


async def test_a_setting_is_kept_dropped_and_put_back(browser, server):
    await server.city.record(list(street()))
    kept = await keep(browser, QUIET)
    assert kept.status_code == 200, kept.text
    (one,) = await listed(browser)
    assert (one["name"], one["definition"]) == ("quiet", QUIET)
    assert one["lamps"] == len(LAMPS)
    path = f"{browser.api}/lighting/presence/quiet"
    assert (await browser.http.delete(path)).status_code == 204
    assert await listed(browser) == []
    assert (await browser.http.post(f"{path}/restore")).status_code == 200
    assert [one["definition"] for one in await listed(browser)] == [QUIET]


async def test_who_writes_over_what_they_have_not_seen_is_told(browser):
    await keep(browser, QUIET)
    assert (await keep(browser, QUIET)).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"ahead_m": 5}, ["definition", "ahead_m"]),
        ({"full": 0.1}, ["definition", "full"]),
        ({"on": "nowhere"}, ["definition", "on"]),
        ({"groups": ["nobody"]}, ["definition", "groups", 0]),
        ({"colour": "red"}, ["definition", "colour"]),
    ],
)
async def test_a_mistake_is_told_with_its_place_and_nothing_is_kept(
    browser, wrong, place
):
    refused = await keep(browser, QUIET | wrong)
    assert (refused.status_code, refused.json()["place"]) == (400, place)
    assert await listed(browser) == []


async def test_a_setting_that_is_written_says_how_many_lamps_follow(browser, server):
    await server.city.record(list(street()))
    path = f"{browser.api}/lighting/presence/check"
    said = (await browser.http.post(path, json={"definition": QUIET})).json()
    assert said["lamps"] == len(LAMPS)
    assert said["holds"] in (True, False)
