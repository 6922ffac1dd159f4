"""The server side of the console: sessions, the API of each municipality, files.

Raises the kernel's errors; the front door, which let the caller in and put the City
and the Exchange into the scope, tells them over HTTP.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from mesto.kernel import waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.rights import Verb
from mesto.kernel.city import City
from mesto.kernel.errors import NotFound, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.plugin import Domain
from mesto.kernel.question.film import LEASE
from mesto.web.api import Answer
from mesto.web.asker import visit_of
from mesto.web.boards import answers as boards
from mesto.web.gallery import Gallery
from mesto.web.importing import Files
from mesto.web.live import watch
from mesto.web.once import Repeats
from mesto.web.open import open_routes
from mesto.web.recorder import Recorder
from mesto.web.reports.run import LEASE as REPORTS
from mesto.web.reports.run import Press
from mesto.web.routes import OWN, every_answer
from mesto.web.scenarios import hooks
from mesto.web.static import serve_page

NOTE_EVERY_S = 3600.0
LARGEST_NUMBER = 2**63 - 1  #: PostgreSQL's bigint


def console(folder: Path, domains: Sequence[Domain], files: Files) -> "Console":
    """Return the application that answers the console.

    folder: of everything this installation keeps; base maps are in its `maps`
    files: how files are imported
    """
    return Console(folder / "maps", domains, files)


class Console:
    """The console of all municipalities."""

    def __init__(self, maps: Path, domains: Sequence[Domain], files: Files) -> None:
        """Know where base maps are, what is shown, and how files are imported."""
        self._files = files
        self._gallery = Gallery(maps, domains)
        self._turn = asyncio.Lock()  #: many municipalities are read one by one
        self._repeats = Repeats()
        self._router = Router(
            [
                *(
                    Route(f"/api/session{path}", answer, methods=[method])
                    for path, method, answer in OWN
                ),
                Route(hooks.PATH, hooks.hear_call, methods=["POST"]),
                *open_routes(domains),
                WebSocketRoute("/api/{city}/live", self._watch),
                *(self._route(*one) for one in every_answer(domains)),
            ],
            default=self._page,
            redirect_slashes=False,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        await self._router(scope, receive, send)

    async def close(self) -> None:
        """Stop following every municipality."""
        await self._gallery.close()

    async def film(self, city: City) -> None:
        """Film a municipality, if no other process does, for ever."""
        me = uuid4()

        async def film() -> None:
            picture = self._gallery.picture_of(city)
            async with self._turn:
                await picture.ready()
            await Recorder(picture, me).film()

        await while_held(city.bound, LEASE, me, film)

    async def keep_states(self, city: City) -> None:
        """Note every hour how assets are, as far as boards ask about it; for ever."""
        with city.measures.asked.heard() as asked:
            while True:
                asked.clear()
                with suppress(Unavailable):
                    await boards.note_states(self._gallery.picture_of(city))
                await waiting.woken(asked, NOTE_EVERY_S)

    async def make_reports(self, city: City, callers: Callers) -> None:
        """Make the reports of a municipality, if no other process does, for ever."""
        press = Press(city, self._gallery, callers)
        await while_held(city.bound, REPORTS, uuid4(), press.run)

    def _route(self, verb: Verb, path: str, method: str, answer: Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            visit = visit_of(request)
            visit.require(verb)
            _require_number(request)
            request.scope["gallery"] = self._gallery
            request.scope["files"] = self._files
            do = partial(answer, request, self._gallery.picture_for(visit))
            return await self._repeats.answer(request, visit.host, do)

        return Route(f"/api/{{city}}/{path}", endpoint, methods=[method])

    async def _watch(self, socket: WebSocket) -> None:
        await watch(socket, self._gallery.picture_for(socket.scope["city"]))

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand out the console's files to whoever asks for no part of the API."""
        if scope["type"] != "http" or scope["path"].startswith("/api/"):
            raise NotFound(f"there is nothing at {scope['path']}")
        response: Any = serve_page(Request(scope, receive))
        await response(scope, receive, send)


def _require_number(request: Request) -> None:
    """Raise NotFound for a path with a number that nothing can have."""
    for name, given in request.path_params.items():
        if isinstance(given, int) and given > LARGEST_NUMBER:
            raise NotFound(f"nothing has the {name} {given}")
