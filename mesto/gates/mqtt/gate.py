"""A link to an MQTT broker that answers a message only when the city has kept it.

Written on the socket because no client library for Python does what is needed: those
fast enough answer a message before they hand it over (gmqtt does so always in 3.1.1,
aiomqtt leaves no choice), and a process killed in that moment loses it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache, partial
from hashlib import sha256
from time import monotonic
from typing import cast
from urllib.parse import unquote, urlsplit

from mesto.gates.mqtt import codec
from mesto.gates.mqtt.codec import UNANSWERED, Answer, Publish, Type
from mesto.gates.mqtt.dial import dial
from mesto.gates.mqtt.settings import LinkSettings, read_settings
from mesto.gates.mqtt.words import (
    HUNG_UP,
    NO_ANSWER,
    NO_MQTT,
    NO_SUBSCRIPTION,
    NO_VERSION,
    NOT_TAKEN,
    REFUSES_US,
    WRONG_PASSWORD,
)
from mesto.kernel.errors import CityError, Forbidden, Malformed, Unavailable
from mesto.kernel.model import Connection, Message
from mesto.kernel.plugin import Delivery
from mesto.kernel.text import Text, filled, refusal

MOST_TOGETHER = 1_000  #: messages in one delivery
WINDOW = 4_096  #: messages a broker may send ahead of our answers
MOST_WAITING = 2 * WINDOW  #: above it we stop reading the socket
WAIT_S = 15.0  #: for an answer of the broker
SESSION_S = 7 * 86_400  #: an MQTT 5 broker keeps messages for us this long
WRONG_VERSION = {1, 0x84}  #: "I do not speak this MQTT", 3.1.1 and 5.0
NOT_ALLOWED = {4, 5, 0x86, 0x87}  #: wrong user or password, or no right


class Link(asyncio.Protocol):
    """One connection to a broker, from CONNECT to the end."""

    def __init__(
        self, version: int, topics: Sequence[str], beat_s: float = 0.0
    ) -> None:
        """Speak `version`; take messages on `topics` and drop stale others.

        beat_s: deliveries lie so far apart
        """
        self.version = version
        self._beat_s = beat_s
        self._delivered_s = 0.0  #: `time.monotonic`
        self.lost: Unavailable | None = None
        self.answers = True  #: whether the broker answers what is published
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._unsent: list[bytes] = []
        self._waiting: list[tuple[int, Message]] = []
        self._news = asyncio.Event()
        self._unanswered: set[int] = set()  #: messages in the city's hands
        self._greeted = False
        self._answers: dict[int, asyncio.Future[Answer]] = {}
        self._next_packet = 0
        self._heard = True
        self._full = False
        self._resumed = False
        self._wanted = lru_cache(maxsize=4096)(partial(_is_wanted, tuple(topics)))

    # asyncio calls these three

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)  # not by class

    def data_received(self, data: bytes) -> None:
        """Read the packets that are whole; hang up if they are not MQTT."""
        self._heard = True
        try:
            packets, taken = codec.split(self._rest + data if self._rest else data)
            self._rest = (self._rest + data)[taken:]
            self._read(packets)
        except Malformed as error:
            self._lose(f"the broker does not speak MQTT: {error}", NO_MQTT)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell everyone who waits."""
        self._lose(f"the broker hung up{f': {exc}' if exc else ''}", HUNG_UP)

    # what it understands

    def _read(self, packets: Iterable[tuple[int, bytes]]) -> None:
        now = datetime.now(UTC)
        for first, body in packets:
            if first >> 4 == Type.PUBLISH:
                self._hear(codec.read_publish(first, body, self.version), now)
            else:
                self._read_answer(first >> 4, body)
        if self._waiting:
            self._news.set()
        if len(self._waiting) > MOST_WAITING and self._transport and not self._full:
            self._full = True
            self._transport.pause_reading()

    def _hear(self, seen: Publish, now: datetime) -> None:
        """Keep a message for the city, once, if it still wants the topic."""
        packet = seen.packet
        if packet in self._unanswered:
            return
        if not self._wanted(seen.topic) or (seen.retained and self._resumed):
            self.write(codec.pubacks([packet] if packet else []))
            return
        if packet:
            self._unanswered.add(packet)
        self._waiting.append((packet, _message(seen, now)))

    def _read_answer(self, kind: int, body: bytes) -> None:
        if not self._greeted and kind != Type.CONNACK:
            raise Malformed(f"it begins with a packet of type {kind}")
        self._greeted = True
        match kind:
            case Type.CONNACK:
                self._settle(codec.read_connack(body, self.version))
            case Type.SUBACK:
                self._settle(codec.read_suback(body, self.version))
            case Type.PUBACK:
                self._settle(codec.read_puback(body))
            case Type.DISCONNECT:
                told = codec.read_disconnect(body)
                self._lose(f"the broker hung up: {told.reason or told.codes}", HUNG_UP)
            case Type.PINGRESP:
                pass
            case _:
                raise Malformed(f"a packet of type {kind} came from the broker")

    def _settle(self, answer: Answer) -> None:
        asked = self._answers.get(answer.packet)
        if asked is not None and not asked.done():
            asked.set_result(answer)

    def _lose(self, reason: str, says: Text) -> None:
        if self.lost is None:
            self.lost = Unavailable(reason, says=says, retry_after_s=1)
        for asked in self._answers.values():
            if not asked.done():
                asked.set_exception(self.lost)
        self._news.set()
        if self._transport is not None:
            self._transport.abort()

    # what it says

    def write(self, data: bytes) -> None:
        """Send bytes with all that is said in the same breath, unless it is too late.

        A hundred messages are one packet on the wire and one call of the system.
        """
        if data and self._transport is not None and not self._transport.is_closing():
            if not self._unsent:
                asyncio.get_running_loop().call_soon(self._flush)
            self._unsent.append(data)

    def _flush(self) -> None:
        data = b"".join(self._unsent)
        self._unsent.clear()
        if data and self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    async def ask(self, packet: int, data: bytes) -> Answer:
        """Send a packet and wait for its answer. Raises Unavailable without one."""
        if self.lost is not None:
            raise self.lost
        asked: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._answers[packet] = asked
        try:
            self.write(data)
            async with asyncio.timeout(WAIT_S):
                return await asked
        except TimeoutError:
            raise refusal(Unavailable, NO_ANSWER, retry_after_s=5) from None
        finally:
            del self._answers[packet]

    @property
    def waiting(self) -> int:
        """How many messages have arrived and were not delivered."""
        return len(self._waiting)

    def new_packet(self) -> int:
        """Return an identifier that no packet on its way has."""
        while True:
            self._next_packet = self._next_packet % 0xFFFF + 1
            if self._next_packet not in self._answers:
                return self._next_packet

    def resume(self) -> None:
        """Drop retained messages from here on: the session had them already."""
        self._resumed = True

    async def keep_alive(self, every_s: float) -> None:
        """Ping the broker; hang up when it stays silent. Runs until cancelled."""
        while True:
            self._heard = self._full
            self.write(codec.PINGREQ)
            await asyncio.sleep(every_s)
            if not self._heard:
                self._lose(f"the broker was silent for {every_s} s", NO_ANSWER)

    def close(self) -> None:
        """Take leave; the broker keeps the session."""
        self.write(codec.DISCONNECT)
        self._flush()
        if self._transport is not None:
            self._transport.close()

    # the Line of the city

    async def deliveries(self) -> AsyncIterator[Delivery]:
        """Yield all that has arrived, some hundreds at a time while it is busy.

        What comes after a quiet moment is yielded at once.

        Raises Unavailable when the connection is lost; what was not acknowledged
        comes again over the next one.
        """
        while True:
            await self._news.wait()
            await self._keep_time()
            together = self._take()
            if together:
                packets = [packet for packet, _ in together if packet]
                yield Delivery(
                    messages=[message for _, message in together],
                    done=partial(self._acknowledge, packets),
                )
            elif self.lost is not None:
                raise self.lost

    async def _keep_time(self) -> None:
        """Wait for the next beat, which all links go by, if the last was just now.

        What many links bring at the same time is written together.
        """
        now_s = monotonic()
        if now_s < self._delivered_s + self._beat_s and self.lost is None:
            await asyncio.sleep(self._beat_s - now_s % self._beat_s)
        self._delivered_s = monotonic()

    def _take(self) -> list[tuple[int, Message]]:
        together = self._waiting[:MOST_TOGETHER]
        del self._waiting[:MOST_TOGETHER]
        if not self._waiting and self.lost is None:
            self._news.clear()
        if self._full and len(self._waiting) <= WINDOW and self._transport:
            self._full = False
            self._transport.resume_reading()
        return together

    async def _acknowledge(self, packets: Sequence[int]) -> None:
        self._unanswered.difference_update(packets)
        self.write(codec.pubacks(packets))

    async def send(self, message: Message) -> None:
        """Publish to the topic `message.origin`; return when the broker has it.

        A broker that never answers (The Things Stack) is not waited for, nor is any
        for what is UNANSWERED.

        Raises Unavailable if it does not answer, Forbidden if it refuses.
        """
        [trouble] = await self.send_all([message])
        if trouble is not None:
            raise trouble

    async def send_all(self, messages: Sequence[Message]) -> list[CityError | None]:
        """Publish side by side; return of each why the broker does not have it.

        That is what `send` raises, or None where it has it.
        """
        if self.lost is not None:
            return [self.lost] * len(messages)
        packets = [self._publish(message) for message in messages]
        asked = {packet: self._answers[packet] for packet in packets if packet}
        try:
            if asked:
                await asyncio.wait(asked.values(), timeout=WAIT_S)
            return [
                _trouble(message, asked[packet]) if packet else None
                for message, packet in zip(messages, packets, strict=True)
            ]
        finally:
            for packet in asked:
                self._answers.pop(packet).cancel()

    def _publish(self, message: Message) -> int:
        """Write a message; return its packet, 0 where no answer comes."""
        answered = self.answers and message.headers != UNANSWERED
        packet = self.new_packet() if answered else 0
        version = self.version
        data = codec.publish(message.origin, message.payload, packet, version=version)
        if packet:
            self._answers[packet] = asyncio.get_running_loop().create_future()
        self.write(data)
        return packet


def _trouble(message: Message, asked: "asyncio.Future[Answer]") -> CityError | None:
    """Return why a broker does not have a message, as far as it has answered."""
    if not asked.done():
        return refusal(Unavailable, NO_ANSWER, retry_after_s=5)
    lost = asked.exception()
    if lost is not None:
        return lost if isinstance(lost, CityError) else Unavailable(str(lost))
    answer = asked.result()
    if not answer.refused:
        return None
    said = f"{message.origin}: {answer.reason or answer.codes}"
    return refusal(Forbidden, filled(NOT_TAKEN, said=said))


def _is_wanted(topics: Sequence[str], topic: str) -> bool:
    return any(codec.matches(pattern, topic) for pattern in topics)


def _message(seen: Publish, now: datetime) -> Message:
    return Message(
        payload=seen.payload,
        origin=seen.topic,
        received_at=now,
        headers=seen.properties,
    )


@asynccontextmanager
async def open_link(
    connection: Connection, *, beat_s: float = 0.0
) -> AsyncIterator[Link]:
    """Connect, resume the session and subscribe; hang up at the end.

    beat_s: how far deliveries lie apart while it is busy, s

    Raises Unavailable if the broker cannot be reached, Forbidden if it refuses us or
    a topic, Malformed if the connection's URL or settings make no sense, NotFound if
    its password was given for another address.
    """
    settings = read_settings(connection)
    link = await _connected(connection, settings, beat_s)
    ping = asyncio.create_task(link.keep_alive(settings.keep_alive_s / 2))
    try:
        await _subscribe(link, settings.topics)
        yield link
    finally:
        link.close()
        ping.cancel()
        with suppress(asyncio.CancelledError):
            await ping


async def _connected(
    connection: Connection, settings: LinkSettings, beat_s: float
) -> Link:
    """Connect with MQTT 5, or with 3.1.1 where the broker has no other."""
    for version in (codec.V5, codec.V311):
        hello = _hello(connection, settings, version)
        link = await dial(
            connection,
            partial(Link, version, settings.topics, beat_s),
            ca_file=settings.ca_file,
        )
        try:
            answer = await link.ask(0, hello)
        except CityError:
            link.close()
            if version == codec.V311:
                raise
            continue
        code = answer.codes[0]
        if code == 0:
            if answer.session_present:
                link.resume()
            return link
        link.close()
        if code not in WRONG_VERSION:
            _refuse(code, answer.reason)
    raise refusal(Unavailable, NO_VERSION)


def _refuse(code: int, reason: str) -> None:
    """Say why the broker does not let us in."""
    if code in NOT_ALLOWED:
        raise refusal(Forbidden, filled(REFUSES_US, said=reason or WRONG_PASSWORD))
    said = reason or f"{code:#x}"
    raise refusal(Unavailable, filled(REFUSES_US, said=said), retry_after_s=5)


def _hello(connection: Connection, settings: LinkSettings, version: int) -> bytes:
    url = urlsplit(connection.secrets.in_url(connection.url))
    return codec.connect(
        settings.client_id or _client_id(connection),
        unquote(url.username) if url.username is not None else None,
        unquote(url.password) if url.password is not None else None,
        version=version,
        keep_alive_s=settings.keep_alive_s,
        session_expiry_s=SESSION_S,
        receive_maximum=WINDOW,
    )


def _client_id(connection: Connection) -> str:
    """Name our session: the same after a restart and a new password.

    23 letters and digits, which every broker must take (MQTT 3.1.1, 3.1.3.1).
    """
    user = urlsplit(connection.url).username
    mark = sha256(f"{connection.name} {user}".encode()).hexdigest()
    return f"mesto{mark[:18]}"


async def _subscribe(link: Link, topics: Sequence[str]) -> None:
    packet = link.new_packet()
    asked = codec.subscribe(packet, topics, version=link.version)
    answer = await link.ask(packet, asked)
    for topic, code in zip(topics, answer.codes, strict=False):
        if code >= codec.REFUSED:
            raise refusal(Forbidden, filled(NO_SUBSCRIPTION, topic=topic))
    link.answers = any(answer.codes)
