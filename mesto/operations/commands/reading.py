"""What is said against an order, by what the ledger has now."""

from collections.abc import Mapping
from datetime import datetime

from mesto.kernel.city import City
from mesto.kernel.errors import Malformed
from mesto.kernel.mistake import read_written
from mesto.kernel.model import Command, Entity
from mesto.kernel.question.catalogue import OfType
from mesto.kernel.visit import Visit
from mesto.operations.calendars.reading import calendars_of, municipality_of
from mesto.operations.commands.interlock import (
    DEFINITION,
    INTERLOCK,
    PREFIX,
    Definition,
    Objection,
    concerned,
    objections,
)
from mesto.operations.context import by_the_clock, related, relationships, written


async def objections_to(city: City, command: Command, now: datetime) -> list[Objection]:
    """Return what is said against an order just now.

    Who orders need not see what the interlocks look at.
    """
    city = whole(city)
    entity = (await city.present([command.entity])).get(command.entity)
    types = entity.types if entity else command.entity.split(":")[2:3]
    ours = concerned(await interlocks_of(city), command.name, types)
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
        "local": by_the_clock(now, (await municipality_of(city)).zone),
    }
    return list(objections(ours, context))


def whole(city: City) -> City:
    """Return a town with all there is, whoever visits it."""
    return city.host if isinstance(city, Visit) else city


async def interlocks_of(city: City) -> Mapping[str, Definition]:
    """Return the interlocks of a town by name; what is none is left out."""
    return {
        urn.removeprefix(PREFIX): definition
        for urn, entity in (await entities_in(city)).items()
        if (definition := _read(entity)) is not None
    }


async def entities_in(city: City) -> dict[str, Entity]:
    """Return the interlocks of a town as entities, by URN, in order."""
    urns = await city.ask(OfType(type=INTERLOCK))
    found = await city.present(urns)
    return {urn: found[urn] for urn in urns if urn in found}


def _read(entity: Entity) -> Definition | None:
    try:
        return read_written(entity.value(DEFINITION), Definition)
    except Malformed:
        return None
