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
from mesto.operations.context import by_the_clock, related, written
from mesto.operations.expression import Context
from mesto.operations.scenarios.compiled import Compiled
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
    trigger = scenario.definition.triggers[number]
    return {
        "entity": {} if heard.entity is None else written(heard.entity),
        "attribute": heard.attribute,
        "value": heard.value,
        "alarm": None if heard.alarm is None else written(heard.alarm),
        "related": related(heard.entity, world.related) if scenario.related else {},
        "calendar": {
            name: world.calendars[name].holds(heard.at)
            for name in scenario.calendars
            if name in world.calendars
        },
        "local": by_the_clock(heard.at, world.spot.zone),
        "payload": heard.payload,
        "trigger": str(trigger.__struct_config__.tag),
        "by": heard.by,
    }
