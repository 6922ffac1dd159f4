"""Entities that are at hand, in the order PostgreSQL would find them. Pure.

It is for those that are not in the database: what others know, or what once was.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from mesto.kernel.model import Entity, Kind
from mesto.kernel.question.condition import Order, Path
from mesto.kernel.question.geometry import far_m
from mesto.kernel.question.holds import reached


def in_order(entities: Iterable[Entity], order: Sequence[Order]) -> list[Entity]:
    """Return entities sorted by keys, the first the most important.

    What has no such value comes last, whichever the way; equals stay as they were.
    """
    found = list(entities)
    for key in reversed(order):
        values = _all_values(key, found)
        for at in reversed(range(_PARTS)):
            known = [one for one in found if values[one.id][at] is not None]
            known.sort(key=lambda one: values[one.id][at], reverse=key.descending)
            found = known + [one for one in found if values[one.id][at] is None]
    return found


_PARTS = 2  #: a key is sorted by: numbers, or what has a rank, and then texts


def _all_values(key: Order, entities: Sequence[Entity]) -> dict[str, tuple[Any, Any]]:
    """Return what entities are sorted by, by their ids."""
    if key.away_from is None:
        return {one.id: _values(key.path, one) for one in entities}
    shapes = {one.id: _shape(key.path.attribute, one) for one in entities}
    known = [of for of, shape in shapes.items() if shape is not None]
    nowhere = [0.0] * len(known)
    metres = far_m(key.away_from, nowhere, nowhere, [shapes[of] for of in known])
    away = dict(zip(known, metres, strict=True))
    return {of: (away.get(of), None) for of in shapes}


def _shape(name: str, entity: Entity) -> Mapping[str, object] | None:
    """Return the first geometry of that name."""
    values = (
        one.value
        for one in entity.attributes
        if one.name == name and one.kind is Kind.GEO_PROPERTY
    )
    return next((one for one in values if isinstance(one, Mapping)), None)


def _values(path: Path, entity: Entity) -> tuple[Any, Any]:
    """Return what an entity is sorted by: its first instance decides."""
    if path == Path("id"):
        return None, entity.id
    if path == Path("type"):
        return None, min(entity.types, default=None)
    items = next(reached(path, entity), [])
    value = next(iter(items), None)
    if path.subs or path.trail:
        return (None if value is None else _ranked(value)), None
    if isinstance(value, datetime):
        return value, None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value, None
    if isinstance(value, Mapping) and "@value" in value:
        value = value["@value"]
    return None, None if value is None else _text(value)


def _ranked(value: Any) -> tuple[int, Any]:
    """Return a value of JSON as `jsonb` is ordered (PostgreSQL, 8.14.4).

    What a column holds, a time or a text, is never beside something of another kind.
    """
    match value:
        case bool():
            return 2, value
        case int() | float():
            return 1, value
        case Mapping():
            pairs = [(name, _ranked(part)) for name, part in _in_jsonb(value)]
            return 4, (len(pairs), pairs)
        case list() | tuple():
            return 3, (len(value), [_ranked(part) for part in value])
        case None:
            return -1, 0
        case _:
            return 0, value


def _text(value: Any) -> str:
    """Return a value as `jsonb` is written; a text as it is."""
    return (
        value
        if isinstance(value, str)
        else json.dumps(_written(value), ensure_ascii=False)
    )


def _written(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _written(part) for name, part in _in_jsonb(value)}
    if isinstance(value, list | tuple):
        return [_written(part) for part in value]
    return value


def _in_jsonb(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the members of an object as `jsonb` keeps them: short names first."""
    return sorted(value.items(), key=lambda pair: (len(pair[0].encode()), pair[0]))
