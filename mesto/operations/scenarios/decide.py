"""What a scenario does about something that happened. Pure.

The same function decides in the town, in a dry run and in a rehearsal.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID, uuid5

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Place
from mesto.kernel.model import Entity
from mesto.operations.expression import Context, Decisions, Formula
from mesto.operations.scenarios.compiled import Compiled
from mesto.operations.scenarios.definition import Compare, If, InCalendar, Scope
from mesto.operations.scenarios.effects import Deed, Effect, effects_of
from mesto.operations.scenarios.happening import MOST_LINKS, Happening
from mesto.operations.scenarios.program import Do, GoTo, Rest, Unless

_RUNS = UUID("6f0c4d7e-2b0f-5a3e-9a43-0b5f7f0f6c11")  #: of the names of runs

#: acts: all conditions hold; not_so: one does not; elsewhere: it is not about such an
#: entity; failed: an expression could not be reckoned; round: it set itself off
Outcome: TypeAlias = Literal["acts", "not_so", "elsewhere", "failed", "round"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a condition held, and why it could not be told."""

    place: Place
    said: str
    holds: bool
    why: str = ""


class Pause(msgspec.Struct, frozen=True):
    """Where a run goes on, and when."""

    step: int
    due: datetime


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario does, and why or why not."""

    run: UUID
    scenario: str
    version: int
    number: int  #: of the trigger
    heard: Happening
    outcome: Outcome
    checks: Sequence[Check] = ()
    effects: Sequence[Effect] = ()
    pause: Pause | None = None
    why: str = ""


def run_of(scenario: Compiled, number: int, heard: Happening) -> UUID:
    """Return the name of the run that a happening leads to, the same each time."""
    name = f"{scenario.name} {scenario.version} {number} {heard.urn} {heard.cause}"
    return uuid5(_RUNS, name)


def decide(
    scenario: Compiled, number: int, heard: Happening, context: Context
) -> Decision:
    """Decide what a scenario does that its trigger `number` has set off.

    context: its surroundings, which what tables say is added to
    """
    blank = Decision(
        run=run_of(scenario, number, heard),
        scenario=scenario.name,
        version=scenario.version,
        number=number,
        heard=heard,
        outcome="elsewhere",
    )
    if scenario.name in heard.chain or len(heard.chain) >= MOST_LINKS:
        why = " → ".join((*heard.chain, scenario.name))
        return msgspec.structs.replace(blank, outcome="round", why=why)
    if not is_about(scenario.definition.scope, heard.entity):
        return blank
    checks = list(_checks(scenario, context))
    known = msgspec.structs.replace(blank, checks=checks)
    broken = next((one for one in checks if one.why), None)
    if broken is not None:
        return msgspec.structs.replace(known, outcome="failed", why=broken.why)
    if not all(one.holds for one in checks):
        about_others = checks[0].place[0] == "scope" and not checks[0].holds
        outcome: Outcome = "elsewhere" if about_others else "not_so"
        return msgspec.structs.replace(known, outcome=outcome)
    return go_on(scenario, known, context, step=0, now=heard.at)


def go_on(
    scenario: Compiled,
    decision: Decision,
    context: Context,
    *,
    step: int,
    now: datetime,
) -> Decision:
    """Do a scenario's steps from `step` on, until it waits or ends."""
    deed = Deed(scenario=scenario, heard=decision.heard, run=decision.run, now=now)
    effects: list[Effect] = []
    outcome: Outcome = "acts"
    pause, why = None, ""
    try:
        pause = _walk(deed, context, step, effects)
    except Malformed as error:
        outcome, why = "failed", str(error)
    return msgspec.structs.replace(
        decision, outcome=outcome, effects=effects, pause=pause, why=why
    )


def _walk(
    deed: Deed, context: Context, step: int, effects: list[Effect]
) -> Pause | None:
    """Add the effects of steps; return where it waits. Raises Malformed."""
    steps = deed.scenario.steps
    while step < len(steps):
        match steps[step]:
            case Do(action, place):
                effects += effects_of(action, place, deed, context)
                step += 1
            case Unless(formula, _, to):
                step = step + 1 if formula.value(context) is True else to
            case GoTo(to):
                step = to
            case Rest(for_s, _):
                return Pause(step + 1, deed.now + timedelta(seconds=for_s))
    return None


def is_about(scope: Scope, entity: Entity | None) -> bool:
    """Tell whether a scope has an entity, as far as that needs no expression."""
    if entity is None:
        return not (scope.types or scope.districts or scope.urns)
    return (
        (not scope.types or not set(scope.types).isdisjoint(entity.types))
        and (not scope.urns or entity.id in scope.urns)
        and (
            not scope.districts
            or any(
                one == district or one.startswith(f"{district}/")
                for one in entity.scopes
                for district in scope.districts
            )
        )
    )


def _checks(scenario: Compiled, context: Context) -> Iterator[Check]:
    """Yield whether each condition holds, until one cannot be told."""
    tests: list[tuple[Place, str, Formula | InCalendar | Decisions]] = []
    if scenario.where is not None:
        tests.append((("scope", "where"), scenario.where.text, scenario.where))
    conditions = scenario.definition.conditions
    for number, (condition, test) in enumerate(
        zip(conditions, scenario.tests, strict=True)
    ):
        tests.append((("conditions", number), _said(condition), test))
    for place, said, test in tests:
        try:
            yield Check(place=place, said=said, holds=_holds(test, context))
        except Malformed as error:
            yield Check(place=place, said=said, holds=False, why=str(error))
            return


def _holds(test: Formula | InCalendar | Decisions, context: Context) -> bool:
    match test:
        case Formula():
            return test.value(context) is True
        case InCalendar():
            if test.name not in context["calendar"]:
                raise Malformed(f"there is no calendar {test.name} any more")
            return bool(context["calendar"][test.name] == test.holds)
        case Decisions():
            context["table"] = row = test.row(context)
            return bool(row)


def _said(condition: object) -> str:
    match condition:
        case If():
            return condition.that
        case Compare():
            return f"{condition.attribute} {condition.operator} {condition.value}"
        case InCalendar():
            return condition.name if condition.holds else f"not {condition.name}"
    return "table"
