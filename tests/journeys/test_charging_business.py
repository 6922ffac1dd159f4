"""Tariffs, cards and receipts of charging are kept in a real browser."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from tests.waiting import until
from tests.web.conftest import standing
from tests.web.emobility.sessions import told

from .conftest import PHONE, WIDE, look

pytestmark = pytest.mark.anyio
STATION = "urn:ngsi-ld:EVChargingStation:square-1"


async def test_a_price_is_written_and_what_is_doubted_is_decided(server, visitor):
    await server.city.record(standing(STATION, name="Square 1", connected=True))
    async with visitor.screen("charging/tariffs/tariff/new") as page:
        await page.get_by_label("Name", exact=True).fill("Day")
        await page.get_by_label("Price", exact=True).fill("0.5")
        await page.get_by_label("Price", exact=True).blur()
        await expect(page.get_by_role("row", name="With VAT")).to_contain_text("12.10")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("button", name="Day Energy")).to_contain_text(
            "0.50 EUR"
        )
    begin = datetime.now(UTC)
    await server.city.record(told(STATION, 1, begin=begin)[1])
    doubt = "the meter fell from 9 kWh to 1 kWh"
    await server.city.record(told(STATION, 2, begin=begin, doubt=doubt)[1])
    receipt = "urn:ngsi-ld:EVChargingReceipt:square-1:2"

    async def written():
        return receipt in await server.city.present([receipt])

    await until(written)
    async with visitor.screen("charging/receipts") as page:
        doubtful = page.get_by_role("region", name="To be decided")
        await doubtful.get_by_role("button").click()
        await page.get_by_label("Reason").fill("The driver agrees.")
        await page.get_by_label("Without VAT (EUR)").fill("5")
        await page.get_by_role("button", name="Bill this").click()
        await expect(page.get_by_role("row", name="With VAT 6.05")).to_be_visible()
    async with visitor.screen("charging/cards/card/new") as page:
        await page.get_by_label("Identifier").fill("04AABB")
        await page.get_by_label("Whose it is").fill("Jana")
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.get_by_role("button", name="New card").click()
        await page.get_by_label("Identifier").fill("04 aa bb")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text("already")
        (known,) = visitor.complaints  # as the browser calls what the page has said
        assert "409" in known
        visitor.complaints.clear()
        form = page.get_by_role("region", name="New card")
        await form.get_by_role("button", name="Close").click()
        await page.get_by_role("button", name="Block: Jana", exact=True).click()
        await expect(page.get_by_role("button", name="Unblock: Jana")).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(
            page.get_by_role("button", name="Block: Jana", exact=True)
        ).to_be_visible()
    shots = (
        ("receipts", "", "light", WIDE, "en", "TOWN-"),
        ("receipts", "/square-1:1", "dark", PHONE, "cs", "12,10 EUR"),
        ("tariffs", "/tariff/day", "light", WIDE, "sk", "Koľko by to stálo?"),
        ("cards", "", "dark", PHONE, "sr-Latn", "Jana"),
    )
    for tab, rest, theme, viewport, language, shown in shots:
        looks = {"theme": theme, "viewport": viewport, "language": language}
        async with visitor.screen(f"charging/{tab}{rest}", **looks) as page:
            await expect(page.get_by_text(shown).first).to_be_visible()
            await look(page, f"charging-{tab}-{theme}")
