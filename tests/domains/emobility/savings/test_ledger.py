"""The ledger of savings, from sessions in the ledger to what an auditor recomputes."""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from mesto.kernel.model import Kind, Observation
from tests.conftest import Server
from tests.gates.ocpp.conftest import observed

pytestmark = pytest.mark.anyio

FIRST = datetime(2024, 5, 15, tzinfo=UTC)
C1 = "urn:ngsi-ld:GridConnection:C1"
STATION = "urn:ngsi-ld:EVChargingStation:NS-1"
HOUR = timedelta(hours=1)


def wired() -> list[Observation]:
    seen = observed(
        C1,
        type=["GridConnection"],
        name="Cabinet 1",
        maximumCurrent=32,
        energyPrice="0.30; 02:00-24:00 0.10",
        demandPrice=10,
    )
    at = (Kind.RELATIONSHIP, C1)
    seen += observed(STATION, type=["EVChargingStation"], refGridConnection=at)
    for number in (1, 2):
        seen += observed(
            f"urn:ngsi-ld:EVSE:NS-1:{number}",
            type=["EVSE"],
            number=number,
            refEVChargingStation=(Kind.RELATIONSHIP, STATION),
            maximumPower=8,
        )
    return seen


def charged(number: int, *meters: tuple[float, float]) -> list[Observation]:
    """Return 8 kWh in four hours; meters: kWh above the start, after so many hours."""
    urn = f"urn:ngsi-ld:EVChargingSession:NS-1:{number}"
    evse = f"urn:ngsi-ld:EVSE:NS-1:{number}"
    readings = [
        Observation(
            entity=urn,
            attribute="energyRegister",
            value=100 + kwh,
            unit="KWH",
            source="t",
            observed_at=FIRST + hours * HOUR,
        )
        for hours, kwh in meters
    ]
    return readings + observed(
        urn,
        type=["EVChargingSession"],
        refEVSE=(Kind.RELATIONSHIP, evse),
        refEVChargingStation=(Kind.RELATIONSHIP, STATION),
        startDateTime=FIRST.isoformat(),
        endDateTime=(FIRST + 4 * HOUR).isoformat(),
        meterStart=100,
        energy=8,
        status="ended",
    )


async def test_a_month_is_shown_and_recomputed(server: Server) -> None:
    city = server.city
    await city.record(wired())
    await city.record(charged(1, (1, 8)) + charged(2, (2, 0), (3, 8)))
    base = f"{server.url}/api/{city.name}/emobility/savings"
    month = {"month": f"{FIRST:%Y-%m}"}
    async with httpx.AsyncClient(headers=server.headers, timeout=30) as client:
        shown = (await client.get(base, params=month)).json()
        (found,) = shown["items"]
        assert (found["sessions"], found["energy"]) == (2, 16)
        assert (found["peak"], found["atOncePeak"]["value"]) == (8, 16)
        assert found["savedEnergy"]["value"] == pytest.approx(1.6)
        assert found["savedDemand"]["value"] == pytest.approx(80)
        packed = await client.get(f"{base}/data", params=month)
        assert packed.status_code == 200
        recomputed = recompute(packed.content)[C1]
        for name in ("savedEnergy", "savedDemand", "atOncePeak"):
            for end in ("value", "low", "high"):
                assert recomputed[name][end] == pytest.approx(found[name][end])
        none = await client.get(base, params={"month": "soon"})
        assert none.status_code == 400


def recompute(packed: bytes) -> Any:
    """Reckon a month again, as an auditor does."""
    with tempfile.TemporaryDirectory() as folder:
        ZipFile(BytesIO(packed)).extractall(folder)
        told = subprocess.run(
            [sys.executable, str(Path(folder, "recompute.py")), "inputs.json"],
            cwd=folder,
            capture_output=True,
            check=True,
        )
    return json.loads(told.stdout)
