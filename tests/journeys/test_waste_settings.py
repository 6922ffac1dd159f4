"""What the office of waste writes down: shifts, contracts, the policy; and stickers."""

import pytest
from playwright.async_api import expect

from mesto.kernel.model import TYPE, Kind
from tests.web.conftest import seen, standing

from .conftest import PHONE, WIDE, bin_urn, look

pytestmark = pytest.mark.anyio

TRUCK = "urn:ngsi-ld:Vehicle:anna"
DEPOT = "urn:ngsi-ld:WasteDepot:yard"
ISLE = "urn:ngsi-ld:WasteContainerIsle:school"
POLICY = "urn:ngsi-ld:WastePolicy:town"


@pytest.fixture
async def town(server):
    """A truck with a depot, and one container that belongs to a nest."""
    told = [
        *standing(DEPOT, name="Yard"),
        *standing(
            TRUCK,
            name="Anna",
            links={"refWasteDepot": DEPOT},
            cargoVolume=12_000,
            maximumLoad=4000,
        ),
        *standing(ISLE, name="At the school"),
        seen(bin_urn(3), "storedWasteKind", ["paper"]),
        seen(bin_urn(3), "refWasteContainerIsle", ISLE, kind=Kind.RELATIONSHIP),
    ]
    await server.city.record(told)


async def policy_of(server):
    return (await server.city.present([POLICY]))[POLICY].value("definition")


@pytest.mark.usefixtures("town")
async def test_a_shift_is_written_refused_at_its_field_and_put_back(visitor):
    async with visitor.screen("waste-settings") as page:
        await page.get_by_role("button", name="New shift").click()
        await page.get_by_label("Name", exact=True).fill("Early")
        await page.get_by_label("Vehicle").select_option("Anna")
        await page.get_by_label("Ends").fill("06:00")
        await page.get_by_role("button", name="Save", exact=True).click()
        ends = page.locator(".entry", has=page.get_by_label("Ends"))
        await expect(ends.get_by_role("alert")).to_contain_text("lasts some time")
        visitor.complaints.clear()  # the browser tells of each refusal
        await page.get_by_role("button", name="Undo").click()
        await page.get_by_role("button", name="Save", exact=True).click()
        row = page.get_by_role("button", name="Early")
        await expect(row).to_contain_text("Anna · Mon Tue Wed Thu Fri · 06:00–14:00")
        await row.click()
        await page.get_by_role("button", name="Remove").click()
        await expect(page.get_by_text("No shift yet")).to_be_visible()
        await page.get_by_role("button", name="Undo").click()
        await expect(row).to_be_visible()


@pytest.mark.usefixtures("town")
async def test_a_vehicle_is_written_and_doubted_at_its_field(visitor):
    async with visitor.screen("waste-settings/fleet") as page:
        listed = page.get_by_role("list", name="Vehicles")
        await expect(listed.get_by_role("button", name="Anna")).to_contain_text("Yard")
        await page.get_by_role("button", name="New vehicle").click()
        await page.get_by_label("Name", exact=True).fill("Ella")
        await page.get_by_label("Load").fill("4000")
        await page.get_by_role("button", name="Save", exact=True).click()
        volume = page.locator(".entry", has=page.get_by_label("Volume"))
        await expect(volume.get_by_role("alert")).to_contain_text("how many litres")
        visitor.complaints.clear()  # the browser tells of each refusal
        await page.get_by_label("Volume").fill("12000")
        await page.get_by_label("Depot").select_option("Yard")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(listed.get_by_role("button", name="Ella")).to_contain_text(
            "12,000 l · 4,000 kg"
        )


@pytest.mark.usefixtures("town")
async def test_a_contract_has_prices_by_tonne_km_and_round(visitor, server):
    async with visitor.screen("waste-settings/contracts/new") as page:
        await page.get_by_label("Name", exact=True).fill("Collection")
        prices = page.get_by_role("group", name="Prices")
        await prices.get_by_label("Add: By tonne").select_option("paper")
        await prices.get_by_label("paper", exact=True).fill("1200")
        await prices.get_by_label("By kilometre").fill("25,5")
        await prices.get_by_label("By round").fill("900")
        await page.keyboard.press("Tab")
        await page.get_by_role("button", name="Save", exact=True).click()
        listed = page.locator("li").get_by_role("button", name="Collection")
        await expect(listed).to_be_visible()
    urn = "urn:ngsi-ld:WasteContract:collection"
    kept = (await server.city.present([urn]))[urn].value("definition")
    assert kept["prices"]["tonne"] == {"paper": 1200}
    assert (kept["prices"]["km"], kept["prices"]["round"]) == (25.5, 900)


async def test_what_others_wrote_meanwhile_is_not_written_over(visitor, server):
    chosen = {
        "overflow_cost": 800,
        "frontier": {
            "day": "2030-05-06",
            "points": [
                {"overflow_cost": 100, "km": 20.5, "overflows": 6},
                {"overflow_cost": 800, "km": 31, "overflows": 1.5},
            ],
        },
    }
    written = [
        seen(POLICY, TYPE, ["WastePolicy"]),
        seen(POLICY, "definition", chosen, kind=Kind.JSON_PROPERTY),
    ]
    await server.city.record(written)
    async with visitor.screen("waste-settings/policy") as page:
        await expect(page.get_by_text("The ringed point was chosen")).to_be_visible()
        await expect(page.get_by_role("row", name="800")).to_contain_text("holds")
        await page.get_by_role("button", name="Change", exact=True).click()
        hour = page.get_by_label("An hour")
        await expect(page.get_by_label("An overflow costs")).to_have_value("800")
        await hour.fill("750")
        await hour.press("Tab")
        theirs = chosen | {"km_cost": 31}
        await server.city.record(
            [seen(POLICY, "definition", theirs, kind=Kind.JSON_PROPERTY)]
        )
        await page.get_by_role("button", name="Save", exact=True).click()
        await page.get_by_role("button", name="Load what they wrote").click()
        visitor.complaints.clear()  # the browser tells of each refusal
        await expect(page.get_by_label("A kilometre")).to_have_value("31")
        assert (await policy_of(server))["km_cost"] == 31
        await hour.fill("700")
        await hour.press("Tab")
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(
            page.get_by_role("button", name="Change", exact=True)
        ).to_be_visible()
    kept = await policy_of(server)
    assert (kept["km_cost"], kept["hour_cost"]) == (31, 700)


@pytest.mark.usefixtures("town")
async def test_stickers_are_printed_for_the_containers_of_a_nest(visitor, server):
    async with visitor.screen("waste-settings/stickers") as page:
        await page.get_by_label("Nest").select_option("At the school")
        await expect(page.get_by_text("1 container, 1 sheet of A4")).to_be_visible()
        async with page.expect_download() as saved:
            await page.get_by_role("button", name="Print stickers").click()
        download = await saved.value
        assert download.suggested_filename == "stickers.pdf"
        await expect(page.get_by_text("has a code")).to_be_visible()
    code = (await server.city.present([bin_urn(3)]))[bin_urn(3)].value("stickerCode")
    assert code


@pytest.mark.parametrize(
    "tab", ["shifts", "fleet", "contracts/new", "policy", "stickers"]
)
@pytest.mark.parametrize(
    "way",
    [
        pytest.param({"theme": "light", "viewport": WIDE}, id="wide"),
        pytest.param(
            {"language": "cs", "theme": "dark", "viewport": PHONE}, id="phone"
        ),
    ],
)
@pytest.mark.usefixtures("town")
async def test_it_looks_well(visitor, tab, way, request):
    async with visitor.screen(f"waste-settings/{tab}", **way) as page:
        await expect(page.locator("form, dl, section, .written").first).to_be_visible()
        name = request.node.callspec.id.replace("/", "-")
        await look(page, f"waste-settings-{name}")
