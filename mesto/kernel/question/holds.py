"""Whether a condition holds for an entity that is at hand. Pure.

It says what `clause.py` lets PostgreSQL say, without asking it: who is told of changes
is found among thousands of conditions, for entities that were read already. A test
holds the two against each other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Any, Final, assert_never

from mesto.kernel.model import Attribute, Entity, Kind
from mesto.kernel.question.clause import MOMENT, scope_regex
from mesto.kernel.question.condition import (
    CREATED_AT,
    DATASET_ID,
    DENIED,
    EVERY_MEMBER,
    MODIFIED_AT,
    OBSERVED_AT,
    UNIT_CODE,
    AllOf,
    AnyOf,
    Between,
    Compare,
    Condition,
    Has,
    IdIn,
    IdLike,
    InScope,
    Literal,
    NotOfType,
    OfType,
    OneOf,
    Operand,
    Operator,
    Path,
    Place,
    members_of,
)
from mesto.kernel.question.geometry import fitting


def holds(condition: Condition, entity: Entity) -> bool:  # noqa: PLR0911 - one a kind
    """Tell whether an entity is like this."""
    match condition:
        case AllOf(parts):
            return all(holds(part, entity) for part in parts)
        case AnyOf(parts):
            return any(holds(part, entity) for part in parts)
        case OfType(name):
            return name in entity.types
        case NotOfType(name):
            return name not in entity.types
        case InScope(pattern):
            return _in_scope(pattern, entity.scopes)
        case IdIn(urns):
            return entity.id in urns
        case IdLike(pattern):
            return _compiled(pattern).search(entity.id) is not None
        case Has(path):
            return any(found for found in reached(path, entity))
        case Compare(path, by, to):
            return any(_fit(found, by, to) for found in reached(path, entity))
    assert_never(condition)


def lies(place: Place, entity: Entity) -> bool:
    """Tell whether a geometry of an entity lies as `place` wants."""
    shapes = [
        one.value
        for one in entity.attributes
        if one.name == place.attribute
        and one.kind is Kind.GEO_PROPERTY
        and isinstance(one.value, Mapping)
    ]
    nowhere = [0.0] * len(shapes)
    return bool(shapes) and bool(fitting(place, nowhere, nowhere, shapes).any())


def _in_scope(pattern: str, scopes: Sequence[str]) -> bool:
    if "+" not in pattern and "#" not in pattern:
        return pattern in scopes
    fits = _compiled(scope_regex(pattern)).search
    return any(fits(scope) for scope in scopes)


def reached(path: Path, entity: Entity) -> Iterator[list[Any]]:
    """Yield what a path leads to: of the entity, or of each of its instances."""
    if path in _OF_ENTITY:
        yield [getattr(entity, _OF_ENTITY[path])]
        return
    read = _OF_INSTANCE.get(path.subs[0]) if path.subs and not path.trail else None
    for one in entity.attributes:
        if one.name != path.attribute:
            continue
        if read is not None and len(path.subs) == 1:
            yield [] if read(one) is None else [read(one)]
        else:
            yield list(_walk(one.meta if path.subs else one.value, members_of(path)))


def _walk(base: object, members: Sequence[str]) -> Iterable[Any]:
    """Return what jsonpath finds in lax mode: lists on the way are looked into."""
    items: Iterable[Any] = [base]
    for member in members:
        items = [
            value
            for item in _unwrapped(items)
            if isinstance(item, Mapping)
            for value in _member(item, member)
        ]
    return items


def _member(item: Mapping[str, Any], name: str) -> Iterable[Any]:
    if name == EVERY_MEMBER:
        return item.values()
    return (item[name],) if name in item else ()


def _unwrapped(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        if isinstance(item, list | tuple):
            yield from item
        else:
            yield item


def _fit(found: Sequence[Any], by: Operator, to: Operand) -> bool:
    """Compare what was found, or the elements of the lists among it.

    The denial of an operator says: there is something, and none of it is like this.
    """
    if by in DENIED:
        return bool(found) and not _fit(found, DENIED[by], to)
    return any(_compare(element, by, to) for element in _unwrapped(found))


def _compare(element: Any, by: Operator, to: Operand) -> bool:
    match to:
        case Between(least, greatest):
            return _compare(element, Operator.GREATER_EQUAL, least) and _compare(
                element, Operator.LESS_EQUAL, greatest
            )
        case OneOf(values):
            return any(_one(element, by, value) for value in values)
        case _:
            return _one(element, by, to)


def _one(element: Any, by: Operator, to: Literal) -> bool:
    """Compare one JSON element with one value of the same kind.

    A text that carries its type is read as it.
    """
    if isinstance(element, Mapping):
        typed = element.get("@value")
        element = typed if isinstance(typed, str) else None
    if isinstance(to, datetime):
        moment = _moment(element)
        return moment is not None and _BY[by](moment, to)
    if isinstance(to, bool) or isinstance(element, bool):
        return by is Operator.EQUAL and element is to
    if isinstance(to, str):
        if not isinstance(element, str):
            return False
        if by is Operator.LIKE:
            return _compiled(to).search(element) is not None
        return _BY[by](element, to)
    return isinstance(element, int | float) and _BY[by](element, to)


def _moment(element: object) -> datetime | None:
    if isinstance(element, datetime):
        return element
    if not isinstance(element, str) or _IS_MOMENT.search(element) is None:
        return None
    return datetime.fromisoformat(_to_microseconds(element))


def _to_microseconds(text: str) -> str:
    """Return a moment without the digits that PostgreSQL rounds off."""
    return _FRACTION.sub(lambda found: f"{round(float(found[0]), 6):.6f}"[1:], text)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_OF_ENTITY: Final = {Path(CREATED_AT): "created_at", Path(MODIFIED_AT): "modified_at"}
_OF_INSTANCE: Final[Mapping[str, Callable[[Attribute], Any]]] = {
    OBSERVED_AT: lambda one: one.observed_at,
    CREATED_AT: lambda one: one.created_at,
    MODIFIED_AT: lambda one: one.modified_at,
    UNIT_CODE: lambda one: one.unit,
    DATASET_ID: lambda one: one.dataset,
}
_BY: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {
    Operator.EQUAL: eq,
    Operator.GREATER: gt,
    Operator.GREATER_EQUAL: ge,
    Operator.LESS: lt,
    Operator.LESS_EQUAL: le,
}
_IS_MOMENT: Final = re.compile(MOMENT)
_FRACTION: Final = re.compile(r"\.\d+")
