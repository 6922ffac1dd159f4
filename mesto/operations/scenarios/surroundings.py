"""What expressions can speak of. Pure.

entity    its id, type, types, scopes, and its attributes by name
value     what was observed; attribute, its name
alarm     the Alert, where one came or went, like an entity
related   by relationship, what it leads to, like an entity
calendar  by name, whether it holds
local     by the town's clock: date, time, hour, minute, weekday (Monday is 1)
payload   what another system sent
trigger   what set it off: change, threshold, schedule, …
by        who did it, where somebody did
table     what the row of a decision table said, after it
"""

from collections.abc import Mapping
from typing import NamedTuple

from mesto.kernel.model import Entity
from mesto.operations.calendars.calendar import Calendar
from mesto.operations.calendars.sun import Spot
from mesto.operations.scenarios.compiled import Compiled
from mesto.operations.scenarios.expression import Context
from mesto.operations.scenarios.happening import Happening


class World(NamedTuple):
    """What is known around a happening."""

    calendars: Mapping[str, Calendar]
    spot: Spot
    related: Mapping[str, Entity] = {}  #: entities by URN, as far as they are known


def surroundings(
    scenario: Compiled, number: int, heard: Happening, world: World
) -> Context:
    """Return what the expressions of a scenario can speak of.

    number: of the trigger that set it off
    """
    local = heard.at.astimezone(world.spot.zone)
    trigger = scenario.definition.triggers[number]
    return {
        "entity": {} if heard.entity is None else _written(heard.entity),
        "attribute": heard.attribute,
        "value": heard.value,
        "alarm": None if heard.alarm is None else _written(heard.alarm),
        "related": _related(heard.entity, world.related) if scenario.related else {},
        "calendar": {
            name: world.calendars[name].holds(heard.at)
            for name in scenario.calendars
            if name in world.calendars
        },
        "local": {
            "date": f"{local:%Y-%m-%d}",
            "time": f"{local:%H:%M}",
            "hour": local.hour,
            "minute": local.minute,
            "weekday": local.isoweekday(),
        },
        "payload": heard.payload,
        "trigger": str(trigger.__struct_config__.tag),
        "by": heard.by,
    }


def _related(entity: Entity | None, known: Mapping[str, Entity]) -> Context:
    """Write what each relationship of an entity leads to first."""
    return {
        name: _written(known[urn])
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


def _written(entity: Entity) -> Context:
    said = {one.name: one.value for one in entity.attributes if one.dataset is None}
    return {
        **said,
        "id": entity.id,
        "type": entity.types[0] if entity.types else "",
        "types": list(entity.types),
        "scopes": list(entity.scopes),
    }
