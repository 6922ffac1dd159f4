"""Lamps of a multicast group are told by one message, at a real broker."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mesto.kernel.database import Database
from mesto.kernel.model import TYPE, Command, Kind, Observation, State
from mesto.operations.commands.give_each import give_each
from mesto.simulator.controller.bulb import Bulb
from mesto.simulator.controller.voices import Ul20xx
from mesto.simulator.devices import chirpstack, lamp
from mesto.simulator.speech import Publication
from mesto.simulator.wire.multicast import TOKEN, Groups, open_groups
from mesto.simulator.wire.radio import Radio
from tests.conftest import Server, serving
from tests.waiting import until

pytestmark = pytest.mark.anyio
GROUP, KEY = "0b0e5c1e-9a1f-4a3b-8a55-3b9a3f7e0001", "key-of-the-api"
EUIS = [f"70b3d5071000{number:04x}" for number in range(6)]
TOGETHER, DEAF = EUIS[:5], EUIS[2]
KINDS = {"settings": Kind.JSON_PROPERTY, "controlledAsset": Kind.RELATIONSHIP}


def urn(eui):
    return f"urn:ngsi-ld:Streetlight:{eui}"


async def state(city, entity, **attributes):
    await city.record(
        [
            Observation(
                entity=entity,
                attribute=name,
                value=value,
                kind=KINDS.get(name, Kind.PROPERTY),
                source="test",
            )
            for name, value in {TYPE: [entity.split(":")[2]], **attributes}.items()
        ]
    )


class Network:
    """Lamps behind a ChirpStack; one of them does not hear what is for all."""

    def __init__(self, town: Server, members: set[str]) -> None:
        self.bulbs = {eui: Bulb(40.0, 0.0, set()) for eui in EUIS}
        self.voices = {eui: Ul20xx(eui) for eui in EUIS}
        self.alone: list[str] = []
        self.groups = Groups({GROUP: members}, self.deliver, key=KEY)
        assert town.installation.broker is not None
        self.radio = Radio(
            host="127.0.0.1",
            port=town.installation.broker.port,
            user=town.city.name,
            password=town.key,
            topics=[chirpstack.COMMANDS],
            hear=self.hear,
        )

    def deliver(self, down: chirpstack.Downlink) -> None:
        if down.dev_eui != DEAF:
            self.obey(down)

    def hear(self, _topic: str, payload: bytes) -> Iterator[Publication]:
        down = chirpstack.read_command(payload)
        self.alone.append(down.dev_eui)
        topic = f"application/x/device/{down.dev_eui}/command/down"
        yield from self.voices[down.dev_eui].hear(
            topic, payload, self.bulbs[down.dev_eui], now_s()
        )

    def obey(self, down: chirpstack.Downlink) -> None:
        bulb = self.bulbs[down.dev_eui]
        bulb.order(lamp.read_order(down.port, down.payload).level)
        bulb.step(now_s())
        self.radio.publish(self.voices[down.dev_eui].say(bulb, now_s()))

    async def everybody_speaks(self) -> None:
        for eui in EUIS:
            self.radio.publish(self.voices[eui].say(self.bulbs[eui], now_s()))


def now_s() -> float:
    return datetime.now(UTC).timestamp()


@pytest.fixture
async def town(
    dsn: str, database: Database, municipality: str, tmp_path: Path
) -> AsyncIterator[Server]:
    async with serving(dsn, database, municipality, tmp_path, broker=True) as running:
        yield running


@asynccontextmanager
async def network(town: Server, members: set[str]) -> AsyncIterator[Network]:
    """The lamps, their network server, and the two connections to it."""
    here = Network(town, members)
    task = asyncio.create_task(here.radio.run())
    try:
        async with open_groups(here.groups) as url:
            await connect(town, url)
            yield here
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def connect(town: Server, url: str) -> None:
    for eui in EUIS:
        await state(town.city, urn(eui))
        await state(
            town.city,
            f"urn:ngsi-ld:Device:{eui}",
            serialNumber=eui,
            deviceProfile="NAS UL20xx",
            controlledAsset=urn(eui),
            connection="lamps",
        )
    heard = {"topics": ["application/+/device/+/event/+"]}
    await state(
        town.city,
        "urn:ngsi-ld:Connection:lamps",
        gate="lorawan",
        url="mqtt://embedded",
        settings={**heard, "application": chirpstack.APPLICATION, "downlinks": {}},
    )
    street = {"group": GROUP, "devices": TOGETHER}
    await state(
        town.city,
        "urn:ngsi-ld:Connection:api",
        gate="lorawan",
        url=f"chirpstack+{url}",
        settings={
            "multicast": {"street": street},
            "headers": {TOKEN: f"Bearer {KEY}"},
            "allow_private": True,
        },
    )


async def ordered(town: Server, level: float) -> dict[str, str]:
    """Order a level of all lamps at once; return the commands by devEUI."""
    commands = {
        eui: Command(
            id=str(uuid4()),
            entity=urn(eui),
            name="setDimLevel",
            value=level,
            expires_at=datetime.now(UTC) + timedelta(minutes=5),
            source="schedule:all",
            again_s=3_600.0,
        )
        for eui in EUIS
    }
    assert not await give_each(town.city, list(commands.values()))
    return {eui: command.id for eui, command in commands.items()}


async def test_a_group_is_told_at_once_and_who_does_not_show_it_is_told_alone(
    town: Server,
) -> None:
    stranger = "70b3d50710009999"
    async with network(town, {EUIS[0], stranger}) as here:
        lines = town.installation.exchanges[town.city.name].lines

        async def ready() -> bool:
            await here.everybody_speaks()
            present = await town.city.present([urn(one) for one in EUIS])
            heard = [one.value("illuminanceLevel") for one in present.values()]
            return {"lamps", "api"} <= lines.keys() and None not in heard

        await until(ready)
        assert here.groups.members[GROUP] == set(TOGETHER), "it is kept in step"
        commands = await ordered(town, 0.4)

        async def confirmed(*euis: str) -> bool:
            states = [await town.city.command_state(commands[one]) for one in euis]
            return all(one is State.CONFIRMED for one in states)

        others = [one for one in EUIS if one != DEAF]
        await until(lambda: confirmed(*others))
        assert here.groups.sent == 1
        assert here.alone == [EUIS[5]]
        async with town.city.bound() as connection:  # an hour later
            await connection.execute(
                "update command set due_at = now() where id = $1::uuid", commands[DEAF]
            )
        await until(lambda: confirmed(DEAF))
        assert here.groups.sent == 1
        assert here.alone == [EUIS[5], DEAF]
        assert {bulb.ordered for bulb in here.bulbs.values()} == {0.4}


async def test_what_it_saves_is_known_beforehand(town: Server) -> None:
    async with network(town, set()):
        exchange = town.installation.exchanges[town.city.name]

        async def grouped() -> bool:
            ways = exchange.ways_to([urn(EUIS[0])])
            return bool(ways and ways[urn(EUIS[0])].groups)

        await until(grouped)
        (members,) = exchange.ways_to([urn(EUIS[0])])[urn(EUIS[0])].groups.values()
        assert members == {urn(one) for one in TOGETHER}


async def test_a_network_that_does_not_know_the_key_is_the_trouble_of_its_connection(
    town: Server,
) -> None:
    async with network(town, set()) as here:
        tally = town.installation.exchanges[town.city.name].tally
        here.groups._key = "another"  # noqa: SLF001 - it was withdrawn

        async def says() -> bool:
            return "401" in str(tally.troubles.get("api", ""))

        await state(town.city, "urn:ngsi-ld:Connection:api", enabled=True, label="anew")
        await until(says)
