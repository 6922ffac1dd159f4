"""The page of sensors: what is wrong, what each is worth, and what proves it."""

from datetime import UTC, datetime

import pytest

from mesto.domains.waste.sensors.run import look_at
from mesto.kernel.model import Kind
from tests.domains.waste.sensors.courses import sawtooth
from tests.domains.waste.sensors.test_run import JAMMED, told_of
from tests.web.conftest import seen, standing

pytestmark = pytest.mark.anyio
CONTRACT = "urn:ngsi-ld:WasteContract:city"


async def test_a_jam_is_shown_with_its_proof_and_its_worth_beside_its_fee(
    browser, server
):
    city, now = server.city, datetime.now(UTC)
    assert (await browser.read("waste/sensors"))["sensors"] == []
    jammed = sawtooth(read=lambda level, day: 0.8 if day > 40 else level)
    sound = JAMMED.replace(":1", ":2")
    contract = {
        "title": {"en": "City"},
        "first": "2030-01-01",
        "containers": [JAMMED, sound],
        "sensor_month": 173.0,
        "sensor_price": 2500.0,
    }
    await city.record(
        [
            *standing(JAMMED, name="Square", storedWasteKind="paper"),
            *standing(sound, name="Corner", storedWasteKind="paper"),
            *told_of(JAMMED, jammed, now),
            *told_of(sound, sawtooth(), now),
            *standing(CONTRACT),
            seen(CONTRACT, "definition", contract, kind=Kind.JSON_PROPERTY),
        ]
    )
    await look_at(city, now)
    told = await browser.read("waste/sensors")
    one, other = told["sensors"]
    assert (one["name"], one["found"]["kind"], one["worth"]) == ("Square", "jam", None)
    assert one["found"]["cause"]["en"].startswith("Something is before the eye")
    assert (other["found"], other["verdict"]) == (None, "doesNot")
    assert other["fee"] == pytest.approx(199.04)
    assert other["worth"]["low"] <= other["worth"]["month"] <= other["worth"]["high"]
    assert told["totals"]["wrong"] == 1
    assert told["totals"]["priced"] == 2

    course = await browser.read(f"waste/sensors/{one['id']}")
    assert 0 < len(course["levels"]) <= 500
    assert any(mark["sign"] == "emptied" for mark in course["marks"])
    assert course["corrected"][-1][1] is None
    assert (await browser.get("waste/sensors/999999")).status_code == 404
