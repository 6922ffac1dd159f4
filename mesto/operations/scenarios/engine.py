"""All scenarios of a town together: who hears of what, and what each remembers. Pure.

Indexes by type and attribute, and by entity where a scenario names some, find the few
that care, so that hundreds cost little.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import NamedTuple

from mesto.kernel.model import LOCATION, Entity
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.sun import Spot
from mesto.operations.expression import Context
from mesto.operations.scenarios.compiled import Compiled
from mesto.operations.scenarios.decide import Decision, decide, is_about
from mesto.operations.scenarios.definition import (
    Alarm,
    Change,
    Geofence,
    Hand,
    Schedule,
    Silence,
    Sun,
    Threshold,
    Trigger,
    Webhook,
)
from mesto.operations.scenarios.happening import Happening
from mesto.operations.scenarios.surroundings import World, surroundings
from mesto.operations.scenarios.triggers import (
    NOTHING,
    Memory,
    advance,
    look_again,
    next_time,
)

ANY = ""  #: type of the index for scenarios that name none


class Key(NamedTuple):
    """Whose memory it is."""

    scenario: str
    number: int  #: of the trigger
    subject: str  #: URN of the entity, or of the Alert; empty: the town


class Engine:
    """Scenarios at work; what they remember is in `memories`."""

    def __init__(
        self,
        scenarios: Iterable[Compiled],
        calendars: Mapping[str, Calendar],
        spot: Spot,
    ) -> None:
        """Let scenarios work; each is asked whatever its stage."""
        self.scenarios = {one.name: one for one in scenarios}
        self.calendars = calendars
        self.spot = spot
        self.memories: dict[Key, Memory] = {}
        self.changed: set[Key] = set()  #: memories to be kept
        self._waiting: list[tuple[datetime, Key]] = []  #: a heap; may be outdated
        #: whether anybody asks what entities are related to
        self.related = any(one.related for one in self.scenarios.values())
        self._heard_of: set[tuple[str, str]] = set()  #: type and attribute
        self._caring: dict[tuple[str, str], list[tuple[Compiled, int]]] = defaultdict(
            list
        )  #: by type, or by URN, and what is heard
        for scenario in self.scenarios.values():
            for number, trigger in enumerate(scenario.definition.triggers):
                self._listen(scenario, number, trigger)

    def cares(self, types: Sequence[str], attribute: str) -> bool:
        """Tell whether any scenario wants to hear of an attribute of such an entity."""
        return any((type_, attribute) in self._heard_of for type_ in (*types, ANY))

    def hear(
        self, heard: Happening, related: Mapping[str, Entity], only: str = ""
    ) -> Iterator[Decision]:
        """Yield what those scenarios do that something sets off.

        only: the name of the one that is meant, where it is
        """
        types = heard.entity.types if heard.entity is not None else ()
        part = heard.attribute if heard.sort == "observed" else heard.sort
        seen = set()
        for of in (*types, ANY, heard.urn):
            for scenario, number in self._caring.get((of, part), ()):
                if (scenario.name, number) in seen or only not in ("", scenario.name):
                    continue
                seen.add((scenario.name, number))
                yield from self._hear(scenario, number, heard, related)

    def due(self, now: datetime) -> list[Key]:
        """Return whose memory is to be looked at again, in order."""
        found = []
        while (first := self.due_first(now)) is not None:
            found.append(first[1])
        return found

    def due_first(self, now: datetime) -> tuple[datetime, Key] | None:
        """Return what is due first, and when it was; None where nothing is."""
        while self._waiting and self._waiting[0][0] <= now:
            due, key = heappop(self._waiting)
            if self.memories[key].due == due:
                return due, key
        return None

    def look(self, key: Key, now: datetime) -> datetime | None:
        """Look again at what is due; return since when it is, where it sets off."""
        scenario = self.scenarios[key.scenario]
        trigger = scenario.definition.triggers[key.number]
        memory = self.memories[key]
        turn = look_again(trigger, memory, now)
        after = turn.memory
        if isinstance(trigger, Schedule | Sun):
            due = next_time(trigger, now, self.spot, self.calendars)
            after = Memory(due=due)
        self._keep(key, after)
        return memory.due if turn.fires else None

    def run(
        self, key: Key, heard: Happening, related: Mapping[str, Entity]
    ) -> Decision:
        """Decide what a scenario does whose time came."""
        scenario = self.scenarios[key.scenario]
        return self._decide(scenario, key.number, heard, related)

    def surroundings(
        self,
        scenario: Compiled,
        number: int,
        heard: Happening,
        related: Mapping[str, Entity],
    ) -> Context:
        """Return what the expressions of a scenario can speak of."""
        world = World(self.calendars, self.spot, related)
        return surroundings(scenario, number, heard, world)

    def remember(self, memories: Mapping[Key, Memory]) -> None:
        """Go on from what was remembered before."""
        for key, memory in memories.items():
            self._keep(key, memory)
        self.changed.clear()

    def expect(self, key: Key, last: datetime) -> None:
        """Begin to wait for one that was last heard then, if nobody does yet."""
        if key in self.memories:
            return
        trigger = self.scenarios[key.scenario].definition.triggers[key.number]
        assert isinstance(trigger, Silence)
        due = last + timedelta(seconds=trigger.for_s)
        self._keep(key, Memory(since=last, due=due))

    def wind(self, now: datetime) -> None:
        """Set the clocks of those that wait for a time, unless it has come already."""
        for scenario in self.scenarios.values():
            for number, trigger in enumerate(scenario.definition.triggers):
                key = Key(scenario.name, number, "")
                due = self.memories.get(key, NOTHING).due
                came = due is not None and due <= now
                if isinstance(trigger, Schedule | Sun) and not came:
                    due = next_time(trigger, now, self.spot, self.calendars)
                    self._keep(key, Memory(due=due))

    def _listen(self, scenario: Compiled, number: int, trigger: Trigger) -> None:
        """Let a scenario be found by what sets it off."""
        part, scope = _heard_as(trigger), scenario.definition.scope
        types = scope.types or (ANY,)
        self._heard_of.update((type_, part) for type_ in types)
        of_some = scope.urns and not isinstance(trigger, Hand | Webhook)
        for of in scope.urns if of_some else types:
            self._caring[of, part].append((scenario, number))

    def _hear(
        self,
        scenario: Compiled,
        number: int,
        heard: Happening,
        related: Mapping[str, Entity],
    ) -> Iterator[Decision]:
        if heard.sort in {"observed", "alarm"} and not is_about(
            scenario.definition.scope, heard.entity
        ):
            return
        trigger = scenario.definition.triggers[number]
        subject = heard.urn if heard.alarm is None else heard.alarm.id
        key = Key(scenario.name, number, subject)
        memory = self.memories.get(key, NOTHING)
        turn = advance(trigger, memory, heard, scenario.areas.get(number))
        self._keep(key, turn.memory)
        if turn.fires:
            yield self._decide(scenario, number, heard, related)

    def _decide(
        self,
        scenario: Compiled,
        number: int,
        heard: Happening,
        related: Mapping[str, Entity],
    ) -> Decision:
        context = self.surroundings(scenario, number, heard, related)
        return decide(scenario, number, heard, context)

    def _keep(self, key: Key, memory: Memory) -> None:
        if memory == self.memories.get(key, NOTHING):
            return
        self.memories[key] = memory
        self.changed.add(key)
        if memory.due is not None:
            heappush(self._waiting, (memory.due, key))


def _heard_as(trigger: Trigger) -> str:
    """Return by what a trigger is found: an attribute, or the sort of a happening."""
    match trigger:
        case Change() | Threshold() | Silence():
            return trigger.attribute
        case Geofence():
            return LOCATION
        case Alarm():
            return "alarm"
        case Webhook():
            return "webhook"
        case Hand():
            return "hand"
        case _:
            return "time"
