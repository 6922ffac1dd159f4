"""An eMSP by a package of PyPI registers, is told everything, reads it and commands.

The package checks what it is told by schemas of its own, and writes letters small where
case does not matter: what it does not take is the
trouble of the connection.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mesto.kernel.model import Kind
from tests.conftest import Server
from tests.gates.ocpi.conftest import (
    CARD,
    NAME,
    Emsp,
    connect,
    furnish,
)
from tests.gates.ocpi.test_partner import a_receipt, a_session
from tests.gates.ocpp.conftest import observed
from tests.waiting import until

pytestmark = pytest.mark.anyio
PEER = Path(__file__).parent / "pypi"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the peer's libraries, which are older than ours."""
    folder = tmp_path_factory.mktemp("pypi")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-compile")
    needs = ("--target", str(folder), "--requirement", str(PEER / "emsp.txt"))
    subprocess.run([*pip, *needs], check=True, timeout=300)
    return folder


@pytest.fixture
async def emsp(packages: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The peer, running."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port, given = listener.getsockname()[1], listener.fileno()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(PEER / "emsp.py"), str(port), str(given)),
            env={**os.environ, "PYTHONPATH": str(packages)},
            pass_fds=[given],
        )
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:

            async def is_there() -> bool:
                try:
                    return (await client.get("/stored")).is_success
                except httpx.TransportError:
                    return False

            await until(is_there)
            yield client
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def priced(server: Server) -> None:
    """Let there be a tariff, and a session of the partner's driver with its receipt."""
    elements = [{"price_components": [{"type": "ENERGY", "price": 0.4, "vat": 20}]}]
    written = {"title": {"en": "Day"}, "currency": "EUR", "elements": elements}
    urn = "urn:ngsi-ld:EVTariff:day"
    definition = (Kind.JSON_PROPERTY, written)
    await server.city.record(observed(urn, type=["EVTariff"], definition=definition))
    receipt = (Kind.RELATIONSHIP, "urn:ngsi-ld:EVChargingReceipt:NS-1:17")
    end = {"@type": "DateTime", "@value": "2026-05-01T11:00:00Z"}
    await a_receipt(server)
    said = {"status": "ended", "energy": 7.25, "endDateTime": end}
    await a_session(server, refEVChargingReceipt=receipt, **said)


async def test_an_emsp_of_pypi_registers_reads_and_is_told_everything(
    server: Server, emsp: httpx.AsyncClient
) -> None:
    await furnish(server)
    there = Emsp()  # where it is, and nothing of it
    there.url = f"{str(emsp.base_url).rstrip('/')}/ocpi"
    await connect(server, there, begins="we", most=1)

    async def stored(module: str) -> Any:
        return (await emsp.get("/stored")).json().get(module)

    async def knows_locations() -> Any:
        return await stored("locations")

    await until(knows_locations)
    assert (await emsp.post("/send/tokens/DE/ABC/04AB12", json=CARD)).json() == 1000
    await priced(server)

    async def knows_all() -> bool:
        told = (await emsp.get("/stored")).json()
        return all(told.get(one) for one in ("tariffs", "sessions", "cdrs"))

    exchange = server.installation.exchanges[server.city.name]
    await until(knows_all)
    assert exchange.tally.troubles.get(NAME) is None
    (record,) = (await stored("cdrs")).values()
    assert record["total_energy"] == 7.25
    assert [one["type"] for one in record["charging_periods"][1]["dimensions"]] == [
        "ENERGY",
        "PARKING_TIME",
    ]
    session = (await stored("sessions"))["ns-1-17"]
    assert len(session["charging_periods"]) == 2

    async def reads_all() -> bool:
        return bool((await emsp.get("/pull")).json()["cdrs"])

    await until(reads_all)
    assert (await emsp.get("/pull")).json() == {
        "locations": ["ns-1"],
        "tariffs": ["day"],
        "sessions": ["ns-1-17"],
        "cdrs": ["ns-1-17"],
    }
    url = f"{emsp.base_url}/ocpi/emsp/2.2.1/commands/STOP_SESSION/1"
    stop = {"response_url": url, "session_id": "none"}
    answer = (await emsp.post("/send/commands/STOP_SESSION", json=stop)).json()
    assert answer["result"] == "UNKNOWN_SESSION"
