"""A small town, and people who look at it in a real browser."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from mesto.kernel.database import Database
from mesto.kernel.model import TYPE, Kind, Observation
from mesto.operations.work.order import Opening, open_order
from mesto.operations.work.reading import CREW
from mesto.operations.work.said import Item, Priority
from mesto.operations.written import DEFINITION, urn_of
from mesto.web import static
from tests.conftest import Server, serving
from tests.waiting import until

ROOT = Path(__file__).parents[2]
PLACE = (19.8405, 45.2537)
LAMPS, BINS = 60, 12
STREETS = ("Železnička", "Bulevar oslobođenja", "Jevrejska")
PATIENCE_MS = 30_000
PHRASE = "a staple and a battery"
WIDE = {"width": 1280, "height": 760}
PHONE = {"width": 390, "height": 844}
#: Every screen is looked at in these: language, theme, window. To open one and to ask
#: axe costs more than a second of a core, so each of them differs in all three.
LOOKS = [
    pytest.param({"language": "en", "theme": "light", "viewport": WIDE}, id="en-light"),
    pytest.param(
        {"language": "sr-Cyrl", "theme": "dark", "viewport": PHONE}, id="sr-dark-phone"
    ),
]
AXE = ROOT / "console/node_modules/axe-core/axe.min.js"
PICTURES = Path(os.environ.get("MESTO_PICTURES", ROOT / "build/pictures"))
#: The shell is Chromium without windows of its own, which take a tenth of a journey.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: Chromium asks nobody outside, and needs no sandbox to be root.
FLAGS = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # its address bar has pages of its own, two beside each of ours
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding",
)

#: A browser without service workers, as on a page that is not secure.
KEEPS_NOTHING = "delete Navigator.prototype.serviceWorker"
#: Where a visit is `hurried`, what is looked at or tried again after ten to fifteen
#: seconds is so after a tenth of it. For an answer it waits as long as ever.
HURRIED = """if (localStorage["mesto.hurried"]) {
  const sooner = (ms) => (ms >= 10_000 && ms <= 15_000 ? ms / 10 : ms);
  for (const name of ["setInterval", "setTimeout"]) {
    const usual = window[name];
    window[name] = (deed, ms, ...rest) => usual(deed, sooner(ms), ...rest);
  }
}"""
#: A browser that was never here, but has set these.
FORGET = """async (stored) => {
  localStorage.clear();
  sessionStorage.clear();
  for (const {name} of await indexedDB.databases()) indexedDB.deleteDatabase(name);
  for (const [name, value] of Object.entries(stored)) {
    localStorage[`mesto.${name}`] = value;
  }
}"""
USUAL = {"viewport": WIDE, "reduced_motion": "reduce", "locale": "en-GB"}

expect.set_options(timeout=PATIENCE_MS)


def seen(urn, attribute, value, *, at=None, kind=Kind.PROPERTY, deleted=False):
    return Observation(
        entity=urn,
        attribute=attribute,
        value=value,
        source="journeys",
        observed_at=at,
        kind=kind,
        deleted=deleted,
    )


def standing(urn, name, street, step, **values):
    """Everything the city hears of one asset; `step` moves it along its street."""
    row = STREETS.index(street)
    place = (PLACE[0] + (step - 12) * 0.0003, PLACE[1] + (row - 1) * 0.0011)
    point = {"type": "Point", "coordinates": list(place)}
    return [
        seen(urn, TYPE, [urn.split(":")[2]]),
        seen(urn, "name", f"{name} {street}"),
        seen(urn, "location", point, kind=Kind.GEO_PROPERTY),
        *(seen(urn, attribute, value) for attribute, value in values.items()),
    ]


def bin_urn(number):
    return f"urn:ngsi-ld:WasteContainer:KO-{number:03}"


def a_town():
    """Three streets of lamps and bins that are well, but for one full bin.

    The lamps are off, since one that burns by day is not well.
    """
    for number in range(LAMPS):
        street = STREETS[number % len(STREETS)]
        urn = f"urn:ngsi-ld:Streetlight:SL-{number:03}"
        state = {"powerState": "off", "illuminanceLevel": 0.7, "voltage": 231.0}
        yield from standing(urn, f"SL-{number:03}", street, number // 3, **state)
    for number in range(BINS):
        street = STREETS[number % len(STREETS)]
        level = 0.97 if number == 0 else 0.3
        name = f"KO-{number:03}"
        yield from standing(bin_urn(number), name, street, number, fillingLevel=level)
    yield seen(bin_urn(0), "temperature", 8.5)
    yield from a_day_of(bin_urn(0))


def a_day_of(urn):
    """How a bin was filled, with a gap in which its sensor slept."""
    now = datetime.now(UTC)
    for step in range(1, 90):
        if not 30 < step < 45:
            at = now - timedelta(minutes=15 * step)
            yield seen(urn, "fillingLevel", round(0.97 - step / 100, 2), at=at)


async def recorded(server, observations) -> None:
    """Record what stands in a town; return when whoever looks is shown all of it."""
    observations = list(observations)
    await server.city.record(observations)
    at = f"{server.url}/api/{server.city.name}/search"
    async with httpx.AsyncClient(headers=server.headers) as client:

        async def is_shown(name: object) -> bool:
            return bool((await client.get(at, params={"q": name})).json())

        for name in (one.value for one in observations if one.attribute == "name"):
            await until(partial(is_shown, name))


@pytest.fixture(scope="module")
async def server(
    dsn: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    """The whole product with one small town, for all journeys of a module."""
    if not (ROOT / "mesto/web/static/index.html").is_file():
        pytest.fail("the console is not built: cd console && npm ci && npm run build")
    database = Database(dsn)
    home = tmp_path_factory.mktemp("journeys")
    async with serving(dsn, database, "journeys", home, film=True) as running:
        await recorded(running, a_town())
        yield running
    await database.remove("journeys")  # the next module founds it anew
    await database.close()


@pytest.fixture(scope="session")
async def launched() -> AsyncIterator[Browser]:
    """One real browser for all journeys of a run."""
    found = os.environ.get("MESTO_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), ""
    )
    if not found:
        pytest.skip(
            "no Chromium here: install it, or say where it is in MESTO_CHROMIUM"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
async def chromium(launched: Browser) -> AsyncIterator[Browser]:
    """The browser, of which no page outlives a module and its server."""
    yield launched
    for context in launched.contexts:
        await context.close()


class Tab:
    """A page that is opened once and visited again and again.

    A page of its own costs three times as much: process, download and compilation.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page: Page | None = None
        self.taken = False

    @asynccontextmanager
    async def empty(self, url: str, stored: dict[str, str], viewport):
        """Give the page as one that has never been at `url`, but for what is stored."""
        self.taken = True
        try:
            page = self._page = self._page or await self._open()
            await page.context.set_offline(False)
            await page.emulate_media(media="null")
            await page.goto(f"{url}/healthz")
            await page.evaluate(FORGET, stored)
            await page.set_viewport_size(viewport)
            yield page
        finally:
            self.taken = False

    async def _open(self) -> Page:
        context = await self._browser.new_context(**USUAL)
        await context.add_init_script(KEEPS_NOTHING)
        await context.add_init_script(HURRIED)
        return await context.new_page()


class Visitor:
    """Someone with a browser of their own."""

    def __init__(self, browser: Browser, tab: Tab, server: Server) -> None:
        self._browser = browser
        self._tab = tab
        self.server = server
        self.complaints: list[str] = []

    @asynccontextmanager
    async def page(self, *, keeps=False, alone=True, **wishes):
        """Open an empty page; whatever the browser complains of is kept.

        keeps: the browser keeps the console, for a visit without network
        alone: nobody was in this page before, or will be after
        """
        viewport = wishes.pop("viewport", WIDE)
        stored = {"language": "en", "theme": "light", "hints": "*"} | wishes
        shared = not (alone or keeps or self._tab.taken)
        opened = (
            self._tab.empty(self.server.url, stored, viewport)
            if shared
            else self._anew(stored, viewport, keeps=keeps)
        )
        hears = {
            "pageerror": lambda error: self.complaints.append(str(error)),
            "console": self._hear,
            "request": self._follow,
        }
        async with opened as page:
            page.set_default_timeout(PATIENCE_MS)
            for event, hear in hears.items():
                page.on(event, hear)
            yield page
            for event, hear in hears.items():
                page.remove_listener(event, hear)

    @asynccontextmanager
    async def _anew(self, stored, viewport, *, keeps):
        context = await self._browser.new_context(**USUAL | {"viewport": viewport})
        for name, value in stored.items():
            await context.add_init_script(f"localStorage['mesto.{name}'] ??= '{value}'")
        await context.add_init_script(HURRIED)
        if not keeps:  # to keep it costs as much again as to open it
            await context.add_init_script(KEEPS_NOTHING)
        yield await context.new_page()
        await context.close()

    @asynccontextmanager
    async def console(self, **wishes):
        """Open the console with the key in the address, and wait for the map."""
        async with self.page(**{"alone": False} | wishes) as page:
            await page.goto(f"{self.server.url}/#key={self.server.key}")
            await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
            yield page

    @asynccontextmanager
    async def screen(self, path, **wishes):
        """Open a screen at once, by its address below the municipality's.

        Wishes are those of a page: language, theme, viewport, hints put away, `hurried`
        for one that waits until something is looked at again, …
        """
        async with self.page(**{"alone": False} | wishes) as page:
            where = f"{self.server.url}/{self.server.city.name}/{path}"
            await page.goto(f"{where}#key={self.server.key}")
            await expect(page.locator("[data-link]").first).to_be_attached()
            yield page

    def _hear(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location['url']}")

    def _follow(self, request) -> None:
        """Nothing may be asked of anybody but our own server."""
        ours = urlsplit(self.server.url).netloc
        if urlsplit(request.url).netloc not in {ours, ""}:
            self.complaints.append(f"asked {request.url}")


@pytest.fixture(scope="module")
def shared_tab(chromium: Browser) -> Tab:
    """The page that journeys share."""
    return Tab(chromium)


@pytest.fixture
async def visitor(
    chromium: Browser, shared_tab: Tab, server: Server
) -> AsyncIterator[Visitor]:
    someone = Visitor(chromium, shared_tab, server)
    yield someone
    assert someone.complaints == []


async def kept(page: Page) -> None:
    """Wait until the browser keeps the console, and what it shows goes through it.

    The page has to be opened with `keeps=True`.
    """
    await page.evaluate("navigator.serviceWorker.ready")
    await expect(page.locator("[data-link=live]")).to_be_visible()

    async def is_controlled() -> bool:
        return bool(await page.evaluate("navigator.serviceWorker.controller !== null"))

    await until(is_controlled)


@pytest.fixture
def renew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Page], Awaitable[None]]:
    """Let the server hand out a newer console, which the page looks for at once."""
    built = tmp_path / "static"
    shutil.copytree(static.BUILT, built)
    monkeypatch.setattr(static, "BUILT", built)

    async def newer(page: Page) -> None:
        for file, mark in (("index.html", "<!-- newer -->"), ("worker.js", "//newer")):
            text = (built / file).read_text()
            (built / file).write_text(f"{text}{mark}")
        # once may be too early: the browser may be looking just now, at the old one
        await page.evaluate(
            "setInterval(() => dispatchEvent(new Event('online')), 500)"
        )

    return newer


async def press(button: Locator, key: str = "Enter") -> None:
    """Press a button as who has no mouse does, once it can be pressed.

    A key that comes while it cannot be is lost: the focus goes nowhere then.
    """
    await expect(button).to_be_enabled()
    await button.press(key)


async def look(page: Page, name: str) -> None:
    """Check what every screen must be, and keep a picture for people to look at."""
    assert await axe(page) == []
    width = page.viewport_size["width"]
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    await page.screenshot(path=PICTURES / f"{name}.png")


async def axe(page: Page) -> list[str]:
    """What axe finds wrong with a page: the rule and the elements."""
    if not await page.evaluate("'axe' in window"):  # to read it costs as much as to ask
        await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {[node['html'] for node in rule['nodes']][:3]}"
        for rule in found["violations"]
    ]


@pytest.fixture
async def login(server):
    """Somebody of the crew for waste, who has an account."""
    accounts = server.installation.accounts
    login = f"ivan-{uuid4().hex[:6]}@town"
    made = await accounts.make(login, "Ivan Horák", {server.city.name: ["operator"]})
    link = await accounts.invite(made.number)
    await accounts.accept(link, PHRASE)
    return login


@pytest.fixture
async def crew(server, login):
    """A crew of one; its name."""
    name = f"crew-{uuid4().hex[:6]}"
    definition = {"title": "Waste crew", "members": [login]}
    urn = urn_of(CREW, name)
    await server.city.record(
        [
            seen(urn, TYPE, [CREW]),
            seen(urn, DEFINITION, definition, kind=Kind.JSON_PROPERTY),
        ]
    )
    return name


@pytest.fixture
async def order(server, crew):
    """An order about a bin, for the crew; its name."""
    at = datetime.now(UTC) - timedelta(hours=1)
    opening = Opening(
        at=at,
        title="Empty the bin",
        description="It overflows.\nThe key is at the school.",
        priority=Priority.HIGH,
        due_at=datetime.now(UTC) + timedelta(hours=5),
        to=f"crew:{crew}",
        about=bin_urn(0),
        checklist=(Item(id=uuid4(), at=at, text="Close the lid"),),
    )
    return await opened(server, opening)


async def opened(server, opening):
    name = f"w-{uuid4().hex[:8]}"
    about = (await server.city.present([opening.about])).get(opening.about)
    await server.city.record(list(open_order(name, opening, about, source="journeys")))
    return name
