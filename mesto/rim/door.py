"""The front door: who is calling, for which municipality, and who answers.

Every path but the console's own files asks for a key or a session. The City as the
caller may use it goes along in `scope["city"]`, its Exchange in `scope["exchange"]`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeAlias

from mesto.kernel.access.acts import Actor, acts_now
from mesto.kernel.access.callers import Callers, read_credentials, refuse_strange_page
from mesto.kernel.access.rights import Verb
from mesto.kernel.errors import CityError, Malformed
from mesto.kernel.model import Message
from mesto.kernel.plugin import Gate, HttpApp
from mesto.kernel.problem import CONTENT_TYPE, headers_of, problem, status_of
from mesto.kernel.secret import hide_in_url, tells_secret
from mesto.rim.browsers import telling_browsers
from mesto.rim.exchange import Exchange

log = logging.getLogger(__name__)

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]

HOOKS = "/hooks/"
CALLS = "/calls/"  #: addresses that are a secret of their own; see web/scenarios
OPEN = "/open/"  #: what anybody may ask; see web/open
API = "/api/"
SESSION = "/api/session"
LARGEST_HOOK_BYTES = 32 * 2**20
POLICY_VIOLATION = 1008  #: how a WebSocket is refused (RFC 6455, 7.4.1)


class Door:
    """The ASGI application that lets callers in and leads them on."""

    def __init__(  # noqa: PLR0913 - whom it leads where
        self,
        callers: Callers,
        exchanges: Mapping[str, Exchange],
        gates: Sequence[Gate[Any]],
        console: HttpApp,
        *,
        allow_private: bool = False,
        mails: bool = False,
    ) -> None:
        """Stand before `gates` and the `console`.

        allow_private: gates may fetch what callers name from private addresses
        mails: mail can be sent to anybody, with links that lead here
        """
        self._callers = callers
        self._exchanges = exchanges
        self._console = console
        self._allow_private = allow_private
        self._mails = mails
        self._by_path = [
            (path, gate.http, gate.refuse or _tell, by_gate)
            for gate in gates
            if gate.http
            for paths, by_gate in ((gate.keyed, True), (gate.paths, gate.lets_in))
            for path in paths
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, whatever happens."""
        if scope["type"] not in ("http", "websocket"):
            return
        if scope["type"] == "http":
            send = telling_browsers(send)
        try:
            await self._lead(scope, receive, send)
        except CityError as error:
            await self._refuse(scope, send, error)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("%s %s", scope.get("method"), scope["path"])
            raise

    async def _lead(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if "\0" in path or b"%00" in scope["query_string"]:
            raise Malformed("no name and no question holds a zero character")
        for prefix, app, _, lets_in in self._by_path:
            if path.startswith(prefix):
                await self._let_in_at(scope, by_gate=lets_in)
                return await app(scope, receive, send)
        if path.startswith(HOOKS):
            await self._let_in(scope)
            return await self._take_hook(scope, receive, send)
        if path == "/healthz":
            return await _answer(send, 200, b"ok", "text/plain")
        scope["callers"] = self._callers
        scope["mails"] = self._mails
        if path.startswith(SESSION):
            brought = read_credentials(scope["headers"])
            refuse_strange_page(scope.get("method", ""), brought)
            acts_now(Actor("anonymous", _origin(scope)))  # until it says who it is
        elif path.startswith(OPEN):
            scope["brought"] = brought = read_credentials(scope["headers"])
            refuse_strange_page(scope.get("method", ""), brought)
            acts_now(Actor("anonymous", _origin(scope)))
        elif path.startswith(CALLS):
            acts_now(Actor("anonymous", _origin(scope)))
        elif path.startswith(API):
            await self._let_in(scope, path.split("/")[2])
        return await self._console(scope, receive, send)

    async def _let_in_at(self, scope: Scope, *, by_gate: bool) -> None:
        """Find who is calling a gate, unless it asks its peers itself."""
        if by_gate:
            scope["exchanges"] = self._exchanges
            scope["callers"] = self._callers
            scope["allow_private"] = self._allow_private
        else:
            await self._let_in(scope)

    async def _refuse(self, scope: Scope, send: Send, error: CityError) -> None:
        """Tell a caller why not, in the words of what it asked for."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        path: str = scope["path"]
        at_path = (
            say for prefix, _, say, _ in self._by_path if path.startswith(prefix)
        )
        await next(at_path, _tell)(scope, send, error)

    async def _let_in(self, scope: Scope, wanted: str = "") -> None:
        """Find who is calling and the city it may use.

        wanted: the municipality the path names, if it names one

        Raises Forbidden, NotFound and Unavailable as `Callers.visit` does.
        """
        brought = read_credentials(scope["headers"])
        refuse_strange_page(scope.get("method", ""), brought)
        visit = await self._callers.visit(brought, wanted=wanted, peer=peer_of(scope))
        acts_now(Actor(visit.principal.name, _origin(scope)))
        scope["city"] = visit
        scope["brought"] = brought
        scope["allow_private"] = self._allow_private
        scope["exchange"] = self._exchanges[visit.name]

    async def _take_hook(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take what a peer brings to a connection; what is refused is kept too."""
        scope["city"].require(Verb.RECORD)
        name = scope["path"].removeprefix(HOOKS)
        intake = self._exchanges[scope["city"].name].intake
        message = Message(
            payload=await _body(receive),
            origin=_target(scope),
            received_at=datetime.now(UTC),
            headers={
                key.decode("latin-1"): value.decode("latin-1")
                for key, value in scope["headers"]
                if not tells_secret(key.decode("latin-1"))
            },
        )
        for refused, reason in await intake.take(name, [message]):
            number = await intake.keep(name, refused, reason)
            raise Malformed(str(reason), **{**reason.facts, "quarantine": number})
        await _answer(send, 204, b"", None)


def peer_of(scope: Scope) -> str:
    """Return the address a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _origin(scope: Scope) -> str:
    """Return where a request comes from: the address and the browser."""
    agents = (text for name, text in scope["headers"] if name == b"user-agent")
    return f"{peer_of(scope)} {next(agents, b'').decode('latin-1')}".strip()


def _target(scope: Scope) -> str:
    """Return path and query: some networks name the event in the query."""
    query: str = scope["query_string"].decode("latin-1")
    return hide_in_url(f"{scope['path']}?{query}" if query else str(scope["path"]))


async def _body(receive: Receive) -> bytes:
    """Read a whole body. Raises Malformed where it is larger than we take."""
    parts = []
    size = 0
    while True:
        event = await receive()
        part = event.get("body", b"")
        size += len(part)
        if size > LARGEST_HOOK_BYTES:
            raise Malformed(f"more than {LARGEST_HOOK_BYTES} bytes at once")
        parts.append(part)
        if not event.get("more_body"):
            return b"".join(parts)


async def _tell(_scope: Scope, send: Send, error: CityError) -> None:
    """Tell a failure as problem details."""
    extra = [
        (name.lower().encode(), text.encode())
        for name, text in headers_of(error).items()
    ]
    await _answer(send, status_of(error), problem(error), CONTENT_TYPE, extra)


async def _answer(
    send: Send,
    status: int,
    body: bytes,
    kind: str | None,
    extra: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    headers = [(b"content-length", str(len(body)).encode()), *extra]
    if kind is not None:
        headers.append((b"content-type", kind.encode()))
    if status == HTTPStatus.NO_CONTENT:  # RFC 9110, 8.6: no length without content
        headers = headers[1:]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
