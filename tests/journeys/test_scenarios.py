"""What a town does by itself: written as cards by keys alone, let to work by stages."""

from uuid import uuid4

import pytest
from httpx import AsyncClient
from playwright.async_api import expect

from .conftest import LOOKS, look
from .conftest import press as by_keys

pytestmark = pytest.mark.anyio


async def press(page, name):
    """Press the button that is called so by the keyboard."""
    await by_keys(page.get_by_role("button", name=name, exact=True).first)


async def test_a_dark_lamp_is_written_tried_kept_and_let_to_work_by_keys(visitor):
    name = f"Dark lamp {uuid4().hex[:6]}"
    async with visitor.screen("scenarios/new") as page:
        await page.get_by_label("Name", exact=True).focus()
        await page.keyboard.type(name)
        await press(page, "Lamps")
        await press(page, "When it begins")
        await press(page, "something changes")
        await page.get_by_label("What is measured").select_option("powerState")
        await press(page, "Action")
        await press(page, "open a work order")
        await page.get_by_label("What is to be done").focus()
        await page.keyboard.type("Look at the lamp")
        await press(page, "Action")
        await press(page, "tell people")
        await page.get_by_label("Whom").focus()
        await page.keyboard.type("role:operator")
        await page.get_by_label("Subject").focus()
        await page.keyboard.type("A lamp is dark")
        await expect(page.locator(".told")).to_contain_text("Look at the lamp")
        await press(page, "Save")
        stages = page.get_by_role("group", name="Stage")
        await expect(stages.get_by_role("button", name="Draft")).to_have_attribute(
            "aria-pressed", "true"
        )
        visitor.complaints.clear()  # the browser notes every 400 of what is only begun
        for stage in ("Watching", "Active"):
            button = stages.get_by_role("button", name=stage)
            await by_keys(button)
            await expect(button).to_have_attribute("aria-pressed", "true")
        await press(page, "Versions")
        await expect(page.get_by_text("Written", exact=True)).to_be_visible()


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    async with visitor.screen("scenarios", **looks) as page:
        await expect(page.locator(".intro")).to_be_visible()
        await look(page, "scenarios")
        await page.goto(page.url + "/new")
        await expect(page.locator(".cards")).to_be_visible()
        await look(page, "scenarios-one")


FULL = {
    "title": {"en": "A bin is full", "cs": "Plná nádoba", "sr-Latn": "Pun kontejner"},
    "scope": {"types": ["WasteContainer"]},
    "triggers": [{"is": "threshold", "attribute": "fillingLevel", "above": 0.9}],
    "conditions": [{"is": "expression", "that": "value < 2"}],
    "actions": [
        {"is": "notify", "to": ["role:operator"], "subject": {"en": "{{ value }}"}}
    ],
}


@pytest.fixture
async def kept(server):
    """A scenario that was written before; its name."""
    name = f"full-{uuid4().hex[:6]}"
    async with AsyncClient(headers={"X-API-Key": server.key}) as http:
        path = f"{server.url}/api/{server.city.name}/scenarios/{name}"
        answer = await http.put(path, json={"definition": FULL, "version": 0})
        assert answer.status_code == 200, answer.text
    return name


async def test_a_draft_is_rehearsed_beside_what_is_kept_by_keys(visitor, kept):
    async with visitor.screen(f"scenarios/{kept}") as page:
        limit = page.get_by_label("Limit", exact=True)
        await limit.fill("93")
        await limit.press("Tab")
        await press(page, "Rehearsal")
        await press(page, "1 day")
        await expect(page.get_by_label("Compare with what is kept")).to_be_checked()
        await press(page, "Rehearse")
        told = page.get_by_role("region", name="Rehearsal")
        await expect(told.locator(".sum")).to_contain_text("It would have acted 1 time")
        which = page.get_by_role("combobox", name="What", exact=True)
        await which.select_option("kept")
        await expect(told.locator("ol summary")).to_contain_text("KO-000")
        await told.locator("ol summary").press("Enter")
        await expect(told.locator("ol")).to_contain_text("value < 2")


CALLED = FULL | {
    "scope": {},
    "triggers": [{"is": "webhook"}],
    "conditions": [],
}


@pytest.fixture
async def called(server):
    """A scenario that waits for another system; its name."""
    name = f"called-{uuid4().hex[:6]}"
    async with AsyncClient(headers={"X-API-Key": server.key}) as http:
        path = f"{server.url}/api/{server.city.name}/scenarios/{name}"
        body = {"definition": CALLED, "version": 0}
        kept = await http.put(path, json=body)
        body = {"stage": "watching", "version": kept.json()["version"]}
        answer = await http.put(f"{path}/stage", json=body)
        assert answer.status_code == 204, answer.text
    return name


async def test_another_system_is_given_an_address_by_keys(visitor, called):
    async with visitor.screen(f"scenarios/{called}") as page:
        hook = page.get_by_role("region", name="Its own address")
        await press(page, "Make an address")
        address = await hook.locator("code").first.inner_text()
        await expect(hook.locator("pre")).to_contain_text(f"'{address}'")
        async with AsyncClient() as stranger:
            answer = await stranger.post(address, json={"level": 3})
            assert answer.status_code == 202, answer.text
            await press(page, "Renew")
            await press(page, "Cancel")
            await press(page, "Renew")
            await press(page, "Renew")
            await expect(hook.locator("code").first).not_to_have_text(address)
            assert (await stranger.post(address)).status_code == 403
        await press(page, "Turn off")
        await expect(hook.get_by_role("button", name="Make an address")).to_be_visible()
        await press(page, "Runs")
        await expect(page.get_by_text(f"hook:{called}")).to_be_visible()


@pytest.mark.parametrize("looks", LOOKS)
async def test_an_address_looks_well(visitor, called, looks):
    async with visitor.screen(f"scenarios/{called}", **looks) as page:
        hook = page.locator("section:has(> h4)")
        await hook.get_by_role("checkbox").check()
        await hook.get_by_role("button").click()
        await expect(hook.locator("pre")).to_be_visible()
        await hook.scroll_into_view_if_needed()
        await look(page, f"hook-{looks['language']}-{looks['theme']}")


@pytest.mark.parametrize("looks", LOOKS)
async def test_a_rehearsal_looks_well(visitor, kept, looks):
    async with visitor.screen(f"scenarios/{kept}/rehearsal", **looks) as page:
        await page.locator("form .primary").click()
        first = page.locator(".outcome ol details").first
        await first.locator("summary").click()
        await expect(first.locator(".told")).to_be_visible()
        await page.locator(".outcome .sum").scroll_into_view_if_needed()
        await look(page, f"rehearsal-{looks['language']}-{looks['theme']}")


async def begin(page, title):
    """Take a template by its title."""
    button = page.get_by_role("button", name=title)
    await by_keys(button)
    form = page.get_by_role("region", name="Fill it in")
    await expect(form).to_be_visible()
    return form


async def test_a_first_scenario_is_a_few_answers_by_keys(visitor):
    async with visitor.screen("scenarios/new") as page:
        form = await begin(page, "A container is full before the weekend")
        name = f"Full {uuid4().hex[:6]}"
        await form.get_by_label("Name", exact=True).fill(name)
        limit = form.get_by_label("Limit: ")
        await limit.fill("85")
        await limit.press("Tab")
        await expect(page.locator(".told")).to_contain_text("85 %")
        await press(page, "Save")
        stages = page.get_by_role("group", name="Stage")
        await expect(stages.get_by_role("button", name="Watching")).to_have_attribute(
            "aria-pressed", "true"
        )
        await expect(page.get_by_label("Over again from")).to_have_value("75")
        await press(page, "Close")
        row = page.locator("li button", has_text=name)
        await expect(row).to_contain_text("0 runs in 30 days")


async def test_a_template_can_be_written_as_a_whole(visitor):
    async with visitor.screen("scenarios/new") as page:
        await begin(page, "A car park is full")
        await press(page, "Write all of it")
        await expect(page.locator(".cards")).to_be_visible()
        await expect(page.get_by_label("Name", exact=True)).to_have_value(
            "A car park is full"
        )
        await expect(page.get_by_text("Begin from a template")).to_be_hidden()


@pytest.mark.parametrize("looks", LOOKS)
async def test_a_template_looks_well(visitor, looks):
    async with visitor.screen("scenarios/new", **looks) as page:
        await page.locator("section ul button").nth(3).click()
        await page.locator("section select").last.scroll_into_view_if_needed()
        await look(page, f"template-{looks['language']}-{looks['theme']}")


async def test_any_two_versions_are_compared_by_keys(visitor, kept, server):
    async with AsyncClient(headers={"X-API-Key": server.key}) as http:
        path = f"{server.url}/api/{server.city.name}/scenarios/{kept}"
        for above in (0.92, 0.95):
            version = (await http.get(path)).json()["version"]
            trigger = FULL["triggers"][0] | {"above": above}
            body = {"definition": FULL | {"triggers": [trigger]}, "version": version}
            assert (await http.put(path, json=body)).status_code == 200
    async with visitor.screen(f"scenarios/{kept}/versions") as page:
        oldest = page.locator("li", has_text="Written").last
        which = oldest.get_by_role("combobox")
        await expect(which.locator("option")).to_have_count(4)
        await which.select_option(index=3)
        told = page.get_by_role("region", name="Differences")
        await expect(told).to_contain_text("no longer: ")
        await expect(told).to_contain_text("90 %")
        await expect(told).to_contain_text("92 %")
        await which.select_option(index=1)
        await expect(told).to_contain_text("95 %")
        await told.locator("summary").press("Enter")
        await expect(told.locator("pre")).to_contain_text('+       "above": 0.95')
        await look(page, "versions")
