"""Work orders in the office: opened, changed, checked, in a real browser."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.async_api import expect

from mesto.operations.alarms.alert import Alert, alert_urn, raise_alert
from mesto.operations.work.order import Opening, open_order
from mesto.operations.work.said import Assign, Move, Priority, State, say

from .conftest import LOOKS, bin_urn, look

pytestmark = pytest.mark.anyio

ROWS = "[role=table] .row"


async def opened(visitor, title, *, about=None, **fields):
    """Open an order an hour ago; return its name."""
    city, name = visitor.server.city, f"t-{uuid4().hex[:8]}"
    at = datetime.now(UTC) - timedelta(hours=1)
    asset = (await city.present([about]))[about] if about else None
    opening = Opening(at=at, title=title, about=about or "", **fields)
    await city.record(list(open_order(name, opening, asset, source="journeys")))
    return name


async def said(visitor, name, *statements):
    city = visitor.server.city
    for one in statements:
        await city.record(list(say(name, one, source="person:ivan")))


def row(page, words):
    return page.locator(ROWS, has_text=words)


def now():
    return datetime.now(UTC)


async def test_an_order_is_opened_about_an_asset_with_a_checklist(visitor):
    title = f"Empty it {uuid4().hex[:6]}"
    async with visitor.screen("work-orders") as page:
        await page.get_by_role("button", name="New work order").click()
        form = page.get_by_role("dialog", name="New work order")
        opens = form.get_by_role("button", name="Open the order")
        await expect(opens).to_be_disabled()
        await form.get_by_label("What is to be done").fill(title)
        await form.get_by_label("About which assets").fill("KO-003")
        await form.get_by_role("button", name="KO-003").click()
        await form.get_by_label("Priority").select_option("urgent")
        await form.get_by_label("Checklist").fill("Empty it\nWash it")
        due = (now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
        await form.get_by_label("Due").fill(due)
        await opens.click()
        order = row(page, title)
        for words in ("KO-003", "Urgent", "Open", "nobody yet", "0 of 2 done"):
            await expect(order).to_contain_text(words)


async def test_orders_are_narrowed_counted_sorted_and_so_remembered(visitor):
    tag = uuid4().hex[:6]
    late, soon = now() - timedelta(days=2), now() + timedelta(days=3)
    await opened(visitor, f"Late {tag}", due_at=late, to="person:ivan")
    await opened(visitor, f"Soon {tag}", due_at=soon, priority=Priority.HIGH)
    done = await opened(visitor, f"Done {tag}")
    await said(visitor, done, Move(at=now(), to=State.DONE))
    async with visitor.screen("work-orders") as page:
        await page.get_by_label("Title, asset, who or number").fill(tag)
        await expect(page.locator(ROWS)).to_have_count(3)
        await expect(row(page, "Late")).to_contain_text("overdue")
        states = page.get_by_role("group", name="State")
        await states.get_by_role("button", name="Done, to check 1").click()
        await expect(page.locator(ROWS)).to_have_count(1)
        await states.get_by_role("button", name="To do and to check 3").click()
        await page.get_by_label("Due", exact=True).select_option("overdue")
        await expect(page.locator(ROWS)).to_contain_text(["Late"])
        await page.get_by_label("Due", exact=True).select_option("week")
        await expect(page.locator(ROWS)).to_contain_text(["Soon"])
        await page.get_by_label("Due", exact=True).select_option("")
        await page.get_by_role("button", name="Priority").click()
        await expect(page.locator(ROWS).first).to_contain_text("Soon")
        await expect(page).to_have_url(re.compile("sort=priority"))
        await page.get_by_role("button", name="Map").first.click()
        await page.keyboard.press("g")
        await page.keyboard.press("w")
        await expect(page.locator(ROWS).first).to_contain_text("Soon")
        await page.get_by_role("button", name="Clear filters").click()
        await expect(page.get_by_label("Title, asset, who or number")).to_have_value("")


async def test_many_are_assigned_by_keys_and_put_back(visitor):
    tag = uuid4().hex[:6]
    accounts, city = visitor.server.installation.accounts, visitor.server.city
    await accounts.make(f"eva-{tag}@town", f"Eva {tag}", {city.name: ["operator"]})
    first = await opened(visitor, f"First {tag}")
    await opened(visitor, f"Second {tag}", to="person:ivan")
    await said(visitor, first, Assign(at=now(), to=""))
    async with visitor.screen(f"work-orders?q={tag}") as page:
        for title in ("First", "Second"):
            await row(page, title).get_by_role("link").press("x")
        chosen = page.get_by_role("region", name="2 chosen")
        await chosen.get_by_role("button", name="Change or check").click()
        form = page.get_by_role("dialog", name="2 work orders")
        await form.get_by_label("Assign to").select_option(label=f"Eva {tag}")
        await form.get_by_role("button", name="Assign", exact=True).click()
        for title in ("First", "Second"):
            await expect(row(page, title)).to_contain_text(f"Eva {tag}")
        await page.get_by_role("button", name="Undo").click()
        await expect(row(page, "First")).to_contain_text("nobody yet")
        await expect(row(page, "Second")).to_contain_text("ivan")


async def test_a_due_time_and_a_priority_are_changed_and_put_back(visitor):
    tag = uuid4().hex[:6]
    await opened(visitor, f"Plain {tag}")
    async with visitor.screen(f"work-orders?q={tag}") as page:
        order = row(page, "Plain")
        await order.get_by_role("link").press("e")
        form = page.get_by_role("dialog", name="Plain")
        await form.get_by_label("Due").fill("2020-01-01T12:00")
        await form.get_by_role("button", name="Set").first.click()
        await expect(order).to_contain_text("overdue")
        await page.get_by_role("button", name="Undo").click()
        await expect(order).not_to_contain_text("overdue")
        await order.get_by_role("link").press("e")
        await form.get_by_label("Priority").select_option("low")
        await form.get_by_role("button", name="Set").last.click()
        await expect(order).to_contain_text("Low")
        await page.get_by_role("button", name="Undo").click()
        await expect(order).to_contain_text("Normal")


async def test_what_is_done_is_checked_or_sent_back_with_a_reason(visitor):
    tag = uuid4().hex[:6]
    for title in ("Good", "Bad"):
        name = await opened(visitor, f"{title} {tag}", about=bin_urn(4))
        await said(visitor, name, Move(at=now(), to=State.DONE))
    async with visitor.screen(f"work-orders?q={tag}") as page:
        await row(page, "Good").get_by_role("link").press("Enter")
        form = page.get_by_role("dialog", name="Good")
        await form.get_by_role("button", name="Check: it is well done").click()
        await expect(row(page, "Good")).to_have_count(0)
        await row(page, "Bad").get_by_role("link").click()
        form = page.get_by_role("dialog", name="Bad")
        back = form.get_by_role("button", name="Send back")
        await expect(back).to_be_disabled()
        await form.get_by_label("Reason").fill("The lid is still broken")
        await back.click()
        await expect(row(page, "Bad")).to_contain_text("The lid is still broken")
        await expect(row(page, "Bad")).to_contain_text("Open")
        await page.get_by_role("button", name="Checked 1").click()
        await expect(row(page, "Good")).to_be_visible()


async def test_what_is_listed_is_marked_on_the_map_and_saved_as_a_table(visitor):
    tag = uuid4().hex[:6]
    await opened(visitor, f"Placed {tag}", about=bin_urn(2))
    await opened(visitor, f"Nowhere {tag}")
    async with visitor.screen(f"work-orders?q={tag}") as page:
        await expect(page.locator(ROWS)).to_have_count(2)
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Download as CSV").click()
        path = await (await download.value).path()
        table = await asyncio.to_thread(path.read_text, "utf-8-sig")
        assert table.startswith("order,title,type,state")
        assert f"Placed {tag},repair,open,normal" in table
        await page.get_by_role("button", name="Show on map").click()
        await expect(page.get_by_text("1 asset marked")).to_be_visible()


async def test_a_crew_is_made_has_work_and_comes_first_where_it_mends(visitor):
    tag = uuid4().hex[:6]
    accounts, city = visitor.server.installation.accounts, visitor.server.city
    await accounts.make(f"eva-{tag}@town", f"Eva {tag}", {city.name: ["operator"]})
    async with visitor.screen("work-orders/crews", hurried="yes") as page:
        await page.get_by_role("button", name="New crew").click()
        form = page.get_by_role("dialog", name="New crew")
        await form.get_by_label("Name").fill(f"Bins {tag}")
        await form.get_by_label(f"Eva {tag}").check()
        await form.get_by_label("Waste").check()
        await form.get_by_role("button", name="Save").click()
        crew = page.get_by_role("list", name="Crews").get_by_role("button", name=tag)
        await expect(crew).to_contain_text(f"Eva {tag}")
        await expect(crew).to_contain_text("Waste")
        await opened(visitor, f"Wash {tag}", to=f"crew:bins-{tag}")
        tabs = page.get_by_role("navigation", name="Work orders")
        await tabs.get_by_role("button", name="Work orders").click()
        await expect(row(page, f"Wash {tag}")).to_contain_text(f"Bins {tag}")
        await tabs.get_by_role("button", name="Crews").click()
        await expect(crew).to_contain_text("1 work order")
        await crew.click()
        form = page.get_by_role("dialog", name=f"Bins {tag}")
        await form.get_by_role("button", name="Remove").click()
        await expect(crew).to_have_count(0)
        await page.get_by_role("button", name="Undo").click()
        await expect(crew).to_be_visible()


async def test_work_from_an_alarm_is_checked_and_the_alarm_is_cleared(visitor):
    city, rule = visitor.server.city, f"scenario:flood-{uuid4().hex[:6]}"
    (asset,) = (await city.present([bin_urn(7)])).values()
    alert = Alert(rule=rule, severity="critical", description={"en": f"Wet {rule}"})
    at = now()
    await city.record(list(raise_alert(alert, asset, at=at, source=rule)))
    async with visitor.screen("alarms", hurried="yes") as page:
        alarm = row(page, f"Wet {rule}")
        await alarm.get_by_role("button", name="What to do").click()
        await (
            page.get_by_role("dialog").get_by_role("button", name="Work order").click()
        )
        form = page.get_by_role("dialog", name="New work order")
        title = form.get_by_label("What is to be done")
        await expect(title).to_have_value(re.compile(f"KO-007.*: Wet {rule}"))
        await expect(form.get_by_role("listitem")).to_contain_text("KO-007")
        await form.get_by_role("button", name="Open the order").click()
        order = row(page, f"Wet {rule}")
        await expect(order).to_contain_text("KO-007")
        name = await order.get_by_role("link").get_attribute("data-order")
        await said(visitor, name, Move(at=now(), to=State.DONE))
        await order.get_by_role("link").click()
        drawer = page.get_by_role("dialog", name="KO-007")
        await drawer.get_by_role("button", name="Check: it is well done").click()
        await expect(drawer).to_contain_text("is still raised")
        await drawer.get_by_role("button", name="Clear the alarm").click()
        await expect(drawer).to_have_count(0)
        await page.get_by_role("button", name="Alarms").first.click()
        await expect(page.locator(ROWS, has_text="KO-000")).to_be_visible()
        await expect(alarm).to_have_count(0)
    urn = alert_urn(rule, bin_urn(7))
    told = (await city.present([urn]))[urn]
    assert told.value("state") == "cleared"
    assert name in str(told.value("comment")) or "checked" in str(told.value("comment"))


async def test_an_asset_knows_what_is_to_be_done_about_it(visitor):
    title = f"Paint {uuid4().hex[:6]}"
    async with visitor.console() as page:
        await page.keyboard.press("/")
        await page.keyboard.type("ko-009")
        await expect(page.locator("#found [role=option]")).to_have_count(1)
        await page.keyboard.press("Control+Enter")
        work = page.get_by_role("region", name="Work orders")
        await work.get_by_role("button", name="Work order").click()
        form = page.get_by_role("dialog", name="New work order")
        await form.get_by_label("What is to be done").fill(title)
        await form.get_by_role("button", name="Open the order").click()
        await expect(row(page, title)).to_contain_text("KO-009")
        await page.go_back()
        await page.go_back()
        await work.get_by_role("link", name=title).click()
        await expect(page.get_by_role("dialog", name=title)).to_be_visible()


async def test_rows_of_a_table_become_one_order_for_all(visitor):
    title = f"Rinse {uuid4().hex[:6]}"
    async with visitor.screen("tables/WasteContainer?q=Jevrejska") as page:
        boxes = page.get_by_role("gridcell").get_by_role("checkbox")
        for number in range(3):
            await boxes.nth(number).check()
        await page.get_by_role("button", name="Work order", exact=True).click()
        form = page.get_by_role("dialog", name="New work order")
        await form.get_by_label("What is to be done").fill(title)
        await form.get_by_label("One order for all").check()
        await form.get_by_role("button", name="Open the order").click()
        await expect(row(page, title)).to_contain_text("and 2 more assets")
        await expect(row(page, title)).to_contain_text("0 of 3 done")


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks, request):
    tag = uuid4().hex[:6]
    late = now() - timedelta(days=2)
    urgent = {"due_at": late, "priority": Priority.URGENT, "to": "person:ivan"}
    await opened(visitor, f"Vyměnit svítidlo {tag}", about=bin_urn(1), **urgent)
    await opened(visitor, f"Zkontrolovat kontejner {tag}", about=bin_urn(2))
    async with visitor.screen(f"work-orders?q={tag}", **looks) as page:
        await expect(page.locator(ROWS)).to_have_count(2)
        await page.locator("[role=table] input[type=checkbox]").first.check()
        await look(page, f"work-orders-{request.node.callspec.id}")
        await page.locator(f"{ROWS} a").first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await look(page, f"work-orders-drawer-{request.node.callspec.id}")
        await page.keyboard.press("Escape")
        await page.locator(".sheet .head .button.primary").click()
        await page.locator("dialog input[type=search]").fill("KO-00")
        await page.locator("dialog .found button").first.click()
        await page.locator("dialog input[type=search]").fill("KO-00")
        await page.locator("dialog .found button").first.click()
        await look(page, f"work-orders-form-{request.node.callspec.id}")
        await page.keyboard.press("Escape")
        await page.locator(".sheet nav button").last.click()
        await expect(page.locator(".sheet nav button").last).to_have_attribute(
            "aria-current", "page"
        )
        await look(page, f"work-orders-crews-{request.node.callspec.id}")
        await page.locator(".sheet .head .button.primary").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await look(page, f"work-orders-crew-{request.node.callspec.id}")
