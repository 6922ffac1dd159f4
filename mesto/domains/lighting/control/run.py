"""Switching the lamps of a town by what is written: at every turn, all at once.

One process does. What it knows is read from what was written and told: after a restart
lamps get the level that holds now, unless they have it; what was missed is not told.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from mesto.domains.lighting.control.decide import Cohort, Decision
from mesto.domains.lighting.control.kept import KEEP
from mesto.domains.lighting.control.known import Known
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.reading import notices_of
from mesto.domains.lighting.control.refusals import (
    LOOKED_BACK,
    RefusedSince,
    SaidToRefuse,
    again_at,
    said_of,
)
from mesto.domains.lighting.control.rolling import look_at_rollouts
from mesto.domains.lighting.control.store import Edition, HeldNow, HeldSince, ToldLast
from mesto.domains.lighting.control.switching import (
    Told,
    commands_to,
    programme_for,
    releases,
)
from mesto.domains.lighting.panels import SET_DIM_LEVEL
from mesto.kernel import waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command
from mesto.operations.commands.give_each import give_each
from mesto.operations.notifications.tell import tell

log = logging.getLogger(__name__)

LEASE: Final = "lighting schedules"
LOOK_S: Final = 1.0
IDLE_S: Final = 30.0  #: between two looks at a town without schedules
AGAIN: Final = timedelta(seconds=30)  #: what was refused is tried again
SLOWLY: Final = timedelta(seconds=10)  #: sensors and rollouts are looked at
REFUSALS: Final = timedelta(minutes=1)  #: between two looks at refused programmes
REMEMBERED: Final = timedelta(hours=36)  #: what was told is looked for so far back


async def keep_switching(city: City, callers: Callers) -> None:
    """Switch the lamps of a town, if no other process does, for ever."""

    async def work() -> None:
        await Switching(city).work(callers)

    await while_held(city.bound, LEASE, uuid4(), work)


class Switching:
    """The schedules of one town at work."""

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._city = city
        self._known = Known(city)
        self._remembers = False  #: what lamps were told before we began
        self._told: dict[tuple[str, str], Told] = {}
        self._held: frozenset[str] = frozenset()
        self._slow_at: datetime | None = None
        self._refusals_at: datetime | None = None
        self._refusing: set[str] = set()  #: lamps that are said to keep nothing
        self._due_at: datetime | None = None  #: when lamps are looked at again

    async def work(self, callers: Callers) -> None:
        """Look at the clock, and tell lamps what holds, until cancelled.

        callers: who may be told what went back
        """
        told_of: Edition | None = None
        with self._city.bell.heard() as told:
            while True:
                told.clear()
                with suppress(Unavailable):
                    now = datetime.now(UTC)
                    await self.look(now)
                    if self._known.edition is not told_of:
                        written, city = self._known.written, self._city
                        await tell(city, await notices_of(city, callers, written, now))
                        told_of = self._known.edition
                await asyncio.sleep(LOOK_S)
                if not self._known.cohorts:  # nothing to do before somebody writes
                    await waiting.woken(told, IDLE_S)

    async def look(self, now: datetime) -> None:
        """Tell lamps what they were not told yet of what holds at `now`.

        Raises Unavailable.
        """
        known = self._known
        changed = await known.read_anew(now)
        if not self._remembers:
            await self._remember(now)
        changed |= await self._let_go(now)
        if changed or self._slow_at is None or now - self._slow_at >= SLOWLY:
            self._slow_at = now
            changed |= await known.look_at_sensors(now)
            changed |= await self._look_at_refusals(now)
            changed |= await known.reached.look(known.keeping)
            if await look_at_rollouts(self._city, known.written, known.lamps, now):
                return  # what was written has changed: the next look reads it
        if changed or self._due_at is None or now >= self._due_at:
            await self._tell(now)

    async def _remember(self, now: datetime) -> None:
        """Read what lamps were told before we began."""
        since = now - REMEMBERED
        self._told = dict(await self._city.ask(ToldLast(since=since)))
        self._held = await self._held_now(now)
        for urn, ended_at in (await self._city.ask(HeldSince(since=since))).items():
            last = self._told.get((SET_DIM_LEVEL, urn))
            if last is not None and last.at < ended_at:
                self._forget([urn])
        self._remembers = True

    async def _let_go(self, now: datetime) -> bool:
        """Look which lamps people hold no longer, and which follow nobody any more.

        They get what holds again.
        """
        held = await self._held_now(now)
        over, self._held = self._held - held, held
        self._forget(over)
        return bool(over)

    async def _held_now(self, now: datetime) -> frozenset[str]:
        """Return the lamps that people hold, or that follow people."""
        held = (one.entity for one in await self._city.ask(HeldNow()))
        following = self._known.following(now) - self._known.alone.keys()
        return frozenset(held) | following

    def _forget(self, urns: Iterable[str]) -> None:
        """Take it that lamps do something else by now than what they were told."""
        for urn in urns:
            last = self._told.get((SET_DIM_LEVEL, urn))
            if last is not None:
                early = datetime.min.replace(tzinfo=UTC)
                self._told[SET_DIM_LEVEL, urn] = last._replace(at=early)

    async def _look_at_refusals(self, now: datetime) -> bool:
        """Forget programmes that were refused a while ago: they are given again.

        Of lamps that refuse again and again it is said.
        """
        early = self._refusals_at is not None and now - self._refusals_at < REFUSALS
        if early:
            return False
        if self._refusals_at is None:
            self._refusing = set(await self._city.ask(SaidToRefuse()))
        if not (self._refusing or self._known.keeping):
            return False
        self._refusals_at = now
        refused = await self._city.ask(RefusedSince(since=now - LOOKED_BACK))
        said = list(said_of(refused, self._refusing, now))
        if said:
            await self._city.record(said)
        self._refusing -= {one.entity for one in said if one.deleted}
        self._refusing |= {one.entity for one in said if not one.deleted}
        again = [
            urn
            for urn, one in refused.items()
            if (KEEP, urn) in self._told and not one.open and now >= again_at(one)
        ]
        for urn in again:
            self._told[KEEP, urn] = self._told[KEEP, urn]._replace(value=None)
        return bool(again)

    async def _tell(self, now: datetime) -> None:
        """Give every lamp the command it lacks, all of them at once."""
        commands: list[Command] = []
        until = now + AGAIN
        known = self._known
        for cohort, lamps in known.cohorts.items():
            for by_steps in (False, True):
                alike = [one for one in lamps if (one.fading == "steps") is by_steps]
                if alike:
                    decision = known.courses.decide(cohort, now, by_steps=by_steps)
                    until = min(until, decision.until)
                    commands += self._lacking(cohort, alike, decision, now)
            await asyncio.sleep(0)
        steered = {lamp.urn for lamps in known.cohorts.values() for lamp in lamps}
        commands += releases(self._told, steered, now)
        wanted = [
            one for one in commands if one.name == KEEP or one.entity not in self._held
        ]
        if wanted:
            refused = await give_each(self._city, wanted)
            for one in wanted:
                if one.id not in refused:
                    told = Told(one.id, one.value, now)
                    self._told[one.name, one.entity] = told
            given, lamps_ = len(wanted) - len(refused), len(known.lamps)
            log.info("%s: %d of %d lamps told", self._city.name, given, lamps_)
        self._due_at = until

    def _lacking(
        self, cohort: Cohort, lamps: Sequence[Lamp], decision: Decision, now: datetime
    ) -> Iterable[Command]:
        known = self._known
        keeping = next((one for one in lamps if one.keeps), None)
        programme = None
        if keeping is not None:
            plan = known.written.plan
            programme = programme_for(keeping, cohort, plan, known.special)
        following = known.following(now) & known.alone.keys()
        for lamp in lamps:
            own = known.alone.get(lamp.urn, programme) if lamp.keeps else None
            alone = lamp.urn in following
            told = commands_to(lamp, decision, own, self._told, now, alone=alone)
            reached = lamp.urn in known.reached  # else nothing could take a programme
            yield from (one for one in told if reached or one.name != KEEP)
