"""Switching the lamps of a town by what is written: at every turn, all at once.

One process does. What it knows is read from what was written and told: after a restart
lamps get the level that holds now, unless they have it; what was missed is not told.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from mesto.domains.lighting.control import lux
from mesto.domains.lighting.control.cohorts import Written, cohorts_of
from mesto.domains.lighting.control.decide import (
    Cohort,
    Decision,
    Held,
    course,
    decision_in,
)
from mesto.domains.lighting.control.fading import stepped
from mesto.domains.lighting.control.floor import FLOOR
from mesto.domains.lighting.control.groups import GROUP, asked_by_expression
from mesto.domains.lighting.control.kept import KEEP, Special, special_days
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.night import night_at, whole_night
from mesto.domains.lighting.control.reading import (
    Reached,
    notices_of,
    read_lamps,
    written_of,
)
from mesto.domains.lighting.control.refusals import (
    LOOKED_BACK,
    RefusedSince,
    SaidToRefuse,
    again_at,
    said_of,
)
from mesto.domains.lighting.control.rolling import look_at_rollouts
from mesto.domains.lighting.control.schedule import PROGRAMME, SCHEDULE
from mesto.domains.lighting.control.store import (
    Edition,
    EditionOf,
    HeldNow,
    HeldSince,
    Readings,
    ToldLast,
)
from mesto.domains.lighting.control.switching import (
    Told,
    commands_to,
    programme_for,
    releases,
)
from mesto.domains.lighting.panels import SET_DIM_LEVEL
from mesto.domains.lighting.presence.definition import PRESENCE
from mesto.domains.lighting.presence.places import Followers
from mesto.domains.lighting.presence.reading import alone_in_town, followers_in
from mesto.kernel import waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command
from mesto.kernel.municipality import MUNICIPALITY
from mesto.operations.calendars.reading import CALENDAR
from mesto.operations.commands.give_each import give_each
from mesto.operations.notifications.tell import tell

log = logging.getLogger(__name__)

LEASE: Final = "lighting schedules"
LOOK_S: Final = 1.0
IDLE_S: Final = 30.0  #: between two looks at a town without schedules
AGAIN: Final = timedelta(seconds=30)  #: what was refused is tried again
SLOWLY: Final = timedelta(seconds=10)  #: sensors and rollouts are looked at
REFUSALS: Final = timedelta(minutes=1)  #: between two looks at refused programmes
LAMPS_ANEW: Final = timedelta(minutes=5)  #: the inventory is read again
REMEMBERED: Final = timedelta(hours=36)  #: what was told is looked for so far back
LETS_GO: Final = timedelta(seconds=5)  #: lamps that followed people are told later
WRITTEN: Final = (
    GROUP,
    PROGRAMME,
    SCHEDULE,
    FLOOR,
    PRESENCE,
    CALENDAR,
    MUNICIPALITY,
)
ILLUMINANCE: Final = "illuminance"  #: of a light sensor, lx


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
        self._written: Written
        self._edition: Edition | None = None
        self._lamps: Sequence[Lamp] = ()
        self._lamps_at: datetime | None = None
        self._said = False  #: lamps are known with what expressions ask about
        self._cohorts: Mapping[Cohort, Sequence[Lamp]] = {}
        self._reached = Reached(city)
        self._special: Special = {}
        self._courses: dict[tuple[Cohort, date], Sequence[Held]] = {}
        self._told: dict[tuple[str, str], Told] = {}
        self._held: frozenset[str] = frozenset()
        self._followers: Sequence[Followers] = ()
        #: what lamps keep that follow people by themselves
        self._alone: Mapping[str, dict[str, object]] = {}
        self._dim: lux.Dim = {}
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
                    if self._edition is not told_of:
                        written, city = self._written, self._city
                        await tell(city, await notices_of(city, callers, written, now))
                        told_of = self._edition
                await asyncio.sleep(LOOK_S)
                if not self._cohorts:  # nothing to do before somebody writes
                    await waiting.woken(told, IDLE_S)

    async def look(self, now: datetime) -> None:
        """Tell lamps what they were not told yet of what holds at `now`.

        Raises Unavailable.
        """
        changed = await self._read_anew(now)
        changed |= await self._let_go(now)
        if changed or self._slow_at is None or now - self._slow_at >= SLOWLY:
            self._slow_at = now
            changed |= await self._look_at_sensors(now)
            changed |= await self._look_at_refusals(now)
            changed |= await self._reached.look(self._keeping)
            if await look_at_rollouts(self._city, self._written, self._lamps, now):
                return  # what was written has changed: the next look reads it
        if changed or self._due_at is None or now >= self._due_at:
            await self._tell(now)

    async def _read_anew(self, now: datetime) -> bool:
        """Read what was written, and the lamps, where they may have changed."""
        edition = await self._city.ask(EditionOf(types=WRITTEN))
        old = self._lamps_at is None or now - self._lamps_at >= LAMPS_ANEW
        if edition == self._edition and not old:
            return False
        self._written = await written_of(self._city)
        said = asked_by_expression(self._written.groups)
        if not self._written.schedules:
            self._lamps = ()
        elif old or not self._lamps or (said and not self._said):
            self._lamps = await read_lamps(self._city, said=said)
            self._said = said
        self._followers = await followers_in(self._city, self._lamps)
        self._alone = await alone_in_town(self._city, self._lamps, self._written)
        if self._edition is None:
            await self._remember(now)
        self._lamps_at = now if old else self._lamps_at
        self._edition = edition
        self._cohorts = {
            cohort: lamps
            for cohort, lamps in cohorts_of(self._written, self._lamps).items()
            if cohort.schedules
        }
        self._courses.clear()
        await self._reached.read(self._keeping)
        if self._keeping:
            self._special = await asyncio.to_thread(
                special_days,
                self._written.programmes.values(),
                self._written.calendars,
                night_at(now, self._zone),
            )
        return True

    async def _remember(self, now: datetime) -> None:
        """Know what lamps were told before we began."""
        since = now - REMEMBERED
        self._told = dict(await self._city.ask(ToldLast(since=since)))
        self._held = await self._held_now(now)
        for urn, ended_at in (await self._city.ask(HeldSince(since=since))).items():
            last = self._told.get((SET_DIM_LEVEL, urn))
            if last is not None and last.at < ended_at:
                self._forget([urn])

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
        following = _following(self._followers, now)
        return frozenset(held) | (following - self._alone.keys())

    def _forget(self, urns: Iterable[str]) -> None:
        """Take it that lamps do something else by now than what they were told."""
        for urn in urns:
            last = self._told.get((SET_DIM_LEVEL, urn))
            if last is not None:
                early = datetime.min.replace(tzinfo=UTC)
                self._told[SET_DIM_LEVEL, urn] = last._replace(at=early)

    async def _look_at_sensors(self, now: datetime) -> bool:
        """Read when light sensors said that it is dark; tell whether that is news."""
        dim = {}
        noon, end = whole_night(night_at(now, self._zone), self._zone)
        since = noon - timedelta(hours=6)
        for one in self._written.programmes.values():
            if one.dusk is not None:
                asked = Readings(
                    entity=one.dusk.sensor, attribute=ILLUMINANCE, since=since
                )
                readings = await self._city.ask(asked)
                dim[one.dusk.sensor] = [
                    # what goes on is taken to go on, until a look says otherwise
                    span._replace(end=end) if span.end == now else span
                    for span in lux.dark_spans(one.dusk, readings, now)
                ]
        news = dim != self._dim
        self._dim = dim
        if news:
            self._courses.clear()
        return news

    async def _look_at_refusals(self, now: datetime) -> bool:
        """Forget programmes that were refused a while ago: they are given again.

        Of lamps that refuse again and again it is said.
        """
        early = self._refusals_at is not None and now - self._refusals_at < REFUSALS
        if early:
            return False
        if self._refusals_at is None:
            self._refusing = set(await self._city.ask(SaidToRefuse()))
        if not (self._refusing or self._keeping):
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

    @property
    def _keeping(self) -> Sequence[str]:
        lamps = (lamp for alike in self._cohorts.values() for lamp in alike)
        return [lamp.urn for lamp in lamps if lamp.keeps]

    async def _tell(self, now: datetime) -> None:
        """Give every lamp the command it lacks, all of them at once."""
        commands: list[Command] = []
        until = now + AGAIN
        for cohort, lamps in self._cohorts.items():
            for by_steps in (False, True):
                alike = [one for one in lamps if (one.fading == "steps") is by_steps]
                if alike:
                    decision = self._decide(cohort, now, by_steps=by_steps)
                    until = min(until, decision.until)
                    commands += self._lacking(cohort, alike, decision, now)
            await asyncio.sleep(0)
        steered = {lamp.urn for lamps in self._cohorts.values() for lamp in lamps}
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
            given, lamps_ = len(wanted) - len(refused), len(self._lamps)
            log.info("%s: %d of %d lamps told", self._city.name, given, lamps_)
        self._due_at = until

    def _lacking(
        self, cohort: Cohort, lamps: Sequence[Lamp], decision: Decision, now: datetime
    ) -> Iterable[Command]:
        plan = self._written.plan
        keeping = next((one for one in lamps if one.keeps), None)
        programme = None
        if keeping is not None:
            programme = programme_for(keeping, cohort, plan, self._special)
        following = _following(self._followers, now) & self._alone.keys()
        for lamp in lamps:
            own = self._alone.get(lamp.urn, programme) if lamp.keeps else None
            alone = lamp.urn in following
            told = commands_to(lamp, decision, own, self._told, now, alone=alone)
            known = lamp.urn in self._reached  # else nothing could take a programme
            yield from (one for one in told if known or one.name != KEEP)

    @property
    def _zone(self) -> ZoneInfo:
        return self._written.spot.zone

    def _decide(self, cohort: Cohort, now: datetime, *, by_steps: bool) -> Decision:
        day = night_at(now, self._zone)
        held = self._courses.get((cohort, day))
        if held is None:
            held = course(self._written.plan, cohort, day, self._dim)
            self._courses = {
                key: one for key, one in self._courses.items() if key[1] == day
            }
            self._courses[cohort, day] = held
        decision = decision_in(stepped(held) if by_steps else held, now)
        end = whole_night(day, self._zone).end
        return decision._replace(until=min(decision.until, end))


def _following(followers: Sequence[Followers], now: datetime) -> frozenset[str]:
    """Return the lamps that follow people, or did a moment ago."""
    lamps: frozenset[str] = frozenset()
    for one in followers:
        if one.calendar.holds(now) or one.calendar.holds(now - LETS_GO):
            lamps |= one.lamps
    return lamps
