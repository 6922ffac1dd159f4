"""The link to a broker: nothing is answered before it is kept."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest

from mesto.gates.mqtt import codec
from mesto.gates.mqtt.broker import Broker
from mesto.gates.mqtt.gate import MOST_WAITING, WINDOW, Link, open_link
from mesto.kernel.errors import Forbidden, Malformed, Unavailable
from mesto.kernel.model import Connection, Message
from mesto.kernel.plugin import Delivery
from tests.waiting import LONG_S

pytestmark = pytest.mark.anyio
PUBACK, PUBLISH = 0x40, 0x32


def connection(url: str, *, name: str = "sensors", **settings: object) -> Connection:
    return Connection(
        name=name,
        gate="mqtt",
        url=url,
        settings={"topics": ["s/#"], **settings},
        allow_private=True,
    )


def message(payload: bytes, topic: str = "s/1") -> Message:
    return Message(payload=payload, origin=topic, received_at=datetime.now(UTC))


async def next_delivery(line: Link) -> Delivery:
    async with asyncio.timeout(LONG_S):
        return await anext(aiter(line.deliveries()))


def payloads(delivery: Delivery) -> list[bytes]:
    return [message.payload for message in delivery.messages]


async def send_all(url: str, texts: Sequence[bytes], topic: str = "s/1") -> None:
    async with open_link(connection(url, name="sender", topics=["none"])) as line:
        await asyncio.gather(*(line.send(message(text, topic)) for text in texts))


async def test_what_was_not_answered_comes_again(broker: Broker) -> None:
    ours = connection(broker.internal_url("kladno"))
    async with open_link(ours) as line:
        await send_all(ours.url, [b"1"])
        assert payloads(await next_delivery(line)) == [b"1"]
    async with open_link(ours) as line:
        delivery = await next_delivery(line)
        assert payloads(delivery) == [b"1"]
        await delivery.done()
    await send_all(ours.url, [b"2"])
    async with open_link(ours) as line:
        assert payloads(await next_delivery(line)) == [b"2"]


async def test_what_the_city_still_holds_is_not_heard_twice(broker: Broker) -> None:
    ours = connection(broker.internal_url("kladno"))
    async with open_link(ours) as line:
        await send_all(ours.url, [b"1"])
        held = await next_delivery(line)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.5):  # the broker repeats it after one second
                await anext(aiter(line.deliveries()))
        await held.done()


async def test_what_is_sent_while_we_are_away_waits_for_us(broker: Broker) -> None:
    ours = connection(broker.internal_url("kladno"))
    async with open_link(ours):
        pass
    texts = [str(n).encode() for n in range(200)]
    await send_all(ours.url, texts)
    heard: list[bytes] = []
    async with open_link(ours) as line, asyncio.timeout(LONG_S):
        async for delivery in line.deliveries():
            heard += payloads(delivery)
            await delivery.done()
            if len(heard) == len(texts):
                break
    assert sorted(heard) == sorted(texts)


async def test_what_needs_no_answer_is_kept_for_nobody(broker: Broker) -> None:
    ours = connection(broker.internal_url("kladno"))
    async with open_link(ours):
        pass
    late = Message(
        payload=b"late",
        origin="s/1",
        received_at=datetime.now(UTC),
        headers=codec.UNANSWERED,
    )
    async with open_link(connection(ours.url, name="sender")) as line:
        assert await line.send_all([late, message(b"kept")]) == [None, None]
    async with open_link(ours) as line:
        assert payloads(await next_delivery(line)) == [b"kept"]


async def test_a_slow_city_is_sent_no_more_than_the_window(broker: Broker) -> None:
    ours = connection(broker.internal_url("kladno"))
    async with open_link(ours) as line:
        texts = [b"%d" % n for n in range(WINDOW + 500)]
        await send_all(ours.url, texts)
        heard = await drained(line, WINDOW)
        assert len({text for one in heard for text in payloads(one)}) <= 2 * WINDOW
        assert line.waiting == 0
        for one in heard:
            await one.done()
        rest = await drained(line, 500)
        assert {text for one in heard + rest for text in payloads(one)} == set(texts)


async def test_in_a_rush_what_comes_until_the_next_beat_is_delivered_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules[Link.__module__], "monotonic", lambda: 100.45)
    line = Link(codec.V5, ["s/#"], beat_s=0.1)
    deliveries = aiter(line.deliveries())
    line.data_received(codec.publish("s/1", b"first", 0, version=codec.V5))
    assert payloads(await anext(deliveries)) == [b"first"]
    line.data_received(codec.publish("s/1", b"second", 0, version=codec.V5))
    coming = asyncio.ensure_future(anext(deliveries))
    await asyncio.sleep(0)
    line.data_received(codec.publish("s/1", b"third", 0, version=codec.V5))
    assert payloads(await coming) == [b"second", b"third"]


async def test_of_what_is_sent_together_each_is_answered_for_itself() -> None:
    async def speech(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await greet(reader, writer)
        for code in (b"\x00", b"\x87"):
            kind, asked = await packet(reader)
            while kind != PUBLISH:  # a ping may come first
                kind, asked = await packet(reader)
            number = asked[2 + int.from_bytes(asked[:2]) :][:2]
            writer.write(b"\x40\x03" + number + code)
        await packet(reader)  # then it hangs up

    texts = [message(text) for text in (b"taken", b"refused", b"lost")]
    async with scripted(speech) as url, open_link(connection(url)) as line:
        taken, refused, lost = await line.send_all(texts)
        assert taken is None
        assert isinstance(refused, Forbidden)
        assert isinstance(lost, Unavailable)
        assert await line.send_all(texts[:1]) == [line.lost]


async def drained(line: Link, least: int) -> list[Delivery]:
    """Take deliveries until `least` messages are there, and answer none."""
    found: list[Delivery] = []
    async with asyncio.timeout(LONG_S):
        async for delivery in line.deliveries():
            found.append(delivery)
            if sum(len(one.messages) for one in found) >= least:
                break
    return found


async def test_a_topic_no_longer_asked_for_is_not_heard(broker: Broker) -> None:
    url = broker.internal_url("kladno")
    async with open_link(connection(url, topics=["s/#", "old/#"])):
        pass
    async with open_link(connection(url)) as line:
        await send_all(url, [b"stale"], "old/1")
        await send_all(url, [b"fresh"])
        assert payloads(await next_delivery(line)) == [b"fresh"]


async def test_a_retained_message_is_heard_once(broker: Broker) -> None:
    url = broker.internal_url("kladno")
    kept = codec.publish("s/1", b"kept", 7, version=codec.V311)
    async with open_link(connection(url, name="sender", topics=["none"])) as sender:
        await sender.ask(7, bytes([kept[0] | 1]) + kept[1:])
    async with open_link(connection(url)) as line:
        delivery = await next_delivery(line)
        assert payloads(delivery) == [b"kept"]
        await delivery.done()
    async with open_link(connection(url)) as line:
        await send_all(url, [b"new"])
        assert payloads(await next_delivery(line)) == [b"new"]


async def test_a_lost_connection_is_told_to_whoever_waits(broker: Broker) -> None:
    async with open_link(connection(broker.internal_url("kladno"))) as line:
        waiting = asyncio.create_task(next_delivery(line))
        await asyncio.sleep(0)
        await broker.stop()
        with pytest.raises(Unavailable, match="hung up"):
            await waiting
        with pytest.raises(Unavailable):
            await line.send(message(b"late"))


async def test_a_wrong_password_is_told_apart_from_a_silent_broker(
    broker: Broker,
) -> None:
    wrong = f"mqtt://kladno:wrong@127.0.0.1:{broker.port}"
    with pytest.raises(Forbidden, match="name or the password is wrong"):
        async with open_link(connection(wrong)):
            pass
    await broker.stop()
    with pytest.raises(Unavailable, match="cannot reach"):
        async with open_link(connection(wrong)):
            pass


@pytest.mark.parametrize(
    ("url", "settings", "reason"),
    [
        ("mqtt://127.0.0.1", {"topics": []}, "name no topic to subscribe to"),
        ("mqtt://127.0.0.1", {"topics": ["a/#/b"]}, "no pattern of topics"),
        ("mqtt://127.0.0.1", {"keep_alive_s": "soon"}, "Expected `int`"),
        ("mqtt://127.0.0.1:99999", {}, "99999 is not an address"),
    ],
)
async def test_settings_that_make_no_sense_are_refused(
    url: str, settings: dict[str, object], reason: str
) -> None:
    with pytest.raises(Malformed, match=reason):
        async with open_link(connection(url, **settings)):
            pass


Speech = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def scripted(speech: Speech) -> AsyncIterator[str]:
    """A broker that says what a test wants; MQTT 5 has no broker on PyPI."""
    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await speech(reader, writer)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"mqtt://user:p%40ss@127.0.0.1:{port}"
    finally:
        server.close()
        await asyncio.gather(*talks)


async def packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    first, length = await reader.readexactly(2)
    assert length < codec.MORE
    return first, await reader.readexactly(length)


async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """Answer CONNECT and SUBSCRIBE in MQTT 5; return the CONNECT."""
    _, hello = await packet(reader)
    writer.write(b"\x20\x06\x00\x00\x03\x21\x00\x0a")
    _, asked = await packet(reader)
    writer.write(b"\x90\x04" + asked[:2] + b"\x00\x01")
    return hello


async def test_mqtt_5_is_spoken_where_the_broker_has_it() -> None:
    answers: list[tuple[int, bytes]] = []

    async def speech(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        hello = await greet(reader, writer)
        assert hello[6] == codec.V5
        assert b"p@ss" in hello
        properties = b"\x26\x00\x04site\x00\x01A"
        writer.write(b"\x32\x16\x00\x03s/1\x00\x05\x0a" + properties + b"body")
        answers.append(await packet(reader))
        while answers[-1][0] != PUBACK:  # a ping may come first
            answers.append(await packet(reader))

    async with scripted(speech) as url, open_link(connection(url)) as line:
        delivery = await next_delivery(line)
        assert payloads(delivery) == [b"body"]
        assert delivery.messages[0].headers == {"site": "A"}
        assert PUBACK not in {first for first, _ in answers}
        await delivery.done()
        with pytest.raises(Unavailable):
            await next_delivery(line)
    assert answers[-1] == (PUBACK, b"\x00\x05")


async def test_an_older_broker_is_asked_again_in_its_own_version() -> None:
    versions: list[int] = []

    async def speech(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        _, hello = await packet(reader)
        versions.append(hello[6])
        if hello[6] == codec.V5:
            writer.write(b"\x20\x02\x00\x01")
            return
        writer.write(b"\x20\x02\x00\x00")
        _, asked = await packet(reader)
        writer.write(b"\x90\x03" + asked[:2] + b"\x01")
        await packet(reader)

    async with scripted(speech) as url, open_link(connection(url)):
        assert versions == [codec.V5, codec.V311]


async def test_a_broker_that_speaks_something_else_is_hung_up_on() -> None:
    async def speech(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await packet(reader)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n" + b"<html>" * 30)
        await reader.read()

    async with scripted(speech) as url:
        with pytest.raises(Unavailable, match="does not speak MQTT"):
            async with open_link(connection(url)):
                pass


async def test_a_refused_topic_is_named() -> None:
    async def speech(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await packet(reader)
        writer.write(b"\x20\x03\x00\x00\x00")
        _, asked = await packet(reader)
        writer.write(b"\x90\x04" + asked[:2] + b"\x00\x87")
        await reader.read()

    async with scripted(speech) as url:
        with pytest.raises(Forbidden, match="subscribe to s/#"):
            async with open_link(connection(url)):
                pass


async def test_a_flood_without_answers_is_not_read_further() -> None:
    flood = codec.publish("s/1", b"x" * 50, 0, version=codec.V5) * 100_000
    pushed = asyncio.Event()

    async def speech(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await greet(reader, writer)
        writer.write(flood)
        pushed.set()
        await writer.drain()

    async with scripted(speech) as url, open_link(connection(url)) as line:
        async with asyncio.timeout(LONG_S):
            await pushed.wait()
            while line.waiting <= MOST_WAITING:
                await asyncio.sleep(0.01)
        assert line.waiting < 2 * MOST_WAITING + 5_000
        heard = 0
        async with asyncio.timeout(LONG_S):
            async for delivery in line.deliveries():
                heard += len(delivery.messages)
                if heard == 100_000:
                    break
