"""What a mayor does with the figures, in a real browser against the whole product."""

import re
from datetime import UTC, datetime, timedelta
from math import sin

import pytest
from playwright.async_api import expect

from tests.waiting import until

from .conftest import LOOKS, bin_urn, look, recorded, seen, standing

pytestmark = pytest.mark.anyio

DAYS = 95
HOURS = (3, 9, 15, 21)  #: of each day in which something is heard
A4_PX = (718, 1047)  #: what margins of 10 mm leave, at 96 dpi
DISTRICTS = ("Telep", "Liman", "Grbavica")

#: What is heard of each type: attribute, its usual value, and how far it swings.
PAST = {
    "StreetlightControlCabinet": ("totalActivePower", 14.0, 2.0),
    "AirQualityObserved": ("pm25", 18.0, 6.0),
    "TrafficFlowObserved": ("averageVehicleSpeed", 41.0, 4.0),
    "OffStreetParking": ("occupancy", 0.6, 0.2),
    "EVChargingStation": ("powerConsumption", 7.0, 3.0),
    "WeatherObserved": ("windSpeed", 6.0, 4.0),
}
MORE = {"AirQualityObserved": ("no2", 19.0, 4.0)}
CARD = "article"


def one_of(kind):
    return f"urn:ngsi-ld:{kind}:{kind[:2].upper()}-1"


def thirteen_weeks():
    """A town that has been observed for longer than its figures show."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for kind, told in PAST.items():
        urn = one_of(kind)
        yield from standing(urn, urn.rpartition(":")[2], "Jevrejska", 3)
        for name, usual, swing in filter(None, (told, MORE.get(kind))):
            for back in range(1, DAYS):
                value = round(usual + swing * sin(back / 9), 3)
                for hour in HOURS:
                    at = midnight - timedelta(days=back) + timedelta(hours=hour)
                    yield seen(urn, name, value, at=at)
    for number, district in enumerate(DISTRICTS * 4):
        yield seen(bin_urn(number), "address", {"district": district})


@pytest.fixture(scope="module")
async def server(server):
    """The journeys' town with a past."""
    await recorded(server, thirteen_weeks())
    return server


async def counted(page):
    """Wait until every figure of the past has its line, however busy the machine."""

    async def done():
        return await page.locator(f"{CARD} svg[role=img]").count() >= len(PAST)

    await until(done, within_s=120)


async def test_the_figures_stand_under_the_goals_of_the_town(visitor):
    async with visitor.screen("figures") as page:
        await counted(page)
        for goal in ("Safe", "Clean", "Mobile", "Thrifty"):
            await expect(page.get_by_role("heading", name=goal)).to_be_visible()
        dust = page.locator(CARD, has_text="Fine dust PM2.5")
        await expect(dust).to_contain_text("target 15 µg/m³")
        await expect(dust).to_contain_text("Missed")
        await expect(dust).to_contain_text("against")
        energy = page.locator(CARD, has_text="Energy for lighting")
        await expect(energy).to_contain_text("kWh")
        assert 8 <= await page.locator(CARD).count() <= 12


async def test_five_things_are_said_in_sentences_of_every_language(visitor):
    for language, met in (
        ("en", "Targets met"),
        ("cs", "Splněné cíle"),
        ("sk", "Splnené ciele"),
        ("sr-Latn", "Ispunjeni ciljevi"),
        ("sr-Cyrl", "Испуњени циљеви"),
    ):
        async with visitor.screen("figures", language=language) as page:
            await counted(page)
            facts = page.locator("ol li")
            await expect(facts).to_have_count(5)
            await expect(facts.first).to_contain_text(met)
            assert all(
                text.endswith(".") and "{" not in text
                for text in await facts.all_inner_texts()
            )


async def test_a_town_sets_its_own_target_and_returns_to_the_offered_one(visitor):
    async with visitor.screen("figures") as page:
        await counted(page)
        dust = page.locator(CARD, has_text="Fine dust PM2.5")
        await dust.get_by_role("button", name="Set the target").click()
        field = dust.get_by_role("spinbutton")
        await expect(field).to_be_focused()
        await expect(field).to_have_value("15")
        await field.fill("40")
        await page.keyboard.press("Enter")
        await expect(dust).to_contain_text("target 40 µg/m³")
        await expect(dust).to_contain_text("Met")
        await page.reload()
        await expect(dust).to_contain_text("target 40 µg/m³")
        await dust.get_by_role("button", name="Set the target").click()
        await dust.get_by_role("button", name="As suggested").click()
        await expect(dust).to_contain_text("target 15 µg/m³")


async def test_districts_are_told_with_the_worst_first(visitor):
    async with visitor.screen("figures") as page:
        table = page.get_by_role("table")
        await expect(table.get_by_role("row").nth(1)).to_contain_text("Telep")
        await expect(table.get_by_role("row")).to_have_count(1 + len(DISTRICTS))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "cs", "sr-Cyrl"])
async def test_the_figures_print_to_one_sheet_and_nothing_is_cut(
    visitor, theme, language
):
    async with visitor.screen("figures", theme=theme, language=language) as page:
        await counted(page)
        await expect(page.locator("ol li")).to_have_count(5)
        sheet = await page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
        await page.emulate_media(media="print")
        await expect(page.locator("ol li").last).to_be_visible()
        width, height = A4_PX
        await page.set_viewport_size({"width": width, "height": height})
        cut = await page.evaluate(
            """([width, height]) => [...document.querySelectorAll(".figures *")]
                .filter(e => e.checkVisibility() && !e.classList.contains("unseen"))
                .filter(e => {
                    const box = e.getBoundingClientRect();
                    return box.right > width + 1 || box.bottom > height + 1
                        || box.left < -1 || e.scrollWidth > e.clientWidth + 1
                           && getComputedStyle(e).overflowX !== "visible";
                })
                .map(e => e.outerHTML.slice(0, 120))""",
            [width, height],
        )
        assert cut == []
        ground = "getComputedStyle(document.querySelector('article')).backgroundColor"
        assert await page.evaluate(ground) == "rgb(255, 255, 255)"
        others = page.locator("header, nav, main").locator("visible=true")
        await expect(others).to_have_count(0)


@pytest.mark.parametrize("way", LOOKS)
async def test_the_figures_are_well_in_every_look(visitor, way, request):
    async with visitor.screen("figures", **way) as page:
        await expect(page.get_by_role("heading", level=2).last).to_be_focused()
        await counted(page)
        await look(page, f"figures-{request.node.callspec.id}")
