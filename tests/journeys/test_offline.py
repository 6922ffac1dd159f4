"""The console without a network: what was seen stays, what is done is done once."""

import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import asyncpg
import pytest
from playwright.async_api import expect

from mesto.gates.mqtt.broker import unused_port
from mesto.kernel.model import TYPE, Kind
from mesto.kernel.postgres import EmbeddedPostgres
from tests.waiting import LONG_S, until

from .conftest import LOOKS, Tab, Visitor, kept, look, seen

pytestmark = pytest.mark.anyio

TOWN = "urn:ngsi-ld:Municipality:journeys"
WAITING = re.compile(r"\d+ wait")


async def title_of(server):
    entity = (await server.city.present([TOWN])).get(TOWN)
    return None if entity is None else entity.value("title")


async def titles_said(server):
    """Everything the ledger says the municipality was called, oldest first."""
    async with server.city.bound() as connection:
        rows = await connection.fetch(
            "select l.value->>'en' as title from ledger l "
            "join entity e on e.id = l.entity join attribute a on a.id = l.attribute "
            "where e.urn = $1 and a.name = 'title' and not l.deleted "
            "order by l.position",
            TOWN,
        )
    return [row["title"] for row in rows]


async def rename(page, title):
    field = page.locator(".titles input").first
    await field.fill(title)
    await field.press("Enter")


async def test_a_page_opened_without_a_network_shows_what_was_seen_last(visitor):
    async with visitor.console(keeps=True) as page:
        await kept(page)
        await page.locator("#tab-panel [data-asset]").first.click()
        await expect(page.locator("article h2")).to_contain_text("KO-000")
        await page.reload()
        await expect(page.locator("article h2")).to_contain_text("KO-000")
        await page.context.set_offline(True)
        await page.reload()
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
        await expect(page.get_by_role("alert").first).to_contain_text("as of")
        await expect(page.locator("article h2")).to_contain_text("KO-000")
        await expect(
            page.get_by_role("button", name="Need attention 1")
        ).to_be_visible()
        await page.get_by_role("button", name="Settings").first.click()
        await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
        await page.context.set_offline(False)
        await expect(page.locator("[data-link=live]")).to_be_visible()
        visitor.complaints.clear()  # the browser notes what it could not fetch


async def test_what_is_done_without_a_network_waits_and_is_done_once(visitor, server):
    async with visitor.screen("settings/municipality", keeps=True) as page:
        await kept(page)
        await expect(page.locator(".titles input").first).to_be_visible()
        await page.context.set_offline(True)
        await rename(page, "Waterford")
        mark = page.get_by_role("button", name=WAITING)
        await expect(mark).to_have_text("1 waits")
        await page.reload()
        await expect(mark).to_have_text("1 waits")
        assert (await title_of(server) or {}).get("en") != "Waterford"
        await page.context.set_offline(False)
        await expect(mark).to_have_count(0)
        assert (await title_of(server))["en"] == "Waterford"
        assert (await titles_said(server)).count("Waterford") == 1
        visitor.complaints.clear()


async def test_changes_made_one_after_another_arrive_in_order(visitor, server):
    async with visitor.screen("settings/municipality", keeps=True) as page:
        await kept(page)
        await expect(page.locator(".titles input").first).to_be_visible()
        await page.context.set_offline(True)
        await rename(page, "First")
        zoom = page.get_by_label("Zoom", exact=True)
        await zoom.fill("15.5")
        await zoom.press("Enter")
        await page.get_by_role("button", name="Take this view").click()
        await rename(page, "Last")
        await expect(page.get_by_role("button", name=WAITING)).to_have_text("3 wait")
        await page.context.set_offline(False)
        await expect(page.get_by_role("button", name=WAITING)).to_have_count(0)
        assert (await title_of(server))["en"] == "Last"
        entity = (await server.city.present([TOWN]))[TOWN]
        assert entity.value("zoom") == 15.5
        assert "First" not in await titles_said(server), "only the last was sent"
        visitor.complaints.clear()


async def test_who_changed_the_same_meanwhile_is_not_overwritten_unasked(
    visitor, server
):
    async with visitor.screen("settings/municipality", keeps=True) as page:
        await kept(page)
        await expect(page.locator(".titles input").first).to_be_visible()
        await page.context.set_offline(True)
        await rename(page, "Mine")
        await expect(page.get_by_role("button", name=WAITING)).to_be_visible()
        theirs = seen(TOWN, "title", {"en": "Theirs"}, kind=Kind.LANGUAGE_PROPERTY)
        await server.city.record([seen(TOWN, TYPE, ["Municipality"]), theirs])
        await page.context.set_offline(False)
        needs_you = page.get_by_role("button", name="1 needs you")
        await needs_you.click()
        row = page.get_by_role("list", name="Waiting to be sent")
        await expect(row).to_contain_text("Somebody else has changed this")
        assert (await title_of(server))["en"] == "Theirs"
        await page.get_by_role("button", name="Keep mine").click()
        await expect(page.get_by_text("Nothing waits")).to_be_visible()
        assert (await title_of(server))["en"] == "Mine"
        visitor.complaints.clear()


class Wire:
    """A wire to the server that can be cut after it has answered, before we hear it."""

    def __init__(self, port):
        self._port = port
        self.cut = False  #: let nothing back from now on
        self.swallowed = asyncio.Event()  #: an answer that nobody heard

    async def carry(self, reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        pipes = [
            asyncio.create_task(self._pipe(reader, back)),
            asyncio.create_task(self._pipe(there, writer, answers=True)),
        ]
        await asyncio.wait(pipes, return_when=asyncio.FIRST_COMPLETED)
        for pipe in pipes:
            pipe.cancel()
        await asyncio.gather(*pipes, return_exceptions=True)
        for end in (back, writer):
            end.close()
            with suppress(ConnectionError):
                await end.wait_closed()

    async def _pipe(self, reader, writer, *, answers=False):
        with suppress(ConnectionError):
            while data := await reader.read(2**16):
                if answers and self.cut:
                    self.swallowed.set()
                    return
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def wired(port):
    wire = Wire(port)
    listener = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
    try:
        yield wire, listener.sockets[0].getsockname()[1]
    finally:
        listener.close()


@pytest.fixture
async def wire(server):
    """A wire to the server, and the server at its other end."""
    port = int(server.url.rpartition(":")[2])
    async with wired(port) as (wire, at):
        yield wire, replace(server, url=f"http://127.0.0.1:{at}")


async def test_an_answer_that_was_lost_does_not_make_it_happen_twice(chromium, wire):
    line, server = wire
    visitor = Visitor(chromium, Tab(chromium), server)
    wishes = {"keeps": True, "hurried": "yes"}
    async with visitor.screen("settings/municipality", **wishes) as page:
        await kept(page)
        await expect(page.locator(".titles input").first).to_be_visible()
        line.cut = True
        await rename(page, "Cut off")

        async def is_done():
            return (await title_of(server) or {}).get("en") == "Cut off"

        await until(is_done)
        await line.swallowed.wait()
        mark = page.get_by_role("button", name=WAITING)
        await expect(mark).to_have_text("1 waits")
        line.cut = False
        await expect(mark).to_have_count(0)
        assert (await titles_said(server)).count("Cut off") == 1


# the server itself dies


LATCH = 4711  #: what the database waits for before it notes an answer


@asynccontextmanager
async def serving_apart(home, port):
    """Run `mesto serve` as its own process; yield it, and the key it made if it did."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from mesto.cli import main; main()", "serve"),
        env={
            **os.environ,
            "MESTO_HOME": str(home),
            "MESTO_PORT": str(port),
            "MESTO_BROKER": "0",
        },
        cwd=home,
        stdout=asyncio.subprocess.PIPE,
    )
    key = ""
    try:
        async with asyncio.timeout(LONG_S):
            while b"mesto serves" not in (line := await process.stdout.readline()):
                assert line, "the server ended before it was ready"
                if b"API key" in line:
                    key = line.decode().split()[-1]
        yield process, key
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


@pytest.fixture
def home(folder, municipality):
    path = folder / municipality
    path.mkdir()
    return path


async def test_a_server_killed_between_commit_and_answer_does_it_once(
    chromium, server, home
):
    port = unused_port()
    async with serving_apart(home, port) as (process, key):
        apart = replace(server, url=f"http://127.0.0.1:{port}", key=key)
        visitor = Visitor(chromium, Tab(chromium), apart)
        async with visitor.page(keeps=True, hurried="yes") as page:
            await page.goto(f"{apart.url}/#key={key}")
            await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
            await kept(page)
            await page.goto(f"{apart.url}/town/settings/municipality")
            await expect(page.locator(".titles input").first).to_be_visible()
            database = await asyncpg.connect(
                EmbeddedPostgres(folder=home / "postgres").dsn
            )
            await database.execute(
                f"""
                set search_path to mesto_town;
                create function wait() returns trigger language plpgsql as $$
                begin perform pg_advisory_xact_lock({LATCH}); return new; end $$;
                create trigger wait before update on deed
                   for each row execute function wait();
                select pg_advisory_lock({LATCH});
                """
            )
            await rename(page, "Killed")

            async def is_committed():
                return await database.fetchval(
                    "select true from pg_stat_activity where wait_event = 'advisory' "
                    "and query like '%insert into deed%'"
                )

            await until(is_committed)
            process.kill()
            await process.wait()
            await database.close()
            mark = page.get_by_role("button", name=WAITING)
            await expect(mark).to_have_text("1 waits")
            async with serving_apart(home, port):
                database = await asyncpg.connect(
                    EmbeddedPostgres(folder=home / "postgres").dsn
                )
                await database.execute("drop trigger wait on mesto_town.deed")
                await expect(mark).to_have_count(0)
                times = await database.fetchval(
                    "select count(*) from mesto_town.ledger l "
                    "join mesto_town.attribute a on a.id = l.attribute "
                    "where a.name = 'title'"
                )
                await database.close()
                assert times == 1


async def test_a_new_version_comes_when_it_is_wanted_and_takes_nothing_typed(
    visitor, renew
):
    async with visitor.console(keeps=True) as page:
        await kept(page)
        await page.keyboard.press("/")
        await page.keyboard.type("half a word")
        await renew(page)
        offer = page.get_by_role("button", name="New version")
        await expect(offer).to_be_visible()
        search = page.get_by_role("combobox", name="Search")
        assert await search.input_value() == "half a word"
        await offer.click()
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
        await expect(offer).to_have_count(0)
        assert "newer" in await page.evaluate(
            "fetch('/').then((answer) => answer.text())"
        )


async def test_it_can_be_installed(visitor):
    async with visitor.console() as page:
        found = await page.evaluate(
            """async () => {
                const link = document.querySelector("link[rel=manifest]");
                const manifest = await (await fetch(link.href)).json();
                const icons = await Promise.all(manifest.icons.map(async ({src}) => {
                    const bitmap = await createImageBitmap(
                        await (await fetch(src)).blob());
                    return `${bitmap.width}x${bitmap.height}`;
                }));
                return {...manifest, found: icons};
            }"""
        )
    assert found["display"] == "standalone"
    assert found["found"] == [icon["sizes"] for icon in found["icons"]]
    assert any(icon.get("purpose") == "maskable" for icon in found["icons"])


async def test_who_signs_out_leaves_nothing_behind(visitor):
    async with visitor.console(keeps=True) as page:
        await kept(page)
        await page.reload()
        await expect(page.locator("[data-link=live]")).to_be_visible()
        seen_there = "caches.open('seen').then((c) => c.keys()).then((k) => k.length)"
        assert await page.evaluate(seen_there) > 0
        await page.get_by_role("button", name="Municipality:").click()
        await page.get_by_role("menuitem", name="Sign out").click()
        await expect(page.get_by_label("Login")).to_be_visible()
        assert await page.evaluate(seen_there) == 0


@pytest.mark.parametrize("way", LOOKS)
async def test_what_waits_looks_well(visitor, server, way, request):
    async with visitor.screen("settings/municipality", **way, keeps=True) as page:
        await kept(page)
        await expect(page.locator(".titles input").first).to_be_visible()
        await page.context.set_offline(True)
        await rename(page, "Mine")
        zoom = page.locator(".numbers input").last
        await zoom.fill(str(float(await zoom.input_value()) - 0.5))
        await zoom.press("Enter")
        await page.locator(".deeds .primary").click()
        theirs = seen(TOWN, "title", {"en": "Theirs"}, kind=Kind.LANGUAGE_PROPERTY)
        await server.city.record([seen(TOWN, TYPE, ["Municipality"]), theirs])
        await page.goto(f"{server.url}/{server.city.name}")
        await expect(page.locator(".banner")).to_be_visible()
        name = request.node.callspec.id
        await look(page, f"offline-map-{name}")
        await page.goto(f"{server.url}/{server.city.name}/waiting")
        await expect(page.locator("section li").first).to_be_visible()
        await page.context.set_offline(False)
        await expect(page.locator("section li.stuck")).to_be_visible()
        await look(page, f"waiting-{name}")
        visitor.complaints.clear()
