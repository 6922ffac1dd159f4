"""The embedded broker, with paho-mqtt as the devices of two towns."""

import asyncio
import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

import orjson
import pytest

from mesto.gates.mqtt.broker import MOST_STORED_BYTES, Broker
from mesto.gates.mqtt.gate import open_link
from mesto.kernel.errors import NotFound, Unavailable
from mesto.kernel.model import Connection
from tests.gates.mqtt.conftest import KEYS
from tests.gates.mqtt.peer import Peer, peer_at
from tests.waiting import LONG_S

pytestmark = pytest.mark.anyio


@contextmanager
def peer(
    broker: Broker, user: str | None = "kladno", key: str | None = None
) -> Iterator[Peer]:
    known = KEYS.get(user or "", "") if key is None else key
    with peer_at(broker.port, user, known) as made:
        yield made


def link(broker: Broker, municipality: str = "kladno") -> Connection:
    return Connection(
        name="sensors",
        gate="mqtt",
        url=broker.internal_url(municipality),
        settings={"topics": ["s/#"]},
        allow_private=True,
    )


async def in_thread(work, *arguments):
    return await asyncio.to_thread(work, *arguments)


async def test_a_town_hears_its_own_devices_and_no_others(broker: Broker) -> None:
    def talk() -> list[tuple[str, bytes]]:
        with peer(broker, "kladno") as ours, peer(broker, "novi_sad") as theirs:
            assert ours.is_in()
            assert theirs.is_in()
            assert ours.subscribe("#") == [1]
            theirs.publish("s/1", b"theirs")
            theirs.publish("s", b"theirs too")
            ours.publish("s/1", b"ours")
            ours.publish("s", b"ours too")
            heard = [ours.heard.get(timeout=LONG_S), ours.heard.get(timeout=LONG_S)]
            with pytest.raises(Empty):
                ours.heard.get(timeout=0.3)
            return heard

    assert set(await in_thread(talk)) == {("s/1", b"ours"), ("s", b"ours too")}


@pytest.mark.parametrize(
    ("user", "key"),
    [
        (None, ""),
        ("kladno", ""),
        ("kladno", "wrong"),
        ("kladno", KEYS["novi_sad"]),
        ("kladno/mesto", KEYS["kladno"]),
        ("nobody", "nothing"),
    ],
)
async def test_nobody_comes_in_without_the_key(
    broker: Broker, user: str | None, key: str
) -> None:
    def knock() -> bool:
        with peer(broker, user, key) as stranger:
            return stranger.is_in()

    assert not await in_thread(knock)


async def test_a_device_cannot_reach_the_brokers_store(broker: Broker) -> None:
    def pry() -> None:
        with peer(broker) as ours:
            ours.subscribe("s/#")
            ours.publish("$JS/API/STREAM/DELETE/$MQTT_msgs", b"")
            ours.publish("s/1", b"still there")
            assert ours.heard.get(timeout=LONG_S) == ("s/1", b"still there")

    await in_thread(pry)


async def test_the_files_tell_nobody_a_key(broker: Broker, tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    config = folder / "broker.conf"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    text = config.read_text()
    own = broker.internal_url("kladno").split(":")[2].split("@")[0]
    assert not any(key in text for key in [*KEYS.values(), own])


async def test_a_new_town_comes_in_and_a_removed_one_does_not(broker: Broker) -> None:
    async with open_link(link(broker)) as line:
        await broker.reload({"kladno": KEYS["kladno"], "nitra": "new-key"})

        def knock() -> tuple[bool, bool]:
            with (
                peer(broker, "nitra", "new-key") as new,
                peer(broker, "novi_sad") as old,
            ):
                return new.is_in(), old.is_in()

        assert await in_thread(knock) == (True, False)
        assert line.lost is None
    with pytest.raises(NotFound):
        broker.internal_url("novi_sad")


async def test_a_killed_broker_comes_back_with_all_it_acknowledged(
    broker: Broker, tmp_path: Path
) -> None:
    wanted = {str(n).encode() for n in range(500)}

    def feed() -> None:
        with peer(broker) as ours:
            sent = [ours.client.publish("s/1", payload, qos=1) for payload in wanted]
            for one in sent:
                one.wait_for_publish(timeout=LONG_S)

    async with open_link(link(broker)):
        pass
    await in_thread(feed)
    os.kill(int((tmp_path / "broker" / "broker.pid").read_text()), signal.SIGKILL)
    heard: set[bytes] = set()
    async with asyncio.timeout(LONG_S):
        while heard != wanted:
            try:
                async with open_link(link(broker)) as line:
                    async for delivery in line.deliveries():
                        heard |= {message.payload for message in delivery.messages}
                        await delivery.done()
                        if heard == wanted:
                            break
            except Unavailable:
                await asyncio.sleep(0.1)


async def test_what_nobody_fetches_does_not_fill_the_disk(
    broker: Broker, tmp_path: Path
) -> None:
    await broker.reload(KEYS | {"nitra": "new-key"})
    for municipality in (*KEYS, "nitra"):
        streams = tmp_path / "broker/messages/jetstream" / municipality / "streams"
        async with asyncio.timeout(LONG_S):
            while True:
                limits = orjson.loads((streams / "$MQTT_msgs/meta.inf").read_bytes())
                if limits["max_bytes"] == MOST_STORED_BYTES:
                    break
                await asyncio.sleep(0.05)
        assert (limits["discard"], limits["max_age"] > 0) == ("old", True)


DIES = """
import asyncio, os, sys
from pathlib import Path
from mesto.gates.mqtt.broker import Broker

async def run():
    await Broker(Path(sys.argv[1]), 0, {"kladno": "key"}).start()
    os.kill(os.getpid(), 9)

asyncio.run(run())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")
@pytest.mark.usefixtures("broker")
async def test_half_of_the_processors_are_left_to_who_works_for_the_broker(
    tmp_path: Path,
) -> None:
    number = (tmp_path / "broker" / "broker.pid").read_text()
    told = await in_thread(Path(f"/proc/{number}/environ").read_text)
    half = max(1, (os.cpu_count() or 1) // 2)
    assert f"GOMAXPROCS={os.environ.get('GOMAXPROCS', half)}" in told.split("\0")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own promise")
async def test_a_broker_does_not_outlive_a_killed_mesto(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DIES, str(tmp_path)
    )
    assert await parent.wait() == -signal.SIGKILL
    pid = int((tmp_path / "broker.pid").read_text())
    async with asyncio.timeout(LONG_S):
        while lives(pid):
            await asyncio.sleep(0.05)


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


async def test_a_broker_that_outlived_its_mesto_is_replaced(tmp_path: Path) -> None:
    first = Broker(tmp_path, 0, KEYS)
    await first.start()
    second = Broker(tmp_path, first.port, KEYS)
    await first._stop_watching()  # noqa: SLF001 - its mesto is dead
    await second.start()
    async with open_link(link(second)):
        pass
    await second.stop()


async def test_a_port_that_is_taken_is_said(broker: Broker, tmp_path: Path) -> None:
    other = Broker(tmp_path / "other", broker.port, KEYS)
    with pytest.raises(Unavailable, match="in use"):
        await other.start()
