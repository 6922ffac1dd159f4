"""The past of entities: written and taken away.

Source: ETSI GS CIM 009 v1.8.1, 5.6.11 to 5.6.16, 6.18.3.1, 6.19.3.2, 6.20 to 6.22.
"""

import asyncio
import re
from typing import Final
from urllib.parse import quote

from mesto.gates.ngsi_ld.changes import SOURCE, merge_instance
from mesto.gates.ngsi_ld.codec.decode import PATCH, observe_types, read_instances
from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.maps.using import visitor
from mesto.gates.ngsi_ld.problem import (
    BadRequestData,
    InvalidRequest,
    MethodNotAllowed,
    ResourceNotFound,
)
from mesto.gates.ngsi_ld.request import PREFIX, Request, Response, Route, Routes
from mesto.gates.ngsi_ld.subscriptions.store import is_read
from mesto.gates.ngsi_ld.temporal_codec import INSTANCE, decode_head, decode_past
from mesto.kernel.city import City
from mesto.kernel.model import Observation
from mesto.kernel.question.memory import OneInstance, Remembered

LOOKS: Final = 100  #: whether who subscribed was told of what is to be erased
LOOK_S: Final = 0.02  #: from one to the next

_POSITION: Final = re.compile(re.escape(INSTANCE) + r"(\d{1,18})", re.ASCII)


async def record_past(request: Request) -> Response:
    """POST /temporal/entities: new entities come to be, known ones learn more."""
    payload, context = await request.read()
    head = decode_head(payload, context)
    if head.id is None or head.types is None:
        raise BadRequestData("an entity has an id and a type")
    urn = head.id
    seen = decode_past(payload, context, entity=urn, source=SOURCE)
    known = await request.city.ask(Remembered(urn))
    types = observe_types(urn, head.types, source=SOURCE)
    if known:
        await _add(request.city, [types, *seen])
        return Response(204)
    await request.city.record([types, *seen])
    return Response(201, headers=[("Location", location_of(urn))])


def location_of(urn: str) -> str:
    """Return the path at which the past of an entity is found."""
    return f"{PREFIX}/temporal/entities/{quote(urn, safe=':')}"


async def forget_past(request: Request, urn: str) -> Response:
    """DELETE /temporal/entities/{id}; what the entity is now stays."""
    _refuse_gap(urn)
    check_uri(urn, "the entity's id")
    await _let_be_read(request, urn)
    _require(await request.city.erase(urn), urn)
    return Response(204)


async def add_instances(request: Request, urn: str) -> Response:
    """POST /temporal/entities/{id}/attrs."""
    check_uri(urn, "the entity's id")
    payload, context = await request.read()
    if not payload:
        raise InvalidRequest("the body says nothing")
    head = decode_head(payload, context)
    if head.id not in (None, urn):
        raise BadRequestData("the id in the body is not that of the path")
    seen = decode_past(payload, context, entity=urn, source=SOURCE)
    _require(await request.city.ask(Remembered(urn)), urn)
    await _add(request.city, seen)
    return Response(204)


async def _add(city: City, seen: list[Observation]) -> None:
    """Record instances; they replace those of the same attribute and time."""
    await city.correct(seen)
    await city.record(seen)


async def forget_attribute(request: Request, urn: str, name: str) -> Response:
    """DELETE /temporal/entities/{id}/attrs/{name}."""
    check_uri(urn, "the entity's id")
    context = await request.context()
    attribute = _expand(name, context)
    dataset = request.parameters.get("datasetId", "")
    if dataset:
        check_uri(dataset, "datasetId")
    everything = request.flag("deleteAll")
    await _let_be_read(request, urn)
    gone = await request.city.erase(
        urn, attribute=attribute, dataset=None if everything else dataset
    )
    _require(gone, f"{name} of {urn}")
    return Response(204)


async def amend_instance(
    request: Request, urn: str, name: str, instance: str
) -> Response:
    """PATCH /temporal/entities/{id}/attrs/{name}/{instance}."""
    check_uri(urn, "the entity's id")
    _refuse_gap(name, instance)
    position = _read_place(urn, instance)
    payload, context = await request.read()
    attribute = _expand(name, context)
    said = payload.get(name, payload)
    fragments = read_instances(name, said, context, PATCH)
    if len(fragments) != 1 or fragments[0].gone:
        raise BadRequestData("the body is what to change of one instance")
    place = OneInstance(urn=urn, attribute=attribute, position=position or 0)
    before = await request.city.ask(place)
    if before is None:
        raise ResourceNotFound(f"there is no instance {instance} of {name} of {urn}")
    after = merge_instance(urn, before, fragments[0], deep=False)
    if after.observed_at is None or after.observed_at != before.observed_at:
        await _let_be_read(request, urn)
        await request.city.erase(urn, attribute=attribute, position=position)
    await _add(request.city, [after])
    return Response(204)


async def forget_instance(
    request: Request, urn: str, name: str, instance: str
) -> Response:
    """DELETE /temporal/entities/{id}/attrs/{name}/{instance}."""
    position = _read_place(urn, instance)
    context = await request.context()
    attribute = _expand(name, context)
    gone = 0
    if position is not None:
        await _let_be_read(request, urn)
        gone = await request.city.erase(urn, attribute=attribute, position=position)
    _require(gone, f"{instance} of {name} of {urn}")
    return Response(204)


async def _let_be_read(request: Request, urn: str) -> None:
    """Wait until who subscribed was told of an entity, since erased it cannot be.

    Nobody waits longer than two seconds: it may be that no process tells.
    """
    host = visitor(request).host
    for _ in range(LOOKS):
        if await is_read(host, urn):
            return
        await asyncio.sleep(LOOK_S)


def _read_place(urn: str, instance: str) -> int | None:
    """Return the position an instance id names; None if it can be none of ours."""
    check_uri(urn, "the entity's id")
    found = _POSITION.fullmatch(check_uri(instance, "the instance's id"))
    return int(found[1]) if found else None


def _expand(name: str, context: Context) -> str:
    if not name:
        raise BadRequestData("an attribute has a name")
    return context.expand(name)


def _refuse_gap(*parts: str) -> None:
    """Raise MethodNotAllowed where the path lacks a part: it is a collection's then."""
    if "" in parts:
        raise MethodNotAllowed("a collection as a whole is not changed so")


def _require(there: object, what: str) -> None:
    """Raise ResourceNotFound unless something is there."""
    if not there:
        raise ResourceNotFound(f"nothing is known of the past of {what}")


_ATTRIBUTE: Final = "/temporal/entities/{}/attrs/{}"

ROUTES: Final[Routes] = {
    "/temporal/entities": {"POST": Route(record_past)},
    "/temporal/entities/{}": {"DELETE": Route(forget_past)},
    "/temporal/entities/{}/attrs": {"POST": Route(add_instances)},
    _ATTRIBUTE: {
        "DELETE": Route(forget_attribute, frozenset({"datasetId", "deleteAll"}))
    },
    _ATTRIBUTE + "/{}": {
        "PATCH": Route(amend_instance),
        "DELETE": Route(forget_instance),
    },
}
