"""A cabinet as its page asks for it over HTTP."""

import pytest

from mesto.kernel.model import TYPE, Kind
from tests.web.lighting.street import said

pytestmark = pytest.mark.anyio

CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-1"
FEEDER = "urn:ngsi-ld:StreetlightFeeder:V-1"
NEAR, FAR = (f"urn:ngsi-ld:Streetlight:{name}" for name in ("near", "far"))
FOUND = {
    "id": "7e1ef0d4-5b67-4a6f-9a8e-a1a53c7d3b11",
    "kind": "lampFailure",
    "since": "2026-01-05T18:00:00Z",
    "confidence": 0.98,
    "facts": {"seen": 0.6, "expected": 60, "times": 6},
}


def placed(urn, east):
    point = {"type": "Point", "coordinates": [17.25 + east, 49.59]}
    yield said(urn, TYPE, [urn.split(":")[2]])
    yield said(urn, "location", point, Kind.GEO_PROPERTY)


def furnished():
    """Yield a cabinet with one feeder and two lamps; the far one has failed."""
    yield from placed(CABINET, 0)
    yield said(CABINET, "voltageR", 231.0)
    yield said(CABINET, "doorOpen", value=True)
    yield said(CABINET, "totalActivePower", 0.062)
    yield from placed(FEEDER, 0)
    yield said(FEEDER, "refStreetlightControlCabinet", CABINET, Kind.RELATIONSHIP)
    for lamp, east in ((FAR, 0.002), (NEAR, 0.001)):
        yield from placed(lamp, east)
        yield said(lamp, "feederID", FEEDER, Kind.RELATIONSHIP)
        yield said(lamp, "powerRating", 60.0)
        yield said(lamp, "illuminanceLevel", 1.0)
    yield said(FAR, "faultKind", "lampFailure")
    yield said(FAR, "diagnosis", FOUND, Kind.JSON_PROPERTY)


async def number_of(server, urn):
    async with server.city.bound() as connection:
        return await connection.fetchval("select id from entity where urn = $1", urn)


@pytest.fixture
async def cabinet(server):
    await server.city.record(list(furnished()))
    return await number_of(server, CABINET)


async def test_its_lamps_are_told_from_the_nearest_with_what_is_wrong(browser, cabinet):
    told = await browser.read(f"lighting/cabinets/{cabinet}")
    assert told["phases_v"] == [231.0, None, None]
    assert (told["door_open"], told["load_w"], told["expected_w"]) == (True, 62, 120)
    (feeder,) = told["feeders"]
    assert feeder["urn"] == FEEDER
    assert [one["urn"] for one in feeder["lamps"]] == [NEAR, FAR]
    assert [one["far_m"] for one in feeder["lamps"]] == [72, 144]
    near, far = (one["found"] for one in feeder["lamps"])
    assert near is None
    assert (far["kind"], far["confidence"]) == ("lampFailure", 0.98)
    assert far["evidence"]["sr-Cyrl"].startswith("Квар")


@pytest.mark.usefixtures("cabinet")
async def test_what_is_no_cabinet_has_no_inside(server, browser):
    lamp = await number_of(server, NEAR)
    for number in (lamp, 2_000_000_000):
        answer = await browser.http.get(f"{browser.api}/lighting/cabinets/{number}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
