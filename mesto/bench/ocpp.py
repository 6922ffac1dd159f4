"""How many charging stations one process of the product can hear, and at what cost.

Stations are lean WebSocket clients of the same machine; what counts is the processor
time of the server alone, with every answer after the commit.
"""

import asyncio
import os
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import orjson
import websockets

from mesto.bench.figure import Figure
from mesto.bench.stage import TOWN, Stage
from mesto.kernel.access.device import digest_of
from mesto.kernel.model import TYPE, Kind, Observation

CONNECTION: Final = "bench-chargers"
PASSWORD: Final = "bench-horse-battery"  # noqa: S105 - of stations that are none
TALKING: Final = 500  #: stations that say something all the time
TURNS: Final = 40  #: messages of each
CROWD: Final = 2_000
RESTED: Final = 1_000
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
        if answer[0] != 3:  # noqa: PLR2004 - a CALLRESULT
            raise ValueError(str(answer))
        return answer[2]

    async def boot(self) -> str:
        """Say that it is there; return whether it is welcome."""
        told = {"chargePointVendor": "Bench", "chargePointModel": "Post"}
        return str((await self.ask("BootNotification", told))["status"])


async def messages(stage: Stage) -> Figure:
    """Read meters of 500 sessions, each reading durable before its answer."""
    await _know(stage, TALKING)
    async with AsyncExitStack() as stack:
        lines = [
            Station(await stack.enter_async_context(_line(stage, number)))
            for number in range(TALKING)
        ]
        begun = await asyncio.gather(*(_begin(one) for one in lines))
        before_s, from_s = _cpu_s(stage.pid), perf_counter()
        talks = zip(lines, begun, strict=True)
        await asyncio.gather(*(_talk(one, number) for one, number in talks))
        spent_s = _cpu_s(stage.pid) - before_s
        took_s = perf_counter() - from_s
    count = TALKING * TURNS
    return Figure(
        value=round(count / spent_s),
        unit=f"messages/CPU-s ({count / took_s:.0f}/s)",
        rss_mb=stage.rss_mb(),
        aim="≥ 15,000",
    )


async def memory(stage: Stage) -> Figure:
    """Let a thousand stations come and be still."""
    await _know(stage, RESTED)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_line(stage, 0))
        before_mb = stage.rss_mb()
        for first in range(1, RESTED, TOGETHER):
            some = range(first, min(first + TOGETHER, RESTED))
            lines = (stack.enter_async_context(_line(stage, one)) for one in some)
            sockets = await asyncio.gather(*lines)
            await asyncio.gather(*(Station(one).boot() for one in sockets))
        grown_mb = stage.rss_mb() - before_mb
    return Figure(
        value=round(grown_mb * 1024 / RESTED, 1),
        unit="kB a station",
        rss_mb=stage.rss_mb(),
        aim="≤ 25",
    )


async def reconnect(stage: Stage) -> Figure:
    """Let two thousand stations come at once and boot."""
    await _know(stage, CROWD)
    before_s, from_s = _cpu_s(stage.pid), perf_counter()
    came = await asyncio.gather(
        *(_come(stage, number) for number in range(CROWD)), return_exceptions=True
    )
    took_s = perf_counter() - from_s
    return Figure(
        value=round(took_s, 2),
        unit=f"s ({_cpu_s(stage.pid) - before_s:.1f} CPU-s of the server)",
        lost=sum(one != "Accepted" for one in came),
        rss_mb=stage.rss_mb(),
        aim="≤ 10 s, none lost",
    )


async def _come(stage: Stage, number: int) -> str:
    async with _line(stage, number) as socket:
        return await Station(socket).boot()


async def _begin(station: Station) -> int:
    told = {"connectorId": 1, "idTag": "BENCH", "meterStart": 0, "timestamp": AT}
    return int((await station.ask("StartTransaction", told))["transactionId"])


async def _talk(station: Station, transaction: int) -> None:
    for turn in range(TURNS):
        at = f"2026-05-01T11:{turn // 60:02}:{turn % 60:02}Z"
        power = {"value": "7400", "measurand": "Power.Active.Import", "unit": "W"}
        sampled = [{"value": str(turn * 10)}, power]
        told = {
            "connectorId": 1,
            "transactionId": transaction,
            "meterValue": [{"timestamp": at, "sampledValue": sampled}],
        }
        await station.ask("MeterValues", told)


@asynccontextmanager
async def _line(
    stage: Stage, number: int
) -> AsyncIterator[websockets.ClientConnection]:
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


async def _know(stage: Stage, count: int) -> None:
    """Let the town know so many stations, and wait until its server does."""
    await stage.city.record(_stated(count))
    async with asyncio.timeout(TRIES_S):
        while True:
            try:
                if await _come(stage, count - 1) == "Accepted":
                    return
            except (OSError, websockets.WebSocketException):
                pass  # the line is not open yet
            await asyncio.sleep(0.2)


def _stated(count: int) -> Iterator[Observation]:
    settings = {"strangers": "accept", "calls_per_s": 1e6, "offline_days": 36_500}
    yield from _say(
        f"urn:ngsi-ld:Connection:{CONNECTION}",
        "Connection",
        gate="ocpp",
        url="ocpp:",
        settings=(Kind.JSON_PROPERTY, settings),
    )
    digest = digest_of(PASSWORD, bytes(16))
    for number in range(count):
        asset = f"urn:ngsi-ld:EVChargingStation:BENCH-{number}"
        yield from _say(asset, "EVChargingStation", name=f"Bench {number}")
        yield from _say(
            f"urn:ngsi-ld:Device:BENCH-{number}",
            "Device",
            serialNumber=f"BENCH-{number}",
            connection=CONNECTION,
            controlledAsset=(Kind.RELATIONSHIP, asset),
            passwordDigest=digest,
        )


def _say(urn: str, type_: str, **said: Any) -> Iterator[Observation]:
    yield Observation(entity=urn, attribute=TYPE, value=[type_], source=SOURCE)
    for name, told in said.items():
        kind, value = told if isinstance(told, tuple) else (Kind.PROPERTY, told)
        yield Observation(
            entity=urn, attribute=name, value=value, kind=kind, source=SOURCE
        )


def _cpu_s(pid: int) -> float:
    """Return the processor time a process has spent, s."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
