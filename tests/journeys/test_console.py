"""What people do with the console, in a real browser against the whole product."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.waiting import until

from .conftest import LAMPS, PHONE, axe, bin_urn, seen

pytestmark = pytest.mark.anyio

ROWS = "#tab-panel [data-asset]"


async def test_a_key_in_the_address_opens_the_map_and_vanishes(visitor):
    async with visitor.console() as page:
        assert visitor.server.key not in page.url
        await expect(page.locator("[data-link=live]")).to_be_visible()
        lamps = page.get_by_role("button", name="Lamps", exact=False).first
        await expect(lamps).to_contain_text(str(LAMPS))


async def test_a_wrong_key_is_refused_with_advice_and_the_right_one_opens(visitor):
    async with visitor.page() as page:
        await page.goto(visitor.server.url)
        await page.get_by_role("button", name="Use an API key instead").click()
        await page.get_by_label("API key").fill("not a key")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("not known")
        visitor.complaints.clear()  # the browser notes every 401
        await page.get_by_label("API key").fill(visitor.server.key)
        await page.keyboard.press("Enter")
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()


async def test_the_lists_answer_before_the_map_arrives(visitor):
    here = asyncio.Event()

    async def hold_back(route):
        await here.wait()
        await route.continue_()

    async with visitor.page() as page:
        await page.route("**/assets/engine-*.js", hold_back)
        await page.goto(f"{visitor.server.url}/#key={visitor.server.key}")
        await page.locator(ROWS).first.click()
        await expect(page.locator("article h2")).to_contain_text("KO-000")
        await expect(page.locator(".map[data-drawn=true]")).to_have_count(0)
        here.set()
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()


async def test_the_map_draws_what_the_list_of_the_view_names(visitor):
    async with visitor.console() as page:
        await page.get_by_role("tab", name="In view").click()
        for _ in range(2):
            await page.get_by_role("button", name="Zoom in").click()
        await expect(page.locator(ROWS).first).to_be_visible()
        await expect(page.get_by_text("assets in view")).to_be_visible()
        for kind in ("SL-", "KO-"):
            await expect(page.locator(ROWS, has_text=kind).first).to_be_visible()


async def test_a_click_on_the_map_opens_the_asset_under_it(visitor):
    async with visitor.console() as page:
        await page.locator(ROWS).first.click()
        heading = page.locator("article h2")
        await expect(heading).to_contain_text("KO-000")
        await page.keyboard.press("Escape")
        await expect(heading).to_have_count(0)
        await expect(page.locator("canvas.maplibregl-canvas")).to_be_visible()

        async def is_opened() -> bool:
            """Click the middle, where it was brought, until it is drawn there."""
            await page.locator(".frame").click()
            return await heading.is_visible()

        await until(is_opened)
        await expect(heading).to_contain_text("KO-000")


async def test_a_live_change_arrives_by_itself(visitor):
    async with visitor.console() as page:
        await expect(page.locator("[data-link=live]")).to_be_visible()
        await expect(page.locator(ROWS)).to_have_count(1)
        await visitor.server.city.record([seen(bin_urn(5), "fillingLevel", 0.99)])
        await expect(page.locator(ROWS)).to_have_count(2)
        await visitor.server.city.record([seen(bin_urn(5), "fillingLevel", 0.1)])
        await expect(page.locator(ROWS)).to_have_count(1)


async def test_search_forgives_accents_and_script(visitor):
    async with visitor.console() as page:
        for words in ("zeleznicka ko-003", "Железничка"):
            await page.keyboard.press("/")
            await page.keyboard.type(words)
            first = page.locator("#found [role=option]").first
            await expect(first).to_contain_text("Železnička")
            await page.keyboard.press("Escape")
            await page.keyboard.press("Escape")
        await page.keyboard.press("/")
        await page.keyboard.type("ko-003")
        await expect(page.locator("#found [role=option]")).to_have_count(1)
        await page.keyboard.press("Enter")
        await expect(page.locator("article h2")).to_contain_text("KO-003")


async def test_the_keyboard_alone_reaches_an_asset_and_its_history(visitor):
    async with visitor.console() as page:
        await expect(page.locator(ROWS)).to_have_count(1)
        await page.locator("#tab-attention").focus()
        for _ in range(3):  # the way of sorting, the list, its first row
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.dataset.asset"):
                break
        await page.keyboard.press("Enter")
        article = page.locator("article")
        await expect(article.locator("h2")).to_contain_text("KO-000")
        await expect(article).to_contain_text("97 %")
        await expect(article.locator("canvas")).to_be_visible()
        summary = article.get_by_role("img")
        await expect(summary).to_have_attribute(
            "aria-label", re.compile("highest 97 %")
        )
        await page.keyboard.press("Escape")
        await expect(page.locator(ROWS).first).to_be_focused()


async def test_layers_and_states_filter_the_list(visitor):
    async with visitor.console() as page:
        await expect(page.locator(ROWS)).to_have_count(1)
        panel = page.get_by_role("complementary", name="Layers")
        await panel.locator(".status", has_text="Critical").click()
        await expect(page.get_by_text("All is well")).to_be_visible()
        await panel.get_by_role("button", name="Show all").click()
        await expect(page.locator(ROWS)).to_have_count(1)


async def test_language_and_theme_change_at_once_and_are_remembered(visitor):
    async with visitor.console() as page:
        root = page.locator("html")
        for name, layers in (
            ("Čeština", "Vrstvy"),
            ("Srpski", "Slojevi"),
            ("Српски", "Слојеви"),
        ):
            await page.get_by_role("button", name=name).click()
            await expect(page.get_by_role("heading", name=layers)).to_be_visible()
        await expect(root).to_have_attribute("lang", "sr-Cyrl")
        await page.get_by_role("button", name="Изглед").click()
        await expect(root).to_have_attribute("data-theme", "dark")
        await page.reload()
        await expect(root).to_have_attribute("data-theme", "dark")
        await expect(page.get_by_role("heading", name="Слојеви")).to_be_visible()


async def test_the_page_says_when_the_network_is_gone_and_comes_back(visitor):
    async with visitor.console() as page:
        await expect(page.locator("[data-link=live]")).to_be_visible()
        await page.context.set_offline(True)
        await expect(page.get_by_role("alert")).to_contain_text("No connection")
        await page.context.set_offline(False)
        await expect(page.locator("[data-link=live]")).to_be_visible()
        await expect(page.get_by_role("alert")).to_have_count(0)
        visitor.complaints.clear()  # the browser notes what it could not fetch


async def test_an_address_leads_to_a_screen_and_to_an_asset_and_back(visitor):
    async with visitor.console() as page:
        await page.get_by_role("button", name="Settings").first.click()
        heading = page.get_by_role("heading", name="Settings")
        await expect(heading).to_be_focused()
        assert page.url.endswith(f"/{visitor.server.city.name}/settings")
        await page.reload()
        await expect(heading).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(heading).to_have_count(0)
        await page.locator(ROWS).first.click()
        await expect(page.locator("article h2")).to_contain_text("KO-000")
        assert "asset=" in page.url
        await page.reload()
        await expect(page.locator("article h2")).to_contain_text("KO-000")


async def test_screens_that_belong_together_unfold_by_mouse_and_by_keys(visitor):
    async with visitor.screen("connections") as page:
        heading = page.get_by_role("heading", name="Connections")
        await expect(heading).to_be_focused()  # a screen that has come takes the focus
        rail = page.get_by_role("navigation", name="Main").first
        group = rail.get_by_role("button", name="Administration")
        names = rail.get_by_role("group", name="Administration")
        await expect(group).to_have_attribute("aria-current", "true")
        await expect(names).to_be_hidden()
        await group.press("ArrowRight")
        await expect(group).to_have_attribute("aria-expanded", "true")
        await expect(names.get_by_role("button", name="Connections")).to_be_focused()
        assert await axe(page) == []
        await page.keyboard.press("Escape")
        await expect(names).to_be_hidden()
        await expect(group).to_be_focused()
        await expect(heading).to_be_visible()
        await group.click()
        await names.get_by_role("button", name="People").click()
        await expect(page.get_by_role("heading", name="People")).to_be_visible()
        await expect(names).to_be_hidden()
        last = rail.get_by_role("button", name="Help")
        assert await last.evaluate("it => it.getBoundingClientRect().bottom") <= 760


async def test_a_screen_that_comes_late_leaves_the_focus_to_who_has_gone_on(visitor):
    async with visitor.console(alone=True) as page:
        come = asyncio.Event()

        async def hold(route) -> None:
            await come.wait()
            await route.continue_()

        await page.route(re.compile(r"/Connections-[^/]+\.js$"), hold)
        rail = page.get_by_role("navigation", name="Main").first
        await page.keyboard.press("g")
        await page.keyboard.press("c")
        await expect(page.get_by_role("heading", name="Connections")).to_be_focused()
        await rail.get_by_role("button", name="Administration").press("ArrowRight")
        names = rail.get_by_role("group", name="Administration")
        chosen = names.get_by_role("button", name="Connections")
        await expect(chosen).to_be_focused()
        come.set()
        add = page.get_by_role("button", name="Add a connection")
        await expect(add).to_be_visible()
        await expect(chosen).to_be_focused()


async def test_a_phone_finds_every_screen_under_more(visitor):
    async with visitor.console(viewport=PHONE) as page:
        await page.get_by_role("button", name="More").click()
        await page.locator("summary", has_text="Administration").click()
        await page.get_by_role("button", name="Connections").click()
        heading = page.get_by_role("heading", name="Connections")
        await expect(heading).to_be_visible()
        assert await axe(page) == []


async def test_a_phone_shows_one_thing_at_a_time_and_all_of_it_fits(visitor):
    async with visitor.console(viewport=PHONE) as page:
        below = page.get_by_role("navigation")
        await below.get_by_role("button", name="Attention").click()
        await page.locator(ROWS).first.click()
        await expect(page.locator("article h2")).to_contain_text("KO-000")
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        await below.get_by_role("button", name="Layers").click()
        await expect(page.get_by_role("heading", name="Layers")).to_be_visible()
        assert await axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing_wrong(visitor, theme):
    async with visitor.console(theme=theme) as page:
        await expect(page.locator(ROWS)).to_have_count(1)
        assert await axe(page) == []
        await page.locator(ROWS).first.click()
        await expect(page.locator("article canvas")).to_be_visible()
        assert await axe(page) == []
        await page.get_by_role("button", name="Settings").first.click()
        await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
        assert await axe(page) == []
