"""Deleting all entities, or attributes of all entities, that a query finds.

Source: ETSI GS CIM 009 v1.9.1, 5.6.21 and 6.4.3.3.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from mesto.gates.ngsi_ld import changes
from mesto.gates.ngsi_ld.context import CONTEXT_TYPE
from mesto.gates.ngsi_ld.entities import NO_CONTENT
from mesto.gates.ngsi_ld.maps.model import HERE
from mesto.gates.ngsi_ld.maps.using import members
from mesto.gates.ngsi_ld.problem import BadRequestData
from mesto.gates.ngsi_ld.query.selection import (
    SELECTION_PARAMETERS,
    Selection,
    read_selection,
)
from mesto.gates.ngsi_ld.request import Request, Response, Route, Routes
from mesto.gates.ngsi_ld.rewrite import Plan, rewrite
from mesto.kernel.city import City
from mesto.kernel.model import Entity, Observation
from mesto.kernel.question.condition import AllOf, IdIn
from mesto.kernel.question.find import Find

_AT_ONCE: Final = 1_000


async def purge_entities(request: Request) -> Response:
    """DELETE /entities."""
    context = await request.context()
    drop = frozenset(map(context.expand, request.words("drop")))
    keep = frozenset(map(context.expand, request.words("keep")))
    if drop and keep:
        raise BadRequestData("drop and keep do not go together")
    named = request.parameters.get("drop") or request.parameters.get("keep")
    narrowed = {"attrs": named} if named else {}
    selection = read_selection({**narrowed, **request.parameters}, context)
    among = await members(request, context)
    if among is not None:
        here = IdIn(tuple(one.urn for one in among if HERE in one.sources))
        selection = msgspec.structs.replace(
            selection, where=AllOf((selection.where, here))
        )

    def purge(entity: Entity) -> list[Observation]:
        if not drop and not keep:
            return [changes.forget_entity(entity.id)]
        return [
            changes.forget(entity.id, one)
            for one in entity.attributes
            if one.name in drop or (keep and one.name not in keep)
        ]

    await _purge_all(request.city, selection, purge)
    return NO_CONTENT


async def _purge_all(
    city: City, selection: Selection, purge: Callable[[Entity], list[Observation]]
) -> None:
    """Purge page by page; entities are found before the first is changed."""

    def plan(_: str, entity: Entity | None) -> Plan:
        if entity is None or CONTEXT_TYPE in entity.types:
            return Plan([])
        return Plan(purge(entity))

    urns = await _find_all(city, selection)
    for start in range(0, len(urns), _AT_ONCE):
        await rewrite(city, urns[start : start + _AT_ONCE], plan)


async def _find_all(city: City, selection: Selection) -> list[str]:
    urns: list[str] = []
    more = True
    while more:
        page = await city.ask(
            Find(
                where=selection.where,
                attributes=selection.attributes,
                place=selection.place,
                limit=_AT_ONCE,
                offset=len(urns),
            )
        )
        urns.extend(page.urns)
        more = page.more
    return urns


ROUTES: Final[Routes] = {
    "/entities": {
        "DELETE": Route(purge_entities, SELECTION_PARAMETERS | {"keep", "drop"})
    },
}
