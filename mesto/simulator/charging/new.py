"""A station's words in OCPP 2.0.1. Pure.

Source: OCPP 2.0.1 edition 3 part 2, 1.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from mesto.simulator.charging.point import Point, Said, Turn
from mesto.simulator.charging.profiles import read_profile
from mesto.simulator.charging.told import (
    Payload,
    Reply,
    accept,
    apart,
    no_such_thing,
    serve,
    trigger,
)

#: Moments are texts by the wall's clock.
Written = Callable[[float], str]

#: Given at most by who has just come. A station that started anew tells again that a
#: transaction began, but not what its meter was then.
FRESH_KWH: Final = 0.5
_STATES: Final = {
    "Charging": "Charging",
    "SuspendedEV": "SuspendedEV",
    "SuspendedEVSE": "SuspendedEVSE",
    "Finishing": "EVConnected",
}
_STATUS: Final = {"Available": "Available", "Unavailable": "Unavailable"}
#: Component and variable that tell of what OCPP 1.6 calls so.
_PARTS: Final = {
    "GroundFailure": ("ElectricalFeed", "Problem"),
    "ConnectorLockFailure": ("ConnectorPlugRetentionLock", "Problem"),
    "PowerMeterFailure": ("FiscalMetering", "Problem"),
    "OverCurrentFailure": ("OverCurrentBreaker", "Tripped"),
    "HighTemperature": ("TemperatureSensor", "Problem"),
    "EVCommunicationError": ("ConnectedEV", "Problem"),
}


def boot(point: Point) -> tuple[str, Payload]:
    """Return how a station says that it has started."""
    one = point.bought
    station = {
        "vendorName": one.maker,
        "model": one.model,
        "serialNumber": one.serial,
        "firmwareVersion": point.firmware,
    }
    return "BootNotification", {"reason": "PowerUp", "chargingStation": station}


def calls(said: Said, at: Written) -> Iterator[tuple[str, Payload]]:
    """Yield what a station says of what happened; in the order it must be said."""
    if isinstance(said, Turn):
        yield "TransactionEvent", _event(said, at)
        return
    status = _STATUS.get(said.status, "Occupied")
    yield (
        "StatusNotification",
        {
            "timestamp": at(said.at_s),
            "connectorStatus": "Faulted" if said.status == "Faulted" else status,
            "evseId": said.place.number,
            "connectorId": 1,
        },
    )
    if said.error != "NoError":
        component, variable = _PARTS[said.error]
        yield (
            "NotifyEvent",
            {
                "generatedAt": at(said.at_s),
                "seqNo": 0,
                "eventData": [
                    {
                        "eventId": int(said.at_s) % 2**31,
                        "timestamp": at(said.at_s),
                        "trigger": "Alerting",
                        "actualValue": "true",
                        "techCode": said.error,
                        "eventNotificationType": "HardWiredNotification",
                        "component": {
                            "name": component,
                            "evse": {"id": said.place.number},
                        },
                        "variable": {"name": variable},
                    }
                ],
            },
        )


def answered(said: Said, answer: Mapping[str, Any]) -> bool:
    """Take in an answer; tell whether who charges may go on."""
    token = answer.get("idTokenInfo", {}) if isinstance(said, Turn) else {}
    return bool(token.get("status", "Accepted") == "Accepted")


def _event(said: Turn, at: Written) -> Payload:
    car = said.car
    car.transaction = car.key
    info: Payload = {"transactionId": car.key}
    if said.what == "Ended":
        info["stoppedReason"] = {
            "HardReset": "ImmediateReset",
            "SoftReset": "ImmediateReset",
        }.get(said.why, said.why)
    else:
        info["chargingState"] = _STATES.get(said.status, "EVConnected")
    told: Payload = {
        "eventType": said.what,
        "timestamp": at(said.at_s),
        "triggerReason": _trigger_of(said),
        "seqNo": max(0, int(said.at_s - car.session.start_s)),
        "transactionInfo": info,
        "evse": {"id": said.place, "connectorId": 1},
    }
    if said.what != "Started" or car.given_kwh < FRESH_KWH:
        told["meterValue"] = [_meters(said, at)]
    if said.what == "Started":
        told["idToken"] = {"idToken": car.card, "type": "ISO14443"}
    return told


def _trigger_of(said: Turn) -> str:
    if said.what == "Started":
        return "Authorized"
    if said.what == "Updated":
        return "MeterValuePeriodic" if said.metered else "ChargingStateChanged"
    return {"Remote": "RemoteStop", "EVDisconnected": "EVDeparted"}.get(
        said.why, "AbnormalCondition"
    )


def _meters(said: Turn, at: Written) -> Payload:
    def one(measurand: str, value: float, unit: str, **more: str) -> Payload:
        unit_of = {"unitOfMeasure": {"unit": unit}}
        return {"measurand": measurand, "value": value, **unit_of, **more}

    values = [
        one("Energy.Active.Import.Register", round(said.register_kwh * 1000, 1), "Wh"),
        one("Power.Active.Import", round(said.power_kw * 1000, 1), "W"),
    ]
    for phase, amps in enumerate(said.currents_a, 1):
        line = f"L{phase}"
        values.append(one("Current.Import", round(amps, 1), "A", phase=line))
        values.append(one("Voltage", 230 - phase, "V", phase=f"{line}-N"))
    if said.fast:
        values.append(one("SoC", round(said.car.charge * 100), "Percent"))
    return {"timestamp": at(said.at_s), "sampledValue": values}


def obey(point: Point, action: str, told: Payload, at_s: float) -> Reply:
    """Do what a station is told, and answer."""
    does = _DOES.get(action)
    return does(point, told, at_s) if does else no_such_thing()


def _start(point: Point, told: Payload, at_s: float) -> Reply:
    place = point.place(told.get("evseId", 1))
    card = told["idToken"]["idToken"]
    said = list(point.begin(place, card, at_s)) if place else []
    return Reply({"status": "Accepted" if said else "Rejected"}, said)


def _stop(point: Point, told: Payload, _at_s: float) -> Reply:
    for place in point.places:
        if place.car and place.car.key == told["transactionId"]:
            return Reply({"status": "Accepted"}, list(point.stop(place, "Remote")))
    return Reply({"status": "Rejected"})


def _reset(point: Point, _told: Payload, _at_s: float) -> Reply:
    said = list(point.restart("HardReset"))
    return Reply({"status": "Accepted"}, said, restarts=True)


def _unlock(point: Point, told: Payload, _at_s: float) -> Reply:
    place = point.place(told["evseId"])
    if place is None:
        return Reply({"status": "UnknownConnector"})
    if place.broken == "ConnectorLockFailure":
        return Reply({"status": "UnlockFailed"})
    return Reply({"status": "Unlocked"}, list(point.stop(place, "Other")))


def _availability(point: Point, told: Payload, _at_s: float) -> Reply:
    number = told.get("evse", {}).get("id", 0)
    return serve(point, number, open_=told["operationalStatus"] == "Operative")


def _trigger(point: Point, told: Payload, _at_s: float) -> Reply:
    return trigger(point, told["requestedMessage"])


def _profile(point: Point, told: Payload, at_s: float) -> Reply:
    profile = read_profile(told["evseId"], told["chargingProfile"], at_s)
    place = point.place(profile.place)
    if place is not None and place.connector.fast and profile.in_amps:
        return Reply({"status": "Rejected"})  # direct current is told in watts alone
    point.profiles[profile.id] = profile
    return Reply({"status": "Accepted"})


def _clear(point: Point, told: Payload, _at_s: float) -> Reply:
    return Reply({"status": apart(point, told.get("chargingProfileId"))})


def _variables(point: Point, told: Payload, _at_s: float) -> Reply:
    known = {
        "HeartbeatInterval": "300",
        "AvailabilityState": "Available",
        "EVSEs": str(len(point.places)),
    }
    results = []
    for one in told["getVariableData"]:
        name = one["variable"]["name"]
        found = name in known
        results.append(
            {
                "attributeStatus": "Accepted" if found else "UnknownVariable",
                "component": one["component"],
                "variable": one["variable"],
                **({"attributeValue": known[name]} if found else {}),
            }
        )
    return Reply({"getVariableResult": results})


def _set_variables(_point: Point, told: Payload, _at_s: float) -> Reply:
    results = [
        {
            "attributeStatus": "Accepted",
            "component": one["component"],
            "variable": one["variable"],
        }
        for one in told["setVariableData"]
    ]
    return Reply({"setVariableResult": results})


def _log(point: Point, told: Payload, _at_s: float) -> Reply:
    name = f"{point.bought.identity}-log.txt"
    return Reply(
        {"status": "Accepted", "filename": name},
        uploads=told["log"]["remoteLocation"],
        request=told["requestId"],
    )


def _firmware(_point: Point, told: Payload, _at_s: float) -> Reply:
    return Reply(
        {"status": "Accepted"},
        installs=told["firmware"]["location"],
        request=told["requestId"],
    )


def _list_version(_point: Point, _told: Payload, _at_s: float) -> Reply:
    return Reply({"versionNumber": 0})


_DOES: Final[Mapping[str, Callable[[Point, Payload, float], Reply]]] = {
    "RequestStartTransaction": _start,
    "RequestStopTransaction": _stop,
    "Reset": _reset,
    "UnlockConnector": _unlock,
    "ChangeAvailability": _availability,
    "TriggerMessage": _trigger,
    "SetChargingProfile": _profile,
    "ClearChargingProfile": _clear,
    "GetVariables": _variables,
    "SetVariables": _set_variables,
    "GetLog": _log,
    "UpdateFirmware": _firmware,
    "SendLocalList": accept,
    "GetLocalListVersion": _list_version,
    "ReserveNow": accept,
    "CancelReservation": accept,
    "ClearCache": accept,
}
