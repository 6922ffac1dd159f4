"""Entity maps over HTTP: make, retrieve, keep longer, delete.

Source: ETSI GS CIM 009 v1.9.1, 5.14, 6.32, 6.34 and 6.35.
"""

from datetime import UTC, datetime
from typing import Final

from mesto.gates.ngsi_ld.codec.values import check_uri, read_time
from mesto.gates.ngsi_ld.consumption import QUERY_PARAMETERS, question_of
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.entities import NO_CONTENT
from mesto.gates.ngsi_ld.maps import store
from mesto.gates.ngsi_ld.maps.model import LONGEST, EntityMap
from mesto.gates.ngsi_ld.maps.using import (
    HEADER,
    digest,
    location_of,
    make,
    visitor,
)
from mesto.gates.ngsi_ld.problem import BadRequestData, ResourceNotFound
from mesto.gates.ngsi_ld.query.selection import read_body, read_selection
from mesto.gates.ngsi_ld.request import (
    JSON,
    LD_JSON,
    Request,
    Response,
    Route,
    Routes,
)
from mesto.gates.ngsi_ld.temporal import (
    PASTS_PARAMETERS,
    past_question,
    read_posted,
)
from mesto.kernel.question.find import Find

#: What an update may say and has no effect (output only).
_SHOWN: Final = frozenset({"id", "type", "entityMap", "linkedMaps"})


async def create_entity_map(request: Request) -> Response:
    """GET /entityMaps."""
    return await _create(request, await request.context(), None)


async def create_entity_map_by_post(request: Request) -> Response:
    """POST /entityMaps."""
    body, context = await request.read()
    request.parameters = {**request.parameters, **read_body(body)}
    return await _create(request, context, body.get("entities"))


async def create_past_map(request: Request) -> Response:
    """GET /temporal/entityMaps."""
    return await _create_of_pasts(request, await request.context(), None)


async def create_past_map_by_post(request: Request) -> Response:
    """POST /temporal/entityMaps."""
    return await _create_of_pasts(request, *await read_posted(request))


async def retrieve_entity_map(request: Request, of: str) -> Response:
    """GET /entityMaps/{id}."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    one = await _existing(request, of)
    return await request.answer(one.as_json(), context, accepted=accepted)


async def update_entity_map(request: Request, of: str) -> Response:
    """PATCH /entityMaps/{id}."""
    await _existing(request, of)
    payload, _ = await request.read()
    unknown = payload.keys() - _SHOWN - {"expiresAt"}
    if unknown:
        raise BadRequestData(f"an entity map has no {', '.join(sorted(unknown))}")
    if "expiresAt" in payload:
        until, now = read_time(payload["expiresAt"], "expiresAt"), datetime.now(UTC)
        if until <= now:
            raise BadRequestData("expiresAt has passed already")
        await store.extend(visitor(request).host, of, min(until, now + LONGEST))
    return NO_CONTENT


async def delete_entity_map(request: Request, of: str) -> Response:
    """DELETE /entityMaps/{id}."""
    await _existing(request, of)
    await store.remove(visitor(request).host, of)
    return NO_CONTENT


async def _create(request: Request, context: Context, selectors: object) -> Response:
    selection = read_selection(request.parameters, context, selectors=selectors)
    return await _made(request, context, selectors, question_of(selection))


async def _create_of_pasts(
    request: Request, context: Context, selectors: object
) -> Response:
    question = past_question(request, context, selectors)
    return await _made(request, context, selectors, question)


async def _made(
    request: Request, context: Context, selectors: object, question: Find
) -> Response:
    accepted = request.accepted(JSON, LD_JSON)
    made = await make(request, question, digest(request, context, selectors))
    return await request.answer(
        made.as_json(),
        context,
        accepted=accepted,
        status=201,
        headers=[(HEADER, location_of(made.id))],
    )


async def _existing(request: Request, of: str) -> EntityMap:
    check_uri(of, "the entity map's id")
    who = visitor(request)
    found = await store.get(who.host, who.principal.name, of, datetime.now(UTC))
    if found is None:
        raise ResourceNotFound(f"there is no entity map {of}")
    return found


ROUTES: Final[Routes] = {
    "/entityMaps": {
        "GET": Route(create_entity_map, QUERY_PARAMETERS),
        "POST": Route(create_entity_map_by_post),
    },
    "/temporal/entityMaps": {
        "GET": Route(create_past_map, PASTS_PARAMETERS),
        "POST": Route(create_past_map_by_post),
    },
    "/entityMaps/{}": {
        "GET": Route(retrieve_entity_map),
        "PATCH": Route(update_entity_map),
        "DELETE": Route(delete_entity_map),
    },
}
