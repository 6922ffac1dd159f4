"""A schedule whose lamps cannot be told by radio in time is not kept, and why."""

import pytest
from playwright.async_api import expect

from mesto.kernel.model import TYPE, Kind

from .conftest import LAMPS, LOOKS, look, seen

pytestmark = pytest.mark.anyio

WHERE = "urn:ngsi-ld:Connection:lamps"
PROGRAMME = "urn:ngsi-ld:LightingProgramme:hurried"
STEPS = [
    {"at": {"phase": "dusk"}, "level": 1.0},
    {"at": "00:30", "level": 0.5},
    {"at": "00:33", "level": 0.8},
    {"at": {"phase": "dawn"}, "level": 0.0},
]


def slow_radio():
    """Hang all lamps behind one slow gateway, beside a programme in a hurry."""
    settings = {"topics": ["x/#"], "application": "1", "downlinks": {}}
    hurried = {"title": {"en": "Hurried"}, "nights": [{"steps": STEPS}]}
    yield seen(WHERE, TYPE, ["Connection"])
    yield seen(WHERE, "gate", "lorawan")
    yield seen(WHERE, "url", "webhook:")
    yield seen(WHERE, "settings", settings, kind=Kind.JSON_PROPERTY)
    yield seen(PROGRAMME, TYPE, ["LightingProgramme"])
    yield seen(PROGRAMME, "definition", hurried, kind=Kind.JSON_PROPERTY)
    for number in range(LAMPS):
        device = f"urn:ngsi-ld:Device:radio-{number}"
        lamp = f"urn:ngsi-ld:Streetlight:SL-{number:03}"
        yield seen(device, TYPE, ["Device"])
        yield seen(device, "serialNumber", f"70b3d5e75e{number:06x}")
        yield seen(device, "deviceProfile", "nas-ul20xx")
        yield seen(device, "connection", "lamps")
        yield seen(device, "controlledAsset", lamp, kind=Kind.RELATIONSHIP)


@pytest.mark.parametrize("looks", LOOKS)
async def test_what_takes_too_long_is_warned_of_and_not_kept(visitor, server, looks):
    await server.city.record(list(slow_radio()))
    async with visitor.screen("lighting-schedule/schedules/new", **looks) as page:
        await page.get_by_role("textbox").first.fill("Whole town")
        choice = page.locator("select", has=page.locator("option[value=hurried]"))
        await choice.first.select_option("hurried")
        await expect(page.locator("li.late")).to_be_visible()
        await page.locator(".keep .primary").click()
        await expect(page.get_by_role("alert")).to_be_visible()
        visitor.complaints.clear()  # the browser notes every 422
        await look(page, "lighting-radio")
