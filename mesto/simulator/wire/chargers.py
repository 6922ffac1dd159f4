"""WebSockets: charging stations that call the city, speak OCPP and do as they are told.

A station says one thing at a time and waits for the answer, as the standard wants it.
What it could not say while its line was away it says when it is back.
"""

import asyncio
import logging
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from random import uniform
from typing import Any, Final, Protocol

import aiohttp
import orjson
import websockets
from websockets.asyncio.client import ClientConnection

from mesto.simulator.charging import new, old
from mesto.simulator.charging.makers import OLD
from mesto.simulator.charging.point import LOOK_S, Point, Said, Turn
from mesto.simulator.charging.told import Payload, Reply
from mesto.simulator.life.incidents import Incident
from mesto.simulator.wire.clock import Clock

log = logging.getLogger(__name__)

CALL, RESULT, FAULT = 2, 3, 4
MOST_KEPT: Final = 2_000  #: of what a station could not say; the oldest is lost
ANSWER_S: Final = 40.0
AWAY_S: Final = (5.0, 20.0)  #: before it calls again
RESTART_S: Final = 6.0
PING_S: Final = 240.0
TICK_S: Final = 1.0
UPLOAD_S: Final = 30.0
FAILS_TO_INSTALL: Final = 9  #: one station in so many keeps its old firmware


class GoneError(Exception):
    """The line is not there any more."""


class Words(Protocol):
    """A version of OCPP, from the station's side; its modules are such."""

    def boot(self, point: Point) -> tuple[str, Payload]:
        """Return how a station says that it has started."""
        ...

    def calls(
        self, said: Said, at: Callable[[float], str]
    ) -> Iterator[tuple[str, Payload]]:
        """Yield what a station says of what happened."""
        ...

    def answered(self, said: Said, answer: Mapping[str, Any]) -> bool:
        """Take in an answer; tell whether who charges may go on."""
        ...

    def obey(self, point: Point, action: str, told: Payload, at_s: float) -> Reply:
        """Do what a station is told, and answer."""
        ...


class Charger:
    """One station with its line."""

    def __init__(self, point: Point, url: str, clock: Clock) -> None:
        """Stand there; `run` lets it call.

        url: where the city answers; the identity is put behind it
        """
        self.point = point
        self._url = f"{url}/{point.bought.identity}"
        self._clock = clock
        self._old = point.bought.protocol == OLD
        self._words: Words = old if self._old else new
        self._waiting: deque[Said | tuple[str, Payload]] = deque(maxlen=MOST_KEPT)
        self._news = asyncio.Event()
        self._answers: dict[str, asyncio.Future[Payload]] = {}
        self._numbers = count(1)
        self._socket: ClientConnection | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def say(self, said: Iterable[Said | tuple[str, Payload]]) -> None:
        """Say something as soon as that can be."""
        self._waiting.extend(said)
        if self._waiting:
            self._news.set()

    async def run(self, first_s: float) -> None:
        """Call the city, and again whenever the line is lost, until cancelled.

        first_s: before it calls for the first time
        """
        await asyncio.sleep(first_s)
        while True:
            try:
                await self._call()
            except (OSError, websockets.WebSocketException, GoneError) as error:
                log.info("%s: %s", self.point.bought.identity, error)
            await asyncio.sleep(uniform(*AWAY_S))

    async def _call(self) -> None:
        one = self.point.bought
        proof = b64encode(f"{one.identity}:{one.password}".encode()).decode()
        async with websockets.connect(
            self._url,
            subprotocols=[websockets.Subprotocol(one.protocol)],
            additional_headers={"Authorization": f"Basic {proof}"},
            ping_interval=PING_S,
            proxy=None,
            compression=None,
        ) as socket:
            self._socket = socket
            hearing = asyncio.create_task(self._hear(socket))
            try:
                await self._speak(await self._boot(hearing), hearing)
            finally:
                hearing.cancel()
                await asyncio.gather(hearing, return_exceptions=True)

    async def _boot(self, hearing: asyncio.Task[None]) -> float:
        """Say that it has started until it is let in; return how often to say so."""
        while True:
            action, payload = self._words.boot(self.point)
            answer = await self._ask(action, payload, hearing)
            if answer.get("status") == "Accepted":
                self._waiting.extendleft(reversed(list(self.point.states())))
                return float(answer.get("interval") or 300)
            await asyncio.sleep(float(answer.get("interval") or 30))

    async def _speak(self, beat_s: float, hearing: asyncio.Task[None]) -> None:
        while not hearing.done():
            while self._waiting:
                await self._tell(self._waiting[0], hearing)
                if self._waiting:
                    self._waiting.popleft()
            self._news.clear()
            try:
                async with asyncio.timeout(beat_s):
                    await self._news.wait()
            except TimeoutError:
                await self._ask("Heartbeat", {}, hearing)

    async def _tell(
        self, said: Said | tuple[str, Payload], hearing: asyncio.Task[None]
    ) -> None:
        if isinstance(said, tuple):
            action, payload = said
            await self._ask(action, payload, hearing)
            return
        for action, payload in self._words.calls(said, self._written):
            answer = await self._ask(action, payload, hearing)
            if not self._words.answered(said, answer) and isinstance(said, Turn):
                place = self.point.place(said.place)
                if place is not None:
                    self.say(self.point.stop(place, "DeAuthorized"))

    async def _ask(
        self, action: str, payload: Payload, hearing: asyncio.Task[None]
    ) -> Payload:
        """Say one thing and return the answer; empty where it was refused.

        Raises GoneError where nobody answers.
        """
        name = str(next(self._numbers))
        answer = asyncio.get_running_loop().create_future()
        self._answers[name] = answer
        await self._send([CALL, name, action, payload])
        await asyncio.wait(
            [answer, hearing],
            timeout=ANSWER_S,
            return_when=asyncio.FIRST_COMPLETED,
        )
        self._answers.pop(name, None)
        if not answer.done():
            raise GoneError("nobody answers")
        told: Payload = answer.result()
        return told

    async def _hear(self, socket: ClientConnection) -> None:
        async for text in socket:
            frame = orjson.loads(text)
            if frame[0] == CALL:
                await self._obey(frame[1], frame[2], frame[3])
            elif (answer := self._answers.get(frame[1])) and not answer.done():
                answer.set_result(frame[2] if frame[0] == RESULT else {})

    async def _obey(self, name: str, action: str, told: Payload) -> None:
        at_s = self._clock.town_s(datetime.now(UTC).timestamp())
        reply: Reply = self._words.obey(self.point, action, told, at_s)
        if reply.error:
            await self._send([FAULT, name, reply.error, "", {}])
            return
        await self._send([RESULT, name, reply.payload])
        self.say(reply.said)
        if reply.says:
            self.say([self._words.boot(self.point)] if "Boot" in reply.says else [])
        if reply.uploads:
            self._do(self._upload(reply))
        if reply.installs:
            self._do(self._install(reply))
        if reply.restarts:
            self._do(self._restart())

    def _do(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _restart(self) -> None:
        await asyncio.sleep(RESTART_S / 3)
        if self._socket is not None:
            await self._socket.close()

    async def _upload(self, reply: Reply) -> None:
        """Bring what it remembers to where it was asked to."""
        self._note("uploads", "Uploading", reply)
        one = self.point.bought
        lines = [
            f"station {one.identity}, {one.maker} {one.model}, {self.point.firmware}",
            *(
                f"place {place.number}: {place.status} {place.broken}"
                for place in self.point.places
            ),
        ]
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.put(
                    reply.uploads,
                    data="\n".join(lines).encode(),
                    timeout=aiohttp.ClientTimeout(UPLOAD_S),
                ) as answer,
            ):
                well = answer.ok
        except (aiohttp.ClientError, TimeoutError, ValueError):
            well = False
        failed = "UploadFailed" if self._old else "UploadFailure"
        self._note("uploads", "Uploaded" if well else failed, reply)

    async def _install(self, reply: Reply) -> None:
        """Take new firmware, and start again with it; some stations fail."""
        for word in ("Downloading", "Downloaded", "Installing"):
            self._note("installs", word, reply)
            await asyncio.sleep(RESTART_S)
        if self.point.bought.number % FAILS_TO_INSTALL == FAILS_TO_INSTALL - 1:
            self._note("installs", "InstallationFailed", reply)
            return
        name = reply.installs.rpartition("/")[2]
        self.point.firmware = name.rpartition("-")[2].removesuffix(".bin") or name
        self._note("installs", "Installed", reply)
        self.say(self.point.restart("SoftReset"))
        await self._restart()

    def _note(self, about: str, status: str, reply: Reply) -> None:
        if about == "installs":
            action = "FirmwareStatusNotification"
        else:
            action = (
                "DiagnosticsStatusNotification"
                if self._old
                else "LogStatusNotification"
            )
        asked = {} if self._old else {"requestId": reply.request}
        self.say([(action, {"status": status, **asked})])

    async def _send(self, frame: Sequence[object]) -> None:
        if self._socket is None:
            raise GoneError("there is no line")
        await self._socket.send(orjson.dumps(frame).decode())

    def _written(self, at_s: float) -> str:
        at = datetime.fromtimestamp(self._clock.wall_s(at_s), UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Chargers:
    """All charging stations of a town."""

    def __init__(
        self,
        points: Sequence[Point],
        url: str,
        clock: Clock,
        faults: Callable[[], Mapping[int, Incident]],
        hello_s: float,
    ) -> None:
        """Stand there.

        url: where stations call, without their identity
        faults: what is broken now, by number of the station
        hello_s: within which all of them call for the first time
        """
        self._chargers = [Charger(point, url, clock) for point in points]
        self._clock = clock
        self._faults = faults
        self._hello_s = hello_s

    async def run(self) -> None:
        """Live and speak until cancelled."""
        many = max(len(self._chargers), 1)
        calling = [
            asyncio.create_task(one.run(self._hello_s * turn / many))
            for turn, one in enumerate(self._chargers)
        ]
        try:
            await self._live()
        finally:
            for task in calling:
                task.cancel()
            await asyncio.gather(*calling, return_exceptions=True)

    async def _live(self) -> None:
        """Look at some of the stations every second, so that each has its turn."""
        turns = int(LOOK_S / TICK_S)
        for turn in count():
            at_s = self._clock.town_s(datetime.now(UTC).timestamp())
            faults = self._faults()
            for charger in self._chargers[turn % turns :: turns]:
                fault = faults.get(charger.point.bought.number)
                charger.say(charger.point.step(at_s, fault))
            await asyncio.sleep(TICK_S)
