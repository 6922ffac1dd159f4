"""Checks of what a station is told, and what it keeps."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mesto.acceptance import reasons
from mesto.acceptance.finding import Failed, Inapplicable
from mesto.acceptance.ocpp.session import BEAT, METERS, NONSENSE, Session
from mesto.gates.ocpp import naming
from mesto.gates.ocpp.codec import Fault

NOBODY_HAS = 98  #: an EVSE
NOWHERE = "http://127.0.0.1:9/mesto"  #: nobody listens there (RFC 863)
RESERVATION = 4711
UNKNOWN = ("UnknownVariable", "UnknownComponent", "NotSupportedAttributeType")
#: What 1.6 demands of the profile Core (9.1).
CORE = (
    "AuthorizeRemoteTxRequests",
    "ClockAlignedDataInterval",
    "ConnectionTimeOut",
    "GetConfigurationMaxKeys",
    "HeartbeatInterval",
    "LocalAuthorizeOffline",
    "LocalPreAuthorize",
    "MeterValuesAlignedData",
    "MeterValuesSampledData",
    "MeterValueSampleInterval",
    "NumberOfConnectors",
    "ResetRetries",
    "ConnectorPhaseRotation",
    "StopTransactionOnEVSideDisconnect",
    "StopTransactionOnInvalidId",
    "StopTxnAlignedData",
    "StopTxnSampledData",
    "SupportedFeatureProfiles",
    "TransactionMessageAttempts",
    "TransactionMessageRetryInterval",
    "UnlockConnectorOnEVSideDisconnect",
)
FAILED = ("DownloadFailed", "InvalidSignature", "InstallationFailed")
SENT = ("Uploaded", "UploadFailure", "UploadFailed", "PermissionDenied", "BadMessage")


async def unavailable(session: Session) -> None:
    """Prove that an EVSE goes out of service and comes back."""
    if session.transaction:
        await session.stops()
    since = session.now
    place = {"evse": session.evse}
    value = {**place, "status": "Inoperative"}
    await session.does("changeAvailability", value, "Accepted", "Scheduled")
    try:
        await session.shows("Unavailable", since)
    finally:
        since = session.now
        value = {**place, "status": "Operative"}
        await session.does("changeAvailability", value, "Accepted", "Scheduled")
    urn = naming.evse_urn(session.central.teller.tail, session.evse)
    await session.learns(
        "StatusNotification",
        since,
        lambda one: (
            one.entity == urn
            and one.attribute == "status"
            and one.value != "Unavailable"
        ),
    )


async def unlocks(session: Session) -> None:
    """Prove that it lets a cable go."""
    if session.transaction:
        await session.stops()
    await session.does("unlockConnector", {"evse": session.evse}, "Unlocked")


async def unlocks_its_own(session: Session) -> None:
    """Prove that it says that it has no such connector."""
    wanted = "NotSupported" if session.old else "UnknownConnector"
    await session.does("unlockConnector", {"evse": NOBODY_HAS}, wanted)


async def says_variable(session: Session) -> None:
    """Prove that it says how it is set."""
    said, value = await session.read(METERS)
    if said != "Accepted" or value is None:
        raise Failed(reasons.STATUS, what=METERS.key, status=said, wanted="Accepted")


async def lacks_variable(session: Session) -> None:
    """Prove that it says what it has no setting for."""
    said, _ = await session.read(NONSENSE)
    if said not in UNKNOWN:
        raise Failed(
            reasons.STATUS, what=NONSENSE.key, status=said, wanted=" / ".join(UNKNOWN)
        )


async def sets_variable(session: Session) -> None:
    """Prove that it is set as it is told, and says so."""
    wanted = f"{session.pace.every_s:.0f}"
    said = await session.write(METERS, wanted)
    if said not in ("Accepted", "RebootRequired"):
        raise Failed(reasons.STATUS, what=METERS.key, status=said, wanted="Accepted")
    _, found = await session.read(METERS)
    if found != wanted and said == "Accepted":
        raise Failed(reasons.DIFFERS, what=METERS.key, found=found)


async def refuses_value(session: Session) -> None:
    """Prove that it refuses a value that makes no sense."""
    said = await session.write(BEAT, "often")
    if said in ("Accepted", "RebootRequired"):
        raise Failed(reasons.STATUS, what=BEAT.key, status=said, wanted="Rejected")


async def says_all(session: Session) -> None:
    """Prove that it says all that it can be set to."""
    if session.old:
        answer = await session.ask("GetConfiguration", {})
        told = {one["key"] for one in answer.get("configurationKey", ())}
        lacks = [one for one in CORE if one not in told]
        if lacks:
            raise Failed(reasons.LACKS, what=", ".join(lacks))
        return
    since = session.now
    asked = {"requestId": 1, "reportBase": "FullInventory"}
    await session.offers("GetBaseReport", asked, "Accepted")
    await session.hears("NotifyReport", since, lambda told: not told.get("tbc", False))
    reports = [
        one.call.payload["seqNo"]
        for one in session.central.told[since:]
        if one.call.action == "NotifyReport"
    ]
    if reports != list(range(len(reports))):
        found = ", ".join(map(str, reports))
        raise Failed(reasons.RANGE, what="seqNo", found=found, wanted="0, 1, 2 …")


async def keeps_list(session: Session) -> None:
    """Prove that it keeps a list of cards, whole and by what is new."""
    for version, kind in ((1, "Full"), (2, "Differential")):
        await session.offers("SendLocalList", _list(session, version, kind), "Accepted")
        answer = await session.ask("GetLocalListVersion", {})
        found = answer.get("listVersion", answer.get("versionNumber"))
        if found != version:
            raise Failed(reasons.DIFFERS, what="version", found=found)
    empty = {**_list(session, 3, "Full"), "localAuthorizationList": []}
    if not session.old:
        del empty["localAuthorizationList"]
    await session.offers("SendLocalList", empty, "Accepted")


def _list(session: Session, version: int, kind: str) -> dict[str, Any]:
    accepted = {"status": "Accepted"}
    if session.old:
        one = {"idTag": session.card, "idTagInfo": accepted}
        number = {"listVersion": version}
    else:
        one = {"idToken": _token(session), "idTokenInfo": accepted}
        number = {"versionNumber": version}
    return {**number, "updateType": kind, "localAuthorizationList": [one]}


def _token(session: Session) -> dict[str, str]:
    return {"idToken": session.card, "type": "Central"}


async def reserves(session: Session) -> None:
    """Prove that it keeps an EVSE free for somebody until that is taken back."""
    await _reserve(session, timedelta(minutes=10))
    since = session.now
    cancel = {"reservationId": RESERVATION}
    await session.offers("CancelReservation", cancel, "Accepted")
    await session.shows("Available", since)
    await session.offers("CancelReservation", cancel, "Rejected")


async def reserves_for_a_while(session: Session) -> None:
    """Prove that a reservation ends by itself, and that is told."""
    since = session.now
    await _reserve(session, timedelta(seconds=session.pace.quiet_s))
    await session.shows("Available", since + 1)
    if not session.old:
        await session.hears(
            "ReservationStatusUpdate",
            since,
            lambda told: told["reservationUpdateStatus"] == "Expired",
        )


async def _reserve(session: Session, lasts: timedelta) -> None:
    if session.transaction:
        await session.stops()
    since = session.now
    until = (datetime.now(UTC) + lasts).isoformat().replace("+00:00", "Z")
    asked: dict[str, Any] = {
        "id": RESERVATION,
        "expiryDateTime": until,
        "idToken": _token(session),
        "evseId": session.evse,
    }
    if session.old:
        asked = {
            "connectorId": session.evse,
            "expiryDate": until,
            "idTag": session.card,
            "reservationId": RESERVATION,
        }
    answer = await session.offers("ReserveNow", asked)
    if answer["status"] == "Occupied":
        raise Inapplicable(reasons.UNTRIED, what="Occupied")
    if answer["status"] != "Accepted":
        status = answer["status"]
        raise Failed(
            reasons.STATUS, what="ReserveNow", status=status, wanted="Accepted"
        )
    await session.shows("Reserved", since)


async def fails_firmware(session: Session) -> None:
    """Prove that it says so when firmware cannot be fetched."""
    since, now = session.now, datetime.now(UTC).isoformat().replace("+00:00", "Z")
    if session.old:
        asked: dict[str, Any] = {"location": NOWHERE, "retrieveDate": now, "retries": 0}
        await session.offers("UpdateFirmware", asked)
    else:
        firmware = {"location": NOWHERE, "retrieveDateTime": now}
        asked = {"requestId": 1, "retries": 0, "firmware": firmware}
        wanted = ("Accepted", "InvalidCertificate")
        answer = await session.offers("UpdateFirmware", asked, *wanted)
        if answer["status"] != "Accepted":
            return  # it takes none that nobody has signed
    await session.hears(
        "FirmwareStatusNotification", since, lambda told: told["status"] in FAILED
    )


async def says_log(session: Session) -> None:
    """Prove that it says what became of its log."""
    since = session.now
    if session.old:
        await session.offers("GetDiagnostics", {"location": NOWHERE, "retries": 0})
        action = "DiagnosticsStatusNotification"
    else:
        log = {"remoteLocation": NOWHERE}
        asked = {"logType": "DiagnosticsLog", "requestId": 1, "retries": 0, "log": log}
        await session.offers("GetLog", asked, "Accepted", "AcceptedCanceled")
        action = "LogStatusNotification"
    await session.hears(action, since, lambda told: told["status"] in SENT)


async def displays(session: Session) -> None:
    """Prove that it shows what it is told, says what it shows, and forgets it."""
    said = {"format": "UTF8", "content": "mesto"}
    message = {"id": 1, "priority": "NormalCycle", "message": said}
    await session.offers("SetDisplayMessage", {"message": message}, "Accepted")
    since = session.now
    await session.offers("GetDisplayMessages", {"requestId": 1}, "Accepted")
    await session.hears(
        "NotifyDisplayMessages",
        since,
        lambda told: any(one["id"] == 1 for one in told.get("messageInfo", ())),
    )
    await session.offers("ClearDisplayMessage", {"id": 1}, "Accepted")


async def knows_no_maker(session: Session) -> None:
    """Prove that it refuses what only another maker's stations know."""
    asked = {"vendorId": "city.mesto.trial", "messageId": "none"}
    await session.offers(
        "DataTransfer", asked, "UnknownVendorId", "UnknownMessageId", "Rejected"
    )


async def refuses_nonsense(session: Session) -> None:
    """Prove that it refuses what is not of its version, and lives on."""
    within_s = session.pace.within_s
    for action, payload, wanted in (
        ("FlyToTheMoon", {}, ("NotImplemented", "NotSupported")),
        ("Reset", {"type": 7}, _BROKEN),
        ("ChangeAvailability", {}, _BROKEN),
    ):
        frame = await session.central.ask_anything(action, payload, within_s)
        code = frame.code if isinstance(frame, Fault) else "CALLRESULT"
        if code not in wanted:
            raise Failed(
                reasons.STATUS, what=action, status=code, wanted=" / ".join(wanted)
            )
    await says_variable(session)


_BROKEN = (
    "FormationViolation",
    "FormatViolation",
    "TypeConstraintViolation",
    "PropertyConstraintViolation",
    "OccurenceConstraintViolation",
    "OccurrenceConstraintViolation",
    "ProtocolError",
)


async def speaks_well(session: Session) -> None:
    """Prove that all it said and answered is as its version demands."""
    if session.central.wrongs:
        what = f"OCPP ({len(session.central.wrongs)})"
        raise Failed(reasons.SHAPE, what=what, where=session.central.wrongs[0])
    if not session.central.told:
        raise Failed(reasons.UNTRIED, what="OCPP")


async def meters_well(session: Session) -> None:
    """Prove that no meter said what it cannot have read."""
    if session.central.doubts:
        raise Failed(reasons.SHAPE, what="kWh", where=session.central.doubts[0])
