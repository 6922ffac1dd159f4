"""Storing, listing, serving and deleting @contexts.

Source: ETSI GS CIM 009, 5.13.2 to 5.13.5, 6.29 and 6.30.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import orjson

from mesto.gates.ngsi_ld.codec.encode import timestamp
from mesto.gates.ngsi_ld.context import CORE_URL, CORE_URLS, core_document
from mesto.gates.ngsi_ld.context_uses import Usage
from mesto.gates.ngsi_ld.contexts import (
    PATH,
    ContextStore,
    Origin,
    Stored,
    read_document,
)
from mesto.gates.ngsi_ld.entities import NO_CONTENT
from mesto.gates.ngsi_ld.problem import (
    BadRequestData,
    InvalidRequest,
    OperationNotSupported,
    ResourceNotFound,
)
from mesto.gates.ngsi_ld.request import JSON, LD_JSON, Request, Response, Route, Routes

_JSON: Final = [("Content-Type", JSON)]


class Hosting:
    """The resource /jsonldContexts over a ContextStore."""

    def __init__(self, store: ContextStore) -> None:
        """Serve what `store` keeps."""
        self._store = store

    @property
    def routes(self) -> Routes:
        """Who answers below /jsonldContexts."""
        return {
            "/jsonldContexts": {
                "POST": Route(self.add_context),
                "GET": Route(self.list_contexts, frozenset({"details", "kind"})),
            },
            "/jsonldContexts/{}": {
                "GET": Route(self.serve_context, frozenset({"details"})),
                "DELETE": Route(self.delete_context, frozenset({"reload"})),
            },
        }

    async def add_context(self, request: Request) -> Response:
        """POST /jsonldContexts."""
        document = await request.read_json()
        if not isinstance(document, dict) or "@context" not in document:
            raise InvalidRequest("the document has no @context")
        said = read_document(document)
        self._store.check(said)
        stored = await self._store.host(
            request.city, said, Origin.HOSTED, of=str(uuid4())
        )
        return Response(201, headers=[("Location", PATH + stored.id)])

    async def list_contexts(self, request: Request) -> Response:
        """GET /jsonldContexts."""
        request.accepted(JSON, LD_JSON)
        kind = request.parameters.get("kind")
        if kind is not None and kind not in set(Origin):
            raise BadRequestData(f"{kind!r} is no kind of @contexts")
        found = await self._store.all_stored(request.city)
        chosen = [one for one in found if kind in {None, one.origin.value}]
        if request.flag("details"):
            uses = await self._store.uses.of(request.city)
            document: Any = [_details(request, one, uses) for one in chosen]
        else:
            document = [_url_of(request, one) for one in chosen]
        return Response(200, orjson.dumps(document), _JSON)

    async def serve_context(self, request: Request, of: str) -> Response:
        """GET /jsonldContexts/{id}."""
        request.accepted(JSON, LD_JSON)
        details = request.flag("details")
        if CORE_URLS.fullmatch(of):
            document: Any = _core_details() if details else core_document()
            return Response(200, orjson.dumps(document), _JSON)
        stored = await self._existing(request, of)
        if details:
            uses = await self._store.uses.of(request.city)
            document = _details(request, stored, uses)
        elif stored.origin is Origin.CACHED:
            raise OperationNotSupported(f"get it from {stored.url}")
        else:
            document = {"@context": stored.context}
        return Response(200, orjson.dumps(document), _JSON)

    async def delete_context(self, request: Request, of: str) -> Response:
        """DELETE /jsonldContexts/{id}."""
        reload = request.flag("reload")
        if CORE_URLS.fullmatch(of):
            if not reload:
                raise BadRequestData("the core @context cannot be deleted")
            return NO_CONTENT
        stored = await self._store.stored(request.city, of)
        if reload:
            if stored is None or stored.origin is not Origin.CACHED:
                raise BadRequestData("only a cached @context can be fetched anew")
            await self._store.reload(request.city, stored)
        else:
            await self._store.forget(
                request.city, (await self._existing(request, of)).id
            )
        return NO_CONTENT

    async def _existing(self, request: Request, of: str) -> Stored:
        stored = await self._store.stored(request.city, of)
        if stored is None:
            raise ResourceNotFound(f"there is no @context {of}")
        return stored


def _details(
    request: Request, stored: Stored, uses: Mapping[str, Usage]
) -> dict[str, Any]:
    usage = uses.get(stored.id, Usage())
    details = {
        "URL": _url_of(request, stored),
        "localId": stored.id,
        "kind": stored.origin.value,
        "createdAt": timestamp(stored.created_at),
        "numberOfHits": usage.hits,
    }
    if usage.last is not None:
        details["lastUsage"] = timestamp(usage.last)
    return details


def _url_of(request: Request, stored: Stored) -> str:
    if stored.origin is Origin.CACHED:
        return stored.url
    return f"{request.base}{PATH}{quote(stored.id)}"


def _core_details() -> dict[str, Any]:
    """Say what there is to say of the core @context, which is part of mesto."""
    return {
        "URL": CORE_URL,
        "localId": CORE_URL,
        "kind": Origin.CACHED.value,
        "createdAt": "2025-01-01T00:00:00Z",
    }
