"""A station is let in, and a session at another one is seen and stopped."""

import re
from datetime import UTC, datetime

import httpx
import pytest
from anyio import Path
from ocpp.v16 import call
from playwright.async_api import expect

from mesto.domains.emobility.campaigns.run import carry_on
from tests.domains.emobility.test_station_pages import Obedient, begin
from tests.gates.ocpp.conftest import connect, give, know, line, station
from tests.gates.ocpp.test_door import BOOT, ask
from tests.gates.ocpp.test_logs import BYTES, Old, address_of, bring
from tests.waiting import until

from .conftest import PHONE, WIDE, look

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module", autouse=True)
async def chargers(server):
    """The small town, with one charging station and one card."""
    await connect(server)
    await know(server, "CP-1")
    await give(server, "04AB")


async def test_a_stranger_is_let_in_and_a_session_is_stopped(visitor, server):
    async with (
        station(server, kind=Obedient) as point,
        line(server, "CP-9") as stranger,
    ):
        await begin(point)
        await point.call(call.StatusNotification(2, "ReaderFailure", "Faulted"))
        await ask(stranger, "BootNotification", BOOT)
        async with visitor.screen("charging/stations") as page:
            await page.get_by_role("button", name="Let in: CP-9").click()
            form = page.locator("form.ask")
            await form.get_by_role("button", name="Let in").click()
            listed = page.get_by_role("list", name="Stations", exact=True)
            await expect(listed.get_by_role("link", name="CP-9")).to_be_visible()
            first = listed.locator("[data-station$=NS-1]")
            await expect(first.get_by_text("Cards cannot be read.")).to_be_visible()
            await first.get_by_role("link", name="NS-1").click()
            await expect(page.get_by_text("16.1 A")).to_be_visible()
            todo = page.get_by_text("Restart the station; until").first
            await expect(todo).to_be_visible()

            await page.get_by_role("button", name="Sessions", exact=True).click()
            session = page.locator("[data-session]")
            await expect(session.get_by_text("2.5 kWh")).to_be_visible()
            await session.get_by_role("button", name=re.compile("Stop")).click()
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("alertdialog")).to_have_count(0)
            await session.get_by_role("button", name=re.compile("Stop")).click()
            await page.get_by_role("button", name="Yes").click()
            done = session.get_by_text("Confirmed by the device")
            await expect(done).to_be_visible()

        async def told():
            return [action for action, _ in point.told]

        await until(told)
        assert await told() == ["RemoteStopTransaction"]


async def test_a_log_is_asked_for_seen_to_come_fetched_and_deleted(visitor, server):
    async with station(server, kind=Old) as point:
        await point.call(call.BootNotification("Volt", "Model 1"))
        async with visitor.screen("charging/stations") as page:
            await page.get_by_role("link", name="NS-1", exact=True).click()
            await page.get_by_role("button", name="Ask for a log").click()
            await expect(page.get_by_text("Asked", exact=True)).to_be_visible()
            url = await address_of(point)
            await point.call(call.DiagnosticsStatusNotification("Uploading"))
            await expect(page.get_by_text("Being brought")).to_be_visible()
            assert (await bring(f"{url}/cp.log")).status_code == 201
            await point.call(call.DiagnosticsStatusNotification("Uploaded"))
            link = page.get_by_role("link", name="Download cp.log")
            await expect(link).to_be_visible()
            async with page.expect_download() as fetched:
                await link.click()
            file = Path(await (await fetched.value).path())
            assert await file.read_bytes() == BYTES
            await look(page, "charging-log-light")
            await page.get_by_role("button", name="Delete: cp.log").click()
            await page.get_by_role("button", name="Delete it").click()
            await expect(page.get_by_text("Deleted", exact=True)).to_be_visible()


async def test_a_place_is_kept_free_for_a_card_and_given_up(visitor, server):
    async with station(server, kind=Obedient) as point:
        await point.call(call.BootNotification("Volt", "Model 1"))
        # a place of its own: at the others somebody may still charge
        await point.call(call.StatusNotification(3, "NoError", "Available"))
        async with visitor.screen("charging/stations") as page:
            await page.get_by_role("link", name="NS-1", exact=True).click()
            place = page.locator(".place").filter(has_text="Place 3:")
            await place.get_by_text("Limit, start, reserve").click()
            await place.get_by_label("Keep free for the card").fill("04AB")
            await place.get_by_role("button", name="Reserve").click()
            kept = place.get_by_text("Kept free for 04AB until")
            await expect(kept).to_be_visible()
            await look(page, "charging-reserved-light")
            await place.get_by_role("button", name="Give it up").click()
            await expect(kept).to_have_count(0)
        told = [action for action, _ in point.told]
        assert told == ["ReserveNow", "CancelReservation"]


async def test_a_campaign_is_started_and_uptime_is_told(visitor, server):
    definition = {
        "title": {"en": "Winter firmware", "cs": "Zimní firmware"},
        "vendor": "Model 1",
        "model": "",
        "version": "2.0",
        "location": "https://example.org/volt-2.0.bin",
    }
    async with (
        station(server, kind=Obedient) as point,
        httpx.AsyncClient(base_url=server.url, headers=server.headers) as client,
    ):
        await point.call(call.BootNotification("Volt", "Model 1"))
        path = f"/api/{server.city.name}/emobility/campaigns/winter"
        kept = await client.put(path, json={"definition": definition})
        assert kept.status_code == 200, kept.text
        async with visitor.screen("charging/campaigns", hurried="yes") as page:
            one = page.locator("[data-campaign=winter]")
            await expect(one.get_by_text("Paused")).to_be_visible()
            await expect(one.get_by_text("waits: 1")).to_be_visible()
            await one.get_by_role("button", name="Start: Winter firmware").click()
            await expect(one.get_by_text("Goes on")).to_be_visible()
            await carry_on(server.city, datetime.now(UTC))
            await expect(one.get_by_text("installs: 1")).to_be_visible()
            await point.call(call.FirmwareStatusNotification("InstallationFailed"))
            await expect(one.get_by_text("failed: 1")).to_be_visible()
            await one.get_by_text("1 station").click()
            await expect(one.get_by_text("could not install")).to_be_visible()
            await look(page, "charging-campaigns-light")
            await one.get_by_role("button", name="Try again").click()
            await expect(one.get_by_text("failed: 0")).to_be_visible()
            await one.get_by_role("button", name="Change: Winter firmware").click()
            field = page.get_by_label("New version")
            await expect(field).to_have_value("2.0")
        async with visitor.screen(
            "charging/uptime", theme="dark", viewport=PHONE, language="cs"
        ) as page:
            await expect(
                page.get_by_role("row", name=re.compile("NS-1"))
            ).to_be_visible()
            await look(page, "charging-uptime-dark")


async def test_it_looks_well(visitor, server):
    async with station(server, kind=Obedient) as point, line(server, "CP-8") as other:
        await begin(point, 9_000)
        await ask(other, "BootNotification", BOOT)
        for theme, viewport in (("light", WIDE), ("dark", PHONE)):
            looks = {"theme": theme, "viewport": viewport, "language": "cs"}
            async with visitor.screen("charging/stations", **looks) as page:
                link = page.get_by_role("link", name="NS-1", exact=True)
                await expect(
                    page.get_by_role("button", name="Vpustit: CP-8")
                ).to_be_visible()
                await expect(link).to_be_visible()
                await look(page, f"charging-stations-{theme}")
                await link.click()
                await expect(page.locator("[data-session]").first).to_be_visible()
                await look(page, f"charging-station-{theme}")
