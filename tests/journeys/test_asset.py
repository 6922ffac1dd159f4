"""What people do on the page of one asset, in a real browser."""

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiomqtt
import orjson
import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from mesto.kernel.database import Database
from mesto.kernel.model import TYPE, Command, Kind, State
from mesto.operations.commands.give import give
from mesto.operations.commands.override import Terms
from tests.conftest import Server, serving
from tests.waiting import until

from .conftest import LOOKS, PHONE, kept, look, press, recorded, seen, standing

pytestmark = pytest.mark.anyio

CABINET = "urn:ngsi-ld:StreetlightControlCabinet:RO-1"
FEEDER = "urn:ngsi-ld:StreetlightFeeder:V-1"
FAILED = "urn:ngsi-ld:Streetlight:SL-900"
LAMPS = [f"urn:ngsi-ld:Streetlight:SL-{number:03}" for number in range(45)]
ALERT = "urn:ngsi-ld:Alert:A-1"
EUI, MAC = "70b3d50710000001", "0242ac120002"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

CHART = ".page .chart[data-drawn=true][aria-busy=false]"


def a_street(now):
    """A dark cabinet, its feeder and their lamps; one on another speaks and obeys."""
    name, street = "RO-1", "Jevrejska"
    yield from standing(CABINET, name, street, 0, voltageR=0.0, voltageS=0.0)
    for attribute in ("voltageR", "voltageS"):
        yield seen(CABINET, attribute, 0.0, at=now)
    yield seen(CABINET, "manual", "https://example.org/cabinet.pdf")
    yield from standing(FEEDER, "V-1", street, 2)
    yield led(FEEDER, "refStreetlightControlCabinet", CABINET)
    for number, lamp in enumerate(LAMPS):
        code = lamp.rpartition(":")[2]
        yield from standing(lamp, code, street, number, powerRating=68)
        if number:
            yield led(lamp, "feederID", FEEDER)
            yield led(lamp, "refStreetlightControlCabinet", CABINET)
        yield seen(lamp, "voltage", 231.0 if number == 0 else 0.0, at=now)
    yield from standing(FAILED, "SL-900", street, 50, faultKind="lampFailure")
    yield seen(FAILED, "diagnosis", found_at(now), kind=Kind.JSON_PROPERTY)
    yield from a_week_of(LAMPS[0], now)
    yield from what_was_said(LAMPS[0], now)


def found_at(now):
    """What was found wrong with a lamp that stays out."""
    return {
        "id": "7e1ef0d4-5b67-4a6f-9a8e-a1a53c7d3b11",
        "kind": "lampFailure",
        "since": (now - HOUR).isoformat(),
        "confidence": 0.98,
        "facts": {"seen": 0.6, "expected": 60, "times": 6},
        "part": "lightSource",
        "rated_w": 60,
    }


def a_week_of(lamp, now):
    """Two weeks by the hour: dimmed at night, off by day, silent for half a day."""
    for hour in range(24 * 15, 0, -1):
        if 30 <= hour < 42:
            continue
        at = now - hour * HOUR
        level = 0.0 if 6 <= at.hour < 18 else 0.5 + (at.weekday() + hour // 24) / 40
        yield seen(lamp, "illuminanceLevel", round(level, 3), at=at)
        yield seen(lamp, "powerConsumption", round(68 * level, 1), at=at)
        yield seen(lamp, "powerState", "on" if level else "off", at=at)
    yield seen(lamp, "illuminanceLevel", 0.4, at=now)
    yield seen(lamp, "powerConsumption", 27.0, at=now)
    yield seen(lamp, "powerState", "on", at=now)


def what_was_said(lamp, now):
    maintenance = seen(lamp, "maintenance", value=False, at=now - 5 * HOUR)
    yield replace(maintenance, source="console:jana")
    yield seen(ALERT, TYPE, ["Alert"])
    yield led(ALERT, "alertSource", lamp)
    yield seen(ALERT, "description", {"en": "It flickers.", "cs": "Bliká."})
    yield seen(ALERT, "validFrom", (now - 9 * HOUR).isoformat())
    yield seen(ALERT, "validTo", (now - 7 * HOUR).isoformat())


def led(urn, relationship, target):
    return seen(urn, relationship, target, kind=Kind.RELATIONSHIP)


def lines():
    """How the lamp and the feeder are reached."""
    lora = {"application": "town", "topics": ["application/+/device/+/event/+"]}
    switches = {
        "topics": ["switch/+/state"],
        "commands": {"setPowerState": {"topic": "switch/{serial}", "payload": {}}},
    }
    for name, gate, settings in (("lora", "lorawan", lora), ("s", "mqtt", switches)):
        urn = f"urn:ngsi-ld:Connection:{name}"
        yield seen(urn, TYPE, ["Connection"])
        yield seen(urn, "gate", gate)
        yield seen(urn, "url", "mqtt://embedded")
        yield seen(urn, "settings", settings, kind=Kind.JSON_PROPERTY)
    for serial, asset, connection in ((EUI, LAMPS[0], "lora"), (MAC, FEEDER, "s")):
        urn = f"urn:ngsi-ld:Device:{serial}"
        yield seen(urn, TYPE, ["Device"])
        yield seen(urn, "serialNumber", serial)
        yield seen(urn, "deviceProfile", "nas_ul20xx")
        yield seen(urn, "connection", connection)
        yield led(urn, "controlledAsset", asset)


def says_of_town(name):
    urn = f"urn:ngsi-ld:Municipality:{name}"
    yield seen(urn, TYPE, ["Municipality"])
    yield seen(urn, "timezone", "Europe/Belgrade")


@pytest.fixture(scope="module")
async def server(
    dsn: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    """The whole product with one street and a broker."""
    database = Database(dsn)
    home = tmp_path_factory.mktemp("asset")
    async with serving(dsn, database, "street", home, broker=True) as running:
        now = datetime.now(UTC).replace(microsecond=0)
        await running.city.record([*says_of_town("street"), *lines()])
        await recorded(running, a_street(now))
        while await running.city.keep_rollups():
            pass
        yield running
    await database.close()


@asynccontextmanager
async def network(server: Server, *, obeyed=True):
    """A network server of LoRaWAN that answers every downlink."""
    client = aiomqtt.Client(
        "127.0.0.1",
        server.installation.broker.port,
        username=server.city.name,
        password=server.key,
    )

    async def answer():
        async for message in client.messages:
            down = orjson.loads(message.payload)
            event = {
                "deviceInfo": {"devEui": down["devEui"]},
                "queueItemId": down["id"],
                "acknowledged": obeyed,
            }
            topic = f"application/town/device/{down['devEui']}/event/ack"
            await client.publish(topic, orjson.dumps(event), qos=1)

    async with client:
        await client.subscribe("application/town/device/+/command/down", qos=1)
        answering = asyncio.create_task(answer())
        try:
            yield
        finally:
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)


@asynccontextmanager
async def page_of(visitor, code, query="", **wishes):
    """The page of an asset, found by its code; until its chart is drawn."""
    server, city = visitor.server, visitor.server.city.name
    async with visitor.page(**{"alone": False} | wishes) as page:
        search = f"{server.url}/api/{city}/search"
        found = await page.request.get(
            search, params={"q": code}, headers=server.headers
        )
        (asset,) = [one for one in await found.json() if one["urn"].endswith(code)]
        where = f"{server.url}/{city}/asset/{asset['id']}{query}"
        await page.goto(f"{where}#key={server.key}")
        await expect(page.locator(".page")).to_be_visible()
        yield page


async def test_the_search_opens_the_page_with_ctrl_enter(visitor):
    async with visitor.console() as page:
        await page.keyboard.press("/")
        await page.keyboard.type("sl-000")
        await expect(page.locator("#found [role=option]")).to_have_count(1)
        await page.keyboard.press("Control+Enter")
        heading = page.get_by_role("heading", name="SL-000 Jevrejska")
        await expect(heading).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(heading).to_have_count(0)


async def test_the_side_panel_opens_the_page_and_the_page_the_map(visitor):
    async with visitor.console() as page:
        await page.keyboard.press("/")
        await page.keyboard.type("sl-000")
        await expect(page.locator("#found [role=option]")).to_have_count(1)
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Open the whole page").click()
        await expect(page.locator(".page")).to_be_visible()
        await page.get_by_role("button", name="Show on the map").click()
        await expect(page.locator(".page")).to_have_count(0)
        await expect(page.locator("article h2")).to_contain_text("SL-000")
        await page.go_back()
        await expect(page.locator(".page")).to_be_visible()


async def test_a_lamp_tells_its_cause_and_the_way_to_it_is_marked(visitor):
    async with page_of(visitor, "SL-001") as page:
        await expect(page.locator(".cause")).to_contain_text("RO-1 Jevrejska is dark")
        relations = page.get_by_role("region", name="Relations")
        way = relations.locator("li.way")
        await expect(way).to_have_count(2)
        await expect(way.last).to_contain_text("Switched by")
        await expect(way.last).to_contain_text("RO-1 Jevrejska")
        await expect(way.last.locator("em")).to_contain_text("Cause")
        await page.get_by_role("link", name="The cause is RO-1").click()
        heading = page.get_by_role("heading", name="RO-1 Jevrejska", level=2)
        await expect(heading).to_be_visible()
        await page.go_back()
        await expect(page.locator(".cause")).to_contain_text("is dark")


async def test_the_lamps_of_a_cabinet_are_one_group_until_it_is_opened(visitor):
    async with page_of(visitor, "RO-1") as page:
        relations = page.get_by_role("region", name="Relations")
        lamps = relations.get_by_role("button", name=re.compile("Lamps"))
        await expect(lamps).to_contain_text("44")
        await expect(relations).to_contain_text("44 because of it")
        await expect(relations.get_by_role("link")).to_have_count(0)
        await lamps.focus()
        await page.keyboard.press("Enter")
        await expect(relations.get_by_role("link")).to_have_count(20)
        await relations.get_by_role("button", name="Show 20 more").click()
        await expect(relations.get_by_role("link")).to_have_count(40)
        await relations.get_by_role("link", name="SL-002").click()
        await expect(page.locator(".cause")).to_contain_text("RO-1 Jevrejska is dark")


async def test_an_order_is_seen_until_the_lamp_has_confirmed_it(visitor):
    async with (
        network(visitor.server),
        page_of(visitor, "SL-000") as page,
    ):
        actions = page.get_by_role("region", name="Actions")
        level = actions.get_by_role("slider", name="Dim")
        await expect(level).to_have_value("0.4")
        await level.focus()
        for _ in range(5):
            await page.keyboard.press("ArrowRight")
        await actions.get_by_role("button", name="Send Dim").dblclick()
        given = actions.locator("li", has_text="Dim: 45 %")
        await expect(given).to_have_count(1)
        await expect(given).to_contain_text("Confirmed by the device")
        await given.get_by_role("button", name="Again").click()
        again = actions.locator("li[data-state=confirmed]", has_text="Dim: 45 %")
        await expect(again).to_have_count(2)
        log = page.get_by_role("region", name="What happened")
        told = log.locator("li", has_text="Dim: 45 %")
        await expect(told).to_have_count(2)
        await expect(told.first).to_contain_text("Confirmed by the device")
        await expect(told.first).to_contain_text("in the console")


async def test_an_order_a_lamp_does_not_obey_says_so(visitor):
    async with (
        network(visitor.server, obeyed=False),
        page_of(visitor, "SL-000") as page,
    ):
        actions = page.get_by_role("region", name="Actions")
        await actions.get_by_role("button", name="Off").click()
        given = actions.locator("li", has_text="Dim: 0 %").first
        await expect(given).to_contain_text("Failed: The device did not acknowledge.")


async def asked_by_eva(city):
    """An order of somebody else that needs a second person."""
    command = Command(
        entity=LAMPS[0],
        name="setDimLevel",
        value=0.3,
        expires_at=datetime.now(UTC) + HOUR,
        source="person:eva",
    )
    return await give(city, command, Terms(four_eyes=True))


@pytest.mark.parametrize("way", LOOKS)
async def test_an_order_for_a_while_is_prolonged_and_ended_by_hand(
    visitor, way, request
):
    async with (
        network(visitor.server),
        page_of(visitor, "SL-000", **way | {"language": "en"}) as page,
    ):
        actions = page.get_by_role("region", name="Actions")
        await actions.get_by_label("Holds").select_option("1 hour")
        await actions.get_by_role("button", name="On", exact=True).click()
        held = actions.locator("[data-held]")
        await expect(held).to_contain_text(
            re.compile(r"By hand until .*: in the console \(first\)")
        )
        before = await held.inner_text()
        await press(held.get_by_role("button", name="An hour longer"))
        await expect(held).not_to_have_text(before, use_inner_text=True)
        await actions.scroll_into_view_if_needed()
        await look(page, request.node.callspec.id)
        await press(held.get_by_role("button", name="End now"))
        await expect(held).to_have_count(0)
        await expect(actions.locator("li").first).to_contain_text("Follow the calendar")


async def test_an_order_of_somebody_else_is_approved_or_refused_with_a_reason(visitor):
    city = visitor.server.city
    async with page_of(visitor, "SL-000", viewport=PHONE, hurried="yes") as page:
        actions = page.get_by_role("region", name="Actions")
        waiting = actions.locator("[data-waiting]")
        await asked_by_eva(city)
        await expect(waiting).to_contain_text("Waits for a second person")
        await expect(waiting).to_contain_text("eva Dim: 30 %")
        refuse = waiting.get_by_role("button", name="Refuse")
        await expect(refuse).to_be_disabled()
        await waiting.get_by_label("Reason").fill("Not tonight.")
        await look(page, "waiting")
        await refuse.click()
        await expect(waiting).to_have_count(0)
        number = await asked_by_eva(city)
        await press(waiting.get_by_role("button", name="Approve"))
        await expect(waiting).to_have_count(0)
        await expect(actions.locator("li", has_text="Dim: 30 %")).to_have_count(1)
        assert await city.command_state(number) in State


async def test_a_dangerous_order_asks_first(visitor):
    async with page_of(visitor, "V-1") as page:
        actions = page.get_by_role("region", name="Actions")
        off = actions.get_by_role("button", name="Off")
        await expect(off).to_be_enabled()
        await off.click()
        question = actions.get_by_role("alertdialog")
        await expect(question).to_contain_text("Whole streets may go dark")
        await expect(question.get_by_role("button", name="Yes, send")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(question).to_have_count(0)
        await expect(off).to_be_focused()
        await expect(actions).to_contain_text("Nothing was ordered yet")
        await page.keyboard.press("Enter")
        await expect(question.get_by_role("button", name="Yes, send")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(actions).to_contain_text("Switch the supply: Off")


async def test_what_cannot_be_ordered_says_why(visitor):
    async with page_of(visitor, "SL-001") as page:
        actions = page.get_by_role("region", name="Actions")
        await expect(actions).to_contain_text("No device controls")
        await expect(actions.get_by_role("button", name="On")).to_be_disabled()


async def test_without_a_connection_nothing_is_ordered_nor_kept_for_later(visitor):
    async with page_of(visitor, "SL-000", keeps=True) as page:
        await kept(page)
        actions = page.get_by_role("region", name="Actions")
        await expect(actions.get_by_role("button", name="On")).to_be_enabled()
        await page.context.set_offline(True)
        await expect(actions).to_contain_text("No connection: nothing can be ordered")
        for button in await actions.get_by_role("button").all():
            await expect(button).to_be_disabled()
        await page.context.set_offline(False)
        await expect(actions.get_by_role("button", name="On")).to_be_enabled()
        await expect(actions).not_to_contain_text("No connection")
        visitor.complaints.clear()  # the browser notes what it could not fetch


async def test_the_chart_is_read_zoomed_and_moved_by_the_keyboard(visitor):
    async with page_of(visitor, "SL-000", "?range=7d") as page:
        await expect(page.locator(CHART)).to_be_visible()
        line = page.get_by_role("slider", name="Reading line")
        await line.focus()
        await page.keyboard.press("End")
        await expect(line).to_have_attribute(
            "aria-valuetext", re.compile("Dimming level 40 %; Switched on")
        )
        last = int(await line.get_attribute("aria-valuemax"))
        await expect(line).to_have_attribute("aria-valuenow", str(last))
        await page.keyboard.press("ArrowLeft")
        await expect(line).to_have_attribute("aria-valuenow", str(last - 1))
        await page.keyboard.press("Home")
        await expect(line).to_have_attribute("aria-valuenow", "0")
        for key in ("+", "Shift+ArrowLeft"):
            await page.keyboard.press(key)
        await expect(page.get_by_role("button", name="Show all again")).to_be_visible()
        await expect(page).to_have_url(re.compile("from="))
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Show all again")).to_have_count(0)
        await expect(page).not_to_have_url(re.compile("from="))
        await page.keyboard.press("Escape")  # takes the reading line away
        await page.keyboard.press("Escape")
        await expect(page.locator(".page")).to_have_count(0)


async def test_the_chart_is_zoomed_by_dragging_and_by_the_wheel(visitor):
    async with page_of(visitor, "SL-000", "?range=7d") as page:
        await expect(page.locator(CHART)).to_be_visible()
        surface = page.locator(".page .surface")
        box = await surface.bounding_box()

        async def point(at: float) -> None:
            """Point where it is by now: what comes late moves it."""
            where = {"x": box["width"] * at, "y": box["height"] / 2}
            await surface.hover(position=where, force=True)

        await point(0.5)
        await page.mouse.down()
        for at in (0.55, 0.65, 0.75):
            await point(at)
        await page.mouse.up()
        everything = page.get_by_role("button", name="Show all again")
        await expect(everything).to_be_visible()
        dragged = shown(page)
        assert 1.2 * DAY < dragged < 2.5 * DAY
        await page.mouse.wheel(0, -400)

        async def nearer():
            return shown(page) < 0.8 * dragged

        await until(nearer)
        await surface.dblclick(force=True)
        await expect(everything).to_have_count(0)


def shown(page) -> timedelta:
    """How much time the address says is shown."""
    found = re.search(r"from=(\d+)&to=(\d+)", page.url)
    return timedelta(seconds=int(found[2]) - int(found[1]))


async def test_a_free_time_is_chosen_by_the_clock_of_the_town(visitor):
    async with page_of(visitor, "SL-000") as page:
        await expect(page.locator(CHART)).to_be_visible()
        await page.get_by_text("From – to").click()
        day = (datetime.now(UTC) - 3 * DAY).date().isoformat()
        await page.get_by_label("To", exact=True).fill(f"{day}T06:00")
        await page.get_by_label("From", exact=True).fill(f"{day}T18:00")
        await page.get_by_role("button", name="Show", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text("has to lie after")
        await page.get_by_label("From", exact=True).fill(f"{day}T00:00")
        await page.get_by_role("button", name="Show", exact=True).click()
        await expect(page.get_by_role("button", name="Show all again")).to_be_visible()
        assert shown(page) == 6 * HOUR
        await page.reload()
        await expect(page.locator(CHART)).to_be_visible()
        await page.get_by_role("button", name="As a table").click()
        first = page.locator("tbody tr").first
        await expect(first.locator("th")).to_contain_text("12:00 AM")


async def test_the_chart_is_compared_with_last_week(visitor):
    async with page_of(visitor, "SL-000", "?range=7d") as page:
        await page.get_by_label("Compare with").select_option("a week before")
        await expect(page.locator(".chart")).to_contain_text("7 days before")
        await page.get_by_role("button", name="As a table").click()
        heads = page.locator("thead")
        await expect(heads).to_contain_text("Dimming level, 7 days before [%]")
        await expect(page).to_have_url(re.compile("compare=week"))


async def test_the_chart_is_taken_along_as_table_and_picture(visitor):
    async with page_of(visitor, "SL-000", "?range=24h") as page:
        await expect(page.locator(CHART)).to_be_visible()

        async def take(name):
            await page.get_by_text("Download").click()
            async with page.expect_download() as coming:
                await page.get_by_text(name).click()
            file = await coming.value
            return file.suggested_filename, await (await content(file))

        name, told = await take("CSV, as shown")
        assert name.startswith("SL-000 Jevrejska")
        head, *rows = csv.reader(io.StringIO(told.decode("utf-8-sig")))
        assert head == ["Time (Europe/Belgrade)", "Dimming level [%]", "Switched"]
        assert rows[-1][1:] == ["40", "on"]
        assert re.search(r"\+0[12]:00$", rows[-1][0])
        _, told = await take("CSV, every observation")
        head, *rows = csv.reader(io.StringIO(told.decode()))
        assert head[0] == "time [Europe/Belgrade]"
        assert {row[1] for row in rows} == {"illuminanceLevel", "powerState"}
        name, picture = await take("Picture (PNG)")
        assert name.endswith(".png")
        assert picture.startswith(b"\x89PNG")
        assert len(picture) > 10_000


async def content(file):
    path = await file.path()
    return asyncio.to_thread(path.read_bytes)


async def test_the_log_tells_who_did_what(visitor):
    async with page_of(visitor, "SL-000") as page:
        log = page.get_by_role("region", name="What happened")
        await expect(log).to_contain_text("Maintenance: no")
        await expect(log).to_contain_text("jana")
        await expect(log).to_contain_text("Alarm: It flickers.")
        await expect(log).to_contain_text("Alarm over: It flickers.")
        await expect(log).to_contain_text("Came to be, as Lamps")
        await log.get_by_role("button", name="Alarms").click()
        await expect(log.locator("li:not(.day)")).to_have_count(2)


async def test_raw_data_are_read_row_by_row_and_copied(visitor):
    async with page_of(visitor, "SL-000") as page:
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.get_by_text("Raw data").click()
        rows = page.get_by_role("region", name="Observations").locator("tbody tr")
        await expect(rows).to_have_count(50)
        await page.get_by_label("Attribute").select_option("Dimming level")
        await expect(rows.first).to_contain_text("illuminanceLevel")
        await expect(rows).to_have_count(50)
        await page.get_by_role("button", name="Older").last.click()
        await expect(rows).to_have_count(100)
        await page.get_by_role("button", name="Entity (NGSI-LD)").click()
        await page.get_by_role("button", name="Copy").click()
        await expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = await page.evaluate("navigator.clipboard.readText()")
        assert orjson.loads(copied)["id"] == LAMPS[0]


async def test_two_fingers_zoom_the_chart_and_one_reads_it(visitor):
    async with page_of(visitor, "SL-000", "?range=7d", viewport=PHONE) as page:
        await expect(page.locator(CHART)).to_be_visible()
        surface = page.locator(".page .surface")
        await surface.scroll_into_view_if_needed()
        touch = await page.context.new_cdp_session(page)

        async def fingers(kind, *xs):
            """Touch it so far from its middle, where that is by now."""
            box = await surface.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            points = [{"x": x + at, "y": y, "id": n} for n, at in enumerate(xs)]
            await touch.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
            )

        await fingers("touchStart", 0)
        await expect(page.locator(".line.reading")).to_be_visible()
        await fingers("touchEnd")
        await fingers("touchStart", -30, 30)
        for wide in range(40, 121, 20):
            await fingers("touchMove", -wide, wide)
        await fingers("touchEnd")
        await expect(page.get_by_role("button", name="Show all again")).to_be_visible()
        assert shown(page) < 4 * DAY


@pytest.mark.parametrize("way", LOOKS)
@pytest.mark.parametrize("code", ["SL-000", "SL-001", "RO-1"])
async def test_a_page_is_well_in_every_look(visitor, code, way, request):
    query = "?range=7d&compare=week" if code == "SL-000" else ""
    async with page_of(visitor, code, query, **way) as page:
        await expect(page.locator(".page .plot")).to_be_visible()
        await expect(page.locator(".chart")).to_have_attribute("aria-busy", "false")
        await look(page, request.node.callspec.id)
        await page.locator("details").last.locator("summary").click()
        await expect(page.locator("table")).to_be_visible()
        await page.locator(".chart").scroll_into_view_if_needed()
        await look(page, f"{request.node.callspec.id}-below")


@pytest.mark.parametrize("way", LOOKS)
async def test_a_cabinet_shows_its_phases_its_feeders_and_each_lamp(
    visitor, way, request
):
    async with page_of(visitor, "RO-1", **way) as page:
        inside = page.locator("section[aria-labelledby=page-cabinet]")
        lamps = inside.locator("article ol").get_by_role("link")
        await expect(lamps).to_have_count(len(LAMPS) - 1)
        await inside.scroll_into_view_if_needed()
        await look(page, f"cabinet-{request.node.callspec.id}")
        await lamps.first.press("Enter")
        lamp = page.get_by_role("heading", level=2).filter(has_text="SL-")
        await expect(lamp).to_be_visible()


@pytest.mark.parametrize("way", LOOKS)
async def test_a_fault_is_told_with_how_sure_it_is_and_ordered_with_its_part(
    visitor, way, request
):
    async with page_of(visitor, "SL-900", **way | {"language": "en"}) as page:
        cause = page.locator(".cause")
        await expect(cause).to_contain_text("Found: lamp failure, sure to 98 %.")
        await look(page, f"fault-{request.node.callspec.id}")
        work = page.get_by_role("region", name="Work orders")
        await work.get_by_role("button").click()
        form = page.get_by_role("dialog")
        await expect(form.get_by_label("Description")).to_have_value(
            re.compile("Bring: light source, 60 W")
        )
        await expect(form.get_by_label("Bring: light source.")).to_be_checked()
