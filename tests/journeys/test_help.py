"""Help is beside the work, the keys lead everywhere, and hints come once."""

import re

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, PHONE, look

pytestmark = pytest.mark.anyio


async def test_a_question_mark_explains_the_screen_one_is_on(visitor):
    async with visitor.console() as page:
        await page.keyboard.press("?")
        help_ = page.get_by_role("complementary", name="Help")
        await expect(help_.get_by_role("heading", name="Help")).to_be_focused()
        await expect(help_).to_contain_text("Everything the municipality owns")
        await page.keyboard.press("Escape")
        await expect(help_).to_have_count(0)
        await page.keyboard.press("g")
        await page.keyboard.press("c")
        await expect(page.get_by_role("heading", name="Connections")).to_be_focused()
        await page.keyboard.press("?")
        await expect(help_).to_contain_text("Refused messages")
        screen = page.get_by_role("region", name="Connections")
        await expect(screen.get_by_role("heading", name="Connections")).to_be_visible()


async def test_the_keys_lead_everywhere_but_never_while_typing(visitor):
    async with visitor.console() as page:
        for key, heading in (("s", "Settings"), ("h", "Help"), ("c", "Connections")):
            await page.keyboard.press("g")
            await page.keyboard.press(key)
            await expect(
                page.get_by_role("heading", name=heading).first
            ).to_be_visible()
        await page.keyboard.press("g")
        await page.keyboard.press("m")
        await expect(page.get_by_role("heading", name="Connections")).to_have_count(0)
        await page.keyboard.press("/")
        await page.keyboard.type("gs?")
        await expect(page.get_by_role("combobox", name="Search")).to_have_value("gs?")
        await expect(page.get_by_role("heading", name="Settings")).to_have_count(0)
        rail = page.get_by_role("navigation", name="Main").first
        await rail.get_by_role("button", name="Administration").click()
        connections = rail.get_by_role("button", name="Connections")
        await expect(connections).to_have_attribute("title", "Connections (g c)")


async def test_a_hint_comes_on_the_first_visit_and_is_put_away_for_good(visitor):
    async with visitor.console(hints="") as page:
        hint = page.get_by_role("note")
        await expect(hint).to_contain_text("Everything the municipality owns")
        await hint.get_by_role("button", name="Got it").click()
        await expect(hint).to_have_count(0)
        await page.keyboard.press("g")
        await page.keyboard.press("c")
        await expect(hint).to_contain_text("The systems the municipality owns")
        await hint.get_by_role("button", name="Tell me more").click()
        await expect(page.get_by_role("complementary", name="Help")).to_be_visible()
        await page.keyboard.press("Escape")
        await hint.get_by_role("button", name="Got it").click()
        await page.reload()
        await expect(page.get_by_role("heading", name="Connections")).to_be_visible()
        await expect(hint).to_have_count(0)
        await page.goto(f"{visitor.server.url}/{visitor.server.city.name}/help")
        await page.get_by_role("button", name="Show first-visit hints").click()
        await page.goto(f"{visitor.server.url}/{visitor.server.city.name}/connections")
        await expect(hint).to_be_visible()


async def test_the_guides_travel_with_the_console(visitor):
    async with visitor.screen("help") as page:
        await page.get_by_role("button", name="Mend messages nobody understood").click()
        article = page.locator("article")
        await expect(article).to_contain_text("in English")
        await expect(article.locator("table")).to_be_visible()
        await page.get_by_role("link", name="through the API").click()
        await expect(page).to_have_url(re.compile("/help/guide/ngsi-ld$"))
        await page.go_back()
        await expect(article.locator("table")).to_be_visible()


async def test_a_term_is_explained_where_it_stands(visitor):
    async with visitor.console(viewport=PHONE) as page:
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("button", name="Help").click()
        await page.get_by_role("button", name="Shapes and colours").click()
        await expect(page.locator("article")).to_contain_text("Somebody should act now")


@pytest.mark.parametrize("way", LOOKS)
@pytest.mark.parametrize("topic", ["connections", "keys", "legend", "guide/quarantine"])
async def test_it_looks_well(visitor, topic, way, request):
    async with visitor.screen(f"help/{topic}", **way) as page:
        await expect(page.locator("article h3").first).to_be_visible()
        name = request.node.callspec.id.replace("/", "-")
        await look(page, f"help-{name}")


@pytest.mark.parametrize("way", LOOKS)
async def test_a_hint_and_the_drawer_look_well(visitor, way, request):
    async with visitor.console(hints="", **way) as page:
        await expect(page.get_by_role("note")).to_be_visible()
        await look(page, f"help-hint-{request.node.callspec.id}")
        await page.keyboard.press("?")
        await expect(page.locator("aside dl").first).to_be_visible()
        await look(page, f"help-drawer-{request.node.callspec.id}")


@pytest.mark.parametrize("way", LOOKS)
async def test_a_first_visit_says_what_a_screen_is_for(visitor, way, request):
    async with visitor.console(hints="", **way) as page:
        town = f"{visitor.server.url}/{visitor.server.city.name}"
        for screen in ("tables", "dashboards", "figures"):
            await page.goto(f"{town}/{screen}")
            hint = page.locator(".sheet").get_by_role("note")
            await expect(hint).to_be_visible()
            await look(page, f"hint-{screen}-{request.node.callspec.id}")
            await hint.get_by_role("button").last.click()
            await expect(hint).to_have_count(0)
