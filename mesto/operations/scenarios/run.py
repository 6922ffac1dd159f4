"""Letting the scenarios of a town run: one process hears, decides and acts.

What was heard is decided at once, done, and noted with what is remembered in one
transaction; only then the reader's bookmark moves. A crash between makes the same
happen again, with the same ids, so that twice is once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

import msgspec

from mesto.kernel import waiting
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.model import Entity, Event
from mesto.kernel.municipality import MUNICIPALITY
from mesto.kernel.question.handled import ALERT, STATE
from mesto.operations.calendars.reading import CALENDAR
from mesto.operations.context import relationships
from mesto.operations.scenarios import store
from mesto.operations.scenarios.act import Done, act, note
from mesto.operations.scenarios.decide import Decision, go_on
from mesto.operations.scenarios.definition import RUNNING, Schedule, Silence, Sun
from mesto.operations.scenarios.effects import Started
from mesto.operations.scenarios.engine import Engine, Key
from mesto.operations.scenarios.happening import SCENARIO, Happening
from mesto.operations.scenarios.heard import about, heard_of, parted
from mesto.operations.scenarios.pace import Pace
from mesto.operations.scenarios.reading import town_of
from mesto.operations.scenarios.stop import switch_off
from mesto.operations.scenarios.triggers import Memory
from mesto.operations.scenarios.whom import in_scope
from mesto.operations.work.checklists import CHECKLIST, Checklists
from mesto.operations.work.reading import checklists_of

LEASE = "scenarios at work"
READER = "scenarios"
LOOK_S = 1.0  #: so often clocks are looked at
REST_S = 0.05  #: and at most: a busy town writes all the time
IDLE_S = 0.2  #: where no scenario is at work
LATE = timedelta(hours=1)  #: what is told of later sets nothing off
KEPT_DAYS = 90  #: runs are remembered
#: What is said of these makes us read everything anew.
ANEW = tuple(
    f"urn:ngsi-ld:{one}:" for one in (SCENARIO, CALENDAR, CHECKLIST, MUNICIPALITY)
)


async def run_scenarios(city: City, built_in: Checklists) -> None:
    """Let the scenarios of a town run, if no other process does, for ever.

    built_in: checklists there are beside those of the town
    """

    async def work() -> None:
        await Runner(city, built_in).work()

    await while_held(city.bound, LEASE, uuid4(), work)


class Runner:
    """The scenarios of one town at work."""

    def __init__(self, city: City, built_in: Checklists) -> None:
        """Know nothing yet."""
        self._city = city
        self._built_in = built_in
        self._turn = asyncio.Lock()
        self._pace = Pace()
        self._engine: Engine

    async def work(self) -> None:
        """Hear, look at clocks, and act, until cancelled."""
        await self._load()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._hear())
            group.create_task(self._watch_clocks())

    async def _load(self) -> None:
        """Read the scenarios anew, with what they remember."""
        checklists = await checklists_of(self._city, self._built_in)
        town = await town_of(self._city, checklists)
        engine = Engine(town.ready(RUNNING), town.calendars, town.spot)
        names = list(engine.scenarios)
        rests = (one.definition.limits.rest_s for one in engine.scenarios.values())
        async with self._city.bound() as connection:
            rows = await connection.fetch(store.MEMORIES, names)
            lately = await connection.fetch(store.LATELY, names, max((3600, *rests)))
            await connection.execute(store.FORGET, KEPT_DAYS)
        engine.remember(
            {
                Key(row["scenario"], row["number"], row["subject"]): (
                    msgspec.json.decode(row["memory"], type=Memory)
                )
                for row in rows
                if engine.scenarios[row["scenario"]].version == row["version"]
            }
        )
        self._pace = Pace()
        self._pace.remember(tuple(row) for row in lately)
        engine.wind(datetime.now(UTC))
        self._engine = engine
        await self._listen_for_silence()

    async def _listen_for_silence(self) -> None:
        """Begin to wait for those whose silence is asked about."""
        for scenario in self._engine.scenarios.values():
            for number, trigger in enumerate(scenario.definition.triggers):
                if not isinstance(trigger, Silence):
                    continue
                for entity in await in_scope(self._city, scenario.definition.scope):
                    said = (a for a in entity.attributes if a.name == trigger.attribute)
                    last = next((a.seen_at for a in said), None)
                    if last is not None:
                        self._engine.expect(Key(scenario.name, number, entity.id), last)

    async def _hear(self) -> None:
        async for events in self._city.follow(READER):
            async with self._turn:
                before, since = parted(events, ANEW)
                await self._take(before)
                if since:
                    await self._load()
                    await self._take(since)
            if not self._engine.scenarios:
                await asyncio.sleep(IDLE_S)

    async def _take(self, events: Sequence[Event]) -> None:
        """Decide about events, and act."""
        wanted = [event for event in events if self._wants(event)]
        if not wanted:
            return
        urns = list(dict.fromkeys(event.observation.entity for event in wanted))
        known = await self._city.present(urns)
        sources = [about(one) for one in known.values() if ALERT in one.types]
        known = {**known, **await self._city.present([urn for urn in sources if urn])}
        decisions: list[Decision] = []
        for event in wanted:
            heard = heard_of(event, known)
            if heard is not None:
                related = await self._related(heard.entity)
                decisions += self._engine.hear(heard, related)
        await self._settle(decisions)

    def _wants(self, event: Event) -> bool:
        seen = event.observation
        if seen.deleted or event.recorded_at - event.seen_at > LATE:
            return False
        if ALERT in event.types and seen.attribute == STATE:
            return True
        return self._engine.cares(event.types, seen.attribute)

    async def _watch_clocks(self) -> None:
        """Look at what is due, what waits, and who called."""
        with self._city.bell.heard() as rung:
            while True:
                rung.clear()
                async with self._turn:
                    await self._look(datetime.now(UTC))
                await asyncio.sleep(REST_S if self._engine.scenarios else IDLE_S)
                await waiting.woken(rung, LOOK_S)

    async def _look(self, now: datetime) -> None:
        async with self._city.planned() as connection:  # very often
            calls = await connection.fetch(store.CALLED)
            pauses = await connection.fetch(store.PAUSED, now)
        if calls:  # they may be for a scenario that was only just set to work
            await self._load()
        decisions = [
            decision
            for key in self._engine.due(now)
            for decision in await self._time_came(key, now)
        ]
        for call in calls:
            decisions += await self._called(dict(call))
        if decisions or calls or self._engine.changed:
            await self._settle(decisions, answered=[call["id"] for call in calls])
        for pause in pauses:
            await self._go_on(dict(pause), now)

    async def _time_came(self, key: Key, now: datetime) -> list[Decision]:
        since = self._engine.look(key, now)
        scenario = self._engine.scenarios[key.scenario]
        trigger = scenario.definition.triggers[key.number]
        by_clock = isinstance(trigger, Schedule | Sun)
        if since is None or (by_clock and now - since > LATE):
            return []
        entities: Sequence[Entity | None] = list(
            (await self._city.present([key.subject])).values()
        )
        if by_clock:
            scope = scenario.definition.scope
            named = scope.types or scope.districts or scope.urns
            entities = (
                await in_scope(self._city, scenario.definition.scope)
                if named
                else [None]
            )
        return [
            self._engine.run(
                key,
                Happening(sort="time", at=now, cause=since.isoformat(), entity=entity),
                await self._related(entity),
            )
            for entity in entities
        ]

    async def _called(self, call: Mapping[str, object]) -> list[Decision]:
        """Hear that somebody, or another system, started a scenario."""
        urn = str(call["entity"])
        entity = (await self._city.present([urn])).get(urn) if urn else None
        payload = call["payload"]
        called_at = call["called_at"]
        assert isinstance(called_at, datetime)
        heard = Happening(
            sort="webhook" if call["sort"] == "webhook" else "hand",
            at=called_at,
            cause=str(call["id"]),
            entity=entity,
            payload=msgspec.json.decode(str(payload)) if payload is not None else None,
            by=str(call["by"]),
        )
        related = await self._related(entity)
        return list(self._engine.hear(heard, related, only=str(call["scenario"])))

    async def _go_on(self, pause: Mapping[str, object], now: datetime) -> None:
        """Let a run go on that waited, unless the scenario was changed meanwhile."""
        heard = msgspec.json.decode(str(pause["heard"]), type=Happening)
        scenario = self._engine.scenarios.get(str(pause["scenario"]))
        run, step, number = pause["run"], pause["step"], pause["number"]
        assert isinstance(run, UUID)
        assert isinstance(step, int)
        assert isinstance(number, int)
        left = (run, step)
        if scenario is None or scenario.version != pause["version"]:
            await self._settle([], left=left)
            return
        if heard.urn:
            entity = (await self._city.present([heard.urn])).get(heard.urn)
            heard = msgspec.structs.replace(heard, entity=entity)
        related = await self._related(heard.entity)
        waiting = Decision(
            run=run,
            scenario=scenario.name,
            version=scenario.version,
            number=number,
            heard=heard,
            outcome="acts",
        )
        later = msgspec.structs.replace(heard, at=now)
        context = self._engine.surroundings(scenario, number, later, related)
        decision = go_on(scenario, waiting, context, step=step, now=now)
        await self._settle([decision], step=step, left=left)

    async def _settle(
        self,
        decisions: Sequence[Decision],
        *,
        step: int = 0,
        answered: Sequence[UUID] = (),
        left: tuple[UUID, int] | None = None,
    ) -> None:
        """Do what was decided, then note it with what is remembered."""
        done: list[Done] = []
        waiting = list(decisions)
        while waiting:
            now_done = await self._do(waiting, step)
            done += now_done
            waiting = [
                other
                for one in now_done
                if one.outcome == "done"
                for other in await self._start_others(one.decision)
            ]
        changed = [
            (key, self._engine.memories[key], self._engine.scenarios[key.scenario])
            for key in self._engine.changed
        ]
        async with self._city.bound() as connection, connection.transaction():
            await connection.execute(
                store.KEEP_MEMORIES,
                [key.scenario for key, _, _ in changed],
                [scenario.version for _, _, scenario in changed],
                [key.number for key, _, _ in changed],
                [key.subject for key, _, _ in changed],
                [msgspec.json.encode(memory).decode() for _, memory, _ in changed],
            )
            await note(connection, done)
            await connection.execute(store.ANSWERED, list(answered))
            if left is not None:
                await connection.execute(store.GO_ON, *left)
        self._engine.changed.clear()

    async def _do(self, decisions: Sequence[Decision], step: int) -> list[Done]:
        """Do together what was decided, as far as the scenarios may."""
        judged = [
            Done(decision, step, await self._judge(decision, step))
            for decision in decisions
            if decision.outcome != "elsewhere"
        ]
        acting = [one.decision for one in judged if one.outcome == "done"]
        failures = iter(
            await act(self._city, [what for one in acting for what in one.effects])
        )
        return [
            one._replace(failures=list(islice(failures, len(one.decision.effects))))
            if one.outcome == "done"
            else one
            for one in judged
        ]

    async def _judge(self, decision: Decision, step: int) -> str:
        """Return what becomes of a decision: `done` where it is to be done."""
        scenario = self._engine.scenarios[decision.scenario]
        if decision.outcome != "acts":
            return decision.outcome
        at, urn = decision.heard.at, decision.heard.urn
        if step == 0:
            if self._pace.rests(scenario, urn, at):
                return "resting"
            if self._pace.is_spent(scenario, at):
                await switch_off(self._city, scenario, decision.run)
                return "spent"
            self._pace.note(scenario.name, urn, at)
        return "watched" if scenario.stage == "watching" else "done"

    async def _start_others(self, decision: Decision) -> list[Decision]:
        started: list[Decision] = []
        for effect in decision.effects:
            if isinstance(effect.what, Started):
                heard = msgspec.structs.replace(
                    decision.heard,
                    sort="hand",
                    cause=str(effect.id),
                    chain=(*decision.heard.chain, decision.scenario),
                )
                related = await self._related(heard.entity)
                started += self._engine.hear(heard, related, effect.what.scenario)
        return started

    async def _related(self, entity: Entity | None) -> Mapping[str, Entity]:
        if not self._engine.related or entity is None:
            return {}
        return await self._city.present(list(set(relationships(entity).values())))
