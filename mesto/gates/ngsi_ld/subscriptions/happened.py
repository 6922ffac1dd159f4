"""What happened to entities: the ledger's events, read as NGSI-LD's triggers.

Source: ETSI GS CIM 009 v1.8.1, 5.2.12 (notificationTrigger), 5.8.6.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from mesto.gates.ngsi_ld.subscriptions.model import Trigger
from mesto.kernel.city import City
from mesto.kernel.model import SCOPE, TYPE, Attribute, Entity, Event, Value
from mesto.kernel.question.before import Before, Lost


class Change(msgspec.Struct, frozen=True):
    """What happened to one instance of an attribute."""

    what: Trigger
    name: str
    dataset: str | None
    before: Attribute | None  #: None: it was not there


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to an entity.

    entity: as it is now; where it was deleted, as it was before
    """

    entity: Entity
    at: datetime  #: when it was recorded, the last of it
    changes: tuple[Change, ...]
    is_new: bool = False
    is_gone: bool = False


async def happened(city: City, events: Sequence[Event]) -> list[Happening]:
    """Say what happened to each entity, in the order of the ledger.

    Several observations of an entity are one happening, up to where it was deleted.
    What was overtaken by a newer observation before it came did not happen.
    """
    present = await city.present(sorted({one.observation.entity for one in events}))
    before = await _before(city, [one for one in events if not ends(one)])
    told: list[Happening] = []
    for group in _grouped(events):
        entity = present.get(group[0].observation.entity)
        if ends(group[-1]):
            told.append(await _deleted(city, group[-1]))
        elif entity is not None:
            seen = [(event, before[event.position]) for event in group]
            told.append(_updated(entity, seen))
    return [one for one in told if one.changes or one.is_new or one.is_gone]


def parted(
    events: Sequence[Event], moments: Sequence[datetime]
) -> Iterator[list[Event]]:
    """Yield the events between moments, in their order.

    What was before somebody subscribed and what was after are not one happening.
    """
    parts: list[list[Event]] = [[] for _ in range(len(moments) + 1)]
    for event in events:
        parts[bisect_right(moments, event.recorded_at)].append(event)
    yield from filter(None, parts)


def _grouped(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Yield the events of each entity together; a deletion stands alone."""
    open_: dict[str, list[Event]] = {}
    for event in events:
        urn = event.observation.entity
        if ends(event):
            if urn in open_:
                yield open_.pop(urn)
            yield [event]
        else:
            open_.setdefault(urn, []).append(event)
    yield from open_.values()


def ends(event: Event) -> bool:
    """Tell whether an entity ceased to be."""
    return event.observation.attribute == TYPE and event.observation.deleted


async def _before(city: City, events: Sequence[Event]) -> dict[int, Attribute | None]:
    """Return what each instance was before an event, by its position."""
    if not events:
        return {}
    seen = [
        (
            event.observation.entity,
            event.observation.attribute,
            event.observation.dataset or "",
            event.position,
        )
        for event in events
    ]
    found = await city.ask(Before(seen=seen))
    return {event.position: was for event, was in zip(events, found, strict=True)}


def _updated(
    entity: Entity, seen: Sequence[tuple[Event, Attribute | None]]
) -> Happening:
    """Say what happened to an entity that is there.

    What is newer already than what is told of will be told in its turn.
    """
    present = {(one.name, one.dataset): one for one in entity.attributes}
    now, is_new, changes = dict(present), False, {}
    for event, was in seen:
        told = event.observation
        key = told.attribute, told.dataset
        if told.attribute == TYPE:
            is_new = is_new or was is None
        elif told.attribute == SCOPE:
            continue
        elif told.deleted and was is not None:
            changes[key] = Change(Trigger.ATTRIBUTE_DELETED, *key, was)
            now.pop(key, None)
        elif not told.deleted and not _is_late(event, present.get(key)):
            first = changes[key].before if key in changes else was
            what = Trigger.ATTRIBUTE_UPDATED if first else Trigger.ATTRIBUTE_CREATED
            changes[key] = Change(what, *key, first)
            now[key] = _as_told(event, present.get(key))
    return Happening(
        entity=msgspec.structs.replace(entity, attributes=tuple(now.values())),
        at=max((event.recorded_at for event, _ in seen), default=entity.modified_at),
        changes=tuple(changes.values()),
        is_new=is_new,
    )


def _is_late(event: Event, now: Attribute | None) -> bool:
    """Tell whether a newer observation was there before this one came."""
    return now is not None and now.position < event.position


def _as_told(event: Event, now: Attribute | None) -> Attribute:
    """Return an instance as an event tells it, where it has changed since."""
    if now is not None and now.position == event.position:
        return now
    told = event.observation
    return Attribute(
        name=told.attribute,
        value=told.value,
        kind=told.kind,
        position=event.position,
        observed_at=None if now and now.observed_at is None else told.observed_at,
        created_at=now.created_at if now else event.recorded_at,
        modified_at=event.recorded_at,
        source=told.source,
        unit=told.unit,
        dataset=told.dataset,
        meta=told.meta,
    )


async def _deleted(city: City, event: Event) -> Happening:
    urn = event.observation.entity
    lost = await city.ask(Lost(urn=urn, position=event.position))
    own = {one.name: one.value for one in lost if one.name in _OF_ENTITY}
    attributes = tuple(one for one in lost if one.name not in _OF_ENTITY)
    entity = Entity(
        id=urn,
        types=_texts(own.get(TYPE)),
        scopes=_texts(own.get(SCOPE)),
        created_at=min((one.created_at for one in lost), default=event.recorded_at),
        modified_at=max((one.created_at for one in lost), default=event.recorded_at),
        attributes=attributes,
    )
    changes = tuple(
        Change(Trigger.ATTRIBUTE_DELETED, one.name, one.dataset, one)
        for one in attributes
    )
    return Happening(entity=entity, at=event.recorded_at, changes=changes, is_gone=True)


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


_OF_ENTITY: Final = frozenset({TYPE, SCOPE})
