"""Services, classes, types of assets, and what we have configured: kept as told."""

from mesto.gates.talq import naming, stock
from mesto.gates.talq.call import (
    CREATED,
    NOT_FOUND,
    OK,
    UNPROCESSABLE,
    Answer,
    Call,
    by_key,
    forget,
    missing,
    read_body,
    refuse_another,
    refuse_others,
    take,
)
from mesto.gates.talq.standard import Document


async def list_all(call: Call) -> Answer:
    """Return every document of a resource."""
    found = await stock.documents(call.city, call.connection, call.resource)
    return Answer(OK, found)


async def count(call: Call) -> Answer:
    """Return how many documents a resource has."""
    return Answer(OK, len((await list_all(call)).document))


async def get_one(call: Call) -> Answer:
    """Return one document."""
    return Answer(OK, await _existing(call))


async def _existing(call: Call) -> Document:
    found = await stock.find(call.city, call.connection, call.resource, [call.key])
    if call.key not in found:
        raise missing(call.resource, [call.key], _status_of_missing(call))
    return found[call.key]


def _status_of_missing(call: Call) -> int:
    """Return how to say that what the path names is not there.

    A device class that is updated has no 404 in the standard.
    """
    updates_class = call.resource == "device-classes" and call.body
    return UNPROCESSABLE if updates_class else NOT_FOUND


async def add(call: Call) -> Answer:
    """Add documents; the very same again is as good as once."""
    told = by_key(call, read_body(call))
    if call.resource == "services":  # a gateway announces them at each start
        await take(call)
        return Answer(CREATED)
    before = await stock.find(call.city, call.connection, call.resource, list(told))
    refuse_others(call.resource, told, before)
    await take(call)
    return Answer(CREATED, list(told.values()))


async def put(call: Call) -> Answer:
    """Replace documents that are there."""
    told = by_key(call, read_body(call))
    before = await stock.find(call.city, call.connection, call.resource, list(told))
    absent = [key for key in told if key not in before]
    if absent:
        raise missing(call.resource, absent)
    await take(call)
    return Answer(OK, list(told.values()))


async def put_one(call: Call) -> Answer:
    """Replace one document."""
    told = read_body(call)
    await _existing(call)
    refuse_another(call, str(told[naming.key_of(call.resource)]))
    await take(call, [told])
    return Answer(OK, told)


async def delete(call: Call) -> Answer:
    """Remove a document; return what it was."""
    told = await _existing(call)
    urn = naming.document_urn(call.connection, call.resource, call.key)
    await forget(call, urn)
    return Answer(OK, told)
