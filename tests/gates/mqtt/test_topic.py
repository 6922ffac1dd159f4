"""What is written to a topic goes by one connection for each broker and writer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic

import aiomqtt
import pytest

from mesto.gates.mqtt.broker import Broker
from mesto.kernel import topic
from mesto.kernel.errors import Unavailable
from mesto.kernel.topic import IDLE_S, Brokers, brokers
from tests.gates.mqtt.conftest import KEYS
from tests.waiting import until

pytestmark = pytest.mark.anyio


class Street:
    """What lies before a broker, and sees who passes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.passed = 0
        self.first: list[bytes] = []  #: what each said first
        self.open: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def lead(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.passed += 1
        self.open.add(writer)
        ours, theirs = await asyncio.open_connection("127.0.0.1", self._port)
        self.first.append(await reader.read(2**16))
        theirs.write(self.first[-1])
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_pour(reader, theirs))
            tasks.create_task(_pour(ours, writer))
        self.open.discard(writer)

    def break_all(self) -> None:
        for one in self.open:
            one.transport.abort()

    async def is_empty(self) -> bool:
        return not self.open

    def url(self, name: str = "kladno", key: str | None = None) -> str:
        return f"mqtt://{name}:{key or KEYS[name]}@127.0.0.1:{self.port}/said"


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        while part := await source.read(2**16):
            into.write(part)
    except ConnectionError:
        pass
    finally:
        into.close()


@pytest.fixture
async def street(broker: Broker) -> AsyncIterator[Street]:
    one = Street(broker.port)
    server = await asyncio.start_server(one.lead, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    yield one
    server.close()
    one.break_all()
    await until(one.is_empty)


@asynccontextmanager
async def hearing(broker: Broker) -> AsyncIterator[AsyncIterator[aiomqtt.Message]]:
    who = {"username": "kladno", "password": KEYS["kladno"]}
    async with aiomqtt.Client("127.0.0.1", broker.port, **who) as client:
        await client.subscribe("said", qos=1)
        yield aiter(client.messages)


async def say(writing: Brokers, url: str, text: str, qos: int = 1) -> None:
    await writing.publish(text.encode(), "said", url, qos=qos, version="3.1.1")


async def test_what_follows_goes_by_the_same_connection_and_in_order(
    broker: Broker, street: Street
) -> None:
    """MQTT 3.1.1, 4.6: what has the same quality of service comes in its order."""
    async with hearing(broker) as heard:
        async with brokers(allow_private=True) as writing:
            for number in range(6):
                await say(writing, street.url(), str(number), qos=number % 2)
            await asyncio.gather(*(say(writing, street.url(), "at once") for _ in "ab"))
            assert street.passed == 1
        told = [bytes((await anext(heard)).payload).decode() for _ in range(8)]
    assert [one for one in told if one in "024"] == [*"024"]
    assert [one for one in told if one not in "024"] == [*"135", "at once", "at once"]
    await until(street.is_empty)


@pytest.mark.parametrize("qos", [0, 1])
async def test_what_breaks_is_made_anew_before_anybody_is_told(
    broker: Broker, street: Street, qos: int
) -> None:
    async with hearing(broker) as heard, brokers(allow_private=True) as writing:
        await say(writing, street.url(), "before", qos)
        street.break_all()
        await until(street.is_empty)
        await say(writing, street.url(), "after", qos)
        assert [(await anext(heard)).payload for _ in "ab"] == [b"before", b"after"]
    assert street.passed == 2


async def test_a_broker_that_is_gone_or_refuses_is_unavailable(broker: Broker) -> None:
    street = Street(broker.port)
    street.port = broker.port  # there is no way between
    async with brokers(allow_private=True) as writing:
        with pytest.raises(Unavailable):
            await say(writing, street.url(key="wrong"), "no")
        await say(writing, street.url(), "yes")
        await broker.stop()
        with pytest.raises(Unavailable):
            await say(writing, street.url(), "gone")


@pytest.mark.parametrize(("version", "level"), [("3.1.1", 4), ("5.0", 5)])
async def test_a_broker_is_spoken_to_by_the_version_that_is_asked_for(
    street: Street, version: str, level: int
) -> None:
    """MQTT 3.1.1 and 5.0, 3.1.2.2: a byte behind the protocol's name says it."""
    async with brokers(allow_private=True) as writing:
        with suppress(Unavailable):  # our own broker speaks 3.1.1
            await writing.publish(b"", "said", street.url(), qos=0, version=version)
    told = {one[one.index(b"MQTT") + 4] for one in street.first}
    assert told == {level}


async def test_who_writes_no_more_leaves(street: Street) -> None:
    async with brokers(allow_private=True) as writing:
        await say(writing, street.url(), "once")
        await writing.close_idle(monotonic())
        assert street.open
        await writing.close_idle(monotonic() + IDLE_S)
        await until(street.is_empty)
        await say(writing, street.url(), "again")
    assert street.passed == 2


async def test_too_many_make_room_for_each_other(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic, "MOST", 1)
    async with brokers(allow_private=True) as writing:
        for name in KEYS:
            await say(writing, street.url(name), "here")

            async def is_alone() -> bool:
                return len(street.open) == 1

            await until(is_alone)
    assert street.passed == len(KEYS)
