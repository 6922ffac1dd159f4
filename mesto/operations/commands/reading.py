"""What is said against an order, by what the ledger has now."""

import asyncio
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final, NamedTuple

from mesto.kernel.city import City
from mesto.kernel.model import Command, Entity
from mesto.kernel.municipality import (
    WHERE_AND_WHEN,
    Municipality,
    read_municipality,
    urn_of,
)
from mesto.kernel.names import is_person
from mesto.kernel.plugin import Guard, Told
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
from mesto.operations.written import DEFINITION, read_all

TURN: Final = 200  #: commands are judged at a stretch


async def objections_to(
    city: City, command: Command, now: datetime, until: datetime | None = None
) -> list[Objection]:
    """Return what is said against an order just now.

    until: it is to hold so long, where somebody said so

    Who orders need not see what the interlocks look at.
    """
    return (await objections_to_each(city, [command], now, until))[command.entity]


async def objections_to_each(
    city: City,
    commands: Sequence[Command],
    now: datetime,
    until: datetime | None = None,
) -> dict[str, list[Objection]]:
    """Return what is said against orders just now, by the entity of each.

    What interlocks say comes first, then what the guards of the services do.
    """
    city = whole(city)
    guarded = [
        (one, guards)
        for one in commands
        if (guards := [guard for guard in city.guards if guard.concerns(one)])
    ]
    found, around = await _surroundings(city, guarded)
    interlocks = read_all(found, Definition)
    said = await objections_by(city, interlocks, commands, now)
    for number, (command, guards) in enumerate(guarded):
        told = around.told(command, now, until)
        said[command.entity] += [
            Objection(guard.name, says, asks=False)
            for guard in guards
            for says in guard.against(told)
        ]
        if number % TURN == TURN - 1:  # who waits for this process gets a turn
            await asyncio.sleep(0)
    return said


async def objections_by(
    city: City,
    interlocks: Mapping[str, Definition],
    commands: Sequence[Command],
    now: datetime,
) -> dict[str, list[Objection]]:
    """Return what some interlocks say against orders, by what `city` shows of them."""
    names = {name for one in interlocks.values() for name in one.commands}
    said: dict[str, list[Objection]] = {one.entity: [] for one in commands}
    judged = [one for one in commands if one.name in names]
    if not judged:
        return said
    entities = await city.present([one.entity for one in judged])
    targets = {urn for one in entities.values() for urn in relationships(one).values()}
    known = await city.present(sorted(targets))
    calendars = await calendars_of(city)
    shared = {
        "calendar": {name: one.holds(now) for name, one in calendars.items()},
        "local": by_the_clock(now, (await city.municipality()).zone),
    }
    for number, command in enumerate(judged):
        entity = entities.get(command.entity)
        types = entity.types if entity else command.entity.split(":")[2:3]
        ours = concerned(interlocks, command.name, types)
        context = _context(command, entity, known) | shared
        said[command.entity] = list(objections(ours, context))
        if number % TURN == TURN - 1:  # who waits for this process gets a turn
            await asyncio.sleep(0)
    return said


class _Surroundings(NamedTuple):
    """What guards look at."""

    town: Municipality
    entities: Mapping[str, Entity]  #: that are told something, and what they lead to
    beside: Mapping[str, Entity]  #: what lies beside all of them

    def told(self, command: Command, now: datetime, until: datetime | None) -> Told:
        """Return a command as guards see it."""
        entity = self.entities.get(command.entity)
        targets = relationships(entity).values()
        mine = {urn: self.entities[urn] for urn in targets if urn in self.entities}
        return Told(
            command=command,
            entity=entity,
            known={**mine, **self.beside},
            by_person=is_person(command.source),
            at=now,
            until=until,
            center=self.town.center,
            zone=self.town.zone,
        )


async def _surroundings(
    city: City, guarded: Sequence[tuple[Command, Sequence[Guard]]]
) -> tuple[Mapping[str, Entity], _Surroundings]:
    """Read all interlocks, and what guards look at: at once, light must not wait."""
    town = urn_of(city.name)
    urns = dict.fromkeys(command.entity for command, _ in guarded)
    asked = {guard.name: guard for _, guards in guarded for guard in guards}.values()
    kinds = {kind for guard in asked for kind in guard.beside}
    reads = {DEFINITION, *WHERE_AND_WHEN, *(one for g in asked for one in g.reads)}
    found = await city.around(
        [town, *urns] if guarded else [], [INTERLOCK, *kinds], sorted(reads)
    )
    around = _Surroundings(
        read_municipality(city.name, found.get(town)), found, _of(kinds, found)
    )
    return _of({INTERLOCK}, found), around


def _of(kinds: AbstractSet[str], entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """Return those of some types, in order."""
    mine = (one for one in entities.values() if not kinds.isdisjoint(one.types))
    return {one.id: one for one in sorted(mine, key=lambda one: one.id)}


def _context(
    command: Command, entity: Entity | None, known: Mapping[str, Entity]
) -> dict[str, object]:
    return {
        "entity": {} if entity is None else written(entity),
        "related": related(entity, known),
        "command": command.name,
        "value": command.value,
        "by": command.source,
    }


def whole(city: City) -> City:
    """Return a town with all there is, whoever visits it."""
    return city.host if isinstance(city, Visit) else city
