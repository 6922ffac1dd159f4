"""Light that follows people is set, and rehearsed on nights that are over."""

import asyncio
from uuid import uuid4

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, look

pytestmark = pytest.mark.anyio


async def rehearse(page):
    """Play two nights; wait for what they came to."""
    days = page.locator("input[type=date]")
    await days.first.fill("2026-01-05")
    await days.last.fill("2026-01-06")
    await page.locator("form .primary").click()
    outcome = page.locator(".outcome")
    await expect(outcome).to_be_visible()
    return outcome


async def test_a_setting_is_written_rehearsed_dropped_and_put_back(visitor):
    name = f"Quiet {uuid4().hex[:6]}"
    async with visitor.screen("lighting-rehearsal") as page:
        await page.get_by_role("button", name="New setting").click()
        await page.get_by_label("Name", exact=True).fill(name)
        await expect(
            page.get_by_role("status").filter(has_text="follow")
        ).to_be_visible()
        await page.get_by_role("button", name="Save", exact=True).click()
        row = page.get_by_role("button").filter(has_text=name)
        await expect(row).to_be_visible()
        await page.get_by_label("This", exact=True).select_option(label=name)
        outcome = await rehearse(page)
        await expect(outcome.get_by_role("columnheader", name=name)).to_be_visible()
        await expect(outcome.locator("li")).to_have_count(2)
        await row.click()
        await page.get_by_role("button", name="Remove", exact=True).click()
        await expect(row).to_have_count(0)
        await page.locator("button.undo").click()
        await expect(row).to_be_visible()


async def test_a_setting_is_kept_while_it_is_still_reckoned_what_it_comes_to(visitor):
    name = f"Hasty {uuid4().hex[:6]}"
    asked, reckoned = asyncio.Event(), asyncio.Event()

    async def hold(route) -> None:
        asked.set()
        await reckoned.wait()
        await route.continue_()

    async with visitor.screen("lighting-rehearsal", alone=True) as page:
        await page.route("**/lighting/presence/check*", hold)
        await page.get_by_role("button", name="New setting").click()
        await page.get_by_label("Name", exact=True).fill(name)
        await asked.wait()
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("button").filter(has_text=name)).to_be_visible()
        reckoned.set()
        await page.unroute_all(behavior="wait")


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    async with visitor.screen("lighting-rehearsal", **looks) as page:
        await rehearse(page)
        await look(page, "lighting-rehearsal")
        await page.locator("section header .button").click()
        await expect(page.locator(".keep")).to_be_visible()
        await look(page, "lighting-rehearsal-setting")
