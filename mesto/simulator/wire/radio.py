"""MQTT: what network servers and meters publish, and the commands they receive."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import aiomqtt

from mesto.simulator.speech import Publication

log = logging.getLogger(__name__)

MOST_WAITING: Final = 50_000  #: publications; beyond it the oldest are lost
TOGETHER: Final = 200
_KEPT = 1  #: quality of service: the broker answers when it has the message
_PAUSE_S = 2.0
#: aiomqtt warns of many publications under way, which is what we want.
_QUIET = logging.getLogger(f"{__name__}.client")
_QUIET.setLevel(logging.ERROR)


class Radio:
    """A client of the town's broker that comes back whenever it is thrown out."""

    def __init__(  # noqa: PLR0913 - an address, an account, and what to listen to
        self,
        *,
        host: str,
        port: int,
        user: str,
        password: str,
        topics: Sequence[str],
        hear: Callable[[str, bytes], Iterable[Publication]],
    ) -> None:
        """Describe the client.

        topics: filters to listen to
        hear: takes a topic and a payload; what it yields is published
        """
        self._client: Callable[[], aiomqtt.Client] = lambda: aiomqtt.Client(
            host,
            port,
            username=user,
            password=password,
            logger=_QUIET,
            max_inflight_messages=2 * TOGETHER,
            max_queued_outgoing_messages=0,
        )
        self._topics = topics
        self._hear = hear
        self._waiting: deque[Publication] = deque(maxlen=MOST_WAITING)
        self._news = asyncio.Event()

    def publish(self, publications: Iterable[Publication]) -> None:
        """Hand publications over; they leave in order, once the broker is there."""
        self._waiting.extend(publications)
        if self._waiting:
            self._news.set()

    @property
    def waiting(self) -> int:
        """How many publications have not left yet."""
        return len(self._waiting)

    async def run(self) -> None:
        """Publish and listen until cancelled."""
        while True:
            try:
                async with self._client() as client, asyncio.TaskGroup() as tasks:
                    for topic in self._topics:
                        await client.subscribe(topic, qos=_KEPT)
                    tasks.create_task(self._listen(client))
                    tasks.create_task(self._speak(client))
            except* aiomqtt.MqttError as errors:
                log.info("the broker is away: %s", errors.exceptions[0])
            await asyncio.sleep(_PAUSE_S)

    async def _speak(self, client: aiomqtt.Client) -> None:
        while True:
            await self._news.wait()
            few = min(TOGETHER, len(self._waiting))
            leaving = [self._waiting.popleft() for _ in range(few)]
            if not leaving:
                self._news.clear()
                continue
            try:
                await asyncio.gather(
                    *(
                        client.publish(said.topic, said.payload, qos=_KEPT)
                        for said in leaving
                    )
                )
            except BaseException:
                self._waiting.extendleft(reversed(leaving))  # twice is once in mesto
                raise

    async def _listen(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            if isinstance(message.payload, bytes):
                self.publish(self._hear(message.topic.value, message.payload))
