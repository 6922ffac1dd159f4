"""Stations are let in, and are as their EVSEs are."""

from datetime import UTC, datetime

import httpx
import pytest

from mesto.domains.emobility.inventory.summary import Evse, summary_of
from mesto.domains.emobility.rules import judge_station
from tests.conftest import Server
from tests.gates.ocpp.conftest import STATION, connect, line, town, value_of
from tests.gates.ocpp.test_door import BOOT, ask
from tests.waiting import until

pytestmark = pytest.mark.anyio
__all__ = ["town"]  # a fixture


def test_a_station_is_as_its_evses_are() -> None:
    free, busy = Evse("Available"), Evse("Charging", 7.4)
    broken, closed = Evse("Faulted", error="GroundFailure"), Evse("Unavailable")
    assert summary_of({"1": free, "2": busy}) == {
        "status": "working",
        "availableCapacity": 1,
        "capacity": 2,
        "errorCode": "NoError",
        "powerConsumption": 7.4,
    }
    assert summary_of({"1": busy, "2": busy})["status"] == "full"
    assert summary_of({"1": busy, "2": broken})["status"] == "withIncidence"
    assert summary_of({"1": broken, "2": closed})["status"] == "outOfService"
    assert summary_of({"1": Evse()}) == {}


async def test_who_waits_is_seen_let_in_and_summed_up(server: Server) -> None:
    await connect(server)
    api = f"/api/{server.city.name}/emobility"
    async with httpx.AsyncClient(
        base_url=server.url, headers=server.headers, timeout=30
    ) as client:
        async with line(server, "CP-7") as socket:
            await ask(socket, "BootNotification", BOOT)
            (waits,) = (await client.get(f"{api}/waiting")).json()["items"]
            assert (waits["identity"], waits["vendorName"]) == ("CP-7", "Volt")
            assert waits["hasPassword"] is True
            assert "passwordDigest" not in waits
            told = {"connection": "chargers", "identity": "CP-7", "station": STATION}
            answer = await client.post(f"{api}/stations", json=told)
            assert answer.status_code == 200, answer.text
        assert (await client.get(f"{api}/waiting")).json()["items"] == []
    register = server.installation.exchanges[server.city.name].register

    async def is_known() -> bool:
        return register.device("cp-7") is not None

    await until(is_known)
    async with line(server, "CP-7") as socket:
        assert (await ask(socket, "BootNotification", BOOT))[2]["status"] == "Accepted"
        told = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
        await ask(socket, "StatusNotification", told)

        async def is_summed_up() -> bool:
            return await value_of(server, STATION, "availableCapacity") == 1

        await until(is_summed_up)


async def test_who_waits_can_be_turned_away_and_a_short_password_is_refused(
    server: Server,
) -> None:
    await connect(server)
    api = f"/api/{server.city.name}/emobility"
    async with httpx.AsyncClient(
        base_url=server.url, headers=server.headers, timeout=30
    ) as client:
        async with line(server, "CP-7", password="short") as socket:
            await ask(socket, "BootNotification", BOOT)
        told = {"connection": "chargers", "identity": "CP-7", "station": STATION}
        for more in ({}, {"password": "short"}, {"station": "urn:x:1"}):
            answer = await client.post(f"{api}/stations", json={**told, **more})
            assert answer.status_code == 400, answer.text
        away = f"{api}/waiting/chargers/CP-7"
        assert (await client.delete(away)).status_code == 200
        assert (await client.delete(away)).status_code == 404


async def test_a_station_that_lost_its_line_is_offline(town: Server) -> None:
    async with line(town) as socket:
        await ask(socket, "BootNotification", BOOT)
        assert await judged(town) == "ok"

    async def is_offline() -> bool:
        return await judged(town) == "offline"

    await until(is_offline)


async def judged(server: Server) -> str:
    found = await server.city.present([STATION])
    return judge_station(found[STATION], {}, datetime.now(UTC)).status


async def test_a_fault_told_as_an_event_is_a_code_until_the_place_is_well(
    town: Server,
) -> None:
    evse = "urn:ngsi-ld:EVSE:NS-1:1"
    lock = {"name": "ConnectorPlugRetentionLock", "evse": {"id": 1}}

    def status(word: str) -> dict:
        place = {"evseId": 1, "connectorId": 1, "connectorStatus": word}
        return {"timestamp": datetime.now(UTC).isoformat(), **place}

    def problem() -> dict:
        at = datetime.now(UTC).isoformat()
        told = {
            "eventId": 1,
            "timestamp": at,
            "trigger": "Alerting",
            "actualValue": "true",
            "eventNotificationType": "HardWiredNotification",
            "component": lock,
            "variable": {"name": "Problem"},
        }
        return {"generatedAt": at, "seqNo": 0, "eventData": [told]}

    async with line(town, protocol="ocpp2.0.1") as socket:
        await ask(socket, "StatusNotification", status("Faulted"))

        async def is_summed_up() -> bool:
            return await value_of(town, STATION, "status") == "outOfService"

        await until(is_summed_up)
        await ask(socket, "NotifyEvent", problem())

        async def says_what() -> bool:
            return await value_of(town, STATION, "errorCode") == "ConnectorLockFailure"

        await until(says_what)
        await ask(socket, "StatusNotification", status("Available"))

        async def is_well() -> bool:
            codes = [await value_of(town, one, "errorCode") for one in (evse, STATION)]
            return codes == ["NoError", "NoError"]

        await until(is_well)
