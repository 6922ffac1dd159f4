"""Snapshots over HTTP: make, copy, retrieve, change, delete, and ask what they hold.

Source: ETSI GS CIM 009 v1.9.1, 5.5.15, 5.16, 6.36 to 6.38.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, unquote

from mesto.gates.ngsi_ld import consumption, entities, temporal
from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.entities import NO_CONTENT
from mesto.gates.ngsi_ld.maps.using import visitor
from mesto.gates.ngsi_ld.problem import (
    BadRequestData,
    InvalidRequest,
    OperationNotSupported,
    ResourceNotFound,
    TooManyRequests,
)
from mesto.gates.ngsi_ld.registrations.asking import read_filter
from mesto.gates.ngsi_ld.request import (
    JSON,
    LD_JSON,
    PREFIX,
    Handler,
    Request,
    Response,
    Route,
    Routes,
)
from mesto.gates.ngsi_ld.snapshots import store
from mesto.gates.ngsi_ld.snapshots.making import clone, make
from mesto.gates.ngsi_ld.snapshots.model import (
    Snapshot,
    read_change,
    read_clone,
    read_wanted,
)
from mesto.gates.ngsi_ld.snapshots.still import Still
from mesto.kernel.question.holds import holds

HEADER: Final = "NGSILD-Snapshot"
AT_ONCE: Final = 2  #: that are made by a process: each holds a connection meanwhile

#: What can be asked of a snapshot.
_ASKED: Final = frozenset(
    {
        entities.retrieve_entity,
        consumption.query_entities,
        consumption.query_by_post,
        temporal.retrieve_past,
        temporal.query_pasts,
        temporal.query_pasts_by_post,
    }
)


class Snapshots:
    """The resource /snapshots."""

    def __init__(self, contexts: ContextStore) -> None:
        """Ask sources with what `contexts` knows."""
        self._contexts = contexts
        self._making = 0

    @property
    def routes(self) -> Routes:
        """Who answers below /snapshots."""
        return {
            "/snapshots": {
                "POST": Route(self.create_snapshot),
                "DELETE": Route(purge_snapshots, frozenset({"q"})),
            },
            "/snapshots/{}/clone": {"POST": Route(clone_snapshot)},
            "/snapshots/{}": {
                "GET": Route(retrieve_snapshot),
                "PATCH": Route(update_snapshot),
                "DELETE": Route(delete_snapshot),
            },
        }

    async def create_snapshot(self, request: Request) -> Response:
        """POST /snapshots."""
        payload = await request.read_json()
        if not isinstance(payload, dict):
            raise InvalidRequest("the body must be a JSON object")
        written = payload.get("@context")
        await request.context_of(payload)  # it is wrong before anybody is asked
        wanted = read_wanted(payload, datetime.now(UTC))
        if self._making >= AT_ONCE:
            raise TooManyRequests("others make snapshots just now", Retry_After="5")
        self._making += 1
        try:
            made = await make(self._contexts, request, wanted, written)
        finally:
            self._making -= 1
        return Response(201, headers=[("Location", location_of(made.id))])


async def clone_snapshot(request: Request, of: str) -> Response:
    """POST /snapshots/{id}/clone."""
    one = await _existing(request, of)
    payload, _ = await request.read()
    made = await clone(request, one, read_clone(payload, datetime.now(UTC)))
    return Response(201, headers=[("Location", location_of(made.id))])


async def retrieve_snapshot(request: Request, of: str) -> Response:
    """GET /snapshots/{id}."""
    accepted = request.accepted(JSON, LD_JSON)
    context = await request.context()
    one = await _existing(request, of)
    return await request.answer(one.as_json(), context, accepted=accepted)


async def update_snapshot(request: Request, of: str) -> Response:
    """PATCH /snapshots/{id}."""
    accepted = request.accepted(JSON, LD_JSON)
    one = await _existing(request, of)
    payload, context = await request.read()
    changed = read_change(one, payload, datetime.now(UTC))
    await store.change(visitor(request).host, changed)
    return await request.answer(changed.as_json(), context, accepted=accepted)


async def delete_snapshot(request: Request, of: str) -> Response:
    """DELETE /snapshots/{id}."""
    await _existing(request, of)
    await store.remove(visitor(request).host, [of])
    return NO_CONTENT


async def purge_snapshots(request: Request) -> Response:
    """DELETE /snapshots: those of who asks that are like `q`."""
    if "q" not in request.parameters:
        raise BadRequestData("say by q which snapshots")
    wanted = read_filter(request.parameters["q"], await request.context())
    who = visitor(request)
    every = await store.every(who.host, who.principal.name, datetime.now(UTC))
    found = [one.id for one in every if holds(wanted, one.as_entity())]
    if not found:
        raise ResourceNotFound("no snapshot is like this")
    await store.remove(who.host, found)
    return NO_CONTENT


async def answer_from(
    request: Request, handler: Handler, variables: Sequence[str]
) -> Response:
    """Answer a request from the snapshot that its header names.

    Raises OperationNotSupported for what is no question for entities: nothing is done
    to the city by who means a snapshot.
    """
    if handler not in _ASKED:
        raise OperationNotSupported("a snapshot is asked for its entities only")
    of = unquote(request.headers[HEADER.lower()].rpartition("/")[2])
    one = await _existing(request, of)
    request.city = Still(visitor(request), one.id).city
    return await handler(request, *variables)


def location_of(of: str) -> str:
    """Return the path of a snapshot."""
    return f"{PREFIX}/snapshots/{quote(of, safe=':')}"


async def _existing(request: Request, of: str) -> Snapshot:
    check_uri(of, "the snapshot's id")
    who = visitor(request)
    found = await store.get(who.host, who.principal.name, of, datetime.now(UTC))
    if found is None:
        raise ResourceNotFound(f"there is no snapshot {of}")
    return found
