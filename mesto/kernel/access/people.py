"""Who there is, and in which municipalities they belong with which roles."""

from collections.abc import Mapping, Sequence

from asyncpg import UniqueViolationError

from mesto.kernel.access.account import (
    PERSON,
    Account,
    Kept,
    checked_login,
    person,
    read,
    signed,
    waiting,
)
from mesto.kernel.access.acts import note
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict, NotFound


class People(Kept):
    """The people of all municipalities."""

    async def make(
        self, login: str, name: str, memberships: Mapping[str, Sequence[str]]
    ) -> Account:
        """Make an account without a password; an invitation lets its owner choose one.

        Raises Conflict if the login is taken, Malformed if it cannot be one.
        """
        login = checked_login(login)
        async with self._database.owner() as connection, connection.transaction():
            try:
                return await _make(connection, login, name, memberships)
            except UniqueViolationError:
                raise Conflict(f"there is somebody called {login} already") from None

    async def ask_in(
        self, login: str, name: str, municipality: str, roles: Sequence[str]
    ) -> Account:
        """Ask somebody into a municipality, whether the login is anybody's or nobody's.

        It waits as an account of its own that nobody signs in with: who takes its
        invitation brings the login's account, or makes it.

        Raises Conflict if it belongs there or is asked already, Malformed if the login
        cannot be one.
        """
        login = checked_login(login)
        known = Conflict(f"{login} belongs here already", place=("login",))
        if await self.called(login, [municipality]):
            raise known
        place = waiting(login, municipality)
        async with self._database.owner() as connection, connection.transaction():
            try:
                return await _make(connection, place, name, {municipality: roles})
            except UniqueViolationError:
                raise known from None

    async def called(
        self, login: str, municipalities: Sequence[str] | None = None
    ) -> list[Account]:
        """Return who is called so in some municipalities, and who is asked in there.

        municipalities: None: wherever, and nowhere
        """
        async with self._database.owner() as connection:
            rows = await connection.fetch(CALLED, login.strip().lower(), municipalities)
        return [read(row) for row in rows]

    async def of_municipality(self, municipality: str) -> list[Account]:
        """Return who belongs to a municipality, by name."""
        async with self._database.owner() as connection:
            rows = await connection.fetch(
                f"{PERSON} join membership me on me.account = a.id "
                "where me.municipality = $1 order by lower(a.name), a.id",
                municipality,
            )
        return [read(row) for row in rows]

    async def by_login(self, login: str) -> Account:
        """Return a person. Raises NotFound if there is none of that login."""
        async with self._database.owner() as connection:
            row = await connection.fetchrow(
                f"{PERSON} where a.login = $1", login.strip().lower()
            )
        if row is None:
            raise NotFound(f"there is nobody called {login}")
        return read(row)

    async def join(self, number: int, municipality: str, roles: Sequence[str]) -> None:
        """Give a person roles in a municipality, in place of those it had there.

        Raises Conflict where nobody would be left to govern it.
        """
        async with self._database.owner() as connection, connection.transaction():
            await join(connection, number, municipality, roles)
            await _tell(
                connection, "roles-given", number, [municipality], {"roles": roles}
            )
        self._forget(number)

    async def leave(self, number: int, municipality: str) -> None:
        """Let a person belong to a municipality no longer.

        Raises Conflict where nobody would be left to govern it.
        """
        async with self._database.owner() as connection, connection.transaction():
            governed = await connection.fetchval(GOVERNED, municipality)
            await connection.execute(
                "delete from membership where account = $1 and municipality = $2",
                number,
                municipality,
            )
            if governed:
                await _require_governor(connection, municipality)
            await _tell(connection, "person-left", number, [municipality])
        self._forget(number)

    async def rename(self, number: int, *, name: str, language: str) -> None:
        """Change how a person is called and which language it reads."""
        async with self._database.owner() as connection:
            await connection.execute(
                "update account set name = $2, language = $3 where id = $1",
                number,
                name.strip(),
                language,
            )
        self._forget(number)

    async def disable(self, number: int, *, disabled: bool) -> None:
        """Let nobody in by an account, or again; its sessions end."""
        async with self._database.owner() as connection, connection.transaction():
            await connection.execute(
                "update account set disabled = $2 where id = $1", number, disabled
            )
            if disabled:
                await connection.execute(
                    "delete from session where account = $1", number
                )
            verb = "person-disabled" if disabled else "person-enabled"
            await _tell(connection, verb, number)
        self._forget(number)

    async def erase(self, number: int) -> None:
        """Forget an account for good; what was done with it stays in the log."""
        async with self._database.owner() as connection, connection.transaction():
            await _tell(connection, "person-removed", number)
            await connection.execute("delete from account where id = $1", number)
        self._forget(number)

    async def governed(self, municipality: str) -> bool:
        """Tell whether somebody can come in who may govern a municipality."""
        async with self._database.owner() as connection:
            return bool(await connection.fetchval(GOVERNED, municipality))


#: Accounts of login $1 in municipalities $2; who has come is before who is asked in.
CALLED = f"""
    {PERSON}
     where split_part(a.login, ' ', 1) = $1
       and ($2::text[] is null
            or exists (select from membership m
                        where m.account = a.id and m.municipality = any($2)))
     order by a.login
"""

#: Whether somebody in municipality $1 may govern by a built-in role.
GOVERNED = """
    select exists (select from membership m join account a on a.id = m.account
                    where m.municipality = $1 and 'administrator' = any(m.roles)
                      and not a.disabled)
"""


async def _require_governor(connection: Connection, municipality: str) -> None:
    if not await connection.fetchval(GOVERNED, municipality):
        raise Conflict("somebody has to stay administrator; name another first")


async def _make(
    connection: Connection,
    place: str,
    name: str,
    memberships: Mapping[str, Sequence[str]],
) -> Account:
    """Make an account with a login, or what stands in its place."""
    login = place.partition(" ")[0]
    number = await connection.fetchval(
        "insert into account (login, name) values ($1, $2) returning id",
        place,
        name.strip() or login,
    )
    for municipality, roles in memberships.items():
        await join(connection, number, municipality, roles)
    await note(
        connection,
        "person-added",
        where=sorted(memberships),
        whom=signed(login),
        detail={"roles": memberships},
    )
    return await person(connection, number)


async def join(
    connection: Connection, number: int, municipality: str, roles: Sequence[str]
) -> None:
    """Give a person roles in a municipality, in the caller's transaction.

    Whoever was asked in there with the login is asked no more.

    Raises Conflict where nobody would be left to govern it.
    """
    governed = await connection.fetchval(GOVERNED, municipality)
    await connection.execute(
        "insert into membership (account, municipality, roles) values ($1, $2, $3) "
        "on conflict (account, municipality) do update set roles = excluded.roles",
        number,
        municipality,
        list(roles),
    )
    await connection.execute(
        "delete from account w using account a "
        "where a.id = $1 and w.login = a.login || ' ' || $2",
        number,
        municipality,
    )
    if governed:
        await _require_governor(connection, municipality)


async def _tell(
    connection: Connection,
    verb: str,
    number: int,
    where: Sequence[str] | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Note what was done to somebody; without `where`, wherever it belongs."""
    whom = await person(connection, number)
    told = sorted(whom.memberships) if where is None else where
    await note(connection, verb, where=told, whom=signed(whom.login), detail=detail)
