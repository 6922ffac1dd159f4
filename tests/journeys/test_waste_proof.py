"""Days of collection are written and read by citizens; savings and other ways seen."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from mesto.kernel.model import Kind

from .conftest import PHONE, WIDE, bin_urn, look, seen

pytestmark = pytest.mark.anyio

LIGHT = {"language": "en", "theme": "light", "viewport": WIDE}
DARK_PHONE = {"language": "cs", "theme": "dark", "viewport": PHONE}


def a_past():
    """What two containers for paper took in eighty days, emptied every third."""
    for number in range(2):
        urn, level = bin_urn(number), 0.0
        yield seen(urn, "storedWasteKind", "paper")
        yield seen(urn, "address", {"streetAddress": "Jevrejska"})
        for ago in range(80, 1, -1):
            at = datetime.now(UTC) - timedelta(days=ago)
            if ago % 3 == 0:
                told = {"before": min(1, level), "after": 0.0}
                kind = Kind.JSON_PROPERTY
                yield seen(urn, "emptying", told, at=at, kind=kind)
                level = 0.0
            level += 0.2 + 0.1 * number
            yield seen(urn, "fillingLevel", min(1, level), at=at + timedelta(minutes=5))


@pytest.fixture(scope="module", autouse=True)
async def past(server):
    """The small town, with a past of two containers."""
    await server.city.record(list(a_past()))
    while await server.city.keep_rollups():
        pass


async def test_days_are_written_once_and_read_by_everybody(visitor):
    async with visitor.screen("waste-calendars/new", **LIGHT) as page:
        await page.get_by_label("Name", exact=True).fill("Paper, north")
        await page.get_by_label("Kind of waste").select_option("paper")
        streets = page.get_by_role("group", name="Where")
        await streets.get_by_role("button").first.click()
        await page.get_by_label("Street", exact=True).fill("Jevrejska")
        await page.get_by_label("Street", exact=True).press("Tab")
        year = page.get_by_role("region", name="The year")
        await expect(year.locator("dd span").first).to_be_visible()
        visitor.complaints.clear()  # the browser notes what was refused at first
        await look(page, "waste-calendar")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(
            page.get_by_role("button").filter(has_text="Paper")
        ).to_be_visible()
    url = f"{visitor.server.url}/public/{visitor.server.city.name}/waste/collection"
    async with visitor.page(**DARK_PHONE) as page:
        await page.emulate_media(color_scheme="dark")
        await page.goto(f"{url}?language=en")
        await page.get_by_label("Street and number").fill("Jevrejska 5")
        await page.get_by_role("button", name="Find").click()
        await expect(page.get_by_text("Paper, north")).to_be_visible()
        feed = page.get_by_role("link", name="Add to my calendar")
        address = await feed.get_attribute("href")
        answer = await page.request.get(f"{url.removesuffix('collection')}{address}")
        assert (await answer.text()).startswith("BEGIN:VCALENDAR")
        await look(page, "waste-citizens")


async def test_the_ledger_says_what_is_missing(visitor):
    async with visitor.screen("waste-ledger", **DARK_PHONE) as page:
        await expect(page.locator("section").first).to_be_visible()
        await look(page, "waste-ledger-phone")
    async with visitor.screen("waste-ledger", **LIGHT) as page:
        await expect(page.get_by_text("nothing to compare yet")).to_be_visible()
        await page.get_by_role("button", name="Terms").click()
        group = page.get_by_role("group", name="Months before")
        await expect(group).to_be_visible()


async def test_other_ways_are_rehearsed(visitor):
    async with visitor.screen("waste-rehearsal", **LIGHT) as page:
        await page.locator("form .primary").click()
        outcome = page.locator(".outcome")
        await expect(outcome).to_be_visible()
        await expect(outcome.locator("tbody tr")).to_have_count(5)
        await look(page, "waste-rehearsal")
        await page.set_viewport_size(PHONE)
        await look(page, "waste-rehearsal-phone")
