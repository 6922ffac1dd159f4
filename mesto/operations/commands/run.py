"""Ending what is over, and telling who may decide on what waits.

One process does, and what it does twice is once.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from mesto.kernel import ordering
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.operations.commands import store
from mesto.operations.commands.asking import tell_of_waiting
from mesto.operations.commands.interlock import forbidding
from mesto.operations.commands.override import Override, ending
from mesto.operations.commands.reading import objections_to

log = logging.getLogger(__name__)

LEASE: Final = "overrides"
LOOK_S: Final = 1.0
TOGETHER: Final = 100  #: so many end at one look


async def keep_ending(city: City, callers: Callers) -> None:
    """End what is over and tell of what waits, if no other process does, for ever."""

    async def look_on() -> None:
        while True:
            with suppress(Unavailable):
                await end_due(city, datetime.now(UTC))
                await tell_of_waiting(city, callers)
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), look_on)


async def end_due(city: City, now: datetime) -> None:
    """Order back what is over at `now`, and let go what waited too long.

    What an interlock forbids is tried again. Raises Unavailable.
    """
    async with city.bound() as connection:
        await connection.execute(
            "update approval set state = 'expired' "
            "where state = 'waiting' and expires_at <= $1",
            now,
        )
        over = await store.overrides_due(connection, now, TOGETHER)
    for one in over:
        await _end(city, one, now)


async def _end(city: City, override: Override, now: datetime) -> None:
    command = ending(override, now)
    forbids = forbidding(await objections_to(city, command, now))
    async with city.ordering() as connection:
        await store.lock(connection, override.entity, override.name)
        if forbids is not None:
            await store.note_trouble(connection, override.id, forbids.says)
        elif await store.close(connection, override.id, "", due_at=now):
            await ordering.write(connection, command)
            log.info("%s: %s of %s ended", city.name, command.name, command.entity)
