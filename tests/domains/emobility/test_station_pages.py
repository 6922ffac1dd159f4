"""Stations and sessions are seen as they are, and told by hand."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result

from mesto.domains.emobility.stations.shown import masked
from mesto.kernel.model import Kind
from tests.conftest import Server
from tests.gates.ocpp.conftest import AT, STATION, observed, station, town
from tests.waiting import until

pytestmark = pytest.mark.anyio
__all__ = ["town"]  # a fixture


class Obedient(ChargePoint):
    """A station that does what it is told, and remembers it."""

    def __init__(self, *about):
        super().__init__(*about)
        self.told = []

    @on("UnlockConnector")
    def unlock(self, **said):
        self.told.append(("UnlockConnector", said))
        return call_result.UnlockConnector(status="Unlocked")

    @on("RemoteStopTransaction")
    def stop(self, **said):
        self.told.append(("RemoteStopTransaction", said))
        return call_result.RemoteStopTransaction(status="Accepted")

    @on("ReserveNow")
    def reserve(self, **said):
        self.told.append(("ReserveNow", said))
        return call_result.ReserveNow(status="Accepted")

    @on("CancelReservation")
    def cancel(self, **said):
        self.told.append(("CancelReservation", said))
        return call_result.CancelReservation(status="Accepted")

    @on("Reset")
    def reset(self, **said):
        self.told.append(("Reset", said))
        return call_result.Reset(status="Accepted")

    @on("UpdateFirmware")
    def update(self, **_said):
        return call_result.UpdateFirmware()


def test_a_card_is_shown_by_its_end() -> None:
    assert masked("04AB12CD34") == "•••• CD34"
    assert masked("04AB") == "••••"


async def begin(point, kwh: int = 1_000) -> int:
    """Let somebody charge at the first connector; return the transaction."""
    await point.call(call.BootNotification("Volt", "Model 1"))
    await point.call(call.StatusNotification(1, "NoError", "Charging"))
    started = await point.call(
        call.StartTransaction(1, "04AB", meter_start=kwh, timestamp=AT)
    )
    sampled = [
        {"value": "3500", "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
        {"value": "7.4", "measurand": "Power.Active.Import", "unit": "kW"},
        {"value": "16.1", "measurand": "Current.Import", "phase": "L1", "unit": "A"},
    ]
    meters = [{"timestamp": AT, "sampledValue": sampled}]
    await point.call(call.MeterValues(1, meters, transaction_id=started.transaction_id))
    return int(started.transaction_id)


async def test_stations_and_sessions_are_listed_and_told(town: Server) -> None:
    api = f"/api/{town.city.name}/emobility"
    async with (
        httpx.AsyncClient(
            base_url=town.url, headers=town.headers, timeout=30
        ) as client,
        station(town, kind=Obedient) as point,
    ):
        transaction = await begin(point)

        async def listed() -> dict:
            (one,) = (await client.get(f"{api}/stations")).json()["items"]
            return one

        one = await listed()
        assert (one["urn"], one["charging"], one["connected"]) == (STATION, 1, True)
        (place,) = one["evses"]
        assert (place["number"], place["currentL1"]) == (1, 16.1)

        (session,) = (await client.get(f"{api}/sessions")).json()["items"]
        assert (session["energy"], session["power"]) == (2.5, 7.4)
        assert (session["card"], session["stationId"]) == ("04AB", one["id"])

        async def tell(what: str, **value: object) -> httpx.Response:
            told = {"what": what, "value": value, "token": str(uuid4())}
            return await client.post(f"{api}/stations/{one['id']}/told", json=told)

        assert (await tell("stop", transactionId=str(transaction))).status_code == 201
        assert (await tell("unlock", evse=1)).status_code == 201

        async def is_told() -> bool:
            return len(point.told) == 2

        await until(is_told)
        assert dict(point.told) == {
            "RemoteStopTransaction": {"transaction_id": transaction},
            "UnlockConnector": {"connector_id": 1},
        }
        for wrong in (
            await tell("unlock", evse=0),
            await tell("dance"),
            await tell("service", evse=1, status="Happy"),
            await tell("limit", evse=1, kw=-1),
        ):
            assert wrong.status_code == 400, wrong.text
        for nowhere in (
            await tell("unlock", evse=9),
            await tell("limit", evse=9, kw=3),
        ):
            assert nowhere.status_code == 404, nowhere.text
            assert nowhere.json()["says"]["cs"].startswith("Stanice takové místo")

        await point.call(call.StopTransaction(4_000, AT, transaction, reason="Remote"))
        page = (await client.get(f"{api}/stations/{one['id']}")).json()
        assert page["sessions"] == []
        (ended,) = page["ended"]
        assert (ended["energy"], ended["stopReason"]) == (3, "Remote")
        assert ended["number"] == 1


async def test_a_place_is_kept_free_for_somebody_and_given_up(town: Server) -> None:
    api = f"/api/{town.city.name}/emobility/stations"
    soon = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    async with (
        httpx.AsyncClient(
            base_url=town.url, headers=town.headers, timeout=30
        ) as client,
        station(town, kind=Obedient) as point,
    ):
        await point.call(call.BootNotification("Volt", "Model 1"))
        await point.call(call.StatusNotification(1, "NoError", "Available"))
        (one,) = (await client.get(api)).json()["items"]

        async def kept() -> list:
            page = (await client.get(f"{api}/{one['id']}")).json()
            return page["reservations"]

        async def tell(what: str, **value: object) -> httpx.Response:
            told = {"what": what, "value": value, "token": str(uuid4())}
            return await client.post(f"{api}/{one['id']}/told", json=told)

        far = (datetime.now(UTC) + timedelta(hours=25)).isoformat()
        for wrong in (far, "2001-01-01T00:00:00Z", "soon"):
            answer = await tell("reserve", evse=1, idToken="04AB", until=wrong)
            assert answer.status_code == 400, answer.text
        answer = await tell("reserve", evse=1, idToken="04AB", until=soon)
        assert answer.status_code == 201, answer.text
        await until(kept)
        (reserved,) = await kept()
        assert (reserved["number"], reserved["card"]) == (1, "04AB")
        (_, said) = point.told[0]
        assert (said["id_tag"], said["reservation_id"]) == ("04AB", reserved["id"])
        assert (await tell("free", id=reserved["id"])).status_code == 201

        async def is_free() -> bool:
            return not await kept()

        await until(is_free)
        assert point.told[1] == (
            "CancelReservation",
            {"reservation_id": reserved["id"]},
        )


async def test_a_restart_is_in_the_audit_with_who_gave_it(town: Server) -> None:
    here = {"type": "Point", "coordinates": [19.84, 45.25]}
    await town.city.record(observed(STATION, location=(Kind.GEO_PROPERTY, here)))
    api = f"/api/{town.city.name}"
    async with (
        httpx.AsyncClient(
            base_url=town.url, headers=town.headers, timeout=30
        ) as client,
        station(town, kind=Obedient) as point,
    ):
        await point.call(call.BootNotification("Volt", "Model 1"))
        (one,) = (await client.get(f"{api}/emobility/stations")).json()["items"]
        wish = {"order": "restart", "value": "Soft", "token": str(uuid4())}

        async def is_given() -> bool:
            given = await client.post(f"{api}/assets/{one['id']}/commands", json=wish)
            return given.status_code == 201

        await until(is_given)  # the map has the station a moment later

        async def is_in_the_audit() -> list:
            acts = (await client.get(f"{api}/acts")).json()["acts"]
            return [act for act in acts if act["detail"].get("state") == "confirmed"]

        await until(is_in_the_audit)
        (act,) = await is_in_the_audit()
        assert (act["verb"], act["about"]) == ("ordered", STATION)
        assert (act["detail"]["name"], act["who"]) == ("reset", "key:first")
        assert point.told == [("Reset", {"type": "Soft"})]
