"""Frames that are cut here mean what they mean to the parser that reads all of them."""

import asyncio
from typing import Any, cast

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from mesto.cli.frames import text_frame
from mesto.cli.lines import Line

LARGEST = 70_000  #: bytes of a message here
WRONG = (1002, 1007, 1009)  #: RFC 6455, 7.4.1: what was sent cannot be read
SHORTEST = 14  #: bytes of what is no frame
OPENS = (
    b"GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def _frame(opcode: Opcode, payload: bytes, *, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin).serialize(mask=True, extensions=[])


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40).map(str.encode)
LONG = st.sampled_from((125, 126, 127, 65_535, 65_536, LARGEST + 1)).map(b"x".__mul__)
FRAMES = st.one_of(
    st.builds(_frame, st.just(Opcode.TEXT), TEXTS | LONG),
    st.builds(_frame, st.just(Opcode.TEXT), st.binary(max_size=9), fin=st.booleans()),
    st.builds(_frame, st.just(Opcode.BINARY), st.binary(max_size=9)),
    st.builds(_frame, st.just(Opcode.CONT), TEXTS, fin=st.booleans()),
    st.builds(
        _frame,
        st.sampled_from((Opcode.PING, Opcode.PONG, Opcode.CLOSE)),
        st.just(b"") | st.binary(max_size=5),
    ),
    st.binary(min_size=1, max_size=SHORTEST),
)


class Wire:
    """The other end of a line, which takes what is written."""

    def __init__(self) -> None:
        self.written = b""
        self.closed = False

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, _name: str) -> None:
        return None

    def pause_reading(self) -> None:
        """Go on: what was sent is here."""

    def resume_reading(self) -> None:
        """Go on."""


async def _said(kind: type[WebSocketsSansIOProtocol], parts: list[bytes]) -> Any:
    """Return what an application is told of a line, and what its peer is."""
    told: list[Any] = []

    async def hear(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while not told or told[-1]["type"] == "websocket.receive":
            told.append(await receive())

    config = uvicorn.Config(
        cast("Any", hear),
        log_level="critical",
        ws_max_size=LARGEST,
        ws_per_message_deflate=False,
    )
    config.load()
    wire = Wire()
    line = kind(config, ServerState(), {})
    line.connection_made(cast("Any", wire))
    line.data_received(OPENS)
    await _turn()
    opened, wire.written = wire.written, b""
    assert opened.startswith(b"HTTP/1.1 101 ")
    for part in parts:
        if wire.closed:
            break
        line.data_received(part)
        await _turn()
    line.connection_lost(None)
    await _turn()
    return told, wire.written, wire.closed


def _pieces(frame: bytes) -> list[bytes]:
    """Return a frame, or each byte of a short one, since it may be several."""
    short = len(frame) <= SHORTEST
    return [frame[n : n + 1] for n in range(len(frame))] if short else [frame]


async def _turn() -> None:
    """Let whoever can go on do so."""
    for _ in range(3):
        await asyncio.sleep(0)


@given(st.lists(FRAMES, max_size=8), st.lists(st.integers(0, 200), max_size=6))
def test_however_frames_come_a_line_hears_what_the_parser_hears(
    frames: list[bytes], cuts: list[int]
) -> None:
    sent = b"".join(frames)
    ends = sorted({min(one, len(sent)) for one in cuts} | {len(sent)})
    parts = [sent[a:b] for a, b in zip([0, *ends], ends, strict=False) if a < b]
    fed = [piece for frame in frames for piece in _pieces(frame)]
    (*plain, end), *peer = asyncio.run(_said(WebSocketsSansIOProtocol, fed))
    (*quick, last), *its_peer = asyncio.run(_said(Line, parts))
    assert (last, its_peer) == (end, peer)
    if end["code"] in WRONG:  # the parser may forget what came with it
        assert quick == plain[: len(quick)]
    else:
        assert quick == plain


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_client_reads_the_texts_that_are_sent(length: int) -> None:
    client = ClientProtocol(parse_uri("ws://here/"), max_size=None)
    client.state = client.state.OPEN
    client.parser = super(ClientProtocol, client).parse()
    next(client.parser)
    client.receive_data(text_frame("ž" * (length // 2) + "x" * (length % 2)))
    (frame,) = client.events_received()
    assert isinstance(frame, Frame)
    assert frame.opcode is Opcode.TEXT
    assert len(frame.data) == length
