"""Commands on their way: at once by a line that is idle, and in turn by a busy one."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import orjson
import pytest

from mesto.gates.mqtt import gate
from mesto.kernel.errors import Forbidden, Unavailable
from mesto.kernel.model import TYPE, Command, Kind, Observation, State
from mesto.operations.commands.give_each import give_each
from mesto.rim.courier import Courier
from mesto.rim.lines import LINES
from mesto.rim.register import Register
from mesto.rim.sharing import Sharing
from tests.waiting import until

pytestmark = pytest.mark.anyio

LINE = "lamps"
LAMPS = [f"urn:ngsi-ld:Streetlight:{number}" for number in range(3)]


class Peer:
    """The other end of a line: it takes what it is told, when it may."""

    def __init__(self):
        self.told = []
        self.listens = asyncio.Event()
        self.listens.set()

    async def send(self, message):
        await self.listens.wait()
        self.told.append(orjson.loads(message.payload)["id"])


class Broker(Peer):
    """One that takes many at once, refuses one and has no time for another."""

    def __init__(self, refused, missed):
        super().__init__()
        self._troubles = {
            refused: Forbidden("not here"),
            missed: Unavailable("busy"),
        }

    async def send_all(self, messages):
        numbers = [orjson.loads(one.payload)["id"] for one in messages]
        self.told.append(numbers)
        return [self._troubles.get(number) for number in numbers]


def said(entity, attribute, value, kind=Kind.PROPERTY):
    return Observation(
        entity=entity, attribute=attribute, value=value, kind=kind, source="test"
    )


def street():
    connection = f"urn:ngsi-ld:Connection:{LINE}"
    told = {"topic": "lamps/{serial}/set", "payload": {"id": "{id}"}}
    settings = {"topics": ["lamps/+/seen"], "commands": {"setDimLevel": told}}
    yield said(connection, TYPE, ["Connection"])
    yield said(connection, "gate", gate.name)
    yield said(connection, "url", "mqtt://192.0.2.1")
    yield said(connection, "settings", settings, Kind.JSON_PROPERTY)
    for lamp in LAMPS:
        yield from device_for(lamp)


def device_for(lamp):
    device = lamp.replace("Streetlight", "Device")
    yield said(device, TYPE, ["Device"])
    yield said(device, "serialNumber", lamp.rpartition(":")[2])
    yield said(device, "controlledAsset", lamp, Kind.RELATIONSHIP)
    yield said(device, "connection", LINE)


def order(lamp, again_s=600.0):
    return Command(
        id=str(uuid4()),
        entity=lamp,
        name="setDimLevel",
        value=0.5,
        expires_at=datetime.now(UTC) + timedelta(hours=1),
        source="test",
        again_s=again_s,
    )


@asynccontextmanager
async def carried(city, peer):
    """Let commands be carried to a peer by a line that nothing waits for."""
    await city.record(list(street()))
    register = Register(city, [gate])
    await register.learn()
    register.learned.set()
    courier = Courier(city, register, {LINES}, Sharing(register, {}))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(courier.run())
        serving = group.create_task(courier.serve(LINE, peer))
        await until(lambda: is_idle(courier))
        yield courier
        running.cancel()
        serving.cancel()


async def is_idle(courier):
    """Tell whether an order would be on its way once it is written."""
    return bool(courier.going([order(LAMPS[0])]))


async def has_state(city, one, state):
    return await city.command_state(one.id) is state


async def has_heard(peer, one):
    return one.id in peer.told


async def test_an_idle_line_tells_at_once_what_is_written(city):
    peer, one = Peer(), order(LAMPS[1])
    async with carried(city, peer):
        await give_each(city, [one])
        assert await city.command_state(one.id) is State.SENT
        await until(lambda: has_heard(peer, one))
    assert peer.told == [one.id]


async def test_what_goes_together_fails_or_is_told_again_for_itself(city):
    refused, missed, taken = many = [order(lamp) for lamp in LAMPS]
    peer = Broker(refused.id, missed.id)
    async with carried(city, peer):
        await give_each(city, many)
        await until(lambda: has_state(city, refused, State.FAILED))
    assert peer.told == [[one.id for one in many]]
    for one in (missed, taken):
        assert await city.command_state(one.id) is State.SENT


async def test_what_is_told_once_only_is_taken_before_it_is_sent(city):
    peer, once = Peer(), order(LAMPS[1], again_s=None)
    async with carried(city, peer) as courier:
        assert courier.going([once]) == set()
        await give_each(city, [once])
        await until(lambda: has_heard(peer, once))


async def test_by_a_busy_line_all_are_told_in_their_order(city, monkeypatch):
    monkeypatch.setattr("mesto.rim.courier.TOGETHER", 1)
    peer, (first, second, third) = Peer(), [order(LAMPS[0]) for _ in range(3)]
    async with carried(city, peer) as courier:
        peer.listens.clear()
        await give_each(city, [first])
        await until(lambda: is_idle(courier))  # the first is on its way
        for one in (second, third):
            await give_each(city, [one])
        assert await city.command_state(second.id) is State.SENT
        assert await city.command_state(third.id) is State.PENDING
        peer.listens.set()
        await until(lambda: has_heard(peer, third))
    assert peer.told == [first.id, second.id, third.id]


async def test_a_device_that_was_written_down_a_moment_ago_is_found(city):
    peer, lamp = Peer(), "urn:ngsi-ld:Streetlight:new"
    async with carried(city, peer):  # its register hears of nothing more
        await city.record(list(device_for(lamp)))
        one = order(lamp)
        await give_each(city, [one])
        await until(lambda: has_heard(peer, one))


async def test_an_order_that_no_device_takes_says_so(city):
    one = order("urn:ngsi-ld:Streetlight:dark")
    async with carried(city, Peer()):
        await give_each(city, [one])
        await until(lambda: has_state(city, one, State.FAILED))
