"""How programmes and services order something of very many, in a few statements."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from mesto.kernel.city import City
from mesto.kernel.model import Command
from mesto.kernel.names import is_person
from mesto.kernel.ordering import written_before
from mesto.kernel.plugin import Text
from mesto.operations.commands import store
from mesto.operations.commands.override import Override
from mesto.operations.commands.reading import objections_to_each, whole
from mesto.operations.commands.words import NOT_ALLOWED, held

TOGETHER: Final = 2_000  #: written by one statement; others get their turn between


async def give_each(city: City, commands: Sequence[Command]) -> dict[str, Text]:
    """Order very much at once; return what was not given, and why, by command id.

    commands: each with an id of its own, a UUID that names its cause (`uuid5` of the
        programme, the moment and the lamp, say), so that what is given again after a
        crash is given once

    What was given is durable when this returns, and pending or on its way. What people
    hold for a while stays as they wish, and what an interlock forbids, or asks a second
    person about, is not given: nobody is asked thousands of times. People order by
    `give` and `many`, which ask them and keep their terms.

    Raises Forbidden where none of it may be ordered, and Conflict where another
    command has one of the ids: others, at least those before it, are given then.
    """
    refused: dict[str, Text] = {}
    for start in range(0, len(commands), TOGETHER):
        refused |= await _give_some(city, commands[start : start + TOGETHER])
        await asyncio.sleep(0)  # who waits for this process gets a turn
    return refused


async def _give_some(city: City, commands: Sequence[Command]) -> dict[str, Text]:
    assert all(one.id and not is_person(one.source) for one in commands)
    signed = await city.signed_each(commands)
    may = {one.id for one in signed}
    against = {one.id: NOT_ALLOWED for one in commands if one.id not in may}
    against |= await _against(city, signed)
    willing = [one for one in signed if one.id not in against]
    fresh = await _write(city, willing) if willing else set()
    left = [one for one in signed if one.id not in fresh]
    return await _but_given(city, left, against) if left else against


async def _write(city: City, commands: Sequence[Command]) -> set[str]:
    """Write commands and let them be carried; return the ids of what was new."""
    written: list[Command] = []
    going = city.orders.going(commands)
    async with city.ordering_each(written, going) as connection:
        fresh = await store.write_unheld(connection, commands, going)
        written += [one for one in commands if one.id in fresh]
    return fresh


async def _but_given(
    city: City, left: Sequence[Command], against: Mapping[str, Text]
) -> dict[str, Text]:
    """Return why what is left was not given; what was given before, was."""
    async with city.planned() as connection:
        given = await written_before(connection, left)
        running = await store.running_among(connection, left)
    taken = {
        one.id: running[one.entity, one.name]
        for one in left
        if (one.entity, one.name) in running
    }
    told = {**against, **await _taken_over(city, taken)}
    let_go = [one for one in left if one.id not in given | told.keys()]
    if let_go:  # by people, just now
        told |= await _give_some(city, let_go)
    return {number: says for number, says in told.items() if number not in given}


async def _taken_over(city: City, taken: Mapping[str, Override]) -> dict[str, Text]:
    """Say that people have taken over, by the town's clock."""
    if not taken:
        return {}
    zone = (await whole(city).municipality()).zone
    return {
        number: held(one.by, f"{one.until_at.astimezone(zone):%F %R}")
        for number, one in taken.items()
    }


async def _against(city: City, commands: Sequence[Command]) -> dict[str, Text]:
    """Return what interlocks say against commands, by command id."""
    now = datetime.now(UTC)
    found: dict[str, Text] = {}
    for name in {one.name for one in commands}:
        mine = [one for one in commands if one.name == name]
        said = await objections_to_each(city, mine, now)
        found |= {one.id: said[one.entity][0].says for one in mine if said[one.entity]}
    return found
