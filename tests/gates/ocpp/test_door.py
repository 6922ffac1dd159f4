"""Who comes in: stations that prove who they are; others wait, or stay outside."""

import asyncio

import orjson
import pytest
import websockets

from tests.conftest import Server
from tests.gates.ocpp.conftest import (
    AT,
    NAME,
    STATION,
    connect,
    know,
    line,
    observed,
    sessions,
    value_of,
)
from tests.gates.ocpp.test_old_stations import held
from tests.waiting import until

pytestmark = pytest.mark.anyio
BOOT = {"chargePointVendor": "Volt", "chargePointModel": "Post 2"}
WAITING = f"urn:ngsi-ld:EVStationWaiting:{NAME}:CP-7"


async def ask(
    socket: websockets.ClientConnection, action: str, payload: object
) -> list[object]:
    await socket.send(orjson.dumps([2, "1", action, payload]).decode())
    answer: list[object] = orjson.loads(await socket.recv())
    return answer


@pytest.mark.parametrize(
    "brought",
    [{"password": "wrong-horse-battery"}, {"user": "CP-2"}, {"password": ""}],
)
async def test_who_does_not_prove_it_stays_outside(
    town: Server, brought: dict[str, str]
) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with line(town, **brought):
            pass
    assert refused.value.response.status_code == 401


async def test_without_tls_nobody_comes_in_where_it_is_asked_for(town: Server) -> None:
    await connect(town, security=2)
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with line(town):
            pass
    assert refused.value.response.status_code == 401


async def test_a_station_of_another_connection_is_unknown(town: Server) -> None:
    await town.city.record(
        observed(f"urn:ngsi-ld:Device:ocpp:{NAME}:CP-1", connection="another")
    )
    register = town.installation.exchanges[town.city.name].register

    async def is_elsewhere() -> bool:
        device = register.device("cp-1")
        return device is not None and device.connection == "another"

    await until(is_elsewhere)
    async with line(town) as socket:
        answer = await ask(socket, "BootNotification", BOOT)
    assert answer[2]["status"] == "Pending"


async def test_nobody_knows_it_so_it_waits_until_somebody_lets_it_in(
    town: Server,
) -> None:
    async with line(town, "CP-7") as socket:
        answer = await ask(socket, "BootNotification", BOOT)
        assert answer[2]["status"] == "Pending"
        refused = await ask(socket, "Heartbeat", {})
        assert refused[:3] == [4, "1", "SecurityError"]
        found = (await town.city.present([WAITING]))[WAITING]
        assert found.value("vendorName") == "Volt"
        asset = "urn:ngsi-ld:EVChargingStation:NS-7"
        digest = found.value("passwordDigest")
        await know(town, "CP-7", asset)
        device = f"urn:ngsi-ld:Device:ocpp:{NAME}:CP-7"
        await town.city.record(observed(device, passwordDigest=digest))
        with pytest.raises(websockets.ConnectionClosed):
            await ask(socket, "BootNotification", BOOT)
    async with line(town, "CP-7") as socket:  # with the password it brought
        answer = await ask(socket, "BootNotification", BOOT)
    assert answer[2]["status"] == "Accepted"
    assert await value_of(town, asset, "vendorName") == "Volt"


async def test_only_so_many_wait(town: Server) -> None:
    await connect(town, waiting=1)
    async with line(town, "CP-7") as socket:
        await ask(socket, "BootNotification", BOOT)
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with line(town, "CP-8"):
                pass
    assert refused.value.response.status_code in (429, 503)


async def test_a_station_that_comes_again_takes_the_place_of_itself(
    town: Server,
) -> None:
    async with line(town) as first, line(town) as second:
        with pytest.raises(websockets.ConnectionClosed):
            await first.recv()
        answer = await ask(second, "Heartbeat", {})
        assert answer[0] == 3
        assert await value_of(town, STATION, "connected") is True


async def test_a_version_nobody_speaks_is_closed_at_once(town: Server) -> None:
    async with line(town, protocol="ocpp1.5") as socket:
        assert socket.subprotocol is None
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('[2,"1","Heartbeat",{"a":1}]', "FormationViolation"),
        ('[2,"1","StartTransaction",{}]', "OccurenceConstraintViolation"),
        ('[2,"1","Authorize",{"idTag":7}]', "TypeConstraintViolation"),
        (
            f'[2,"1","Authorize",{{"idTag":"{"A" * 21}"}}]',
            "PropertyConstraintViolation",
        ),
        ('[2,"1","Fly",{}]', "NotImplemented"),
        ('[9,"1","Heartbeat",{}]', "ProtocolError"),
        ("no json", "FormationViolation"),
    ],
)
async def test_nonsense_is_answered_and_kept(
    town: Server, said: str, code: str
) -> None:
    async with line(town) as socket:
        await socket.send(said)
        answer = orjson.loads(await socket.recv())
        assert (answer[0], answer[2]) == (4, code)
        assert len(await held(town)) == 1
        assert (await ask(socket, "Heartbeat", {}))[0] == 3


async def test_a_station_cannot_speak_of_anothers_transaction(town: Server) -> None:
    await know(town, "CP-2", "urn:ngsi-ld:EVChargingStation:NS-2")
    begin = {"connectorId": 1, "idTag": "04AB", "meterStart": 0, "timestamp": AT}
    async with line(town) as one, line(town, "CP-2") as other:
        number = (await ask(one, "StartTransaction", begin))[2]["transactionId"]
        end = {"transactionId": number, "meterStop": 9_000, "timestamp": AT}
        await ask(other, "StopTransaction", end)
    mine = {s.value("refEVChargingStation"): s for s in await sessions(town)}
    assert mine[STATION].value("status") == "open"
    assert mine["urn:ngsi-ld:EVChargingStation:NS-2"].value("energy") is None


async def test_a_flood_is_held_back_and_others_are_served(town: Server) -> None:
    await connect(town, calls_per_s=5)
    await know(town, "CP-2", "urn:ngsi-ld:EVChargingStation:NS-2")
    async with line(town) as flood, line(town, "CP-2") as other:
        for number in range(200):
            await flood.send(f'[2,"{number}","Heartbeat",{{}}]')
        assert (await ask(other, "Heartbeat", {}))[0] == 3
        answered = 0
        while answered < 50:
            await flood.recv()
            answered += 1
        with pytest.raises(TimeoutError):  # ten seconds' worth came at once
            await asyncio.wait_for(drained(flood, 150), 0.5)
        flood.transport.abort()  # to say goodbye, it would wait to be read to its end


async def drained(socket: websockets.ClientConnection, count: int) -> None:
    for _ in range(count):
        await socket.recv()


async def test_who_hangs_up_before_the_answer_is_no_fault_of_ours(
    town: Server, caplog: pytest.LogCaptureFixture
) -> None:
    begin = {"connectorId": 1, "idTag": "04AB", "meterStart": 0, "timestamp": AT}
    call = orjson.dumps([2, "1", "StartTransaction", begin]).decode()
    async with line(town) as socket:
        await socket.send(call)
        socket.transport.abort()

    async def is_recorded_and_gone() -> bool:
        gone = await value_of(town, STATION, "connected") is False
        return gone and len(await sessions(town)) == 1

    await until(is_recorded_and_gone)
    assert not [one for one in caplog.records if one.exc_info]
