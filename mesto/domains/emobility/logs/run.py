"""Deleting logs that were kept long enough: looked at once an hour."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from mesto.domains.emobility.logs.log import deleted, is_over
from mesto.domains.emobility.logs.reading import kept_logs
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.kernel.question.brought import ForgetBrought

LEASE: Final = "emobility: logs of stations"
SOURCE: Final = "emobility"
LOOK_S: Final = 3_600.0


async def forget_logs(city: City, _callers: Callers) -> None:
    """Delete what is kept long enough, for ever."""

    async def work() -> None:
        while True:
            with suppress(Unavailable):
                await forget(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), work)


async def forget(city: City, now: datetime) -> list[str]:
    """Delete the files of logs that are over at a moment; return which."""
    over = sorted(one.id for one in await kept_logs(city) if is_over(one, now))
    if over:
        await city.ask(ForgetBrought(over))
        await city.record([seen for urn in over for seen in deleted(urn, SOURCE)])
    return over
