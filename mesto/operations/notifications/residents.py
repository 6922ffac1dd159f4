"""Residents who asked to be told something, without an account.

What reaches them stands here and nowhere else: not in the ledger, and not with what is
under way. Who ends it is forgotten at once, who never confirmed a mail address within
two days.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import msgspec

from mesto.kernel.connections import Connection
from mesto.kernel.question import Row
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.notice import RESIDENT, recipient_of
from mesto.operations.notifications.preferences import Way

TOKEN_BYTES: Final = 18
UNCONFIRMED: Final = timedelta(days=2)


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody without an account is reached: by mail or by a browser.

    token: who knows it may read what is kept of them, and end it
    """

    number: UUID
    token: str
    language: str
    mail: str = ""
    browser: Browser | None = None
    confirmed: bool = False

    @property
    def way(self) -> Way:
        """By which way."""
        return Way.MAIL if self.browser is None else Way.PUSH


def new_resident(language: str, reached: str | Browser) -> Resident:
    """Return somebody new; a browser has agreed itself, a mail address has to.

    reached: a mail address, or a browser
    """
    number, token = uuid4(), secrets.token_urlsafe(TOKEN_BYTES)
    if isinstance(reached, Browser):
        return Resident(
            number=number,
            token=token,
            language=language,
            browser=reached,
            confirmed=True,
        )
    return Resident(number=number, token=token, language=language, mail=reached)


async def keep_resident(connection: Connection, resident: Resident) -> None:
    """Keep how somebody is reached."""
    browser = resident.browser
    written = None if browser is None else msgspec.json.encode(browser).decode()
    await connection.execute(
        "insert into resident (number, token, language, mail, browser, confirmed) "
        "values ($1, $2, $3, $4, $5::text::jsonb, $6)",
        resident.number,
        resident.token,
        resident.language,
        resident.mail,
        written,
        resident.confirmed,
    )


async def resident_with(connection: Connection, token: str) -> Resident | None:
    """Return whose secret this is; None: nobody's, or no more."""
    row = await connection.fetchrow(f"{RESIDENTS} where token = $1", token)
    return None if row is None else _read(row)


async def residents_of(
    connection: Connection, recipients: Collection[str]
) -> dict[str, Resident]:
    """Return those of some recipients who are residents, by recipient."""
    numbers = [
        one.partition(":")[2] for one in recipients if one.startswith(f"{RESIDENT}:")
    ]
    if not numbers:
        return {}
    rows = await connection.fetch(
        f"{RESIDENTS} where number::text = any($1::text[])", numbers
    )
    return {recipient_of(row["number"]): _read(row) for row in rows}


async def forget_residents(connection: Connection, numbers: Collection[UUID]) -> None:
    """Forget people, all they asked for, and what waits to be told to them."""
    named = [recipient_of(one) for one in numbers]
    async with connection.transaction():
        await connection.execute("delete from resident where number = any($1)", numbers)
        await connection.execute(
            "delete from delivery where recipient = any($1) and message is null", named
        )
        await connection.execute(  # why one failed may tell the address
            "update message set why = '' where recipient = any($1)", named
        )


async def forget_unconfirmed(connection: Connection, now: datetime) -> None:
    """Forget addresses nobody said were theirs."""
    rows = await connection.fetch(
        "select number from resident where not confirmed and since < $1",
        now - UNCONFIRMED,
    )
    if rows:
        await forget_residents(connection, [row["number"] for row in rows])


def _read(row: Row) -> Resident:
    written = row["browser"]
    return Resident(
        number=row["number"],
        token=row["token"],
        language=row["language"],
        mail=row["mail"],
        browser=None if written is None else msgspec.json.decode(written, type=Browser),
        confirmed=row["confirmed"],
    )


RESIDENTS: Final = (
    "select number, token, language, mail, browser, confirmed from resident"
)
