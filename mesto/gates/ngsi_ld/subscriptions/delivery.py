"""Notifications on their way: in order for each subscription, until they are taken.

A subscription whose endpoint does not answer waits, ever longer, and nobody else does.

Source: ETSI GS CIM 009 v1.8.1, 5.8.6, 6.3.8, 7.2 (MQTT).
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

import orjson

from mesto.gates.ngsi_ld.subscriptions import store
from mesto.gates.ngsi_ld.subscriptions.model import Endpoint
from mesto.gates.ngsi_ld.subscriptions.read import MQTT
from mesto.gates.ngsi_ld.subscriptions.registry import Registry
from mesto.kernel import waiting
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.outbound import Peer, peer
from mesto.kernel.signing import sign
from mesto.kernel.topic import Brokers, brokers

AT_ONCE: Final = 64  #: endpoints that are told at the same time
TOGETHER: Final = 16  #: of one subscription that are read, and noted as taken, together
LOOK_S: Final = 1.0  #: how often it is looked for what is to be tried again
IDLE_S: Final = 60.0  #: and where nobody subscribed
FIRST_S: Final = 5.0  #: before the second try; each further one waits twice as long
PATIENCE_S: Final = 0.5  #: of who asks for a subscription that is told just now
LONGEST_S: Final = 3600.0
MOST_TRIES: Final = 12  #: then about two hours have passed
_ANSWER_BYTES: Final = 2**16


class Ways(NamedTuple):
    """How peers are reached; connections to them stay open for the next."""

    asking: Peer
    writing: Brokers


class Delivery:
    """Carries what waits to where it is wanted.

    What became of many is written down together, while others are on their way.
    """

    def __init__(self, city: City, registry: Registry, *, allow_private: bool) -> None:
        """Carry nothing yet."""
        self._city = city
        self._registry = registry
        self._allow_private = allow_private
        self._busy: dict[str, asyncio.Task[store.Trip]] = {}
        self._noting: dict[str, asyncio.Event] = {}  #: set when it is written down
        self.more = asyncio.Event()  #: set when there is something to do

    async def run(self) -> None:
        """Carry for ever."""
        async with (
            peer(allow_private=self._allow_private, at_once=AT_ONCE) as asking,
            brokers(allow_private=self._allow_private) as writing,
        ):
            ways = Ways(asking, writing)
            _carriers[self._city] = self
            try:
                while True:
                    self.more.clear()
                    await self._settle()
                    await self._begin(ways)
                    rest_s = LOOK_S if self._registry.knows_somebody else IDLE_S
                    await waiting.woken(self.more, rest_s)
            finally:
                if _carriers.get(self._city) is self:
                    del _carriers[self._city]
                for task in self._busy.values():
                    task.cancel()
                await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _settle(self) -> None:
        """Write down what became of those that are back."""
        back = [task.result() for task in self._busy.values() if task.done()]
        if back:
            await store.settle(self._city, back)
        for trip in back:
            del self._busy[trip.subscription]
            self._noting.pop(trip.subscription).set()

    async def _begin(self, ways: Ways) -> None:
        """Begin to tell whoever waits for something that is due."""
        room = AT_ONCE - len(self._busy)
        if room <= 0:
            return
        for some in await store.due(self._city, list(self._busy), room, TOGETHER):
            task = asyncio.create_task(self._carry(ways, some))
            self._busy[some[0].subscription] = task
            self._noting[some[0].subscription] = asyncio.Event()
            task.add_done_callback(lambda _: self.more.set())

    async def noted(self, of: str) -> None:
        """Wait until it is written down what became of what is under way to one."""
        noting = self._noting.get(of)
        if noting is not None:
            await waiting.woken(noting, PATIENCE_S)

    async def _carry(self, ways: Ways, some: Sequence[store.Waiting]) -> store.Trip:
        """Tell one subscription some of what waits, until one is not taken."""
        of = some[0].subscription
        taken: list[store.Waiting] = []
        for one in some:
            endpoint = self._registry.endpoint(of)
            try:
                await _send(ways, endpoint, one, secret=self._registry.secret(of))
            except CityError as error:
                cooldown_s = endpoint.cooldown_s if endpoint else 0.0
                return store.Trip(
                    subscription=of,
                    taken=taken,
                    failed=one,
                    why=str(error),
                    due_at=next_try(
                        error, one.tries + 1, cooldown_s, datetime.now(UTC)
                    ),
                )
            taken.append(one)
        return store.Trip(subscription=of, taken=taken)


async def noted(city: City, of: str) -> None:
    """Let who was told just now, and asks at once, read that it was told.

    It is waited for no longer than `PATIENCE_S`, and for this process only.
    """
    carrier = _carriers.get(city)
    if carrier is not None:
        await carrier.noted(of)


_carriers: Final[dict[City, Delivery]] = {}  #: while they carry


def next_try(
    error: CityError, tries: int, cooldown_s: float, now: datetime
) -> datetime | None:
    """Return when a notification is tried again after its `tries`th try; None: never.

    An address that may not be reached will not be tomorrow either.
    """
    if not isinstance(error, Unavailable) or tries >= MOST_TRIES:
        return None
    pause_s = min(FIRST_S * 2 ** (tries - 1), LONGEST_S)
    return now + timedelta(seconds=max(pause_s, cooldown_s))


async def _send(
    ways: Ways,
    endpoint: Endpoint | None,
    told: store.Waiting,
    *,
    secret: str | None,
) -> None:
    """Send one notification. Raises Unavailable unless it was taken.

    secret: what it is signed with at the time it is sent, so that it is not too old
    """
    if endpoint is None:
        raise Unavailable("the subscription is gone, or its @context is")
    headers = {**endpoint.headers, **told.headers}
    where = urlsplit(endpoint.uri)
    if where.scheme in MQTT:
        await ways.writing.publish(
            orjson.dumps({"metadata": headers, "body": orjson.Fragment(told.body)}),
            unquote(where.path.removeprefix("/")),
            endpoint.uri,
            qos=endpoint.qos,
            version=endpoint.version,
        )
        return
    if secret is not None:
        number = f"{told.subscription}:{told.number}"
        now_s = int(datetime.now(UTC).timestamp())
        headers |= sign(number, now_s, told.body, secret)
    answer = await ways.asking.ask(
        "POST",
        endpoint.uri,
        told.body,
        headers=headers,
        max_bytes=_ANSWER_BYTES,
        timeout_s=endpoint.timeout_s,
    )
    if not answer.is_well:
        raise Unavailable(f"{endpoint.uri} answers {answer.status}")
