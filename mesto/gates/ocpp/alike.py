"""What stations say in the same words whatever the version. Pure.

Source: OCPP 2.0.1 edition 3 part 2, 1; Improved security for OCPP 1.6-J, edition 3.
"""

from collections.abc import Callable
from typing import Final

from mesto.gates.ocpp.codec import Payload
from mesto.gates.ocpp.telling import Asked, Heard, learn_clock, notice, say, say_all
from mesto.kernel.errors import Malformed

STATIONS: Final = "ChargingStationCertificate"  #: no V2G certificate is signed


def iso(at: object) -> str:
    """Write a time as the standard wants it."""
    return str(at).replace(" ", "T").replace("+00:00", "Z")


def heartbeat(asked: Asked) -> Heard:
    """Tell the time."""
    teller = asked.teller
    seen = [say(teller, teller.urn, "connected", value=True, at=asked.at)]
    return Heard({"currentTime": iso(asked.at)}, seen)


def security(asked: Asked) -> Heard:
    """Note what happened that concerns security."""
    told = asked.payload
    seen = learn_clock(asked, [told["timestamp"]])
    at = asked.when(told["timestamp"])
    return Heard({}, [*seen, notice(asked, "securityEvent", dict(told), at)])


def status_as(name: str) -> Callable[[Asked], Heard]:
    """Return what notes the status a message tells as an attribute of its station."""

    def note(asked: Asked) -> Heard:
        said = {name: asked.payload["status"]}
        return Heard({}, list(say_all(asked.teller, asked.teller.urn, said, asked.at)))

    return note


def kept(name: str, answer: Payload | None = None) -> Callable[[Asked], Heard]:
    """Return what keeps a message as it is, for whoever looks."""

    def keep(asked: Asked) -> Heard:
        return Heard(answer or {}, [notice(asked, name, dict(asked.payload), asked.at)])

    return keep


def sign(asked: Asked) -> Heard:
    """Say whether a certificate will be signed; what is asked for is kept.

    Raises Malformed, which is kept, where it cannot be.
    """
    from mesto.gates.ocpp.certificates import read_request

    told, teller = asked.payload, asked.teller
    seen = [notice(asked, "certificateRequest", dict(told), asked.at)]
    kind = told.get("certificateType", STATIONS)
    if not teller.settings.signs or kind != STATIONS:
        return Heard({"status": "Rejected"}, seen)
    try:
        read_request(told["csr"], teller.identity)
    except Malformed as wrong:
        return Heard({"status": "Rejected"}, seen, doubt=str(wrong))
    return Heard({"status": "Accepted"}, seen)


firmware = status_as("firmwareStatus")
diagnostics = status_as("diagnosticsStatus")
#: A maker's own message, which nobody here understands.
data = kept("dataTransfer", {"status": "UnknownVendorId"})
