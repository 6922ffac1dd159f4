"""Which sensors are wrong is seen, proved, and given to a crew."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from mesto.domains.waste.sensors.run import look_at
from tests.domains.waste.sensors.courses import sawtooth
from tests.domains.waste.sensors.test_run import told_of

from .conftest import PHONE, WIDE, bin_urn, look

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module", autouse=True)
async def watched(server):
    """The small town, with one jammed sensor, one that drifts, and one that is well."""
    now, city = datetime.now(UTC), server.city
    jammed = sawtooth(read=lambda level, day: 0.8 if day > 40 else level)
    drifting = sawtooth(read=lambda level, day: level + 0.008 * max(0, day - 20))
    for number, course in ((1, jammed), (2, drifting), (3, sawtooth())):
        await city.record(list(told_of(bin_urn(number), course, now)))
    await look_at(city, now)


async def test_a_jam_is_found_proved_and_given_to_a_crew(visitor):
    async with visitor.screen("waste-sensors") as page:
        listed = page.get_by_role("list", name="Sensors of containers")
        first = listed.get_by_role("listitem").first
        await expect(first.get_by_text("before the eye: it reads 80 %")).to_be_visible()
        await page.get_by_label("What is wrong").select_option("drift")
        await expect(listed.get_by_role("listitem")).to_have_count(1)
        await page.get_by_label("What is wrong").select_option("jam")
        await page.get_by_role("button", name="Evidence: KO-001").click()
        await expect(page.get_by_role("img", name="before the eye")).to_be_visible()
        proof = page.get_by_role("list", name="What proves it")
        await expect(proof.get_by_text("really 0 %").first).to_be_visible()
        await page.get_by_role("button", name="Work order: KO-001").click()
        await expect(page).to_have_url(re.compile("work-orders/new"))


async def test_it_looks_well(visitor):
    for theme, viewport in (("light", WIDE), ("dark", PHONE)):
        looks = {"theme": theme, "viewport": viewport, "language": "cs"}
        async with visitor.screen("waste-sensors?kind=jam", **looks) as page:
            await page.get_by_role("button", name="Důkaz: KO-001").click()
            await expect(page.locator("figure svg")).to_be_visible()
            await look(page, f"waste-sensors-{theme}")
