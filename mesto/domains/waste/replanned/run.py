"""Reckoning what sensors are worth by plans made again, every four weeks.

One process of several does it, and lets it be computed in a process of its own that
gives way to everything else. How far it is, and what came of it, is in the ledger.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from mesto.domains.waste.nouns import CONTAINER, LEVEL
from mesto.domains.waste.replanned.compute import Asked, Outcome, replan_town
from mesto.domains.waste.replanned.kept import TOGETHER, URN, progress_told, told_of
from mesto.kernel.access.callers import Callers
from mesto.kernel.apart import apart
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.question.stated import Stated

LEASE: Final = "waste: sensors by plans made again"
EVERY: Final = timedelta(days=28)
LOOK_S: Final = 6 * 3600.0  #: a town too young for it is looked at again so soon
SETTLE_S: Final = 600.0  #: what begins with the server goes first
TOLD: Final = 0.1  #: how far it is, is told in such steps


async def reckon_sensors(city: City, _callers: Callers) -> None:
    """Reckon a town's sensors, if no other process does, for ever."""

    async def work() -> None:
        await asyncio.sleep(SETTLE_S)
        while True:
            with suppress(Unavailable):
                now = datetime.now(UTC)
                if await is_due(city, now):
                    await reckon(city, now)
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), work)


async def is_due(city: City, now: datetime) -> bool:
    """Tell whether there are sensors that were not reckoned for long."""
    own = (await city.present([URN])).get(URN)
    kept = None if own is None else own.attribute(TOGETHER)
    if kept is not None and kept.observed_at and now - kept.observed_at < EVERY:
        return False
    stated = await city.ask(Stated(types=[CONTAINER], attributes=[LEVEL]))
    return any(said.get(LEVEL) is not None for said in stated.values())


async def reckon(city: City, now: datetime) -> Outcome | None:
    """Plan a town's past days again; None where too little is known of them.

    Raises Unavailable if the database does not answer; what was recorded stays.
    """
    told, outcome = -TOLD, None
    async for one in apart(replan_town, Asked(city.database.dsn, city.name, now)):
        if isinstance(one, Outcome):
            outcome = one
            await city.record(list(told_of(one.each, one.together, now)))
        elif one >= told + TOLD or one == 1:
            told = one
            await city.record(list(progress_told(one, datetime.now(UTC))))
    return outcome
