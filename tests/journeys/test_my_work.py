"""One order on a phone: read, carried out and told, with a network and without."""

import re

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, WIDE, look
from .phone import (
    a_photo,
    note,
    phone,
    pictures_kept,
    read_ahead,
    told,
    waiting,
    width_of,
)

pytestmark = pytest.mark.anyio


async def test_an_order_is_begun_ticked_off_and_done(visitor, server, login, order):
    async with phone(visitor, login, keeps=False) as page:
        row = page.get_by_role("list", name="To do").get_by_role("listitem")
        await expect(row).to_contain_text("KO-000")
        await row.get_by_role("link", name="Empty the bin").click()
        await expect(page.get_by_text("The key is at the school.")).to_be_visible()
        way = page.get_by_role("link", name="Way there")
        assert (await way.get_attribute("href")).startswith("geo:45.2")
        await page.get_by_role("button", name="Start").click()
        await page.get_by_label("Close the lid").check()
        await page.get_by_label("Minutes").fill("25")
        await page.get_by_role("button", name="Add time").click()
        await page.get_by_label("What was used").fill("Bags")
        await page.get_by_label("Amount").fill("2.5")
        await page.get_by_label("Unit").fill("kg")
        await page.get_by_role("button", name="Add material").click()
        await note(page, "No ladder was there")
        await page.get_by_role("button", name="Done", exact=True).click()
        await expect(page.locator("[data-state=done]")).to_be_visible()
        await expect(waiting(page)).to_have_count(0)
    said = await told(server, order)
    assert (said["state"], said["items_done"]) == ("done", 1)
    assert [one["says"] for one in said["timeSpent"]] == [25]
    assert said["materialUsed"][0]["says"] == {
        "name": "Bags",
        "amount": 2.5,
        "unit": "kg",
    }
    assert said["note"][0]["by"] == f"person:{login}"


async def test_what_is_done_without_a_network_is_all_there_and_once(
    visitor, server, login, order
):
    async with phone(visitor, login) as page:
        link = page.get_by_role("link", name="Empty the bin")
        await expect(link).to_be_visible()
        await read_ahead(page, order)
        await page.context.set_offline(True)
        await page.reload()
        await expect(page.get_by_text("No connection: as of")).to_be_visible()
        await link.click()
        await expect(page.get_by_text("The key is at the school.")).to_be_visible()
        await page.get_by_role("button", name="Start").click()
        await note(page, "The gate is locked")
        await page.get_by_label("Choose photos").set_input_files(a_photo())
        photo = page.get_by_role("img", name="Photo of the work")
        await expect(photo).to_be_visible()
        await page.get_by_label("Close the lid").check()
        await expect(waiting(page)).to_have_text("4 wait to be sent")
        await page.reload()
        await expect(page.locator("[data-state=inProgress]")).to_be_visible()
        await expect(page.get_by_text("The gate is locked")).to_be_visible()
        await expect(page.get_by_label("Close the lid")).to_be_checked()
        assert await width_of(photo) == 1600
        assert (await told(server, order))["state"] == "open"
        await page.context.set_offline(False)
        await expect(waiting(page)).to_have_count(0)
        await expect(photo).to_have_attribute("src", re.compile("/pictures/"))
        assert await width_of(photo) == 1600
        assert await pictures_kept(page) == 0
        await page.context.set_offline(True)
        await page.reload()
        await expect(page.get_by_text("The gate is locked")).to_be_visible()
        assert await width_of(photo) == 1600, "what was shown is kept"
    said = await told(server, order)
    assert (said["state"], said["items_done"]) == ("inProgress", 1)
    assert [one["says"] for one in said["note"]] == ["The gate is locked"]
    assert len(said["photo"]) == 1


async def test_two_phones_at_the_same_order_lose_nothing(visitor, server, login, order):
    path = f"my-work/{order}"
    async with (
        phone(visitor, login, path) as mine,
        phone(visitor, login, path, language="cs", viewport=WIDE) as theirs,
    ):
        await expect(mine.get_by_label("Close the lid")).to_be_visible()
        await expect(theirs.get_by_label("Close the lid")).to_be_visible()
        for page in (mine, theirs):
            await page.context.set_offline(True)
        await note(mine, "Mine")
        await mine.get_by_role("button", name="Start").click()
        await theirs.get_by_label("Nová poznámka").fill("Jejich")
        await theirs.get_by_role("button", name="Přidat poznámku").click()
        await theirs.get_by_role("button", name="Nejde to").click()
        await theirs.get_by_label("Proč to nejde?").fill("Zamčeno")
        form = theirs.get_by_role("dialog")
        await form.get_by_role("button", name="Nejde to").click()
        await expect(theirs.locator("[data-state=cancelled]")).to_be_visible()
        for page in (theirs, mine):
            await page.context.set_offline(False)
            await expect(page.get_by_text("Jejich")).to_be_visible()
        await expect(theirs.get_by_text("Mine")).to_be_visible()
        for page in (mine, theirs):
            await expect(page.locator("[data-state=cancelled]")).to_be_visible()
            await expect(page.get_by_text("Zamčeno")).to_be_visible()
    said = await told(server, order)
    assert {one["says"] for one in said["note"]} == {"Mine", "Jejich"}
    assert (said["state"], said["reason"]) == ("cancelled", "Zamčeno")


async def test_a_step_is_undone_whether_it_was_sent_or_waits(
    visitor, server, login, order
):
    async with phone(visitor, login, f"my-work/{order}") as page:
        undo = page.get_by_role("button", name="Undo")
        await page.get_by_role("button", name="Start").click()
        await expect(page.locator("[data-state=inProgress]")).to_be_visible()
        await expect(waiting(page)).to_have_count(0)
        await page.get_by_role("button", name="Done", exact=True).click()
        await undo.click()
        await expect(page.locator("[data-state=inProgress]")).to_be_visible()
        await expect(waiting(page)).to_have_count(0)
        assert (await told(server, order))["state"] == "inProgress"
        await page.context.set_offline(True)
        await note(page, "Never sent")
        await undo.click()
        await expect(page.get_by_text("Never sent")).to_have_count(0)
        await page.get_by_role("button", name="Pause").click()
        await undo.click()
        await expect(page.locator("[data-state=inProgress]")).to_be_visible()
        await expect(waiting(page)).to_have_count(0)
        await page.context.set_offline(False)
    said = await told(server, order)
    assert (said["state"], said["note"]) == ("inProgress", [])


async def test_it_is_signed_by_finger_and_by_keys_alone(visitor, server, login, order):
    async with phone(visitor, login, f"my-work/{order}", keeps=False) as page:
        sign = page.get_by_role("button", name="Sign", exact=True)
        form = page.get_by_role("dialog", name="Sign")
        await sign.click()
        await form.get_by_label("Name of who signs").fill("Eva Malá")
        box = await form.locator("canvas").bounding_box()
        await page.mouse.move(box["x"] + 20, box["y"] + 20)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
        await page.mouse.up()
        await form.get_by_role("button", name="Sign", exact=True).click()
        await expect(page.get_by_role("img", name="of Eva Malá")).to_be_visible()
        await sign.focus()
        await page.keyboard.press("Enter")
        await form.get_by_label("Name of who signs").focus()
        await page.keyboard.type("Jan Nový")
        await page.keyboard.press("Enter")
        written = page.get_by_role("img", name="of Jan Nový")
        await expect(written).to_be_visible()
        await expect(waiting(page)).to_have_count(0)
        await expect(written).to_have_attribute("src", re.compile("/pictures/"))
        assert await width_of(written) == 640
    names = {one["says"]["name"] for one in (await told(server, order))["signature"]}
    assert names == {"Eva Malá", "Jan Nový"}


async def test_a_file_that_is_no_picture_is_told_so(visitor, login, order):
    async with phone(visitor, login, f"my-work/{order}", keeps=False) as page:
        file = {"name": "plan.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
        await page.get_by_label("Take a photo").set_input_files(file)
        await expect(page.get_by_role("alert")).to_contain_text(
            "plan.jpg is no picture"
        )


@pytest.mark.parametrize("way", LOOKS)
async def test_my_work_looks_well(visitor, login, order, way, request):
    name = request.node.callspec.id
    async with phone(visitor, login, **way) as page:
        row = page.locator(f"[data-order={order}]")
        await expect(row).to_be_visible()
        await read_ahead(page, order)
        await look(page, f"my-work-{name}")
        await row.click()
        await expect(page.locator("[data-state=open]")).to_be_visible()
        await page.context.set_offline(True)
        await page.locator("textarea").fill("12")
        await page.locator("form:has(textarea) .button").click()
        await page.locator("input[type=file][multiple]").set_input_files(a_photo())
        await expect(page.locator(".said img")).to_be_visible()
        await look(page, f"my-work-order-{name}")
        await page.locator(".said img").scroll_into_view_if_needed()
        await look(page, f"my-work-photo-{name}")
