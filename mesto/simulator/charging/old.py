"""A station's words in OCPP 1.6. Pure.

Source: OCPP 1.6 edition 2, 6 and 7.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from mesto.simulator.charging.point import Point, Said, Status, Turn
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


def boot(point: Point) -> tuple[str, Payload]:
    """Return how a station says that it has started."""
    one = point.bought
    return "BootNotification", {
        "chargePointVendor": one.maker,
        "chargePointModel": one.model,
        "chargePointSerialNumber": one.serial,
        "firmwareVersion": point.firmware,
    }


def calls(said: Said, at: Written) -> Iterator[tuple[str, Payload]]:
    """Yield what a station says of what happened; in the order it must be said."""
    if isinstance(said, Status):
        yield (
            "StatusNotification",
            {
                "connectorId": said.place.number,
                "status": said.status,
                "errorCode": said.error,
                "timestamp": at(said.at_s),
            },
        )
        return
    if said.what == "Started":
        yield (
            "StartTransaction",
            {
                "connectorId": said.place,
                "idTag": said.car.card,
                "meterStart": round(said.register_kwh * 1000),
                "timestamp": at(said.at_s),
            },
        )
    elif said.what == "Updated":
        if said.metered:
            yield (
                "MeterValues",
                {
                    "connectorId": said.place,
                    "transactionId": int(said.car.transaction or 0),
                    "meterValue": [_meters(said, at)],
                },
            )
    else:
        yield (
            "StopTransaction",
            {
                "transactionId": int(said.car.transaction or 0),
                "meterStop": round(said.register_kwh * 1000),
                "timestamp": at(said.at_s),
                "reason": said.why,
            },
        )


def answered(said: Said, answer: Mapping[str, Any]) -> bool:
    """Take in an answer; tell whether who charges may go on."""
    if isinstance(said, Turn) and said.what == "Started":
        said.car.transaction = str(answer.get("transactionId", ""))
        return bool(answer.get("idTagInfo", {}).get("status") == "Accepted")
    return True


def _meters(said: Turn, at: Written) -> Payload:
    def one(measurand: str, value: float, unit: str, **more: str) -> Payload:
        return {"measurand": measurand, "value": f"{value:g}", "unit": unit, **more}

    wh = round(said.register_kwh * 1000)
    values = [
        one("Energy.Active.Import.Register", wh, "Wh") | {"value": str(wh)},
        one("Power.Active.Import", round(said.power_kw * 1000), "W"),
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
    place = point.place(told.get("connectorId", 1))
    said = list(point.begin(place, told["idTag"], at_s)) if place else []
    return Reply({"status": "Accepted" if said else "Rejected"}, said)


def _stop(point: Point, told: Payload, _at_s: float) -> Reply:
    for place in point.places:
        if place.car and place.car.transaction == str(told["transactionId"]):
            return Reply({"status": "Accepted"}, list(point.stop(place, "Remote")))
    return Reply({"status": "Rejected"})


def _reset(point: Point, told: Payload, _at_s: float) -> Reply:
    said = list(point.restart(f"{told['type']}Reset"))
    return Reply({"status": "Accepted"}, said, restarts=True)


def _unlock(point: Point, told: Payload, _at_s: float) -> Reply:
    place = point.place(told["connectorId"])
    if place is None:
        return Reply({"status": "NotSupported"})
    if place.broken == "ConnectorLockFailure":
        return Reply({"status": "UnlockFailed"})
    return Reply({"status": "Unlocked"}, list(point.stop(place, "UnlockCommand")))


def _availability(point: Point, told: Payload, _at_s: float) -> Reply:
    return serve(point, told["connectorId"], open_=told["type"] == "Operative")


def _trigger(point: Point, told: Payload, _at_s: float) -> Reply:
    return trigger(point, told["requestedMessage"])


def _profile(point: Point, told: Payload, at_s: float) -> Reply:
    profile = read_profile(told["connectorId"], told["csChargingProfiles"], at_s)
    point.profiles[profile.id] = profile
    return Reply({"status": "Accepted"})


def _clear(point: Point, told: Payload, _at_s: float) -> Reply:
    return Reply({"status": apart(point, told.get("id"))})


def _configuration(point: Point, told: Payload, _at_s: float) -> Reply:
    known = {
        "HeartbeatInterval": "300",
        "MeterValueSampleInterval": "60",
        "NumberOfConnectors": str(len(point.places)),
        "AuthorizeRemoteTxRequests": "true",
        "ChargeProfileMaxStackLevel": "8",
    }
    wanted = told.get("key") or list(known)
    found = [
        {"key": name, "readonly": True, "value": known[name]}
        for name in wanted
        if name in known
    ]
    unknown = [name for name in wanted if name not in known]
    return Reply({"configurationKey": found, "unknownKey": unknown})


def _diagnostics(point: Point, told: Payload, _at_s: float) -> Reply:
    name = f"{point.bought.identity}-diagnostics.txt"
    return Reply({"fileName": name}, uploads=told["location"])


def _firmware(_point: Point, told: Payload, _at_s: float) -> Reply:
    return Reply({}, installs=told["location"])


def _list_version(_point: Point, _told: Payload, _at_s: float) -> Reply:
    return Reply({"listVersion": 0})


_DOES: Final[Mapping[str, Callable[[Point, Payload, float], Reply]]] = {
    "RemoteStartTransaction": _start,
    "RemoteStopTransaction": _stop,
    "Reset": _reset,
    "UnlockConnector": _unlock,
    "ChangeAvailability": _availability,
    "TriggerMessage": _trigger,
    "SetChargingProfile": _profile,
    "ClearChargingProfile": _clear,
    "GetConfiguration": _configuration,
    "GetDiagnostics": _diagnostics,
    "UpdateFirmware": _firmware,
    "ChangeConfiguration": accept,
    "SendLocalList": accept,
    "GetLocalListVersion": _list_version,
    "ReserveNow": accept,
    "CancelReservation": accept,
    "ClearCache": accept,
}
