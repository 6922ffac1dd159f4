"""A lean HTTP/1.1 client, so that measuring costs less than what is measured."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


@dataclass
class Drive:
    """What a number of callers saw."""

    times_s: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    elapsed_s: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times_s) / self.elapsed_s


class Caller(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        """Wait to be connected."""
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # TCP

    def data_received(self, data: bytes) -> None:
        """Collect an answer and hand it over when it is whole."""
        self._buffer += data
        end = self._buffer.find(_END)
        if end < 0 or self._answer is None:
            return
        length = _LENGTH.search(self._buffer, 0, end)
        whole = end + len(_END) + (int(length[1]) if length else 0)
        if len(self._buffer) < whole:
            return
        status = int(self._buffer[9:12])
        body, self._buffer = self._buffer[end + len(_END) : whole], self._buffer[whole:]
        answer, self._answer = self._answer, None
        if not answer.done():
            answer.set_result((status, body))

    def connection_lost(self, exc: Exception | None) -> None:
        """Let nobody wait for ever."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server hung up"))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return status and body of its answer."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


class Server:
    """Where requests go, and with which key."""

    def __init__(self, url: str, key: str) -> None:
        """Remember both."""
        parts = urlsplit(url)
        self.host, self.port = str(parts.hostname), int(parts.port or 80)
        self._head = f"Host: {parts.netloc}\r\nX-API-Key: {key}\r\n"

    def request(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Write a request out."""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return head.encode() + b"\r\n" + body

    async def caller(self) -> Caller:
        """Connect."""
        loop = asyncio.get_running_loop()
        _, caller = await loop.create_connection(Caller, self.host, self.port)
        return caller

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Ask once."""
        caller = await self.caller()
        answer = await caller.ask(self.request(method, path, body))
        caller.close()
        return answer

    async def drive(
        self, request: Callable[[int, int], bytes], *, clients: int, turns: int
    ) -> Drive:
        """Let `clients` ask `turns` times each, as fast as they are answered.

        request: the bytes to send, by client and turn
        """
        seen = Drive()
        callers = [await self.caller() for _ in range(clients)]

        async def call(client: int, caller: Caller) -> None:
            for turn in range(turns):
                asked = request(client, turn)
                start_s = perf_counter()
                status, _ = await caller.ask(asked)
                seen.times_s.append(perf_counter() - start_s)
                seen.statuses[status] += 1

        start_s = perf_counter()
        await asyncio.gather(*(call(n, caller) for n, caller in enumerate(callers)))
        seen.elapsed_s = perf_counter() - start_s
        for caller in callers:
            caller.close()
        return seen
