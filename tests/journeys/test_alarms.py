"""What people do with alarms, in a real browser against the whole product."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import expect

from mesto.kernel.model import Kind

from .conftest import LOOKS, STREETS, bin_urn, kept, look, seen, standing

pytestmark = pytest.mark.anyio

CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-117"
LAMPS = [f"urn:ngsi-ld:Streetlight:SL-{number:03}" for number in (3, 6, 9, 12)]
ROWS = "[role=table] .row"
MAP_ROWS = "#tab-panel [data-row]"


async def fill(visitor, number, level):
    await visitor.server.city.record([seen(bin_urn(number), "fillingLevel", level)])


async def darken(visitor, volts):
    """A cabinet and the lamps behind it lose their supply, or get it back."""
    links = [
        seen(lamp, "refStreetlightControlCabinet", CABINET, kind=Kind.RELATIONSHIP)
        for lamp in LAMPS
    ]
    cabinet = standing(CABINET, "RO-117", STREETS[0], 2, voltageR=volts)
    lamps = [seen(lamp, "voltage", volts) for lamp in LAMPS]
    await visitor.server.city.record([*cabinet, *links, *lamps])


def row(page, words):
    return page.locator(ROWS, has_text=words)


async def test_an_alarm_is_taken_on_with_a_comment_and_taken_back(visitor):
    async with visitor.screen("alarms") as page:
        full = row(page, "KO-000")
        await expect(full).to_contain_text("97 % full")
        await full.get_by_role("button", name="Acknowledge").click()
        await expect(full).to_contain_text("console")
        await expect(full).to_have_class(re.compile("faded"))
        await full.get_by_role("button", name="What to do").click()
        form = page.get_by_role("dialog", name="KO-000")
        await form.get_by_label("Comment or reason").fill("The truck is on its way.")
        await form.get_by_role("button", name="Comment").click()
        await expect(full).to_contain_text("The truck is on its way.")
        await page.get_by_role("button", name="Map").first.click()
        await expect(page.locator(".row.faded", has_text="KO-000")).to_be_visible()
        await page.go_back()
        await full.get_by_role("button", name="What to do").click()
        await form.get_by_role("button", name="Take back").click()
        await expect(full.get_by_role("button", name="Acknowledge")).to_be_visible()


async def test_an_alarm_is_assigned_and_shelved_and_its_log_tells_all(visitor):
    city = visitor.server.city
    accounts = visitor.server.installation.accounts
    login = f"eva-{uuid4().hex[:6]}@town"
    await accounts.make(login, "Eva Malá", {city.name: ["operator"]})
    async with visitor.screen("alarms") as page:
        full = row(page, "KO-000")
        await full.get_by_role("button", name="What to do").click()
        form = page.get_by_role("dialog", name="KO-000")
        await form.get_by_label("Assign to").select_option(label="Eva Malá")
        await form.get_by_role("button", name="Assign", exact=True).click()
        await expect(full).to_contain_text(login)
        await page.get_by_label("Everybody’s").select_option(label="Unassigned")
        await expect(full).to_have_count(0)
        await page.get_by_role("button", name="Clear filters").click()
        await full.get_by_role("button", name="What to do").click()
        await expect(form.get_by_role("button", name="Shelve")).to_be_disabled()
        await form.get_by_label("Comment or reason").fill("Roadworks.")
        await form.get_by_role("button", name="Shelve").click()
        await expect(full).to_have_count(0)
        await page.get_by_label("Everybody’s").select_option(label="Shelved")
        await expect(full).to_contain_text("shelved until")
        await full.get_by_role("button", name="What to do").click()
        log = form.get_by_role("region", name="What became of it")
        await expect(log.get_by_role("listitem").first).to_contain_text("Roadworks.")
        await expect(log).to_contain_text(f"assigned to {login}")
        await form.get_by_role("button", name="Bring back now").click()
        await expect(full).to_have_count(0)
        await page.get_by_role("button", name="Clear filters").click()
        await expect(full.get_by_role("button", name="Acknowledge")).to_be_visible()


async def test_several_are_acknowledged_at_once_by_keys_and_it_is_undone(visitor):
    await fill(visitor, 5, 0.97)
    async with visitor.screen("alarms") as page:
        for name in ("KO-000", "KO-005"):
            await row(page, name).locator(".open").focus()
            await page.keyboard.press("x")
        await page.get_by_role(
            "button", name="What to do and what was done"
        ).last.click()
        form = page.get_by_role("dialog", name="2 alarms")
        await form.get_by_role("button", name="Acknowledge").click()
        faded = page.locator(f"{ROWS}.faded")  # the list beside the map has them too
        await expect(faded).to_have_count(2)
        await page.get_by_role("button", name="Undo").click()
        await expect(faded).to_have_count(0)
    await fill(visitor, 5, 0.1)


async def test_what_one_cabinet_explains_is_one_row_that_opens(visitor):
    async with visitor.screen("alarms") as page:
        await expect(row(page, "KO-000")).to_be_visible()
        await darken(visitor, 0.0)
        cabinet = row(page, "RO-117")
        many = cabinet.get_by_role("button", name="5 assets")
        await expect(many).to_be_visible()
        await expect(page.locator(ROWS)).to_have_count(2)
        await many.press("Enter")
        await expect(page.locator(".row.inside")).to_have_count(4)
        await expect(page.locator(".row.inside").first).to_contain_text("SL-0")
        await page.get_by_role("button", name="By cause").click()
        await expect(page.locator(ROWS)).to_have_count(6)
        await row(page, "SL-003").locator(".open").press("Enter")
        await expect(page.locator("article h2")).to_contain_text("SL-003")
        await darken(visitor, 231.0)


async def test_filters_and_order_are_in_the_address(visitor):
    await fill(visitor, 4, 0.85)
    async with visitor.screen("alarms") as page:
        await expect(page.locator(ROWS)).to_have_count(2)
        await page.get_by_label("Severity").select_option(label="Warning")
        await expect(page.locator(ROWS)).to_have_count(1)
        await expect(page).to_have_url(re.compile("status=1"))
        await page.get_by_role("button", name="Clear filters").click()
        await expect(page.locator(ROWS)).to_have_count(2)
        await page.get_by_label("Name, street or cause").fill("jevrejska")
        await expect(page.get_by_text("No alarms")).to_be_visible()
        await page.get_by_label("Name, street or cause").fill("% full")
        await expect(page.locator(ROWS)).to_have_count(2)
        await page.get_by_role("button", name="Asset").click()
        await expect(page.locator(ROWS).first).to_contain_text("KO-004")
        heads = page.get_by_role("columnheader", name="Asset")
        await expect(heads).to_have_attribute("aria-sort", "descending")
        await page.reload()
        await expect(page.locator(ROWS).first).to_contain_text("KO-004")
    await fill(visitor, 4, 0.3)


async def test_a_new_alarm_is_there_at_once_and_announced(visitor):
    async with visitor.console() as page:
        await expect(page.locator("[data-link=live]")).to_be_visible()
        await fill(visitor, 8, 0.99)
        told = page.get_by_role("status").filter(has_text="Critical: 99 % full. KO-008")
        await expect(told).to_be_attached()
        await expect(page.locator(".row.new", has_text="KO-008")).to_be_visible()
        alarms = page.get_by_role("button", name="Alarms: 2 critical")
        await expect(alarms).to_be_visible()
        fresh = page.locator(".row.new", has_text="KO-008")
        await fresh.get_by_role("button", name="Acknowledge").click()
        await expect(page.locator(".row.faded", has_text="KO-008")).to_be_visible()
    await fill(visitor, 8, 0.1)


async def test_an_alarm_is_taken_on_without_a_network_once_and_for_what_was_seen(
    visitor,
):
    city = visitor.server.city
    await fill(visitor, 10, 0.99)
    async with visitor.console(keeps=True) as page:
        await kept(page)
        fresh = page.locator(".row.new", has_text="KO-010")
        await expect(fresh).to_be_visible()
        await page.context.set_offline(True)
        await fresh.get_by_role("button", name="Acknowledge").click()
        unsent = page.locator(".row", has_text="KO-010")
        await expect(unsent).to_contain_text("Not sent yet")
        await page.get_by_role("button", name="1 waits").click()
        waiting = page.get_by_role("list", name="Waiting to be sent")
        await expect(waiting).to_contain_text("Acknowledge: KO-010")
        await page.go_back()
        await page.reload()
        await expect(unsent).to_contain_text("Not sent yet")
        await page.context.set_offline(False)
        taken = page.locator(".row.faded", has_text="KO-010")
        await expect(taken).to_contain_text("console")
        await expect(page.get_by_role("button", name="1 waits")).to_have_count(0)
        assert len(await acknowledgements(city, "KO-010")) == 1
        visitor.complaints.clear()  # the browser notes what it could not fetch
    await fill(visitor, 10, 0.1)


async def acknowledgements(city, code):
    """How often the ledger says that somebody took on an alarm of an asset."""
    async with city.bound() as connection:
        return await connection.fetch(
            "select l.position from ledger l join entity e on e.id = l.entity "
            "join attribute a on a.id = l.attribute "
            "where a.name = 'ackState' and e.urn like $1",
            f"%{code}%",
        )


async def test_a_past_alarm_is_listed_written_and_shown_as_it_was(visitor):
    async with visitor.screen("alarms") as page:
        await expect(row(page, "KO-000")).to_be_visible()
        await fill(visitor, 9, 0.99)
        await expect(row(page, "KO-009")).to_be_visible()
        await fill(visitor, 9, 0.1)
        await expect(row(page, "KO-009")).to_have_count(0)
        await page.get_by_role("button", name="Past").click()
        over = row(page, "KO-009")
        await expect(over).to_contain_text("99 % full")
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Download as CSV").click()
        text = (await (await download.value).path()).read_text()
        assert "KO-009" in text
        await over.get_by_role("button", name="Show how it was").click()
        await expect(page.locator(".banner", has_text="As of")).to_be_visible()
        await expect(page.locator("article h2")).to_contain_text("KO-009")
        await expect(page.locator("article")).to_contain_text("99 % full")


async def test_the_sound_is_off_until_somebody_wants_it(visitor):
    async with visitor.screen("alarms") as page:
        sound = page.get_by_role("button", name="Sound for new critical alarms")
        await expect(sound).to_have_attribute("aria-pressed", "false")
        await sound.click()
        await page.reload()
        await expect(sound).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("way", LOOKS)
async def test_what_can_be_done_is_well_in_every_look(visitor, way, request):
    async with visitor.screen("alarms", **way) as page:
        full = row(page, "KO-000")
        await full.locator(".handled .square").click()
        await expect(page.locator("dialog textarea")).to_be_visible()
        await look(page, f"alarms-handle-{request.node.callspec.id}")


@pytest.mark.parametrize("way", LOOKS)
@pytest.mark.parametrize("state", ["open", "past"])
async def test_alarms_are_well_in_every_look(visitor, state, way, request):
    await darken(visitor, 0.0)
    await fill(visitor, 3, 0.85)
    async with visitor.screen("alarms?state=open", **way) as page:
        await expect(page.locator(ROWS, has_text="RO-117")).to_be_visible()
        if state == "past":
            await darken(visitor, 231.0)
            await expect(page.locator(ROWS, has_text="RO-117")).to_have_count(0)
            await page.locator(".switch button").last.click()
            await expect(page.locator(ROWS, has_text="RO-117").first).to_be_visible()
        await look(page, f"alarms-{request.node.callspec.id}")
    await darken(visitor, 231.0)
    await fill(visitor, 3, 0.3)
