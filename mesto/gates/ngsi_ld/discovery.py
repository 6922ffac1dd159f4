"""What types and attributes there are, and who answers.

Source: ETSI GS CIM 009, 5.7.5 to 5.7.10, 4.5.10 to 4.5.15, 6.25 to 6.28.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.codec.kinds import NAME_OF
from mesto.gates.ngsi_ld.context import CONTEXT_TYPE, Context, from_kernel
from mesto.gates.ngsi_ld.problem import ResourceNotFound
from mesto.gates.ngsi_ld.registrations.registry import registry_of
from mesto.gates.ngsi_ld.request import JSON, LD_JSON, Request, Response, Route, Routes
from mesto.kernel.city import City
from mesto.kernel.model import Kind
from mesto.kernel.question.catalogue import TypesInUse, Use, Uses

_BEGAN: Final = time.monotonic()


async def list_types(request: Request) -> Response:
    """GET /types."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    types = await _types(request.city)
    document: Any
    if request.flag("details"):
        uses = await _uses(request.city)
        document = [_type_details(name, uses, context) for name in types]
    else:
        document = {
            "id": f"urn:ngsi-ld:EntityTypeList:{uuid4()}",
            "type": "EntityTypeList",
            "typeList": [context.compact(name) for name in types],
        }
    return await request.answer(document, context, accepted=accepted)


async def describe_type(request: Request, type_: str) -> Response:
    """GET /types/{type}."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    name = context.expand(type_)
    entities = (await _types(request.city)).get(name)
    if entities is None:
        raise ResourceNotFound(f"no entity is of type {type_}")
    uses = await request.city.ask(Uses(type=name))
    document = {
        "id": from_kernel(name),
        "type": "EntityTypeInfo",
        "typeName": context.compact(name),
        "entityCount": entities,
        "attributeDetails": [
            {
                "id": from_kernel(use.attribute),
                "type": "Attribute",
                "attributeName": context.compact(use.attribute),
                "attributeTypes": _kinds(use.kinds),
            }
            for use in uses
        ],
    }
    return await request.answer(document, context, accepted=accepted)


async def list_attributes(request: Request) -> Response:
    """GET /attributes."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    uses = await _uses(request.city)
    names = sorted({use.attribute for use in uses})
    document: Any
    if request.flag("details"):
        document = [
            {
                "id": from_kernel(name),
                "type": "Attribute",
                "attributeName": context.compact(name),
                "typeNames": _type_names(name, uses, context),
            }
            for name in names
        ]
    else:
        document = {
            "id": f"urn:ngsi-ld:AttributeList:{uuid4()}",
            "type": "AttributeList",
            "attributeList": [context.compact(name) for name in names],
        }
    return await request.answer(document, context, accepted=accepted)


async def describe_attribute(request: Request, attribute: str) -> Response:
    """GET /attributes/{name}."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    name = context.expand(attribute)
    uses = [use for use in await _uses(request.city) if use.attribute == name]
    if not uses:
        raise ResourceNotFound(f"no entity has an attribute {attribute}")
    document = {
        "id": from_kernel(name),
        "type": "Attribute",
        "attributeName": context.compact(name),
        "attributeCount": sum(use.instances for use in uses),
        "attributeTypes": _kinds(kind for use in uses for kind in use.kinds),
        "typeNames": _type_names(name, uses, context),
    }
    return await request.answer(document, context, accepted=accepted)


async def tell_identity(request: Request) -> Response:
    """GET /info/sourceIdentity."""
    accepted = request.accepted(JSON, LD_JSON)
    registry = await registry_of(request.city, request.contexts)
    document = {
        "id": f"urn:ngsi-ld:ContextSourceIdentity:{request.city.name}",
        "type": "ContextSourceIdentity",
        "contextSourceAlias": registry.alias,
        "contextSourceUptime": f"PT{int(time.monotonic() - _BEGAN)}S",
        "contextSourceTimeAt": timestamp(datetime.now(UTC)),
    }
    context = await request.context()
    return await request.answer(document, context, accepted=accepted)


async def _types(city: City) -> dict[str, int]:
    """Return the types in use, without what the gate keeps for itself."""
    types = await city.ask(TypesInUse())
    types.pop(CONTEXT_TYPE, None)
    return types


async def _uses(city: City) -> list[Use]:
    return [use for use in await city.ask(Uses()) if use.type != CONTEXT_TYPE]


def _type_details(name: str, uses: Iterable[Use], context: Context) -> dict[str, Any]:
    return {
        "id": from_kernel(name),
        "type": "EntityType",
        "typeName": context.compact(name),
        "attributeNames": [
            context.compact(use.attribute) for use in uses if use.type == name
        ],
    }


def _type_names(name: str, uses: Iterable[Use], context: Context) -> list[str]:
    return [context.compact(use.type) for use in uses if use.attribute == name]


def _kinds(kinds: Iterable[Kind]) -> list[str]:
    return [NAME_OF[kind] for kind in sorted(set(kinds))]


_DETAILS: Final = frozenset({"details"})

ROUTES: Final[Routes] = {
    "/types": {"GET": Route(list_types, _DETAILS)},
    "/types/{}": {"GET": Route(describe_type)},
    "/attributes": {"GET": Route(list_attributes, _DETAILS)},
    "/attributes/{}": {"GET": Route(describe_attribute)},
    "/info/sourceIdentity": {"GET": Route(tell_identity)},
}
