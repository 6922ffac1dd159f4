"""What a station says by OCPP 2.0.1 and 2.1, and what it is answered. Pure.

Source: OCPP 2.0.1 edition 3 part 2, 1; OCPP 2.1 part 2, 1.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from mesto.gates.ocpp.alike import (
    data,
    diagnostics,
    firmware,
    heartbeat,
    iso,
    kept,
    security,
    sign,
)
from mesto.gates.ocpp.charging import (
    begin,
    end,
    read_meters,
    started_at,
    why_kept,
)
from mesto.gates.ocpp.codec import Payload, Refused
from mesto.gates.ocpp.meters import REGISTER, readings_of
from mesto.gates.ocpp.sessions import Session
from mesto.gates.ocpp.telling import (
    IDLE,
    Asked,
    Heard,
    connector_seen,
    evse_seen,
    learn_clock,
    notice,
    require_evse,
    say,
    say_all,
)
from mesto.kernel.errors import Malformed
from mesto.kernel.model import Observation
from mesto.kernel.text import Text, said_by

ENDED: Final = "Ended"


def token_of(_action: str, payload: Payload) -> str:
    """Return the token a message brings; empty if none."""
    told = payload.get("idToken")
    if not isinstance(told, Mapping) or told.get("type") == "NoAuthorization":
        return ""
    return str(told.get("idToken", ""))


def transaction_of(action: str, payload: Payload) -> str | None:
    """Return the transaction a message is about; None if about none."""
    if action != "TransactionEvent":
        return None
    return str(payload["transactionInfo"]["transactionId"])


def _boot(asked: Asked) -> Heard:
    told, teller = asked.payload["chargingStation"], asked.teller
    said = {
        "vendorName": told["vendorName"],
        "modelName": told["model"],
        "serialNumber": told.get("serialNumber"),
        "firmwareVersion": told.get("firmwareVersion"),
        "bootReason": asked.payload["reason"],
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
    seen = learn_clock(asked, [told["timestamp"]])
    at = asked.when(told["timestamp"])
    evse = require_evse(told["evseId"])
    connector = require_evse(told["connectorId"])
    evse_urn, whole = evse_seen(asked, evse)
    connector_urn, part = connector_seen(asked, evse, connector)
    status = told["connectorStatus"]
    said: dict[str, Any] = {"status": status}
    if status in ("Available", "Reserved"):
        said["chargingState"] = IDLE
    return Heard(
        {},
        [
            *(seen + whole + part),
            *say_all(teller, evse_urn, said, at),
            say(teller, connector_urn, "status", status, at),
        ],
    )


def _authorize(asked: Asked) -> Heard:
    return Heard({"idTokenInfo": {"status": asked.verdict}})


def _meters(asked: Asked) -> Heard:
    told = asked.payload
    evse = require_evse(told["evseId"], least=0)
    seen, _ = read_meters(asked, None, evse, told["meterValue"])
    return Heard({}, seen)


def _transaction(asked: Asked) -> Heard:
    """Take in one event of a transaction; the same one again changes nothing."""
    told, session = asked.payload, asked.session
    assert session is not None, "`transaction_of` names one"
    answer: Payload = {}
    if "idToken" in told:
        answer = {"idTokenInfo": {"status": asked.verdict}}
    if session.ended:
        return Heard(answer)
    seen = learn_clock(asked, [told["timestamp"]])
    doubts: list[Text] = []
    if not session.begun and told["eventType"] == "Started":
        begun, session = begin(
            asked,
            session,
            evse=_evse(asked) or 1,
            at=asked.when(told["timestamp"]),
            kwh=_register(asked),
            token=token_of("", told),
        )
        seen += begun
        doubts += [session.doubt] if session.doubt else []
    try:
        read, after = read_meters(
            asked, session, _evse(asked), told.get("meterValue", ())
        )
        seen, session = seen + read, after or session
    except Refused:
        raise
    except Malformed as wrong:
        doubts.append(said_by(wrong))
    if session.start_kwh is None and session.register_kwh is not None:
        at = session.register_at or asked.at  # its first reading came late
        session, first = started_at(asked, session, session.register_kwh, at)
        seen += first
    seen += _states(asked, session)
    if told["eventType"] == ENDED:
        ended, session = _end(asked, session, doubts)
        seen += ended
    return Heard(answer, seen, session, why_kept(doubts))


def _end(
    asked: Asked, session: Session, doubts: Sequence[Text]
) -> tuple[list[Observation], Session]:
    told = asked.payload
    kwh = session.register_kwh if session.begun and not doubts else None
    stopped_by = token_of("", told)
    return end(
        asked,
        session,
        at=asked.when(told["timestamp"]),
        kwh=kwh,
        reason=told["transactionInfo"].get("stoppedReason", "Local"),
        token=stopped_by,
        doubts=doubts,
    )


def _states(asked: Asked, session: Session) -> list[Observation]:
    """Return what an event tells of the vehicle, and who may charge it."""
    told, teller, evse = asked.payload, asked.teller, _evse(asked)
    at = asked.when(told["timestamp"])
    state = told["transactionInfo"].get("chargingState")
    if told["eventType"] == ENDED:
        state = IDLE
    said = {"chargingState": state, "seqNo": told["seqNo"]}
    if told["eventType"] == "Updated":
        said["idToken"] = token_of("", told) or None
    seen = list(say_all(teller, session.urn, said, at))
    if evse and state is not None:
        urn, introduced = evse_seen(asked, evse)
        seen += [*introduced, say(teller, urn, "chargingState", state, at)]
    return seen


def _evse(asked: Asked) -> int:
    """Return the EVSE of an event; 0 where it does not say."""
    told = asked.payload.get("evse")
    return require_evse(told["id"]) if told else 0


def _register(asked: Asked) -> float | None:
    """Return the first register an event tells; None if none."""
    told = asked.payload.get("meterValue", ())[:1]
    readings = readings_of(told, [asked.at] * len(told), asked.teller.profile)
    return next((one.value for one in readings if one.attribute == REGISTER), None)


def _report(asked: Asked) -> Heard:
    """Take in the variables of a station, each an instance of `variable`."""
    told = asked.payload
    seen = learn_clock(asked, [told["generatedAt"]])
    at = asked.when(told["generatedAt"])
    for one in told.get("reportData", ()):
        actual = next(
            (
                attribute.get("value")
                for attribute in one["variableAttribute"]
                if attribute.get("type", "Actual") == "Actual"
            ),
            None,
        )
        value = {"component": one["component"], "variable": one["variable"]}
        seen.append(
            notice(asked, "variable", {**value, "value": actual}, at, _path(one))
        )
    return Heard({}, seen)


def _path(one: Mapping[str, Any]) -> str:
    """Return what tells a variable of a component from others."""
    component, variable = one["component"], one["variable"]
    evse = component.get("evse", {})
    parts = (
        component["name"],
        component.get("instance"),
        evse.get("id"),
        evse.get("connectorId"),
        variable["name"],
        variable.get("instance"),
    )
    text = ".".join(str(part) for part in parts if part is not None)
    return "".join(letter if letter.isalnum() else "." for letter in text)


def _event(asked: Asked) -> Heard:
    times = [one["timestamp"] for one in asked.payload["eventData"]]
    seen = learn_clock(asked, times)
    for one in asked.payload["eventData"]:
        at = asked.when(one["timestamp"])
        seen.append(notice(asked, "stationEvent", dict(one), at, _path(one)))
    return Heard({}, seen)


HEARS: Final[Mapping[str, Callable[[Asked], Heard]]] = {
    "Authorize": _authorize,
    "BootNotification": _boot,
    "ClearedChargingLimit": kept("chargingLimitNotice"),
    "DataTransfer": data,
    "FirmwareStatusNotification": firmware,
    "Heartbeat": heartbeat,
    "LogStatusNotification": diagnostics,
    "MeterValues": _meters,
    "NotifyChargingLimit": kept("chargingLimitNotice"),
    "NotifyCustomerInformation": kept("customerInformation"),
    "NotifyDisplayMessages": kept("displayMessages"),
    "NotifyEVChargingNeeds": kept("chargingNeeds", {"status": "Accepted"}),
    "NotifyEVChargingSchedule": kept("chargingSchedule", {"status": "Accepted"}),
    "NotifyEvent": _event,
    "NotifyMonitoringReport": kept("monitoringReport"),
    "NotifyReport": _report,
    "PublishFirmwareStatusNotification": firmware,
    "ReportChargingProfiles": kept("chargingProfiles"),
    "ReservationStatusUpdate": kept("reservationStatus"),
    "SecurityEventNotification": security,
    "SignCertificate": sign,
    "StatusNotification": _status,
    "TransactionEvent": _transaction,
}
