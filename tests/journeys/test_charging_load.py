"""What cables carry is seen, with who gets what and why, as stations really draw."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.domains.emobility.keeping.test_keeper import hurry, online, wire
from tests.domains.emobility.keeping.wallboxes import Wallbox, now
from tests.domains.emobility.savings.test_ledger import FIRST, charged, wired
from tests.gates.ocpp.conftest import observed
from tests.web.emobility.test_sites import CABINET, LINK, place

from .conftest import PHONE, WIDE, look

pytestmark = pytest.mark.anyio


async def test_the_cabinet_its_stations_and_their_reasons_are_seen(server, visitor):
    a, b = Wallbox("NS-1"), Wallbox("NS-2")
    await wire(server, [a.name, b.name])
    async with online(server, a) as first, online(server, b) as second:
        await first.boot()
        await second.boot()
        await first.plug_in()
        await second.plug_in()
        await hurry(server, b.name, hours=2, kwh=18)
        async with visitor.screen("charging/load") as page:
            cabinet = page.get_by_role("meter", name="Cabinet 1 L1")
            await expect(cabinet).to_have_attribute("aria-valuemax", "32")
            granted = page.locator(".car", has_text="may draw 26 A a phase")
            await expect(granted.get_by_text("Promised")).to_be_visible()
            await expect(page.get_by_text("always kept free")).to_be_visible()
            assert a.draws(now()) + b.draws(now() + timedelta(minutes=1)) <= 32
        for theme, viewport in (("light", WIDE), ("dark", PHONE)):
            looks = {"theme": theme, "viewport": viewport, "language": "cs"}
            async with visitor.screen("charging/load", **looks) as page:
                await expect(page.locator(".car").first).to_be_visible()
                await look(page, f"charging-load-{theme}")


async def test_what_a_month_saved_is_seen_and_taken_along(server, visitor):
    await server.city.record(wired())
    await server.city.record(charged(1, (1, 8)) + charged(2, (2, 0), (3, 6)))
    async with visitor.screen(f"charging/savings?month={FIRST:%Y-%m}") as page:
        saved = page.get_by_role("region", name="Cabinet 1")
        await expect(saved.get_by_text("Saved together")).to_be_visible()
        file = page.get_by_role("link", name="All data")
        async with page.expect_download() as taken:
            await file.click()
        assert (await taken.value).suggested_filename == "charging-savings.zip"
    looks = {"theme": "dark", "viewport": PHONE, "language": "sr-Cyrl"}
    where = f"charging/savings?month={FIRST:%Y-%m}"
    async with visitor.screen(where, **looks) as page:
        await expect(page.get_by_role("region", name="Cabinet 1")).to_be_visible()
        await look(page, "charging-savings-dark")


async def test_sites_are_chosen_in_the_list_by_keys_and_seen_on_the_map(
    server, visitor
):
    seen = observed(CABINET, type=["StreetlightControlCabinet"], location=place(19.83))
    for number in (1, 2):
        feeder = f"urn:ngsi-ld:StreetlightFeeder:F{number}"
        seen += observed(
            feeder,
            type=["StreetlightFeeder"],
            refStreetlightControlCabinet=(LINK, CABINET),
            maximumCurrent=25,
            conductorCrossSection=16,
            conductorMaterial="copper",
        )
        seen += observed(
            f"urn:ngsi-ld:Streetlight:L{number}",
            type=["Streetlight"],
            name=f"Lamp {number}",
            location=place(19.83 + number / 200),
            feederID=(LINK, feeder),
            powerRating=100,
        )
    await server.city.record(seen)
    async with visitor.screen("charging/sites") as page:
        best = page.get_by_role("button", name="1: show Lamp")
        await best.focus()
        await page.keyboard.press("ArrowDown")
        second = page.get_by_role("button", name="2: show Lamp")
        await expect(second).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(second).to_have_attribute("aria-pressed", "true")
        await expect(best).to_have_attribute("aria-pressed", "false")
        await expect(page.get_by_label("Sites on the map")).to_be_visible()
