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

from mesto.kernel.city import City
from mesto.kernel.errors import NotFound, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.plugin import Domain
from mesto.kernel.question.film import LEASE
from mesto.web import (
    alarms,
    api,
    asset_page,
    asset_past,
    connections,
    documents,
    log,
    orders,
    quarantine,
    replay,
    session,
    settings,
    workbench,
)
from mesto.web.boards import answers as boards
from mesto.web.gallery import Gallery
from mesto.web.live import stream_events, watch
from mesto.web.once import Repeats
from mesto.web.recorder import Recorder
from mesto.web.static import serve_page
from mesto.web.tables import answers as tables
from mesto.web.tables.export import export_history, export_table

NOTE_EVERY_S = 3600.0

#: Answers below /api/{city}, by path and method.
ANSWERS: Sequence[tuple[str, str, api.Answer]] = (
    ("map", "GET", api.show_map),
    ("tiles/{z:int}/{x:int}/{y:int}.mvt", "GET", api.show_tile),
    ("state", "GET", api.show_state),
    ("events", "GET", stream_events),
    ("assets/{number:int}", "GET", asset_page.show_asset),
    ("assets/{number:int}/relations", "GET", asset_page.show_relations),
    ("assets/{number:int}/relations/{relation}", "GET", asset_page.show_members),
    ("assets/{number:int}/history", "GET", asset_past.show_history),
    ("assets/{number:int}/states", "GET", asset_past.show_states),
    ("assets/{number:int}/observations", "GET", asset_past.show_observations),
    ("assets/{number:int}/observations.csv", "GET", asset_past.download_observations),
    ("assets/{number:int}/log", "GET", log.show_log),
    ("assets/{number:int}/commands", "GET", orders.show_commands),
    ("assets/{number:int}/commands", "POST", orders.give_order),
    ("search", "GET", api.search),
    ("abnormal", "GET", api.show_abnormal),
    ("alarms", "GET", alarms.show_alarms),
    ("alarms.csv", "GET", alarms.export_alarms),
    ("alarms/counts", "GET", alarms.show_counts),
    ("alarms/handled", "POST", alarms.handle_alarms),
    ("past", "GET", replay.show_filmed),
    ("past/state", "GET", replay.show_state_then),
    ("past/changes", "GET", replay.show_changes),
    ("past/abnormal", "GET", replay.show_abnormal_then),
    ("past/assets/{number:int}", "GET", replay.show_asset_then),
    ("past/tiles/{z:int}/{x:int}/{y:int}.mvt", "GET", replay.show_tile_then),
    ("tables/{type}", "GET", tables.show_table),
    ("tables/{type}/rows", "GET", tables.show_rows),
    ("tables/{type}/columns", "GET", tables.show_columns),
    ("tables/{type}/values", "GET", tables.show_values),
    ("tables/{type}/export", "POST", export_table),
    ("tables/{type}/history", "POST", export_history),
    ("connections", "GET", connections.show_connections),
    ("connections/{name}", "GET", connections.show_connection),
    ("connections/{name}", "PUT", connections.keep_connection),
    ("connections/{name}", "PATCH", connections.switch_connection),
    ("connections/{name}", "DELETE", connections.remove_connection),
    ("connections/{name}/restore", "POST", connections.restore_connection),
    ("connections/{name}/messages", "GET", workbench.show_messages),
    ("gates", "GET", workbench.show_gates),
    ("try", "POST", workbench.try_settings),
    ("quarantine", "GET", quarantine.show_quarantine),
    ("quarantine/causes", "GET", quarantine.show_causes),
    ("quarantine/replay", "POST", quarantine.replay_some),
    ("quarantine/discard", "POST", quarantine.discard_some),
    ("quarantine/take-back", "POST", quarantine.take_back),
    ("quarantine/{number:int}", "GET", quarantine.show_message),
    ("quarantine/{number:int}", "DELETE", quarantine.discard),
    ("quarantine/{number:int}/payload", "GET", quarantine.show_payload),
    ("quarantine/{number:int}/replay", "POST", quarantine.replay),
    ("documents/{kind}", "GET", documents.show_documents),
    ("documents/{kind}/{id}", "PUT", documents.keep_document),
    ("documents/{kind}/{id}", "DELETE", documents.drop_document),
    ("boards", "GET", boards.show_boards),
    ("panels", "POST", boards.show_panels),
    ("targets/{name}", "PUT", boards.set_target),
    ("municipality", "GET", settings.show_municipality),
    ("municipality/{field}", "PUT", settings.change_municipality),
    ("retention", "GET", settings.show_retention),
    ("retention", "PUT", settings.change_retention),
    ("basemap.pmtiles", "GET", api.show_basemap),
)


def console(folder: Path, domains: Sequence[Domain]) -> "Console":
    """Return the application that answers the console.

    folder: of everything this installation keeps; base maps are in its `maps`
    """
    return Console(folder / "maps", domains)


class Console:
    """The console of all municipalities."""

    def __init__(self, maps: Path, domains: Sequence[Domain]) -> None:
        """Know where base maps are, and what is shown."""
        self._gallery = Gallery(maps, domains)
        self._turn = asyncio.Lock()  #: many municipalities are read one by one
        self._repeats = Repeats()
        self._router = Router(
            [
                Route("/api/session", session.enter, methods=["POST"]),
                Route("/api/session", session.show, methods=["GET"]),
                Route("/api/session", session.leave, methods=["DELETE"]),
                Route("/api/session/links/{word}", session.show_invitation),
                WebSocketRoute("/api/{city}/live", self._watch),
                *(self._route(*one) for one in ANSWERS),
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
                with suppress(TimeoutError):
                    await asyncio.wait_for(asked.wait(), NOTE_EVERY_S)

    def _route(self, path: str, method: str, answer: api.Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            visit = request.scope["city"]
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
