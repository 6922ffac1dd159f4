"""Giving what was ordered of many, a few at a time, in the name of who asked.

One process does; what it was about to give when it died is given by the next one,
under the same ids.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from mesto.kernel import waiting
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import CityError, Conflict, NotFound, Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.text import refusal, said_by
from mesto.kernel.visit import Visit
from mesto.operations.commands.decide import end_now
from mesto.operations.commands.give import give
from mesto.operations.commands.many import store
from mesto.operations.commands.many.bulk import Bulk, Target, command_to
from mesto.operations.commands.many.pace import AT_A_LOOK, LOOK_S, room_for, turns
from mesto.operations.commands.words import ENDED

if TYPE_CHECKING:
    from mesto.kernel.plugin import Text

log = logging.getLogger(__name__)

LEASE: Final = "orders to many"
REST_S: Final = 10.0  #: between two looks while nothing goes on; orders wake it


async def keep_giving(city: City, callers: Callers) -> None:
    """Give what was ordered of many, if no other process does, for ever."""

    async def look_on() -> None:
        with city.orders.heard() as woken:
            while True:
                woken.clear()
                goes_on = True
                with suppress(Unavailable):
                    goes_on = await give_some(city, callers)
                if goes_on:
                    await asyncio.sleep(LOOK_S)
                    continue
                await waiting.woken(woken, REST_S)

    await while_held(city.bound, LEASE, uuid4(), look_on)


async def give_some(city: City, callers: Callers) -> bool:
    """Give as many as may be given now; False where nothing goes on.

    Raises Unavailable.
    """
    async with city.bound() as connection:
        queues = await store.queues(connection, AT_A_LOOK)
        if not queues:
            return False
        room = room_for(await store.unsent(connection))
    for number, count in turns(queues, room).items():
        await _give_of(city, callers, number, count)
    return True


async def _give_of(city: City, callers: Callers, number: UUID, count: int) -> None:
    """Give some of one order to many, and note what became of them."""
    async with city.bound() as connection:
        bulk = await store.bulk_of(connection, number)
        targets = await store.claim(connection, number, count)
    assert bulk is not None, "nothing is removed while it goes on"
    visit = await callers.standing_for(city, bulk.by, bulk.roles)
    given: list[int] = []
    refused: dict[int, Text] = {}
    for target in targets:
        try:
            await _do(visit, bulk, target)
        except Unavailable:
            raise
        except CityError as error:
            refused[target.number] = said_by(error)
        else:
            given.append(target.number)
    async with city.bound() as connection:
        await store.note(connection, number, refused, given)


async def _do(visit: Visit, bulk: Bulk, target: Target) -> None:
    """Order it of one target, or end what holds there; done before is done."""
    if target.ends is None:
        command = command_to(bulk, target, datetime.now(UTC))
        await give(visit, command, bulk.terms, approved_by=bulk.approved_by)
        return
    try:
        await end_now(visit, target.ends)
    except (NotFound, Conflict) as error:
        async with visit.host.bound() as connection:
            if not await store.is_ordered(connection, target.command):
                raise refusal(Conflict, ENDED) from error
