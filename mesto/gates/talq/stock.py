"""What the city keeps of a gateway's documents."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mesto.gates.talq import naming
from mesto.gates.talq.operation import is_uuid
from mesto.gates.talq.standard import Document
from mesto.kernel.city import City
from mesto.kernel.model import Device, Entity
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.registry import DEVICE

READ_AT_ONCE: Final = 1_000


async def documents(city: City, connection: str, resource: str) -> list[Document]:
    """Return all documents of a resource, in order of their keys."""
    prefix = naming.document_prefix(connection, resource)
    urns = await city.ask(OfType(type=naming.DOCUMENT))
    return await _read(city, [urn for urn in urns if urn.startswith(prefix)])


async def find(
    city: City, connection: str, resource: str, keys: Sequence[str]
) -> dict[str, Document]:
    """Return the documents of these keys, by key; absent ones are left out."""
    urns = {naming.document_urn(connection, resource, key): key for key in keys}
    found = await city.present(list(urns))
    return {urns[urn]: document_in(one) for urn, one in found.items()}


async def device_urns(
    city: City, connection: str, known: Mapping[str, Device]
) -> list[str]:
    """Return the URNs of a gateway's devices, in order.

    known: by serial; a town may have written down a device before it was announced
    """
    prefix = naming.device_prefix(connection)
    urns = await city.ask(OfType(type=DEVICE))
    gone = {one.urn for one in known.values() if one.connection != connection}
    announced = {urn for urn in urns if urn.startswith(prefix)} - gone
    written = {
        one.urn
        for one in known.values()
        if one.connection == connection and is_uuid(one.serial)
    }
    return sorted(announced | written)


async def devices(city: City, urns: Sequence[str]) -> list[Document]:
    """Return devices as they stand in TALQ, in the order of `urns`."""
    return await _read(city, urns)


async def find_devices(
    city: City, connection: str, known: Mapping[str, Device], addresses: Sequence[str]
) -> dict[str, Document]:
    """Return the devices of these addresses, by address in lower case."""
    urns = {urn_of(one, connection, known): one.lower() for one in addresses}
    found = await city.present(list(urns))
    return {
        urns[urn]: document_in(one)
        for urn, one in found.items()
        if one.value("connection") == connection
    }


def urn_of(address: str, connection: str, known: Mapping[str, Device]) -> str:
    """Return the URN of a device, whoever wrote it down first."""
    device = known.get(address.lower())
    mine = device is not None and device.connection == connection
    return device.urn if device and mine else naming.device_urn(connection, address)


async def _read(city: City, urns: Sequence[str]) -> list[Document]:
    found: dict[str, Entity] = {}
    for start in range(0, len(urns), READ_AT_ONCE):
        found |= await city.present(urns[start : start + READ_AT_ONCE])
    return [document_in(found[urn]) for urn in urns if urn in found]


def document_in(entity: Entity) -> Document:
    """Return the document of an entity.

    A device that the gateway has not announced yet is told as the town wrote it down.
    """
    told = entity.value("document")
    if told is not None:
        return told
    serial, name = entity.value("serialNumber"), entity.value("name")
    return {
        "address": serial,
        "name": name if isinstance(name, str) else serial,
        "class": entity.value("deviceProfile") or "unknown",
    }


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return a device after a partial update.

    Functions are matched by their ids; those that are not told stay.

    Source: TALQ 2.7.1, cms.openapi.json, partialUpdateDevices.
    """
    functions = {one["id"]: one for one in old.get("functions", ())}
    for one in new.get("functions", ()):
        functions[one["id"]] = {**functions.get(one["id"], {}), **one}
    joined = {**old, **new}
    return {**joined, "functions": list(functions.values())} if functions else joined
