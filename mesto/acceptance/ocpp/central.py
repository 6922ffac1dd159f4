"""The central system a station under trial dials in to: it hears, answers and asks.

What is heard is understood by the gate itself, so that a trial says what a town would
know; messages are held against the schemas in both directions.
"""

import asyncio
import hmac
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import websockets
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from mesto.acceptance import reasons
from mesto.acceptance.finding import Failed
from mesto.acceptance.running import Notebook
from mesto.gates.ocpp import messages, naming
from mesto.gates.ocpp.codec import (
    OLD,
    Call,
    Fault,
    Payload,
    Refused,
    Result,
    read_frame,
    write_call,
    write_refusal,
    write_result,
)
from mesto.gates.ocpp.credentials import Brought, read_basic
from mesto.gates.ocpp.schemas import require_valid
from mesto.gates.ocpp.sessions import Session, session_in
from mesto.gates.ocpp.settings import Settings
from mesto.gates.ocpp.telling import Asked, Teller, know_offset
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import Observation

Found = TypeVar("Found")
STATION: Final = "urn:ngsi-ld:EVChargingStation:trial"
REGISTRATION: Final = "BootNotification"
AGAIN_S: Final = 2  #: who is told to wait asks again
LONGEST: Final = 2**20
OLDEST: Final = timedelta(days=3650)


class Told(NamedTuple):
    """One call of the station, and what a town would know by it."""

    at: datetime
    call: Call
    seen: Sequence[Observation] = ()


class Knock(NamedTuple):
    """The station at the door."""

    at_s: float
    path: str
    brought: Brought
    by_tls: bool


class Central:
    """A central system for one station."""

    def __init__(
        self, notebook: Notebook, protocol: str, *, identity: str, heartbeat_s: int
    ) -> None:
        """Wait for a station; `heartbeat_s` is what it is told."""
        self.protocol = protocol
        self.identity = identity
        self.port = 0
        self.registration = "Accepted"
        self.away = False  #: nobody is let in
        self.masked = False  #: we show a certificate nobody has signed
        self.tls: ssl.SSLContext | None = None
        self.password: str | None = None  #: None: any will do
        self.hidden: set[str] = set()  #: passwords, which no protocol shows
        self.cards: dict[str, str] = {}  #: verdicts, by token in small letters
        self.refuses_once: Callable[[Call], bool] | None = None
        self.told: list[Told] = []
        self.knocks: list[Brought] = []  #: of who was let in
        self.turned_away: list[Brought] = []
        self.wrongs: list[str] = []  #: what was not as the standard demands
        self.doubts: list[str] = []  #: what no meter can have said
        self.lines = 0
        settings = Settings(
            heartbeat_s=heartbeat_s, offline_days=OLDEST.days, signs=True
        )
        self.teller = Teller(
            urn=STATION,
            source="trial",
            identity=identity.lower(),
            protocol=protocol,
            settings=settings,
        )
        self._notebook = notebook
        self._news = asyncio.Event()
        self._line: ServerConnection | None = None
        self._answers: dict[str, asyncio.Future[Result | Fault]] = {}
        self._ids: set[str] = set()
        self._sessions: dict[str, Session] = {}
        self._turn = asyncio.Lock()

    # waiting

    async def until(
        self, what: str, found: Callable[[], Found | None], within_s: float
    ) -> Found:
        """Wait until something is so. Raises Failed when it is not within a while."""
        try:
            async with asyncio.timeout(within_s):
                while (one := found()) is None:
                    self._news.clear()
                    await self._news.wait()
                return one
        except TimeoutError:
            raise Failed(reasons.UNHEARD, what=what, s=f"{within_s:g}") from None

    @property
    def here(self) -> bool:
        """Tell whether the station is here."""
        return self._line is not None

    # asking

    async def ask(self, action: str, payload: Payload, within_s: float) -> Payload:
        """Return what the station answers.

        Raises Failed where it does not, or not as the standard demands.
        """
        frame = await self.ask_anything(action, payload, within_s)
        if isinstance(frame, Fault):
            raise Failed(
                reasons.STATUS, what=action, status=frame.code, wanted="CALLRESULT"
            )
        return frame.payload

    async def ask_anything(
        self, action: str, payload: Payload, within_s: float
    ) -> Result | Fault:
        """Return what the station answers, be it that it will not. Raises Failed."""
        async with self._turn:
            line = self._line
            if line is None:
                raise Failed(reasons.NOT_CONNECTED, what=action)
            id_ = str(uuid4())
            text = write_call(id_, action, payload)
            self._notebook.write(f"→ {action}", sent=self._hide(text))
            future = asyncio.get_running_loop().create_future()
            self._answers[id_] = future
            try:
                async with asyncio.timeout(within_s):
                    await line.send(text)
                    frame: Result | Fault = await future
            except (TimeoutError, websockets.ConnectionClosed, OSError) as error:
                why = type(error).__name__
                raise Failed(
                    reasons.NO_ANSWER, what=action, s=f"{within_s:g}", why=why
                ) from None
            finally:
                del self._answers[id_]
        if isinstance(frame, Result):
            try:
                require_valid(self.protocol, action, frame.payload, asks=False)
            except Refused as refused:
                self.wrongs.append(str(refused))
                raise Failed(reasons.SHAPE, what=action, where=refused) from None
        return frame

    async def drop(self) -> None:
        """Close the line."""
        if self._line is not None:
            await self._line.close(1012)

    # hearing

    def opens(self, line: ServerConnection, request: Request) -> Response | None:
        """Let the station in, or not."""
        path = unquote(urlsplit(request.path).path)
        brought = read_basic(request.headers.get("Authorization", ""))
        self._notebook.write("← WebSocket", got=f"{path} {_shown(brought)}")
        self._news.set()
        mine = path.rpartition("/")[2] == self.identity
        fits = self.password is None or (
            brought.user == self.identity
            and hmac.compare_digest(brought.password.encode(), self.password.encode())
        )
        if mine and fits and not self.away:
            self.knocks.append(brought)
            return None
        self.turned_away.append(brought)
        status = HTTPStatus.SERVICE_UNAVAILABLE
        if not self.away:
            status = HTTPStatus.UNAUTHORIZED if mine else HTTPStatus.NOT_FOUND
        return line.respond(status, "")

    async def hear(self, line: ServerConnection) -> None:
        """Hear the station until it goes."""
        before, self._line = self._line, line
        self.lines += 1
        if before is not None:
            await before.close(1000)
        self._news.set()
        try:
            with suppress(websockets.ConnectionClosed):
                async for raw in line:
                    text = raw if isinstance(raw, str) else raw.decode(errors="replace")
                    await self._take_in(line, text)
        finally:
            self._notebook.write("← WebSocket", got="closed")
            if self._line is line:
                self._line = None
            self._news.set()

    async def _take_in(self, line: ServerConnection, text: str) -> None:
        try:
            frame = read_frame(text)
        except Refused as refused:
            self._notebook.write("←", got=text)
            self.wrongs.append(str(refused))
            await line.send(write_refusal(refused, self.protocol))
            return
        if not isinstance(frame, Call):
            self._notebook.write("←", got=self._hide(text))
            future = self._answers.get(frame.id)
            if future is not None and not future.done():
                future.set_result(frame)
            return
        answer = self._answer(frame)
        self._notebook.write(f"← {frame.action}", got=text, sent=answer)
        self._news.set()
        await line.send(answer)

    def _hide(self, text: str) -> str:
        for one in self.hidden:
            text = text.replace(one, "…")
        return text

    def _answer(self, call: Call) -> str:
        if call.id in self._ids:
            self.wrongs.append(f"{call.action}: the id {call.id} came before")
        self._ids.add(call.id)
        refuses = self.refuses_once
        if refuses is not None and refuses(call):
            self.refuses_once = None
            self.told.append(Told(datetime.now(UTC), call))
            away = Refused("InternalError", "the city cannot keep it now", call.id)
            return write_refusal(away, self.protocol)
        try:
            require_valid(self.protocol, call.action, call.payload, id_=call.id)
            answer, seen = self._understood(call)
        except Refused as refused:
            self.wrongs.append(str(refused))
            return write_refusal(refused, self.protocol)
        self.told.append(Told(datetime.now(UTC), call, seen))
        return write_result(call.id, answer)

    def _understood(self, call: Call) -> tuple[Payload, Sequence[Observation]]:
        """Return what is answered, and what a town would know. Raises Refused."""
        needs = messages.needs(self.protocol, call.action, call.payload)
        session = None
        if needs.transaction:
            urn = naming.session_urn(self.teller.tail, needs.transaction)
            session = self._sessions.get(needs.transaction)
            session = session or session_in(None, urn, needs.transaction)
        token = unquote(needs.token.rpartition(":")[2])
        verdict = self.cards.get(token, "Invalid") if token else messages.ACCEPTED
        now = datetime.now(UTC)
        asked = Asked(self.teller, call.payload, now, session, verdict)
        heard = messages.take_in(call, asked)
        know_offset(self.teller, heard.seen)
        if heard.session is not None:
            self._sessions[heard.session.transaction] = heard.session
        if heard.doubt:
            self.doubts.append(heard.doubt)
        answer: dict[str, Any] = dict(heard.answer)
        if call.action == REGISTRATION and self.registration != messages.ACCEPTED:
            answer |= {"status": self.registration, "interval": AGAIN_S}
        return answer, heard.seen


@asynccontextmanager
async def open_central(
    central: Central, host: str, port: int, tls: ssl.SSLContext | None
) -> AsyncIterator[None]:
    """Listen for the station. Raises Unavailable where that cannot be."""
    central.tls = tls
    try:
        server = await serve(
            central.hear,
            host,
            port,
            ssl=tls,
            subprotocols=[websockets.Subprotocol(central.protocol)],
            process_request=central.opens,
            max_size=LONGEST,
            ping_interval=None,
        )
    except OSError as error:
        raise Unavailable(f"{host}:{port}: {error}") from error
    central.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        await server.wait_closed()


def is_old(protocol: str) -> bool:
    """Tell whether a version is 1.6."""
    return protocol == OLD


def _shown(brought: Brought) -> str:
    """Say what a station brought, and keep its password to ourselves."""
    return f"Basic {brought.user}:…" if brought.user or brought.password else ""
