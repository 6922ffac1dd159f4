"""Which operations are distributed, and whether a request is.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6, 6.3.18 (local).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from mesto.gates.ngsi_ld import consumption, entities, temporal
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.distributed.batches import BATCHES, change_many
from mesto.gates.ngsi_ld.distributed.catalogue import CATALOGUE, catalogue
from mesto.gates.ngsi_ld.distributed.pasts import query_pasts, retrieve_past
from mesto.gates.ngsi_ld.distributed.provision import DEEDS, change
from mesto.gates.ngsi_ld.distributed.purging import purge
from mesto.gates.ngsi_ld.distributed.reading import retrieve
from mesto.gates.ngsi_ld.distributed.search import query
from mesto.gates.ngsi_ld.distributed.way import Way
from mesto.gates.ngsi_ld.maps import answers as maps
from mesto.gates.ngsi_ld.purge import purge_entities
from mesto.gates.ngsi_ld.registrations.registry import registry_of
from mesto.gates.ngsi_ld.request import Handler, Request, Response

#: Does an operation: how the request goes on, who answers it alone, the variables of
#: its path, and the path.
Doing = Callable[[Way, Handler, Sequence[str], str], Awaitable[Response]]


async def _change_many(way: Way, handler: Handler, *_: object) -> Response:
    return await change_many(way, handler)


async def _query(way: Way, handler: Handler, *_: object) -> Response:
    return await query(way, handler)


async def _retrieve_past(
    way: Way, handler: Handler, variables: Sequence[str], _: str
) -> Response:
    return await retrieve_past(way, handler, *variables)


async def _query_pasts(way: Way, handler: Handler, *_: object) -> Response:
    return await query_pasts(way, handler)


async def _purge(way: Way, handler: Handler, *_: object) -> Response:
    return await purge(way, handler)


async def _retrieve(
    way: Way, handler: Handler, variables: Sequence[str], _: str
) -> Response:
    return await retrieve(way, handler, *variables)


_DISTRIBUTED: Final[Mapping[Handler, Doing]] = {
    **dict.fromkeys(DEEDS, change),
    **dict.fromkeys(BATCHES, _change_many),
    **dict.fromkeys(CATALOGUE, catalogue),
    consumption.query_entities: _query,
    consumption.query_by_post: _query,
    maps.create_entity_map: _query,
    maps.create_entity_map_by_post: _query,
    purge_entities: _purge,
    entities.retrieve_entity: _retrieve,
    temporal.retrieve_past: _retrieve_past,
    temporal.query_pasts: _query_pasts,
    temporal.query_pasts_by_post: _query_pasts,
    maps.create_past_map: _query_pasts,
    maps.create_past_map_by_post: _query_pasts,
}


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
    doing = _DISTRIBUTED.get(handler)
    if doing is None or request.flag("local"):
        return await handler(request, *variables)
    registry = await registry_of(request.city, contexts)
    if not len(registry.index):
        return await handler(request, *variables)
    way = Way(request, registry, allow_private=contexts.allow_private)
    return await doing(way, handler, variables, path)


async def asked_of_all(
    contexts: ContextStore, request: Request, handler: Handler, *, of_past: bool
) -> Response:
    """Answer a query by POST, together with sources that may know of it.

    of_past: it is one of pasts
    """
    registry = await registry_of(request.city, contexts)
    if request.flag("local") or not len(registry.index):
        return await handler(request)
    way = Way(request, registry, allow_private=contexts.allow_private)
    return await (query_pasts if of_past else query)(way, handler)
