"""Where domains decide: rules hear of what was observed, plans run by the clock.

Both are pure; here they are given what they need, and what they yield is recorded or
ordered in their name. An event is heard at least once: what a rule yields carries the
event's time and an id of the event, so that twice is once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import msgspec

from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.model import Command, Entity, Event, Observation
from mesto.kernel.plugin import Domain, Outcome, Plan, Present, Rule

log = logging.getLogger(__name__)

READER = "rules"  #: whose bookmark it is
PLAN = "urn:ngsi-ld:Plan:{domain}:{plan}"  #: what remembers when a plan ran
RAN_AT = "ranAt"
PAUSE_S = 1.0  #: before what failed is tried again


class Heard(NamedTuple):
    """An event, and a rule that wants to know of it."""

    event: Event
    domain: str
    rule: Rule


class Decider:
    """Lets the domains decide for one municipality."""

    def __init__(self, city: City, domains: Sequence[Domain]) -> None:
        """Introduce a city to its domains."""
        self._city = city
        self._domains = domains
        self._me = uuid4()
        self._rules: dict[tuple[str, str], list[tuple[str, Rule]]] = {}
        for domain in domains:
            for rule in domain.rules:
                key = (rule.type, rule.attribute)
                self._rules.setdefault(key, []).append((domain.name, rule))

    async def run(self) -> None:
        """Decide until cancelled."""
        async with asyncio.TaskGroup() as group:
            if self._rules:
                group.create_task(self._follow())
            for domain in self._domains:
                for plan in domain.plans:
                    lease = f"plan {domain.name} {plan.name}"
                    repeat = partial(self._repeat, domain.name, plan)
                    group.create_task(
                        while_held(self._city.bound, lease, self._me, repeat)
                    )

    # --- rules

    async def _follow(self) -> None:
        types = sorted({type_ for type_, _ in self._rules})
        async for events in self._city.follow(READER, types=types):
            if heard := [one for event in events for one in self._wanted(event)]:
                await self._until_done(partial(self._decide, heard))

    def _wanted(self, event: Event) -> Iterable[Heard]:
        attribute = event.observation.attribute
        for type_ in event.types:
            for domain, rule in self._rules.get((type_, attribute), ()):
                yield Heard(event, domain, rule)

    async def _decide(self, heard: Sequence[Heard]) -> None:
        present = await self._look(heard)
        seen: list[Observation] = []
        for one in heard:
            outcomes = _outcomes_of(one, present)
            at = one.event.observation.observed_at
            seen += await self._do(one.domain, outcomes, cause=_cause(one), at=at)
        await self._record(seen)

    async def _look(self, heard: Sequence[Heard]) -> Present:
        """Read what the rules need, all at once."""
        entities = {one.event.observation.entity for one in heard}
        read = {urn for one in heard for urn in one.rule.reads}
        present = await self._city.present(sorted(entities | read))
        needed = {
            urn
            for one in heard
            for urn in _linked(
                present.get(one.event.observation.entity), one.rule.needs
            )
        }
        missing = sorted(needed - present.keys())
        return {**present, **(await self._city.present(missing) if missing else {})}

    # --- plans

    async def _repeat(self, domain: str, plan: Plan) -> None:
        """Run a plan whenever it is due; when it ran is remembered in the ledger."""
        urn = PLAN.format(domain=domain, plan=plan.name)
        while True:
            await asyncio.sleep(await self._rest_s(urn, plan))
            now = datetime.now(UTC)
            await self._until_done(partial(self._run_plan, domain, plan, now))
            ran = Observation(
                entity=urn, attribute=RAN_AT, value=now.isoformat(), source=domain
            )
            await self._until_done(partial(self._record, [ran]))

    async def _rest_s(self, urn: str, plan: Plan) -> float:
        """Return how long it is until a plan is due; one never run is due now."""
        try:
            known = (await self._city.present([urn])).get(urn)
        except Unavailable:
            return PAUSE_S
        ran = known and known.value(RAN_AT)
        if not isinstance(ran, str):
            return 0.0
        due = datetime.fromisoformat(ran) + plan.every
        return max(0.0, (due - datetime.now(UTC)).total_seconds())

    async def _run_plan(self, domain: str, plan: Plan, now: datetime) -> None:
        questions = plan.asks(now)
        answers = {name: await self._city.ask(one) for name, one in questions.items()}
        outcomes = await asyncio.to_thread(_reckoned, domain, plan, answers, now)
        cause = f"{plan.name} {now}"
        await self._record(await self._do(domain, outcomes, cause=cause, at=now))

    # --- what comes of it

    async def _do(
        self,
        domain: str,
        outcomes: Sequence[Outcome],
        *,
        cause: str,
        at: datetime | None,
    ) -> list[Observation]:
        """Order commands, and return the observations, in the domain's name.

        cause: what tells this decision from every other, so that twice is once
        at: when an observation that says no time was made
        """
        seen = []
        for number, outcome in enumerate(outcomes):
            if isinstance(outcome, Command):
                given = uuid5(ORDERS, f"{self._city.name} {domain} {cause} {number}")
                await self._order(
                    msgspec.structs.replace(outcome, source=domain, id=str(given))
                )
            else:
                made_at = outcome.observed_at or at
                seen.append(
                    msgspec.structs.replace(outcome, source=domain, observed_at=made_at)
                )
        return seen

    async def _order(self, command: Command) -> None:
        try:
            await self._city.order(command)
        except Unavailable:
            raise
        except CityError:
            log.exception("%s cannot be ordered", command.name)

    async def _record(self, seen: Sequence[Observation]) -> None:
        """Record what was decided; what the memory refuses is a defect of a rule."""
        try:
            await self._city.record(seen)
        except Unavailable:
            raise
        except CityError:
            log.exception("a decision cannot be recorded")

    async def _until_done(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do something, however long the database is away."""
        while True:
            try:
                await work()
            except Unavailable:
                await asyncio.sleep(PAUSE_S)
            else:
                return


ORDERS: UUID = uuid5(NAMESPACE_URL, "mesto:orders")  #: names what rules order


def _outcomes_of(one: Heard, present: Present) -> list[Outcome]:
    """Ask a rule; a defect of one must not silence the others."""
    try:
        return list(one.rule.then(one.event, present))
    except Exception:  # a supervisor of rules
        log.exception("a rule of %s failed", one.domain)
        return []


def _reckoned(
    domain: str, plan: Plan, answers: Mapping[str, object], now: datetime
) -> list[Outcome]:
    """Ask a plan; a defect of one must not silence the others."""
    try:
        return list(plan.then(answers, now))
    except Exception:  # a supervisor of plans
        log.exception("the plan %s of %s failed", plan.name, domain)
        return []


def _cause(one: Heard) -> str:
    return f"{one.rule.type} {one.rule.attribute} {one.event.position}"


def _linked(entity: Entity | None, relationships: Sequence[str]) -> Iterable[str]:
    """Yield the URNs that some relationships of an entity lead to."""
    for attribute in entity.attributes if entity else ():
        if attribute.name in relationships:
            value = attribute.value
            many = value if isinstance(value, list | tuple) else [value]
            yield from (urn for urn in many if isinstance(urn, str))
