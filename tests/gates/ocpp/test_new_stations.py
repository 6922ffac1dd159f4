"""Stations of OCPP 2.0.1, as the package `ocpp` makes them, on the whole product."""

from typing import Any

import pytest
from ocpp import v201
from ocpp.v201 import call

from tests.conftest import Server
from tests.gates.ocpp.conftest import STATION, sessions, station, value_of
from tests.gates.ocpp.test_old_stations import held

pytestmark = pytest.mark.anyio
EVSE = "urn:ngsi-ld:EVSE:NS-1:1"
CARD = {"idToken": "04AB", "type": "ISO14443"}


def event(
    kind: str, seq: int, minute: int, watt_hours: float | None = None, **more: Any
) -> call.TransactionEvent:
    at = f"2026-05-01T10:{minute:02}:00Z"
    told = {"transactionId": "tx/1", **more.pop("info", {})}
    if watt_hours is not None:
        sample = {"value": watt_hours, "context": "Sample.Periodic"}
        more["meter_value"] = [{"timestamp": at, "sampledValue": [sample]}]
    return call.TransactionEvent(
        event_type=kind,
        timestamp=at,
        trigger_reason="Authorized",
        seq_no=seq,
        transaction_info=told,
        evse={"id": 1, "connectorId": 1},
        **more,
    )


async def test_a_station_charges_from_boot_to_end(town: Server) -> None:
    async with station(town, version=v201) as point:
        booted = await point.call(
            call.BootNotification(
                charging_station={"vendorName": "Volt", "model": "Post 3"},
                reason="PowerUp",
            )
        )
        assert booted.status == "Accepted"
        await point.call(
            call.StatusNotification(
                timestamp="2026-05-01T09:59:00Z",
                connector_status="Occupied",
                evse_id=1,
                connector_id=1,
            )
        )
        begun = await point.call(event("Started", 0, 0, 100, id_token=CARD))
        assert begun.id_token_info["status"] == "Accepted"
        charging = {"info": {"chargingState": "Charging"}}
        await point.call(event("Updated", 1, 15, 2_100, **charging))
        assert await value_of(town, EVSE, "chargingState") == "Charging"
        stopped = {"info": {"stoppedReason": "EVDisconnected"}}
        await point.call(event("Ended", 2, 30, 4_100, **stopped))
    (session,) = await sessions(town)
    assert session.value("transactionId") == "tx/1"
    assert session.value("energy") == 4.0
    assert session.value("stopReason") == "EVDisconnected"
    assert session.value("idToken") == "04AB"
    assert await value_of(town, EVSE, "chargingState") == "Idle"
    assert await value_of(town, STATION, "bootReason") == "PowerUp"


async def test_what_was_kept_back_offline_is_one_session_too(town: Server) -> None:
    events = [
        event("Started", 0, 0, 0, id_token=CARD, offline=True),
        event("Updated", 1, 15, 2_000, offline=True),
        event("Ended", 2, 30, 4_000, offline=True),
    ]
    for _ in range(2):  # the line broke before the last answer; all is told again
        async with station(town, version=v201) as point:
            for one in events:
                await point.call(one)
    (session,) = await sessions(town)
    assert session.value("energy") == 4.0
    assert session.value("startDateTime")["@value"] == "2026-05-01T10:00:00Z"
    assert session.value("endDateTime")["@value"] == "2026-05-01T10:30:00Z"
    assert await held(town) == []


async def test_a_meter_that_falls_is_kept_and_never_billed(town: Server) -> None:
    async with station(town, version=v201) as point:
        await point.call(event("Started", 0, 0, 1_000, id_token=CARD))
        await point.call(event("Updated", 1, 15, 5_000))
        await point.call(event("Ended", 2, 30, 2_000))
    (session,) = await sessions(town)
    assert (session.value("status"), session.value("energy")) == ("ended", None)
    doubt = session.value("meterDoubt")
    assert doubt["cs"] == "elektroměr klesl z 5 kWh na 2 kWh"
    assert await held(town) == [doubt["en"]] == ["the meter fell from 5 kWh to 2 kWh"]


async def test_a_begin_without_a_meter_begins_at_the_first_reading(
    town: Server,
) -> None:
    async with station(town, version=v201) as point:
        await point.call(event("Started", 0, 0, id_token=CARD))
        await point.call(event("Updated", 1, 1, 3_000))
        await point.call(event("Ended", 2, 30, 5_000))
    (session,) = await sessions(town)
    assert session.value("energy") == 2.0


async def test_a_station_reports_what_it_can(town: Server) -> None:
    async with station(town, version=v201) as point:
        await point.call(
            call.NotifyReport(
                request_id=1,
                generated_at="2026-05-01T10:00:00Z",
                seq_no=0,
                report_data=[
                    {
                        "component": {"name": "OCPPCommCtrlr"},
                        "variable": {"name": "HeartbeatInterval"},
                        "variableAttribute": [{"value": "60"}],
                    }
                ],
            )
        )
    found = await town.city.present([STATION])
    (told,) = (one for one in found[STATION].attributes if one.name == "variable")
    assert told.value["value"] == "60"
    assert told.dataset == "urn:ngsi-ld:Dataset:OCPPCommCtrlr.HeartbeatInterval"
