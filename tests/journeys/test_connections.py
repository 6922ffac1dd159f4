"""Who keeps systems connected sees how they fare, mends one and adds one."""

import asyncio
import re
from datetime import UTC, datetime

import httpx
import pytest
from aiohttp import web
from playwright.async_api import expect

from mesto.gates.ngsi_ld.subscriptions import delivery
from mesto.kernel.model import TYPE, Kind, Message
from tests.waiting import until

from .conftest import LOOKS, PHONE, look, press, seen

pytestmark = pytest.mark.anyio

ROW = "[data-connection]"
BIN = "urn:ngsi-ld:WasteContainer"
MISSING = {
    "en": "No new data from air since 13:50.",
    "cs": "Žádná nová data z air od 13:50.",
    "sk": "Žiadne nové údaje z air od 13:50.",
    "sr-Latn": "Nema novih podataka sa air od 13:50.",
}


def settings(path="level"):
    mapping = {
        "topic": "#",
        "entity": f"{BIN}:{{id}}",
        "type": "WasteContainer",
        "attributes": [{"name": "fillingLevel", "path": path, "missing": "refuse"}],
    }
    return {"mappings": [mapping]}


class Integrator:
    """Somebody who does with the API what the page does not do."""

    def __init__(self, server):
        self.server = server
        self.http = httpx.AsyncClient(base_url=server.url, headers=server.headers)
        self.api = f"/api/{server.city.name}"

    async def connect(self, name, **more):
        draft = {"gate": "mqtt", "url": "webhook:", "settings": settings()} | more
        await self.drop(name)
        path = f"{self.api}/connections/{name}"
        answer = await self.http.put(path, json=draft)
        assert answer.status_code == 200, answer.text

        async def is_known():
            return name in self.exchange.register.connections

        await until(is_known)

    @property
    def exchange(self):
        return self.server.installation.exchanges[self.server.city.name]

    async def password_of(self, name):
        urn = f"urn:ngsi-ld:Connection:{name}"
        (secret,) = (await self.server.city.secrets([urn]))[urn]
        return secret.value

    async def drop(self, name):
        await self.http.delete(f"{self.api}/connections/{name}")

    async def bring(self, name, body):
        return await self.http.post(f"/hooks/{name}", content=body)

    async def forget_refused(self):
        for cause in (await self.http.get(f"{self.api}/quarantine/causes")).json():
            which = {"connection": cause["connection"], "cause": cause["cause"]}
            await self.http.post(f"{self.api}/quarantine/discard", json=which)


@pytest.fixture
async def integrator(server):
    one = Integrator(server)
    yield one
    for connection in (await one.http.get(f"{one.api}/connections")).json()[
        "connections"
    ]:
        await one.drop(connection["name"])
    await one.forget_refused()
    await one.http.aclose()


async def several(integrator):
    """Connections in every state, with something refused."""
    await integrator.connect("bins")
    for number in range(40):
        await integrator.bring("bins", b'{"id": %d, "level": 0.4}' % number)
    for number in range(12):
        await integrator.bring("bins", b'{"id": %d, "fill": 0.9}' % number)
    await integrator.bring("bins", b"\xff\x00 no text")
    lines = settings() | {"topics": ["sensors/#"]}
    await integrator.connect("counters", url="mqtt://127.0.0.1:9", settings=lines)
    mapping = {"entity": "urn:ngsi-ld:AirQualityObserved:{id}", "type": "A"}
    await integrator.connect("air", gate="csv", settings={"mapping": mapping})
    await integrator.connect("parking")
    await integrator.connect("lamps", enabled=False)
    alert = "urn:ngsi-ld:Alert:missing-batch:air"
    await integrator.server.city.record(
        [
            seen(alert, TYPE, ["Alert"]),
            seen(alert, "alertSource", "urn:ngsi-ld:Connection:air"),
            seen(alert, "description", MISSING, kind=Kind.LANGUAGE_PROPERTY),
        ]
    )
    for number in range(3):
        urn = f"urn:ngsi-ld:Device:journey-{number}"
        await integrator.server.city.record(
            [
                seen(urn, TYPE, ["Device"]),
                seen(urn, "serialNumber", f"70B3D5499A2F{number:04}"),
                seen(urn, "deviceProfile", "milesight_em400_mud"),
                seen(urn, "connection", "bins"),
                seen(urn, "controlledAsset", f"{BIN}:KO-{number:03}"),
            ]
        )

    async def is_broken():
        return "counters" in integrator.exchange.tally.troubles

    await until(is_broken)


async def test_what_is_broken_comes_first_and_says_what_to_do(visitor, integrator):
    await several(integrator)
    async with visitor.screen("connections") as page:
        await expect(page.locator(ROW)).to_have_count(5)
        first = page.locator(ROW).first
        await expect(first).to_contain_text("counters")
        await expect(first).to_contain_text("Broken")
        await expect(page.locator(ROW, has_text="air")).to_contain_text("Late")
        await expect(page.locator(ROW, has_text="bins")).to_contain_text("Runs")
        await expect(page.locator(ROW, has_text="lamps")).to_contain_text("Off")
        await first.click()
        await expect(page.get_by_role("alert")).to_contain_text("does not answer")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("heading", name="Connections")).to_be_visible()


async def test_why_one_is_broken_is_read_in_the_language_of_the_reader(
    visitor, integrator
):
    await several(integrator)
    async with visitor.screen("connections", language="cs") as page:
        broken = page.locator(ROW, has_text="counters")
        await expect(broken).to_contain_text("není dostupné: nikdo tam nenaslouchá.")
        await look(page, "connections-broken-cs")
        await broken.click()
        told = page.get_by_role("alert")
        await expect(told).to_contain_text("není dostupné: nikdo tam nenaslouchá.")
        await look(page, "connection-broken-cs")


async def test_the_same_reason_is_one_row_and_is_read_again_once_mended(
    visitor, integrator
):
    await integrator.connect("bins")
    for number in range(30):
        await integrator.bring("bins", b'{"id": %d, "fill": 0.9}' % number)
    async with visitor.screen("connections/bins") as page:
        reason = page.get_by_role("button", name=re.compile("^30 "))
        await reason.click()
        await page.get_by_role("button", name="Content").first.click()
        await expect(page.locator("pre").first).to_contain_text('"fill": 0.9')
        await page.get_by_role("button", name="Hex").click()
        await expect(page.locator("pre").first).to_contain_text("7b 22 69 64")
        await page.get_by_role("button", name="Try in settings").first.click()
        await page.get_by_role("button", name="Try it").click()
        await expect(page.get_by_role("complementary", name="Try it")).to_contain_text(
            "level"
        )
        await page.get_by_role("button", name="JSON").click()
        tried = page.get_by_role("complementary", name="Try it")
        box = page.get_by_label("Settings, JSON")
        mended = (await box.input_value()).replace('"level"', '"fill"')
        await box.fill(mended)
        await page.get_by_role("button", name="Try it").click()
        await expect(tried).to_contain_text("It would record 1 value")
        await expect(tried).to_contain_text("fillingLevel")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("status").last).to_contain_text("Saved")

        async def is_mended():
            known = integrator.exchange.register.connections["bins"].settings
            return known["mappings"][0]["attributes"][0]["path"] == "fill"

        await until(is_mended)
        await page.get_by_role("button", name="Read all again").click()
        await expect(page.get_by_text("Nothing was refused")).to_be_visible()
    found = await integrator.server.city.present([f"{BIN}:29"])
    assert found[f"{BIN}:29"].value("fillingLevel") == 0.9


async def test_what_was_let_go_is_taken_back(visitor, integrator):
    await integrator.connect("bins")
    for _ in range(3):
        await integrator.bring("bins", b"nonsense")
    async with visitor.screen("connections/bins") as page:
        await page.get_by_role("button", name="Discard all").click()
        await expect(page.get_by_text("Nothing was refused")).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_role("button", name=re.compile("^3 "))).to_be_visible()


@pytest.mark.usefixtures("integrator")
async def test_a_connection_is_added_field_by_field_with_the_keyboard(visitor):
    async with visitor.screen("connections") as page:
        await page.get_by_role("button", name="Add a connection").click()
        await page.get_by_role("button", name="Tables sent to us").press("Enter")
        await page.get_by_label("Name", exact=True).fill("my bins")
        await press(page.get_by_role("button", name="Save", exact=True))
        wrong = page.get_by_role("alert").first
        await expect(wrong).to_contain_text("name")
        await page.get_by_label("Name", exact=True).fill("my-bins")
        await page.get_by_label("Whose values they are").fill(f"{BIN}:{{id}}")
        await page.get_by_label("Type of asset").fill("Waste Container")
        await press(page.get_by_role("button", name="Save", exact=True))
        await expect(page.get_by_role("alert").first).to_contain_text("cannot name")
        visitor.complaints.clear()  # the browser notes every 400
        await page.get_by_label("Type of asset").fill("WasteContainer")
        await page.get_by_role("combobox", name="Set more").first.select_option(
            "attributes"
        )
        await page.get_by_role("button", name="Add", exact=True).first.click()
        await page.get_by_label("Attribute", exact=True).fill("fillingLevel")
        item = page.locator(".item").get_by_role("combobox", name="Set more")
        await item.select_option("path")
        await page.get_by_role("textbox", name="Where the value is").fill("level")
        await page.get_by_label("Topic or path").fill("bins.csv")
        await page.get_by_label("Content").fill("id,level\n7,0.5\n8,0.6\n")
        await press(page.get_by_role("button", name="Try it"))
        tried = page.get_by_role("complementary", name="Try it")
        await expect(tried).to_contain_text("It would record 2 values")
        await press(page.get_by_role("button", name="Save", exact=True))
        await expect(page.get_by_role("heading", name="my-bins")).to_be_focused()
        await expect(page.get_by_text("/hooks/my-bins").first).to_be_visible()


async def test_a_password_is_kept_and_replaced_and_never_shown(visitor, integrator):
    lines = settings() | {"topics": ["sensors/#"]}
    url = "mqtt://town:first-one@127.0.0.1:9"
    await integrator.connect("counters", url=url, settings=lines)
    async with visitor.screen("connections/counters") as page:
        await expect(page.locator(".url")).to_have_text("mqtt://town:•••@127.0.0.1:9")
        await page.get_by_role("button", name="Settings").last.click()
        await expect(page.get_by_text("One is kept")).to_be_visible()
        await page.get_by_role("button", name="Replace: password").click()
        await page.get_by_label("password", exact=True).fill("second-one")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.locator(".url")).to_be_visible()
        assert await integrator.password_of("counters") == "second-one"
        await page.get_by_role("button", name="Remove").first.click()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.locator(".url")).to_be_visible()
        assert await integrator.password_of("counters") == "second-one"
        await page.get_by_role("button", name="Settings").last.click()
        await expect(page.get_by_text("One is kept")).to_be_visible()
        assert "-one" not in await page.content()
        address = page.get_by_label("Address", exact=True)
        await address.fill("mqtt://town:{secret:password}@localhost:9")
        await address.press("Tab")
        await expect(page.get_by_text("Give it once more")).to_be_visible()


async def test_it_is_switched_off_removed_and_brought_back(visitor, integrator):
    await integrator.connect("bins")
    async with visitor.screen("connections/bins") as page:
        await page.get_by_role("button", name="Switch off").click()
        await expect(page.locator(".state", has_text="Off")).to_be_visible()
        await page.get_by_role("button", name="Switch on").click()
        await expect(page.locator(".state", has_text="Off")).to_have_count(0)
        await page.get_by_role("button", name="Remove").first.click()
        await expect(page.get_by_text("bins was removed")).to_be_visible()
        await expect(page.get_by_text("Nothing is connected yet")).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(page.get_by_role("heading", name="bins")).to_be_visible()
        await expect(page.locator(".url")).to_have_text("/hooks/bins")


async def test_messages_are_watched_as_they_pass(visitor, integrator):
    await integrator.connect("bins")
    async with visitor.screen("connections/bins") as page:
        await page.get_by_role("button", name="Watch").click()
        passing = page.get_by_role("list", name="Messages as they pass")
        await expect(passing).to_contain_text("Nothing has passed yet")
        await integrator.bring("bins", b'{"id": 7, "level": 0.5}')
        await expect(passing).to_contain_text("1 value recorded")
        await passing.get_by_role("button").first.click()
        await expect(passing.locator("pre")).to_contain_text('"level": 0.5')


async def test_messages_of_a_connection_that_is_gone_are_still_found(
    visitor, integrator
):
    message = Message(payload=b"x", origin="a", received_at=datetime.now(UTC))
    await integrator.server.city.quarantine("gone", "mqtt", message, "not understood")
    async with visitor.screen("connections") as page:
        row = page.get_by_role("button", name=re.compile("^1 not understood gone"))
        await expect(row).to_be_visible()


LINES = "urn:ngsi-ld:Subscription:journey-lines"
CAR = "urn:ngsi-ld:Vehicle:journey-1"


@pytest.fixture
async def lines(integrator, monkeypatch):
    """A system that takes nothing until it is mended."""
    monkeypatch.setattr(delivery, "MOST_TRIES", 1)
    told, mended = [], asyncio.Event()

    async def hear(request):
        if mended.is_set():
            told.append((await request.json())["data"][0]["speed"]["value"])
        return web.Response(status=200 if mended.is_set() else 500)

    app = web.Application()
    app.router.add_post("/told", hear)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    uri = f"http://127.0.0.1:{runner.addresses[0][1]}/told"
    said = {
        "id": LINES,
        "type": "Subscription",
        "subscriptionName": "Bus lines",
        "entities": [{"type": "Vehicle", "id": CAR}],
        "notification": {"endpoint": {"uri": uri, "accept": "application/json"}},
    }
    http, subscriptions = integrator.http, "/ngsi-ld/v1/subscriptions"
    assert (await http.post(subscriptions, json=said)).status_code == 201
    for many, speed in enumerate((30, 40, 50), 1):
        await integrator.server.city.record(
            [seen(CAR, TYPE, ["Vehicle"]), seen(CAR, "speed", speed)]
        )

        async def is_given_up(many=many):
            path = f"{subscriptions}/{LINES}/givenUp"
            return len((await http.get(path)).json()) == many

        await until(is_given_up)
    yield told, mended
    await http.delete(f"{subscriptions}/{LINES}")
    await runner.cleanup()


async def test_what_nobody_took_is_seen_let_go_taken_back_and_sent_again(
    visitor, lines
):
    told, mended = lines
    async with visitor.screen("connections") as page:
        row = page.locator("[data-subscription]")
        await expect(row).to_contain_text("Failing")
        await expect(row).to_contain_text("answers 500")
        await row.press("Enter")
        given_up = page.get_by_role("list", name="Given up").get_by_role("listitem")
        await expect(given_up).to_have_count(3)
        await expect(given_up.first).to_contain_text("answers 500")
        await given_up.first.get_by_role("button", name="Content").click()
        await expect(given_up.first.locator("pre")).to_contain_text('"value": 30')
        await page.get_by_role("button", name="Discard", exact=True).first.click()
        await expect(given_up).to_have_count(2)
        await page.get_by_role("button", name="Undo").click()
        await expect(given_up).to_have_count(3)
        mended.set()
        await page.get_by_role("button", name="Send again", exact=True).first.click()
        await expect(given_up).to_have_count(2)
        await press(page.get_by_role("button", name="Send all again"))
        await expect(page.get_by_text("Nothing was given up")).to_be_visible()
        await expect(row).to_contain_text("Active")

        async def all_are_told():
            return told == [30, 40, 50]

        await until(all_are_told)


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize("way", LOOKS)
async def test_what_nobody_took_looks_well(visitor, way, request):
    async with visitor.screen("connections", **way) as page:
        await page.locator("[data-subscription]").click()
        await page.locator(".inside [aria-expanded=false]").first.click()
        await expect(page.locator("pre").first).to_be_visible()
        name = f"connections-told-{request.node.callspec.id}"
        await look(page, re.sub(r"\W+", "-", name))


@pytest.mark.parametrize("way", LOOKS)
@pytest.mark.parametrize("path", ["", "/bins", "/counters", "/bins/settings", "?add="])
async def test_it_looks_well(visitor, integrator, path, way, request):
    await several(integrator)
    async with visitor.screen(f"connections{path}", **way) as page:
        await expect(page.get_by_role("heading", level=2).last).to_be_visible()
        await expect(
            page.locator(f"{ROW}, .figures, form, .gates").first
        ).to_be_visible()
        if path == "/bins":
            await page.locator(".cause").first.click()
            await expect(page.locator(".deeds .button").first).to_be_visible()
        name = f"connections{request.node.callspec.id}"
        await look(page, re.sub(r"\W+", "-", name))


async def test_every_row_can_be_touched_on_a_phone(visitor, integrator):
    await several(integrator)
    async with visitor.screen("connections", viewport=PHONE) as page:
        await expect(page.locator(ROW)).to_have_count(5)
        for row in await page.locator(ROW).all():
            box = await row.bounding_box()
            assert box["height"] >= 44
            assert box["width"] <= 390
