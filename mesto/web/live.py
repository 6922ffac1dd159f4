"""The picture as it changes: a stream of frames over WebSocket or server-sent events.

No frame waits in a queue. A viewer has the step it was told last, and each frame is
made of what is newer when it can be sent: a slow viewer gets fewer frames with the
newest values, and costs the others nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import time

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from mesto.kernel.errors import Forbidden, Malformed, Unavailable
from mesto.kernel.visit import Visit
from mesto.web.abnormal import Row, because, describe
from mesto.web.commands.waits import count_for
from mesto.web.picture import Picture
from mesto.web.views import (
    HANDLED,
    RESYNC,
    View,
    beat,
    event,
    hello,
    invalidate,
    patch,
    read_frame,
    read_view,
    seen_through,
    waits,
)

BEAT_TICKS = 2
MOST_ALARMS = 50  #: told of one by one in one frame
MOST_VIEWERS = 5_000  #: of one municipality in one process
POLICY_VIOLATION, TRY_LATER = 1008, 1013  # RFC 6455, 7.4.1


class Viewer:
    """Someone who looks at a picture: what it was told, and where it looks."""

    def __init__(self, picture: Picture, view: View) -> None:
        """Begin with nothing told."""
        self._picture = picture
        self._view = view
        self._whole_since = picture.seq  #: the step of which it knows every asset
        self._told = picture.seq
        self._warned = picture.seq  #: the step up to which it knows what got worse
        self._version = picture.version
        self._handled = picture.handled
        self._waits: object = None  #: the list of what waits that it was told of

    def look(self, view: View) -> None:
        """Look elsewhere; what changed there is told since the whole was known."""
        self._view = view
        self._told = self._whole_since

    def resume(self, epoch: str, seq: int) -> bool:
        """Go on from a state read before; return whether that is possible."""
        if epoch != self._picture.epoch or not 0 <= seq <= self._picture.seq:
            return False
        self._whole_since = self._told = seq
        return True

    def news(self) -> list[bytes]:
        """Return the frames that bring the viewer up to date."""
        frames = []
        picture = self._picture
        if self._version != picture.version:
            self._version = picture.version
            frames.append(invalidate(picture.version))
        if (changes := self._patch()) is not None:
            frames.append(changes)
        if (alarms := self._event()) is not None:
            frames.append(alarms)
        if self._handled != picture.handled:
            self._handled = picture.handled
            frames.append(HANDLED)
        self._told = self._warned = picture.seq
        return frames

    async def waits(self, visit: Visit) -> bytes | None:
        """Tell on how much of what waits a visitor may decide, where that is news."""
        listed = self._picture.waits.listed
        if self._waits is listed:
            return None
        with suppress(Unavailable):  # it is told at another tick
            frame = waits(await count_for(visit, listed))
            self._waits = listed
            return frame
        return None

    def _patch(self) -> bytes | None:
        """Make a patch, or share the one another viewer got in this tick."""
        picture = self._picture
        key = (self._told, self._view)
        if key not in picture.patches:
            rows = picture.rows_since(self._told)
            rows = seen_through(self._view, picture.assets, rows, self._told)
            picture.patches[key] = (
                patch(picture.assets, rows, seq=picture.seq, at_s=round(time(), 3))
                if len(rows)
                else None
            )
        return picture.patches[key]

    def _event(self) -> bytes | None:
        """Tell what got worse, the same to everyone who looks at it."""
        picture = self._picture
        key = ("event", self._warned, self._view)
        if key not in picture.patches:
            rows = picture.raised_since(self._warned)
            rows = seen_through(self._view, picture.assets, rows, self._warned)
            shown = _described(rows[:MOST_ALARMS].tolist(), picture)
            more = len(rows) - len(shown)
            picture.patches[key] = (
                event(shown, seq=picture.seq, more=more) if shown else None
            )
        return picture.patches[key]


def _described(rows: Sequence[int], picture: Picture) -> list[Row]:
    """Return alarms that are new, so that nobody did anything about them."""
    types = [layer.type for _, layer in picture.layers]
    assets, verdicts = picture.assets, picture.verdicts
    explained = because(rows, assets, verdicts)
    return [
        describe(row, assets, types, verdicts[row]) | explained[row] | {"handled": None}
        for row in rows
    ]


async def frames(
    picture: Picture, viewer: Viewer, caller: HTTPConnection
) -> AsyncIterator[bytes]:
    """Yield frame after frame, at the pace of whoever takes them.

    A picture that cannot be kept up has no heart beat, so that viewers see it is old.

    Raises Forbidden once the caller's key is withdrawn.
    """
    ticks = 0
    while True:
        await _see_caller(caller)
        for frame in viewer.news():
            yield frame
        if (waiting := await viewer.waits(caller.scope["city"])) is not None:
            yield waiting
        if ticks % BEAT_TICKS == 0 and not picture.stale:
            yield beat(seq=picture.seq, rate=picture.rate, at_s=round(time(), 3))
        ticks += 1
        await picture.tick()


async def _see_caller(caller: HTTPConnection) -> None:
    """Look again who stays; while nobody knows, it is who it was.

    Raises Forbidden where it may not, and Unavailable where it may see something else
    now: it comes again, and sees that.
    """
    scope = caller.scope
    try:
        now = await scope["callers"].visit(
            scope["brought"], wanted=scope["city"].name, peer=""
        )
    except Unavailable:
        return
    if now is not scope["city"]:
        raise Unavailable("what you may see has changed", retry_after_s=1)


async def watch(socket: WebSocket, picture: Picture) -> None:
    """Serve one WebSocket until it closes."""
    view = read_view(socket.query_params)
    await picture.ready()
    with _seat(picture), suppress(OSError, WebSocketDisconnect):  # it went meanwhile
        await socket.accept()
        viewer = Viewer(picture, view)
        await _greet(socket, picture, viewer)
        await _part(socket, await _talk(socket, picture, viewer))


async def stream_events(request: Request, picture: Picture) -> Response:
    """Serve the same frames as server-sent events; the last id resumes them."""
    view = read_view(request.query_params)
    await picture.ready()
    with _seat(picture):
        pass  # refuse before the answer begins

    async def events() -> AsyncIterator[bytes]:
        with _seat(picture), suppress(Forbidden):
            viewer = Viewer(picture, view)
            yield _event(_hello(picture), picture)
            if not _resumes(request, viewer):
                yield _event(RESYNC, picture)
            async for frame in frames(picture, viewer, request):
                yield _event(frame, picture)

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(events(), 200, headers, "text/event-stream")


def _hello(picture: Picture) -> bytes:
    return hello(seq=picture.seq, epoch=picture.epoch, version=picture.version)


def _event(frame: bytes, picture: Picture) -> bytes:
    return b"id: %b:%d\ndata: %b\n\n" % (picture.epoch.encode(), picture.seq, frame)


async def _talk(
    socket: WebSocket, picture: Picture, viewer: Viewer
) -> Sequence[object]:
    """Tell and listen until one of both ends; return how they ended."""
    listening = asyncio.create_task(_listen(socket, viewer))
    telling = asyncio.create_task(_tell(socket, picture, viewer))
    try:
        await asyncio.wait({listening, telling}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        listening.cancel()
        telling.cancel()
        ends = await asyncio.gather(listening, telling, return_exceptions=True)
    return ends


async def _greet(socket: WebSocket, picture: Picture, viewer: Viewer) -> None:
    await socket.send_text(_hello(picture).decode())
    if not _resumes(socket, viewer):
        await socket.send_text(RESYNC.decode())


async def _tell(socket: WebSocket, picture: Picture, viewer: Viewer) -> None:
    async for frame in frames(picture, viewer, socket):
        await socket.send_text(frame.decode())


async def _listen(socket: WebSocket, viewer: Viewer) -> None:
    """Hear where the viewer looks, until it goes."""
    async for text in socket.iter_text():
        said = read_frame(text)
        if isinstance(said, View):
            viewer.look(said)
        elif not viewer.resume(said.epoch, said.seq):
            await socket.send_text(RESYNC.decode())


def _resumes(request: HTTPConnection, viewer: Viewer) -> bool:
    """Go on from where the query or the last event says; True if it says nothing."""
    epoch, _, seq = request.headers.get("last-event-id", "").partition(":")
    if not epoch:
        epoch = request.query_params.get("epoch", "")
        seq = request.query_params.get("seq", "")
    if not epoch and not seq:
        return True
    return seq.isdecimal() and viewer.resume(epoch, int(seq))


async def _part(socket: WebSocket, ends: Sequence[object]) -> None:
    """Close a socket for what ended it."""
    for end in ends:
        if isinstance(end, Malformed | Forbidden):
            await socket.close(POLICY_VIOLATION, str(end)[:100])
        elif isinstance(end, Unavailable):
            await socket.close(TRY_LATER)
        elif isinstance(end, Exception):
            raise end


@contextmanager
def _seat(picture: Picture) -> Iterator[None]:
    """Count a viewer while it looks. Raises Unavailable when there are too many."""
    if picture.viewers >= MOST_VIEWERS:
        raise Unavailable("too many viewers", busy=True, retry_after_s=30)
    picture.viewers += 1
    try:
        yield
    finally:
        picture.viewers -= 1
