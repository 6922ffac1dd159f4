"""What residents want to be reminded of, in the database of the town."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from mesto.domains.waste.reminders.due import Wish
from mesto.kernel.connections import Connection
from mesto.operations.notifications.residents import (
    Resident,
    forget_residents,
    keep_resident,
)

MOST_ASKED: Final = 3  #: unconfirmed questions to one mail address at a time


async def keep_wish(connection: Connection, resident: Resident, wish: Wish) -> bool:
    """Keep what somebody wants; return whether they have to be asked, or are told.

    A mail address that has been asked often enough is left alone, and a browser has
    one wish for an address: the last.
    """
    async with connection.transaction():
        if resident.mail:
            asked = await connection.fetchval(ASKED, resident.mail)
            if asked >= MOST_ASKED:
                return False
        await keep_resident(connection, resident)
        await connection.execute(KEEP, wish.resident, wish.address, wish.moment)
        if resident.confirmed:
            await _replace(connection, wish.resident)
    return True


async def wish_of(connection: Connection, resident: UUID) -> Wish | None:
    """Return what somebody wants; None: nothing any more."""
    row = await connection.fetchrow(f"{WISHES} where r.number = $1", resident)
    return None if row is None else Wish(*row)


async def confirm(connection: Connection, resident: UUID) -> None:
    """Take it that a mail address is theirs who asked; what it wanted before goes."""
    async with connection.transaction():
        await connection.execute(
            "update resident set confirmed = true where number = $1", resident
        )
        await _replace(connection, resident)


async def change_moment(connection: Connection, resident: UUID, moment: str) -> None:
    """Remind somebody at another moment."""
    await connection.execute(
        "update collection_reminder set moment = $2 where resident = $1",
        resident,
        moment,
    )


async def untold(connection: Connection, day: date) -> list[Wish]:
    """Return the confirmed wishes of those who were not told of a day."""
    rows = await connection.fetch(
        f"{WISHES} where r.confirmed and w.told_on is distinct from $1", day
    )
    return [Wish(*row) for row in rows]


async def told_of(connection: Connection, day: date) -> list[Wish]:
    """Return the confirmed wishes of those who were told of a day last."""
    rows = await connection.fetch(f"{WISHES} where r.confirmed and w.told_on = $1", day)
    return [Wish(*row) for row in rows]


async def note_told(
    connection: Connection, told: Mapping[UUID, str], day: date
) -> None:
    """Note what residents were told of a day."""
    await connection.execute(NOTE, list(told), list(told.values()), day)


async def _replace(connection: Connection, resident: UUID) -> None:
    """Forget what the same mail or browser wanted before for the same address."""
    rows: Sequence[object] = await connection.fetch(SAME, resident)
    if rows:
        await forget_residents(connection, [row[0] for row in rows])  # type: ignore[index]  # records


WISHES: Final = """
    select r.number, r.token, w.address, w.moment, w.told_on, w.told
      from resident r join collection_reminder w on w.resident = r.number
"""

KEEP: Final = """
    insert into collection_reminder (resident, address, moment) values ($1, $2, $3)
"""

NOTE: Final = """
    update collection_reminder w
       set told_on = $3, told = n.told
      from unnest($1::uuid[], $2::text[]) as n (resident, told)
     where w.resident = n.resident
"""

ASKED: Final = """
    select count(*) from resident where mail = $1 and not confirmed
"""

SAME: Final = """
    select o.number
      from resident r
      join collection_reminder w on w.resident = r.number
      join resident o on o.number <> r.number and o.mail = r.mail
                     and o.browser ->> 'endpoint'
                         is not distinct from r.browser ->> 'endpoint'
      join collection_reminder p on p.resident = o.number
                                and lower(p.address) = lower(w.address)
     where r.number = $1
"""
