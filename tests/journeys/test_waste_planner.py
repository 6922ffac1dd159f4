"""A dispatcher plans a day, changes it, gives it out, and sees what came of it."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from playwright.async_api import expect

from mesto.domains.waste.inventory.reading import policy_of
from mesto.domains.waste.rounds import Round
from mesto.kernel.model import Kind, Observation
from mesto.kernel.question.catalogue import OfType
from mesto.operations.work.said import DATASET
from mesto.operations.written import read_definition
from tests.web.waste.test_plans import TOMORROW, TRUCKS, a_town, said, shift, written

from .conftest import PHONE, WIDE, look

pytestmark = pytest.mark.anyio

#: Neither of the two trucks can empty all of these within an hour.
FULL = [0.95] * 12
#: A search has processes of its own, which a busy machine gives little time.
SEARCHING_MS = 120_000
SEARCHED = re.compile("/waste/(plans|frontier)")
AN_HOUR = {"end": "07:00", "break_min": 0, "break_window": None}


@pytest.fixture
async def town(server):
    """A town whose two trucks have an hour."""
    await server.city.record(list(a_town(FULL)))
    for truck in TRUCKS:
        name = truck.rpartition(":")[2]
        hour = written("WasteShift", name, shift(truck) | AN_HOUR)
        await server.city.record(list(hour))


async def search_briefly(route):
    """Have the server look for less long, and at fewer points, than it would."""
    if route.request.method != "POST":
        return await route.continue_()
    briefly = {"seconds": 0.3}
    if route.request.url.endswith("frontier"):
        briefly["factors"] = [0.1, 1]
    asked = route.request.post_data_json | briefly
    return await route.continue_(post_data=msgspec.json.encode(asked))


async def begin_a_round(city):
    """Let a driver empty the first container of the round that is given out."""
    urns = await city.ask(OfType(type="WasteRound"))
    found = await city.present(urns)
    rounds = {urn: read_definition(one, Round) for urn, one in found.items()}
    ((urn, given),) = [
        (urn, one) for urn, one in rounds.items() if one.phase == "released"
    ]
    first = next(one for one in given.stops if one.containers)
    now, number = datetime.now(UTC), str(uuid4())
    deed = {"kind": "emptied", "id": number, "at": now.isoformat()}
    driving = msgspec.to_builtins(given) | {"phase": "driving"}
    emptied = Observation(
        entity=urn,
        attribute="deed",
        value=deed | {"containers": list(first.containers)},
        kind=Kind.JSON_PROPERTY,
        dataset=f"{DATASET}{number}",
        observed_at=now,
        source="test",
    )
    await city.record(
        [said(urn, "definition", driving, Kind.JSON_PROPERTY), emptied], current=True
    )


class Desk:
    """The planner's screen, as somebody works at it."""

    def __init__(self, page):
        self.page = page
        self.gantt = page.get_by_role("group", name="The day, vehicle by vehicle")
        self.rows = self.gantt.locator("[data-round]")
        self.wanted = self.gantt.locator("button.stop svg")

    async def plan(self):
        await self.page.get_by_label("Day", exact=True).fill(TOMORROW.isoformat())
        await self.page.get_by_role("button", name="Make a plan").click()
        # the town's other containers have no forecast, and that is more than a few
        await self.page.get_by_role("button", name="Plan with what is known").click()
        await self.rest()

    async def rest(self):
        """Wait until nothing is computed."""
        computing = self.page.get_by_role("progressbar")
        await expect(computing).to_have_count(0, timeout=SEARCHING_MS)

    async def lock_by_keys(self):
        """Say of the first container that it has to be in."""
        await self.gantt.locator("button.stop").first.focus()
        await self.page.keyboard.press("ArrowRight")
        await expect(self.gantt.locator("button.collect").first).to_be_focused()
        await self.page.keyboard.press("Enter")
        detail = self.page.get_by_role("dialog")
        await expect(detail).to_contain_text("In the plan:")
        await detail.get_by_role("button", name="Has to be in").click()
        await self.rest()
        await expect(self.wanted).to_have_count(1)

    async def drivers(self):
        """Whose round has containers, and who can take one of them over.

        What is found within so short a search may leave one of them with none.
        """
        busy = self.rows.filter(has=self.page.locator("button.collect")).first
        names = ("Anna", "Bela")
        if names[0] not in await busy.inner_text():
            names = names[::-1]
        return [self.rows.filter(has_text=name) for name in names]

    async def is_fit(self):
        """Look at it by day, by night and on a phone."""
        for theme in ("light", "dark"):
            await self.page.emulate_media(color_scheme=theme)
            await look(self.page, f"waste-planner-{theme}")
        await self.page.set_viewport_size(PHONE)
        await look(self.page, "waste-planner-phone")
        await self.page.set_viewport_size(WIDE)


@pytest.mark.usefixtures("town")
async def test_a_day_is_planned_changed_and_compared(visitor):
    async with visitor.screen("waste-planner", theme="system", alone=True) as page:
        await page.route(SEARCHED, search_briefly)
        desk = Desk(page)
        await desk.plan()
        await expect(desk.rows).to_have_count(2)
        unknown = page.get_by_role("region", name="What the plan did not know")
        await expect(unknown).to_contain_text("distances are guessed")

        await desk.lock_by_keys()
        await page.get_by_role("button", name="Undo").click()
        await desk.rest()
        await expect(desk.wanted).to_have_count(0)
        giver, taker = await desk.drivers()
        await giver.locator("button.collect").first.drag_to(taker.locator(".bar"))
        await desk.rest()
        await expect(taker.locator("button.stop svg")).to_have_count(1)
        await desk.is_fit()
        await page.get_by_role("button", name="As a table").click()
        await expect(page.get_by_role("columnheader", name="Load")).to_be_visible()
        await page.get_by_role("button", name="As a table").click()

        vehicle = page.get_by_role("listitem").filter(has_text="Anna").first
        await vehicle.get_by_role("button", name="Is down").click()
        await desk.rest()
        await expect(desk.rows).to_have_count(1)
        await expect(vehicle.get_by_role("button", name="Drives again")).to_be_visible()

        await desk.plan()
        await expect(page.get_by_label("Plan shown").locator("option")).to_have_count(2)
        await page.get_by_label("Compare with").select_option(index=1)
        await expect(
            page.get_by_role("columnheader", name="Difference")
        ).to_be_visible()
        await page.get_by_role("button", name="Draw the points").click()
        await desk.rest()
        frontier = page.get_by_role("img", name="Kilometres against overflows")
        await expect(frontier.locator("circle:not(.ring)")).to_have_count(2)
        await page.get_by_role("button", name="Take it").first.click()
        await expect(page.get_by_text("An overflow now costs")).to_be_visible()
        chosen = await policy_of(visitor.server.city)
        assert len(chosen.frontier.points) == 2
        assert chosen.overflow_cost in {
            one.overflow_cost for one in chosen.frontier.points
        }
        await look(page, "waste-planner-compared")
    visitor.complaints.clear()  # the browser notes every 422


async def test_rounds_are_given_out_and_followed(visitor, server):
    async with visitor.screen("waste-planner") as page:
        desk = Desk(page)
        await page.get_by_role("button", name="Give 2 to drivers").click()
        back = page.get_by_role("button", name="Take back")
        await expect(back).to_have_count(2)
        await back.first.click()
        await expect(back).to_have_count(1)
        await begin_a_round(server.city)
        await page.reload()
        driven = desk.rows.filter(has_text="on the road")
        await expect(driven).to_contain_text("min ahead")
        await page.get_by_role("button", name="Plan and deed").last.click()
        await expect(page.get_by_role("columnheader", name="Verdict")).to_be_visible()
        await look(page, "waste-planner-deeds")
