"""Operations on attributes: append, update, partial update, replace, delete.

Source: ETSI GS CIM 009, 5.6.2 to 5.6.5, 5.6.19, 6.6 and 6.7.
"""

from collections.abc import Callable
from typing import Final

import orjson

from mesto.gates.ngsi_ld import changes
from mesto.gates.ngsi_ld.changes import Change
from mesto.gates.ngsi_ld.codec.decode import (
    PATCH,
    UPDATE,
    WHOLE,
    Draft,
    Fragment,
    Reading,
    decode_instances,
)
from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context, from_kernel
from mesto.gates.ngsi_ld.entities import NO_CONTENT, existing, read_about
from mesto.gates.ngsi_ld.problem import (
    BadRequestData,
    InvalidRequest,
    MethodNotAllowed,
)
from mesto.gates.ngsi_ld.request import JSON, Request, Response, Route, Routes
from mesto.gates.ngsi_ld.rewrite import Plan, rewrite_one, unchanged
from mesto.kernel.city import Expect
from mesto.kernel.model import SCOPE, Entity

NO_OVERWRITE: Final = "noOverwrite"


async def append_attributes(request: Request, urn: str) -> Response:
    """POST /entities/{id}/attrs."""
    overwrite = not read_no_overwrite(request)

    def change(entity: Entity, draft: Draft) -> Change:
        return changes.append(entity, draft, overwrite=overwrite)

    return await _change_several(request, urn, WHOLE, change)


async def update_attributes(request: Request, urn: str) -> Response:
    """PATCH /entities/{id}/attrs."""
    return await _change_several(request, urn, UPDATE, changes.update)


async def partially_update_attribute(
    request: Request, urn: str, attribute: str
) -> Response:
    """PATCH /entities/{id}/attrs/{name}."""
    check_uri(urn, "the entity's id")
    payload, context = await request.read()
    name = context.expand(attribute)
    (fragment,) = _read_instances(attribute, payload, context, PATCH)

    def plan(entity: Entity | None) -> Plan:
        known = existing(entity, urn)
        seen = [changes.partial_update(known, name, fragment)]
        return Plan(seen, unchanged(known, seen))

    await rewrite_one(request.city, urn, plan)
    return NO_CONTENT


async def replace_attribute(request: Request, urn: str, attribute: str) -> Response:
    """PUT /entities/{id}/attrs/{name}."""
    check_uri(urn, "the entity's id")
    payload, context = await request.read()
    name = context.expand(attribute)
    fragments = _read_instances(attribute, payload, context, WHOLE)

    def plan(entity: Entity | None) -> Plan:
        known = existing(entity, urn)
        seen = changes.replace_attribute(known, name, fragments)
        return Plan(seen, unchanged(known, seen))

    await rewrite_one(request.city, urn, plan)
    return NO_CONTENT


async def delete_attribute(request: Request, urn: str, attribute: str) -> Response:
    """DELETE /entities/{id}/attrs/{name}."""
    check_uri(urn, "the entity's id")
    if not attribute:  # the resource of 6.6, which has no such method
        raise MethodNotAllowed("an attribute is deleted by name", Allow="PATCH, POST")
    context = await request.context()
    name = context.expand(attribute)
    dataset = request.parameters.get("datasetId")
    everything = request.flag("deleteAll")
    if dataset is not None:
        check_uri(dataset, "datasetId")

    def plan(entity: Entity | None) -> Plan:
        known = existing(entity, urn)
        seen = changes.delete_attribute(
            known, name, dataset=dataset, everything=everything
        )
        return Plan(seen, [Expect(entity=urn)])

    await rewrite_one(request.city, urn, plan)
    return NO_CONTENT


def read_no_overwrite(request: Request) -> bool:
    """Return whether the options ask to leave alone what exists.

    Raises InvalidRequest for an option nobody knows.
    """
    unknown = request.options - {NO_OVERWRITE}
    if unknown:
        raise InvalidRequest(f"unknown option {', '.join(sorted(unknown))}")
    return NO_OVERWRITE in request.options


async def _change_several(
    request: Request,
    urn: str,
    reading: Reading,
    change: Callable[[Entity, Draft], Change],
) -> Response:
    """Change attributes and answer which were not (207) if some were not."""
    check_uri(urn, "the entity's id")
    payload, context = await request.read()
    draft = read_about(urn, payload, context, reading)
    made = Change(observations=())

    def plan(entity: Entity | None) -> Plan:
        nonlocal made
        known = existing(entity, urn)
        made = change(known, draft)
        return Plan(made.observations, unchanged(known, made.observations))

    await rewrite_one(request.city, urn, plan)
    return _answer_change(made)


def _answer_change(made: Change) -> Response:
    """Answer what was changed, in full names since no @context goes along (6.3.6)."""
    if not made.not_updated:
        return NO_CONTENT
    result = {
        "updated": [from_kernel(name) for name in made.updated],
        "notUpdated": [
            {"attributeName": from_kernel(name), "reason": reason}
            for name, reason in made.not_updated.items()
        ],
    }
    return Response(207, orjson.dumps(result), [("Content-Type", JSON)])


def _read_instances(
    attribute: str, payload: dict[str, object], context: Context, reading: Reading
) -> tuple[Fragment, ...]:
    """Read the body of an operation on one attribute: the instance itself."""
    if attribute == SCOPE:
        raise BadRequestData("scope is no attribute that can be changed so")
    if not payload:
        raise BadRequestData("the body says nothing about the attribute")
    return decode_instances(attribute, payload, context, reading)


_TYPE: Final = frozenset({"type"})

ROUTES: Final[Routes] = {
    "/entities/{}/attrs": {
        "POST": Route(append_attributes, _TYPE),
        "PATCH": Route(update_attributes, _TYPE),
    },
    "/entities/{}/attrs/{}": {
        "PATCH": Route(partially_update_attribute, _TYPE),
        "PUT": Route(replace_attribute, _TYPE),
        "DELETE": Route(delete_attribute, _TYPE | {"datasetId", "deleteAll"}),
    },
}
