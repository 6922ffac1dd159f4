"""Writing to a topic of any broker, wherever people name one."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import msgspec

from mesto.kernel.errors import Malformed, Unavailable
from mesto.kernel.outbound import addresses_of
from mesto.kernel.url import parts_of

if TYPE_CHECKING:
    from aiomqtt import Client

TIMEOUT_S: Final = 15.0
IDLE_S: Final = 30.0  #: a connection that nobody writes by is closed then
MOST: Final = 64  #: connections that are kept; those nobody writes by make room
AT_ONCE: Final = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  #: no packet waits
PORTS: Final = {"mqtt": 1883, "mqtts": 8883}


class Broker(msgspec.Struct, frozen=True):
    """Which broker is written to, as whom, and how."""

    host: str
    port: int
    is_secret: bool  #: by TLS
    username: str | None
    password: str | None
    version: str  #: of MQTT, 3.1.1 or 5.0


class Brokers:
    """Connections to brokers; one for each and whoever writes there is kept."""

    def __init__(self, *, allow_private: bool) -> None:
        """Know none yet. allow_private: also of brokers at private addresses."""
        self._allow_private = allow_private
        self._lines: dict[Broker, _Line] = {}

    async def publish(
        self, content: bytes, topic: str, url: str, *, qos: int, version: str
    ) -> None:
        """Publish as `publish` does, by the connection there is. Raises as it does."""
        broker = _read(url, version)
        line = self._lines.get(broker)
        if line is None:
            await self._make_room()
            line = self._lines.setdefault(broker, _Line(broker))
        await line.publish(content, topic, qos, allow_private=self._allow_private)

    async def close_idle(self, now_s: float, *, idle_s: float = IDLE_S) -> None:
        """Close what nobody wrote by for so long, by the monotonic clock."""
        for broker, line in list(self._lines.items()):
            if not line.users and now_s - line.used_s >= idle_s:
                del self._lines[broker]
                await line.close()

    async def close(self) -> None:
        """Close all."""
        while self._lines:
            await self._lines.popitem()[1].close()

    async def _make_room(self) -> None:
        idle = [one for one in self._lines if not self._lines[one].users]
        if len(self._lines) >= MOST and idle:
            oldest = min(idle, key=lambda one: self._lines[one].used_s)
            await self._lines.pop(oldest).close()


@asynccontextmanager
async def brokers(*, allow_private: bool) -> AsyncIterator[Brokers]:
    """Lend connections to brokers; those that are idle are closed meanwhile."""
    lent = Brokers(allow_private=allow_private)

    async def rest() -> None:
        while True:
            await asyncio.sleep(IDLE_S / 2)
            await lent.close_idle(monotonic())

    resting = asyncio.create_task(rest())
    try:
        yield lent
    finally:
        resting.cancel()
        await asyncio.gather(resting, return_exceptions=True)
        await lent.close()


async def publish(  # noqa: PLR0913 - what is published, and how
    content: bytes,
    topic: str,
    url: str,
    *,
    allow_private: bool = False,
    qos: int = 1,
    version: str = "3.1.1",
) -> None:
    """Publish once, and return when the broker has it.

    url: of the broker; a path is not looked at
    allow_private: also to a broker at a private address
    qos: 0, 1 or 2; version: 3.1.1 or 5.0, of MQTT

    Raises Malformed for what is no address of a broker, Forbidden for one that may not
    be reached, else Unavailable.
    """
    line = _Line(_read(url, version))
    try:
        await line.publish(content, topic, qos, allow_private=allow_private)
    finally:
        await line.close()


class _Line:
    """One connection to a broker, made when something is written."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._client: Client | None = None
        self._turn = asyncio.Lock()
        self.users = 0  #: who write just now
        self.used_s = monotonic()

    async def publish(
        self, content: bytes, topic: str, qos: int, *, allow_private: bool
    ) -> None:
        """Publish; by a new connection where the one there was is broken."""
        from aiomqtt import MqttError

        self.users += 1
        try:
            for is_last in (self._client is None, True):
                client = None
                try:
                    client = await self._opened(allow_private=allow_private)
                    await _give(client, content, topic, qos)
                except (MqttError, OSError) as error:
                    await self._drop(client)
                    if is_last:
                        raise Unavailable(
                            f"the broker does not take it: {error}"
                        ) from error
                else:
                    return
        finally:
            self.users -= 1
            self.used_s = monotonic()

    async def close(self) -> None:
        """Say goodbye, where somebody is there."""
        await self._drop(self._client)

    async def _opened(self, *, allow_private: bool) -> "Client":
        async with self._turn:
            if self._client is None:
                self._client = await _connected(
                    self._broker, allow_private=allow_private
                )
            return self._client

    async def _drop(self, client: "Client | None") -> None:
        """Leave a connection, unless another one took its place already."""
        from aiomqtt import MqttError

        if client is None or client is not self._client:
            return
        self._client = None
        with suppress(MqttError, OSError):
            await client.__aexit__(None, None, None)
        lost = client._disconnected  # noqa: SLF001 - why it ended is known by now
        if lost.done() and not lost.cancelled():
            lost.exception()


async def _give(client: "Client", content: bytes, topic: str, qos: int) -> None:
    """Publish, and return when the broker has it.

    QoS 0 is not acknowledged, and what is written into a connection that broke
    unnoticed would be lost: so something is asked behind it that has to be answered.

    Source: MQTT 3.1.1, 3.10.4 and 4.6 (UNSUBACK, also where nothing was subscribed).
    """
    await client.publish(topic, content, qos=qos)
    if qos == 0:
        await client.unsubscribe(topic)


async def _connected(broker: Broker, *, allow_private: bool) -> "Client":
    """Connect to a broker. Raises Forbidden, Unavailable, MqttError or OSError."""
    import aiomqtt

    protocols = {
        "3.1.1": aiomqtt.ProtocolVersion.V311,
        "5.0": aiomqtt.ProtocolVersion.V5,
    }
    address, *_ = await addresses_of(
        broker.host, broker.port, allow_private=allow_private
    )
    client = aiomqtt.Client(
        address,
        port=broker.port,
        username=broker.username,
        password=broker.password,
        tls_context=_trusting(broker.host) if broker.is_secret else None,
        timeout=TIMEOUT_S,
        protocol=protocols[broker.version],
        socket_options=[AT_ONCE],
    )
    return await client.__aenter__()


def _read(url: str, version: str) -> Broker:
    parts = parts_of(url, place=("url",))
    if parts.scheme not in PORTS or not parts.hostname:
        raise Malformed("a broker is at mqtt:// or mqtts://", place=("url",))
    return Broker(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        is_secret=parts.scheme == "mqtts",
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        version=version,
    )


class _Named(ssl.SSLContext):
    """Asks a peer for the name it was looked up by, not for its address."""

    name: str

    def wrap_socket(self, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        """Wrap a socket to the peer of that name."""
        return super().wrap_socket(
            *arguments, **(options | {"server_hostname": self.name})
        )


def _trusting(name: str) -> ssl.SSLContext:
    context = _Named(ssl.PROTOCOL_TLS_CLIENT)
    context.name = name
    context.load_default_certs()
    return context
