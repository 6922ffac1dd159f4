"""A broker is reached only where it may be, and files are read only as certificates."""

import asyncio
import os
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from mesto.gates.mqtt.dial import LARGEST_BYTES, dial
from mesto.kernel.errors import Forbidden, Malformed, Unavailable
from mesto.kernel.model import Connection

pytestmark = pytest.mark.anyio


def to(url, *, inside=True):
    return Connection(name="sensors", gate="mqtt", url=url, allow_private=inside)


reach = partial(dial, make=asyncio.Protocol, ca_file="")


@asynccontextmanager
async def listening():
    """A port of this machine that takes connections, and how many it took."""
    took = []

    async def take(_reader, writer):
        took.append(writer)
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], took


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0", "[::ffff:127.0.0.1]", "2130706433"]
)
async def test_no_broker_of_our_own_network_is_reached_unless_mesto_is_told(host):
    async with listening() as (port, took):
        with pytest.raises(Forbidden, match=r"allow_private in mesto\.toml"):
            await reach(to(f"mqtt://{host}:{port}", inside=False))
        assert not took


async def test_a_name_with_several_addresses_is_reached_at_the_one_that_listens():
    async with listening() as (port, _):
        assert await reach(to(f"mqtt://localhost:{port}"))


async def test_nobody_there_is_told():
    async with listening() as (port, _):
        pass
    with pytest.raises(Unavailable, match="cannot reach"):
        await reach(to(f"mqtt://127.0.0.1:{port}"))


@pytest.fixture
def no_certificates(tmp_path: Path):
    """Files that hold none, and things that would never end."""
    (tmp_path / "text").write_text("root:x:0:0")
    (tmp_path / "large").write_bytes(b"\n" * (LARGEST_BYTES + 1))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    here = [str(tmp_path / name) for name in ("text", "large", "pipe", "link", "none")]
    return [*here, str(tmp_path), "/dev/zero", "/proc/self/environ", "a\0b"]


async def test_a_file_of_certificates_tells_nothing_of_what_else_is_on_the_disk(
    no_certificates,
):
    told = set()
    for file in no_certificates:
        with pytest.raises(Malformed) as error:
            await dial(to("mqtts://127.0.0.1:9"), asyncio.Protocol, ca_file=file)
        told.add(str(error.value))
    assert len(told) == 1
