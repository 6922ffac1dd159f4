"""A closer look at the map: lamps by how bright they are, and by what is wrong."""

import re

import pytest
from playwright.async_api import expect

from tests.waiting import until

from .conftest import LAMPS, LOOKS, PHONE, look, seen

pytestmark = pytest.mark.anyio

#: None is said to be dark: one that contradicts its switch would not be well.
LEVELS = (0.1, 0.3, 0.5, 0.9)
FAULT = "driverFailure"


@pytest.fixture(autouse=True)
async def lamps_of_all_levels(server):
    """Give a lamp a level of each step, and two lamps a fault of one kind."""
    urns = [f"urn:ngsi-ld:Streetlight:SL-{number:03}" for number in range(LAMPS)]
    levels = [
        seen(urn, "illuminanceLevel", LEVELS[at % len(LEVELS)])
        for at, urn in enumerate(urns[: LAMPS // 2])
    ]
    faults = [seen(urn, "faultKind", FAULT) for urn in urns[-2:]]
    await server.city.record([*levels, *faults])


async def come_near(page):
    """See single assets, as people do before they look at their colours."""
    for _ in range(2):
        await page.get_by_role("button", name="Zoom in").click()


async def test_lamps_are_coloured_by_their_level_and_the_address_remembers(visitor):
    async with visitor.console() as page:
        await come_near(page)
        picture = page.locator(".frame")
        before = await picture.screenshot()
        summary = page.get_by_text("A closer look")
        await summary.focus()
        await page.keyboard.press("Enter")
        colour = page.get_by_label("Colours show")
        await colour.select_option(label="Lamps: Dimming level")
        legend = page.get_by_role("list", name="Dimming level")
        await expect(legend.get_by_role("listitem")).to_have_count(5)
        await expect(legend.get_by_role("listitem").nth(3)).to_contain_text("60–80 %")
        await expect(legend.get_by_role("listitem").nth(3)).to_contain_text("30")

        async def is_drawn() -> bool:
            return await picture.screenshot() != before

        await until(is_drawn)
        await expect(page).to_have_url(re.compile("by=Streetlight"))
        lamp = "urn:ngsi-ld:Streetlight:SL-059"
        await visitor.server.city.record([seen(lamp, "illuminanceLevel", 1)])
        await expect(legend.get_by_role("listitem").nth(3)).to_contain_text("29")
        await visitor.server.city.record([seen(lamp, "illuminanceLevel", 0.7)])

        await page.reload()
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
        await page.get_by_text("A closer look").click()
        await expect(colour).to_have_value("Streetlight")
        await colour.select_option("")
        await expect(page).to_have_url(re.compile(r"^[^=]*$"))


async def test_what_has_one_fault_is_marked_on_the_map_and_listed(visitor):
    async with visitor.console() as page:
        await page.get_by_text("A closer look").click()
        await page.get_by_label("Find by").select_option(label="Lamps: Fault")
        kinds = page.get_by_role("list", name="Fault")
        await kinds.get_by_role("button", name="driver failure 2").click()
        await expect(page.get_by_text("2 assets marked")).to_be_visible()
        await kinds.get_by_role("button", name="driver failure: in the table").click()
        await expect(page.get_by_text("SL-059").first).to_be_visible()
        await expect(page).to_have_url(re.compile(rf"faultKind\+is\+{FAULT}"))


async def test_a_saved_view_brings_the_colours_back(visitor):
    async with visitor.screen("?by=WasteContainer") as page:
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
        await page.get_by_role("button", name="Save this view").last.click()
        await page.keyboard.type("How full")
        await page.keyboard.press("Enter")
        views = page.get_by_role("group", name="Saved views").last
        await expect(views.get_by_role("button", name="How full").first).to_be_visible()
        await page.get_by_text("A closer look").click()
        colour = page.get_by_label("Colours show")
        await expect(colour).to_have_value("WasteContainer")
        await colour.select_option("")
        await views.get_by_role("button", name="How full").first.click()
        await expect(colour).to_have_value("WasteContainer")


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    async with visitor.screen("?by=Streetlight", **looks) as page:
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
        narrow = looks["viewport"] == PHONE
        if narrow:
            await look(page, "looks-map")
            await page.locator("nav:visible button").nth(2).click()
        await page.locator("aside summary").click()
        fault = page.locator("#look-code option[value$=faultKind]").first
        await page.locator("#look-code").select_option(
            await fault.get_attribute("value")
        )
        await expect(page.locator(".looks ul button").first).to_be_visible()
        await look(page, f"looks-{looks['language']}-{looks['theme']}")
