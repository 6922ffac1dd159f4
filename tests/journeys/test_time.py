"""What people do with the past, in a real browser against the whole product."""

import re
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect

from tests.waiting import until

from .conftest import LOOKS, bin_urn, look, seen

pytestmark = pytest.mark.anyio

ROWS = "#tab-panel [data-asset]"


@asynccontextmanager
async def full(visitor, number):
    """A bin is full for a while."""
    city, urn = visitor.server.city, bin_urn(number)
    await city.record([seen(urn, "fillingLevel", 0.99)])
    try:
        yield
    finally:
        await city.record([seen(urn, "fillingLevel", 0.1)])


async def an_alarm_that_is_over(visitor, page):
    """Let a bin be full for a moment, so that there is something to look back at."""
    await expect(page.locator("[data-link=live]")).to_be_visible()
    await expect(page.locator(ROWS)).to_have_count(1)
    async with full(visitor, 5):
        await expect(page.locator(ROWS)).to_have_count(2)
    await expect(page.locator(ROWS)).to_have_count(1)
    past = f"{visitor.server.url}/api/{visitor.server.city.name}/alarms?state=past"

    async def is_written():
        return (await (await page.request.get(past)).json())["count"] > 0

    await until(is_written)


async def look_back(page):
    """Look at the past of just now."""
    await page.get_by_role("button", name="Look back").click()
    await expect(banner(page)).to_be_visible()
    await slider(page).press("ArrowRight")
    await expect(page.locator(ROWS)).to_have_count(1)


def slider(page):
    return page.get_by_role("slider")


def banner(page):
    return page.locator(".banner", has_text="As of")


async def test_the_alarm_before_is_shown_as_it_was_and_one_key_leads_back(visitor):
    async with visitor.console() as page:
        await an_alarm_that_is_over(visitor, page)
        await look_back(page)
        await page.get_by_role("button", name="To the alarm before").click()
        await expect(page.locator("article h2")).to_contain_text("KO-005")
        await expect(page.locator("article")).to_contain_text("99 % full")
        await expect(page.locator("article")).to_contain_text("99 %")
        await page.get_by_role("tab", name="Attention").click()
        await expect(page.locator(ROWS)).to_have_count(2)
        await page.keyboard.press("l")
        await expect(banner(page)).to_have_count(0)
        await expect(page.locator(ROWS)).to_have_count(1)
        await expect(page.locator("[data-link=live]")).to_be_visible()


async def test_what_happens_meanwhile_is_told_and_not_mixed_in(visitor):
    async with visitor.console() as page:
        await look_back(page)
        async with full(visitor, 7):
            live = page.get_by_role("button", name="Live").last
            await expect(live).to_contain_text("1 new alarm")
            await expect(page.locator(ROWS)).to_have_count(1)
            await live.click()
            await expect(page.locator(ROWS)).to_have_count(2)
        await expect(page.locator(ROWS)).to_have_count(1)


async def test_the_keyboard_alone_moves_in_time_plays_and_chooses(visitor):
    async with visitor.console() as page:
        await an_alarm_that_is_over(visitor, page)
        await slider(page).focus()
        await page.keyboard.press("ArrowLeft")
        await expect(banner(page)).to_be_visible()
        await expect(slider(page)).to_be_focused()
        await expect(slider(page)).to_have_attribute(
            "aria-valuetext", re.compile("critical")
        )
        await page.keyboard.press("Shift+ArrowRight")
        whole = page.get_by_role("button", name="Whole bar")
        await expect(whole).to_be_visible()
        await whole.click()
        await expect(whole).to_have_count(0)
        await slider(page).focus()
        await page.keyboard.press("Home")
        await expect(banner(page)).to_be_visible()
        await page.keyboard.press("Space")  # what is played ends now, and is live then
        await expect(banner(page)).to_have_count(0)
        await page.keyboard.press("ArrowLeft")
        await expect(banner(page)).to_be_visible()
        await page.keyboard.press("End")
        await expect(banner(page)).to_have_count(0)


async def test_a_drag_over_the_bars_chooses_what_is_played(visitor):
    async with visitor.console() as page:
        await expect(page.locator(ROWS)).to_have_count(1)
        box = await slider(page).bounding_box()
        y = box["y"] + box["height"] / 2
        await page.mouse.move(box["x"] + box["width"] * 0.5, y)
        await page.mouse.down()
        await page.mouse.move(box["x"] + box["width"] * 0.7, y, steps=4)
        await page.mouse.up()
        await expect(banner(page)).to_be_visible()
        await expect(page.get_by_role("button", name="Whole bar")).to_be_visible()


async def test_an_address_leads_to_a_moment(visitor):
    async with visitor.console() as page:
        await expect(page.locator(ROWS)).to_have_count(1)
        await page.get_by_role("button", name="Look back").click()
        await expect(banner(page)).to_be_visible()
        await expect(page).to_have_url(re.compile("at=20"))
        told = await banner(page).inner_text()
        await page.reload()
        await expect(banner(page)).to_be_visible()
        assert await banner(page).inner_text() == told
        await page.get_by_role("button", name="Back to live").click()
        await expect(page).not_to_have_url(re.compile("at="))


async def test_a_typed_time_is_gone_to(visitor):
    async with visitor.console() as page:
        await expect(page.locator(ROWS)).to_have_count(1)
        await page.get_by_role("button", name="Look back").click()
        field = page.get_by_label("Go to a time")
        await field.fill("2020-01-01T12:00")
        await field.blur()
        # nothing was filmed so early: the beginning is shown
        await expect(banner(page)).to_be_visible()
        await expect(banner(page)).not_to_contain_text("2020")


async def test_help_tells_of_time_where_one_looks_back(visitor):
    async with visitor.console(hints="map") as page:
        await expect(page.locator(ROWS)).to_have_count(1)
        await page.get_by_role("button", name="Look back").click()
        hint = page.get_by_role("note").filter(has_text="shows when alarms began")
        await hint.get_by_role("button", name="Got it").click()
        await expect(hint).to_have_count(0)
        await page.keyboard.press("?")
        told = page.get_by_role("complementary", name="Help")
        await expect(told).to_contain_text("Looking back")
        await expect(told).to_contain_text("In the time bar")


@pytest.mark.parametrize("way", LOOKS)
async def test_the_past_is_well_in_every_look(visitor, way, request):
    async with visitor.console(**way) as page:
        await expect(page.locator("[data-link=live]")).to_be_visible()
        await look(page, f"live-{request.node.callspec.id}")
        await page.locator(".strip .end button").click()
        await expect(page.locator(".banner kbd")).to_have_count(1)
        await slider(page).press("ArrowRight")  # from the first moment to the last
        await expect(page.locator(".figure .value").first).to_have_text("1")
        await look(page, f"past-{request.node.callspec.id}")
