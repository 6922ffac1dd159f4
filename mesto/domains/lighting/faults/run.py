"""Watching a town's lighting: one process hears, looks, and says what it found.

Nothing but the findings is kept: what is remembered of each lamp is read again from
the ledger when a process begins, and what it hears twice changes nothing.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from mesto.domains.lighting.control.reading import lit_by_schedules
from mesto.domains.lighting.faults.diagnosis import (
    diagnosed,
    diagnosis_of,
    finding_in,
    told,
)
from mesto.domains.lighting.faults.inventory import (
    DESCRIBES,
    READ,
    Of,
    describe,
)
from mesto.domains.lighting.faults.questions import LastTold, Lately, lit_on_purpose
from mesto.domains.lighting.faults.town import Change, Town
from mesto.domains.lighting.faults.window import ATTRIBUTES
from mesto.domains.lighting.inventory.panels import STREETLIGHT_MODEL
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.model import Entity, Event, Observation
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.question.picture import Judged

LEASE = "lighting: faults are looked for"
READER = "lighting: faults"
LOOK_S = 2.0  #: so often what was heard is looked at
REST_S = 0.5  #: so often it is heard on a busy ledger
REMEMBERED = timedelta(hours=9)  #: a little more than a window holds
ORDERS_LAST = timedelta(hours=36)  #: an order older than that is nobody's wish any more
AT_ONCE = 200  #: entities read by one question; each has said some hundred things
SCHEDULES_LAST = timedelta(minutes=5)  #: so long what they want is known
ORDERS = ("setDimLevel", "setPowerState")
TYPES = (*Of, STREETLIGHT_MODEL)


async def watch_faults(city: City, _callers: Callers) -> None:
    """Look for faults of a town's lighting, if no other process does, for ever."""

    async def work() -> None:
        await Watch(city).work()

    await while_held(city.bound, LEASE, uuid4(), work)


class Watch:
    """The lighting of one town, watched."""

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._city = city
        self._turn = asyncio.Lock()
        self._town = Town()
        self._called: dict[str, str] = {}  #: by URN what its model is called
        self._models: Mapping[str, Entity] = {}
        self._unsaid: dict[str, Change] = {}
        self._scheduled: set[str] = set()  #: for which schedules were read last
        self._scheduled_at = datetime.min.replace(tzinfo=UTC)

    async def work(self) -> None:
        """Hear, look, and say, until cancelled."""
        await self.load()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._hear())
            group.create_task(self._keep_looking())

    async def load(self) -> None:
        """Read the inventory, the last hours and what was found before, anew."""
        await self._city.begin(READER)
        self._town, self._called, self._unsaid = Town(), {}, {}
        self._models = await self._read(
            await self._city.ask(OfType(type=STREETLIGHT_MODEL))
        )
        for of in reversed(Of):  # a feeder is known before its lamps
            await self._take_in(await self._city.ask(OfType(type=of)))

    async def look(self, now: datetime) -> None:
        """Say what is new of any asset. Raises Unavailable; then it is said later."""
        # in a thread: after a start all lamps of a town are looked at at once
        await asyncio.to_thread(self._town.read, now.timestamp())
        await self._learn_wishes(now)
        changes = await asyncio.to_thread(self._town.look, now.timestamp())
        self._unsaid |= {one.urn: one for one in changes}
        if self._unsaid:
            await self._city.record(list(self._say(self._unsaid.values(), now)))
            self._unsaid.clear()

    async def hear(self, events: Sequence[Event]) -> None:
        """Take in what was recorded."""
        if any(STREETLIGHT_MODEL in one.types for one in events):
            await self.load()
            return
        anew = {
            one.observation.entity
            for one in events
            if one.observation.attribute in DESCRIBES
        }
        await self._take_in(sorted(anew), old=False)
        for event in events:
            self._town.hear(event.observation)

    async def _learn_wishes(self, now: datetime) -> None:
        """Learn what of all that burns by day was ordered to, or is scheduled to.

        A lamp that keeps its programme burns by it without any order.
        """
        burning = self._town.burning_by_day
        if not burning:
            return
        asked = LastTold(urns=sorted(burning), names=ORDERS, since=now - ORDERS_LAST)
        wanted = set(lit_on_purpose(await self._city.ask(asked)))
        if not burning <= self._scheduled or now - self._scheduled_at > SCHEDULES_LAST:
            self._scheduled, self._scheduled_at = burning, now
            wanted |= await lit_by_schedules(self._city, burning, now)
        for urn in wanted:
            self._town.want(urn, now.timestamp())

    async def _hear(self) -> None:
        async for events in self._city.follow(READER, types=TYPES, rest_s=REST_S):
            async with self._turn:
                await self.hear(events)

    async def _keep_looking(self) -> None:
        while True:
            async with self._turn:
                with suppress(Unavailable):  # what was found is said the next time
                    await self.look(datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    async def _take_in(self, urns: Sequence[str], *, old: bool = True) -> None:
        """Read entities; those not known before with their last hours.

        old: what was said of them before is remembered, too
        """
        for start in range(0, len(urns), AT_ONCE):
            entities = await self._read(urns[start : start + AT_ONCE])
            fresh = [urn for urn in entities if urn not in self._called]
            for entity in entities.values():
                self._describe(entity)
                diagnosis = diagnosis_of(entity)
                if old and diagnosis is not None:
                    self._town.recall(entity.id, finding_in(diagnosis))
            for urn in fresh:
                for seen in _present(entities[urn]):
                    self._town.hear(seen)
            await self._hear_again([urn for urn in fresh if urn in self._town.lamps])

    def _describe(self, entity: Entity) -> None:
        described = describe(entity, self._models)
        if described is not None:
            self._called[entity.id] = described.model
            self._town.describe(described)

    async def _hear_again(self, lamps: Sequence[str]) -> None:
        """Take in what lamps said in the last hours."""
        since = datetime.now(UTC) - REMEMBERED
        asked = Lately(urns=lamps, attributes=ATTRIBUTES, since=since)
        for seen in await self._city.ask(asked) if lamps else ():
            self._town.hear(seen)

    async def _read(self, urns: Iterable[str]) -> dict[str, Entity]:
        found = await self._city.ask(Judged(attributes=READ, urns=list(urns)))
        return {one.id: one for one in found.values()}

    def _say(self, changes: Iterable[Change], now: datetime) -> Iterator[Observation]:
        for urn, finding in changes:
            if finding is None:
                yield from told(urn, None, now)
                continue
            lamp = self._town.lamps.get(urn)
            diagnosis = diagnosed(
                urn,
                finding,
                model=self._called.get(urn, ""),
                rated_w=lamp.nature.rated_w if lamp else 0.0,
            )
            yield from told(urn, diagnosis, now)


def _present(entity: Entity) -> Iterator[Observation]:
    """Yield what an entity says now, as if it were said again."""
    for one in entity.attributes:
        if one.observed_at is not None:
            yield Observation(
                entity=entity.id,
                attribute=one.name,
                value=one.value,
                observed_at=one.observed_at,
                source="",
            )
