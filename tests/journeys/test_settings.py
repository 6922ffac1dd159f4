"""What can be set is kept at once, said to be, and taken back."""

import pytest
from playwright.async_api import expect

from mesto.kernel.question.retention import Retention

from .conftest import LOOKS, look, press, seen

pytestmark = pytest.mark.anyio

TOWN = "urn:ngsi-ld:Municipality:journeys"


@pytest.fixture
async def unsaid(server):
    """What the tests set is taken back."""
    yield
    for name in ("title", "timeZone", "center", "zoom", "bounds", "languages"):
        entity = (await server.city.present([TOWN])).get(TOWN)
        known = {one.name: one.kind for one in entity.attributes} if entity else {}
        if name in known:
            await server.city.record(
                [seen(TOWN, name, None, kind=known[name], deleted=True)]
            )


def saved(where):
    """The mark that says that a change is kept."""
    return where.get_by_role("status").filter(has_text="Saved")


async def said(server, name):
    entity = (await server.city.present([TOWN])).get(TOWN)
    return None if entity is None else entity.value(name)


@pytest.mark.parametrize("section", ["account", "notices"])
async def test_who_came_with_a_key_has_no_account_and_is_asked_for_none(
    visitor, section
):
    async with visitor.screen(f"settings/{section}") as page:
        await expect(page.get_by_text("You came in with an API key")).to_be_visible()
        await page.wait_for_load_state("networkidle")


async def test_what_is_chosen_for_oneself_is_kept_and_taken_back(visitor):
    async with visitor.screen("settings/own") as page:
        numbers = page.get_by_role("group", name="Numbers").first
        await expect(page.get_by_text("For example 12,345.6")).to_be_visible()
        await numbers.get_by_role("button", name="1.234,5").click()
        await expect(page.get_by_text("For example 12.345,6")).to_be_visible()
        await expect(saved(numbers)).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("For example 12.345,6")).to_be_visible()
        await numbers.get_by_role("button", name="As the language").click()
        await numbers.get_by_role("button", name="Undo").click()
        await expect(page.get_by_text("For example 12.345,6")).to_be_visible()


async def test_the_console_begins_with_the_screen_that_was_chosen(visitor):
    async with visitor.screen("settings/own") as page:
        start = page.get_by_role("group", name="Begin with").first
        await start.get_by_role("button", name="Connections").click()
        await page.goto(visitor.server.url)
        await expect(page.get_by_role("heading", name="Connections")).to_be_visible()
        await page.go_back()
        await expect(page.get_by_role("heading", name="Connections")).to_have_count(0)
        await page.reload()
        await expect(page.locator(".map[data-drawn=true]")).to_be_visible()
        await expect(page.get_by_role("heading", name="Connections")).to_have_count(0)


@pytest.mark.usefixtures("unsaid")
async def test_a_municipality_is_named_and_its_name_taken_back(visitor, server):
    async with visitor.screen("settings/municipality") as page:
        name = page.get_by_role("textbox", name="English")
        await name.first.fill("Riverton")
        await name.first.press("Enter")
        group = page.get_by_role("group", name="Name").first
        await expect(saved(group)).to_be_visible()
        await expect(page.get_by_role("button", name="Municipality:")).to_have_text(
            "Riverton"
        )
        assert (await said(server, "title"))["en"] == "Riverton"
        await group.get_by_role("button", name="Undo").click()
        await expect(page.get_by_role("button", name="Municipality:")).to_have_text(
            "Journeys"
        )


@pytest.mark.usefixtures("unsaid")
async def test_what_cannot_be_is_refused_beside_its_field(visitor):
    async with visitor.screen("settings/municipality") as page:
        await page.get_by_label("Latitude").fill("95")
        await page.get_by_label("Latitude").press("Enter")
        take = page.get_by_role("button", name="Take this view")
        await expect(take).to_be_enabled()
        await take.click()
        await expect(page.get_by_role("alert")).to_contain_text("a centre is")
        visitor.complaints.clear()  # the browser notes every 400


@pytest.mark.usefixtures("unsaid")
async def test_where_the_map_opens_is_chosen_on_a_map_or_by_numbers(visitor, server):
    async with visitor.screen("settings/municipality") as page:
        map_ = page.get_by_role("region", name="Map to choose the centre on")
        await expect(map_).to_be_visible()
        longitude = page.get_by_label("Longitude")
        before = await longitude.input_value()
        await map_.focus()
        await page.keyboard.press("ArrowRight")
        await expect(longitude).not_to_have_value(before)
        await page.get_by_label("Latitude").fill("45.26")
        await page.get_by_label("Latitude").press("Enter")
        await page.get_by_role("button", name="Take this view").click()
        group = page.get_by_role("group", name="Where the map opens").first
        await expect(saved(group)).to_be_visible()
        assert (await said(server, "center"))["coordinates"][1] == 45.26
        await page.get_by_role("button", name="Take what is seen").click()
        bounds = page.get_by_role("group", name="Bounds").first
        await expect(saved(bounds)).to_be_visible()
        west, south, east, north = await said(server, "bounds")
        assert west < east
        assert south < 45.26 < north


@pytest.mark.usefixtures("unsaid")
async def test_times_are_shown_in_the_municipalitys_zone(visitor):
    async with visitor.screen("settings/municipality") as page:
        zone = page.get_by_label("Time zone")
        await zone.select_option("Pacific/Auckland")
        await expect(saved(page)).to_be_visible()
        await page.get_by_role("button", name="Appearance and language").click()
        clock = page.get_by_role("group", name="Time of day").first
        there = await page.evaluate(
            "new Intl.DateTimeFormat('en', {hour: '2-digit', hourCycle: 'h12',"
            " timeZone: 'Pacific/Auckland'}).format(new Date())"
        )
        hour, half = there.split()
        await expect(clock).to_contain_text(f"For example {hour}:")
        await expect(clock).to_contain_text(half)


async def test_a_shorter_memory_is_asked_twice_and_a_longer_one_is_not(visitor, server):
    async with visitor.screen("settings/retention") as page:
        await page.get_by_role("searchbox").last.fill("filling")
        days = page.get_by_role("combobox", name="Filling level")
        await days.select_option("30")
        await expect(page.get_by_role("alert")).to_contain_text("deleted within")
        assert (await server.city.ask(Retention()))["fillingLevel"] is None
        await page.get_by_role("button", name="Delete what is older").click()
        await expect(saved(page)).to_be_visible()
        assert (await server.city.ask(Retention()))["fillingLevel"] == 30
        await days.select_option("")
        await expect(saved(page)).to_be_visible()
        assert (await server.city.ask(Retention()))["fillingLevel"] is None


@pytest.mark.parametrize("way", LOOKS)
@pytest.mark.parametrize("section", ["own", "device", "municipality", "retention"])
async def test_it_looks_well(visitor, section, way, request):
    async with visitor.screen(f"settings/{section}", **way) as page:
        await expect(page.get_by_role("heading", level=2).last).to_be_focused()
        await expect(page.locator(".setting, .name").first).to_be_visible()
        if section == "municipality":
            await expect(page.locator(".frame canvas").last).to_be_visible()
        await look(page, f"settings-{request.node.callspec.id}")


async def test_a_town_says_when_alarms_flap_by_keys(visitor):
    async with visitor.screen("settings/damping") as page:
        bins = page.locator("details").filter(
            has=page.get_by_text("Containers", exact=True)
        )
        await expect(bins.locator("summary")).to_contain_text("5× in 30 min")
        await bins.locator("summary").press("Enter")
        await bins.get_by_label("Gets worse, times").fill("3")
        await press(bins.get_by_role("button", name="Save"))
        await expect(bins.locator("summary")).to_contain_text("3× in 30 min")
        await bins.get_by_label("Alarms that come and go").press("Space")
        await press(bins.get_by_role("button", name="Save"))
        await expect(bins.locator("summary")).to_contain_text("Each alarm by itself")
        await press(bins.get_by_role("button", name="Back to the usual"))
        await expect(bins.locator("summary")).to_contain_text("as usual")


@pytest.mark.parametrize("looks", LOOKS)
async def test_when_alarms_flap_looks_well(visitor, looks):
    async with visitor.screen("settings/damping", **looks) as page:
        await page.locator("section.sheet details").first.locator("summary").click()
        await look(page, f"damping-{looks['language']}-{looks['theme']}")
