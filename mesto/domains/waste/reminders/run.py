"""Reminding residents: looked at every few minutes, by one process for each town.

What is due is read from the calendars as they are at that moment, so that whoever
changes a calendar before changes the reminder. A notice has the same number whenever it
is made, so none is told twice, whatever fails between.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Final
from uuid import uuid4

from mesto.domains.waste.calendars.address import calendars_at, read_address
from mesto.domains.waste.calendars.days import DAY, days
from mesto.domains.waste.calendars.nearby import with_district
from mesto.domains.waste.calendars.reading import containers_in, written_of
from mesto.domains.waste.reminders import store
from mesto.domains.waste.reminders.due import Due, Wish, days_asked, is_due, notice_of
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.operations.notifications.tell import tell

LEASE: Final = "waste: reminders"
LOOK_S: Final = 120.0


async def remind_residents(city: City, _callers: Callers) -> None:
    """Remind the residents of a town, if no other process does, for ever."""

    async def work() -> None:
        while True:
            with suppress(Unavailable):
                await remind(city, datetime.now(UTC))
            await asyncio.sleep(LOOK_S)

    await while_held(city.bound, LEASE, uuid4(), work)


async def remind(city: City, now: datetime) -> int:
    """Tell whoever is to be told at a moment; return how many they are."""
    local = now.astimezone((await city.municipality()).zone)
    return sum([await _remind_of(city, day, local) for day in days_asked(local)])


async def _remind_of(city: City, day: date, local: datetime) -> int:
    async with city.bound() as connection:
        wishes = await store.untold(connection, day)
    if not wishes:
        return 0
    collected = await collected_on(city, day, {one.address for one in wishes})
    told = [
        (wish, notice_of(wish, day, due, path=page_of(city.name, wish)))
        for wish in wishes
        if (due := collected[wish.address]) and is_due(wish, day, _earliest(due), local)
    ]
    await tell(city, [notice for _, notice in told])
    async with city.bound() as connection:
        await store.note_told(connection, [wish.resident for wish, _ in told], day)
    return len(told)


async def collected_on(
    city: City, day: date, addresses: set[str]
) -> Mapping[str, Sequence[Due]]:
    """Return what is collected on a day at the door of each address."""
    written = await written_of(city, (await city.municipality()).zone)
    containers = await containers_in(city)

    def at(address: str) -> list[Due]:
        here = with_district(read_address(address), containers)
        return [
            Due(definition, found[0])
            for name, definition in calendars_at(here, written.calendars)
            if (found := days(definition, day, day + DAY, written.free[name]))
        ]

    return {address: at(address) for address in addresses}


def page_of(city: str, wish: Wish) -> str:
    """Return the path of the page where somebody changes or ends a reminder."""
    return f"/open/{city}/waste/reminders/{wish.token}"


def _earliest(due: Sequence[Due]) -> str:
    return min(
        (one.definition.begins for one in due if one.definition.begins), default=""
    )
