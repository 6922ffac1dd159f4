"""A viewer is told how many orders wait for their second pair of eyes."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.kernel.model import Command
from mesto.operations.commands.give import give
from mesto.operations.commands.override import Terms

from .conftest import frame, standing

pytestmark = pytest.mark.anyio
LAMP = "urn:ngsi-ld:Streetlight:waits"


async def asked(city, by):
    """Let somebody order what needs a second person; return its id."""
    command = Command(
        entity=LAMP,
        name="setDimLevel",
        value=0.4,
        expires_at=datetime.now(UTC) + timedelta(minutes=5),
        source=by,
    )
    return await give(city, command, Terms(four_eyes=True))


async def test_what_waits_is_told_as_it_comes_and_goes(server, browser):
    await server.city.record(standing(LAMP))
    async with browser.live() as socket:
        assert (await frame(socket, "waits"))["count"] == 0
        number = await asked(server.city, "person:eva")
        assert (await frame(socket, "waits"))["count"] == 1
        said = {"agreed": False, "reason": "Not tonight."}
        path = f"{browser.api}/commands/waiting/{number}"
        assert (await browser.http.post(path, json=said)).is_success
        assert (await frame(socket, "waits"))["count"] == 0


async def test_nobody_is_told_to_approve_their_own(server, browser):
    await server.city.record(standing(LAMP))
    await asked(server.city, "key:first")  # as who looks is called
    await asked(server.city, "person:eva")
    count = 0
    async with browser.live() as socket:
        while not count:
            count = (await frame(socket, "waits"))["count"]
    assert count == 1
