"""The ledger of a large town is reckoned once for all who ask, and kept.

It is reckoned again when somebody has written what it rests on, and when it is old:
meters tell of every day. What was known before is shown meanwhile.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeAlias

from mesto.domains.lighting.control.store import Edition, EditionOf
from mesto.domains.lighting.energy.contract import CONTRACT
from mesto.domains.lighting.energy.reading import PROGRAMME
from mesto.domains.lighting.energy.reckoning import (
    Screens,
    Viewer,
    is_large,
    reckon,
    reckon_apart,
)
from mesto.domains.lighting.energy.terms import LEDGER
from mesto.domains.lighting.inventory.segments import ROAD_SEGMENT
from mesto.kernel.apart import apart
from mesto.kernel.municipality import MUNICIPALITY
from mesto.kernel.visit import Visit
from mesto.operations.calendars.reading import CALENDAR
from mesto.operations.reports.period import Days

FRESH: Final = timedelta(minutes=10)  #: what was read of meters is good so long
MOST: Final = 16  #: periods that are kept at once
TELL_S: Final = 0.25  #: so often it is looked how far it is
WRITTEN: Final = (LEDGER, CONTRACT, PROGRAMME, CALENDAR, MUNICIPALITY, ROAD_SEGMENT)


class Before(NamedTuple):
    """What was known before; something newer is being reckoned."""

    screens: Screens


Step: TypeAlias = float | Before | Screens


class _Of(NamedTuple):
    dsn: str
    town: str
    days: Days


@dataclass
class _Ledger:
    """The last that was reckoned of some days, and what is being reckoned."""

    edition: Edition | None = None
    screens: Screens | None = None
    share: float = 0.0
    going: asyncio.Task[None] | None = None
    going_for: Edition | None = None


_LEDGERS: Final[dict[_Of, _Ledger]] = {}


async def screens_of(visit: Visit, days: Days, now: datetime) -> AsyncIterator[Step]:
    """Yield what was known before, how far it is, and last what is shown of some days.

    Raises Malformed for a period that has not begun, or is too long.
    """
    if not await is_large(visit):
        async for step in reckon(visit, days, now):
            yield step
        return
    if not visit.sees_all:  # what some see is not kept for others
        async for step in apart(reckon_apart, Viewer.of(visit), days, now):
            yield step
        return
    of = _Of(visit.database.dsn, visit.name, days)
    ledger = _ledger(of)
    edition = await visit.ask(EditionOf(types=WRITTEN))
    if ledger.screens is not None:
        if ledger.edition == edition and now - ledger.screens.at < FRESH:
            yield ledger.screens
            return
        yield Before(ledger.screens)
    if ledger.going is None or ledger.going_for != edition:
        ledger.going = asyncio.create_task(_reckon(ledger, of, edition, now))
        ledger.going_for, ledger.share = edition, 0.0
    going = ledger.going
    while not going.done():
        yield ledger.share
        await asyncio.wait([going], timeout=TELL_S)
    await going
    assert ledger.screens is not None
    yield ledger.screens


async def last_of(visit: Visit, days: Days, now: datetime) -> Screens:
    """Return what is shown of some days, when it is reckoned. Raises as above."""
    async for step in screens_of(visit, days, now):
        if isinstance(step, Screens):
            return step
    raise AssertionError("it ends with what is shown")


def _ledger(of: _Of) -> _Ledger:
    """Return what is kept of some days; what was asked for longest ago goes."""
    ledger = _LEDGERS.pop(of, None) or _Ledger()
    while len(_LEDGERS) >= MOST:
        del _LEDGERS[next(iter(_LEDGERS))]
    _LEDGERS[of] = ledger
    return ledger


async def _reckon(ledger: _Ledger, of: _Of, edition: Edition, now: datetime) -> None:
    try:
        async for step in apart(reckon_apart, Viewer(of.dsn, of.town), of.days, now):
            if isinstance(step, Screens):
                ledger.screens, ledger.edition = step, edition
            else:
                ledger.share = step
    finally:
        if ledger.going_for == edition:
            ledger.going = None
