"""What the switchings of a week are by radio, through the connections there are."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from starlette.requests import Request

from mesto.domains.lighting.control.airtime import (
    STRAIN,
    Aired,
    by_connection,
    hardest_in,
)
from mesto.domains.lighting.control.cohorts import Written
from mesto.domains.lighting.control.lamps import Lamp
from mesto.domains.lighting.control.nights import WEEK, nights_in
from mesto.operations.commands.radio import too_late
from mesto.web.airtime import ways_to


async def aired(
    request: Request,
    written: Written,
    lamps: Sequence[Lamp],
    about: Collection[str],
    day: date,
) -> list[list[Aired]]:
    """Return the hardest switching of each night in a week, for each connection.

    about: the schedules that are looked at
    """
    if not about:
        return []
    ways = ways_to(request, (one.urn for one in lamps if not one.keeps))
    if not ways:
        return []
    week = nights_in(written, lamps, (day + timedelta(days=n) for n in range(WEEK)))
    nights = (hardest_in(night, ways, about) for night in week)
    return await asyncio.to_thread(by_connection, nights)


def require_in_time(switchings: Iterable[Sequence[Aired]]) -> None:
    """Raise Infeasible for a connection that is late in every night it switches.

    A step by the clock and one by the sun come close in some nights of a year: it is
    told of those, and lamps then get the later one.
    """
    for nights in switchings:
        easiest = min(nights, key=STRAIN)
        if easiest.strain > 1:
            connection = easiest.connection
            raise too_late(easiest.takes_s, easiest.window_s, connection=connection)
