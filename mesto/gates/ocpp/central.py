"""The line to all stations of a connection: who is there, and what each shall do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeAlias

import msgspec

from mesto.gates.ocpp.settings import Settings
from mesto.gates.ocpp.words import NOT_CONNECTED
from mesto.kernel.errors import Unavailable
from mesto.kernel.mistake import read_written
from mesto.kernel.model import EVENT, Connection, Message, Settled
from mesto.kernel.plugin import Delivery, Line
from mesto.kernel.text import refusal

Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

RESTART: Final = 1012  #: RFC 6455: come again


class Peer(Protocol):
    """Who is at the other end of a WebSocket."""

    async def hang_up(self, code: int) -> None:
        """Let it go."""
        ...


class Obeys(Peer, Protocol):
    """A station that is let in."""

    async def obey(self, errand: bytes) -> None:
        """Let it do something. Raises Unavailable where it is gone."""
        ...


class Central:
    """The stations of one connection that are here now."""

    def __init__(self, connection: Connection, settings: Settings) -> None:
        """Wait for stations."""
        self.name = connection.name
        self.settings = settings
        self.secrets = connection.secrets
        self.authority: Any = None  #: who signs for stations, once it was read
        self.founding = False  #: an authority is being made
        self.stations: dict[str, Obeys] = {}  #: by identity, in lower case
        self.bringing: set[str] = set()  #: logs that are on their way here, by URN
        self.waiting: dict[str, Peer] = {}  #: whom nobody knows, by identity
        self._news = asyncio.Queue[Message]()

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield what became of commands; stations are answered where they come in."""
        while True:
            message = await self._news.get()
            yield Delivery(messages=[message], done=_nothing)

    async def send(self, message: Message) -> None:
        """Let a station do something.

        Raises Unavailable where it is not here.
        """
        station = self.stations.get(message.origin)
        if station is None:
            raise refusal(Unavailable, NOT_CONNECTED, station=message.origin)
        await station.obey(message.payload)

    def settle(self, settled: Settled) -> None:
        """Tell what became of a command."""
        self._news.put_nowait(
            Message(
                payload=msgspec.json.encode(settled),
                origin="answers",
                received_at=datetime.now(UTC),
                headers={EVENT: "settled"},
            )
        )


@asynccontextmanager
async def open_central(connection: Connection) -> AsyncIterator[Line]:
    """Begin to wait for the stations of a connection.

    Raises Malformed if its settings have no sense.
    """
    settings = read_written(connection.settings, Settings, strict=False)
    central = Central(connection, settings)
    try:
        yield central
    finally:
        for peer in [*central.stations.values(), *central.waiting.values()]:
            await peer.hang_up(RESTART)


async def hang_up(send: Send, code: int) -> None:
    """Close a WebSocket, if it is not closed yet."""
    with suppress(RuntimeError, OSError):  # the server's word for a closed one
        await send({"type": "websocket.close", "code": code})


async def say(send: Send, text: str) -> None:
    """Send a text; who is gone hears nothing, and tells again when it is back."""
    try:
        await send({"type": "websocket.send", "text": text})
    except OSError:
        return


async def _nothing() -> None:
    """Acknowledge nothing: who asked for it was told already."""
