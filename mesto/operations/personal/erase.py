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
from mesto.kernel.errors import Conflict
from mesto.kernel.names import PERSON
from mesto.operations.notifications.contacts import forget_contact

#: Whether acts of or on $1 are told elsewhere too than in municipalities $2: together
#: with these, or of others.
_TOLD_ELSEWHERE = """
    select coalesce(bool_or(municipalities && $2::text[]), false) as together,
           coalesce(bool_or(not municipalities && $2::text[]), false) as apart
      from mesto.act
     where (select id from mesto.actor where name = $1) in (who, whom)
       and not municipalities <@ $2::text[]
"""
_RENAME = "update mesto.actor set name = $2, salt = null where name = $1"
#: Gives $1 a second name in acts of municipalities $3; the seal holds for both.
_PART = """
    with one as (select id, seal from mesto.actor where name = $1),
         other as (insert into mesto.actor (name, seal) select $2, seal from one
                   returning id)
    update mesto.act a
       set who = case a.who when one.id then other.id else a.who end,
           whom = case a.whom when one.id then other.id else a.whom end
      from one, other
     where one.id in (a.who, a.whom)
       and a.municipalities && $3::text[] and a.municipalities <@ $3::text[]
"""
_FORGET_ORIGINS = """
    update mesto.act set origin = '', salt = null
     where who = (select id from mesto.actor where name = $1)
"""
ELSEWHERE = (
    "{login} belongs to other municipalities too; who runs the installation does this "
    "with 'mesto person erase'"
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
    too, or did at the same time, or is the last who governs one.
    """
    login = login.strip().lower()
    name, pseudonym = signed(login), f"{PERSON}:erased-{secrets.token_hex(4)}"
    where = [city.name for city in cities]
    apart = False
    if not everywhere:
        apart = await _is_told_apart(database, login, where)
    await _leave(accounts, login, None if everywhere else where)
    for city in cities:
        async with city.bound() as connection:
            await forget_contact(connection, login)
        await city.rename_source(name, pseudonym)
    async with database.owner() as connection, connection.transaction():
        if apart:
            await connection.execute(_PART, name, pseudonym, where)
        else:
            await connection.execute(_RENAME, name, pseudonym)
        await connection.execute(_FORGET_ORIGINS, pseudonym)
        await note(connection, "person-erased", where=where, whom=pseudonym)
    return pseudonym


async def _is_told_apart(database: Database, login: str, where: Sequence[str]) -> bool:
    """Tell whether other municipalities have acts of or on a login, who lives on there.

    Raises Conflict where acts are told in these municipalities and others together.
    """
    async with database.owner() as connection:
        (told,) = await connection.fetch(_TOLD_ELSEWHERE, signed(login), where)
    if told["together"]:
        raise Conflict(ELSEWHERE.format(login=login))
    return bool(told["apart"])


async def _leave(accounts: Accounts, login: str, where: Sequence[str] | None) -> None:
    """Take the person out of municipalities, or all there are; forget the account."""
    for account in await accounts.called(login, where):
        if where is not None and not set(where).issuperset(account.memberships):
            raise Conflict(ELSEWHERE.format(login=login))
        for name in sorted(account.memberships):
            await accounts.leave(account.number, name)
        await accounts.erase(account.number)
