"""What cannot be told by radio in time is said beforehand, and not kept."""

import pytest

from mesto.kernel.model import LOCATION, TYPE, Kind
from tests.waiting import until
from tests.web.lighting.street import LAMPS, said, street

pytestmark = pytest.mark.anyio

CONNECTION = "urn:ngsi-ld:Connection:lamps"
TITLE = {"en": "Night"}
DIM = {"type": "Streetlight", "order": "dim", "value": 0.6}
SCHEDULE = {"title": TITLE, "programme": "night"}


def programme(*steps):
    """Write a programme from dusk to dawn, with steps by the clock between."""
    dusk = {"at": {"phase": "dusk"}, "level": 1.0}
    dawn = {"at": {"phase": "dawn"}, "level": 0}
    between = [{"at": at, "level": level} for at, level in steps]
    return {"title": TITLE, "nights": [{"steps": [dusk, *between, dawn]}]}


SLOW = programme(("00:30", 0.5))
HURRIED = programme(("00:30", 0.5), ("00:33", 0.8))


def connected(**downlinks):
    """Yield what is said of a connection, with how its commands go by radio."""
    settings = {"topics": ["x/#"], "application": "1", "downlinks": downlinks}
    yield said(CONNECTION, TYPE, ["Connection"])
    yield said(CONNECTION, "gate", "lorawan")
    yield said(CONNECTION, "url", "mqtt://127.0.0.1:9")
    yield said(CONNECTION, "settings", settings, Kind.JSON_PROPERTY)
    point = {"type": "Point", "coordinates": [14.0, 50.0]}
    for number, lamp in enumerate(LAMPS):
        yield said(lamp, LOCATION, point, Kind.GEO_PROPERTY)
        device = f"urn:ngsi-ld:Device:{number}"
        yield said(device, TYPE, ["Device"])
        yield said(device, "serialNumber", f"70b3d5e75e{number:06x}")
        yield said(device, "deviceProfile", "nas-ul20xx")
        yield said(device, "connection", "lamps")
        yield said(device, "controlledAsset", lamp, Kind.RELATIONSHIP)


@pytest.fixture
async def town(browser, server):
    """Forty lamps behind one gateway at the slowest rate: 7 min for all of them."""
    await server.city.record([*street(), *connected(spreading_factor=12)])

    async def reached():
        told = await preview(browser)
        return [one["commands"] for one in told["radio"]] == [len(LAMPS)]

    await until(reached)
    return browser


async def preview(browser):
    answer = await browser.http.post(f"{browser.api}/bulks/preview", json=DIM)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def write(browser, kind, name, definition):
    body = {"definition": definition, "version": 0}
    path = f"{browser.api}/lighting/plan/{kind}/{name}"
    return await browser.http.put(path, json=body)


async def check(browser, kind, definition, name=""):
    path = f"{browser.api}/lighting/plan/{kind}/check"
    body = {"definition": definition}
    answer = await browser.http.post(path, json=body, params={"name": name})
    assert answer.status_code == 200, answer.text
    return answer.json()["radio"]


async def test_an_order_to_many_tells_how_long_it_takes_by_radio(town):
    (told,) = (await preview(town))["radio"]
    assert (told["connection"], told["gateways"]) == ("lamps", 1)
    assert told["takes_s"] == pytest.approx(39 * 11.56 + 1.156, rel=0.01)
    assert told["window_s"] == 900


async def test_a_schedule_being_written_tells_its_hardest_switching(town):
    assert (await write(town, "programmes", "night", SLOW)).status_code == 200
    (told,) = await check(town, "schedules", SCHEDULE)
    assert (told["commands"], told["window_s"]) == (len(LAMPS), 3600)
    assert told["takes_s"] < told["window_s"]
    assert (await write(town, "schedules", "all", SCHEDULE)).status_code == 200


async def test_a_schedule_that_cannot_be_told_in_time_is_refused_with_the_reason(town):
    await write(town, "programmes", "night", HURRIED)
    (told,) = await check(town, "schedules", SCHEDULE)
    refused = await write(town, "schedules", "all", SCHEDULE)
    problem = refused.json()
    assert refused.status_code == 422
    assert problem["takes_s"] == told["takes_s"] > problem["window_s"] == 180
    assert problem["connection"] == "lamps"
    assert problem["says"].keys() >= {"en", "cs", "sk", "sr-Latn", "sr-Cyrl"}
    assert (await town.read("lighting/plan"))["schedules"] == []


async def test_nights_that_are_late_now_and_then_are_told_of_and_kept(town):
    (usual,), (hurried,) = SLOW["nights"], HURRIED["nights"]
    saturdays = [usual | {"weekdays": [1, 2, 3, 4, 5, 7]}, hurried | {"weekdays": [6]}]
    await write(town, "programmes", "night", {"title": TITLE, "nights": saturdays})
    (told,) = await check(town, "schedules", SCHEDULE)
    assert told["takes_s"] > told["window_s"] == 180
    assert (await write(town, "schedules", "all", SCHEDULE)).status_code == 200


async def test_a_programme_that_schedules_follow_is_refused_as_they_are(town):
    await write(town, "programmes", "night", SLOW)
    await write(town, "schedules", "all", SCHEDULE)
    (told,) = await check(town, "programmes", HURRIED, "night")
    assert told["window_s"] == 180
    listed = (await town.read("lighting/plan"))["programmes"]
    body = {"definition": HURRIED, "version": listed[0]["version"]}
    path = f"{town.api}/lighting/plan/programmes/night"
    refused = await town.http.put(path, json=body)
    assert refused.status_code == 422


async def test_lamps_that_keep_their_programme_are_told_nothing_and_hold_up_nothing(
    town, server
):
    keeps = [said(lamp, "keepsProgramme", value=True) for lamp in LAMPS]
    await server.city.record(keeps)
    await write(town, "programmes", "night", HURRIED)
    assert await check(town, "schedules", SCHEDULE) == []
    assert (await write(town, "schedules", "all", SCHEDULE)).status_code == 200
