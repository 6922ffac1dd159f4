"""A WebSocket that is open lets go of what opened it."""

import asyncio
import gc
import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from websockets.http11 import Request

from mesto.cli.lines import Line

pytestmark = pytest.mark.anyio

MARK = "X-Mark-Of-This-Test"
OPENS = (
    "GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {b64encode(bytes(16)).decode()}"
    f"\r\n{MARK}: told\r\n\r\n"
)
HELLO = b"\x81\x85\0\0\0\0hello"  # RFC 6455, 5.7, with a mask of zeros


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    """Say what was said."""
    assert scope["type"] == "websocket"
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": event["text"]})


@asynccontextmanager
async def _served() -> AsyncIterator[tuple[uvicorn.Server, int]]:
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(_echo, ws=Line, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield server, listener.getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await task
        listener.close()


def _marked() -> list[Request]:
    """Return the requests that are remembered with what they brought.

    By their type, since to ask a weak proxy what it is an instance of asks who is gone.
    """
    every = (one for one in gc.get_objects() if type(one) is Request)
    return [one for one in every if MARK in one.headers]


async def test_what_opened_a_line_is_not_remembered_while_it_is_open() -> None:
    async with _served() as (server, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(OPENS.encode())
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
        for _ in range(2):
            writer.write(HELLO)
            assert await reader.readexactly(7) == b"\x81\x05hello"
        (line,) = server.server_state.connections
        assert isinstance(line, Line)
        assert not hasattr(line, "request")
        assert _marked() == []
        writer.close()
        await writer.wait_closed()
