"""WebSockets that stay open for months, and say a little all the time."""

import asyncio
from collections import deque
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from mesto.cli.frames import CONTROL, FIN, may_be_text, span_at, text_frame, text_in


class Inbox:
    """What came by a line and was not heard yet; there is one who hears."""

    __slots__ = ("_came", "_loop", "_waiter")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Be empty."""
        self._loop = loop
        self._came: deque[Any] = deque()  #: events of ASGI
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._came)

    def empty(self) -> bool:
        """Tell whether none waits."""
        return not self._came

    def put_nowait(self, event: Any) -> None:
        """Let an event wait, and wake who waits for it."""
        self._came.append(event)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def get(self) -> Any:
        """Return the oldest event, as soon as there is one."""
        while not self._came:
            self._waiter = self._loop.create_future()
            await self._waiter
        return self._came.popleft()


class Line(WebSocketsSansIOProtocol):
    """A WebSocket that lets go of what opened it, and reads and writes texts quickly.

    uvicorn keeps request and answer of the handshake as long as the connection, which
    is a quarter of what a charging station costs that rests. And it leads every frame
    through a parser that is ready for everything, which cost more than to understand
    what stands in it. So frames are cut here: a text in one frame is handed on at once,
    any other is handed to that parser, whole.
    """

    def __init__(self, *args: Any, **more: Any) -> None:  # as uvicorn makes it
        """Wait for the handshake."""
        super().__init__(*args, **more)
        self.queue = Inbox(self.loop)  # type: ignore[assignment] # all that is asked of it
        self._begun = b""  #: of a frame that has not come whole
        self._torn = False  #: amid a message of several frames
        self._cuts = True  #: frames are cut here

    def start_keepalive(self) -> None:
        """Begin to look whether the peer is there; the handshake is over."""
        super().start_keepalive()
        self.request.headers.clear()  # its reader holds it for ever
        del self.request, self.response

    def data_received(self, data: bytes) -> None:
        """Take in what came: the handshake, then frames."""
        if not self.handshake_initiated:
            super().data_received(data)
            # who sends frames before the answer may have them amid the parser
            self._cuts = self.handshake_initiated and data.endswith(b"\r\n\r\n")
        elif self._cuts:
            self._cut(self._begun + data if self._begun else data)
        else:
            super().data_received(data)

    def _cut(self, data: bytes) -> None:
        """Hand on every frame that has come whole, and keep the rest."""
        start = 0
        while start < len(data):
            span = span_at(data, start)
            whole = span is not None and span.end <= len(data)
            quick = self._is_open() and may_be_text(data, start)
            if span is not None and whole:
                fits = span.length <= self.config.ws_max_size
                text = text_in(data, span) if quick and fits else None
                if text is None:
                    self._hand_on(data[start : span.end])
                else:
                    self._take(text)
                start = span.end
            elif quick and (span is None or span.length <= self.config.ws_max_size):
                break
            else:  # the parser may have to say at once what is wrong with it
                self._cuts = False
                super().data_received(data[start:])
                start = len(data)
        self._begun = data[start:]

    def _is_open(self) -> bool:
        """Tell whether a text may come that is one frame."""
        closing = self.close_sent or self.conn.state > State.OPEN
        return not (self._torn or closing)

    def _take(self, text: str) -> None:
        self.queue.put_nowait({"type": "websocket.receive", "text": text})
        # one may wait while another is heard: who waits for its answer is never held up
        if len(self.queue) > 1 and not self.read_paused:  # type: ignore[arg-type] # an Inbox
            self.read_paused = True
            self.transport.pause_reading()

    def _hand_on(self, frame: bytes) -> None:
        """Let the parser read a whole frame."""
        if not frame[0] & CONTROL:
            self._torn = not frame[0] & FIN
        super().data_received(frame)

    async def send(self, message: Any) -> None:  # any event of ASGI
        """Send a text at once; all else as uvicorn does."""
        text = message.get("text")
        if text is None or not self._flows():
            await super().send(message)
        else:
            self.transport.write(text_frame(text))

    def _flows(self) -> bool:
        """Tell whether the line is open, and nothing waits to be written."""
        return (
            self.writable.is_set()
            and self.handshake_complete
            and self.initial_response is None
            and self.conn.state is State.OPEN
            and not (self.close_sent or self.disconnected)
        )
