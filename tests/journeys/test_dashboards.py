"""What people do with dashboards, in a real browser against the whole product."""

import json
import re
from io import BytesIO

import pytest
from playwright.async_api import expect
from pypdf import PdfReader

from .conftest import BINS, LOOKS, PHONE, PICTURES, bin_urn, kept, look, seen

pytestmark = pytest.mark.anyio

PANELS = "[data-panel]"
BRIGHT = 180  #: of 255
A_WHOLE_CONSOLE_MS = 90_000  #: until a browser has fetched another one
A4_ACROSS_PX = 1047  #: what margins of 10 mm leave, at 96 dpi


def heading(page, name):
    return page.get_by_role("heading", name=name, exact=True)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


async def make(page, title):
    """Make a board with one number on it, and save it."""
    await button(page, "New dashboard").click()
    await button(page, "Add panel").click()
    await page.get_by_label("Name of the dashboard").fill(title)
    await button(page, "Save").click()
    await expect(button(page, "Edit")).to_be_visible()


async def places(page):
    """Where each panel stands, in the order of reading."""
    return await page.eval_on_selector_all(
        PANELS, "panels => panels.map(p => p.style.getPropertyValue('--area'))"
    )


async def test_a_service_s_board_is_there_without_a_line_of_the_console(visitor):
    async with visitor.screen("dashboards") as page:
        listed = page.locator("section.sheet")
        await listed.get_by_role("button", name=re.compile("^Waste")).click()
        await expect(heading(page, "Waste")).to_be_focused()
        number = page.get_by_role("article", name="Mean filling level")
        await expect(number).to_contain_text("36")
        rows = page.get_by_role("article", name="The fullest").get_by_role("row")
        await expect(rows.nth(1)).to_contain_text("KO-000")
        await expect(rows.nth(1)).to_contain_text("97 %")


async def test_a_row_leads_to_its_asset_and_back(visitor):
    async with visitor.screen("dashboards/waste") as page:
        rows = page.get_by_role("article", name="The fullest")
        await rows.get_by_role("button", name=re.compile("KO-000")).click()
        await expect(page.locator("article h2")).to_contain_text("KO-000")
        await page.go_back()
        await expect(heading(page, "Waste")).to_be_visible()


async def test_a_board_is_made_changed_and_kept(visitor):
    async with visitor.screen("dashboards") as page:
        await button(page, "New dashboard").click()
        await button(page, "Add panel").click()
        form = page.get_by_role("complementary", name="Panel")
        await form.get_by_role("combobox", name="Of", exact=True).select_option(
            "WasteContainer"
        )
        await expect(page.locator(PANELS)).to_contain_text(str(BINS))
        await form.get_by_label("What").select_option("fillingLevel")
        await form.get_by_label("Put together").select_option("max")
        await expect(page.locator(PANELS)).to_contain_text("97")
        await form.get_by_role("textbox", name="Title").fill("The fullest bin")
        await page.get_by_label("Name of the dashboard").fill("My morning")
        await button(page, "Save").click()
        await expect(button(page, "Edit")).to_be_visible()
        await page.reload()
        await expect(heading(page, "My morning")).to_be_visible()
        panel = page.get_by_role("article", name="The fullest bin")
        await expect(panel).to_contain_text("97")
        await expect(button(page, "Edit")).to_be_visible()


async def test_every_kind_of_panel_can_be_chosen_and_shows_something(visitor):
    async with visitor.screen("dashboards") as page:
        await button(page, "New dashboard").click()
        await button(page, "Add panel").click()
        form = page.get_by_role("complementary", name="Panel")
        await form.get_by_role("combobox", name="Of", exact=True).select_option(
            "WasteContainer"
        )
        await form.get_by_label("What").select_option("fillingLevel")
        panel = page.locator(PANELS)
        kind = form.get_by_role("combobox", name="Kind", exact=True)
        await kind.select_option("chart")
        await expect(panel.locator("canvas")).to_be_visible()
        await form.get_by_role("textbox", name="Only one asset").fill("ko-000")
        await form.get_by_role("button", name=re.compile("^KO-000")).click()
        await expect(panel).to_contain_text("8 – 97 %")
        await form.get_by_role("button", name="all of them").click()
        await kind.select_option("kpi")
        await form.get_by_label("Put together").select_option("share")
        await form.get_by_label("At least (%)").fill("80")
        await form.get_by_role("spinbutton", name="Target").fill("5")
        await expect(panel).to_contain_text("8.3")
        await expect(panel).to_contain_text("target 5 %")
        await kind.select_option("table")
        await form.get_by_role("checkbox", name="Filling level").check()
        await expect(panel).to_contain_text("97 %")
        await form.get_by_role("combobox", name="Rows").select_option("type")
        await expect(panel).to_contain_text("Containers")
        await kind.select_option("map")
        await expect(panel.locator("canvas")).to_be_visible()
        await kind.select_option("text")
        await form.get_by_role("textbox", name="Text").fill("Call the depot.")
        await expect(panel).to_contain_text("Call the depot.")


async def test_the_keyboard_alone_moves_resizes_and_removes(visitor):
    async with visitor.screen("dashboards") as page:
        await button(page, "New dashboard").click()
        for _ in range(2):
            await button(page, "Add panel").click()
        await page.keyboard.press("Escape")
        second = page.locator(PANELS).nth(1)
        await second.focus()
        assert await places(page) == [
            "1 / 1 / span 2 / span 3",
            "1 / 4 / span 2 / span 3",
        ]
        await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Shift+ArrowRight")
        await page.keyboard.press("Shift+ArrowDown")
        assert await places(page) == [
            "1 / 1 / span 2 / span 3",
            "1 / 5 / span 3 / span 4",
        ]
        status = page.get_by_role("status").filter(has_text="Column 5")
        await expect(status).to_have_text("Column 5, row 1, 4 wide, 3 high")
        await page.keyboard.press("Delete")
        await expect(page.locator(PANELS)).to_have_count(1)
        await button(page, "Undo").click()
        await expect(page.locator(PANELS)).to_have_count(2)
        assert (await places(page))[1] == "1 / 5 / span 3 / span 4"


async def test_a_panel_is_dragged_and_the_others_make_way(visitor):
    async with visitor.screen("dashboards") as page:
        await button(page, "New dashboard").click()
        for _ in range(2):
            await button(page, "Add panel").click()
        await page.keyboard.press("Escape")
        first, second = (page.locator(PANELS).nth(at) for at in (0, 1))
        onto, from_ = await first.bounding_box(), await second.bounding_box()
        await page.mouse.move(from_["x"] + 60, from_["y"] + 60)
        await page.mouse.down()
        await page.mouse.move(onto["x"] + 60, onto["y"] + 60, steps=4)
        await page.mouse.up()
        assert await places(page) == [
            "1 / 1 / span 2 / span 3",
            "3 / 1 / span 2 / span 3",
        ]
        corner = await page.locator(PANELS).first.bounding_box()
        right, bottom = corner["x"] + corner["width"], corner["y"] + corner["height"]
        await page.mouse.move(right - 8, bottom - 8)
        await page.mouse.down()
        await page.mouse.move(right + corner["width"], bottom - 8, steps=4)
        await page.mouse.up()
        assert (await places(page))[0] == "1 / 1 / span 2 / span 6"


async def test_a_board_thrown_away_can_be_put_back(visitor):
    async with visitor.screen("dashboards") as page:
        await make(page, "Short-lived")
        await page.get_by_role("button", name="Delete Short-lived").click()
        await expect(page.get_by_text("Deleted: Short-lived")).to_be_visible()
        row = page.get_by_role("button", name=re.compile("^Short-lived"))
        await expect(row).to_have_count(0)
        await button(page, "Undo").click()
        await expect(row).to_be_visible()
        await page.reload()
        await expect(row).to_be_visible()


async def test_a_copy_of_a_service_s_board_can_be_changed(visitor):
    async with visitor.screen("dashboards/waste") as page:
        await expect(page.get_by_role("article", name="Full now")).to_be_visible()
        count = await page.locator(PANELS).count()
        await button(page, "Copy").click()
        await expect(page.get_by_label("Name of the dashboard")).to_have_value(
            "Waste – copy"
        )
        await page.get_by_role("button", name="Remove: Mean filling level").click()
        await button(page, "Save").click()
        await expect(button(page, "Edit")).to_be_visible()
        await expect(page.locator(PANELS)).to_have_count(count - 1)


async def test_what_two_people_change_at_once_is_not_lost(visitor):
    async with visitor.screen("dashboards") as page:
        await make(page, "Ours")
        await button(page, "Edit").click()
        await page.get_by_label("Name of the dashboard").fill("Mine")
        name = page.url.rpartition("/")[2].partition("?")[0]
        documents = f"/api/{visitor.server.city.name}/documents/boards"
        theirs = await page.evaluate(
            """async ([path, name]) => {
                const all = await (await fetch(path)).json();
                const {title, definition, version} = all.find(({id}) => id === name);
                const body = JSON.stringify({title: "Theirs", definition, version});
                return (await fetch(`${path}/${name}`, {method: "PUT", body})).status;
            }""",
            [documents, name],
        )
        assert theirs == 200
        await button(page, "Save").click()
        await expect(page.get_by_role("alert")).to_contain_text("Somebody else")
        visitor.complaints.clear()  # the browser notes the conflict
        await expect(page.get_by_label("Name of the dashboard")).to_have_value("Mine")
        await button(page, "Save mine as a new one").click()
        await expect(heading(page, "Mine")).to_be_visible()
        await page.goto(f"{visitor.server.url}/{visitor.server.city.name}/dashboards")
        for title in ("Mine", "Theirs"):
            row = page.get_by_role("button", name=re.compile(f"^{title}"))
            await expect(row).to_be_visible()


async def test_what_was_not_saved_is_still_there_after_a_reload(visitor):
    async with visitor.screen("dashboards") as page:
        await make(page, "Careful")
        await button(page, "Edit").click()
        await button(page, "Add panel").click()
        await expect(page.locator(PANELS)).to_have_count(2)
        await page.reload()
        await expect(page.get_by_text("not saved last time")).to_be_visible()
        await expect(page.locator(PANELS)).to_have_count(2)
        await button(page, "Discard changes").click()
        await expect(page.locator(PANELS)).to_have_count(1)


async def test_a_broken_panel_says_so_and_hinders_no_other(visitor):
    async with visitor.screen("dashboards") as page:
        number = {
            "kind": "number",
            "title": "Bins",
            "measure": {"types": ["WasteContainer"]},
            "aggregate": "count",
        }
        odd = [{"kind": "hologram"}, 42, {"kind": "number", "measure": {}}, number]
        body = {"title": "Odd", "definition": {"panels": odd}}
        await page.evaluate(
            "([path, body]) => fetch(path, {method: 'PUT', body})",
            [
                f"/api/{visitor.server.city.name}/documents/boards/odd",
                json.dumps(body),
            ],
        )
        await page.goto(
            f"{visitor.server.url}/{visitor.server.city.name}/dashboards/odd"
        )
        await expect(page.get_by_text("not understood")).to_have_count(3)
        bins = page.get_by_role("article", name="Bins")
        await expect(bins).to_contain_text(str(BINS))


async def test_a_wall_shows_boards_in_turn_and_keeps_itself_fresh(visitor):
    async with visitor.screen("dashboards/waste", hurried="yes") as page:
        await button(page, "Wall").click()
        await page.get_by_role("checkbox", name="Parking").check()
        await button(page, "Start").click()
        wall = page.get_by_role("region", name="Wall")
        await expect(wall.get_by_role("heading", level=2)).to_have_text("Waste")
        await expect(page).to_have_url(re.compile("wall=30"))
        full = wall.get_by_role("article", name="Full now")
        await expect(full).to_contain_text("1")
        await visitor.server.city.record([seen(bin_urn(7), "fillingLevel", 0.99)])
        await expect(full).to_contain_text("2")
        await visitor.server.city.record([seen(bin_urn(7), "fillingLevel", 0.3)])
        await page.keyboard.press("ArrowRight")
        await expect(wall.get_by_role("heading", level=2)).to_have_text("Parking")
        await page.reload()
        await expect(wall).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(wall).to_have_count(0)
        await expect(heading(page, "Waste")).to_be_visible()


async def test_a_wall_says_when_it_is_not_fresh(visitor):
    async with visitor.screen("dashboards/waste") as page:
        await page.goto(f"{page.url}?wall=30")
        wall = page.get_by_role("region", name="Wall")
        number = wall.get_by_role("article", name="Mean filling level")
        await expect(number).to_contain_text("36")
        await page.context.set_offline(True)
        await expect(wall).to_contain_text("No connection")
        await expect(number).to_contain_text("36")
        await page.context.set_offline(False)
        await expect(wall).not_to_contain_text("No connection")
        visitor.complaints.clear()  # the browser notes what it could not fetch


async def test_a_wall_takes_a_newer_console_by_itself(visitor, renew):
    async with visitor.screen("dashboards/waste", keeps=True) as page:
        await page.goto(f"{page.url}?wall=30")
        await kept(page)
        wall = page.get_by_role("region", name="Wall")
        await expect(wall).to_be_visible()
        await page.evaluate("document.body.dataset.before = true")
        await renew(page)
        gone = expect(page.locator("body[data-before]"))
        await gone.to_have_count(0, timeout=A_WHOLE_CONSOLE_MS)
        await expect(wall).to_be_visible()
        said = await page.evaluate("fetch('/').then((answer) => answer.text())")
        assert "newer" in said


async def test_a_board_saved_without_a_network_is_there_and_arrives_once(visitor):
    async with visitor.screen("dashboards", keeps=True) as page:
        await kept(page)
        await page.reload()  # from now on the browser keeps what is asked
        await make(page, "Before")
        await page.context.set_offline(True)
        await button(page, "Edit").click()
        await page.get_by_label("Name of the dashboard").fill("Without a network")
        await button(page, "Save").click()
        await expect(heading(page, "Without a network")).to_be_visible()
        mark = page.get_by_role("button", name=re.compile(r"\d+ wait"))
        await expect(mark).to_have_text("1 waits")
        await button(page, "Close").click()
        await make(page, "Begun without one")
        await button(page, "Close").click()
        row = page.get_by_role("button", name=re.compile("^Begun without one"))
        await expect(row).to_contain_text("Waiting to be sent")
        await page.reload()
        await expect(row).to_contain_text("Waiting to be sent")
        await row.click()
        await page.context.set_offline(False)
        await expect(mark).to_have_count(0)
        await button(page, "Edit").click()
        await page.get_by_label("Name of the dashboard").fill("Arrived")
        await button(page, "Save").click()
        await expect(heading(page, "Arrived")).to_be_visible()
        await button(page, "Close").click()
        for title in ("Without a network", "Arrived"):
            found = page.get_by_role("button", name=re.compile(f"^{title}"))
            await expect(found).to_have_count(1)
        visitor.complaints.clear()  # the browser notes what it could not fetch


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_board_prints_whole_on_light_paper(visitor, theme):
    async with visitor.screen("dashboards/waste", theme=theme) as page:
        await expect(page.locator(f"{PANELS} canvas").first).to_be_visible()
        await expect(page.locator(f"{PANELS} table").first).to_be_visible()
        sheets = await page.pdf(prefer_css_page_size=True, print_background=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 2
        await page.emulate_media(media="print")
        others = page.locator("header, nav, main").locator("visible=true")
        await expect(others).to_have_count(0)
        board = await page.locator(".board").bounding_box()
        assert board["width"] <= A4_ACROSS_PX + 1
        await page.screenshot(path=PICTURES / f"print-{theme}.png", full_page=True)
        ground = "getComputedStyle(document.querySelector('article')).backgroundColor"
        assert await page.evaluate(ground) == "rgb(255, 255, 255)"


async def test_a_dark_map_is_light_on_paper(visitor):
    async with visitor.screen("dashboards/waste", theme="dark") as page:
        await expect(page.locator(f"{PANELS} .map[data-drawn=true]")).to_be_visible()
        sheets = PdfReader(BytesIO(await page.pdf(print_background=True)))
        drawn = [picture.image for sheet in sheets.pages for picture in sheet.images]
        largest = max(drawn, key=lambda one: one.width * one.height).convert("L")
        largest.save(PICTURES / "map-on-paper.png")
        assert largest.getpixel((3, largest.height // 2)) > BRIGHT
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("way", LOOKS)
async def test_a_wall_is_well_in_every_look(visitor, way, request):
    async with visitor.screen("dashboards/waste", **way) as page:
        await page.goto(f"{page.url}?wall=30")
        await expect(page.locator(f"{PANELS} table").first).to_be_visible()
        await look(page, f"wall-{request.node.callspec.id}")


@pytest.mark.parametrize("way", LOOKS)
async def test_the_list_is_well_in_every_look(visitor, way, request):
    async with visitor.screen("dashboards", **way) as page:
        await expect(page.get_by_role("heading", level=2).last).to_be_focused()
        await expect(page.locator("section li button").last).to_be_visible()
        await look(page, f"dashboards-{request.node.callspec.id}")


@pytest.mark.parametrize("way", LOOKS)
@pytest.mark.parametrize("board", ["waste", "lighting"])
async def test_a_board_is_well_in_every_look(visitor, board, way, request):
    async with visitor.screen(f"dashboards/{board}", **way) as page:
        await expect(page.locator(f"{PANELS} .value").first).to_be_visible()
        await expect(page.locator(f"{PANELS} table").first).to_be_visible()
        await look(page, f"board-{request.node.callspec.id}")


@pytest.mark.parametrize("way", LOOKS)
async def test_editing_is_well_in_every_look(visitor, way, request):
    async with visitor.screen("dashboards/waste", **way) as page:
        deeds = page.locator("section > .head .button")
        await deeds.first.click()
        panel = page.locator(PANELS).first
        await panel.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#panel-form select").first).to_be_focused()
        await look(page, f"editing-{request.node.callspec.id}")


async def test_a_phone_moves_panels_by_buttons(visitor):
    async with visitor.screen("dashboards/waste", viewport=PHONE) as page:
        await page.get_by_role("button", name="Copy").click()
        down = page.get_by_role("button", name=re.compile("^Move down"))
        await expect(down.first).to_be_visible()
        before = [await one.get_attribute("aria-label") for one in await down.all()]
        await down.first.click()
        after = [await one.get_attribute("aria-label") for one in await down.all()]
        assert sorted(after) == sorted(before)
        assert after.index(before[0]) > 0
