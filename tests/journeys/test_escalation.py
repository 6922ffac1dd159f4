"""Who is on call and who is told: written by hand, and looked at."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from .conftest import LOOKS, look

pytestmark = pytest.mark.anyio


async def test_a_duty_and_a_rule_are_made_and_show_who_would_be_told(visitor):
    city = visitor.server.city
    login = f"eva-{uuid4().hex[:6]}@town"
    accounts = visitor.server.installation.accounts
    await accounts.make(login, "Eva Malá", {city.name: ["operator"]})
    async with visitor.screen("escalation") as page:
        await page.get_by_role("button", name="New duty").click()
        form = page.get_by_role("dialog", name="New duty")
        await form.get_by_label("Name").fill("Waste")
        await form.get_by_role("button", name="Add turns").click()
        await form.get_by_label("Who takes turns").select_option(label="Eva Malá")
        await form.get_by_label("First turn begins on").fill("2020-01-06")
        await form.get_by_role("button", name="Save").click()
        duties = page.get_by_role("region", name="Who is on call")
        await expect(duties).to_contain_text("Now: Eva Malá")
        await page.get_by_role("button", name="New rule").click()
        form = page.get_by_role("dialog", name="New rule")
        await form.get_by_label("Name").fill("Full bins")
        await form.get_by_label("In force").uncheck()
        await form.get_by_label("Tell: Add").select_option(label="Waste")
        await form.get_by_role("button", name="Save").click()
        rules = page.get_by_role("region", name="Who is told, and when")
        await expect(rules).to_contain_text("after 0 min: Waste")
        await expect(rules).to_contain_text("off")
        await rules.get_by_role("button", name="Full bins").click()
        form = page.get_by_role("dialog", name="Full bins")
        await form.get_by_role("button", name="Remove", exact=True).click()
        await expect(rules).to_contain_text("Nobody is told of alarms yet")


@pytest.mark.parametrize("looks", LOOKS)
async def test_it_looks_well(visitor, looks, request):
    async with visitor.screen("escalation", **looks) as page:
        await expect(page.locator("section.sheet section").last).to_be_visible()
        await look(page, f"escalation-{request.node.callspec.id}")
        await page.locator(".sheet section .head .button").nth(1).click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await look(page, f"escalation-form-{request.node.callspec.id}")
