"""The side of a CMS which a gateway speaks to: it writes down and answers.

It holds all it hears against the CMS's OpenAPI, and can be away.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import orjson
from aiohttp import web

from mesto.acceptance.running import Notebook
from mesto.kernel.errors import Unavailable
from mesto.simulator.talq.contract import Operation, Wrong, check, operations

Found = TypeVar("Found")
HEADER = "talq-api-version"
MOST_BYTES = 64 * 2**20
CREATED, OK, AWAY, BAD, MISSING = 201, 200, 503, 400, 404
_VARIABLE = re.compile(r"\{(\w+)\}")


class Heard(NamedTuple):
    """One message of the gateway."""

    at: datetime
    operation: str  #: its name in the CMS's OpenAPI; empty: there is none
    query: dict[str, str]
    version: str  #: what its header says
    body: Any  #: as JSON
    wrongs: Sequence[Wrong]


class Ours:
    """A CMS that listens."""

    def __init__(self, notebook: Notebook) -> None:
        """Listen from now on."""
        self.url = ""
        self.heard: list[Heard] = []
        self.away = False  #: every message is put off
        self.knocked: list[str] = []  #: paths asked for while we were away
        self._notebook = notebook
        self._news = asyncio.Event()
        self._routes = [
            (re.compile(_VARIABLE.sub("[^/]+", one.path)), one)
            for one in operations("cms").values()
        ]

    async def until(
        self, found: Callable[[], Found | None], within_s: float
    ) -> Found | None:
        """Wait until something was heard; None if it was not within a while."""
        try:
            async with asyncio.timeout(within_s):
                while (what := found()) is None:
                    self._news.clear()
                    await self._news.wait()
                return what
        except TimeoutError:
            return None

    async def answer(self, request: web.Request) -> web.Response:
        """Take a message down and answer it."""
        body = await request.read()
        line = f"← {request.method} {request.path}"
        if self.away:
            self.knocked.append(request.path)
            self._notebook.write(line, sent=str(AWAY))
            self._news.set()
            return web.Response(status=AWAY)
        heard = self._read(request, body)
        self.heard.append(heard)
        self._notebook.write(line, got=body.decode(errors="replace"))
        self._news.set()
        return _answer(request.method, heard)

    def _read(self, request: web.Request, body: bytes) -> Heard:
        query = dict(request.query)
        operation = self._operation(request)
        try:
            read = orjson.loads(body) if body else None
            wrongs = list(_wrongs(operation, read, query))
        except orjson.JSONDecodeError:
            read, wrongs = None, [Wrong("", "unread")]
        return Heard(
            datetime.now(UTC),
            operation.name if operation else "",
            query,
            request.headers.get(HEADER, ""),
            read,
            wrongs,
        )

    def _operation(self, request: web.Request) -> Operation | None:
        fits = (
            one
            for pattern, one in self._routes
            if one.method == request.method and pattern.fullmatch(request.path)
        )
        return next(fits, None)


@asynccontextmanager
async def open_ours(
    notebook: Notebook, host: str, port: int, url: str
) -> AsyncIterator[Ours]:
    """Listen as a CMS.

    port: 0 takes a free one
    url: how the gateway reaches us; empty: at the address we listen on

    Raises Unavailable when the address is taken.
    """
    ours = Ours(notebook)
    app = web.Application(client_max_size=MOST_BYTES)
    app.router.add_route("*", "/{path:.*}", ours.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise Unavailable(f"cannot listen on {host}:{port}: {error}") from error
        ours.url = url or f"http://{host}:{runner.addresses[0][1]}"
        yield ours
    finally:
        await runner.cleanup()


def _answer(method: str, heard: Heard) -> web.Response:
    if heard.wrongs or not heard.operation:
        status = BAD if heard.wrongs else MISSING
        key = "payloadError" if heard.wrongs else "resourceNotFound"
        said = [{"key": key, "description": "; ".join(map(str, heard.wrongs[:5]))}]
        return web.Response(status=status, body=orjson.dumps(said), content_type=_JSON)
    status = CREATED if method == "POST" else OK
    body = [] if method == "GET" else heard.body
    return web.Response(status=status, body=orjson.dumps(body), content_type=_JSON)


_JSON = "application/json"


def _wrongs(
    operation: Operation | None, body: object, query: dict[str, str]
) -> Sequence[Wrong]:
    if operation is None:
        return []
    found = [] if operation.body is None else check(body, operation.body)
    for one in operation.query:
        if one.name in query and one.schema.get("type") == "string":
            wrongs = check(query[one.name], one.schema)
            found += [each._replace(at=f"?{one.name}") for each in wrongs]
        elif one.required and one.name not in query:
            found.append(Wrong(f"?{one.name}", "missing"))
    return found
