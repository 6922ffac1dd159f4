"""Devices of third parties, played by paho-mqtt, against the whole product."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import paho.mqtt.client as paho
import pytest

from mesto.app import open_installation
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.model import TYPE, Command, Kind, Observation, State, Value
from mesto.rim import upkeep
from mesto.rim.settings import Settings
from tests.conftest import Server, serving
from tests.waiting import LONG_S

pytestmark = pytest.mark.anyio
LAMP = "urn:ngsi-ld:Streetlight:7"
EUI = "70b3d50710000001"
LAMPS = {
    "topics": ["lamps/#"],
    "mappings": [
        {
            "topic": "lamps/{serial}/state",
            "serial": "$topic.serial",
            "entity": "{$device.entity}",
            "type": "Streetlight",
            "time": "at",
            "attributes": [{"name": "illuminanceLevel", "path": "dim"}],
        }
    ],
    "commands": {
        "setDimLevel": {
            "topic": "lamps/{serial}/set",
            "payload": {"dim": "{value}", "id": "{id}"},
        }
    },
    "answers": [{"topic": "lamps/+/answer", "command": "id", "state": "result"}],
}
LORA = {"topics": ["application/+/device/+/event/+"], "application": "town"}


@pytest.fixture
async def town(
    dsn: str, database: Database, municipality: str, tmp_path: Path
) -> AsyncIterator[Server]:
    async with serving(dsn, database, municipality, tmp_path, broker=True) as running:
        yield running


async def state(city: City, urn: str, **attributes: Value) -> None:
    """Say what an entity of configuration is."""
    kinds = {
        "settings": Kind.JSON_PROPERTY,
        "controlledAsset": Kind.RELATIONSHIP,
    }
    said = {TYPE: [urn.split(":")[2]], **attributes}
    await city.record(
        [
            Observation(
                entity=urn,
                attribute=name,
                value=value,
                kind=kinds.get(name, Kind.PROPERTY),
                source="test",
            )
            for name, value in said.items()
        ]
    )


async def connect(town: Server, gate: str, settings: Value, serial: str) -> None:
    """Configure a connection and a device, and wait until the link is up."""
    await state(
        town.city,
        f"urn:ngsi-ld:Device:{serial}",
        serialNumber=serial,
        deviceProfile="nas_ul20xx",
        controlledAsset=LAMP,
        connection="lamps",
    )
    await state(
        town.city,
        "urn:ngsi-ld:Connection:lamps",
        gate=gate,
        url="mqtt://embedded",
        enabled=True,
        settings=settings,
    )


@asynccontextmanager
async def device(town: Server, topic: str) -> AsyncIterator["Device"]:
    """A client in its own thread, logged in and subscribed."""
    peer = Device(town, topic)
    try:
        await asyncio.wait_for(peer.ready.wait(), LONG_S)
        yield peer
    finally:
        peer.client.disconnect()
        peer.client.loop_stop()


class Device:
    """A paho-mqtt client whose callbacks reach the test's loop."""

    def __init__(self, town: Server, topic: str) -> None:
        loop = asyncio.get_running_loop()
        self.ready = asyncio.Event()
        self.refused = asyncio.Event()
        self.heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="peer")
        self.client.username_pw_set(town.city.name, town.key)
        self.client.on_connect = lambda *a: (
            loop.call_soon_threadsafe(self.refused.set)
            if a[3].is_failure
            else self.client.subscribe(topic, qos=1)
        )
        self.client.on_subscribe = lambda *_: loop.call_soon_threadsafe(self.ready.set)
        self.client.on_message = lambda *a: loop.call_soon_threadsafe(
            self.heard.put_nowait, orjson.loads(a[2].payload)
        )
        assert town.installation.broker is not None
        self.client.connect("127.0.0.1", town.installation.broker.port)
        self.client.loop_start()

    async def say(self, topic: str, document: object) -> None:
        sent = self.client.publish(topic, orjson.dumps(document), qos=1)
        await asyncio.to_thread(sent.wait_for_publish, 10)


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Wait until something holds; the ledger has no event for a test."""
    async with asyncio.timeout(LONG_S):
        while not await holds():
            await asyncio.sleep(0.05)


async def level(city: City) -> object:
    present = await city.present([LAMP])
    return present[LAMP].value("illuminanceLevel") if LAMP in present else None


async def dim(
    city: City, again_s: float | None = None, lasts: timedelta = timedelta(minutes=5)
) -> str:
    return await city.order(
        Command(
            entity=LAMP,
            name="setDimLevel",
            value=0.4,
            expires_at=datetime.now(UTC) + lasts,
            source="test",
            again_s=again_s,
        )
    )


async def hears(city: City, lamp: Device) -> bool:
    """Whether the line is open and the device known, so that it can be told things."""
    at = datetime.now(UTC).isoformat()
    await lamp.say("lamps/l7/state", {"dim": 1.0, "at": at})
    return await level(city) == 1.0


async def is_confirmed(city: City, command: str) -> bool:
    return await city.command_state(command) is State.CONFIRMED


async def test_a_lamp_speaks_and_obeys_in_its_own_words(town: Server) -> None:
    city = town.city
    await connect(town, "mqtt", LAMPS, "l7")
    async with device(town, "lamps/l7/set") as lamp:
        await until(lambda: hears(city, lamp))
        command = await dim(city)
        told = await asyncio.wait_for(lamp.heard.get(), LONG_S)
        assert told == {"dim": 0.4, "id": command}
        await lamp.say("lamps/l7/answer", {"id": command, "result": "ok"})
        await until(lambda: is_confirmed(city, command))


async def test_a_lamp_that_is_silent_is_told_again_under_the_same_id(
    town: Server,
) -> None:
    city = town.city
    await connect(town, "mqtt", LAMPS, "l7")
    async with device(town, "lamps/l7/set") as lamp:
        await until(lambda: hears(city, lamp))
        command = await dim(city, again_s=0.1)
        told = [await asyncio.wait_for(lamp.heard.get(), LONG_S) for _ in range(2)]
        assert [one["id"] for one in told] == [command, command]
        await lamp.say("lamps/l7/answer", {"id": command, "result": "ok"})
        await until(lambda: is_confirmed(city, command))


async def test_a_lamp_that_answers_too_late_does_not_make_it_in_time(
    town: Server,
) -> None:
    city = town.city
    await connect(town, "mqtt", LAMPS, "l7")
    async with device(town, "lamps/l7/set") as lamp:
        await until(lambda: hears(city, lamp))
        late = await dim(city, lasts=timedelta(seconds=5))
        await asyncio.wait_for(lamp.heard.get(), LONG_S)

        async def expired() -> bool:
            return await city.command_state(late) is State.EXPIRED

        await until(expired)
        await lamp.say("lamps/l7/answer", {"id": late, "result": "ok"})
        in_time = await dim(city)
        await asyncio.wait_for(lamp.heard.get(), LONG_S)
        await lamp.say("lamps/l7/answer", {"id": in_time, "result": "ok"})
        await until(lambda: is_confirmed(city, in_time))
        assert await city.command_state(late) is State.EXPIRED


async def test_a_lorawan_lamp_is_heard_and_dimmed(town: Server) -> None:
    city = town.city
    await connect(town, "lorawan", LORA, EUI)
    base = f"application/town/device/{EUI}"
    event = {"time": datetime.now(UTC).isoformat(), "deviceInfo": {"devEui": EUI}}
    async with device(town, f"{base}/command/down") as network:

        async def heard() -> bool:
            up = event | {"fPort": 60, "data": "Af5k"}
            await network.say(f"{base}/event/up", up)
            return await level(city) == 1.0

        await until(heard)
        command = await dim(city)
        told = await asyncio.wait_for(network.heard.get(), LONG_S)
        assert (told["fPort"], told["data"], told["id"]) == (60, "Af4o", command)
        answer = event | {"queueItemId": command, "acknowledged": True}
        await network.say(f"{base}/event/ack", answer)
        await until(lambda: is_confirmed(city, command))


async def test_the_process_with_the_broker_hears_it_whoever_has_the_other_lines(
    dsn: str, database: Database, municipality: str, tmp_path: Path
) -> None:
    async with serving(dsn, database, municipality, tmp_path / "first") as first:

        async def has_the_lines() -> bool:
            async with first.city.bound() as connection:
                held = await connection.fetchval(
                    "select held_until > now() from bookmark where reader = 'exchange'"
                )
            return bool(held)

        await until(has_the_lines)
        settings = Settings(
            home=str(tmp_path / "second"), dsn=dsn, broker_port=0, allow_private=True
        )
        async with open_installation(settings, only=[municipality]) as second:
            town = replace(first, installation=second)
            await connect(town, "mqtt", LAMPS, "l7")
            async with device(town, "lamps/l7/set") as lamp:

                async def heard() -> bool:
                    at = datetime.now(UTC).isoformat()
                    await lamp.say("lamps/l7/state", {"dim": 1.0, "at": at})
                    return await level(first.city) == 1.0

                await until(heard)
                command = await dim(first.city)
                told = await asyncio.wait_for(lamp.heard.get(), LONG_S)
                assert told["id"] == command


async def test_a_device_with_a_withdrawn_key_is_shown_out(
    dsn: str,
    database: Database,
    municipality: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upkeep, "ACCOUNTS_EVERY_S", 0.1)
    async with serving(dsn, database, municipality, tmp_path, broker=True) as town:
        keys = town.installation.keys
        younger = replace(town, key=await keys.issue(municipality, "younger"))
        async with device(town, "s/#") as old:
            await keys.withdraw(municipality, "first")
            await asyncio.wait_for(old.refused.wait(), LONG_S)
        async with device(younger, "s/#") as new:
            await new.say("s/1", "here")
            assert await asyncio.wait_for(new.heard.get(), LONG_S) == "here"


async def test_a_bad_message_is_kept_and_the_next_is_heard(town: Server) -> None:
    city = town.city
    await connect(town, "mqtt", LAMPS, "l7")
    async with device(town, "none") as lamp:

        async def heard() -> bool:
            at = datetime.now(UTC).isoformat()
            await lamp.say("lamps/l8/state", {"dim": 0.1, "at": at})
            await lamp.say("lamps/l7/state", {"dim": 0.7, "at": at})
            return await level(city) == 0.7

        await until(heard)
        async with city.bound() as connection:
            reason = await connection.fetchval("select reason from quarantine limit 1")
    assert "device l8 is not known: add a Device" in reason
