"""Devices come to a gateway and go, from either side, and nothing of them is lost."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from mesto.domains.lighting.rules import DEVICE_GONE, judge_lamp
from mesto.gates.talq.announce import STATE
from mesto.kernel.model import TYPE, Kind, Observation, State
from mesto.simulator.talq import words
from tests.conftest import Server
from tests.gates.talq.conftest import value_of
from tests.gates.talq.street import LAMP, OTHER, Street, beside, reason_of
from tests.waiting import until

pytestmark = pytest.mark.anyio

NEW = "urn:ngsi-ld:Streetlight:VO-009"


@pytest.fixture
async def lights(server: Server) -> AsyncIterator[Street]:
    async with beside(server) as opened:
        await opened.open(discover_every_s=0.2)
        yield opened


def device_of(lights, name="VO-001"):
    return f"urn:ngsi-ld:Device:talq:lights:{lights.address(name)}"


async def written_down(lights, asset, serial, profile="luminaire"):
    """Let the town write down a device before its gateway has it."""
    urn = f"urn:ngsi-ld:Device:{serial}"
    link = Kind.RELATIONSHIP
    await lights.server.city.record(
        Observation(entity=urn, attribute=name, value=value, source="t", kind=kind)
        for name, value, kind in (
            (TYPE, ["Device"], Kind.PROPERTY),
            ("serialNumber", serial, Kind.PROPERTY),
            ("deviceProfile", profile, Kind.PROPERTY),
            ("connection", "lights", Kind.PROPERTY),
            ("controlledAsset", asset, link),
        )
    )

    async def is_known():
        return lights.exchange.register.device_of(asset)

    await until(is_known)
    return urn


async def says(lights, urn, name, value):
    async def it_does():
        return await value_of(lights.server, urn, name) == value

    await until(it_does)


async def test_the_town_adds_a_device_to_its_gateway_and_takes_it_away(lights):
    serial = str(uuid4())
    urn = await written_down(lights, NEW, serial)
    told = {"name": "VO-009", "attributes": {"basic": {"assetId": "9"}}}
    await lights.ends(await lights.order(told, "commission", NEW))
    kept = lights.gateway.memory.devices[serial]
    assert (kept["name"], kept["class"]) == ("VO-009", "luminaire")
    assert words.function_of(kept, "basic")["assetId"]["value"] == "9"
    await says(lights, urn, "name", "VO-009")
    await lights.ends(await lights.order(0.7, entity=NEW))
    await lights.ends(await lights.order(None, "decommission", NEW))
    assert serial not in lights.gateway.memory.devices
    await says(lights, urn, STATE, "removed")
    assert await value_of(lights.server, NEW, DEVICE_GONE) is None
    assert await value_of(lights.server, NEW, "illuminanceLevel") == 0.7


@pytest.mark.parametrize(
    ("profile", "told", "why"),
    [
        ("teapot", None, "no teapot"),
        ("luminaire", {"colour": "red"}, "takes a name"),
        ("luminaire", {"attributes": {"lamp": {"colour": 1}}}, "has no colour"),
    ],
)
async def test_what_cannot_be_added_fails_with_the_reason(lights, profile, told, why):
    await written_down(lights, NEW, str(uuid4()), profile)
    command = await lights.order(told, "commission", NEW)
    await lights.ends(command, State.FAILED)
    assert why in await reason_of(lights.server.city, command)


async def test_what_is_put_up_and_taken_down_in_the_street_is_known_in_the_town(lights):
    city, gateway = lights.server.city, lights.gateway
    await lights.ends(await lights.order(0.4))
    address = lights.address()
    gone = gateway.memory.device(address)
    gateway.lose(address)
    await says(lights, LAMP, DEVICE_GONE, "lights")
    await says(lights, device_of(lights), STATE, "gone")
    lamp = (await city.present([LAMP]))[LAMP]
    assert lamp.value("illuminanceLevel") == 0.4, "what it said stays"
    verdict = judge_lamp(lamp, {}, datetime.now(UTC))
    assert (verdict.status, "lights" in verdict.cause["en"]) == ("offline", True)

    async def nothing_reaches_it():
        return lights.exchange.register.device_of(LAMP).connection == ""

    await until(nothing_reaches_it)
    command = await lights.order(0.5)
    await lights.ends(command, State.FAILED)
    assert "no connection" in await reason_of(city, command)
    gateway.install(gone)
    await says(lights, LAMP, DEVICE_GONE, None)
    await says(lights, device_of(lights), STATE, None)

    async def reached_again():
        return lights.exchange.register.device_of(LAMP).connection == "lights"

    await until(reached_again)
    await lights.ends(await lights.order(0.6))


async def test_what_a_gateway_lost_without_a_word_is_found_out(lights):
    address = lights.address("VO-002")
    gone = lights.gateway.memory.remove_device(address)
    await says(lights, OTHER, DEVICE_GONE, "lights")
    lights.gateway.memory.add_devices([gone])
    await says(lights, OTHER, DEVICE_GONE, None)
    assert lights.exchange.register.device_of(LAMP).connection == "lights"
