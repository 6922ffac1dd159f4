"""Keeping the lives of lamps up to date, in one process of several."""

import asyncio
from datetime import UTC, datetime
from itertools import islice
from uuid import uuid4

from mesto.domains.lighting.inventory.lives import OF_LAMP, OF_MODEL, news_of
from mesto.domains.lighting.inventory.panels import STREETLIGHT_MODEL
from mesto.domains.lighting.inventory.segments import STREETLIGHT
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.lease import while_held
from mesto.kernel.question.stated import Stated
from mesto.operations.calendars.reading import spot_of

LEASE = "lighting: lives of lamps"
LOOK_S = 1800.0  #: lamps grow old slowly, and inventories are imported now and then
FIRST_S = 180.0  #: after a start there is more urgent work
TOGETHER = 2_000  #: observations recorded at once


async def keep_lives(city: City, _callers: Callers) -> None:
    """State the lives of a town's lamps, if no other process does, for ever."""

    async def work() -> None:
        await asyncio.sleep(FIRST_S)
        while True:
            await state_lives(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), work)


async def state_lives(city: City, now: datetime) -> int:
    """Record what is new of the lives of a town's lamps; return how much it was.

    Raises Unavailable if the database does not answer.
    """
    lamps = await city.ask(Stated(types=[STREETLIGHT], attributes=OF_LAMP))
    models = await city.ask(Stated(types=[STREETLIGHT_MODEL], attributes=OF_MODEL))
    news = news_of(lamps, models, await spot_of(city), now)
    recorded = 0
    while together := await asyncio.to_thread(lambda: list(islice(news, TOGETHER))):
        await city.record(together)
        recorded += len(together)
    return recorded
