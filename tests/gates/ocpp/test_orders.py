"""What stations are told, in the words of their version, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ocpp import v16, v201
from ocpp.routing import on

from mesto.gates.ocpp.asking import outcome_of
from mesto.gates.ocpp.codec import Refused
from mesto.gates.ocpp.orders import call_of
from mesto.kernel.model import Command, State
from tests.conftest import Server
from tests.gates.ocpp.conftest import AT, STATION, station, value_of
from tests.waiting import until

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("remoteStart", {"idToken": "04AB", "evse": 2}),
        ("remoteStop", {"transactionId": "17"}),
        ("setPowerLimit", 11),
        ("setPowerLimit", {"amps": 16, "evse": 1}),
        ("setPowerLimit", {"kw": 3.7, "evse": 1, "transactionId": "17"}),
        (
            "setPowerLimit",
            {"amps": 16, "evse": 1, "transactionId": 17, "until": AT, "then": 6},
        ),
        ("setPowerLimit", None),
        ("changeAvailability", "Inoperative"),
        ("changeAvailability", {"status": "Operative", "evse": 1}),
        ("reset", "Soft"),
        ("unlockConnector", {"evse": 1}),
        ("triggerMessage", {"message": "StatusNotification", "evse": 1}),
        ("callStation", {"action": "ClearCache", "payload": {}}),
    ],
)
def test_each_version_can_be_told(protocol: str, name: str, value: object) -> None:
    assert call_of(protocol, name, value).action


def test_a_station_that_gives_up_something_else_for_an_order_does_it() -> None:
    assert outcome_of("c-1", {"status": "AcceptedCanceled"}).state is State.CONFIRMED
    busy = {"status": "Rejected", "statusInfo": {"reasonCode": "Busy"}}
    refused = outcome_of("c-1", busy)
    assert (refused.state, refused.reason) == (State.FAILED, "Rejected Busy")
    assert refused.says["cs"] == "Stanice odpovídá: Rejected Busy"


def test_a_limit_that_ends_falls_by_itself_to_what_is_safe() -> None:
    until = datetime(2026, 5, 1, 10, 15, tzinfo=UTC)
    told = {"amps": 16, "evse": 2, "transactionId": "17", "then": 6}
    asks = call_of("ocpp1.6", "setPowerLimit", {**told, "until": until.isoformat()})
    profile = asks.payload["csChargingProfiles"]
    schedule = profile["chargingSchedule"]
    assert profile["chargingProfileKind"] == "Absolute"
    begins = datetime.fromisoformat(schedule["startSchedule"])
    now, after = schedule["chargingSchedulePeriod"]
    assert (now["limit"], after["limit"]) == (16, 6)
    assert begins + timedelta(seconds=after["startPeriod"]) == until


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fly", 1),
        ("remoteStart", {}),
        ("remoteStop", {"transactionId": "none"}),
        ("reset", "Now"),
        ("callStation", {"action": "Fly", "payload": {}}),
        ("callStation", 7),
    ],
)
def test_nonsense_is_told_to_nobody(name: str, value: object) -> None:
    with pytest.raises(Refused):
        call_of("ocpp1.6", name, value)


class Old(v16.ChargePoint):
    """A station that does what it is told."""

    told: Any = None

    @on("SetChargingProfile")
    def limit(self, **told: Any) -> Any:
        self.told = told
        return v16.call_result.SetChargingProfile(status="Accepted")

    @on("Reset")
    def reset(self, **_told: Any) -> Any:
        return v16.call_result.Reset(status="Rejected")


class New(v201.ChargePoint):
    """A station that tells what it is asked."""

    @on("GetVariables")
    def tell(self, **_told: Any) -> Any:
        found = {
            "attributeStatus": "Accepted",
            "attributeValue": "60",
            "component": {"name": "OCPPCommCtrlr"},
            "variable": {"name": "HeartbeatInterval"},
        }
        return v201.call_result.GetVariables(get_variable_result=[found])


async def order(server: Server, name: str, value: Any) -> Command:
    """Order something of the station, and return it as it was ordered."""
    expires_at = datetime.now(UTC) + timedelta(minutes=5)
    command = Command(
        entity=STATION, name=name, value=value, expires_at=expires_at, source="t"
    )
    await server.city.order(command)
    return command


async def outcome(server: Server, name: str) -> tuple[str, str]:
    """Wait for what becomes of a command, and why, in Czech where it is said."""
    found: list[tuple[str, str]] = []

    async def is_settled() -> bool:
        async with server.city.bound() as connection:
            rows = await connection.fetch(
                "select state::text, says ->> 'cs' as why from command where name = $1",
                name,
            )
        found[:] = [(row["state"], row["why"] or "") for row in rows]
        return bool(found) and found[0][0] not in (State.PENDING, State.SENT)

    await until(is_settled)
    return found[0]


async def test_a_station_does_what_it_is_told_or_says_why_not(town: Server) -> None:
    async with station(town, kind=Old) as point:
        await order(town, "setPowerLimit", 11)
        assert (await outcome(town, "setPowerLimit"))[0] == State.CONFIRMED
        (period,) = point.told["cs_charging_profiles"]["charging_schedule"][
            "charging_schedule_period"
        ]
        assert period["limit"] == 11_000
        await order(town, "reset", "Hard")
        assert await outcome(town, "reset") == (
            State.FAILED,
            "Stanice odpovídá: Rejected",
        )


async def test_what_a_station_tells_when_asked_is_kept(town: Server) -> None:
    wanted = {
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": "HeartbeatInterval"},
    }
    asked = {"action": "GetVariables", "payload": {"getVariableData": [wanted]}}
    async with station(town, version=v201, kind=New):
        await order(town, "callStation", asked)
        assert (await outcome(town, "callStation"))[0] == State.CONFIRMED
    found = await town.city.present([STATION])
    (told,) = (one for one in found[STATION].attributes if one.name == "answer")
    assert told.value["getVariableResult"][0]["attributeValue"] == "60"
    assert await value_of(town, STATION, "connected") is not None


async def test_a_command_for_a_station_that_is_away_fails(town: Server) -> None:
    await order(town, "reset", "Soft")
    state, reason = await outcome(town, "reset")
    assert (state, reason) == (State.FAILED, "Stanice není připojená.")
