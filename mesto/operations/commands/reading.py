"""What is said against an order, by what the ledger has now."""

from datetime import datetime

from mesto.kernel.city import City
from mesto.kernel.model import Command
from mesto.kernel.visit import Visit
from mesto.operations.calendars.reading import calendars_of
from mesto.operations.commands.interlock import (
    INTERLOCK,
    Definition,
    Objection,
    concerned,
    objections,
)
from mesto.operations.context import by_the_clock, related, relationships, written
from mesto.operations.written import read_all


async def objections_to(city: City, command: Command, now: datetime) -> list[Objection]:
    """Return what is said against an order just now.

    Who orders need not see what the interlocks look at.
    """
    city = whole(city)
    entity = (await city.present([command.entity])).get(command.entity)
    types = entity.types if entity else command.entity.split(":")[2:3]
    interlocks = read_all(await city.entities(INTERLOCK), Definition)
    ours = concerned(interlocks, command.name, types)
    if not ours:
        return []
    known = await city.present(sorted(set(relationships(entity).values())))
    calendars = await calendars_of(city)
    context = {
        "entity": {} if entity is None else written(entity),
        "related": related(entity, known),
        "command": command.name,
        "value": command.value,
        "by": command.source,
        "calendar": {name: one.holds(now) for name, one in calendars.items()},
        "local": by_the_clock(now, (await city.municipality()).zone),
    }
    return list(objections(ours, context))


def whole(city: City) -> City:
    """Return a town with all there is, whoever visits it."""
    return city.host if isinstance(city, Visit) else city
