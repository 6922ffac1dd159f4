"""Forgetting a person: a pseudonym takes the place of the name, everywhere at once.

What was said and done stays true and stays proven: seals are over salted names, and the
salt goes with the name. Where a value names the person, it names the pseudonym from
then on, and the chain tells so.
"""

import secrets
from collections.abc import Sequence

from mesto.kernel.access.account import signed
from mesto.kernel.access.accounts import Accounts
from mesto.kernel.access.acts import note
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict, NotFound
from mesto.kernel.names import PERSON
from mesto.operations.notifications.contacts import forget_contact

_ACTS = (
    """
    update mesto.act set origin = '', salt = null
     where who = (select id from mesto.actor where name = $1) and $2 <> ''
    """,
    "update mesto.actor set name = $2, salt = null where name = $1",
)


async def erase(
    accounts: Accounts,
    database: Database,
    cities: Sequence[City],
    login: str,
    *,
    everywhere: bool = False,
) -> str:
    """Forget a person in these municipalities; return its pseudonym.

    everywhere: these are all there are

    Safe to do again where it was cut off. Raises Conflict for who belongs to others
    too, or is the last who governs one.
    """
    login = login.strip().lower()
    name, pseudonym = signed(login), f"{PERSON}:erased-{secrets.token_hex(4)}"
    await _leave(accounts, {city.name for city in cities}, login, everywhere=everywhere)
    for city in cities:
        async with city.bound() as connection:
            await forget_contact(connection, login)
        await city.rename_source(name, pseudonym)
    async with database.owner() as connection, connection.transaction():
        for statement in _ACTS:
            await connection.execute(statement, name, pseudonym)
        where = [city.name for city in cities]
        await note(connection, "person-erased", where=where, whom=pseudonym)
    return pseudonym


async def _leave(
    accounts: Accounts, names: set[str], login: str, *, everywhere: bool
) -> None:
    """Take the person out of every municipality, and forget the account."""
    try:
        account = await accounts.by_login(login)
    except NotFound:
        return
    if not everywhere and not names.issuperset(account.memberships):
        raise Conflict(
            f"{login} belongs to other municipalities too; who runs the installation "
            "does this with 'mesto person erase'"
        )
    for name in sorted(account.memberships):
        await accounts.leave(account.number, name)
    await accounts.erase(account.number)
