"""What a town does by itself: written as cards by keys alone, let to work by stages."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, look

pytestmark = pytest.mark.anyio


async def press(page, name, **where):
    """Press a button as who has no mouse does."""
    await page.get_by_role("button", name=name, exact=True, **where).first.focus()
    await page.keyboard.press("Enter")


async def test_a_dark_lamp_is_written_tried_kept_and_let_to_work_by_keys(visitor):
    name = f"Dark lamp {uuid4().hex[:6]}"
    async with visitor.screen("scenarios/new") as page:
        await page.get_by_label("Name", exact=True).focus()
        await page.keyboard.type(name)
        await press(page, "Lamps")
        await press(page, "When it begins")
        await press(page, "something changes")
        await page.get_by_label("What is measured").select_option("powerState")
        await press(page, "Action")
        await press(page, "open a work order")
        await page.get_by_label("What is to be done").focus()
        await page.keyboard.type("Look at the lamp")
        await press(page, "Action")
        await press(page, "tell people")
        await page.get_by_label("Whom").focus()
        await page.keyboard.type("role:operator")
        await page.get_by_label("Subject").focus()
        await page.keyboard.type("A lamp is dark")
        await expect(page.locator(".told")).to_contain_text("Look at the lamp")
        await press(page, "Save")
        stages = page.get_by_role("group", name="Stage")
        await expect(stages.get_by_role("button", name="Draft")).to_have_attribute(
            "aria-pressed", "true"
        )
        visitor.complaints.clear()  # the browser notes every 400 of what is only begun
        for stage in ("Watching", "Active"):
            button = stages.get_by_role("button", name=stage)
            await button.focus()
            await page.keyboard.press("Enter")
            await expect(button).to_have_attribute("aria-pressed", "true")
        await press(page, "Versions")
        await expect(page.get_by_text("Written", exact=True)).to_be_visible()


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    async with visitor.screen("scenarios", **looks) as page:
        await expect(page.locator(".intro")).to_be_visible()
        await look(page, "scenarios")
        await page.goto(page.url + "/new")
        await expect(page.locator(".cards")).to_be_visible()
        await look(page, "scenarios-one")
