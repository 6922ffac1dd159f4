"""Stations of OCPP 1.6, as the package `ocpp` makes them, on the whole product."""

from datetime import UTC, datetime

import pytest
from ocpp.v16 import call
from ocpp.v16.enums import Reason, RegistrationStatus

from mesto.kernel.model import Kind
from tests.conftest import Server
from tests.gates.ocpp.conftest import (
    AT,
    STATION,
    connect,
    give,
    know,
    sessions,
    station,
    value_of,
)

pytestmark = pytest.mark.anyio
EVSE = "urn:ngsi-ld:EVSE:NS-1:1"


def start(
    card: str = "04AB", meter: int = 1_000, at: str = AT
) -> call.StartTransaction:
    return call.StartTransaction(
        connector_id=1, id_tag=card, meter_start=meter, timestamp=at
    )


def stop(number: int, meter: int = 8_500) -> call.StopTransaction:
    return call.StopTransaction(
        transaction_id=number,
        meter_stop=meter,
        timestamp="2026-05-01T11:00:00Z",
        reason=Reason.ev_disconnected,
    )


def meters(number: int, watt_hours: float, at: str) -> call.MeterValues:
    sampled = [
        {"value": str(watt_hours)},
        {"value": "7400", "measurand": "Power.Active.Import", "unit": "W"},
        {"value": "10.5", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
    ]
    return call.MeterValues(
        connector_id=1,
        transaction_id=number,
        meter_value=[{"timestamp": at, "sampledValue": sampled}],
    )


async def test_a_station_charges_from_boot_to_stop(town: Server) -> None:
    async with station(town) as point:
        booted = await point.call(
            call.BootNotification(
                charge_point_vendor="Volt", charge_point_model="Post 2"
            )
        )
        assert booted.status == RegistrationStatus.accepted
        await point.call(
            call.StatusNotification(
                connector_id=1, error_code="NoError", status="Preparing"
            )
        )
        allowed = await point.call(call.Authorize(id_tag="04AB"))
        assert allowed.id_tag_info["status"] == "Accepted"
        begun = await point.call(start())
        await point.call(meters(begun.transaction_id, 4_000, "2026-05-01T10:30:00Z"))
        assert await value_of(town, EVSE, "powerConsumption") == 7.4
        assert await value_of(town, EVSE, "currentL1") == 10.5
        await point.call(stop(begun.transaction_id))
        assert await value_of(town, STATION, "connected") is True
    (session,) = await sessions(town)
    assert session.value("status") == "ended"
    assert session.value("energy") == 7.5
    assert session.value("idToken") == "04AB"
    assert session.value("stopReason") == "EVDisconnected"
    assert session.value("refEVSE") == EVSE
    assert await value_of(town, STATION, "vendorName") == "Volt"


async def test_what_is_told_twice_is_one_session(town: Server) -> None:
    async with station(town) as point:
        first = await point.call(start())
    async with station(town) as point:  # the answer was lost with the line
        again = await point.call(start())
        assert again.transaction_id == first.transaction_id
        other = await point.call(start(meter=2_000))
        assert other.transaction_id != first.transaction_id
        for _ in range(2):
            await point.call(stop(first.transaction_id))
    ended = [one for one in await sessions(town) if one.value("status") == "ended"]
    assert [one.value("energy") for one in ended] == [7.5]
    assert len(await sessions(town)) == 2


async def test_a_meter_that_falls_is_kept_and_never_billed(town: Server) -> None:
    async with station(town) as point:
        begun = await point.call(start())
        number = begun.transaction_id
        await point.call(meters(number, 6_000, "2026-05-01T10:20:00Z"))
        await point.call(meters(number, 2_000, "2026-05-01T10:30:00Z"))
        await point.call(stop(number, meter=3_000))
    (session,) = await sessions(town)
    assert session.value("status") == "ended"
    assert session.value("energy") is None
    assert session.value("energyRegister") == 6.0
    doubt = session.value("meterDoubt")
    assert session.attribute("meterDoubt").kind is Kind.LANGUAGE_PROPERTY
    assert doubt["en"] == "the meter fell from 6 kWh to 3 kWh"
    assert doubt["sr-Cyrl"] == "бројило је пало са 6 kWh на 3 kWh"
    assert len(await held(town)) == 2


async def test_a_negative_meter_is_kept_and_never_billed(town: Server) -> None:
    async with station(town) as point:
        begun = await point.call(start(meter=-5))
        await point.call(stop(begun.transaction_id))
    (session,) = await sessions(town)
    assert session.value("energy") is None
    assert len(await held(town)) == 1


async def test_a_clock_off_by_years_is_noted_and_corrected(town: Server) -> None:
    await connect(town, offline_days=60)
    async with station(town) as point:
        begun = await point.call(start(at="2001-01-01T00:00:00Z"))
        assert begun.transaction_id
    (session,) = await sessions(town)
    assert session.created_at.year == int(session.value("startDateTime")["@value"][:4])
    assert await value_of(town, STATION, "clockOffset") < -20 * 365 * 86_400


async def test_a_clock_that_was_set_right_is_believed_again(town: Server) -> None:
    def right() -> str:
        return datetime.now(UTC).isoformat()

    await connect(town, offline_days=60)
    async with station(town) as point:
        begun = await point.call(start(at="2090-01-01T00:00:00Z"))
        assert await value_of(town, STATION, "clockOffset") > 20 * 365 * 86_400
        await point.call(
            meters(begun.transaction_id, -5, right())
        )  # kept, not recorded
        assert await value_of(town, STATION, "clockOffset") > 20 * 365 * 86_400
        await point.call(meters(begun.transaction_id, 1_100, right()))
        assert await value_of(town, STATION, "clockOffset") == 0
        await point.call(start(card="04AC", at="2090-01-01T00:00:00Z"))
    async with station(town) as point:
        await point.call(start(card="04AD", at=right()))
        assert await value_of(town, STATION, "clockOffset") == 0


async def test_cards_are_judged_by_what_the_town_says_of_them(town: Server) -> None:
    await give(town, "B10C", status="Blocked")
    await give(town, "01D", expiryDate="2020-01-01T00:00:00Z")
    async with station(town) as point:
        for token, status in (
            ("04ab", "Accepted"),
            ("B10C", "Blocked"),
            ("01D", "Expired"),
            ("FFFF", "Invalid"),
        ):
            told = await point.call(call.Authorize(id_tag=token))
            assert told.id_tag_info["status"] == status


async def test_a_station_that_differs_is_read_by_its_profile(town: Server) -> None:
    await know(town, "CP-9", "urn:ngsi-ld:EVChargingStation:NS-9", "zoneless")
    async with station(town, "CP-9") as point:
        await point.call(start(at="2026-05-01T10:00:00"))
    (session,) = await sessions(town)
    assert session.value("startDateTime")["@value"] == AT


async def test_strangers_cards_are_taken_where_the_town_says_so(town: Server) -> None:
    await connect(town, strangers="accept")
    async with station(town) as point:
        told = await point.call(call.Authorize(id_tag="FFFF"))
    assert told.id_tag_info["status"] == "Accepted"


async def held(server: Server) -> list[str]:
    async with server.city.bound() as connection:
        rows = await connection.fetch("select reason from quarantine order by id")
    return [row["reason"] for row in rows]
