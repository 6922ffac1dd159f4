"""What a scenario would have done, by what the ledger has of a span. Pure.

The town's own engine hears the past as it was observed; time passes from one
observation to the next. Nothing is recorded or sent, so devices do not answer what they
would have been told.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush

import msgspec

from mesto.kernel.model import Attribute, Entity, Kind
from mesto.kernel.question.handled import ALERT, STATE
from mesto.operations.scenarios.decide import Decision, Pause, go_on
from mesto.operations.scenarios.definition import Schedule, Sun
from mesto.operations.scenarios.engine import Engine, Key
from mesto.operations.scenarios.happening import Happening, chain_of
from mesto.operations.scenarios.heard import about
from mesto.operations.scenarios.pace import Pace
from mesto.operations.scenarios.past import Past
from mesto.operations.scenarios.telling import told_decision

MOST_TOLD = 2_000  #: of the timeline; all are counted


class Rehearsal:
    """One scenario, rehearsed over a span."""

    def __init__(self, engine: Engine, start: datetime) -> None:
        """Begin at `start`, knowing nothing of the town."""
        self._engine = engine
        self._known: dict[str, Entity] = {}
        self._pace = Pace()
        self._pauses: list[tuple[datetime, int, Decision, Pause]] = []
        self._timeline: list[dict[str, object]] = []
        self._outcomes: Counter[str] = Counter()
        self._days: Counter[str] = Counter()
        self._entities: Counter[str] = Counter()
        self._at = start
        engine.wind(start)

    def know(self, past: Past) -> None:
        """Learn how something was before the span; it sets nothing off."""
        self._apply(past)

    def hear(self, past: Past) -> None:
        """Hear what was observed, after what was due before it."""
        self.pass_time(past.at)
        entity = self._apply(past)
        if past.deleted:
            return
        heard = Happening(
            sort="observed",
            at=past.at,
            cause=str(past.position),
            entity=entity,
            attribute=past.attribute,
            value=past.value,
            chain=chain_of(past.source),
            by=past.source,
        )
        if ALERT in past.types and past.attribute == STATE:
            source = self._known.get(about(entity))
            heard = msgspec.structs.replace(
                heard, sort="alarm", alarm=entity, entity=source
            )
        for decision in self._engine.hear(heard, self._known):
            self._note(decision)

    def pass_time(self, now: datetime) -> None:
        """Let time pass until `now`: what is due happens."""
        while due := self._engine.due_first(now):
            at, key = due
            since = self._engine.look(key, at)
            if since is None:
                continue
            for entity in self._whom(key):
                heard = Happening(
                    sort="time", at=at, cause=since.isoformat(), entity=entity
                )
                self._note(self._engine.run(key, heard, self._known))
        while self._pauses and self._pauses[0][0] <= now:
            at, _, decision, pause = heappop(self._pauses)
            self._go_on(decision, pause, at)
        self._at = now

    def result(self) -> dict[str, object]:
        """Return what would have happened, in order, and how often."""
        return {
            "timeline": self._timeline,
            "left_out": max(0, sum(self._outcomes.values()) - len(self._timeline)),
            "outcomes": dict(self._outcomes),
            "days": dict(sorted(self._days.items())),
            "entities": dict(self._entities.most_common(500)),
        }

    def _apply(self, past: Past) -> Entity:
        known = self._known.get(past.entity)
        others = () if known is None else known.attributes
        kept = [
            one
            for one in others
            if (one.name, one.dataset) != (past.attribute, past.dataset)
        ]
        if not past.deleted:
            kept.append(_attribute(past))
        entity = Entity(
            id=past.entity,
            types=past.types,
            scopes=past.scopes,
            created_at=past.at,
            modified_at=past.at,
            attributes=tuple(kept),
        )
        self._known[past.entity] = entity
        return entity

    def _whom(self, key: Key) -> Iterator[Entity | None]:
        """Yield whom a time is about."""
        scenario = self._engine.scenarios[key.scenario]
        scope = scenario.definition.scope
        if not isinstance(scenario.definition.triggers[key.number], Schedule | Sun):
            if key.subject in self._known:
                yield self._known[key.subject]
        elif scope.types or scope.districts or scope.urns:
            yield from list(self._known.values())
        else:
            yield None

    def _note(self, decision: Decision) -> None:
        if decision.outcome == "elsewhere":
            return
        scenario = self._engine.scenarios[decision.scenario]
        at, urn = decision.heard.at, decision.heard.urn
        outcome: str = decision.outcome
        if outcome == "acts" and self._pace.rests(scenario, urn, at):
            outcome = "resting"
        elif outcome == "acts" and self._pace.is_spent(scenario, at):
            outcome = "spent"
        if outcome == "acts":
            self._pace.note(scenario.name, urn, at)
        self._tell(decision, outcome)

    def _go_on(self, decision: Decision, pause: Pause, at: datetime) -> None:
        scenario = self._engine.scenarios[decision.scenario]
        heard = msgspec.structs.replace(
            decision.heard, at=at, entity=self._known.get(decision.heard.urn)
        )
        context = self._engine.surroundings(
            scenario, decision.number, heard, self._known
        )
        later = msgspec.structs.replace(decision, heard=heard, checks=())
        self._tell(go_on(scenario, later, context, step=pause.step, now=at), "acts")

    def _tell(self, decision: Decision, outcome: str) -> None:
        self._outcomes[outcome] += 1
        at = decision.heard.at
        if outcome == "acts":
            local = at.astimezone(self._engine.spot.zone)
            self._days[f"{local:%Y-%m-%d}"] += 1
            self._entities[decision.heard.urn] += 1
            if decision.pause is not None:
                number = sum(self._outcomes.values())
                later = (decision.pause.due, number, decision, decision.pause)
                heappush(self._pauses, later)
        if len(self._timeline) < MOST_TOLD:
            self._timeline.append(told_decision(decision) | {"outcome": outcome})


def _attribute(past: Past) -> Attribute:
    return Attribute(
        name=past.attribute,
        value=past.value,
        kind=Kind(past.kind),
        position=past.position,
        observed_at=past.at,
        created_at=past.at,
        modified_at=past.at,
        source=past.source,
        unit=past.unit,
        dataset=past.dataset,
    )
