"""Charging stations of a bench: lean WebSocket clients that wait for their answers."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import orjson
import websockets

from mesto.bench.stage import TOWN, Stage
from mesto.kernel.access.device import digest_of
from mesto.kernel.model import TYPE, Kind, Observation

CONNECTION: Final = "bench-chargers"
PASSWORD: Final = "bench-horse-battery"  # noqa: S105 - of stations that are none
TOGETHER: Final = 50  #: come at once
SOURCE: Final = "bench"
AT: Final = "2026-05-01T10:00:00Z"
TRIES_S: Final = 60.0


class Station:
    """A station that asks, and waits for the answer."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        """Speak by `socket`."""
        self._socket = socket

    async def ask(self, action: str, payload: object) -> Any:
        """Return what is answered. Raises ValueError where that is an error."""
        await self._socket.send(orjson.dumps([2, "1", action, payload]).decode())
        answer = orjson.loads(await self._socket.recv())
        if answer[0] != 3:  # a CALLRESULT
            raise ValueError(str(answer))
        return answer[2]

    async def boot(self) -> str:
        """Say that it is there; return whether it is welcome."""
        told = {"chargePointVendor": "Bench", "chargePointModel": "Post"}
        return str((await self.ask("BootNotification", told))["status"])


async def arrive(
    stage: Stage, stack: AsyncExitStack, first: int, end: int
) -> list[Station]:
    """Let stations from `first` to `end` come, some at a time, and stay."""
    lines: list[Station] = []
    for some in range(first, end, TOGETHER):
        numbers = range(some, min(some + TOGETHER, end))
        opened = (stack.enter_async_context(line(stage, one)) for one in numbers)
        came = [Station(socket) for socket in await asyncio.gather(*opened)]
        await asyncio.gather(*(one.boot() for one in came))
        lines += came
    return lines


async def come(stage: Stage, number: int) -> str:
    """Come, boot, and go; return whether it was welcome."""
    async with line(stage, number) as socket:
        return await Station(socket).boot()


async def begin(station: Station) -> int:
    """Begin a session; return its transaction."""
    told = {"connectorId": 1, "idTag": "BENCH", "meterStart": 0, "timestamp": AT}
    return int((await station.ask("StartTransaction", told))["transactionId"])


def meters(transaction: int, at: str, watt_hours: int) -> dict[str, object]:
    """Return what a meter says of a session: its register, Wh, and 7.4 kW."""
    power = {"value": "7400", "measurand": "Power.Active.Import", "unit": "W"}
    sampled = [{"value": str(watt_hours)}, power]
    return {
        "connectorId": 1,
        "transactionId": transaction,
        "meterValue": [{"timestamp": at, "sampledValue": sampled}],
    }


@asynccontextmanager
async def line(stage: Stage, number: int) -> AsyncIterator[websockets.ClientConnection]:
    """Be station `number` on its line until the block ends."""
    identity = f"BENCH-{number}"
    brought = b64encode(f"{identity}:{PASSWORD}".encode()).decode()
    server = stage.server
    place = f"{server.host}:{server.port}/ocpp/{TOWN}/{CONNECTION}"
    async with websockets.connect(
        f"ws://{place}/{identity}",
        subprotocols=[websockets.Subprotocol("ocpp1.6")],
        additional_headers={"Authorization": f"Basic {brought}"},
        proxy=None,
        compression=None,
        open_timeout=TRIES_S,
        ping_interval=None,
    ) as socket:
        yield socket


async def know(stage: Stage, count: int) -> None:
    """Let the town know so many stations, and wait until its server does."""
    await stage.city.record(_stated(count))
    async with asyncio.timeout(TRIES_S):
        while True:
            try:
                if await come(stage, count - 1) == "Accepted":
                    return
            except (OSError, websockets.WebSocketException):
                pass  # the line is not open yet
            await asyncio.sleep(0.2)


def _stated(count: int) -> Iterator[Observation]:
    settings = {"strangers": "accept", "calls_per_s": 1e6, "offline_days": 36_500}
    yield from say(
        f"urn:ngsi-ld:Connection:{CONNECTION}",
        "Connection",
        gate="ocpp",
        url="ocpp:",
        settings=(Kind.JSON_PROPERTY, settings),
    )
    digest = digest_of(PASSWORD, bytes(16))
    for number in range(count):
        asset = f"urn:ngsi-ld:EVChargingStation:BENCH-{number}"
        yield from say(asset, "EVChargingStation", name=f"Bench {number}")
        yield from say(
            f"urn:ngsi-ld:Device:BENCH-{number}",
            "Device",
            serialNumber=f"BENCH-{number}",
            connection=CONNECTION,
            controlledAsset=(Kind.RELATIONSHIP, asset),
            passwordDigest=digest,
        )


def say(urn: str, type_: str, **said: Any) -> Iterator[Observation]:
    """State an entity; a tuple is a kind and a value."""
    yield Observation(entity=urn, attribute=TYPE, value=[type_], source=SOURCE)
    for name, told in said.items():
        kind, value = told if isinstance(told, tuple) else (Kind.PROPERTY, told)
        yield Observation(
            entity=urn, attribute=name, value=value, kind=kind, source=SOURCE
        )
