"""What who answers for a service does with reports, in a real browser."""

import io

import httpx
import pytest
from openpyxl import load_workbook
from playwright.async_api import expect
from pypdf import PdfReader

from .conftest import LOOKS, look

pytestmark = pytest.mark.anyio

DAILY = {
    "title": {"en": "Bins, every day", "cs": "Koše, každý den"},
    "languages": ["en"],
    "panels": [
        {
            "kind": "number",
            "title": "Filling",
            "measure": {"types": ["WasteContainer"], "attribute": "fillingLevel"},
        },
        {"kind": "table", "types": ["WasteContainer"], "by": "type"},
    ],
    "period": "day",
    "schedule": {"every": "day", "at": "06:00"},
    "formats": ["pdf", "xlsx"],
}


@pytest.fixture
async def daily(server):
    """A report that is made every morning."""
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as http:
        at = f"/api/{server.city.name}/reports/daily"
        body = {"definition": DAILY}
        answer = await http.put(at, json=body)
        assert answer.status_code in {200, 409}, answer.text


async def test_a_report_is_begun_made_and_downloaded(visitor):
    async with visitor.screen("reports") as page:
        await page.get_by_role("button", name="Waste, the month").click()
        title = page.get_by_label("Title").first
        await title.fill("Bins of the month")
        await page.get_by_label("Make it").select_option("month")
        await page.get_by_label("Only on days of a calendar").select_option("any day")
        await page.get_by_label("Sent to: Add…").select_option("Administrator")
        await expect(
            page.get_by_role("button", name="Remove: Administrator")
        ).to_be_visible()
        await expect(page.get_by_text("Next times")).to_be_visible()
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.get_by_role("button", name="Make it now").click()
        link = page.get_by_role("link", name="Download bins-of-the-month")
        await expect(link).to_have_count(2)
        async with page.expect_download() as pdf:
            await link.filter(has_text="PDF").click()
        reader = PdfReader(await (await pdf.value).path())
        assert reader.metadata.title.startswith("Bins of the month")
        async with page.expect_download() as xlsx:
            await link.filter(has_text="XLSX").click()
        path = await (await xlsx.value).path()
        book = load_workbook(io.BytesIO(path.read_bytes()))
        assert book.sheetnames[0] == "Bins of the month"
        await page.get_by_role("button", name="Remove", exact=True).click()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_text("Bins of the month")).to_be_visible()


async def test_a_panel_is_taken_from_a_dashboard_and_previewed(visitor):
    async with visitor.screen("reports") as page:
        await page.get_by_role("button", name="New report").click()
        await expect(
            page.get_by_role("button", name="Save", exact=True)
        ).to_be_disabled()
        await page.get_by_label("Take panels from").select_option("service-lighting")
        await page.get_by_role("button", name="Lamps in order").click()
        await page.get_by_role("button", name="To be mended").click()
        await page.get_by_role("button", name="Move “To be mended” up").click()
        titles = page.get_by_role("listitem").filter(has_text="To be mended").first
        await expect(titles).to_be_visible()
        await page.get_by_role("button", name="Preview: English").click()
        paper = page.get_by_role("article")
        await expect(paper.get_by_role("heading", name="To be mended")).to_be_visible()
        text = await paper.inner_text()
        assert text.index("To be mended") < text.index("Lamps in order")


@pytest.mark.usefixtures("daily")
@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks):
    language = looks["language"]
    async with visitor.screen("reports", **looks) as page:
        await expect(page.locator(".sheet li").first).to_be_visible()
        await look(page, f"reports-{language}-{looks['theme']}-list")
    async with visitor.screen("reports/daily", **looks) as page:
        await expect(page.locator("ol > li").first).to_be_visible()
        await look(page, f"reports-{language}-{looks['theme']}-one")
        await page.locator("p.deeds button").last.click()
        await expect(page.get_by_role("article").locator("table")).to_be_visible()
        await page.get_by_role("article").scroll_into_view_if_needed()
        await look(page, f"reports-{language}-{looks['theme']}-paper")
