"""A town says itself when alarms of a layer are flapping."""

import pytest

from tests.waiting import until
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio

BIN = "urn:ngsi-ld:WasteContainer:K-1"
TWICE = {"times": 2, "within_min": 60, "quiet_min": 60}


async def keep(browser, definition, type_="WasteContainer", version=0):
    body = {"definition": definition, "version": version}
    return await browser.http.put(f"{browser.api}/alarms/damping/{type_}", json=body)


async def of_bins(browser):
    listed = await browser.read("alarms/damping")
    return next(one for one in listed if one["type"] == "WasteContainer")


async def is_shown(browser, status):
    async def so():
        abnormal = await browser.read("abnormal")
        return [one["status"] for one in abnormal] == status

    await until(so)


async def go(server, browser, level, status):
    await server.city.record([seen(BIN, "fillingLevel", level)])
    await is_shown(browser, status)


async def test_what_the_service_says_holds_until_the_town_says_otherwise(browser):
    usual = {"times": 5, "within_min": 30, "quiet_min": 30, "enabled": True}
    assert (await of_bins(browser))["usual"] == usual
    assert (await of_bins(browser))["said"] is None
    kept = (await keep(browser, TWICE)).json()
    said = (await of_bins(browser))["said"]
    assert (said["definition"], said["version"]) == (TWICE, kept["version"])
    assert (await keep(browser, usual)).status_code == 409, "somebody said it meanwhile"
    path = f"{browser.api}/alarms/damping/WasteContainer"
    assert (await browser.http.delete(path)).status_code == 204
    assert (await of_bins(browser))["said"] is None
    assert (await browser.http.delete(path)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"times": 1}, "times"),
        ({"within_min": 0}, "within_min"),
        ({"quiet_min": 2_000}, "quiet_min"),
        ({"never": True}, "never"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_place(browser, wrong, place):
    answer = await keep(browser, TWICE | wrong)
    assert answer.status_code == 400
    assert answer.json()["place"] == ["definition", place]
    assert (await keep(browser, TWICE, "Nothing")).status_code == 404


async def test_it_holds_at_once_and_no_longer(server, browser):
    await server.city.record(standing(BIN, fillingLevel=0.2))
    await keep(browser, TWICE)
    await is_shown(browser, [])
    loud = (await full(server, browser))["status"]
    await go(server, browser, 0.2, [])
    await go(server, browser, 0.99, [loud])
    await server.city.record([seen(BIN, "fillingLevel", 0.2)])

    async def flaps():
        (shown,) = await browser.read("abnormal")
        return "2" in shown["cause"]["en"] and shown["status"] == loud

    await until(flaps)
    version = (await of_bins(browser))["said"]["version"]
    await keep(browser, TWICE | {"enabled": False}, version=version)
    await is_shown(browser, [])


async def full(server, browser):
    """Fill the container; what is shown of it then."""
    await server.city.record([seen(BIN, "fillingLevel", 0.99)])

    async def is_abnormal():
        return len(await browser.read("abnormal")) == 1

    await until(is_abnormal)
    (shown,) = await browser.read("abnormal")
    return shown
