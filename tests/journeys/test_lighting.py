"""The light of a town: a programme is written, followed, tried and seen by night."""

from functools import partial

import pytest
from playwright.async_api import expect

from tests.waiting import until

from .conftest import LOOKS, PHONE, look

pytestmark = pytest.mark.anyio


async def new(page, button, name):
    await page.get_by_role("button", name=button).first.click()
    await page.get_by_label("Name", exact=True).fill(name)


def steps_of(page):
    return page.get_by_role("group", name="Steps", exact=True).get_by_role("slider")


async def save(page):
    await page.get_by_role("button", name="Save", exact=True).click()


async def is_above_what_was_told(page, button):
    above = await page.get_by_role("button", name=button, exact=True).bounding_box()
    below = await page.locator(".snack").bounding_box()
    return above["y"] + above["height"] <= below["y"]


async def row(page, region, name):
    found = page.get_by_role("region", name=region).get_by_role("button")
    await expect(found.filter(has_text=name)).to_be_visible()
    return found.filter(has_text=name)


async def test_the_first_programme_is_written_followed_and_seen_in_the_night(visitor):
    async with visitor.screen("lighting-schedule") as page:
        await new(page, "First programme", "Half night")
        week = page.get_by_role("region", name="A week of nights")
        await expect(week.get_by_role("img")).to_have_count(7)
        level = steps_of(page).nth(1)
        await level.focus()
        await page.keyboard.press("ArrowRight")
        await expect(level).to_have_value("55")
        await page.get_by_role("button", name="Undo").click()
        await expect(level).to_have_value("50")
        await save(page)

        await page.get_by_role("button", name="Let lamps follow a programme").click()
        await page.get_by_label("Name", exact=True).fill("Whole town")
        await page.get_by_label("Programme", exact=True).select_option("half-night")
        await expect(page.get_by_text("60 lamps")).to_be_visible()
        await save(page)

        night = page.get_by_role("region", name="The night of the town")
        slider = night.get_by_role("slider")
        await expect(night.get_by_text("programme · Half night")).to_be_visible()
        await slider.fill("48")  # midnight
        await expect(night.get_by_role("cell", name="50 %")).to_be_visible()
        await slider.press("Home")  # noon
        await expect(night.get_by_role("cell", name="0 %")).to_be_visible()

        await (await row(page, "Programmes", "Half night")).click()
        another = page.get_by_role("button", name="Save as another")
        await expect(another).to_be_disabled()
        await page.get_by_label("Name", exact=True).fill("Darker night")
        await another.click()
        await row(page, "Programmes", "Darker night")
        await row(page, "Programmes", "Half night")

        await (await row(page, "Schedules", "Whole town")).click()
        await page.get_by_label("Programme", exact=True).select_option("")
        dry = page.get_by_text("Lamps that would burn otherwise")
        await expect(dry).to_be_visible()
        await page.get_by_label("Try on a tenth").check()
        await save(page)
        tried = page.get_by_text("Tried by 10 % of the lamps · until")
        await expect(tried).to_be_visible()
        await (await row(page, "Schedules", "Whole town")).click()
        await page.get_by_role("button", name="Back to before").click()
        await expect(page.get_by_text("Went back")).to_be_visible()

        await (await row(page, "Schedules", "Whole town")).click()
        await page.get_by_role("button", name="Remove", exact=True).click()
        await expect(page.get_by_text("All lamps follow the sun")).to_be_visible()
        await page.set_viewport_size(PHONE | {"height": 640})
        await page.get_by_role("button", name="Let lamps follow a programme").click()
        await until(partial(is_above_what_was_told, page, "Save"))
        await page.get_by_role("status").get_by_role("button", name="Undo").click()
        await row(page, "Schedules", "Whole town")


async def test_a_group_tells_how_many_lamps_it_has_while_it_is_written(visitor):
    async with visitor.screen("lighting-schedule/groups/new") as page:
        await page.get_by_label("Name", exact=True).fill("First lamps")
        urns = page.get_by_label("Lamps one by one")
        await urns.fill(
            "urn:ngsi-ld:Streetlight:SL-001\nurn:ngsi-ld:Streetlight:SL-002"
        )
        await urns.blur()
        await expect(page.get_by_text("2 lamps")).to_be_visible()
        await page.get_by_label("An expression").fill("powerRating >")
        await expect(page.get_by_role("alert")).to_be_visible()
        visitor.complaints.clear()  # the browser notes every 400
        await page.get_by_label("An expression").fill("")
        await expect(page.get_by_role("alert")).to_have_count(0)
        await save(page)
        await row(page, "Groups", "First lamps")


async def test_a_floor_lifts_what_asks_for_less_and_says_so(visitor):
    async with visitor.screen("lighting-schedule/floors/new") as page:
        await page.get_by_label("Name", exact=True).fill("Streets")
        levels = page.get_by_role("group", name="Least levels", exact=True)
        await levels.get_by_role("button", name="Remove").last.press("Enter")
        await expect(levels.get_by_role("button", name="Add")).to_be_focused()
        await page.get_by_role("button", name="Undo").click()
        await save(page)
        await row(page, "Least light", "Streets")
        await page.goto(page.url.replace("floors/new", "") + "/programmes/new")
        await steps_of(page).nth(1).fill("10")
        await expect(page.get_by_text("lifted to").first).to_be_visible()


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    async with visitor.screen("lighting-schedule", **looks) as page:
        await expect(page.locator("table")).to_be_visible()
        await look(page, "lighting-schedule")
        await page.goto(page.url + "/programmes/new")
        await expect(page.locator("ol svg").first).to_be_visible()
        await look(page, "lighting-schedule-programme")
