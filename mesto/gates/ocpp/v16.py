"""What a station says by OCPP 1.6, and what it is answered. Pure.

Source: OCPP 1.6 edition 2, 6; Improved security for OCPP 1.6-J, edition 3.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from mesto.gates.ocpp.alike import (
    data,
    diagnostics,
    firmware,
    heartbeat,
    iso,
    security,
    sign,
)
from mesto.gates.ocpp.charging import begin, end, read_meters, why_kept
from mesto.gates.ocpp.codec import Payload, Refused
from mesto.gates.ocpp.sessions import Session, latest, read_on
from mesto.gates.ocpp.telling import (
    IDLE,
    Asked,
    Heard,
    evse_seen,
    learn_clock,
    require_evse,
    say_all,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.text import Text, in_english, said_by

#: What a status of a connector means for who charges there.
_CHARGING: Final = {
    "Available": IDLE,
    "Preparing": "EVConnected",
    "Charging": "Charging",
    "SuspendedEV": "SuspendedEV",
    "SuspendedEVSE": "SuspendedEVSE",
    "Finishing": "EVConnected",
    "Reserved": IDLE,
}
WH: Final = 1_000  #: in a kWh


def token_of(_action: str, payload: Payload) -> str:
    """Return the token a message brings; empty if none."""
    return str(payload.get("idTag", ""))


def begin_key(payload: Payload) -> str:
    """Return what tells the begin of a transaction from any other of its station."""
    return "|".join(
        str(payload[name])
        for name in ("connectorId", "idTag", "meterStart", "timestamp")
    )


def transaction_of(action: str, payload: Payload, turn: int = 0) -> str | None:
    """Return the transaction a message is about; None if about none.

    turn: of tries to find a number for a new one that no other has

    A station that did not hear our answer tells the begin again, in the same words; it
    gets the same number then, whoever answers.
    """
    if action == "StartTransaction":
        digest = sha256(f"{begin_key(payload)}|{turn}".encode()).digest()
        return str(int.from_bytes(digest[:4], "big") % (2**31 - 1) + 1)
    number = payload.get("transactionId")
    return None if number is None or action == "DataTransfer" else str(number)


def boot(asked: Asked) -> Heard:
    """Tell a station that it is welcome, and what time it is."""
    told, teller = asked.payload, asked.teller
    said = {
        "vendorName": told["chargePointVendor"],
        "modelName": told["chargePointModel"],
        "serialNumber": told.get("chargePointSerialNumber"),
        "firmwareVersion": told.get("firmwareVersion"),
        "protocol": teller.protocol,
        "connected": True,
    }
    answer = {
        "status": "Accepted",
        "currentTime": iso(asked.at),
        "interval": teller.settings.heartbeat_s,
    }
    return Heard(answer, list(say_all(teller, teller.urn, said, asked.at)))


def _status(asked: Asked) -> Heard:
    told, teller = asked.payload, asked.teller
    number = require_evse(told["connectorId"], least=0)
    time = told.get("timestamp")
    seen = learn_clock(asked, [time] if time else [])
    at = asked.when(time)
    error = {
        "errorCode": told["errorCode"],
        "vendorErrorCode": told.get("vendorErrorCode"),
        "errorInfo": told.get("info"),
    }
    if number == 0:
        said = {"controllerStatus": told["status"], **error}
        return Heard({}, [*seen, *say_all(teller, teller.urn, said, at)])
    urn, introduced = evse_seen(asked, number)
    said = {
        "status": told["status"],
        "chargingState": _CHARGING.get(told["status"]),
        **error,
    }
    return Heard({}, [*seen, *introduced, *say_all(teller, urn, said, at)])


def _authorize(asked: Asked) -> Heard:
    return Heard({"idTagInfo": {"status": asked.verdict}})


def _start(asked: Asked) -> Heard:
    told, session = asked.payload, _about(asked)
    answer = {
        "transactionId": int(session.transaction),
        "idTagInfo": {"status": asked.verdict},
    }
    if session.begun:
        return Heard(answer)
    seen = learn_clock(asked, [told["timestamp"]])
    begun, after = begin(
        asked,
        session,
        evse=require_evse(told["connectorId"]),
        at=asked.when(told["timestamp"]),
        kwh=told["meterStart"] / WH,
        token=told["idTag"],
        key=begin_key(told),
    )
    return Heard(answer, [*seen, *begun], after, in_english(after.doubt))


def _stop(asked: Asked) -> Heard:
    told, session = asked.payload, _about(asked)
    answer = {"idTagInfo": {"status": asked.verdict}} if "idTag" in told else {}
    if session.ended:
        return Heard(answer)
    seen = learn_clock(asked, [told["timestamp"]])
    doubts: list[Text] = []
    at = asked.when(told["timestamp"])
    kwh: float | None = told["meterStop"] / WH
    try:
        before, read = read_meters(asked, session, 0, told.get("transactionData", ()))
        session = read or session
        seen += [one for one in before if one.entity == session.urn]
    except Malformed as wrong:
        doubts.append(said_by(wrong))
    try:
        session = read_on(session, told["meterStop"] / WH, latest(session, at))
    except Malformed as wrong:
        doubts.append(said_by(wrong))
        kwh = None
    ended, after = end(
        asked,
        session,
        at=at,
        kwh=kwh,
        reason=told.get("reason", "Local"),
        token=told.get("idTag", ""),
        doubts=doubts,
    )
    return Heard(answer, [*seen, *ended], after, why_kept(doubts))


def _meters(asked: Asked) -> Heard:
    told = asked.payload
    number = require_evse(told["connectorId"], least=0)
    seen, after = read_meters(asked, asked.session, number, told["meterValue"])
    return Heard({}, seen, after)


def _about(asked: Asked) -> Session:
    if asked.session is None:
        raise Refused("PropertyConstraintViolation", "there is no such transaction")
    return asked.session


HEARS: Final[Mapping[str, Callable[[Asked], Heard]]] = {
    "Authorize": _authorize,
    "BootNotification": boot,
    "DataTransfer": data,
    "DiagnosticsStatusNotification": diagnostics,
    "FirmwareStatusNotification": firmware,
    "Heartbeat": heartbeat,
    "LogStatusNotification": diagnostics,
    "MeterValues": _meters,
    "SecurityEventNotification": security,
    "SignCertificate": sign,
    "SignedFirmwareStatusNotification": firmware,
    "StartTransaction": _start,
    "StatusNotification": _status,
    "StopTransaction": _stop,
}
