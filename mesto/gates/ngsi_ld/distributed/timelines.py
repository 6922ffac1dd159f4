"""What several know of the past of an entity, put together. Pure.

An instance is told by one: of the same attribute, dataset and time the one that was
modified last, else by who was asked first, and the city before others.

Source: ETSI GS CIM 009 v1.9.1, 4.5.5.3, 5.2.20 (EntityTemporal), 5.7.3.4, 5.7.4.4.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from statistics import fmean, pstdev
from typing import Any, Final

import msgspec
import orjson

from mesto.gates.ngsi_ld.codec.decode import UPDATE, observe, read_instances
from mesto.gates.ngsi_ld.codec.values import read_scopes
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.distributed.merging import (
    EPOCH,
    attribute_of,
    is_newer,
    moment_of,
    seen,
)
from mesto.gates.ngsi_ld.registrations.matching import Match
from mesto.gates.ngsi_ld.temporal_codec import INSTANCES_MAX, decode_head
from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.model import SCOPE, Attribute, Entity, Observation
from mesto.kernel.question.aggregate import Total, Totals
from mesto.kernel.question.evolution import Evolution, Evolutions, Instance
from mesto.kernel.question.window import Clock, Window

_HEAD: Final = frozenset(
    {"id", "@id", "type", "@type", SCOPE, "@context"}
    | {"createdAt", "modifiedAt", "deletedAt"}
)


class Recounted(msgspec.Struct, frozen=True):
    """What a source says of the past of an entity."""

    past: Evolution
    supplements: bool  #: it adds to what others say
    of: str = ""  #: the id of its registration


def read_past(
    payload: Mapping[str, Any], context: Context, source: str, clock: Clock
) -> Evolution:
    """Read what a source says of the past of an entity.

    An instance that says no time of `clock` has no place, and is left out.

    Raises Malformed if it is no EntityTemporal.
    """
    head = decode_head(payload, context)
    if head.id is None or head.types is None:
        raise Malformed("an entity has an id and a type")
    instances: list[Instance] = []
    for name, said in payload.items():
        if name not in _HEAD:
            parts = said if isinstance(said, list) else [said]
            for part in parts:
                (fragment,) = read_instances(name, part, context, UPDATE)
                told = observe(head.id, context.expand(name), fragment, source=source)
                instances += _instance(told, part, clock)
        if len(instances) > INSTANCES_MAX:
            raise Malformed(f"more than {INSTANCES_MAX} instances in one payload")
    times = [moment_of(payload, name) for name in ("createdAt", "modifiedAt")]
    created_at, modified_at = (None if one == EPOCH else one for one in times)
    return Evolution(
        id=head.id,
        types=head.types,
        scopes=tuple(_scopes(payload.get(SCOPE))),
        created_at=created_at,
        modified_at=modified_at,
        deleted_at=None,
        instances=tuple(instances),
    )


def _instance(told: Observation, said: Any, clock: Clock) -> Iterator[Instance]:
    attribute = attribute_of(told, said)
    at = _placed(attribute, said, clock)
    if at > EPOCH and isinstance(said, dict):
        named = said.get("instanceId")
        yield Instance(
            attribute=attribute,
            deleted=told.deleted,
            at=at,
            named=named if isinstance(named, str) else None,
        )


def _placed(attribute: Attribute, part: Any, clock: Clock) -> datetime:
    return _time(attribute, clock) or moment_of(part, "deletedAt")


def _scopes(said: Any) -> Iterator[str]:
    """Yield scopes said plainly; their own past is the city's business."""
    parts = said if isinstance(said, list) else [said]
    if said is not None and all(isinstance(part, str) for part in parts):
        yield from read_scopes(said)


def seen_past(city: City, past: Evolution) -> Evolution | None:
    """Return of a past what who asks may see; None: nothing."""
    entity = seen(city, as_entity(past))
    if entity is None:
        return None
    return keeping(past, frozenset(one.name for one in entity.attributes))


def placed_by(past: Evolution, clock: Clock) -> Evolution:
    """Return a past with its instances at their times by another clock.

    What says that an attribute ceased to be stays where it is.
    """
    placed = tuple(
        msgspec.structs.replace(one, at=_time(one.attribute, clock) or one.at)
        for one in past.instances
    )
    return msgspec.structs.replace(past, instances=placed)


def _time(attribute: Attribute, clock: Clock) -> datetime | None:
    """Return a time of an instance; None: it has none of its own by that clock."""
    match clock:
        case Clock.OBSERVED_AT:
            return attribute.observed_at or attribute.created_at
        case Clock.CREATED_AT:
            return attribute.created_at
        case Clock.MODIFIED_AT:
            return attribute.modified_at
    return None


def is_longer(past: Evolution, most: int) -> bool:
    """Tell whether a past has more than `most` instances of one attribute."""
    counts = Counter(one.attribute.name for one in past.instances)
    return max(counts.values(), default=0) > most


def times_of(pasts: Iterable[Evolution]) -> list[datetime]:
    """Return when attributes were observed."""
    instances = (one for past in pasts for one in past.instances)
    return [one.at for one in instances if one.attribute.name != SCOPE]


def within_past(past: Evolution, match: Match) -> Evolution | None:
    """Return of a past what the source registered; None: it is none of those."""
    known = match.known_of(past.id, past.types)
    return None if known == frozenset() else keeping(past, known)


def keeping(past: Evolution, names: frozenset[str] | None) -> Evolution:
    """Return a past with these attributes only; None: with all."""
    if names is None:
        return past
    kept = tuple(one for one in past.instances if one.attribute.name in names)
    return msgspec.structs.replace(past, instances=kept)


def without(past: Evolution, names: frozenset[str] | None) -> Evolution | None:
    """Return a past without what is held elsewhere alone; None: all of it is."""
    if names is None:
        return None
    kept = tuple(one for one in past.instances if one.attribute.name not in names)
    return msgspec.structs.replace(past, instances=kept)


def together(own: Evolution | None, told: Sequence[Recounted]) -> Evolution | None:
    """Put together what the city and sources say of one past; None: nothing."""
    said = [own] if own is not None else []
    said += [one.past for one in told if not one.supplements]
    beside = [one.past for one in told if one.supplements]
    if not said and not beside:
        return None
    placed: dict[tuple[object, ...], Instance] = {}
    for past in said:
        for one in past.instances:
            other = placed.setdefault(_place(one), one)
            if is_newer(one.attribute, other.attribute):
                placed[_place(one)] = one
    for past in beside:
        for one in past.instances:
            placed.setdefault(_place(one), one)
    everyone = said or beside
    born = [one.created_at for one in everyone if one.created_at is not None]
    changed = [one.modified_at for one in everyone if one.modified_at is not None]
    return Evolution(
        id=everyone[0].id,
        types=tuple(sorted({name for one in everyone for name in one.types})),
        scopes=tuple(dict.fromkeys(name for one in everyone for name in one.scopes)),
        created_at=min(born, default=None),
        modified_at=max(changed, default=None),
        deleted_at=everyone[0].deleted_at,
        instances=tuple(placed.values()),
    )


def _place(one: Instance) -> tuple[object, ...]:
    told = one.attribute
    return told.name, told.dataset, one.at, told.observed_at


def picked(past: Evolution, question: Evolutions) -> Evolution:
    """Return of a past what is asked for, as the ledger would answer."""
    groups: dict[str, list[Instance]] = {}
    for one in past.instances:
        if _is_asked(one, question):
            groups.setdefault(one.attribute.name, []).append(one)
    shown: list[Instance] = []
    for group in groups.values():
        group.sort(key=_order, reverse=question.newest)
        shown += group[: question.limit]
    return msgspec.structs.replace(past, instances=tuple(shown))


def _order(one: Instance) -> tuple[datetime, int]:
    return one.at, one.attribute.position


def _is_asked(one: Instance, question: Evolutions) -> bool:
    names, datasets = question.attributes, question.datasets
    if names is not None and one.attribute.name not in names:
        return False
    if datasets is not None and (one.attribute.dataset or "") not in datasets:
        return False
    return is_within(one, question.window)


def is_within(one: Instance, window: Window) -> bool:
    """Tell whether an instance falls into a stretch of time."""
    return (
        one.deleted is (window.clock is Clock.DELETED_AT)
        and (window.after is None or one.at > window.after)
        and (window.since is None or one.at >= window.since)
        and (window.before is None or one.at < window.before)
    )


def as_entity(past: Evolution) -> Entity:
    """Return a past as an entity with all its instances, so that it can be queried."""
    return Entity(
        id=past.id,
        types=past.types,
        scopes=past.scopes,
        created_at=past.created_at or EPOCH,
        modified_at=past.modified_at or EPOCH,
        attributes=tuple(one.attribute for one in past.instances),
    )


def totals_of(past: Evolution, question: Totals) -> list[Total]:
    """Return what instances come to, stretch by stretch, as the ledger would answer."""
    groups: dict[tuple[str, str, int], list[Attribute]] = {}
    for one in past.instances:
        told = one.attribute
        if told.name != SCOPE and is_within(one, question.window):
            stretch = bisect_right(question.edges, one.at) - 1
            key = told.name, told.dataset or "", stretch
            groups.setdefault(key, []).append(told)
    return [
        _total(key, group)
        for key, group in sorted(groups.items(), key=lambda each: each[0])
    ]


def _total(key: tuple[str, str, int], group: Sequence[Attribute]) -> Total:
    name, dataset, stretch = key
    numbers = list(_numbers(group))
    words = [one.value for one in group if isinstance(one.value, str)]
    ends = numbers or words
    return Total(
        attribute=name,
        dataset=dataset or None,
        kind=max(one.kind for one in group),
        stretch=stretch,
        count=len(group),
        distinct=len({orjson.dumps(one.value) for one in group}),
        sum=sum(numbers) if numbers else None,
        mean=fmean(numbers) if numbers else None,
        squares=sum(one * one for one in numbers) if numbers else None,
        deviation=pstdev(numbers) if numbers else None,
        least=min(ends, default=None),
        greatest=max(ends, default=None),
    )


def _numbers(group: Iterable[Attribute]) -> Iterator[float]:
    """Yield the numbers; truths count as 1 and 0."""
    for one in group:
        if isinstance(one.value, int | float):
            yield float(one.value)
