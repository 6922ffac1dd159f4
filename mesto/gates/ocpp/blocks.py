"""What stations are told beside charging: to update, send logs, show, and trust.

Pure. Source: OCPP 1.6 edition 2, 5, and its security whitepaper, edition 3; OCPP 2.0.1
edition 3 part 2, 1.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal
from zlib import crc32

import msgspec

from mesto.gates.ocpp.codec import OLD, Asks, Refused

AT_ONCE: Final = "2020-01-01T00:00:00Z"  #: what is due long since is done at once
NEWEST: Final = "ocpp2.1"
_DISPLAY: Final = "a station of 1.6 has no display that can be told anything"


class Firmware(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fetch and install firmware; with both PEM and signature it is checked before."""

    url: str
    at: str = AT_ONCE
    certificate: str = ""  #: of who has signed it, PEM
    signature: str = ""  #: base64


class Log(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Send a log to an address; empty: to the town, see `logs`."""

    url: str = ""
    kind: Literal["diagnostics", "security"] = "diagnostics"


class Show(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Show a message."""

    id: int
    text: str
    language: str = ""
    priority: str = "NormalCycle"
    until: str = ""


class Hide(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Show a message no longer."""

    id: int


class Trust(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Believe whom a root certificate has signed."""

    certificate: str  #: PEM
    kind: str = "CSMSRootCertificate"


class Secure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Use another security profile from the next restart on.

    url: of the connection, as the station is to come to it; 1.6 keeps its own
    """

    profile: Literal[1, 2, 3]
    url: str = ""
    slot: int = 1
    timeout_s: int = 30


def _firmware(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Firmware)
    firmware = {"location": told.url, "retrieveDateTime": told.at}
    if told.signature:
        firmware |= {
            "signingCertificate": told.certificate,
            "signature": told.signature,
        }
    elif protocol == OLD:
        return Asks("UpdateFirmware", {"location": told.url, "retrieveDate": told.at})
    action = "SignedUpdateFirmware" if protocol == OLD else "UpdateFirmware"
    return Asks(action, {"requestId": _number(value), "firmware": firmware})


def _log(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Log)
    if protocol == OLD and told.kind == "diagnostics":
        return Asks("GetDiagnostics", {"location": told.url})
    return Asks(
        "GetLog",
        {
            "logType": f"{told.kind.capitalize()}Log",
            "requestId": _number(value),
            "log": {"remoteLocation": told.url},
        },
    )


def _show(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Show)
    if protocol == OLD:
        raise Refused("NotSupported", _DISPLAY)
    said = {"format": "UTF8", "content": told.text}
    message: dict[str, Any] = {"id": told.id, "priority": told.priority}
    message["message"] = said | ({"language": told.language} if told.language else {})
    if told.until:
        message["endDateTime"] = told.until
    return Asks("SetDisplayMessage", {"message": message})


def _hide(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Hide)
    if protocol == OLD:
        raise Refused("NotSupported", _DISPLAY)
    return Asks("ClearDisplayMessage", {"id": told.id})


def _trust(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Trust)
    kind = told.kind
    if protocol == OLD and kind == "CSMSRootCertificate":
        kind = "CentralSystemRootCertificate"
    payload = {"certificateType": kind, "certificate": told.certificate}
    return Asks("InstallCertificate", payload)


def _renew(protocol: str, _value: object) -> Asks:
    if protocol == OLD:
        wanted = {"requestedMessage": "SignChargePointCertificate"}
        return Asks("ExtendedTriggerMessage", wanted)
    return Asks(
        "TriggerMessage", {"requestedMessage": "SignChargingStationCertificate"}
    )


def _secure(protocol: str, value: object) -> Asks:
    told = msgspec.convert(value, Secure)
    if protocol == OLD:
        setting = {"key": "SecurityProfile", "value": str(told.profile)}
        return Asks("ChangeConfiguration", setting)
    return Asks(
        "SetNetworkProfile",
        {
            "configurationSlot": told.slot,
            "connectionData": {
                "messageTimeout": told.timeout_s,
                "ocppCsmsUrl": told.url,
                "ocppInterface": "Wired0",
                "ocppTransport": "JSON",
                "ocppVersion": "OCPP21" if protocol == NEWEST else "OCPP20",
                "securityProfile": told.profile,
            },
        },
    )


def _number(value: object) -> int:
    """Return the number of a request; the same request has the same."""
    return crc32(msgspec.json.encode(value)) >> 1


BLOCKS: Final[Mapping[str, Callable[[str, object], Asks]]] = {
    "updateFirmware": _firmware,
    "fetchLog": _log,
    "showMessage": _show,
    "clearMessage": _hide,
    "installCertificate": _trust,
    "renewCertificate": _renew,
    "setSecurityProfile": _secure,
}
