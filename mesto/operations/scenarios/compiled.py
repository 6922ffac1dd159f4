"""A scenario that makes sense, ready to decide; else where it does not. Pure."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Place
from mesto.operations.expression import Decisions, Formula, check_texts
from mesto.operations.scenarios.definition import (
    Action,
    Branch,
    Clear,
    Command,
    Compare,
    Condition,
    Definition,
    Geofence,
    If,
    InCalendar,
    Notify,
    Schedule,
    Silence,
    Start,
    Sun,
    Table,
    Threshold,
    Trigger,
    Wait,
    WorkOrder,
)
from mesto.operations.scenarios.program import Step, lay_out
from mesto.operations.work.checklists import NONE, Checklists

RECIPIENTS = ("person", "role", "crew", "duty", "channel")

#: What a scenario may speak of by name.
Names = Collection[str]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A scenario as the ledger has it."""

    name: str
    definition: Definition
    version: int = 0  #: position of its definition in the ledger; 0: nowhere yet
    stage: str = "draft"


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """A scenario, ready to decide."""

    name: str
    version: int
    stage: str
    definition: Definition
    where: Formula | None
    tests: Sequence[Formula | InCalendar | Decisions]  #: one a condition
    steps: Sequence[Step]
    areas: Mapping[int, BaseGeometry]  #: of geofences, by number of the trigger
    targets: Mapping[str, Formula]  #: of commands, by their text
    calendars: Names  #: that it may ask
    checklists: Checklists  #: of which a work order takes one
    related: bool  #: whether it asks what its entities are related to


def compile_scenario(
    written: Written,
    *,
    calendars: Names,
    scenarios: Names,
    checklists: Checklists = NONE,
) -> Compiled:
    """Make a scenario ready.

    calendars, scenarios: those there are

    Raises Malformed with the place of what makes no sense.
    """
    definition = written.definition
    for number, trigger in enumerate(definition.triggers):
        _check_trigger(trigger, definition, calendars, ("triggers", number))
    for place, action in _actions(definition.actions, ("actions",)):
        _check_action(action, {*scenarios, written.name}, place)
    where = definition.scope.where
    text = msgspec.json.encode(definition).decode()
    targets = (
        (action.target, (*place, "target"))
        for place, action in _actions(definition.actions, ("actions",))
        if isinstance(action, Command) and action.target
    )
    return Compiled(
        name=written.name,
        version=written.version,
        stage=written.stage,
        definition=definition,
        where=Formula(where, ("scope", "where")) if where else None,
        tests=[
            _test(condition, calendars, ("conditions", number))
            for number, condition in enumerate(definition.conditions)
        ],
        steps=lay_out(definition.actions, ("actions",)),
        areas={
            number: _area(trigger, ("triggers", number, "area"))
            for number, trigger in enumerate(definition.triggers)
            if isinstance(trigger, Geofence)
        },
        targets={said: Formula(said, place) for said, place in targets},
        calendars=[name for name in calendars if name in text],
        checklists=checklists,
        related="related" in text,
    )


def _check_trigger(
    trigger: Trigger, definition: Definition, calendars: Names, place: Place
) -> None:
    match trigger:
        case Threshold(above=above, below=below, back=back):
            if (above is None) == (below is None):
                raise Malformed("a threshold has either above or below", place=place)
            if back is not None and (
                back > above if above is not None else back < (below or 0)
            ):
                raise Malformed("back lies beyond the limit", place=(*place, "back"))
        case Schedule(calendar=calendar) | Sun(calendar=calendar):
            _check_calendar(calendar, calendars, (*place, "calendar"))
        case Silence() | Geofence() if not definition.scope.types:
            raise Malformed("say which types it is about", place=("scope", "types"))


def _test(
    condition: Condition, calendars: Names, place: Place
) -> Formula | InCalendar | Decisions:
    match condition:
        case If():
            return Formula(condition.that, (*place, "that"))
        case Compare():
            value = json.dumps(condition.value, ensure_ascii=False)
            entity = f'entity["{condition.attribute}"]'
            return Formula(f"{entity} {condition.operator} {value}", place)
        case Table():
            return Decisions(condition.decision, (*place, "decision"))
        case InCalendar():
            _check_calendar(condition.name, calendars, (*place, "name"))
            return condition


def _check_calendar(name: str, calendars: Names, place: Place) -> None:
    if name and name not in calendars:
        raise Malformed(f"there is no calendar {name}", place=place)


def _check_action(action: Action, scenarios: Names, place: Place) -> None:
    match action:
        case Start(scenario=name) | Clear(scenario=name):
            if name and name not in scenarios:
                said = f"there is no scenario {name}"
                raise Malformed(said, place=(*place, "scenario"))
        case Notify():
            for number, one in enumerate(action.to):
                _check_recipient(one, RECIPIENTS, (*place, "to", number))
        case WorkOrder() if action.to:
            _check_recipient(action.to, ("person", "crew"), (*place, "to"))
    for part in ("value", "description", "title", "subject", "body"):
        check_texts(getattr(action, part, None), (*place, part))


def _check_recipient(one: str, kinds: Sequence[str], place: Place) -> None:
    kind, _, name = one.partition(":")
    if kind not in kinds or not name:
        raise Malformed(f"it is {':… or '.join(kinds)}:…", place=place)


def _actions(actions: Sequence[Action], place: Place) -> Iterator[tuple[Place, Action]]:
    for number, action in enumerate(actions):
        at = (*place, number)
        if isinstance(action, Branch):
            yield from _actions(action.then, (*at, "then"))
            yield from _actions(action.otherwise, (*at, "otherwise"))
        elif not isinstance(action, Wait):
            yield at, action


def _area(trigger: Geofence, place: Place) -> BaseGeometry:
    try:
        area = shape(dict(trigger.area))
        if area.geom_type not in {"Polygon", "MultiPolygon"} or not area.is_valid:
            raise Malformed("an area is a valid Polygon or MultiPolygon", place=place)
    except (ShapelyError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Malformed(f"no GeoJSON: {error}", place=place) from error
    shapely.prepare(area)
    return area
