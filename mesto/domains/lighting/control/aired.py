"""What the switchings of a week are by radio, through the connections there are."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from starlette.requests import Request

from mesto.domains.lighting.control.airtime import Aired, hardest
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
) -> Sequence[Aired]:
    """Return the hardest switching of each connection in the week from a day on.

    about: the schedules that are looked at
    """
    ways = ways_to(request, (one.urn for one in lamps if not one.keeps))
    if not ways:
        return ()
    week = nights_in(written, lamps, (day + timedelta(days=n) for n in range(WEEK)))
    return await asyncio.to_thread(hardest, week, ways, about)


def require_in_time(switchings: Iterable[Aired]) -> None:
    """Raise Infeasible for the first of them that is late."""
    for one in switchings:
        if one.strain > 1:
            raise too_late(one.takes_s, one.window_s, connection=one.connection)
