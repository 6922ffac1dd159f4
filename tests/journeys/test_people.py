"""Who may do what: people are let in, given roles, and see what those show."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, look

pytestmark = pytest.mark.anyio

PHRASE = "a staple and a battery"


@pytest.fixture
async def invited(server):
    """The word of a link for a new viewer."""
    accounts = server.installation.accounts
    login = f"eva-{uuid4().hex[:6]}@town"
    made = await accounts.make(login, "Eva Malá", {server.city.name: ["viewer"]})
    return await accounts.invite(made.number)


async def test_a_link_lets_one_choose_a_password_and_come_in(server, chromium, invited):
    context = await chromium.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{server.url}/#link={invited}")
    await expect(page.get_by_role("heading", name="Welcome, Eva Malá")).to_be_visible()
    assert "link" not in page.url
    await page.get_by_label("New password", exact=True).fill("short")
    await page.get_by_label("New password again").fill("short")
    await page.get_by_role("button", name="Keep the password and enter").click()
    await expect(page.get_by_role("alert")).to_contain_text("10 characters")
    await page.get_by_label("New password", exact=True).fill(PHRASE)
    await page.get_by_label("New password again").fill(PHRASE)
    await page.keyboard.press("Enter")
    rail = page.get_by_role("navigation", name="Main").first
    await expect(rail.get_by_role("button", name="Tables")).to_be_visible()
    # who may not govern nor connect finds nothing there
    await expect(rail.get_by_role("button", name="Administration")).to_have_count(0)
    await context.close()


async def test_who_has_an_account_takes_a_link_with_its_password(server, chromium):
    accounts = server.installation.accounts
    login, town = f"olga-{uuid4().hex[:6]}@town", server.city.name
    made = await accounts.make(login, "Olga", {})
    await accounts.accept(await accounts.invite(made.number), PHRASE)
    asked = await accounts.ask_in(login, "Olga", town, ["viewer"])
    context = await chromium.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{server.url}/#link={await accounts.invite(asked.number)}")
    await page.get_by_label("New password", exact=True).fill("a new one of hers")
    await page.get_by_label("New password again").fill("a new one of hers")
    await page.get_by_role("button", name="Keep the password and enter").click()
    await expect(page.get_by_role("alert")).to_contain_text("Use an account")
    await expect(page.get_by_text(login)).to_be_visible()
    await page.get_by_label("Password").fill(PHRASE)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("navigation", name="Main").first).to_be_visible()
    assert town in (await accounts.by_login(login)).memberships
    await context.close()


async def test_a_wrong_password_is_told_so_and_the_right_one_opens(
    server, chromium, invited
):
    accounts = server.installation.accounts
    login = (await accounts.invited(invited)).login
    await accounts.accept(invited, PHRASE)
    context = await chromium.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(server.url)
    await page.get_by_label("Login").fill(login)
    await page.get_by_label("Password").fill("not the one it is")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("not right")
    await page.get_by_label("Password").fill(PHRASE)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("navigation", name="Main").first).to_be_visible()
    await context.close()


async def test_a_person_is_added_given_another_role_and_removed(visitor):
    login = f"petr-{uuid4().hex[:6]}@town"
    async with visitor.screen("people") as page:
        await page.get_by_role("button", name="Add a person").click()
        form = page.get_by_role("dialog", name="Add a person")
        await form.get_by_label("Login").fill(login)
        await form.get_by_label("Name").fill("Petr Veselý")
        await form.get_by_role("button", name="Add a person").click()
        await expect(form.get_by_text("/#link=")).to_be_visible()
        await form.get_by_role("button", name="Done").click()
        row = page.get_by_role("button").filter(has_text=login)
        await expect(row).to_contain_text("Viewer")
        await row.click()
        form = page.get_by_role("dialog", name="Petr Veselý")
        await form.get_by_label("Operator").check()
        await form.get_by_role("button", name="Save").click()
        await expect(row).to_contain_text("Operator")
        await form.get_by_role("button", name="Remove…").click()
        await form.get_by_role("button", name="Remove from here").click()
        await expect(row).to_have_count(0)


async def test_a_role_is_made_and_the_town_seen_through_it(visitor):
    async with visitor.screen("people/roles") as page:
        await page.get_by_role("button", name="New role").click()
        form = page.get_by_role("dialog", name="New role")
        await form.get_by_label("Name").fill("Bins only")
        await form.get_by_label("Waste", exact=False).first.check()
        await form.get_by_role("button", name="Save").click()
        await page.get_by_role("button").filter(has_text="Bins only").click()
        form = page.get_by_role("dialog", name="Bins only")
        await form.get_by_role("button", name="See the town as this role").click()
        banner = page.get_by_text("You see what “bins-only” sees")
        await expect(banner).to_be_visible()
        await page.get_by_role("button", name="Back to my own").click()
        await expect(banner).to_have_count(0)


async def test_a_key_is_shown_once_and_withdrawn(visitor):
    label = f"bins-{uuid4().hex[:6]}"
    async with visitor.screen("people/keys") as page:
        await page.get_by_role("button", name="New key").click()
        form = page.get_by_role("dialog", name="New key")
        await form.get_by_label("Who uses it").fill(label)
        await form.get_by_role("button", name="New key").click()
        await expect(form.get_by_text("mesto_")).to_be_visible()
        await form.get_by_role("button", name="Done").click()
        row = page.get_by_role("button").filter(has_text=label)
        await expect(row).to_contain_text("Connected system")
        await row.click()
        form = page.get_by_role("dialog", name=label)
        await form.get_by_role("button", name="Withdraw the key").click()
        await expect(row).to_have_count(0)


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("tab", ["members", "roles", "keys"])
async def test_it_looks_well(visitor, server, looks, tab):
    accounts = server.installation.accounts
    for name in ("Eva Malá", "Đorđe Petrović"):
        login = f"{name.split()[0].lower()}-{uuid4().hex[:6]}@town"
        await accounts.make(login, name, {server.city.name: ["viewer", "operator"]})
    async with visitor.screen(f"people/{tab}", **looks) as page:
        await expect(page.locator(".body li").first).to_be_visible()
        await look(page, f"people-{tab}")
        await page.locator(".body li button").last.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await look(page, f"people-{tab}-one")
