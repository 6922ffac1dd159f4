"""What stations are told beside charging, and what they tell of it afterwards."""

from typing import Any

import pytest
from ocpp import v16, v201
from ocpp.routing import on

from mesto.gates.ocpp.codec import Refused
from mesto.gates.ocpp.orders import call_of
from mesto.kernel.model import State
from tests.conftest import Server
from tests.gates.ocpp.conftest import STATION, station, value_of
from tests.gates.ocpp.test_orders import order, outcome

pytestmark = pytest.mark.anyio
UNTIL = "2026-05-01T12:00:00Z"
URL = "https://city.example/firmware.bin"
RESERVE = {"id": 7, "idToken": "04AB", "until": UNTIL, "evse": 1}
SIGNED = {"url": URL, "certificate": "PEM", "signature": "c2ln"}
SHOW = {"id": 3, "text": "Dobrý den", "language": "cs"}
#: Command, value, and the action of 1.6 and of 2.x; None: it has none.
TOLD: tuple[tuple[str, Any, str | None, str], ...] = (
    ("reserveNow", RESERVE, "ReserveNow", "ReserveNow"),
    ("cancelReservation", {"id": 7}, "CancelReservation", "CancelReservation"),
    ("updateFirmware", {"url": URL}, "UpdateFirmware", "UpdateFirmware"),
    ("updateFirmware", SIGNED, "SignedUpdateFirmware", "UpdateFirmware"),
    ("fetchLog", {"url": URL}, "GetDiagnostics", "GetLog"),
    ("fetchLog", {"url": URL, "kind": "security"}, "GetLog", "GetLog"),
    ("showMessage", SHOW, None, "SetDisplayMessage"),
    ("clearMessage", {"id": 3}, None, "ClearDisplayMessage"),
    ("installCertificate", {"certificate": "PEM"}, *["InstallCertificate"] * 2),
    ("renewCertificate", None, "ExtendedTriggerMessage", "TriggerMessage"),
    (
        "setSecurityProfile",
        {"profile": 3, "url": "wss://city.example/ocpp/town/chargers"},
        "ChangeConfiguration",
        "SetNetworkProfile",
    ),
)


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"])
@pytest.mark.parametrize(("name", "value", "old", "new"), TOLD)
def test_each_version_is_told_in_its_words(
    protocol: str, name: str, value: object, old: str | None, new: str
) -> None:
    wanted = old if protocol == "ocpp1.6" else new
    if wanted is None:
        with pytest.raises(Refused):
            call_of(protocol, name, value)
    else:
        assert call_of(protocol, name, value).action == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reserveNow", {"id": 7}),
        ("updateFirmware", "now"),
        ("fetchLog", {"url": URL, "kind": "secret"}),
        ("setSecurityProfile", {"profile": 0}),
        ("installCertificate", {"certificate": "x" * 9_999}),
        ("showMessage", {**SHOW, "priority": "Loud"}),
    ],
)
def test_what_has_no_sense_is_told_to_nobody(name: str, value: object) -> None:
    with pytest.raises(Refused):
        call_of("ocpp2.0.1", name, value)


class New(v201.ChargePoint):
    """A station that does all this, and tells of it."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.told: list[tuple[str, Any]] = []

    @on("ReserveNow")
    def reserve(self, **told: Any) -> Any:
        self.told.append(("ReserveNow", told))
        return v201.call_result.ReserveNow(status="Accepted")

    @on("CancelReservation")
    def cancel(self, reservation_id: int) -> Any:
        self.told.append(("CancelReservation", reservation_id))
        return v201.call_result.CancelReservation(status="Rejected")

    @on("UpdateFirmware")
    def update(self, **told: Any) -> Any:
        self.told.append(("UpdateFirmware", told))
        return v201.call_result.UpdateFirmware(status="Accepted")

    @on("GetLog")
    def log(self, **told: Any) -> Any:
        self.told.append(("GetLog", told))
        return v201.call_result.GetLog(status="Accepted", filename="log.txt")

    @on("SetDisplayMessage")
    def show(self, message: Any) -> Any:
        self.told.append(("SetDisplayMessage", message))
        return v201.call_result.SetDisplayMessage(status="Accepted")

    @on("SendLocalList")
    def cards(self, **told: Any) -> Any:
        self.told.append(("SendLocalList", told))
        return v201.call_result.SendLocalList(status="VersionMismatch")


async def test_a_station_does_all_this_and_tells_of_it(town: Server) -> None:
    version = {"versionNumber": 4, "updateType": "Full"}
    cards = {"action": "SendLocalList", "payload": version}
    async with station(town, version=v201, kind=New) as point:
        for name, value, wanted in (
            ("reserveNow", RESERVE, (State.CONFIRMED, "")),
            (
                "cancelReservation",
                {"id": 7},
                (State.FAILED, "Stanice odpovídá: Rejected"),
            ),
            ("updateFirmware", SIGNED, (State.CONFIRMED, "")),
            ("fetchLog", {"url": URL}, (State.CONFIRMED, "")),
            ("showMessage", SHOW, (State.CONFIRMED, "")),
            ("callStation", cards, (State.FAILED, "Stanice odpovídá: VersionMismatch")),
        ):
            await order(town, name, value)
            assert await outcome(town, name) == wanted
        actions = [action for action, _ in point.told]
        number = point.told[2][1]["request_id"]
        call = v201.call
        for one in (
            call.ReservationStatusUpdate(
                reservation_id=7, reservation_update_status="Expired"
            ),
            call.FirmwareStatusNotification(
                status="InvalidSignature", request_id=number
            ),
            call.LogStatusNotification(status="Uploaded", request_id=number),
            call.NotifyDisplayMessages(request_id=1, message_info=[point.told[4][1]]),
            call.SecurityEventNotification(
                type="InvalidCsmsCertificate", timestamp=UNTIL
            ),
        ):
            await point.call(one)
    assert actions == [
        "ReserveNow",
        "CancelReservation",
        "UpdateFirmware",
        "GetLog",
        "SetDisplayMessage",
        "SendLocalList",
    ]
    told = (await value_of(town, STATION, "reservationStatus")) or {}
    assert told["reservationUpdateStatus"] == "Expired"
    assert await value_of(town, STATION, "firmwareStatus") == "InvalidSignature"
    assert await value_of(town, STATION, "diagnosticsStatus") == "Uploaded"
    shown = await value_of(town, STATION, "displayMessages")
    assert shown["messageInfo"][0]["message"]["content"] == "Dobrý den"
    event = await value_of(town, STATION, "securityEvent")
    assert event["type"] == "InvalidCsmsCertificate"


class Old(v16.ChargePoint):
    """A station of 1.6 that is secured by the whitepaper."""

    @on("SignedUpdateFirmware")
    def update(self, **_: Any) -> Any:
        return v16.call_result.SignedUpdateFirmware(status="InvalidCertificate")

    @on("GetDiagnostics")
    def log(self, **_: Any) -> Any:
        return v16.call_result.GetDiagnostics(file_name="log.txt")


async def test_a_station_of_16_does_what_it_can_and_says_why_not(town: Server) -> None:
    async with station(town, kind=Old) as point:
        await order(town, "updateFirmware", SIGNED)
        failed = (State.FAILED, "Stanice odpovídá: InvalidCertificate")
        assert await outcome(town, "updateFirmware") == failed
        await order(town, "fetchLog", {"url": URL})
        assert await outcome(town, "fetchLog") == (State.CONFIRMED, "")
        await order(town, "showMessage", SHOW)
        state, reason = await outcome(town, "showMessage")
        assert state == State.FAILED
        assert "no display" in reason
        await point.call(
            v16.call.SignedFirmwareStatusNotification(
                status="InvalidSignature", request_id=1
            )
        )
    assert await value_of(town, STATION, "firmwareStatus") == "InvalidSignature"
