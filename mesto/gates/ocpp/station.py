"""One station that is here: what it says is recorded and answered, one after the other.

It is answered after the commit. What cannot be recorded now waits, and so does the
station, which by the standard says nothing more before it is answered.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from mesto.gates.ocpp import alike, logs, messages, naming, telling, v16
from mesto.gates.ocpp.asking import Asking
from mesto.gates.ocpp.central import Central, Send, hang_up, say
from mesto.gates.ocpp.codec import (
    OLD,
    Call,
    Payload,
    Refused,
    read_frame,
    write_refusal,
    write_result,
)
from mesto.gates.ocpp.fetching import fetch
from mesto.gates.ocpp.orders import Errand
from mesto.gates.ocpp.profile import mended
from mesto.gates.ocpp.schemas import require_valid
from mesto.gates.ocpp.sessions import Session, session_in
from mesto.gates.ocpp.telling import Asked, Heard, Teller, notice
from mesto.gates.ocpp.translate import DOUBT, PROTOCOL, STATION
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed, Unavailable
from mesto.kernel.exchange import Intake
from mesto.kernel.model import Entity, Message
from mesto.kernel.plugin import Authorizes
from mesto.kernel.verdict import number

if TYPE_CHECKING:
    from mesto.gates.ocpp.certifying import Papers


PATIENCE_S: Final = 30.0  #: the database may be away so long
PAUSE_S: Final = 0.5
BURST_S: Final = 10.0  #: calls of so long may come at once
BEATS: Final = ("Heartbeat", "BootNotification")
REVOKED: Final = 1008  #: RFC 6455: against what is agreed
BEAT_S: Final = 60.0  #: that a station is there is noted once in so long


class Station:
    """A station that has proven who it is."""

    __slots__ = (
        "_asking",
        "_base",
        "_beat_s",
        "_budget",
        "_budget_s",
        "_central",
        "_city",
        "_intake",
        "_lines",
        "_send",
        "_sessions",
        "identity",
        "papers",
        "teller",
    )

    def __init__(  # noqa: PLR0913 - what it is introduced to
        self,
        identity: str,
        teller: Teller,
        central: Central,
        *,
        city: City,
        intake: Intake,
        send: Send,
        lines: Mapping[str, object] = MappingProxyType({}),
        base: str = "",
    ) -> None:
        """Begin to hear a station.

        lines: open here, by connection; some lead to who lets its drivers charge
        base: the address of its connection for HTTP, where it brings logs
        """
        self.identity = identity
        self.teller = teller
        self.papers: Papers | None = None  #: where an authority signs for it
        self._central = central
        self._city = city
        self._intake = intake
        self._lines = lines
        self._base = base
        self._send = send
        self._sessions: dict[str, Session] = {}  #: that have not ended, by transaction
        self._asking: Asking | None = None  #: once it is asked something
        self._beat_s = 0.0
        self._budget = central.settings.calls_per_s * BURST_S
        self._budget_s = monotonic()

    async def hear(self, raw: str) -> None:
        """Take in one message, and answer it if it wants that."""
        if (early_s := self._early_s()) > 0:
            await asyncio.sleep(early_s)
        at = datetime.now(UTC)
        try:
            frame = read_frame(raw)
            if not isinstance(frame, Call):
                if self._asking is not None:
                    self._asking.answered(frame)
                return
            answer = await self._answer(frame, raw, at)
        except Refused as refused:
            await self._keep(raw, at, refused)
            await say(self._send, write_refusal(refused, self.teller.protocol))
            return
        if frame.answered:
            await say(self._send, write_result(frame.id, answer))
        if (
            frame.action in BEATS
            and self.papers is not None
            and not await self.papers.hold()
        ):
            await self.hang_up(REVOKED)
        if frame.action == "SignCertificate" and answer["status"] == messages.ACCEPTED:
            assert self.papers is not None, "nobody else says that it is signed"
            told = self.papers.certify(
                self._asks(), self.teller.protocol, frame.payload
            )
            self._asks().beside(told)

    async def _answer(self, call: Call, raw: str, at: datetime) -> Payload:
        """Return the answer to a call, once what it says is durable.

        Raises Refused where there is none.
        """
        protocol = self.teller.protocol
        payload = mended(self.teller.profile, call.action, call.payload)
        require_valid(protocol, call.action, payload, id_=call.id)
        deadline_s = monotonic() + PATIENCE_S
        while True:
            try:
                heard = await self._take_in(call, payload, at)
                break
            except Unavailable as error:
                if monotonic() > deadline_s:
                    why = "the city cannot keep it now"
                    raise Refused("InternalError", why, call.id) from error
                await asyncio.sleep(PAUSE_S)
        self._note(raw, at, heard)
        if heard.doubt:
            await self._keep(raw, at, Malformed(heard.doubt, doubt=heard.doubt))
        require_valid(protocol, call.action, heard.answer, asks=False, id_=call.id)
        return heard.answer

    async def _take_in(self, call: Call, payload: Payload, at: datetime) -> Heard:
        """Record what a call says. Raises Refused and Unavailable."""
        if call.action == "Heartbeat" and monotonic() - self._beat_s < BEAT_S:
            return alike.heartbeat(Asked(self.teller, payload, at))._replace(seen=())
        needs = messages.needs(self.teller.protocol, call.action, payload)
        token = needs.token
        verdict = await self._verdict(token, at) if token else messages.ACCEPTED
        session = await self._session(call.action, payload, needs.transaction)
        asked = Asked(self.teller, payload, at, session, verdict)
        heard = messages.take_in(call, asked)
        if heard.seen:
            try:
                await self._city.record(heard.seen)
            except Malformed as wrong:
                why = str(wrong)
                raise Refused("PropertyConstraintViolation", why, call.id) from wrong
            telling.know_offset(self.teller, heard.seen)
        if heard.session is not None:
            self._remember(heard.session)
        if call.action in BEATS:
            self._beat_s = monotonic()
            if self.papers is not None and self.papers.is_due(at):
                asks = self._asks()
                asks.beside(self.papers.renew(asks, self.teller.protocol))
        return heard

    async def _verdict(self, token: str, at: datetime) -> str:
        found = await self._city.present([token])
        strangers = self._central.settings.strangers
        verdict = messages.verdict_on(
            found.get(token), at, strangers=strangers, station=self.teller.urn
        )
        if token in found and verdict == messages.ACCEPTED:
            return await self._verdict_of_partner(found[token])
        return verdict

    async def _verdict_of_partner(self, token: Entity) -> str:
        """Return what a driver's provider says, where it wants to be asked."""
        asks = token.value("askPartner")
        if asks not in ("first", "always"):
            return messages.ACCEPTED
        line = self._lines.get(str(token.value("roamingPartner")))
        try:
            if isinstance(line, Authorizes):
                return await line.authorize(token, self.teller.urn)
        except Unavailable:
            return "Invalid"
        return messages.ACCEPTED if asks == "first" else "Invalid"

    async def _session(
        self, action: str, payload: Payload, transaction: str
    ) -> Session | None:
        """Return the session a message is about; None if it is about none."""
        if action == "StartTransaction" and self.teller.protocol == OLD:
            return await self._new_session(payload)
        if not transaction:
            return None
        known = self._sessions.get(transaction)
        return known or await self._read_session(transaction)

    async def _new_session(self, payload: Payload) -> Session:
        """Return the session that begins; the same if its begin is told again."""
        key, turn = v16.begin_key(payload), 0
        while True:
            number = v16.transaction_of("StartTransaction", payload, turn)
            assert number is not None, "a begin has a number"
            session = await self._read_session(number)
            if session.key in ("", key):
                return session
            turn += 1

    async def _read_session(self, transaction: str) -> Session:
        urn = naming.session_urn(self.teller.tail, transaction)
        found = await self._city.present([urn])
        return session_in(found.get(urn), urn, transaction)

    def _remember(self, session: Session) -> None:
        if session.ended:
            self._sessions.pop(session.transaction, None)
        else:
            self._sessions[session.transaction] = session

    def _early_s(self) -> float:
        """Return how much later to read what a station says; what it sends waits."""
        pace, now_s = self._central.settings.calls_per_s, monotonic()
        self._budget += (now_s - self._budget_s) * pace
        self._budget = min(self._budget, pace * BURST_S) - 1
        self._budget_s = now_s
        return -self._budget / pace

    async def hang_up(self, code: int) -> None:
        """Let it go."""
        await hang_up(self._send, code)

    # what is kept beside

    def _note(self, raw: str, at: datetime, heard: Heard) -> None:
        name, count = self._central.name, len(heard.seen)
        message = partial(self._message, raw, at)
        self._intake.note(name, self.identity, at, count, message)

    async def _keep(self, raw: str, at: datetime, why: Malformed) -> None:
        """Put a message into quarantine."""
        doubt = {DOUBT: str(why)} if "doubt" in why.facts else {}
        message = self._message(raw, at, **doubt)
        await self._intake.keep(self._central.name, message, why)

    def _message(self, raw: str, at: datetime, **more: str) -> Message:
        return Message(
            payload=raw.encode(),
            origin=self.identity,
            received_at=at,
            headers={STATION: self.identity, PROTOCOL: self.teller.protocol, **more},
        )

    # what it is told

    async def obey(self, errand: bytes) -> None:
        """Let a station do something; what becomes of it is told to the line."""
        wanted = msgspec.json.decode(errand, type=Errand)
        if logs.is_ours(wanted):
            self._asks().beside(self._fetch(wanted))
        else:
            self._asks().start(wanted)

    async def _fetch(self, errand: Errand) -> None:
        """Let a station bring a log here."""
        await fetch(
            self._asks(),
            self.teller,
            errand,
            city=self._city,
            central=self._central,
            base=self._base,
        )

    def _asks(self) -> Asking:
        if self._asking is None:
            protocol = self.teller.protocol
            self._asking = Asking(
                protocol, self._central, self._send, self._keep_answer
            )
        return self._asking

    async def _keep_answer(self, action: str, answer: Payload) -> None:
        """Write down what a station tells when it is asked."""
        now = datetime.now(UTC)
        asked = Asked(self.teller, answer, now)
        await self._city.record([notice(asked, "answer", dict(answer), now, action)])

    async def leave(self) -> None:
        """Give up what it was asked: it is gone."""
        if self._asking is not None:
            await self._asking.end()

    async def here(self, *, connected: bool) -> None:
        """Note that a station is here, or is gone."""
        teller, now = self.teller, datetime.now(UTC)
        if connected:
            known = (await self._city.present([teller.urn])).get(teller.urn)
            offset_s = number(known, telling.OFFSET) if known else None
            teller.clock.noted = timedelta(seconds=offset_s or 0)
        seen = telling.say(teller, teller.urn, "connected", connected, now)
        await self._city.record([seen])
