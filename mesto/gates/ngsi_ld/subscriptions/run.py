"""Telling subscribers, for ever: by what happens, and by the clock.

One process of a municipality does it, while it holds the lease. What is to be told is
written down before the ledger is read on, and taken away when it was taken: told at
least once, whatever ends meanwhile.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, cast

import msgspec

from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.registrations.telling import SourceTeller
from mesto.gates.ngsi_ld.subscriptions import store
from mesto.gates.ngsi_ld.subscriptions.delivery import Delivery
from mesto.gates.ngsi_ld.subscriptions.elsewhere.run import Elsewhere
from mesto.gates.ngsi_ld.subscriptions.happened import Happening, happened, parted
from mesto.gates.ngsi_ld.subscriptions.matching import is_wanted
from mesto.gates.ngsi_ld.subscriptions.model import Known
from mesto.gates.ngsi_ld.subscriptions.read import status_of
from mesto.gates.ngsi_ld.subscriptions.registry import Eyes, Registry
from mesto.gates.ngsi_ld.subscriptions.telling import tell
from mesto.kernel import waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.access.rights import Thing, Verb
from mesto.kernel.city import City
from mesto.kernel.follower import ME
from mesto.kernel.lease import while_held
from mesto.kernel.model import Event
from mesto.kernel.question.find import Find
from mesto.kernel.visit import Visit

LEASE: Final = "ngsi-ld notifications"
LOOK_S: Final = 60.0  #: how often a sleeper looks whether somebody subscribed
BATCH: Final = 1_000  #: events read at once
MOST: Final = 1_000  #: entities of one notification by the clock


async def tell_subscribers(
    city: City, callers: Callers, *, allow_private: bool, base: str
) -> None:
    """Tell whoever subscribed, for ever.

    allow_private: endpoints may be in our own network
    base: where peers reach us
    """
    contexts = ContextStore(allow_private=allow_private)

    async def work() -> None:
        registry = Registry(city, callers, contexts, base)
        delivery = Delivery(city, registry, allow_private=allow_private)
        teller = Teller(city, registry, delivery)
        of_sources = SourceTeller(city, registry, delivery, contexts)
        elsewhere = Elsewhere(
            city, registry, contexts, delivery, allow_private=allow_private, base=base
        )
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(of_sources.follow())
            tasks.create_task(elsewhere.follow())
            tasks.create_task(teller.follow())
            tasks.create_task(teller.keep_time())
            tasks.create_task(delivery.run())

    await while_held(city.bound, LEASE, ME, work)


class Teller:
    """Writes down what is to be told."""

    def __init__(self, city: City, registry: Registry, delivery: Delivery) -> None:
        """Tell what `registry` knows of; `delivery` carries it."""
        self._city = city
        self._registry = registry
        self._delivery = delivery
        self._told_at: dict[str, datetime] = {}  #: for throttling, and for the clock

    async def follow(self) -> None:
        """Tell of what happens; sleep while nobody wants to know."""
        with self._city.notices.heard() as woken:
            while True:
                woken.clear()
                await self._registry.refresh()
                if len(self._registry):
                    await self._listen()
                    await store.leave_ledger(self._city)
                else:
                    await waiting.woken(woken, LOOK_S)

    async def _listen(self) -> None:
        """Read the ledger until nobody wants to know.

        It is looked who subscribed after each reading, and not before: what was
        subscribed before it happened is told of, however soon it happened.
        """
        following = self._city.follow(store.READER, limit=BATCH)
        closed = cast("AsyncGenerator[list[Event]]", following)
        async with contextlib.aclosing(closed) as batches:
            async for batch in batches:
                await self._registry.refresh()
                if not len(self._registry):
                    return
                about = list(self._registry.index.about(batch))
                moments = self._registry.said_since(batch[0].recorded_at)
                for part in parted(about, moments):
                    await self._tell_of(part)

    async def _tell_of(self, batch: Sequence[Event]) -> None:
        now = datetime.now(UTC)
        wanted: dict[str, list[Happening]] = defaultdict(list)
        for what in await happened(self._city, batch):
            for of, _ in self._registry.index.wanting(what, now):
                if not self._registry.is_of_before(of, what.at):
                    wanted[of].append(what)
        eyes = self._registry.eyes()
        told = [
            await self._notification(of, what, eyes, now)
            for of, what in wanted.items()
            if not self._is_throttled(of, now)
        ]
        await self._keep([one for one in told if one is not None], now)

    async def _notification(
        self, of: str, what: Sequence[Happening], eyes: Eyes, now: datetime
    ) -> store.Told | None:
        known = self._registry.known(of)
        visit = await eyes(known.record)
        if not visit.sees_all:
            seen = [_as_seen(visit, one) for one in what]
            what = [one for one in seen if is_wanted(known.wish, one)]
        return await tell(visit, known, what, now)

    async def _keep(self, told: Sequence[store.Told], now: datetime) -> None:
        if not told:
            return
        await store.keep(self._city, told)
        self._told_at.update((one.subscription, now) for one in told)
        self._delivery.more.set()

    def _is_throttled(self, of: str, now: datetime) -> bool:
        known = self._registry.known(of)
        last = self._told_at.get(of, known.record.last_notification)
        pause = timedelta(seconds=known.wish.throttling_s)
        return last is not None and now - last < pause

    async def keep_time(self) -> None:
        """Tell those who want to be told every so often."""
        while True:
            if len(self._registry):
                await self._registry.refresh()
            now = datetime.now(UTC)
            for of, known in list(self._registry.periodic()):
                if status_of(known.wish, now) == "active" and self._is_due(
                    of, known, now
                ):
                    await self._tell_all(of, known, now)
            await asyncio.sleep(1)

    def _is_due(self, of: str, known: Known, now: datetime) -> bool:
        record = known.record
        last = self._told_at.get(of) or record.last_notification or record.created_at
        return now - last >= timedelta(seconds=known.wish.every_s or 0)

    async def _tell_all(self, of: str, known: Known, now: datetime) -> None:
        """Tell one of all entities it is about, unless it still waits for the last."""
        self._told_at[of] = now
        if await store.waits(self._city, of):
            return
        visit = await self._registry.eyes()(known.record)
        wish = known.wish
        page = await visit.ask(Find(where=wish.where, place=wish.place, limit=MOST))
        present = await visit.present(page.urns)
        what = [
            Happening(entity=present[urn], at=now, changes=())
            for urn in page.urns
            if urn in present
        ]
        told = await tell(visit, known, what, now)
        await self._keep([told] if told else [], now)


def _as_seen(visit: Visit, what: Happening) -> Happening:
    """Return what happened, as far as who subscribed may see it."""
    entity = what.entity
    thing = Thing(entity.id, frozenset(entity.types), entity.scopes)

    def seen(name: str) -> bool:
        return visit.principal.may_on(Verb.SEE, thing, name)

    attributes = tuple(one for one in entity.attributes if seen(one.name))
    return msgspec.structs.replace(
        what,
        entity=msgspec.structs.replace(entity, attributes=attributes),
        changes=tuple(one for one in what.changes if seen(one.name)),
        is_new=what.is_new and seen(""),
        is_gone=what.is_gone and seen(""),
    )
