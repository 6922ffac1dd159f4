"""The NGSI-LD API as an ASGI application: finds who answers, says what went wrong.

Source: ETSI GS CIM 009, 6.2 (resources), 6.3 (common behaviours).
"""

from collections.abc import (
    Awaitable,
    Callable,
    Iterable,
    Mapping,
    MutableMapping,
    Sequence,
)
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

import orjson

from mesto.gates.ngsi_ld import (
    attributes,
    batch,
    consumption,
    discovery,
    entities,
    purge,
    temporal,
    temporal_provision,
)
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.described.document import described
from mesto.gates.ngsi_ld.distributed.answers import answer as distributed
from mesto.gates.ngsi_ld.hosting import Hosting
from mesto.gates.ngsi_ld.maps import answers as maps
from mesto.gates.ngsi_ld.problem import (
    MethodNotAllowed,
    Problem,
    ResourceNotFound,
    as_problem,
)
from mesto.gates.ngsi_ld.registrations import answers as registrations
from mesto.gates.ngsi_ld.request import (
    JSON,
    PREFIX,
    Receive,
    Request,
    Response,
    Route,
    Routes,
)
from mesto.gates.ngsi_ld.snapshots.answers import HEADER as SNAPSHOT
from mesto.gates.ngsi_ld.snapshots.answers import Snapshots, answer_from
from mesto.gates.ngsi_ld.subscriptions import answers as subscriptions
from mesto.gates.ngsi_ld.subscriptions import given_up
from mesto.gates.ngsi_ld.subscriptions.elsewhere.hearing import hear
from mesto.gates.ngsi_ld.subscriptions.elsewhere.run import TOLD
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Forbidden

Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Router:
    """Finds the route of a path and a method: a tree of path segments."""

    def __init__(self, *tables: Routes) -> None:
        """Join tables of routes; the same path may occur in several."""
        self._root = _Node()
        for table in tables:
            for path, methods in table.items():
                node = self._root
                for part in path[1:].split("/"):
                    node = node.below.setdefault(part, _Node())
                node.methods.update(methods)

    def find(self, path: str, method: str) -> tuple[Route, list[str]]:
        """Return the route and the path's variables.

        path: below the prefix, still percent-encoded

        Raises ResourceNotFound or MethodNotAllowed.
        """
        node, variables = self._root, []
        parts = path[1:].split("/")
        for place, part in enumerate(parts, 1):
            if place == len(parts) and not part and method in node.methods:
                break
            fixed = node.below.get(part)
            if fixed is None:
                variables.append(unquote(part))
            below = fixed or node.below.get("{}")
            if below is None or part == "{}":
                raise ResourceNotFound(f"there is no {path}")
            node = below
        if not node.methods:
            raise ResourceNotFound(f"there is no {path}")
        route = node.methods.get(method)
        if route is None:
            allowed = ", ".join(sorted(node.methods))
            raise MethodNotAllowed(f"{allowed} can be done here", Allow=allowed)
        return route, variables


class _Node:
    """One segment of paths; `{}` stands for a variable."""

    __slots__ = ("below", "methods")

    def __init__(self) -> None:
        self.below: dict[str, _Node] = {}
        self.methods: dict[str, Route] = {}


class NgsiLd:
    """The ASGI application; `scope["city"]` is the municipality asked."""

    def __init__(self, contexts: ContextStore) -> None:
        """Resolve @contexts by `contexts`."""
        self._contexts = contexts
        self.tables: Sequence[Routes] = (
            {"/openapi.json": {"GET": Route(self._describe)}},
            entities.ROUTES,
            purge.ROUTES,
            attributes.ROUTES,
            batch.ROUTES,
            consumption.ROUTES,
            maps.ROUTES,
            discovery.ROUTES,
            registrations.ROUTES,
            subscriptions.ROUTES,
            given_up.ROUTES,
            temporal.ROUTES,
            temporal_provision.ROUTES,
            Snapshots(contexts).routes,
            Hosting(contexts).routes,
        )
        self._router = Router(*self.tables)

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: Receive, send: Send
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        self._contexts.allow_private = scope.get("allow_private", False)
        if scope["path"].startswith(TOLD):
            await _send(await self._hear(scope, receive), None, send)
            return
        request = self._read(scope, receive, scope["city"])
        try:
            response = await self._answer(request, _raw_path(scope))
        except (CityError, Problem) as failure:
            response = refuse(as_problem(failure))
        await _send(response, request.tenant, send)

    async def refuse(
        self, scope: MutableMapping[str, Any], send: Send, failure: CityError
    ) -> None:
        """Tell a caller why it was not let in (5.5.10, 6.3.14)."""
        tenant = _read_headers(scope["headers"]).get("ngsild-tenant")
        await _send(refuse(as_problem(failure)), tenant, send)

    async def _answer(self, request: Request, path: str) -> Response:
        route, variables = self._router.find(path, request.method)
        if request.parameters:
            request.refuse_unknown(route.parameters)
        if SNAPSHOT.lower() in request.headers:
            return await answer_from(request, route.handler, variables)
        return await distributed(
            self._contexts, request, route.handler, variables, path
        )

    async def _describe(self, _request: Request) -> Response:
        """GET /openapi.json."""
        told = orjson.dumps(described(self.tables))
        return Response(200, told, [("Content-Type", JSON)])

    async def _hear(self, scope: Mapping[str, Any], receive: Receive) -> Response:
        """Take what a context source tells at an address it was given (5.8.6)."""
        town, _, key = scope["path"].removeprefix(TOLD).partition("/")
        exchange, callers = scope["exchanges"].get(town), scope["callers"]
        try:
            with callers.guessing(str((scope.get("client") or ("",))[0])):
                if exchange is None:
                    raise Forbidden("nobody here wants to be told so")
                if scope["method"] != "POST":
                    raise MethodNotAllowed("it is told by POST", Allow="POST")
                request = self._read(scope, receive, exchange.city)
                return await hear(request, key, callers, self._contexts)
        except (CityError, Problem) as failure:
            return refuse(as_problem(failure))

    def _read(self, scope: Mapping[str, Any], receive: Receive, city: City) -> Request:
        return Request(
            city=city,
            contexts=self._contexts,
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=_read_headers(scope["headers"]),
            receive=receive,
            scheme=scope.get("scheme", "http"),
        )


def refuse(problem: Problem) -> Response:
    """Return the answer that says a problem."""
    body = problem.as_bytes()
    kind = [("Content-Type", JSON)] if body else []
    return Response(problem.status, body, [*kind, *problem.headers.items()])


def _read_headers(sent: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by name; repeated ones are joined (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for name, text in sent:
        key, value = name.decode("latin-1"), text.decode("latin-1")
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers


def _raw_path(scope: Mapping[str, Any]) -> str:
    """Return the path below the prefix as it was sent, so that %2F stays in names."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return raw.partition(b"?")[0].decode("latin-1").removeprefix(PREFIX)


async def _send(response: Response, tenant: str | None, send: Send) -> None:
    headers = [
        (name.lower().encode("latin-1"), text.encode("latin-1", errors="replace"))
        for name, text in response.headers
    ]
    if tenant is not None:
        headers.append((b"ngsild-tenant", tenant.encode("latin-1")))
    if response.status != _NO_CONTENT:
        headers.append((b"content-length", b"%d" % len(response.body)))
    start = {"type": "http.response.start", "status": response.status}
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


_NO_CONTENT: Final = 204
_POLICY_VIOLATION: Final = 1008  #: how a WebSocket is refused (RFC 6455, 7.4.1)
