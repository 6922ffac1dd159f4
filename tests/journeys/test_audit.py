"""Who governs sees who did what, that it holds, and forgets whoever asks for it."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, look

pytestmark = pytest.mark.anyio


@pytest.fixture
async def viewer(server):
    """The login of somebody who may look."""
    login = f"eva-{uuid4().hex[:6]}@town"
    await server.installation.accounts.make(
        login, "Eva Malá", {server.city.name: ["viewer"]}
    )
    return login


async def test_what_was_done_is_found_handed_over_and_still_told(visitor, viewer):
    async with visitor.screen(f"audit?about={viewer}") as page:
        acts = page.get_by_role("list", name="Who did what").get_by_role("listitem")
        await expect(acts).to_have_count(1)
        await expect(acts).to_contain_text("Person added")
        await expect(page.get_by_role("region", name="Proof")).to_contain_text("Sealed")
        await page.get_by_label("What was done").select_option("Key made")
        await expect(page.get_by_text("Nothing was done that fits.")).to_be_visible()
        await page.get_by_role("button", name="Clear").click()
        async with page.expect_download() as told:
            await page.get_by_role("link", name="Download as CSV").click()
        assert (await told.value).suggested_filename.startswith("acts-")


async def test_a_person_is_forgotten_only_once_the_login_is_typed(visitor, viewer):
    async with visitor.screen("people") as page:
        row = page.get_by_role("button").filter(has_text=viewer)
        await row.click()
        part = page.get_by_role("region", name="Personal data")
        async with page.expect_download() as told:
            await part.get_by_role("link", name="Download what is kept").click()
        assert (await told.value).suggested_filename.endswith(".json")
        await part.get_by_role("button", name="Remove…").click()
        out = part.get_by_role("radio", name="Out of this municipality")
        await expect(out).to_be_checked()
        await look(page, "people-leave")
        await part.get_by_role("radio", name="Forget the person").check()
        sure = part.get_by_role("button", name="Forget for good")
        await expect(sure).to_be_disabled()
        await part.get_by_label(f"Type {viewer} to confirm").fill(viewer)
        await look(page, "people-forget")
        await sure.click()
        await expect(row).to_have_count(0)


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, viewer, looks):
    async with visitor.screen("audit", **looks) as page:
        await expect(page.locator(".body section code").first).to_be_visible()
        await expect(page.get_by_text(viewer).first).to_be_visible()
        await look(page, f"audit-{looks['language']}-{looks['theme']}")
