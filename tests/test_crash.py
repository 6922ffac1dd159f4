"""Nothing acknowledged is lost when a process is killed in the middle of its work."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from mesto.gates.mqtt.broker import unused_port
from mesto.kernel.postgres import EmbeddedPostgres
from tests.waiting import LONG_S, until

pytestmark = pytest.mark.anyio

WRITERS = 16
ENOUGH = 400  #: acknowledged observations before the blow
START = datetime(2024, 5, 1, tzinfo=UTC)


class Load:
    """Concurrent writers that remember what was acknowledged."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.acknowledged: set[tuple[int, int]] = set()
        self.enough = asyncio.Event()

    async def write(self, writer: int, turns: range) -> None:
        """Send one observation after another; send again what was not answered."""
        async with httpx.AsyncClient(base_url=self.url, timeout=20) as client:
            for turn in turns:
                while not await self.send(client, writer, turn):
                    await asyncio.sleep(0.05)

    async def send(self, client: httpx.AsyncClient, writer: int, turn: int) -> bool:
        time = (START + timedelta(seconds=turn)).isoformat().replace("+00:00", "Z")
        entity = {
            "id": f"urn:ngsi-ld:WasteContainer:{writer}",
            "type": "WasteContainer",
            "cargoWeight": {"type": "Property", "value": turn, "observedAt": time},
        }
        try:
            answer = await client.post(
                "/ngsi-ld/v1/entityOperations/upsert", json=[entity]
            )
        except httpx.TransportError:
            return False
        if answer.status_code >= 400:
            return False
        self.acknowledged.add((writer, turn))
        if len(self.acknowledged) >= ENOUGH:
            self.enough.set()
        return True


@asynccontextmanager
async def mesto(
    home: Path, **told: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run `mesto serve` as its own process, and yield it and its address.

    told: more settings
    """
    port = unused_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from mesto.cli import main; main()", "serve"),
        env={
            **os.environ,
            "MESTO_HOME": str(home),
            "MESTO_PORT": str(port),
            "MESTO_BROKER": "0",
            "MESTO_ANONYMOUS": "town",
            **{f"MESTO_{name.upper()}": value for name, value in told.items()},
        },
        cwd=home,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(LONG_S):
            while b"mesto serves" not in (line := await process.stdout.readline()):
                assert line, "the server ended before it was ready"
        yield process, f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def recorded(url: str) -> list[tuple[int, int]]:
    """Read the whole history back through the API."""
    found = []
    async with httpx.AsyncClient(base_url=url) as client:
        for writer in range(WRITERS):
            answer = await client.get(
                f"/ngsi-ld/v1/temporal/entities/urn:ngsi-ld:WasteContainer:{writer}",
                params={"options": "temporalValues"},
            )
            if answer.status_code == 404:
                continue
            values = answer.json()["cargoWeight"]["values"]
            found += [(writer, int(value)) for value, _ in values]
    return found


@pytest.fixture
def home(folder: Path, municipality: str) -> Path:
    path = folder / municipality
    path.mkdir()
    return path


async def test_killing_the_server_loses_nothing_acknowledged(home: Path) -> None:
    async with mesto(home) as (process, url):
        load = Load(url)
        writing = [
            asyncio.create_task(load.write(writer, range(10_000)))
            for writer in range(WRITERS)
        ]
        await asyncio.wait_for(load.enough.wait(), LONG_S)
        process.kill()
        await process.wait()
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
    async with mesto(home) as (_, url):
        found = await recorded(url)
    assert load.acknowledged <= set(found)
    assert len(found) == len(set(found))


async def test_killing_postgresql_loses_nothing_acknowledged(home: Path) -> None:
    async with mesto(home) as (_, url):
        load = Load(url)
        writing = [
            asyncio.create_task(load.write(writer, range(80)))
            for writer in range(WRITERS)
        ]
        await asyncio.wait_for(load.enough.wait(), LONG_S)
        os.kill(EmbeddedPostgres(folder=home / "postgres").server_pid(), signal.SIGKILL)
        async with asyncio.timeout(LONG_S):
            await asyncio.gather(*writing)
        found = await recorded(url)
    assert load.acknowledged == {(w, t) for w in range(WRITERS) for t in range(80)}
    assert sorted(found) == sorted(load.acknowledged)


async def test_an_alarm_outlives_the_process_that_saw_it(home: Path) -> None:
    place = {"type": "Point", "coordinates": [19.84, 45.25]}
    bin_ = {
        "id": "urn:ngsi-ld:WasteContainer:KO-1",
        "type": "WasteContainer",
        "location": {"type": "GeoProperty", "value": place},
        "fillingLevel": {"type": "Property", "value": 0.97},
    }
    async with (
        mesto(home) as (process, url),
        httpx.AsyncClient(base_url=url) as client,
    ):
        await client.post("/ngsi-ld/v1/entityOperations/upsert", json=[bin_])
        before = await an_alarm(client)
        process.kill()
        await process.wait()
    async with (
        mesto(home) as (_, url),
        httpx.AsyncClient(base_url=url) as client,
    ):
        assert await an_alarm(client) == before
        shown = await client.get(
            "/api/town/past/abnormal", params={"at": before["opened_at"]}
        )
        assert [row["cause"]["en"] for row in shown.json()] == ["97 % full."]


async def an_alarm(client: httpx.AsyncClient) -> dict[str, object]:
    """Wait until there is one, and return it."""
    items: list[dict[str, object]] = []

    async def is_raised() -> bool:
        answer = await client.get("/api/town/alarms")
        if answer.status_code == HTTPStatus.OK:
            items.extend(answer.json()["items"])
        return bool(items)

    await until(is_raised)
    return items[0]
