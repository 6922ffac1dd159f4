"""What people prove themselves with: passwords, kept as Argon2id hashes, and codes."""

from datetime import UTC, datetime

from mesto.kernel.access.account import Account, Kept, person, signed
from mesto.kernel.access.acts import note
from mesto.kernel.access.proof import fits, hash_password, step_of
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Forbidden, Malformed


class Credentials(Kept):
    """People's secrets of their own."""

    async def confirm(self, number: int, password: str) -> None:
        """Make sure that somebody is there who knows the password.

        Raises Forbidden where it is not right.
        """
        async with self._database.owner() as connection:
            kept = await connection.fetchval(
                "select password from account where id = $1", number
            )
        if not await fits(password, kept):
            raise Forbidden("the password is not right")

    async def change_password(self, number: int, old: str, new: str) -> None:
        """Change a password. Raises Forbidden if the old one is wrong, Malformed."""
        await self.confirm(number, old)
        async with self._database.owner() as connection, connection.transaction():
            whose = await person(connection, number)
            await connection.execute(
                "update account set password = $2 where id = $1",
                number,
                await hash_password(new, whose.login),
            )
            await _tell(connection, "password-changed", whose)

    async def ask_for_codes(self, number: int, secret: str, code: str) -> None:
        """Ask for time-based codes from now on, once the first one is right.

        secret: base32, as the authenticator got it

        Raises Malformed if the code does not fit.
        """
        if step_of(code, secret, datetime.now(UTC)) is None:
            raise Malformed("the code does not fit; is the clock of the phone right?")
        async with self._database.owner() as connection, connection.transaction():
            await connection.execute(
                "update account set totp = $2, totp_used = 0 where id = $1",
                number,
                secret,
            )
            await _tell(connection, "codes-on", await person(connection, number))
        self._forget(number)

    async def ask_for_no_codes(self, number: int) -> None:
        """Ask for no codes any more."""
        async with self._database.owner() as connection, connection.transaction():
            await connection.execute(
                "update account set totp = null where id = $1", number
            )
            await _tell(connection, "codes-off", await person(connection, number))
        self._forget(number)


async def _tell(connection: Connection, verb: str, whose: Account) -> None:
    """Note what somebody did to its own account."""
    login = signed(whose.login)
    await note(connection, verb, where=sorted(whose.memberships), who=login)
