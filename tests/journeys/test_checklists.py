"""Checklists: written once, taken by orders, and ticked off with what they want."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from mesto.operations.work.checklists import CHECKLIST
from tests.waiting import until

from .conftest import LOOKS, look
from .phone import a_photo, phone, told, waiting

pytestmark = pytest.mark.anyio


async def orders_of(server, title):
    found = (await server.city.entities("WorkOrder")).values()
    return [one for one in found if one.value("title") == title]


async def test_a_checklist_is_written_offered_and_ticked_off(
    visitor,
    server,
    login,
    crew,
):
    title = f"Wash it {uuid4().hex[:6]}"
    async with visitor.screen("work-orders/checklists") as page:
        built_in = page.get_by_role("button", name="Lamp replacement")
        await expect(built_in).to_contain_text("built in")
        await page.get_by_role("button", name="New checklist").click()
        form = page.get_by_role("dialog", name="New checklist")
        await form.get_by_label("Name").fill(title)
        await form.get_by_role("button", name="Cleaning").click()
        await form.get_by_role("button", name="Containers", exact=True).click()
        steps = form.get_by_role("group", name="Steps in their order")
        for kind, text in (("number", "Weigh it"), ("photo", "Show it")):
            await steps.get_by_role("button", name="Steps in their order").click()
            await steps.get_by_role("button", name=kind, exact=True).click()
            step = steps.get_by_label("What is to be done").last
            await step.fill(text)
        await steps.get_by_label("Unit").fill("kg")
        await form.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("button", name=title)).to_contain_text("2 steps")

        await page.get_by_role("button", name="Work orders", exact=True).last.click()
        await page.get_by_role("button", name="New work order").click()
        form = page.get_by_role("dialog", name="New work order")
        await form.get_by_label("What is to be done").fill(title)
        await form.get_by_label("About which assets").fill("KO-003")
        await form.get_by_role("button", name="KO-003").click()
        await form.get_by_label("Kind of work").select_option("cleaning")
        taken = form.get_by_label("Ready-made list")
        await expect(taken.locator("option:checked")).to_have_text(title)
        await expect(form.get_by_role("checkbox", name="Weigh it")).to_be_checked()
        await form.get_by_label("Checklist").fill("Say hello")
        await form.get_by_label("Assign to").select_option(f"crew:{crew}")
        await form.get_by_role("button", name="Open the order").click()
        await until(lambda: orders_of(server, title))
    (order,) = await orders_of(server, title)
    name = order.id.rpartition(":")[2]
    async with phone(visitor, login, f"my-work/{name}", keeps=False) as page:
        await page.get_by_label("Weigh it, number").fill("12.5")
        await page.get_by_label("Weigh it, number").press("Tab")
        await page.get_by_label("photo: Show it").set_input_files(a_photo(800))
        for item in ("Weigh it", "Show it"):
            await expect(page.get_by_role("checkbox", name=item)).to_be_checked()
        await expect(page.get_by_role("img", name="Show it")).to_be_visible()
        await expect(waiting(page)).to_have_count(0)
    said = await told(server, name)
    items = {one["says"]: one for one in said["checklistItem"]}
    assert list(items) == ["Weigh it", "Show it", "Say hello"]
    assert (items["Weigh it"]["done"], items["Weigh it"]["number"]) == (True, 12.5)
    assert [one["says"]["caption"] for one in said["photo"]] == ["Show it"]
    assert not items["Say hello"]["done"]


async def test_a_built_in_list_becomes_the_towns_own_and_comes_back(visitor, server):
    async with visitor.screen("work-orders/checklists") as page:
        cleaning = page.get_by_role("button", name="Container cleaning")
        await cleaning.click()
        form = page.get_by_role("dialog", name="Container cleaning")
        await form.get_by_role("button", name="Save").click()
        await expect(cleaning).to_contain_text("of the town")
        await cleaning.click()
        await form.get_by_role("button", name="Remove", exact=True).last.click()
        await expect(cleaning).to_contain_text("built in")
    assert not [
        urn for urn in await server.city.entities(CHECKLIST) if urn.endswith("cleaning")
    ]


@pytest.mark.parametrize("way", LOOKS)
async def test_checklists_look_well(visitor, way, request):
    name = request.node.callspec.id
    async with visitor.screen("work-orders/checklists", **way) as page:
        rows = page.locator(".cards button")
        await expect(rows.first).to_be_visible()
        await look(page, f"checklists-{name}")
        await rows.first.click()
        await expect(page.locator("dialog, [role=dialog]").last).to_be_visible()
        await look(page, f"checklist-{name}")
