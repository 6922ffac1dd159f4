"""Who governs sets up channels, and sees what became of messages."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from .conftest import look

pytestmark = pytest.mark.anyio

PHRASE = "a staple and a battery"


@pytest.fixture
async def jana(server, chromium):
    accounts = server.installation.accounts
    login = f"jana-{uuid4().hex[:6]}@town"
    made = await accounts.make(login, "Jana", {server.city.name: ["administrator"]})
    await accounts.accept(await accounts.invite(made.number), PHRASE)
    context = await chromium.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(server.url)
    await page.get_by_label("Login").fill(login)
    await page.get_by_label("Password").fill(PHRASE)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("navigation", name="Main").first).to_be_visible()
    yield page
    await context.close()


async def test_a_channel_is_set_up_by_form_and_its_failures_are_seen(server, jana):
    await jana.goto(f"{server.url}/{server.city.name}/settings/channels")
    await jana.get_by_role("button", name="New channel").click()
    await jana.get_by_label("Name", exact=True).fill("desk")
    await jana.get_by_label("Address (URL)").fill("nonsense")
    await jana.get_by_role("button", name="Save", exact=True).click()
    await expect(jana.get_by_role("alert").last).to_contain_text("http")
    await jana.get_by_label("Address (URL)").fill("http://127.0.0.1:9/")
    await jana.get_by_role("button", name="Save", exact=True).click()
    await jana.get_by_role("button", name="Send a test").click()
    await expect(jana.get_by_text("The test is on its way")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["wide", "phone"]
)
async def test_it_looks_well(server, jana, width, scheme):
    await jana.set_viewport_size({"width": width, "height": 900})
    await jana.emulate_media(color_scheme=scheme)
    for section, button in (("notices", "Save"), ("channels", "New channel")):
        await jana.goto(f"{server.url}/{server.city.name}/settings/{section}")
        await expect(
            jana.get_by_role("button", name=button, exact=True)
        ).to_be_visible()
        await look(jana, f"notifications-{section}-{width}")
    await jana.get_by_role("button", name="New channel").click()
    await expect(jana.get_by_label("Address (URL)")).to_be_visible()
    await look(jana, f"notifications-channel-{width}")
