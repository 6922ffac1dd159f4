"""Devices that a gateway announces, or that we find at it, as the city's. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import quote

import msgspec

from mesto.gates.talq import naming
from mesto.gates.talq.codec import DEVICES, Source, read_functions, read_parts
from mesto.gates.talq.operation import is_uuid
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.standard import Document
from mesto.gates.talq.statements import document_of, heard_of, speaker, told_of
from mesto.kernel.errors import Malformed
from mesto.kernel.model import TYPE, Device, Kind, Message, Observation, Settled, Value
from mesto.kernel.plugin import Heard, Known
from mesto.kernel.registry import DEVICE

METHOD: Final = "method"  #: header of a message: how it was brought
#: What a device with a function is for; the first that it has decides.
ASSET_TYPES: Final = (
    ("CabinetMonitorFunction", "StreetlightControlCabinet"),
    ("CabinetConfigurationFunction", "StreetlightControlCabinet"),
    ("SegmentMonitorFunction", "StreetlightControlCabinet"),
    ("LampActuatorFunction", "Streetlight"),
    ("LampMonitorFunction", "Streetlight"),
    ("ElectricalMeterFunction", "StreetlightControlCabinet"),
    ("FillingLevelSensorFunction", "WasteContainer"),
    ("ParkingSensorFunction", "ParkingSpot"),
)
ASKED: Final = "GET"  #: we asked for it
PARTLY: Final = "PATCH"  #: it says a part of what there is
THERE: Final = "device-addresses"  #: origin of a message of ours: see `read_there`
STATE: Final = "deviceState"  #: of a Device, where nobody has it any more
GONE, REMOVED = "gone", "removed"  #: by its gateway, and by the town
LOST: Final = "deviceGone"  #: of an asset: the connection that has its device no more


def read_devices(message: Message, known: Known[Settings]) -> Iterator[Heard]:
    """Read devices that were announced, or found where we looked."""
    parts = read_parts(message.payload, DEVICES)
    named = known.settings.asset_by != ""
    taken = {one.entity for one in known.devices.values()} if named else set()
    yield from heard_of(parts, lambda device: _device(device, message, known, taken))


def _device(
    told: Document, message: Message, known: Known[Settings], taken: set[str]
) -> Iterator[Heard]:
    """Read one device.

    taken: assets that have a device
    """
    method = message.headers.get(METHOD, ASKED)
    serial = told["address"].lower()
    before = known.devices.get(serial)
    if before is not None and before.connection not in ("", known.connection):
        speaker(Source(serial), known)  # says so
    mine = known.devices.get(serial) or Device(
        urn=(urn := naming.device_urn(known.connection, serial)),
        serial=serial,
        entity=urn,
    )
    known_well = (
        before is not None
        and before.profile == told["class"]
        and before.connection == known.connection
    )
    asset = _asset(told, mine, known.settings, taken)
    taken.add(asset)
    if method != PARTLY and (method != ASKED or not known_well):
        yield from _announced(told, mine.urn, known)
    if before is not None and before.connection == "":
        yield from _is_back(mine, asset, known)
    if asset != mine.entity:
        link = Kind.RELATIONSHIP
        yield _of_device(mine.urn, "controlledAsset", asset, known, kind=link)
    for said in read_functions(told):
        if isinstance(said, Settled):
            yield said
        elif said.at is not None or method != ASKED:
            whole = f"{serial}/{said.source.function.lower()}"
            other = known.devices.get(whole)
            entity = asset if other is None else other.entity
            yield from told_of(said, entity, message, known)


class There(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which devices a gateway has, and which it has no more, by address.

    there: all of them; None: nothing is said
    removed: the town has taken away what is gone
    """

    there: frozenset[str] | None = None
    gone: frozenset[str] = frozenset()
    removed: bool = False

    def as_message(self, at: datetime) -> Message:
        """Return it as the line tells it."""
        payload = msgspec.json.encode(self)
        return Message(payload=payload, origin=THERE, received_at=at)


def read_there(message: Message, known: Known[Settings]) -> Iterator[Observation]:
    """Read which devices are no more.

    Devices of ours that are not there are gone too, but for those a person wrote down:
    their gateway may not have been switched on yet.
    """
    try:
        told = msgspec.json.decode(message.payload, type=There)
    except msgspec.MsgspecError as error:
        raise Malformed(f"no list of devices: {error}") from error
    ours = naming.device_prefix(known.connection)
    for serial, device in list(known.devices.items()):
        if device.connection != known.connection:
            continue
        announced = device.urn.startswith(ours) and is_uuid(serial)
        missing = told.there is not None and announced and serial not in told.there
        if missing or serial in told.gone:
            yield from lost(device, known, removed=told.removed)


def lost(
    device: Device, known: Known[Settings], *, removed: bool = False
) -> Iterator[Observation]:
    """Say that a gateway has a device no more; what it was and said stays.

    removed: the town wanted it so, and its asset needs no alarm
    """
    yield _no_more(device.urn, "connection", known)
    yield _of_device(device.urn, STATE, REMOVED if removed else GONE, known)
    if not removed:
        yield _of_device(device.entity, LOST, known.connection, known)


def _is_back(
    device: Device, asset: str, known: Known[Settings]
) -> Iterator[Observation]:
    """Take back that a device is gone."""
    yield _no_more(device.urn, STATE, known)
    for entity in dict.fromkeys((device.entity, asset)):
        yield _no_more(entity, LOST, known)


def _announced(
    told: Document, urn: str, known: Known[Settings]
) -> Iterator[Observation]:
    """Say that there is a device; a person says which asset it speaks for."""
    yield _of_device(urn, TYPE, [DEVICE], known)
    for name, value in {
        "serialNumber": told["address"].lower(),
        "name": told["name"],
        "deviceProfile": told["class"],
        "connection": known.connection,
    }.items():
        yield _of_device(urn, name, value, known)
    yield document_of(urn, told, known.connection)


def _of_device(
    urn: str,
    attribute: str,
    value: Value,
    known: Known[Settings],
    *,
    kind: Kind = Kind.PROPERTY,
) -> Observation:
    return Observation(
        entity=urn, attribute=attribute, value=value, kind=kind, source=known.connection
    )


def _no_more(urn: str, attribute: str, known: Known[Settings]) -> Observation:
    return Observation(
        entity=urn, attribute=attribute, deleted=True, source=known.connection
    )


def _asset(told: Document, device: Device, settings: Settings, taken: set[str]) -> str:
    """Return the URN of what a device speaks for.

    Where nobody has said so, a word of the device may name it, if the town wants that
    and no other device speaks for it.
    """
    if device.entity != device.urn:
        return device.entity
    name, kind = _word(told, settings.asset_by), _asset_type(told)
    asset = f"urn:ngsi-ld:{kind}:{quote(name, safe='')}"
    return asset if name and kind and asset not in taken else device.urn


def _asset_type(told: Document) -> str:
    """Return the type of what a device is for; empty: its functions do not tell."""
    functions = {one["type"] for one in told.get("functions", ())}
    fits = (kind for function, kind in ASSET_TYPES if function in functions)
    return next(fits, "")


def _word(told: Document, word: str) -> str:
    if word == "name":
        return str(told["name"])
    for function in told.get("functions", ()):
        found = function.get(word) if function["type"] == "BasicFunction" else None
        if found is not None:
            return str(found.get("value", ""))
    return ""
