"""When something holds: a calendar is written as cards, and its days are seen."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, look

pytestmark = pytest.mark.anyio


async def test_a_calendar_is_written_seen_and_changed(visitor):
    name = f"Shift {uuid4().hex[:6]}"
    async with visitor.screen("calendars") as page:
        await page.get_by_role("button", name="New calendar").click()
        await page.get_by_label("Name", exact=True).fill(name)
        strips = page.get_by_role("region", name="The next sixty days")
        await expect(strips.locator("li").first).to_be_visible()
        await page.get_by_role("button", name="Save", exact=True).click()
        row = page.get_by_role("button").filter(has_text=name)
        await row.click()
        await page.get_by_role("button", name="Add", exact=True).click()
        refused = page.get_by_role("alert")
        await expect(refused).to_be_visible()
        visitor.complaints.clear()  # the browser notes every 400
        await page.get_by_role("button", name="Undo").click()
        await expect(refused).to_have_count(0)
        await page.get_by_role("button", name="Remove", exact=True).click()
        await expect(row).to_have_count(0)


async def test_parts_change_places_by_the_arrow_keys(visitor):
    async with visitor.screen("calendars/new") as page:
        grip = page.get_by_role("button", name="Move part 1", exact=True)
        await grip.focus()
        await page.keyboard.press("ArrowDown")
        await expect(
            page.get_by_role("button", name="Move part 2", exact=True)
        ).to_be_focused()
        kinds = page.get_by_label("Kind", exact=True)
        chosen = [await kinds.nth(n).input_value() for n in range(4)]
        assert chosen == ["all", "not", "holidays", "hours"]
        await page.keyboard.press("Control+z")
        await expect(kinds.nth(1)).to_have_value("hours")


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    async with visitor.screen("calendars", **looks) as page:
        await expect(page.locator(".intro")).to_be_visible()
        await look(page, "calendars")
        await page.goto(page.url + "/new")
        await expect(page.locator("ol svg").first).to_be_visible()
        await look(page, "calendars-one")
