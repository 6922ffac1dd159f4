"""Reminding residents: looked at every few minutes, by one process for each town.

What is due is read from the calendars as they are at that moment, so that whoever
changes a calendar before changes the reminder; who was told already is told what is so
now. A notice has the same number whenever it
is made, so none is told twice, whatever fails between.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from typing import Final
from uuid import uuid4

from mesto.domains.waste.calendars.address import calendars_at, read_address
from mesto.domains.waste.calendars.days import (
    DAY,
    Collection,
    Free,
    days,
    next_day,
)
from mesto.domains.waste.calendars.definition import Definition
from mesto.domains.waste.calendars.nearby import with_district
from mesto.domains.waste.calendars.reading import containers_in, written_of
from mesto.domains.waste.reminders import store
from mesto.domains.waste.reminders.due import (
    Due,
    Wish,
    correction_of,
    days_asked,
    is_changed,
    is_due,
    notice_of,
    said_of,
)
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import Unavailable
from mesto.kernel.lease import while_held
from mesto.operations.notifications.notice import Notice
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
    told = [await _remind_of(city, day, local) for day in days_asked(local)]
    both = (local.date(), local.date() + DAY)
    return sum([*told, *[await _correct(city, day, local) for day in both]])


async def _remind_of(city: City, day: date, local: datetime) -> int:
    async with city.bound() as connection:
        wishes = await store.untold(connection, day)
    if not wishes:
        return 0
    collected = await collected_on(city, day, {one.address for one in wishes})
    told = [
        (wish, due)
        for wish in wishes
        if (due := collected[wish.address]) and is_due(wish, day, _earliest(due), local)
    ]
    path = partial(page_of, city.name)
    notices = [notice_of(wish, day, due, path=path(wish)) for wish, due in told]
    return await _tell(city, day, told, notices)


async def _correct(city: City, day: date, local: datetime) -> int:
    """Tell who was told of a day what is so no more."""
    async with city.bound() as connection:
        wishes = await store.told_of(connection, day)
    if not wishes:
        return 0
    collected = await collected_on(city, day, {one.address for one in wishes})
    changed = [
        (wish, due)
        for wish in wishes
        if is_changed(wish, day, due := collected[wish.address], local)
    ]
    if not changed:
        return 0
    coming = await coming_after(city, day, {wish.address for wish, _ in changed})
    path = partial(page_of, city.name)
    notices = [
        correction_of(wish, day, due, coming[wish.address], path=path(wish))
        for wish, due in changed
    ]
    return await _tell(city, day, changed, notices)


async def _tell(
    city: City,
    day: date,
    told: Sequence[tuple[Wish, Sequence[Due]]],
    notices: Sequence[Notice],
) -> int:
    """Tell, and note what was told; return how many they are."""
    await tell(city, notices)
    said = {wish.resident: said_of(due) for wish, due in told}
    async with city.bound() as connection:
        await store.note_told(connection, said, day)
    return len(told)


async def collected_on(
    city: City, day: date, addresses: set[str]
) -> Mapping[str, Sequence[Due]]:
    """Return what is collected on a day at the door of each address."""

    def on_day(definition: Definition, free: Free) -> Collection | None:
        return next(iter(days(definition, day, day + DAY, free)), None)

    return await _at_doors(city, addresses, on_day)


async def coming_after(
    city: City, day: date, addresses: set[str]
) -> Mapping[str, Sequence[Due]]:
    """Return what is collected next after a day at the door of each address."""

    def after(definition: Definition, free: Free) -> Collection | None:
        return next_day(definition, day + DAY, free)

    return await _at_doors(city, addresses, after)


async def _at_doors(
    city: City,
    addresses: set[str],
    which: Callable[[Definition, Free], Collection | None],
) -> Mapping[str, Sequence[Due]]:
    written = await written_of(city, (await city.municipality()).zone)
    containers = await containers_in(city)

    def at(address: str) -> list[Due]:
        here = with_district(read_address(address), containers)
        return [
            Due(definition, found)
            for name, definition in calendars_at(here, written.calendars)
            if (found := which(definition, written.free[name]))
        ]

    return {address: at(address) for address in addresses}


def page_of(city: str, wish: Wish) -> str:
    """Return the path of the page where somebody changes or ends a reminder."""
    return f"/open/{city}/waste/reminders/{wish.token}"


def _earliest(due: Sequence[Due]) -> str:
    return min(
        (one.definition.begins for one in due if one.definition.begins), default=""
    )
