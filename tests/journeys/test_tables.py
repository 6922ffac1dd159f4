"""What people who run a town do with its tables."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import expect

from .conftest import (
    BINS,
    LAMPS,
    LOOKS,
    PHONE,
    PICTURES,
    bin_urn,
    kept,
    look,
    seen,
)

pytestmark = pytest.mark.anyio

BIN_TABLE, LAMP_TABLE = "tables/WasteContainer", "tables/Streetlight"


def rows(page):
    return page.locator("[role=grid] [role=row][data-asset]")


def named(page, name):
    return rows(page).filter(has_text=name)


def count(page):
    return page.get_by_role("status").filter(has_text=re.compile(r"assets|\d of \d"))


def dialog(page):
    return page.get_by_role("dialog")


async def read_file(waiting, separator=","):
    """What stands in the cells of the CSV file that is downloaded."""
    text = Path(await (await waiting.value).path()).read_text("utf-8-sig")  # noqa: ASYNC240 - a small file
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


async def ready(page):
    await expect(rows(page).first).to_contain_text("-")


async def save_view(page, title):
    await page.get_by_role("button", name="Save this view").last.click()
    await page.keyboard.type(title)
    await page.keyboard.press("Enter")
    await expect(dialog(page)).to_have_count(0)


def view_named(page, title):
    views = page.get_by_role("group", name="Saved views").last
    return views.get_by_role("button", name=title).first


async def test_the_rail_leads_to_a_table_with_the_worst_first(visitor):
    async with visitor.console() as page:
        await page.get_by_role("button", name="Tables").click()
        types = page.get_by_role("list", name="Types of assets")
        await expect(types.get_by_role("button", name="Lamps")).to_have_attribute(
            "aria-current", "true"
        )
        await types.get_by_role("button", name="Containers").click()
        assert page.url.endswith(BIN_TABLE)
        first = rows(page).first
        await expect(first).to_contain_text("KO-000")
        await expect(first).to_contain_text("Critical")
        await expect(first).to_contain_text("97 % full.")
        await expect(count(page)).to_contain_text(f"{BINS} assets")


async def test_a_row_opens_its_asset_and_the_way_back_is_the_browser_s(visitor):
    async with visitor.screen(BIN_TABLE) as page:
        await named(page, "KO-007").get_by_role("link").click()
        await expect(page.locator("article h2")).to_contain_text("KO-007")
        await page.go_back()
        await expect(named(page, "KO-007")).to_be_visible()


async def test_columns_sort_and_the_address_says_how(visitor):
    async with visitor.screen(LAMP_TABLE) as page:
        await ready(page)
        head = page.get_by_role("columnheader", name="Name")
        await head.get_by_role("button").first.click()
        await expect(head).to_have_attribute("aria-sort", "ascending")
        await expect(rows(page).first).to_contain_text("SL-000")
        await head.get_by_role("button").first.click()
        await expect(head).to_have_attribute("aria-sort", "descending")
        await expect(rows(page).first).to_contain_text(f"SL-{LAMPS - 1:03}")
        voltage = page.get_by_role("columnheader", name="Voltage")
        await voltage.get_by_role("button").first.click(modifiers=["Shift"])
        await expect(page).to_have_url(re.compile(r"sort=-.name\+-voltage"))
        await page.reload()
        await expect(head).to_have_attribute("aria-sort", "descending")
        await expect(voltage).to_have_attribute("aria-sort", "descending")


async def test_the_search_forgives_accents_and_script(visitor):
    async with visitor.screen(LAMP_TABLE) as page:
        await ready(page)
        for words in ("zeleznicka", "Железничка"):
            await page.get_by_placeholder("Search name").fill(words)
            await expect(count(page)).to_contain_text(f"{LAMPS // 3} of {LAMPS}")
            await expect(rows(page).first).to_contain_text("Železnička")
        await page.get_by_placeholder("Search name").fill("nowhere")
        await expect(page.get_by_text("Nothing fits")).to_be_visible()


async def test_a_filter_is_a_chip_that_can_be_changed_and_taken_away(visitor):
    async with visitor.screen(BIN_TABLE) as page:
        await ready(page)
        await page.get_by_role("button", name="Filters").click()
        await dialog(page).get_by_role("button", name="Filling level").click()
        await expect(dialog(page)).to_contain_text("to 97 %")
        await dialog(page).get_by_label("From").fill("90")
        await page.keyboard.press("Enter")
        await expect(count(page)).to_contain_text(f"1 of {BINS}")
        await expect(page).to_have_url(re.compile(r"filter=fillingLevel\+from\+0\.9"))
        await page.get_by_role("button", name="Filling level: ≥ 90 %").first.click()
        await dialog(page).get_by_label("From").fill("20")
        await dialog(page).get_by_role("button", name="Apply").click()
        await expect(count(page)).to_contain_text(f"{BINS} of {BINS}")
        await page.get_by_role("button", name="Remove: Filling level").click()
        await expect(count(page)).to_contain_text(f"{BINS} assets")
        assert "filter" not in page.url


async def test_states_texts_and_missing_values_are_filtered_too(visitor):
    async with visitor.screen(BIN_TABLE) as page:
        await ready(page)
        await page.get_by_role("button", name="Filters").click()
        await dialog(page).get_by_role("button", name="Condition", exact=True).click()
        await dialog(page).get_by_label("Critical").check()
        await dialog(page).get_by_role("button", name="Apply").click()
        await expect(count(page)).to_contain_text(f"1 of {BINS}")
        await page.get_by_role("button", name="Remove: Condition").click()
        await page.get_by_role("button", name="Filters").click()
        await dialog(page).get_by_role("button", name="Temperature").click()
        await dialog(page).get_by_label("Condition").select_option("has no value")
        await dialog(page).get_by_role("button", name="Apply").click()
        await expect(count(page)).to_contain_text(f"{BINS - 1} of {BINS}")
        await page.goto(page.url.split("?")[0])
        await page.get_by_role("button", name="Filters").click()
        await dialog(page).get_by_role("button", name="Name", exact=True).click()
        await dialog(page).get_by_label("Condition").select_option("contains")
        await dialog(page).get_by_role("textbox", name="contains").fill("jevrejska")
        await page.keyboard.press("Enter")
        await expect(count(page)).to_contain_text(f"{BINS // 3} of {BINS}")


async def test_a_filter_nobody_understands_says_so_and_can_be_taken_away(visitor):
    async with visitor.screen(f"{BIN_TABLE}?filter=fillingLevel+over+1") as page:
        await expect(page.get_by_role("alert")).to_contain_text("character 14")
        visitor.complaints.clear()  # the browser notes every 400
        await page.get_by_role("button", name="Remove: fillingLevel over 1").click()
        await expect(count(page)).to_contain_text(f"{BINS} assets")


async def test_the_keys_alone_lead_through_a_table(visitor):
    async with visitor.screen(f"{LAMP_TABLE}?sort=.name") as page:
        await ready(page)
        grid = page.get_by_role("grid")
        await expect(grid).to_have_attribute("aria-rowcount", str(LAMPS + 1))
        await grid.focus()
        await page.keyboard.press("End")
        await expect(named(page, f"SL-{LAMPS - 1:03}")).to_be_in_viewport()
        await page.keyboard.press("Home")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Space")
        await page.keyboard.press("Shift+PageDown")
        chosen = page.locator("[role=row][aria-selected=true]")
        await expect(chosen.first).to_contain_text("SL-001")
        assert await chosen.count() > 5
        await page.keyboard.press("Escape")
        await expect(chosen).to_have_count(0)
        await page.keyboard.press("Control+a")
        await expect(page.get_by_text(f"{LAMPS} selected").first).to_be_visible()
        await page.keyboard.press("Escape")
        await page.keyboard.press("Home")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await expect(rows(page).first).to_contain_text(f"SL-{LAMPS - 1:03}")
        await page.keyboard.press("Alt+ArrowDown")
        await expect(dialog(page)).to_contain_text("Hide column")
        await page.keyboard.press("Escape")
        await expect(grid).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.locator("article h2")).to_contain_text(f"SL-{LAMPS - 1:03}")


async def test_only_what_is_in_sight_is_drawn(visitor):
    async with visitor.screen(f"{LAMP_TABLE}?sort=.name") as page:
        await ready(page)
        assert await rows(page).count() < LAMPS
        await page.get_by_role("grid").evaluate("grid => grid.scrollTop = 1e6")
        last = named(page, f"SL-{LAMPS - 1:03}")
        await expect(last).to_have_attribute("aria-rowindex", str(LAMPS + 1))


async def test_a_row_lives_where_it_stands_and_who_comes_waits(visitor):
    query = "filter=fillingLevel+from+0.9&sort=-fillingLevel"
    async with visitor.page() as page:
        await page.clock.install()
        await page.goto(f"{visitor.server.url}/#key={visitor.server.key}")
        await expect(page.locator("[data-link=live]")).to_be_visible()
        await page.goto(
            f"{visitor.server.url}/{visitor.server.city.name}/{BIN_TABLE}?{query}"
        )
        await expect(rows(page)).to_have_count(1)
        await rows(page).first.locator("input").click()  # somebody works with it
        await visitor.server.city.record(
            [
                seen(bin_urn(0), "temperature", 31),
                seen(bin_urn(5), "fillingLevel", 0.99),
            ]
        )
        while not await rows(page).filter(has_text="31").count():
            await page.clock.run_for(3_000)
        await expect(rows(page)).to_have_count(1)
        news = page.get_by_role("button", name="1 new")
        while not await news.count():
            await page.clock.run_for(20_000)
        await news.click()
        await expect(rows(page)).to_have_count(2)
        await expect(rows(page).first).to_contain_text("KO-005")
        await visitor.server.city.record(
            [
                seen(bin_urn(5), "fillingLevel", 0.3),
                seen(bin_urn(0), "temperature", 8.5),
            ]
        )


async def test_columns_are_chosen_ordered_and_widened(visitor):
    async with visitor.screen(BIN_TABLE) as page:
        await ready(page)
        heads = page.get_by_role("columnheader")
        await page.get_by_role("button", name="Columns").click()
        await dialog(page).get_by_role("checkbox", name="Temperature").uncheck()
        await dialog(page).get_by_role("checkbox", name="Code").check()
        await dialog(page).get_by_role("button", name="Move Battery up").click()
        await dialog(page).get_by_role("button", name="Close").click()
        await expect(heads.last).to_contain_text("Code")
        await expect(heads.filter(has_text="Temperature")).to_have_count(0)
        battery = heads.filter(has_text="Battery")
        await expect(battery).to_have_attribute("aria-colindex", "5")
        before = (await battery.bounding_box())["width"]
        edge = await battery.locator(".edge").bounding_box()
        await page.mouse.move(edge["x"] + 4, edge["y"] + 4)
        await page.mouse.down()
        await page.mouse.move(edge["x"] + 44, edge["y"] + 4)
        await page.mouse.up()
        assert (await battery.bounding_box())["width"] == before + 40
        await page.reload()
        await expect(battery).to_have_attribute("aria-colindex", "5")
        assert (await battery.bounding_box())["width"] == before + 40


async def test_what_is_filtered_is_what_is_in_the_file(visitor, tmp_path):
    query = "filter=.name+has+jevrejska&sort=-.name"
    async with visitor.screen(f"{BIN_TABLE}?{query}", language="cs") as page:
        await ready(page)
        await page.get_by_role("button", name="Export").first.click()
        async with page.expect_download() as waiting:
            await dialog(page).get_by_role("button", name="Stáhnout").click()
        file = tmp_path / "bins.xlsx"
        await (await waiting.value).save_as(file)
        await expect(dialog(page)).to_contain_text("Uloženo jako Kontejnery")
        sheet = openpyxl.load_workbook(file).worksheets[0]
        names = [cell.value for cell in sheet["A"]]
        shown = await rows(page).locator("a").all_inner_texts()
        assert names == ["Název", *shown]
        assert "Zaplnění [%]" in [cell.value for cell in sheet[1]]
        await dialog(page).get_by_label("CSV").check()
        async with page.expect_download() as waiting:
            await dialog(page).get_by_role("button", name="Stáhnout").click()
        assert [row[0] for row in await read_file(waiting, ";")] == names


async def test_those_selected_are_shown_on_the_map_and_their_history_is_a_file(visitor):
    async with visitor.screen(f"{BIN_TABLE}?sort=.name") as page:
        await ready(page)
        for at in (0, 2):
            await rows(page).nth(at).locator("input").click()
        chosen = page.get_by_role("region", name="2 selected")
        await chosen.get_by_role("button", name="History").click()
        async with page.expect_download() as waiting:
            await dialog(page).get_by_label("Step").select_option("Every observation")
            await dialog(page).get_by_role("button", name="Download").click()
        read = await read_file(waiting)
        assert {row[1] for row in read[1:]} == {bin_urn(0), bin_urn(2)}
        assert len(read) > 50
        await dialog(page).get_by_role("button", name="Close").click()
        await chosen.get_by_role("button", name="Show on map").click()
        await expect(page.get_by_text("2 assets marked")).to_be_visible()
        await page.get_by_role("button", name="Remove the marks").click()
        await expect(page.get_by_text("2 assets marked")).to_have_count(0)


async def test_links_of_those_selected_are_copied(visitor):
    async with visitor.screen(f"{BIN_TABLE}?sort=.name") as page:
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await ready(page)
        await rows(page).first.locator("input").click()
        await page.get_by_role("button", name="Copy links").click()
        await expect(page.get_by_role("button", name="Copied")).to_be_visible()
        link = await page.evaluate("navigator.clipboard.readText()")
        await page.goto(link)
        await expect(page.locator("article h2")).to_contain_text("KO-000")


async def test_a_view_is_saved_shared_renamed_deleted_and_put_back(visitor):
    async with visitor.screen(f"{BIN_TABLE}?filter=fillingLevel+from+0.9") as page:
        await ready(page)
        await save_view(page, "Plné nádoby")
        views = page.get_by_role("group", name="Saved views").last
        await expect(
            views.get_by_role("button", name="Plné nádoby").first
        ).to_be_visible()
        address = page.url
        await page.get_by_role("button", name="Edit the view").last.click()
        await dialog(page).get_by_label("Name").fill("Full bins")
        await dialog(page).get_by_role("button", name="Save").click()
        await views.get_by_role("button", name="Edit the view Full bins").click()
        await dialog(page).get_by_role("button", name="Delete").click()
        await expect(views).to_contain_text("“Full bins” was deleted.")
        await views.get_by_role("button", name="Undo").click()
        await expect(
            views.get_by_role("button", name="Full bins").first
        ).to_be_visible()
    async with visitor.console() as page:
        views = page.get_by_role("group", name="Saved views")
        await views.get_by_role("button", name="Full bins").first.click()
        await expect(rows(page)).to_have_count(1)
        assert page.url == address


async def test_a_view_saved_without_a_network_is_there_and_arrives(visitor):
    async with visitor.screen(BIN_TABLE, keeps=True) as page:
        await kept(page)
        await page.reload()  # from now on the browser keeps what is asked
        await ready(page)
        await page.context.set_offline(True)
        await save_view(page, "Out of reach")
        view = view_named(page, "Out of reach")
        await expect(view).to_be_visible()
        mark = page.get_by_role("button", name=re.compile(r"\d+ wait"))
        await expect(mark).to_have_text("1 waits")
        await page.reload()
        await expect(view).to_be_visible()
        await page.context.set_offline(False)
        await expect(mark).to_have_count(0)
        visitor.complaints.clear()  # the browser notes what it could not fetch
    async with visitor.screen(BIN_TABLE) as page:
        await expect(view_named(page, "Out of reach")).to_be_visible()


async def test_a_view_of_the_map_hides_what_it_was_saved_with(visitor):
    async with visitor.console() as page:
        layers = page.get_by_role("complementary", name="Layers")
        lamps = layers.get_by_role("button", name="Lamps").first
        await lamps.click()
        await save_view(page, "Without lamps")
        address = page.url
        await layers.get_by_role("button", name="Show all").click()
        await expect(layers).to_contain_text("Changed since it was saved")
        await layers.get_by_role("button", name="Without lamps").first.click()
        await expect(lamps).to_have_attribute("aria-pressed", "false")
    async with visitor.console() as page:
        await page.goto(address)
        lamps = page.get_by_role("button", name="Lamps", exact=False).first
        await expect(lamps).to_have_attribute("aria-pressed", "false")


async def test_a_phone_has_cards_and_filters_in_a_sheet(visitor):
    async with visitor.screen(BIN_TABLE, viewport=PHONE) as page:
        cards = page.get_by_role("list", name="Containers").get_by_role("listitem")
        await expect(cards.first).to_contain_text("KO-000")
        await expect(cards.first).to_contain_text("97 % full. · 97 %")
        await page.get_by_role("button", name="Filters").click()
        await dialog(page).get_by_role("button", name="Filling level").click()
        await dialog(page).get_by_label("To", exact=True).fill("50")
        await dialog(page).get_by_role("button", name="Apply").click()
        await expect(count(page)).to_contain_text(f"{BINS - 1} of {BINS}")
        await cards.first.get_by_role("checkbox").check()
        await expect(page.get_by_text("1 selected").first).to_be_visible()
        sheet = page.get_by_role("region", name="Tables")
        await sheet.get_by_role("button", name="Containers").click()
        await dialog(page).get_by_role("button", name=re.compile("^Lamps")).click()
        await expect(page.get_by_role("list", name="Lamps")).to_be_visible()


@pytest.mark.parametrize("wishes", LOOKS)
async def test_every_part_of_a_table_is_looked_at(visitor, wishes, request):
    look_id = request.node.callspec.id
    phone = wishes["viewport"] == PHONE
    query = ".state is critical or ok and .name has o".replace(" ", "+")
    async with visitor.screen(f"{BIN_TABLE}?filter={query}", **wishes) as page:
        listed = page.locator("[data-asset] a, li[data-asset] button")
        await expect(listed.first).to_contain_text("-000")
        await look(page, f"tables-{look_id}")
        await page.locator("[data-asset] input").first.click()
        await page.locator("[data-asset] input").nth(2).click()
        await expect(page.locator(".chosen .button").first).to_be_visible()
        await look(page, f"tables-selected-{look_id}")
        tools = page.locator(".table .tools .button")
        places = {"filters": 0, "columns": -2, "export": -1}
        for name, at in places.items():
            await tools.nth(at).click()
            await expect(dialog(page)).to_be_visible()
            await look(page, f"tables-{name}-{look_id}")
            await page.keyboard.press("Escape")
            await expect(dialog(page)).to_have_count(0)
        chip = page.locator(".chip button").first
        await chip.click()
        await expect(dialog(page).get_by_role("checkbox").first).to_be_visible()
        await look(page, f"tables-condition-{look_id}")
        await page.keyboard.press("Escape")
        if phone:
            await page.locator("button.narrow").click()
            await expect(dialog(page)).to_be_visible()
            await look(page, f"tables-types-{look_id}")
        else:
            await page.locator(".more").nth(2).click()
            await expect(dialog(page)).to_be_visible()
            await look(page, f"tables-menu-{look_id}")
    assert (PICTURES / f"tables-{look_id}.png").is_file()
