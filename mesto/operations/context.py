"""What every expression can speak of, written for the engine. Pure."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from mesto.kernel.model import Entity
from mesto.operations.expression import Context


def written(entity: Entity) -> Context:
    """Write an entity: id, type, types, scopes, and its attributes by name."""
    said = {one.name: one.value for one in entity.attributes if one.dataset is None}
    return {
        **said,
        "id": entity.id,
        "type": entity.types[0] if entity.types else "",
        "types": list(entity.types),
        "scopes": list(entity.scopes),
    }


def related(entity: Entity | None, known: Mapping[str, Entity]) -> Context:
    """Write what each relationship of an entity leads to first."""
    return {
        name: written(known[urn])
        for name, urn in relationships(entity).items()
        if urn in known
    }


def relationships(entity: Entity | None) -> Mapping[str, str]:
    """Return by relationship what it leads to, the first where there are several."""
    found: dict[str, str] = {}
    for one in () if entity is None else entity.attributes:
        value = one.value[0] if isinstance(one.value, list) and one.value else one.value
        if isinstance(value, str) and value.startswith("urn:"):
            found.setdefault(one.name, value)
    return found


def by_the_clock(at: datetime, zone: ZoneInfo) -> Context:
    """Write a moment by the town's clock; Monday is 1."""
    local = at.astimezone(zone)
    return {
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M}",
        "hour": local.hour,
        "minute": local.minute,
        "weekday": local.isoweekday(),
    }
