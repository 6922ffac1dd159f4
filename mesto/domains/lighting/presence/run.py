"""Letting light follow people: one process hears who is seen and tells the lamps.

What a lamp was told last is in its commands, and who was seen is in the ledger: from
the two a process that begins knows what has to be told still, so nothing else is kept.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from mesto.domains.lighting.control.floor import FLOOR
from mesto.domains.lighting.control.groups import GROUP
from mesto.domains.lighting.control.lamps import KEEPS
from mesto.domains.lighting.control.schedule import SCHEDULE
from mesto.domains.lighting.inventory.segments import (
    CLASS,
    END,
    POSITION,
    ROAD_SEGMENT,
    SEGMENT,
    START,
    STREETLIGHT,
)
from mesto.domains.lighting.panels import AGAIN_AFTER, SET_DIM_LEVEL
from mesto.domains.lighting.presence.definition import PRESENCE
from mesto.domains.lighting.presence.following import Following, Wish
from mesto.domains.lighting.presence.outside import SENSED, Outside, Sensed
from mesto.domains.lighting.presence.questions import LastOrders, SeenSince
from mesto.domains.lighting.presence.reading import SENSORS, following_in
from mesto.domains.lighting.presence.seen import ATTRIBUTE, Heard
from mesto.domains.lighting.presence.waiting import Waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command, Event, Observation
from mesto.kernel.municipality import MUNICIPALITY
from mesto.operations.calendars.reading import CALENDAR
from mesto.operations.commands.give_each import give_each

LEASE = "lighting: presence at work"
READER = "lighting: presence"
SOURCE = "lighting-presence"  #: who orders; `lighting:` are the schedules
REST_S = 0.05  #: before the ledger is looked at: most was overheard
LOOK_S = 1.0  #: so often clocks are looked at, at least
DIM_S = 0.2  #: and at most: lamps go down together, and keep nobody waiting who comes
RETRY_S = 60.0  #: what was refused is tried again
RELOAD_S = 10.0  #: the streets are read anew at most so often
REMEMBERED = timedelta(days=2)  #: older orders hold no lamp any more
LATELY = timedelta(hours=2)  #: longer than any lamp is held
EXPIRES = timedelta(minutes=15)  #: an order that no lamp confirms

WRITTEN = (PRESENCE, GROUP, FLOOR, SCHEDULE, CALENDAR, MUNICIPALITY)
HEARD = (STREETLIGHT, ROAD_SEGMENT, *SENSORS, *WRITTEN)
#: What is said of these makes us read everything anew.
ANEW = tuple(f"urn:ngsi-ld:{one}:" for one in WRITTEN)
SHAPE = frozenset({SEGMENT, POSITION, START, END, CLASS, KEEPS})
OURS = UUID("6a0f3f64-5a2b-4a0c-9d57-5f0f6f1c2f0d")  #: what our orders' names are in


async def follow_people(city: City, _callers: Callers) -> None:
    """Let light follow people, if no other process does, for ever."""

    async def work() -> None:
        await Runner(city).work()

    await while_held(city.bound, LEASE, uuid4(), work)


class Runner:
    """The settings of one town at work."""

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._city = city
        self._turn = asyncio.Lock()
        self._giving = asyncio.Lock()
        self._stale = asyncio.Event()
        self._waiting = Waiting()
        self._some_wait = asyncio.Event()
        self._following: Following
        self._outside: Outside

    async def work(self) -> None:
        """Hear, look at clocks, and tell, until cancelled."""
        await self._load()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._give())
            group.create_task(self._overhear())
            group.create_task(self._hear())
            group.create_task(self._watch_clocks())
            group.create_task(self._keep_up())
            group.create_task(self._try_again())

    async def _load(self) -> None:
        """Read settings and streets anew, what was told, and who was seen lately.

        What waits to be given is found again: it was not told.
        """
        async with self._giving:
            now = datetime.now(UTC)
            orders = await self._city.ask(
                LastOrders(source=SOURCE, name=SET_DIM_LEVEL, since=now - REMEMBERED)
            )
            following, outside = await following_in(self._city, orders)
            following.recall(await self._city.ask(SeenSince(since=now - LATELY)), now)
            self._following, self._waiting = following, Waiting()
            self._outside = outside
        self._tell(following.put_right(now))

    async def _overhear(self) -> None:
        """Hear at once who is seen by what this process records, for ever."""
        seen: list[Heard] = []
        news = asyncio.Event()

        def take(told: Sequence[Observation]) -> None:
            if ours := [one for one in told if one.attribute == ATTRIBUTE]:
                now = datetime.now(UTC)
                seen.extend(Heard(one, now) for one in ours)
                news.set()

        with self._city.recorded.taken_by(take):
            while True:
                await news.wait()
                async with self._turn:
                    news.clear()
                    self._tell(self._following.hear(seen, datetime.now(UTC)))
                    seen.clear()

    async def _hear(self) -> None:
        """Hear all there is from the ledger, for ever."""
        async for events in self._city.follow(READER, types=HEARD, rest_s=REST_S):
            async with self._turn:
                if any(one.observation.entity.startswith(ANEW) for one in events):
                    await self._load()
                elif any(_reshapes(one) for one in events):
                    self._stale.set()
                now = datetime.now(UTC)
                self._tell(self._following.hear(events, now))
                calls = [_call(one) for one in self._outside.hear(events, now)]
            if calls:
                await give_each(self._city, calls)

    async def _watch_clocks(self) -> None:
        while True:
            async with self._turn:
                self._tell(self._following.look(datetime.now(UTC)))
            due_at = self._following.due_at
            wait_s = LOOK_S
            if due_at is not None:
                wait_s = (due_at - datetime.now(UTC)).total_seconds()
            await asyncio.sleep(min(max(wait_s, DIM_S), LOOK_S))

    async def _keep_up(self) -> None:
        """Read the streets anew when they changed, now and then."""
        while True:
            await self._stale.wait()
            await asyncio.sleep(RELOAD_S)
            self._stale.clear()
            async with self._turn:
                await self._load()

    async def _try_again(self) -> None:
        """Tell lamps what was refused, because people held them meanwhile."""
        while True:
            await asyncio.sleep(RETRY_S)
            async with self._turn:
                if self._following.is_refused:
                    self._tell(self._following.put_right(datetime.now(UTC)))

    def _tell(self, wishes: Sequence[Wish]) -> None:
        """Let lamps be told; nobody who is seen meanwhile waits for it."""
        if wishes:
            self._waiting.put(wishes)
            self._some_wait.set()

    async def _give(self) -> None:
        """Order what waits, for ever."""
        while True:
            await self._some_wait.wait()
            async with self._giving:
                await self._order(self._waiting.take())
                if not self._waiting:
                    self._some_wait.clear()

    async def _order(self, wishes: Sequence[Wish]) -> None:
        expires_at = datetime.now(UTC) + EXPIRES
        orders = {one.id: one for one in (_command(w, expires_at) for w in wishes)}
        refused = await give_each(self._city, list(orders.values()))
        self._following.refuse(orders[number].entity for number in refused)


def _command(wish: Wish, expires_at: datetime) -> Command:
    """Return the order that names its cause: a lamp, a moment and a level."""
    cause = f"{wish.lamp} {wish.at.isoformat()} {wish.level}"
    return Command(
        id=str(uuid5(OURS, cause)),
        entity=wish.lamp,
        name=SET_DIM_LEVEL,
        value=wish.level,
        expires_at=expires_at,
        source=SOURCE,
        again_s=AGAIN_AFTER.total_seconds(),
    )


def _call(sensed: Sensed) -> Command:
    """Return the order that tells a gateway of a sensor which it does not hear."""
    sensor, call, at = sensed
    return Command(
        id=str(uuid5(OURS, f"{call.lamp} {sensor} {at.isoformat()}")),
        entity=call.lamp,
        name=SENSED,
        value={"sensor": sensor, "level": call.level, "fade_s": call.fade_s},
        expires_at=datetime.now(UTC) + timedelta(seconds=call.hold_s),
        source=SOURCE,
    )


def _reshapes(event: Event) -> bool:
    """Tell whether an event moves lamps or streets."""
    return event.observation.deleted or event.observation.attribute in SHAPE
