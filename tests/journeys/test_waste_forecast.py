"""How full containers will be is seen on their pages, and how good that is beside."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from mesto.domains.waste.forecast.run import foretell
from mesto.domains.waste.nouns import EMPTYING, SEEN, way_urn
from mesto.kernel.model import Kind, Observation

from .conftest import LOOKS, STREETS, look, seen, standing

pytestmark = pytest.mark.anyio

NIGHT = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


BINS = [f"urn:ngsi-ld:WasteContainer:S-{number}" for number in range(3)]


def told():
    """Three containers that only drivers and caretakers tell of, for some weeks."""
    for number, urn in enumerate(BINS):
        yield from standing(
            urn, f"S-{number}", STREETS[0], number, storedWasteKind="glass"
        )
        for turn in range(10):
            yield Observation(
                entity=urn,
                attribute=EMPTYING,
                value={"before": 0.6 + turn % 3 / 10},
                kind=Kind.JSON_PROPERTY,
                observed_at=NIGHT - timedelta(days=40 - 4 * turn, hours=number),
                dataset=way_urn("reported"),
                source="test",
            )


@pytest.fixture(scope="module", autouse=True)
async def foretold(server):
    """The small town: foretold for two nights, and looked at in between."""
    city = server.city
    await city.record(list(told()))
    await foretell(city, NIGHT - timedelta(days=1))
    at = NIGHT - timedelta(hours=3)
    await city.record([seen(urn, SEEN, 0.5, at=at) for urn in BINS])
    await foretell(city, NIGHT)


async def test_a_dispatcher_sees_how_good_the_forecast_is_and_where_a_sensor_pays(
    visitor,
):
    async with visitor.screen("waste-forecast") as page:
        error = page.get_by_role("region", name="What was foretold, and what came")
        await expect(error.get_by_text("Within the interval")).to_be_visible()
        await expect(error.get_by_role("row", name="All")).to_be_visible()
        await page.get_by_label("Fee a month").fill("999999")
        await page.get_by_role("button", name="Reckon").click()
        await expect(page.get_by_text("A sensor would pay nowhere.")).to_be_visible()
        sensors = page.get_by_role("region", name="Where a sensor would pay")
        await sensors.get_by_role("link").first.click()
        page_of_it = page.get_by_role("region", name="How full it was and will be")
        await expect(page_of_it.get_by_text("in 8 of 10 cases")).to_be_visible()
        await expect(page_of_it.get_by_role("img")).to_be_visible()


async def test_it_looks_well_in_light_and_dark_and_on_a_phone(visitor):
    for number, looks in enumerate(LOOKS):
        async with visitor.screen("waste-forecast", **looks.values[0]) as page:
            await expect(page.locator("dl")).to_be_visible()
            await look(page, f"waste-forecast-{number}")
            await page.locator("ol a").first.click()
            await expect(page.locator("svg .band")).to_be_visible()
            await look(page, f"waste-container-{number}")
