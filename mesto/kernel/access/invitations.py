"""How people are asked in: by a link, good once and for a week, kept only as a digest.

Who is asked into a municipality waits there as an account of its own, see `waiting`.
Taking the invitation makes it the account of the login, or, where the login has one,
gives that one the roles; so who asks learns nothing of the account and gains nothing by
having made it.
"""

import secrets
from datetime import UTC, datetime, timedelta

from asyncpg import UniqueViolationError

from mesto.kernel.access.account import Account, Kept, digest, person, signed
from mesto.kernel.access.acts import note
from mesto.kernel.access.entrance import begin, prove, tell_of, tell_own
from mesto.kernel.access.people import join
from mesto.kernel.access.proof import hash_password
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict, Forbidden

INVITATION = timedelta(days=7)


class Invitations(Kept):
    """Links, made and taken."""

    async def invite(self, number: int, lasts: timedelta = INVITATION) -> str:
        """Return the word of a link that lets a person choose a password, once."""
        word = secrets.token_urlsafe(24)
        async with self._database.owner() as connection, connection.transaction():
            await connection.execute(
                "delete from invitation where account = $1 or expires_at < now()",
                number,
            )
            await connection.execute(
                "insert into invitation (digest, account, expires_at) "
                "values ($1, $2, $3)",
                digest(word),
                number,
                datetime.now(UTC) + lasts,
            )
            await tell_of(connection, "link-made", number)
        return word

    async def invited(self, word: str) -> Account:
        """Return whom a link invites. Raises Forbidden if it is used up or too old."""
        async with self._database.owner() as connection:
            number = await connection.fetchval(
                "select i.account from invitation i join account a on a.id = i.account "
                "where i.digest = $1 and i.expires_at > now() and not a.disabled",
                digest(word),
            )
            if number is None:
                raise _used()
            return await person(connection, number)

    async def accept(
        self, word: str, password: str, code: str = "", agent: str = ""
    ) -> str:
        """Take an invitation: the password is chosen, other sessions end.

        Whose login has an account already proves to be it instead, as for `sign_in`.

        Returns what opens the session. Raises Forbidden as `invited` and `sign_in` do,
        Malformed for a password that is too short, Conflict if somebody takes the login
        just now.
        """
        asked = await self.invited(word)
        if asked.invited:
            async with self._database.owner() as connection:
                if await _is_taken(connection, asked.login):
                    number = await prove(connection, asked.login, password, code)
                    async with connection.transaction():
                        await self._follow(connection, word, number)
                        return await begin(connection, number, agent)
        kept = await hash_password(password, asked.login)
        async with self._database.owner() as connection, connection.transaction():
            number = await _use(connection, word)
            await _give_password(connection, number, asked.login, kept)
            token = await begin(connection, number, agent)
            await tell_own(connection, "link-used", asked.login)
        self._forget(number)
        return token

    async def follow(self, word: str, number: int) -> None:
        """Take an invitation as who is signed in; it has to be for the same login.

        Raises Forbidden where it is not, or as `invited` does.
        """
        async with self._database.owner() as connection, connection.transaction():
            await self._follow(connection, word, number)

    async def _follow(self, connection: Connection, word: str, number: int) -> None:
        """Give a person what an invitation of its login gives."""
        asked = await person(connection, await _use(connection, word))
        known = await person(connection, number)
        if not asked.invited or asked.login != known.login:
            raise Forbidden("this link invites somebody else")
        for municipality, roles in asked.memberships.items():
            await join(connection, number, municipality, roles)
        where = sorted(asked.memberships)
        await note(connection, "link-used", where=where, who=signed(known.login))
        self._forget(number)


def _used() -> Forbidden:
    return Forbidden("this link was used already or is too old", used=True)


async def _use(connection: Connection, word: str) -> int:
    """Use an invitation up; return whose it is. Raises Forbidden if somebody has."""
    number: int | None = await connection.fetchval(
        "delete from invitation where digest = $1 returning account", digest(word)
    )
    if number is None:
        raise _used()
    return number


async def _is_taken(connection: Connection, login: str) -> bool:
    return bool(
        await connection.fetchval(
            "select exists (select from account where login = $1)", login
        )
    )


async def _give_password(
    connection: Connection, number: int, login: str, kept: str
) -> None:
    """Give an account its login and a password; its sessions end. Raises Conflict."""
    try:
        await connection.execute(
            "update account set login = $2, password = $3 where id = $1",
            number,
            login,
            kept,
        )
    except UniqueViolationError:
        raise Conflict("somebody comes in with this login just now") from None
    await connection.execute("delete from session where account = $1", number)
