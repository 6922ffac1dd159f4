"""A driver with a phone and no network: the whole round is driven, sent, and once."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.domains.waste.driving.examples import container
from tests.waiting import until
from tests.web.waste.rounds import URN, furnish, planned

from .conftest import look
from .phone import a_photo, phone

pytestmark = pytest.mark.anyio


@pytest.fixture
async def round_(server, login):
    """A round the office has released to somebody."""
    begins = datetime.now(UTC) - timedelta(minutes=20)
    given = planned(login, begins=begins)
    await furnish(server.city, given, phase="released")


async def became(server):
    """What the ledger says of each container by now."""
    found = await server.city.present([container(number) for number in range(1, 5)])
    return {
        urn[-1]: {one.name for one in entity.attributes}
        & {"emptying", "collectionObstacle"}
        for urn, entity in found.items()
    }


@pytest.mark.usefixtures("round_")
async def test_a_round_is_driven_without_a_network_and_told_once(
    visitor, server, login
):
    async with phone(visitor, login, "my-round", theme="system") as page:
        await page.get_by_role("link", name="Truck 1").click()
        stop = page.get_by_role("region", name="Next stop")
        await expect(page.get_by_text("0 of 4 containers")).to_be_visible()
        await page.context.set_offline(True)
        await page.reload()
        await page.get_by_role("button", name="Begin the round").click()
        await expect(stop.get_by_role("heading", name="Jevrejska 1")).to_be_visible()
        await expect(stop.get_by_text("on the left")).to_be_visible()
        way = await stop.get_by_role("link", name="Way there").get_attribute("href")
        assert way.startswith("geo:49.2")
        for button in await stop.locator("button").all():
            assert (await button.bounding_box())["height"] >= 56
        await look(page, "my-round")
        await page.emulate_media(color_scheme="dark")
        await look(page, "my-round-dark")

        await stop.get_by_role("button", name="75 %").click()
        await expect(stop.get_by_role("heading", name="Jevrejska 2")).to_be_visible()
        await stop.get_by_label("Take a photo").set_input_files(a_photo())
        await expect(stop.get_by_text("Photo is ready")).to_be_visible()
        await stop.get_by_role("button", name="Not possible").click()
        await page.get_by_role("button", name="Way is blocked").click()
        await expect(stop.get_by_role("heading", name="Jevrejska 3")).to_be_visible()
        await stop.get_by_role("button", name="Emptied", exact=True).click()
        await page.get_by_role("button", name="Undo").click()
        await expect(stop.get_by_role("heading", name="Jevrejska 3")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("2 of 4 containers")).to_be_visible()
        assert set(map(len, (await became(server)).values())) == {0}

        await page.context.set_offline(False)
        await expect(page.get_by_text("to be sent")).to_have_count(0)
        told = {"1": {"emptying"}, "2": {"collectionObstacle"}, "3": set(), "4": set()}

        async def all_is_told():
            return await became(server) == told

        await until(all_is_told)
        await stop.get_by_role("button", name="Emptied", exact=True).click()
        await page.get_by_role("button", name="Undo").click()
        await expect(stop.get_by_role("heading", name="Jevrejska 3")).to_be_visible()
        await page.get_by_role("button", name="End the round").click()
        await expect(page.get_by_text("The round is over")).to_be_visible()
        page_of_round = page.get_by_role("region", name="Truck 1")
        await page_of_round.get_by_role("button", name="Map", exact=True).click()
        await expect(page_of_round.locator(".map canvas")).to_be_visible()
        await expect(page.get_by_text("to be sent")).to_have_count(0)
    round_now = (await server.city.present([URN]))[URN]
    assert round_now.value("phase") == "done"
    said = [one.value["kind"] for one in round_now.attributes if one.name == "deed"]
    kinds = ["began", "emptied", "emptied", "ended", "impossible", "takenBack"]
    assert sorted(said) == kinds
