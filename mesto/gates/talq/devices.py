"""Devices that a gateway announces: each is a Device of the city."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from mesto.gates.talq import stock
from mesto.gates.talq.announce import lost
from mesto.gates.talq.call import (
    CREATED,
    OK,
    UNPROCESSABLE,
    Answer,
    Call,
    by_key,
    missing,
    read_body,
    refuse_another,
    refuse_others,
    take,
)
from mesto.gates.talq.operation import Fault, Refused
from mesto.gates.talq.standard import Document, scope_of
from mesto.gates.talq.statements import document_of
from mesto.kernel.errors import Unavailable

LOOK_S: Final = 0.02  #: how often it is looked whether a new device is known
LOOKS: Final = 500  #: then the gateway is asked to come again
MANY: Final = 1_000  #: devices on a page, where a gateway does not say how many
#: Partial updates of a municipality read what they change, one after the other.
_ONE_AT_A_TIME: Final[dict[str, asyncio.Lock]] = {}


async def list_all(call: Call) -> Answer:
    """Return the devices: all of them, or a page."""
    city, query = call.city, call.request.query
    urns = await stock.device_urns(city, call.connection, call.known.devices)
    classes = query.get("deviceClasses", ())
    if classes:
        listed = await stock.devices(city, urns)
        found = [one for one in listed if one["class"] in classes]
        return _page(found, query) if _paged(query) else Answer(OK, found)
    if not _paged(query):
        return Answer(OK, await stock.devices(city, urns))
    page = _page(urns, query)
    return page._replace(document=await stock.devices(city, page.document))


def _paged(query: Mapping[str, Sequence[str]]) -> bool:
    return "offset" in query or "limit" in query


def _page(found: Sequence[Any], query: Mapping[str, Sequence[str]]) -> Answer:
    offset = int(query.get("offset", ["0"])[0])
    limit = int(query.get("limit", [str(MANY)])[0])
    page = found[offset : offset + limit]
    figures = {
        "count": len(page),
        "defaultLimit": MANY,
        "offset": offset,
        "totalCount": len(found),
    }
    headers = {f"pagination-{name}": str(one) for name, one in figures.items()}
    return Answer(OK, list(page), headers)


async def get_one(call: Call) -> Answer:
    """Return one device."""
    return Answer(OK, await _existing_device(call))


async def _existing_device(call: Call) -> Document:
    found = await _find_devices(call, [call.key])
    if call.key.lower() not in found:
        raise missing("devices", [call.key])
    return found[call.key.lower()]


async def _find_devices(call: Call, addresses: Sequence[str]) -> dict[str, Document]:
    devices = call.known.devices
    return await stock.find_devices(call.city, call.connection, devices, addresses)


async def get_function(call: Call) -> Answer:
    """Return a function; with `attributeScope` only its attributes of that scope."""
    function = _function_in(call, await _existing_device(call))
    scope = call.request.query.get("attributeScope", [""])[0]
    return Answer(OK, _narrowed(function, scope) if scope else function)


def _function_in(call: Call, device: Document) -> Document:
    wanted = call.request.variables[1]
    for function in device.get("functions", ()):
        if function["id"] == wanted:
            return function
    raise missing("devices", [f"{call.key}/{wanted}"])


def _narrowed(function: Document, scope: str) -> Document:
    return {
        name: told
        for name, told in function.items()
        if name in ("id", "type") or scope_of(function["type"], name) == scope
    }


async def get_attribute(call: Call) -> Answer:
    """Return one attribute of a function."""
    function = _function_in(call, await _existing_device(call))
    name = call.request.variables[2]
    if not isinstance(function.get(name), Mapping):
        raise missing("devices", ["/".join(call.request.variables)])
    return Answer(OK, function[name])


async def add(call: Call) -> Answer:
    """Add devices; each is a Device of the city when this is answered.

    A gateway that starts again announces what it has: what is there under the same
    name and of the same class is as it says now.
    """
    told = by_key(call, read_body(call))
    before = await _find_devices(call, list(told))
    lower = {one.lower(): device for one, device in told.items()}
    announced = {one: told for one, told in before.items() if "functions" in told}
    refuse_others("devices", _identities(lower), _identities(announced))
    await _check_classes(call, told.values())
    await take(call)
    await _known_here(call, lower, call.connection)
    return Answer(CREATED, list(told.values()))


def _identities(devices: Mapping[str, Document]) -> dict[str, Document]:
    return {one: (told["name"], told["class"]) for one, told in devices.items()}


async def put(call: Call) -> Answer:
    """Replace devices that are there."""
    told = by_key(call, read_body(call))
    await _all_exist(call, told)
    await _check_classes(call, told.values())
    await take(call)
    return Answer(OK, list(told.values()))


async def put_one(call: Call) -> Answer:
    """Replace one device."""
    told = read_body(call)
    await _existing_device(call)
    refuse_another(call, told["address"])
    await _check_classes(call, [told])
    await take(call, [told])
    return Answer(OK, told)


async def patch(call: Call) -> Answer:
    """Update parts of devices: what they say, and what we keep of them."""
    await _update(call, list(by_key(call, read_body(call)).values()))
    return Answer(OK)


async def patch_one(call: Call) -> Answer:
    """Update a part of one device."""
    told = read_body(call)
    refuse_another(call, told["address"])
    await _update(call, [told])
    return Answer(OK)


async def _update(call: Call, told: Sequence[Document]) -> None:
    async with _ONE_AT_A_TIME.setdefault(call.city.name, asyncio.Lock()):
        before = await _all_exist(call, {one["address"]: one for one in told})
        after = [stock.merged(before[one["address"].lower()], one) for one in told]
        await _check_classes(call, after)
        await take(call, told)
        devices = call.known.devices
        await call.city.record(
            document_of(
                stock.urn_of(one["address"], call.connection, devices),
                one,
                call.connection,
            )
            for one in after
        )


async def delete(call: Call) -> Answer:
    """Take a device from its gateway; return what it was.

    What it has said, and which asset it speaks for, stays in the city.
    """
    told = await _existing_device(call)
    serial = call.key.lower()
    await _known_here(call, [serial], call.connection)
    await call.city.record(lost(call.known.devices[serial], call.known))
    await _known_here(call, [serial], "")
    return Answer(OK, told)


async def _all_exist(call: Call, told: Mapping[str, Document]) -> dict[str, Document]:
    before = await _find_devices(call, list(told))
    absent = [one for one in told if one.lower() not in before]
    if absent:
        raise missing("devices", absent)
    return before


async def _check_classes(call: Call, told: Iterable[Document]) -> None:
    """Raise Refused where a device has a function that its class does not.

    A class that was not announced says nothing.
    """
    devices = list(told)
    names = sorted({one["class"] for one in devices})
    classes = await stock.find(call.city, call.connection, "device-classes", names)
    allowed = {
        name: {one["functionId"] for one in told.get("functions", ())}
        for name, told in classes.items()
    }
    for device in devices:
        ids = {one["id"] for one in device.get("functions", ())}
        strange = sorted(ids - allowed.get(device["class"], ids))
        if strange:
            why = f"the class {device['class']} has no function {', '.join(strange)}"
            reference = ("devices", device["address"])
            raise Refused(UNPROCESSABLE, Fault("resourceConflict", why, [reference]))


async def _known_here(call: Call, serials: Collection[str], connection: str) -> None:
    """Wait until it is known here which connection devices belong to.

    Then what is said next of them will be understood.

    Raises Unavailable where that takes too long: the gateway comes again.
    """
    for _ in range(LOOKS):
        known = call.known.devices
        if all(one in known and known[one].connection == connection for one in serials):
            return
        await asyncio.sleep(LOOK_S)
    raise Unavailable("the devices are not known yet", retry_after_s=5)
