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
from mesto.kernel.question.handled import ALERT, RAISED, STATE
from mesto.operations.scenarios.decide import Decision, Pause, go_on, is_about
from mesto.operations.scenarios.definition import (
    Change,
    Geofence,
    Schedule,
    Silence,
    Sun,
    Threshold,
)
from mesto.operations.scenarios.engine import Engine, Key
from mesto.operations.scenarios.happening import Happening, chain_of
from mesto.operations.scenarios.heard import about
from mesto.operations.scenarios.pace import Pace
from mesto.operations.scenarios.past import Past
from mesto.operations.scenarios.telling import told_decision

MOST_TOLD = 2_000  #: times it would act; all are counted
MOST_TOLD_BESIDE = 500  #: times it would not
MOST_ENTITIES = 500
_OBSERVED = Change | Threshold | Silence | Geofence  #: set off by what is observed


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
        self._hours: Counter[str] = Counter()
        self._entities: Counter[str] = Counter()
        self._alarms: Counter[str] = Counter()
        self._acts: set[tuple[str, datetime]] = set()
        self._start = start
        self._known_since: datetime | None = None
        engine.wind(start)

    def know(self, past: Past) -> None:
        """Learn how something was before the span; it sets nothing off."""
        self._apply(past)
        if self._engine.cares(past.types, past.attribute):
            self._known_since = self._start

    def hear(self, past: Past) -> None:
        """Hear what was observed, after what was due before it."""
        self.pass_time(past.at)
        before = self._known.get(past.entity)
        entity = self._apply(past)
        if past.deleted:
            return
        if self._known_since is None and self._engine.cares(past.types, past.attribute):
            self._known_since = past.at
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
            if past.value == RAISED and (
                before is None or before.value(STATE) != RAISED
            ):
                self._count_alarm(heard)
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

    def hour_of(self, at: datetime) -> str:
        """Return the hour of the town's clock in which something happened."""
        return f"{at.astimezone(self._engine.spot.zone):%Y-%m-%dT%H}"

    def result(self, beside: "Rehearsal | None" = None) -> dict[str, object]:
        """Return what would have happened, in order, and how often.

        beside: another one over the same span; `both` says of each what it has too
        """
        others = set() if beside is None else beside._acts  # noqa: SLF001 - its kin
        return {
            "timeline": [
                one | {"both": (one["entity"], one["at"]) in others}
                for one in self._timeline
            ],
            "left_out": sum(self._outcomes.values()) - len(self._timeline),
            "outcomes": dict(self._outcomes),
            "both": len(self._acts & others),
            "hours": dict(sorted(self._hours.items())),
            "entities": dict(self._entities.most_common(MOST_ENTITIES)),
            "alarms": dict(sorted(self._alarms.items())),
            "known_since": self._start if self._is_timed else self._known_since,
        }

    @property
    def _is_timed(self) -> bool:
        """Whether nothing that is observed can set it off."""
        return not any(
            isinstance(trigger, _OBSERVED)
            for scenario in self._engine.scenarios.values()
            for trigger in scenario.definition.triggers
        )

    def _count_alarm(self, heard: Happening) -> None:
        """Count an alarm that was really raised about what the scenario is about."""
        scopes = (one.definition.scope for one in self._engine.scenarios.values())
        if any(is_about(scope, heard.entity) for scope in scopes):
            self._alarms[self.hour_of(heard.at)] += 1

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
            self._hours[self.hour_of(at)] += 1
            self._entities[decision.heard.urn] += 1
            self._acts.add((decision.heard.urn, at))
            if decision.pause is not None:
                number = sum(self._outcomes.values())
                later = (decision.pause.due, number, decision, decision.pause)
                heappush(self._pauses, later)
        acts = self._outcomes["acts"]
        beside = sum(self._outcomes.values()) - acts
        told = acts <= MOST_TOLD if outcome == "acts" else beside <= MOST_TOLD_BESIDE
        if told:
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
