"""Operations on one entity: create, retrieve, merge, replace, delete.

Source: ETSI GS CIM 009, 5.6.1, 5.6.6, 5.6.17, 5.6.18, 5.7.1, 6.4 and 6.5.
"""

from typing import Final
from urllib.parse import quote

from mesto.gates.ngsi_ld import changes
from mesto.gates.ngsi_ld.codec.decode import (
    PATCH,
    SIMPLE,
    SIMPLE_PATCH,
    WHOLE,
    Draft,
    Reading,
    decode_entity,
    decode_fragment,
    observations,
)
from mesto.gates.ngsi_ld.codec.encode import Json, Shape, View, collect
from mesto.gates.ngsi_ld.codec.values import check_uri, read_time
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.linked import JOIN_PARAMETERS, show
from mesto.gates.ngsi_ld.maps.using import MAP_PARAMETERS, of_one
from mesto.gates.ngsi_ld.problem import (
    AlreadyExists,
    BadRequestData,
    ResourceNotFound,
)
from mesto.gates.ngsi_ld.query.types import read_types
from mesto.gates.ngsi_ld.request import (
    GEO_JSON,
    JSON,
    LD_JSON,
    PREFIX,
    Request,
    Response,
    Route,
    Routes,
)
from mesto.gates.ngsi_ld.rewrite import Plan, rewrite_one, unchanged
from mesto.gates.ngsi_ld.views import VIEW_PARAMETERS, read_shape, read_view
from mesto.kernel.city import Expect
from mesto.kernel.errors import Conflict
from mesto.kernel.model import Entity
from mesto.kernel.question.holds import holds

NO_CONTENT: Final = Response(204)


async def create_entity(request: Request) -> Response:
    """POST /entities."""
    payload, context = await request.read()
    reading = SIMPLE if read_shape(request) is Shape.SIMPLIFIED else WHOLE
    draft = decode_entity(payload, context, reading)
    urn = str(draft.id)
    seen = list(observations(draft, entity=urn, source=changes.SOURCE))
    try:
        await request.city.record(
            seen, current=True, expect=[Expect(entity=urn, exists=False)]
        )
    except Conflict:
        raise AlreadyExists(f"{urn} exists already") from None
    return Response(201, headers=[("Location", location_of(urn))])


async def retrieve_entity(request: Request, urn: str) -> Response:
    """GET /entities/{id}."""
    accepted = request.accepted(JSON, LD_JSON, GEO_JSON)
    check_uri(urn, "the entity's id")
    context = await request.context()
    view = read_view(request, context)
    entity = existing((await request.city.present((urn,))).get(urn), urn)
    _refuse_other_type(request, context, entity)
    _refuse_without_attributes(entity, view)
    shown = await show(request, [entity], view, context, accepted=accepted)
    if not shown:
        raise ResourceNotFound(f"nothing of {urn} is left to show")
    document = shown[0] if len(shown) == 1 else _together(shown, accepted)
    of_map = await of_one(request, urn)
    return await request.answer(document, context, accepted=accepted, headers=of_map)


async def merge_entity(request: Request, urn: str) -> Response:
    """PATCH /entities/{id}."""
    check_uri(urn, "the entity's id")
    payload, context = await request.read()
    simple = read_shape(request) is Shape.SIMPLIFIED
    draft = read_about(urn, payload, context, SIMPLE_PATCH if simple else PATCH)
    said = request.parameters.get("observedAt")
    observed_at = None if said is None else read_time(said, "observedAt")
    lang = request.parameters.get("lang")

    def plan(entity: Entity | None) -> Plan:
        known = existing(entity, urn)
        _refuse_other_type(request, context, known)
        seen = changes.merge(known, draft, observed_at=observed_at, lang=lang)
        return Plan(seen, unchanged(known, seen))

    await rewrite_one(request.city, urn, plan)
    return NO_CONTENT


async def replace_entity(request: Request, urn: str) -> Response:
    """PUT /entities/{id}."""
    check_uri(urn, "the entity's id")
    payload, context = await request.read()
    simple = read_shape(request) is Shape.SIMPLIFIED
    draft = read_about(urn, payload, context, SIMPLE if simple else WHOLE)

    def plan(entity: Entity | None) -> Plan:
        known = existing(entity, urn)
        _refuse_other_type(request, context, known)
        return Plan(changes.replace(urn, known.outline, draft), [Expect(entity=urn)])

    await rewrite_one(request.city, urn, plan)
    return NO_CONTENT


async def delete_entity(request: Request, urn: str) -> Response:
    """DELETE /entities/{id}."""
    check_uri(urn, "the entity's id")
    context = await request.context()
    if "type" in request.parameters:
        entity = existing((await request.city.present((urn,))).get(urn), urn)
        _refuse_other_type(request, context, entity)
    gone = changes.forget_entity(urn)
    try:
        await request.city.record([gone], current=True, expect=[Expect(entity=urn)])
    except Conflict:
        raise ResourceNotFound(f"there is no entity {urn}") from None
    return NO_CONTENT


def _together(shown: list[Json], accepted: str) -> object:
    """Return an entity and those it leads to as one document."""
    return collect(shown) if accepted == GEO_JSON else shown


def existing(entity: Entity | None, urn: str) -> Entity:
    """Return the entity.

    Raises ResourceNotFound if there is none.
    """
    if entity is None:
        raise ResourceNotFound(f"there is no entity {urn}")
    return entity


def read_about(
    urn: str, payload: dict[str, object], context: Context, reading: Reading
) -> Draft:
    """Read a fragment whose id, if it says one, must be that of the path."""
    draft = decode_fragment(payload, context, reading)
    if draft.id not in {None, urn}:
        raise BadRequestData("the id in the body is not that of the path")
    return draft


def location_of(urn: str) -> str:
    """Return the path of an entity."""
    return f"{PREFIX}/entities/{quote(urn, safe=':')}"


def _refuse_other_type(request: Request, context: Context, entity: Entity) -> None:
    """Raise ResourceNotFound if it is not of the types asked for (4.17)."""
    selection = request.parameters.get("type")
    if selection is None:
        return
    if not holds(read_types(selection, context.expand), entity):
        raise ResourceNotFound(f"{entity.id} is not of type {selection}")


def _refuse_without_attributes(entity: Entity, view: View) -> None:
    """Raise ResourceNotFound if none of the wanted attributes is there (5.7.1)."""
    if view.attributes is None:
        return
    if not any(view.shows_attribute(one) for one in entity.attributes):
        raise ResourceNotFound(f"{entity.id} has none of the attributes")


_TYPE: Final = frozenset({"type"})

ROUTES: Final[Routes] = {
    "/entities": {"POST": Route(create_entity)},
    "/entities/{}": {
        "GET": Route(
            retrieve_entity, VIEW_PARAMETERS | JOIN_PARAMETERS | MAP_PARAMETERS | _TYPE
        ),
        "PATCH": Route(merge_entity, _TYPE | {"observedAt", "lang"}),
        "PUT": Route(replace_entity, _TYPE),
        "DELETE": Route(delete_entity, _TYPE),
    },
}
