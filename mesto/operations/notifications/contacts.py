"""How people are reached and what they wish: theirs alone, and so not in the ledger."""

import re
from typing import Final
from uuid import UUID

import msgspec

from mesto.kernel.connections import Connection
from mesto.kernel.errors import Malformed
from mesto.kernel.names import PERSON
from mesto.operations.notifications.channels.push import Browser
from mesto.operations.notifications.preferences import Preferences, check

MOST_BROWSERS: Final = 20  #: of one person; the oldest goes
_MAIL: Final = re.compile(r"[^@\s<>,;\x00]{1,64}@[^@\s<>,;\x00]{1,190}")
_PHONE: Final = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)  # E.164


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody is reached, and wants to be."""

    mail: str = ""
    phone: str = ""  #: E.164, e.g. +420601234567
    preferences: Preferences = Preferences()


def require_sense(contact: Contact) -> None:
    """Raise Malformed, naming the place, where nobody could be reached so."""
    if contact.mail and not _MAIL.fullmatch(contact.mail):
        raise Malformed("this is no mail address", place=("mail",))
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        raise Malformed(
            "write the number with its country, e.g. +420601234567", place=("phone",)
        )
    check(contact.preferences)


async def contacts_of(connection: Connection) -> dict[str, Contact]:
    """Return how people are reached, by login."""
    rows = await connection.fetch("select login, mail, phone, preferences from contact")
    return {
        row["login"]: Contact(
            mail=row["mail"],
            phone=row["phone"],
            preferences=msgspec.json.decode(row["preferences"], type=Preferences),
        )
        for row in rows
    }


async def keep_contact(connection: Connection, login: str, contact: Contact) -> None:
    """Keep how somebody is reached, in place of what was."""
    await connection.execute(
        "insert into contact (login, mail, phone, preferences) "
        "values ($1, $2, $3, $4::text::jsonb) on conflict (login) do update set "
        "mail = excluded.mail, phone = excluded.phone, "
        "preferences = excluded.preferences",
        login,
        contact.mail,
        contact.phone,
        msgspec.json.encode(contact.preferences).decode(),
    )


async def browsers_of(connection: Connection) -> dict[str, list[Browser]]:
    """Return the browsers that show messages, by login."""
    rows = await connection.fetch(
        "select number, login, endpoint, keys, agent from browser order by since"
    )
    found: dict[str, list[Browser]] = {}
    for row in rows:
        found.setdefault(row["login"], []).append(
            Browser(
                number=row["number"],
                endpoint=row["endpoint"],
                keys=msgspec.json.decode(row["keys"]),
                agent=row["agent"],
            )
        )
    return found


async def keep_browser(connection: Connection, login: str, browser: Browser) -> None:
    """Let a browser show somebody's messages, and nobody else's any more."""
    async with connection.transaction():
        await connection.execute(
            "insert into browser (number, login, endpoint, keys, agent) "
            "values ($1, $2, $3, $4::text::jsonb, $5) on conflict (endpoint) do update "
            "set login = excluded.login, keys = excluded.keys, agent = excluded.agent",
            browser.number,
            login,
            browser.endpoint,
            msgspec.json.encode(browser.keys).decode(),
            browser.agent,
        )
        await connection.execute(
            "delete from browser where login = $1 and number in (select number "
            "from browser where login = $1 order by since desc offset $2)",
            login,
            MOST_BROWSERS,
        )


async def drop_browser(connection: Connection, number: UUID) -> None:
    """Forget a browser that takes no messages any more."""
    await connection.execute("delete from browser where number = $1", number)


async def forget_contact(connection: Connection, login: str) -> None:
    """Forget how somebody was reached; what is under way to it is not sent."""
    async with connection.transaction():
        await connection.execute("delete from contact where login = $1", login)
        await connection.execute("delete from browser where login = $1", login)
        await connection.execute(
            "delete from delivery where recipient = $1 and message is null",
            f"{PERSON}:{login}",
        )
        await connection.execute(  # why one failed may tell the address
            "update message set why = '' where recipient = $1", f"{PERSON}:{login}"
        )


async def push_key(connection: Connection) -> str:
    """Return the private key push services know us by; it is made at first."""
    found = await connection.fetchval("select private_key from push_identity")
    if found is None:
        from mesto.operations.notifications.channels.sealing import new_key

        await connection.execute(
            "insert into push_identity (private_key) values ($1) "
            "on conflict do nothing",
            new_key(),
        )
        found = await connection.fetchval("select private_key from push_identity")
    return str(found)
