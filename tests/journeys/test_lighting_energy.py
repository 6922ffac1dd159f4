"""What lighting saved is seen, guaranteed, and taken home on paper and as a file."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from mesto.kernel.model import Kind

from .conftest import LOOKS, look, seen, standing

pytestmark = pytest.mark.anyio

DAYS = "?first=2024-01-01&last=2024-03-31"
CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RVO-1"
START = datetime(2024, 1, 1, tzinfo=UTC)


def a_metered_cabinet():
    """Ten lamps of 40 W behind a meter that read some 14 hours a night."""
    yield from standing(CABINET, "RVO-1", "Jevrejska", 0)
    for number in range(10):
        urn = f"urn:ngsi-ld:Streetlight:M-{number}"
        yield from standing(urn, f"M-{number}", "Jevrejska", number, powerRating=40)
        cabinet = "refStreetlightControlCabinet"
        yield seen(urn, cabinet, CABINET, kind=Kind.RELATIONSHIP)
    for day in range(-2, 93):
        at = START + timedelta(days=day, hours=12)
        yield seen(CABINET, "energyConsumed", 1_000 + 5.6 * day, at=at)


@pytest.fixture(scope="module", autouse=True)
async def metered(server):
    """The small town, with a cabinet and what was there before."""
    await server.city.record(list(a_metered_cabinet()))
    while await server.city.keep_rollups():
        pass


async def test_an_auditor_sees_what_was_saved_and_takes_it_home(visitor):
    async with visitor.screen(f"lighting-energy{DAYS}") as page:
        await expect(
            page.get_by_text("Nothing tells what was drawn before")
        ).to_be_visible()
        await page.get_by_role("button", name="Terms").click()
        await page.get_by_label("Kind", exact=True).select_option("powers")
        await page.get_by_label("How many").fill("70")
        await page.get_by_label("Power with ballast, W").fill("100")
        await page.get_by_label("Power with ballast, W").press("Tab")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_text("Before, in these nights").first).to_be_visible()
        await expect(page.get_by_text("IPMVP A")).to_be_visible()
        files = page.get_by_role("link", name="All data")
        async with page.expect_download() as taken:
            await files.click()
        assert (await taken.value).suggested_filename == "lighting-energy.zip"
        paper = await page.get_by_role("link", name="Page to sign").get_attribute(
            "href"
        )
        answer = await page.request.get(visitor.server.url + paper)
        assert answer.headers["content-type"] == "application/pdf"
        await page.get_by_role("button", name="Reckon the indicators").click()
        await expect(
            page.get_by_text("No street has lamps and a width")
        ).to_be_visible()


async def test_a_contract_is_tried_on_real_numbers_and_kept(visitor):
    async with visitor.screen(f"lighting-energy/contracts/new{DAYS}") as page:
        await page.get_by_label("Title", exact=True).first.fill("New lamps")
        await page.get_by_label("Guaranteed").fill("20")
        formula = page.get_by_label("Formula that is compared")
        await formula.fill("saving_kwh +")
        await expect(page.get_by_role("alert")).to_be_visible()
        visitor.complaints.clear()  # the browser notes every 400
        await formula.fill("saving_percent")
        tried = page.get_by_role("region", name="On the numbers of these days")
        await expect(tried.locator(".verdict")).to_be_visible()
        await page.get_by_role("button", name="Save", exact=True).click()
        kept = page.get_by_role("article", name="New lamps")
        await expect(kept.locator(".verdict")).to_be_visible()
        await kept.get_by_role("button", name="New lamps").click()
        await page.get_by_role("button", name="Remove", exact=True).click()
        await expect(kept).to_have_count(0)
        await page.get_by_role("button", name="Undo").click()
        await expect(kept).to_be_visible()


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    async with visitor.screen(f"lighting-energy{DAYS}", **looks) as page:
        await expect(page.locator(".legend")).to_be_visible()
        await look(page, "lighting-energy")
        await page.goto(page.url.replace("lighting-energy", "lighting-energy/terms"))
        await expect(page.locator(".slots").first).to_be_visible()
        await look(page, "lighting-energy-terms")
