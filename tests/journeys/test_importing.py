"""An inventory from a file: tried, its refusals read, imported."""

import pytest
from playwright.async_api import expect

from .conftest import look

pytestmark = pytest.mark.anyio

TABLE = "id;fillingLevel;lon;lat\nk-1;0,4;19.84;45.25\nk-2;2,55;19.84;45.25\n"
FIRST = "urn:ngsi-ld:WasteContainer:k-1"


async def test_a_file_is_tried_and_imported_and_what_is_refused_comes_back(
    visitor, server
):
    file = {"name": "bins.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    async with visitor.screen("tables/WasteContainer") as page:
        await page.get_by_role("button", name="Import a file").click()
        await page.get_by_label("File", exact=True).set_input_files(file)
        await page.get_by_role("button", name="Try it").click()
        row = page.get_by_role("row", name="k-2;2,55")
        await expect(row).to_contain_text("3")
        await expect(page.get_by_text("New: 1")).to_be_visible()
        assert await server.city.present([FIRST]) == {}
        async with page.expect_download() as saved:
            await page.get_by_role("button", name="Download refused rows").click()
        assert "refused" in (await saved.value).suggested_filename
        await look(page, "import")
        await page.get_by_role("button", name="Import", exact=True).click()
        await expect(page.get_by_text("values recorded")).to_be_visible()
    assert FIRST in await server.city.present([FIRST])
