"""What people and devices write is text: no screen runs it, no file reckons it."""

import csv
import re
from io import BytesIO, StringIO

import httpx
import pytest
from openpyxl import load_workbook
from playwright.async_api import expect

from tests.furnishing import LAMP, NAME, Furnisher, standing
from tests.waiting import until

from .conftest import PHONE, ROOT, WIDE, Visitor, seen

pytestmark = pytest.mark.anyio

#: Ends an attribute, makes elements that run, turns the writing round, and hides.
EVIL = '"><img src=x onerror=ran()><script>ran()</script>\u202e\u200b'
RECKONED = "=cmd|' /C calc'!A1"
LINK = "javascript:ran()"
SCREENS = sorted(
    re.search(r'name: "(.*?)"', file.read_text())[1]
    for file in (ROOT / "console/src/screens").glob("*/screen.ts")
)
#: Screens in which nothing is said by people or devices.
OWN_WORDS = {"help"}
#: Where more is shown than on the screen itself, by what a thing there is called.
FURTHER = (
    "tables/Streetlight",
    "tables/Alert",
    f"dashboards/{NAME}",
    f"reports/{NAME}",
    f"scenarios/{NAME}",
    f"calendars/{NAME}",
    f"connections/{NAME}",
)
#: Two frames after what was asked for is there, it is drawn.
DRAWN = "new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))"
#: What `EVIL` would have left behind, had it been taken for more than text.
LEFT_BEHIND = """() => {
  const found = [];
  const look = (root) => {
    for (const one of root.querySelectorAll("*")) {
      const names = one.getAttributeNames();
      if (names.some((name) => name.startsWith("on"))) found.push(one.outerHTML);
      if (one.matches("img[src='x'], script:not([src]):not(:empty)"))
        found.push(one.outerHTML);
      for (const name of ["href", "src", "action", "formaction", "xlink:href"])
        if (/^\\s*javascript:/i.test(one.getAttribute(name) ?? ""))
          found.push(one.outerHTML);
      if (one.shadowRoot) look(one.shadowRoot);
    }
  };
  look(document);
  return found.map((html) => html.slice(0, 200));
}"""


@pytest.fixture(scope="module")
async def hostile(server):
    """The town, where everything there is says what is evil."""
    town = server.city.name
    told = standing(EVIL)
    links = [seen(LAMP, name, LINK) for name in ("seeAlso", "image", "dataProvider")]
    await server.city.record([*told, *links, seen(LAMP, "manual", f"https://x/{EVIL}")])
    headers = server.headers
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as http:
        await Furnisher(http, town, EVIL).furnish()
        await http.post(f"/api/{town}/reports/{NAME}/runs", json={})

        async def is_alarm():
            return "onerror" in (await http.get(f"/api/{town}/alarms")).text

        await until(is_alarm)
        alarms = (await http.get(f"/api/{town}/alarms")).json()
        yield server, alarms


class Watched:
    """A page on which everything that runs or opens is noted."""

    def __init__(self, page, visitor):
        self.page = page
        self.visitor = visitor
        self.ran = []

    async def open(self, path, viewport):
        """Open a screen as one that has just been come to."""
        server = self.visitor.server
        self.ran.clear()
        self.visitor.complaints.clear()
        await self.page.emulate_media(media="null")
        await self.page.set_viewport_size(viewport)
        await self.page.goto(f"{server.url}/{server.city.name}/{path}")
        return self.page

    async def watch(self):
        await self.page.expose_function("ran", lambda: self.ran.append(self.page.url))
        self.page.on("dialog", self._dialog)

    async def _dialog(self, dialog):
        self.ran.append(f"dialog {dialog.message}")
        await dialog.dismiss()

    async def look(self, where):
        assert await self.page.evaluate(LEFT_BEHIND) == [], where
        assert self.ran == [], where
        assert self.visitor.complaints == [], where


@pytest.fixture(scope="module")
async def watched(chromium, shared_tab, hostile):
    """One page for all screens: to open one anew for each costs three times as much."""
    server, _ = hostile
    someone = Visitor(chromium, shared_tab, server)
    async with someone.page(alone=True) as page:
        watched = Watched(page, someone)
        await watched.watch()
        await page.goto(f"{server.url}/#key={server.key}")
        await expect(page.locator("[data-link]").first).to_be_attached()
        yield watched


async def hostile_asset(server):
    """The number of an asset that is called by what would run."""
    async with httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        asked = f"/api/{server.city.name}/search"
        found = await client.get(asked, params={"q": "onerror"})
    return found.json()[0]["id"]


@pytest.mark.parametrize("path", [*SCREENS, *FURTHER])
async def test_no_screen_runs_what_people_wrote(watched, server, path):
    where = f"asset/{await hostile_asset(server)}" if path == "asset" else path
    page = await watched.open(where, WIDE)
    await expect(page.locator("[data-link]").first).to_be_attached()
    if path not in OWN_WORDS | {"figures", "waiting"}:
        await expect(page.get_by_text("onerror=ran()").first).to_be_attached()
    await page.evaluate(DRAWN)
    await watched.look(path)
    await page.emulate_media(media="print")
    await watched.look(f"{path} on paper")


@pytest.mark.usefixtures("hostile")
async def test_no_map_popup_or_search_runs_what_people_wrote(visitor):
    async with visitor.console() as page:
        watched = Watched(page, visitor)
        await watched.watch()
        await page.get_by_role("combobox", name="Search").fill("onerror")
        await page.evaluate(DRAWN)
        options = page.get_by_role("option")
        await expect(options.first).to_contain_text("onerror=ran()")
        await watched.look("search")
        await options.first.click()
        await expect(page.locator("article h2")).to_contain_text("onerror=ran()")
        await page.evaluate(DRAWN)
        await watched.look("asset")


def test_markup_is_made_of_our_own_help_alone():
    source = ROOT / "console/src"
    makes = re.compile(r"\{@html|(inner|outer)HTML|insertAdjacentHTML|srcdoc")
    found = {
        file.relative_to(source).as_posix()
        for file in (*source.rglob("*.svelte"), *source.rglob("*.ts"))
        if makes.search(file.read_text())
    }
    assert found == {"parts/Hint.svelte", "screens/help/Prose.svelte"}


#: Where a press on what is evil opens a dialog that says more of it.
DRAWERS = (
    "alarms",
    "work-orders",
    "work-orders/crews",
    "people",
    "people/roles",
    "people/keys",
    "escalation",
)


@pytest.mark.parametrize("path", DRAWERS)
async def test_no_drawer_on_a_phone_runs_what_people_wrote(watched, path):
    page = await watched.open(path, PHONE)
    presses = page.locator("section.sheet").locator("button, a")
    if path == "alarms":
        opens = presses.and_(page.get_by_label("What to do"))
    else:
        opens = presses.filter(has_text="onerror=ran()")
    await opens.first.click()
    drawer = page.get_by_role("dialog").filter(has_text="onerror=ran()")
    await expect(drawer.first).to_be_visible()
    await page.evaluate(DRAWN)
    await watched.look(path)


FILES = ("alarms.csv", "acts.csv")


@pytest.fixture(scope="module")
async def reckoning(server):
    """A town where what is said begins like a formula."""
    city, urn = server.city, "urn:ngsi-ld:WasteContainer:formula"
    for one in standing(RECKONED):
        if one.entity.startswith("urn:ngsi-ld:WasteContainer"):
            await city.record([type(one)(**{**_fields(one), "entity": urn})])


def _fields(one):
    return {name: getattr(one, name) for name in one.__struct_fields__}


@pytest.mark.usefixtures("reckoning")
async def test_no_file_reckons_what_people_wrote(server):
    town = server.city.name
    headers = server.headers
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as http:
        key = {"label": RECKONED, "roles": ["viewer"]}
        await http.post(f"/api/{town}/keys", json=key)

        async def is_alarm():
            return RECKONED in (await http.get(f"/api/{town}/alarms.csv")).text

        await until(is_alarm)
        for path in FILES:
            text = (await http.get(f"/api/{town}/{path}")).text
            cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
            assert any(RECKONED in cell for cell in cells), path
            assert not [one for one in cells if one.startswith(("=", "@", "\t"))], path
        for kind in ("csv", "xlsx"):
            columns = ("#name", "#street", "#cause", "description", RECKONED)
            heads = [{"column": one, "title": RECKONED} for one in columns]
            wish = {"format": kind, "heads": heads, "title": RECKONED}
            answer = await http.post(
                f"/api/{town}/tables/WasteContainer/export", json=wish
            )
            assert answer.status_code == 200, answer.text
            assert formulas(kind, answer.content) == []


def formulas(kind, content):
    if kind == "csv":
        rows = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")
        return [cell for row in rows for cell in row if cell.startswith("=")]
    book = load_workbook(BytesIO(content))
    return [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
