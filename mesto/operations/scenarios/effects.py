"""What an action comes to: commands, notices, observations. Pure.

The id of an effect is derived from the run and the step, so that twice is once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid5

import msgspec

from mesto.kernel import model
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import Place
from mesto.kernel.model import Entity, Observation
from mesto.kernel.plugin import Text
from mesto.operations.alarms.alert import Alert, clear_alert, raise_alert
from mesto.operations.expression import Context, filled
from mesto.operations.notifications.notice import Notice
from mesto.operations.scenarios.compiled import Compiled
from mesto.operations.scenarios.definition import (
    Action,
    Clear,
    Command,
    Notify,
    Raise,
    Start,
    WorkOrder,
)
from mesto.operations.scenarios.happening import PREFIX, Happening, source_of
from mesto.operations.work.order import Opening, Origin, open_order

MOST_TARGETS = 500  #: of one command


class Said(msgspec.Struct, frozen=True):
    """What is stated of the town: an alarm raised or cleared, a work order opened."""

    observations: Sequence[Observation]


class Started(msgspec.Struct, frozen=True):
    """Another scenario is started about the same entity."""

    scenario: str
    entity: str


What: TypeAlias = model.Command | Notice | Said | Started


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done."""

    id: UUID
    place: Place  #: of its action
    does: str  #: command, raise, clear, work, notify or start
    what: What


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts, about what."""

    scenario: Compiled
    heard: Happening
    run: UUID
    now: datetime

    @property
    def chain(self) -> tuple[str, ...]:
        """The scenarios that led here, this one last."""
        return (*self.heard.chain, self.scenario.name)


def effects_of(
    action: Action, place: Place, deed: Deed, context: Context
) -> Iterator[Effect]:
    """Yield what an action comes to.

    Raises Malformed where an expression cannot be reckoned, or leads to nothing.
    """
    does = str(action.__struct_config__.tag)
    path = ".".join(map(str, place))
    for number, what in enumerate(_DOING[type(action)](action, deed, context)):
        own = uuid5(deed.run, f"{path}:{number}")
        yield Effect(id=own, place=place, does=does, what=_named(what, own))


def _named(what: What, own: UUID) -> What:
    match what:
        case model.Command():
            return msgspec.structs.replace(what, id=str(own))
        case Notice():
            return msgspec.structs.replace(what, id=own)
    return what


def _order(action: Command, deed: Deed, context: Context) -> Iterator[model.Command]:
    target: object = deed.heard.urn
    if action.target:
        target = deed.scenario.targets[action.target].value(context)
    urns = [target] if isinstance(target, str) else target
    if not isinstance(urns, list) or not all(
        isinstance(urn, str) and urn.startswith("urn:") for urn in urns
    ):
        raise Malformed(f"{action.target or 'the town'} is no asset to be told")
    for urn in urns[:MOST_TARGETS]:
        yield model.Command(
            entity=urn,
            name=action.command,
            value=filled(action.value, context),
            expires_at=deed.now + timedelta(seconds=action.expires_s),
            source=source_of(deed.chain),
        )


def _raise(action: Raise, deed: Deed, context: Context) -> Iterator[Said]:
    alert = Alert(
        rule=_rule(deed.scenario.name),
        severity=action.severity,
        description=_text(action.description, context),
        category=action.category,
    )
    raised = raise_alert(
        alert, _entity(deed), at=deed.now, source=source_of(deed.chain)
    )
    yield Said(list(raised))


def _clear(action: Clear, deed: Deed, _context: Context) -> Iterator[Said]:
    cleared = clear_alert(
        _entity(deed).id,
        rule=_rule(action.scenario or deed.scenario.name),
        at=deed.now,
        source=source_of(deed.chain),
    )
    yield Said(list(cleared))


def _open(action: WorkOrder, deed: Deed, context: Context) -> Iterator[Said]:
    """Open a work order; its name comes from the run, so that twice is once."""
    due = deed.now + timedelta(seconds=action.due_s) if action.due_s else None
    alarm, seed = deed.heard.alarm, uuid5(deed.run, action.title)
    about = [deed.heard.entity] if deed.heard.entity else []
    lists = deed.scenario.checklists
    chosen = action.checklist if action.checklist in lists.all else ""
    chosen = chosen or lists.fitting(action.type, about)
    opening = Opening(
        at=deed.now,
        title=str(filled(action.title, context))[:200],
        description=str(filled(action.description, context))[:4000],
        type=action.type,
        priority=action.priority,
        due_at=due,
        to=action.to,
        origin=Origin.PLAN if alarm is None else Origin.ALARM,
        because=PREFIX + deed.scenario.name if alarm is None else alarm.id,
        about=deed.heard.urn,
        checklist=tuple(lists.items(chosen, deed.now, seed)) if chosen else (),
    )
    source = source_of(deed.chain)
    yield Said(list(open_order(str(seed), opening, deed.heard.entity, source=source)))


def _tell(action: Notify, deed: Deed, context: Context) -> Iterator[Notice]:
    yield Notice(
        id=deed.run,
        to=list(action.to),
        subject=_text(action.subject, context),
        body=_text(action.body, context),
        severity=action.severity,
        link=f"scenarios/{deed.scenario.name}",
        about=deed.heard.urn,
        group=f"scenario:{deed.scenario.name}",
    )


def _start(action: Start, deed: Deed, _context: Context) -> Iterator[Started]:
    yield Started(action.scenario, deed.heard.urn)


_DOING: Mapping[type, Callable[[Any, Deed, Context], Iterator[What]]] = {
    Command: _order,
    Raise: _raise,
    Clear: _clear,
    WorkOrder: _open,
    Notify: _tell,
    Start: _start,
}


def _entity(deed: Deed) -> Entity:
    if deed.heard.entity is None:
        raise Malformed("the town as a whole has no such alarm; give the scope types")
    return deed.heard.entity


def _text(text: Text, context: Context) -> dict[str, str]:
    return {tag: str(filled(said, context)) for tag, said in text.items()}


def _rule(name: str) -> str:
    return f"scenario:{name}"
