"""By what the ledger of collection reckons, and an invoice beside the deeds."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from mesto.kernel.model import TYPE, Kind
from tests.web.conftest import seen

pytestmark = pytest.mark.anyio

CONTRACT = "urn:ngsi-ld:WasteContract:firm"
FIRM = {
    "title": {"en": "Firm"},
    "first": "2020-01-01",
    "districts": ["none"],
    "prices": {"round": 900},
}


async def test_terms_are_written_refused_at_their_field_and_kept(visitor):
    async with visitor.screen("waste-ledger/terms") as page:
        before = page.get_by_role("group", name="Months before")
        await before.get_by_role("button", name="Add").click()
        month = before.get_by_label("Month").first
        await month.fill("May")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(before.get_by_role("alert")).to_be_visible()
        visitor.complaints.clear()  # the browser tells of each refusal
        await month.fill("2026-05")
        await before.get_by_label("Kilometres").fill("1200,5")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("heading", name="Waste ledger")).to_be_visible()
        await page.get_by_role("button", name="Terms").click()
        await expect(before.get_by_label("Kilometres")).to_have_value("1200.5")


async def test_an_invoice_by_round_is_held_against_the_rounds(visitor, server):
    written = [
        seen(CONTRACT, TYPE, ["WasteContract"]),
        seen(CONTRACT, "definition", FIRM, kind=Kind.JSON_PROPERTY),
    ]
    await server.city.record(written)
    day = datetime.now(UTC).date()
    table = f"day;per;quantity;price\n{day};round;2;1800\n"
    async with visitor.screen("waste-ledger") as page:
        file = {"name": "a.csv", "mimeType": "text/csv", "buffer": table.encode()}
        await page.get_by_label("File").set_input_files(file)
        await page.get_by_role("button", name="Check").click()
        row = page.get_by_role("row", name="2 rounds")
        await expect(row).to_contain_text("nothing tells of it")
