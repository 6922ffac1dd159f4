"""What the tests of the OCPP gate share: a town with stations, and stations to come.

Stations are those of the PyPI package `ocpp`, which speaks the protocol itself.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

import pytest
import websockets
from ocpp import v16, v201

from mesto.kernel.access.device import digest_of
from mesto.kernel.model import TYPE, Entity, Kind, Observation
from tests.conftest import Server
from tests.waiting import until

PASSWORD = "correct-horse-battery"
NAME = "chargers"
STATION = "urn:ngsi-ld:EVChargingStation:NS-1"
AT = "2026-05-01T10:00:00Z"


def observed(urn: str, **said: Any) -> list[Observation]:
    """State an entity; a tuple is a kind and a value."""
    return [
        Observation(
            entity=urn,
            attribute=TYPE if name == "type" else name,
            value=told[1] if isinstance(told, tuple) else told,
            kind=told[0] if isinstance(told, tuple) else Kind.PROPERTY,
            source="t",
        )
        for name, told in said.items()
    ]


async def connect(server: Server, **settings: Any) -> None:
    """Connect the stations of these tests.

    Whenever they run, what they tell may have been kept back.
    """
    settings = {"offline_days": 36_500, **settings}
    await server.city.record(
        observed(
            f"urn:ngsi-ld:Connection:{NAME}",
            type=["Connection"],
            gate="ocpp",
            url="ocpp:",
            settings=(Kind.JSON_PROPERTY, settings),
        )
    )
    exchange = server.installation.exchanges[server.city.name]

    async def is_open() -> bool:
        line = exchange.lines.get(NAME)
        return line is not None and all(
            getattr(line.settings, name) == value for name, value in settings.items()
        )

    await until(is_open)


async def know(
    server: Server, identity: str, asset: str = STATION, profile: str = ""
) -> None:
    """Let a station be known, by the usual password."""
    await server.city.record(
        observed(
            f"urn:ngsi-ld:Device:ocpp:{NAME}:{identity}",
            type=["Device"],
            serialNumber=identity,
            connection=NAME,
            controlledAsset=(Kind.RELATIONSHIP, asset),
            passwordDigest=digest_of(PASSWORD, bytes(16)),
            deviceProfile=profile,
        )
        + observed(asset, type=["EVChargingStation"])
    )
    register = server.installation.exchanges[server.city.name].register

    async def is_known() -> bool:
        device = register.device(identity.lower())
        return device is not None and device.entity == asset

    await until(is_known)


async def give(server: Server, token: str, **said: Any) -> None:
    """Give somebody a card."""
    urn = f"urn:ngsi-ld:EVChargingToken:{token.lower()}"
    told = {"status": "Accepted", **said}
    await server.city.record(observed(urn, type=["EVChargingToken"], **told))


def address(server: Server, identity: str) -> str:
    base = server.url.replace("http", "ws")
    return f"{base}/ocpp/{server.city.name}/{NAME}/{identity}"


@asynccontextmanager
async def line(
    server: Server,
    identity: str = "CP-1",
    *,
    protocol: str = "ocpp1.6",
    user: str | None = None,
    password: str = PASSWORD,
) -> AsyncIterator[websockets.ClientConnection]:
    """Open a WebSocket as a station does."""
    brought = b64encode(f"{user or identity}:{password}".encode()).decode()
    async with websockets.connect(
        address(server, identity),
        subprotocols=[protocol],
        additional_headers={"Authorization": f"Basic {brought}"},
        proxy=None,
    ) as socket:
        yield socket


@asynccontextmanager
async def station(
    server: Server, identity: str = "CP-1", version: ModuleType = v16, **more: Any
) -> AsyncIterator[Any]:
    """Be a station of the package `ocpp` until the block ends."""
    protocol = {v16: "ocpp1.6", v201: "ocpp2.0.1"}.get(version, "ocpp2.1")
    kind = more.pop("kind", version.ChargePoint)
    async with (
        line(server, identity, protocol=protocol, **more) as socket,
        listening(kind(identity, socket)) as point,
    ):
        yield point


@asynccontextmanager
async def listening(point: Any) -> AsyncIterator[Any]:
    """Let a station of the package `ocpp` hear what comes until the block ends."""
    hears = asyncio.create_task(point.start())
    try:
        yield point
    finally:
        hears.cancel()
        await asyncio.gather(hears, return_exceptions=True)


async def sessions(server: Server) -> list[Entity]:
    """Return all sessions there are."""
    return list((await server.city.entities("EVChargingSession")).values())


async def value_of(server: Server, urn: str, name: str) -> Any:
    found = await server.city.present([urn])
    return found[urn].value(name) if urn in found else None


@pytest.fixture
async def town(server: Server) -> Server:
    """A town that knows the station CP-1 and the card 04AB."""
    await connect(server)
    await know(server, "CP-1")
    await give(server, "04AB")
    return server
