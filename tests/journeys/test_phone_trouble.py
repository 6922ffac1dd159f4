"""What may be wrong with a phone: its clock, and the room it has."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

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

SMALL = 150_000  #: bytes: there is room for words, and for no photo


@asynccontextmanager
async def room_for(page, more):
    """A device on which there is so much room left, bytes."""
    session = await page.context.new_cdp_session(page)
    origin = await page.evaluate("location.origin")
    used = await page.evaluate("navigator.storage.estimate().then(({usage}) => usage)")
    quota = {"origin": origin, "quotaSize": used + more}
    await session.send("Storage.overrideQuotaForOrigin", quota)
    yield
    await session.send("Storage.overrideQuotaForOrigin", {"origin": origin})


async def test_on_a_full_phone_only_the_photo_waits_for_room(
    visitor,
    server,
    login,
    order,
):
    async with phone(visitor, login, f"my-work/{order}") as page:
        await expect(page.get_by_label("Close the lid")).to_be_visible()
        await read_ahead(page, order)
        await page.context.set_offline(True)
        alert = page.get_by_role("alert").filter(has_text="no room for the photo")
        async with room_for(page, SMALL):
            await page.get_by_label("What it shows").fill("As it was")
            await page.get_by_label("Choose photos").set_input_files(a_photo())
            await expect(alert).to_be_visible()
            await note(page, "The gate is locked")
            await page.get_by_label("Close the lid").check()
            await expect(waiting(page)).to_have_text("2 wait to be sent")
            await alert.locator("..").get_by_role("button", name="Try again").click()
            await expect(alert).to_be_visible()
            assert await pictures_kept(page) == 0
        await page.get_by_role("button", name="Try again").click()
        photo = page.get_by_role("img", name="As it was")
        await expect(photo).to_be_visible()
        await expect(alert).to_have_count(0)
        await expect(waiting(page)).to_have_text("3 wait to be sent")
        await page.context.set_offline(False)
        await expect(waiting(page)).to_have_count(0)
        assert await width_of(photo) == 1600
    said = await told(server, order)
    assert [one["says"]["caption"] for one in said["photo"]] == ["As it was"]
    assert [one["says"] for one in said["note"]] == ["The gate is locked"]
    assert said["items_done"] == 1


async def test_a_full_phone_still_sends_what_waits(
    visitor,
    server,
    login,
    order,
):
    async with phone(visitor, login, f"my-work/{order}") as page:
        await expect(page.get_by_label("Close the lid")).to_be_visible()
        await page.context.set_offline(True)
        await note(page, "The gate is locked")
        await page.get_by_label("Close the lid").check()
        await expect(waiting(page)).to_have_text("2 wait to be sent")
        async with room_for(page, -100_000):
            await page.context.set_offline(False)
            await expect(waiting(page)).to_have_count(0)
    said = await told(server, order)
    assert [one["says"] for one in said["note"]] == ["The gate is locked"]
    assert said["items_done"] == 1


@pytest.mark.parametrize("off", [timedelta(hours=5), timedelta(hours=-5)])
async def test_a_wrong_clock_costs_nothing(
    visitor,
    server,
    login,
    order,
    off,
):
    async with phone(visitor, login, f"my-work/{order}") as page:
        await expect(page.get_by_label("Close the lid")).to_be_visible()
        before = datetime.now(UTC)
        await page.clock.set_system_time(before + off)
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Start").click()
        await note(page, "Five hours off")
        await page.get_by_role("button", name="Done", exact=True).click()
        await expect(page.locator("[data-state=done]")).to_be_visible()
        await page.context.set_offline(False)
        await expect(waiting(page)).to_have_count(0)
        way = "ahead" if off > timedelta() else "behind"
        told_so = page.get_by_text(f"clock was 5 hr {way}; the time is put right")
        await expect(told_so.first).to_be_visible()
    said = await told(server, order)
    assert said["state"] == "done"
    assert said["clock_ahead_s"] == pytest.approx(off.total_seconds(), abs=60)
    (noted,) = said["note"]
    assert before - timedelta(minutes=1) < noted["at"] < said["state_at"]
    assert said["state_at"] <= datetime.now(UTC)
