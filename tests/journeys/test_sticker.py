"""Somebody with a phone stands at a container, where there is no network."""

import io

import pytest
from PIL import Image
from playwright.async_api import expect

from mesto.kernel.model import Kind
from tests.waiting import until

from .conftest import PHONE, axe, bin_urn, look, seen

pytestmark = pytest.mark.anyio

CODE = "AB12CD34EF"
POLICY = "urn:ngsi-ld:WastePolicy:town"


def picture():
    written = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(written, "JPEG")
    return written.getvalue()


async def taps(server):
    async with server.city.bound() as connection:
        return await connection.fetchval(
            "select count(*) from ledger l join attribute a on a.id = l.attribute "
            "join entity e on e.id = l.entity "
            "where a.name = 'fillingLevelSeen' and e.urn = $1",
            bin_urn(0),
        )


async def test_a_tap_without_a_network_is_kept_and_recorded_once(server, chromium):
    await server.city.record(
        [
            seen(bin_urn(0), "stickerCode", CODE),
            seen(POLICY, "type", ["WastePolicy"]),
            seen(POLICY, "definition", {"citizens_tap": True}, kind=Kind.JSON_PROPERTY),
        ]
    )
    before = await taps(server)
    context = await chromium.new_context(viewport=PHONE, locale="cs")
    page = await context.new_page()
    url = f"{server.url}/open/{server.city.name}/waste/s/{CODE}"
    await page.goto(url)

    async def controlled():
        return await page.evaluate("navigator.serviceWorker.controller !== null")

    await until(controlled)
    await page.reload()  # through the worker, which keeps it
    await expect(page.get_by_text("Přidat fotografii")).to_be_visible()
    assert await axe(page) == []
    await context.set_offline(True)
    await page.reload()
    await page.get_by_role("button", name="75 %").click()
    await expect(page.get_by_role("status")).to_contain_text("Uloženo v telefonu")
    await look(page, "sticker-offline")
    assert await taps(server) == before
    await context.set_offline(False)
    await expect(page.get_by_role("status")).to_contain_text("Děkujeme")
    assert await taps(server) == before + 1
    await page.reload()
    entity = (await server.city.present([bin_urn(0)]))[bin_urn(0)]
    assert entity.value("fillingLevelSeen") == 0.75
    assert await taps(server) == before + 1
    chosen = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    await page.locator("input[type=file]").set_input_files(chosen)

    async def photographed():
        entity = (await server.city.present([bin_urn(0)]))[bin_urn(0)]
        return entity.value("photoSeen")

    await until(photographed)
    await context.close()


async def test_the_page_of_an_address_offers_reminders_on_a_phone(server, chromium):
    calendar = {
        "title": {"en": "Paper"},
        "fraction": "paper",
        "where": {"streets": [{"street": "Jevrejska"}]},
        "weekdays": list(range(7)),
        "first": "2020-01-01",
    }
    urn = "urn:ngsi-ld:WasteCalendar:paper"
    await server.city.record(
        [
            seen(urn, "type", ["WasteCalendar"]),
            seen(urn, "definition", calendar, kind=Kind.JSON_PROPERTY),
        ]
    )
    context = await chromium.new_context(viewport=PHONE, locale="sk")
    page = await context.new_page()
    where = f"{server.url}/public/{server.city.name}/waste/collection"
    await page.goto(f"{where}?address=Jevrejska 3")
    await expect(page.get_by_role("button", name="Na tomto telefóne")).to_be_visible()
    assert await axe(page) == []
    await look(page, "reminders-phone")
    await context.close()
