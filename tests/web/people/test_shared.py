"""Whom a document is shown to."""

import pytest

pytestmark = pytest.mark.anyio

NIGHT = {"title": "Night shift", "definition": {"panels": []}, "roles": ["operator"]}


async def keep(person, **draft):
    return await person.ask("PUT", "documents/boards/night", NIGHT | draft)


async def titles(person):
    return [one["title"] for one in await person.read("documents/boards")]


async def test_a_board_for_some_roles_is_shown_to_them_its_maker_and_who_governs(
    somebody, admin
):
    maker, operator, viewer = [
        await somebody("ana", "system"),
        await somebody("ivan", "operator"),
        await somebody("petra", "viewer"),
    ]
    kept = (await keep(maker)).json()
    assert kept["roles"] == ["operator"]
    for sees in (maker, operator, admin):
        assert await titles(sees) == ["Night shift"]
    assert await titles(viewer) == []
    await keep(operator, roles=[], version=kept["version"])
    assert await titles(viewer) == ["Night shift"]


async def test_who_is_not_shown_a_board_neither_overwrites_nor_drops_it(
    somebody, admin
):
    kept = (await keep(admin, roles=["administrator"])).json()
    other = await somebody("ivan", "operator")
    for version in (0, kept["version"]):
        assert (await keep(other, version=version)).status_code == 404
    assert (await other.ask("DELETE", "documents/boards/night")).status_code == 404
    assert await titles(admin) == ["Night shift"]
