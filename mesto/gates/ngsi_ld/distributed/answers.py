"""Which operations are distributed, and whether a request is.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6, 6.3.18 (local).
"""

from collections.abc import Sequence
from typing import Final

from mesto.gates.ngsi_ld import consumption, entities
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.distributed.batches import BATCHES, change_many
from mesto.gates.ngsi_ld.distributed.provision import DEEDS, change
from mesto.gates.ngsi_ld.distributed.reading import query, retrieve
from mesto.gates.ngsi_ld.distributed.way import Way
from mesto.gates.ngsi_ld.registrations.registry import registry_of
from mesto.gates.ngsi_ld.request import Handler, Request, Response

_QUERIES: Final = frozenset({consumption.query_entities, consumption.query_by_post})
_DISTRIBUTED: Final = frozenset({*DEEDS, *BATCHES, *_QUERIES, entities.retrieve_entity})


async def answer(
    contexts: ContextStore,
    request: Request,
    handler: Handler,
    variables: Sequence[str],
    path: str,
) -> Response:
    """Answer a request, together with sources that may know of it.

    path: below the prefix, as it was sent
    """
    if handler not in _DISTRIBUTED or request.flag("local"):
        return await handler(request, *variables)
    registry = await registry_of(request.city, contexts)
    if not len(registry.index):
        return await handler(request, *variables)
    way = Way(request, registry, allow_private=contexts.allow_private)
    if handler in DEEDS:
        return await change(way, handler, variables, path)
    if handler in BATCHES:
        return await change_many(way, handler)
    if handler in _QUERIES:
        return await query(way, handler)
    return await retrieve(way, handler, *variables)
