"""One order to many from a table; what waits, holds and is forbidden, on one screen."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import expect

from mesto.kernel.model import TYPE, Command, Kind
from mesto.operations.commands.give import give
from mesto.operations.commands.override import Back, Terms

from .conftest import BINS, LAMPS, LOOKS, PHONE, look, seen

pytestmark = pytest.mark.anyio
CREATED = 201
TO_APPROVE = re.compile(r"Commands:? \d+ to approve")
WIRED = 40  #: lamps that can be told anything; of the others it is said why not


def wiring():
    """Hang lamps on a network that is never up: what is ordered stays on its way."""
    where = "urn:ngsi-ld:Connection:lamps"
    settings = {
        "topics": ["lamps/#"],
        "commands": {"setDimLevel": {"topic": "{serial}", "payload": "{value}"}},
    }
    yield seen(where, TYPE, ["Connection"])
    yield seen(where, "gate", "mqtt")
    yield seen(where, "url", "mqtt://127.0.0.1:9")
    yield seen(where, "settings", settings, kind=Kind.JSON_PROPERTY)
    for number in range(WIRED):
        device = f"urn:ngsi-ld:Device:many-{number}"
        lamp = f"urn:ngsi-ld:Streetlight:SL-{number:03}"
        yield seen(device, TYPE, ["Device"])
        yield seen(device, "serialNumber", f"many-{number}")
        yield seen(device, "connection", "lamps")
        yield seen(device, "controlledAsset", lamp, kind=Kind.RELATIONSHIP)


@pytest.fixture
async def wired(server):
    await server.city.record(list(wiring()))
    return server


async def ordered(server, terms, number=1):
    """Somebody else orders something of a lamp."""
    command = Command(
        entity=f"urn:ngsi-ld:Streetlight:SL-{number:03}",
        name="setDimLevel",
        value=0.4,
        expires_at=datetime.now(UTC) + timedelta(minutes=5),
        source="person:eva",
    )
    return await give(server.city, command, terms)


@pytest.mark.usefixtures("wired")
async def test_all_of_a_table_are_told_and_followed(visitor):
    async with visitor.screen("tables/Streetlight") as page:
        await page.get_by_role("button", name="Order", exact=True).click()
        drawer = page.get_by_role("dialog")
        await drawer.get_by_label("What").select_option(label="Dim")
        await drawer.get_by_label("Dim:").fill("0.6")
        would = drawer.get_by_text(f"{WIRED} of {LAMPS} would get it")
        await expect(would).to_be_visible()
        await expect(drawer.get_by_text("No device controls it.")).to_be_visible()
        await drawer.get_by_label("Why").fill("A concert.")
        await drawer.get_by_role("button", name=f"Order of {WIRED}").click()
        bulk = page.locator("[data-bulk]").first
        await expect(bulk).to_contain_text("Dim: 60 %")
        await expect(bulk).to_contain_text("A concert.")
        await expect(bulk.locator("[data-life=sent]")).to_have_text(
            f"{WIRED} on their way"
        )
        await bulk.get_by_text("Why not 20").click()
        reason = bulk.locator("details li")
        await expect(reason).to_contain_text("No device controls it.")
        await expect(bulk.get_by_role("button", name="Order 20 again")).to_be_visible()


async def told(server, method, path, *, value):
    """Ask the server about a level of all lamps."""
    wish = {"type": "Streetlight", "order": "dim", "value": value}
    url = f"/api/{server.city.name}/{path}"
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        return await client.request(method, url, json=wish)


async def test_a_second_person_decides_and_what_holds_is_ended(wired, visitor):
    soon = datetime.now(UTC) + timedelta(hours=1)
    number = await ordered(wired, Terms(four_eyes=True), 2)
    await ordered(wired, Terms(until=soon, back=Back(None)), 3)
    async with visitor.screen("commands", viewport=PHONE) as page:
        waiting = page.locator(f"[data-waiting='{number}']")
        await expect(waiting).to_contain_text("SL-002")
        await waiting.get_by_role("button", name="Approve").click()
        await expect(waiting).to_have_count(0)
        await page.get_by_role("button", name="By hand now").click()
        held = page.locator("[data-held]").filter(has_text="SL-003")
        await held.get_by_role("button", name="End now").click()
        await expect(held).to_have_count(0)


async def test_the_rail_says_how_many_wait_for_ones_consent(wired, visitor):
    numbers = [await ordered(wired, Terms(four_eyes=True), 6) for _ in range(2)]
    async with visitor.screen("commands") as page:
        badge = page.get_by_role("button", name=TO_APPROVE)
        for number in numbers:
            mine = page.locator(f"[data-waiting='{number}']")
            await expect(mine).to_be_visible()
            waits = await page.locator("[data-waiting]").count()
            await expect(badge).to_have_accessible_name(f"Commands: {waits} to approve")
            await mine.get_by_role("button", name="Approve").click()
            await expect(mine).to_have_count(0)
    await ordered(wired, Terms(four_eyes=True), 6)
    async with visitor.console(viewport=PHONE) as page:
        await page.get_by_role("button", name="More").click()
        await expect(page.get_by_role("button", name=TO_APPROVE)).to_be_visible()


@pytest.mark.usefixtures("wired")
async def test_what_is_marked_on_the_map_is_told_at_once(visitor):
    async with visitor.console() as page:
        frame = await page.locator(".frame").bounding_box()
        x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
        await page.keyboard.down("Shift")
        await page.mouse.move(x - 150, y - 150)
        await page.mouse.down()
        await page.mouse.move(x + 150, y + 150, steps=4)
        await page.mouse.up()
        await page.keyboard.up("Shift")
        chip = page.locator(".marked")
        await expect(chip).to_contain_text("assets marked")
        await chip.get_by_role("button", name="Order", exact=True).click()
        drawer = page.get_by_role("dialog")
        await drawer.get_by_label("Why").fill("A rectangle.")
        await drawer.get_by_role("button", name="Order of").click()
        bulk = page.locator("[data-bulk]").filter(has_text="A rectangle.")
        await expect(bulk).to_contain_text("Lamps")


@pytest.mark.usefixtures("wired")
async def test_all_in_view_is_ordered_of_or_worked_on_by_keys(visitor):
    async with visitor.console() as page:
        await page.get_by_role("button", name="Mark all in view").press("Enter")
        everything = f"{LAMPS + BINS} assets marked"
        await expect(page.get_by_text(everything)).to_be_visible()
        await page.get_by_role("button", name="Remove the marks").press("Enter")
        await page.get_by_role("tab", name="In view").press("Enter")
        panel = page.get_by_role("tabpanel")
        await panel.get_by_role("button", name="Order", exact=True).press("Enter")
        drawer = page.get_by_role("dialog", name=f"Order of {LAMPS} assets")
        await expect(drawer.get_by_text(f"of {LAMPS} would get it")).to_be_visible()
        await page.keyboard.press("Escape")
        await panel.get_by_role("button", name="Work order").press("Enter")
        form = page.get_by_role("dialog")
        await expect(form.get_by_text(f"{LAMPS + BINS}").first).to_be_visible()


async def tried_on(page, lamp, says):
    """Try what is being written on a lamp: lit it is held back, dimmed it is not."""
    trial = page.get_by_role("region", name="Try it on an asset")
    await trial.get_by_label("Asset").fill(lamp)
    await trial.get_by_role("button", name=lamp).click()
    await trial.get_by_label("What").select_option(label="Dim")
    await trial.get_by_role("button", name="Try it").click()
    await expect(trial.get_by_role("status")).to_contain_text("Forbidden.")
    await expect(trial.get_by_role("status")).to_contain_text(says)
    await trial.get_by_label("Dim:").fill("0.5")
    await expect(trial.get_by_role("status")).to_be_empty()
    await trial.get_by_role("button", name="Try it").click()
    await expect(trial.get_by_role("status")).to_contain_text("Allowed.")


async def test_an_interlock_is_written_in_cards_and_holds(wired, visitor):
    says = f"Never over the limit {uuid4().hex[:6]}"
    async with visitor.screen("commands/interlocks") as page:
        await page.get_by_role("button", name="New interlock").click()
        await page.get_by_label("Lamps", exact=True).check()
        await page.get_by_label("setDimLevel").check()
        await page.get_by_role("button", name="As an expression").click()
        await page.get_by_label("Forbidden while").fill("value > 0.95")
        await page.get_by_role("textbox", name="English").fill(says)
        await tried_on(page, "SL-001", says)
        await page.get_by_role("button", name="Save", exact=True).click()
        row = page.get_by_role("button").filter(has_text=says)
        await expect(row).to_contain_text("forbids")
        answer = await told(wired, "POST", "bulks/preview", value=1.0)
        against = answer.json()["against"]
        assert says in [one["says"].get("en") for one in against]
        await row.click()
        await page.get_by_role("button", name="Remove", exact=True).click()
        await expect(row).to_have_count(0)


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(wired, visitor, looks):
    soon = datetime.now(UTC) + timedelta(hours=1)
    await ordered(wired, Terms(four_eyes=True), 4)
    await ordered(wired, Terms(until=soon, back=Back(None)), 5)
    answer = await told(wired, "PUT", f"bulks/{uuid4()}", value=0.5)
    assert answer.status_code == CREATED
    async with visitor.screen("commands", **looks) as page:
        await expect(page.locator("[data-waiting]").first).to_be_visible()
        await look(page, "commands-waiting")
        where = page.url
        await page.goto(where + "/many")
        await expect(page.locator("[data-bulk]").first).to_be_visible()
        await look(page, "commands-many")
        await page.goto(where + "/interlocks/new")
        await expect(page.locator(".logic")).to_be_visible()
        await page.locator("section .which").scroll_into_view_if_needed()
        await look(page, "commands-interlock")
        await page.goto(where.replace("commands", "tables/Streetlight"))
        await page.locator(".tools button[aria-haspopup=dialog]").nth(1).click()
        await expect(page.locator(".weighed b")).to_be_visible()
        await look(page, "commands-order")


@pytest.mark.parametrize("looks", LOOKS)
async def test_what_is_marked_looks_well(wired, visitor, looks):
    await ordered(wired, Terms(four_eyes=True), 8)
    name = f"{looks['language']}-{looks['viewport']['width']}"
    async with visitor.console(**looks) as page:
        await page.locator(".map .buttons button").nth(3).click()
        await expect(page.locator(".marked .button")).to_have_count(2)
        await look(page, f"commands-map-{name}")
        if looks["viewport"] == PHONE:
            await page.locator("nav:visible button").nth(1).click()
        await page.locator("#tab-view").click()
        await expect(page.locator("#tab-panel .button")).to_have_count(2)
        await look(page, f"commands-in-view-{name}")
        await page.locator("#tab-panel .button").first.click()
        await expect(page.locator(".weighed b")).to_be_visible()
        await look(page, f"commands-order-in-view-{name}")
