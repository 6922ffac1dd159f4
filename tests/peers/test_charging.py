"""A station of npm charges a car, by the whole product, and is tried by `accept`."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from mesto.acceptance.finding import Verdict
from mesto.acceptance.ocpp.session import Pace
from mesto.acceptance.ocpp.trial import Trial, try_station
from mesto.kernel.model import State
from tests.conftest import Server
from tests.gates.ocpp.conftest import (
    PASSWORD,
    STATION,
    address,
    connect,
    give,
    know,
    sessions,
    value_of,
)
from tests.gates.ocpp.test_orders import order, outcome
from tests.peers.post import npm, npm_post
from tests.waiting import until

pytestmark = pytest.mark.anyio
__all__ = ["npm"]  # a fixture
EVSE = "urn:ngsi-ld:EVSE:NS-1:1"


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2.0.1"])
async def test_a_station_of_npm_charges_a_car(
    server: Server, npm: Path, protocol: str
) -> None:
    await connect(server)
    await know(server, "CP-1")
    await give(server, "04AB")
    url = address(server, "CP-1").rpartition("/")[0]

    async def is_ready() -> bool:
        return await value_of(server, EVSE, "status") == "Available"

    async def is_limited() -> bool:
        return await value_of(server, EVSE, "powerConsumption") == 3.7

    async def has_ended() -> bool:
        return [one.value("status") for one in await sessions(server)] == ["ended"]

    async with npm_post(npm, url, "CP-1", PASSWORD, protocol) as post:
        await until(is_ready)
        await order(server, "remoteStart", {"idToken": "04AB"})
        assert await outcome(server, "remoteStart") == (State.CONFIRMED, "")
        await order(server, "setPowerLimit", 3.7)
        await until(is_limited)
        (session,) = await sessions(server)
        transaction = session.value("transactionId")
        await order(server, "remoteStop", {"transactionId": transaction})
        await until(has_ended)
        assert post.returncode is None
    (session,) = await sessions(server)
    assert session.value("energy") == pytest.approx(session.value("meterStop") - 1.0)
    assert session.value("idToken").lower() == "04ab"
    assert await value_of(server, STATION, "vendorName") == "Npm"


@pytest.mark.parametrize(
    ("protocol", "passes"),
    [
        ("ocpp1.6", "TC_002_CS TC_001_CS TC_085_CS 4.9 TC_010_CS TC_012_CS 7.31 6"),
        ("ocpp2.0.1", "TC_B_02_CS TC_B_01_CS TC_A_01_CS G01 TC_F_01_CS F03 J P3"),
    ],
)
async def test_a_station_of_npm_is_tried(npm: Path, protocol: str, passes: str) -> None:
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        coming: list[asyncio.Task[asyncio.subprocess.Process]] = []

        def opened(port: int) -> None:
            post = npm_post(npm, f"ws://127.0.0.1:{port}", "CP-1", PASSWORD, protocol)
            coming.append(loop.create_task(stack.enter_async_context(post)))

        lacks = "5.8" if protocol == "ocpp1.6" else "TC_B_06_CS"
        trial = Trial(
            identity="CP-1",
            protocol=protocol,
            pace=Pace(within_s=20, every_s=1, quiet_s=0.5),
            card="04AB",
            heartbeat_s=1,
            password=PASSWORD,
            opened=opened,
            only=[*passes.split(), lacks],
        )
        found = await try_station(trial, lambda *_: None)
    verdicts = {one.name: one.verdict for one in found.findings}
    assert verdicts.pop(lacks) == Verdict.FAILED
    assert set(verdicts.values()) == {Verdict.PASSED}
