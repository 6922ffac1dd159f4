"""Letting a station in that waits before the door. Pure.

It becomes a Device that speaks for an EVChargingStation. The password it came with
holds from then on, or one that is said.
"""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import msgspec

from mesto.domains.emobility.nouns import MODEL, SOCKET, VENDOR
from mesto.domains.emobility.refusals import BEGINS_WITH, NO_PASSWORD
from mesto.kernel.access.device import DIGEST, digest_of
from mesto.kernel.errors import Malformed
from mesto.kernel.model import TYPE, Entity, Kind, Value
from mesto.kernel.registry import DEVICE
from mesto.kernel.text import filled, refusal
from mesto.names.charging import STATION, WAITING

VEHICLES: Final = "allowedVehicleType"  #: Smart Data Models, EVChargingStation
SHOWN: Final = (
    *("identity", "connection", "protocol", "serialNumber", "firmwareVersion"),
    *("address", VENDOR, MODEL),
)


class Admission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which station is let in, and for which asset it speaks."""

    connection: str
    identity: str
    station: str  #: URN of an EVChargingStation; made where there is none
    password: str = ""  #: empty: the one it came with
    profile: str = ""  #: of its maker


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is to be recorded."""

    urn: str
    attribute: str
    value: Value
    kind: Kind = Kind.PROPERTY


def waiting_urn(connection: str, identity: str) -> str:
    """Return the URN of a station that waits."""
    return f"urn:ngsi-ld:{WAITING}:{connection}:{quote(identity, safe='')}"


def waiting_shown(entity: Entity) -> dict[str, Any]:
    """Return what people see of a station that waits, but no proof of who it is."""
    shown = {name: entity.value(name) for name in SHOWN}
    last = max(one.modified_at for one in entity.attributes)
    proves = entity.value(DIGEST) is not None
    return {**shown, "since": entity.created_at, "last": last, "hasPassword": proves}


def admitted(
    admission: Admission, waits: Entity | None, *, known: bool, salt: bytes
) -> Iterator[Stated]:
    """Yield what is to be recorded so that a station comes in.

    waits: as it waits before the door; None: it does not
    known: there is such an asset already

    Raises Malformed where it has nothing to prove itself with, or it is too short.
    """
    prefix = f"urn:ngsi-ld:{STATION}:"
    if not admission.station.startswith(prefix) or admission.station == prefix:
        says = filled(BEGINS_WITH, prefix=prefix)
        raise refusal(Malformed, says, place=("station",))
    digest = waits.value(DIGEST) if waits is not None else None
    if admission.password:
        digest = digest_of(admission.password, salt)
    if digest is None:
        raise refusal(Malformed, NO_PASSWORD, place=("password",))
    identity = quote(admission.identity, safe="")
    urn = f"urn:ngsi-ld:{DEVICE}:ocpp:{admission.connection}:{identity}"
    yield Stated(urn=urn, attribute=TYPE, value=[DEVICE])
    yield Stated(urn=urn, attribute="serialNumber", value=admission.identity)
    yield Stated(urn=urn, attribute="connection", value=admission.connection)
    yield Stated(urn=urn, attribute=DIGEST, value=digest)
    yield Stated(urn=urn, attribute="deviceProfile", value=admission.profile)
    yield Stated(
        urn=urn,
        attribute="controlledAsset",
        value=admission.station,
        kind=Kind.RELATIONSHIP,
    )
    if not known:
        yield Stated(urn=admission.station, attribute=TYPE, value=[STATION])
        yield Stated(urn=admission.station, attribute="name", value=admission.identity)
        # what its data model asks for, until somebody says more
        yield Stated(urn=admission.station, attribute=SOCKET, value=["Other"])
        yield Stated(urn=admission.station, attribute=VEHICLES, value=["car"])
