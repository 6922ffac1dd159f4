"""How people come in and leave: by a password, or who vouches for them.

What opens a session is kept only as a digest. Who tries a login that does not exist
waits as long as with a wrong password.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic

from asyncpg import Record, UniqueViolationError

from mesto.kernel.access.account import (
    LONGEST_LOGIN,
    PERSON,
    Account,
    Kept,
    Session,
    Voucher,
    checked_login,
    digest,
    person,
    read,
    signed,
)
from mesto.kernel.access.acts import note, places_of
from mesto.kernel.access.people import join
from mesto.kernel.access.proof import fits, step_of
from mesto.kernel.connections import Connection
from mesto.kernel.errors import Conflict, Forbidden, NotFound

SESSION = timedelta(days=30)  #: a session nobody uses for so long is over
TRUST_S = 15.0  #: how long a session that was ended may still open
SEEN_EVERY = timedelta(minutes=10)  #: how exactly is known when a session was used


class Entrance(Kept):
    """Lets people in and out."""

    async def sign_in(
        self, login: str, password: str, code: str = "", agent: str = ""
    ) -> str:
        """Let a person in; return what opens the session.

        Raises Forbidden, with `code=True` where only the time-based code is missing
        or wrong.
        """
        login = login.strip().lower()
        async with self._database.owner() as connection:
            number = await prove(connection, login, password, code)
            async with connection.transaction():
                token = await begin(connection, number, agent)
                await tell_own(connection, "signed-in", login)
        return token

    async def vouched(self, voucher: Voucher, agent: str = "") -> str:
        """Let somebody in for whom a provider vouches; make the account at first.

        Raises Conflict if the login belongs to somebody else, Forbidden if the account
        is disabled.
        """
        async with self._database.owner() as connection, connection.transaction():
            row = await connection.fetchrow(
                "select id, disabled from account where issuer = $1 and subject = $2",
                voucher.issuer,
                voucher.subject,
            )
            if row is not None and row["disabled"]:
                raise Forbidden("this account is disabled")
            number = row["id"] if row else await _adopt(connection, voucher)
            if voucher.memberships is not None:
                await connection.execute(
                    "delete from membership where account = $1", number
                )
                for municipality, roles in voucher.memberships.items():
                    await join(connection, number, municipality, roles)
            token = await begin(connection, number, agent)
            known = await person(connection, number)
            detail: dict[str, object] = {"issuer": voucher.issuer}
            if voucher.memberships is not None:
                detail["roles"] = voucher.memberships
            await tell_own(connection, "signed-in", known.login, detail)
        self._forget(number)
        return token

    async def person_of(self, token: str) -> Account:
        """Return whose session it is. Raises Forbidden if it is over."""
        kept = digest(token)
        known = self._known.get(kept)
        if known is None or known[1] <= monotonic():
            known = self._known[kept] = await self._look_up(kept)
        return known[0]

    async def sign_out(self, token: str) -> None:
        """End a session."""
        kept = digest(token)
        self._known.pop(kept, None)
        async with self._database.owner() as connection, connection.transaction():
            number = await connection.fetchval(
                "delete from session where digest = $1 returning account", kept
            )
            if number is not None:
                known = await person(connection, number)
                await tell_own(connection, "signed-out", known.login)

    @staticmethod
    def session_number(token: str) -> str:
        """Return the number by which a session is listed."""
        return digest(token).hex()[:12]

    async def sessions(self, number: int) -> list[Session]:
        """Return a person's sessions, the last used first."""
        async with self._database.owner() as connection:
            rows = await connection.fetch(
                "select left(encode(digest, 'hex'), 12) as number, agent, created_at, "
                "seen_at from session where account = $1 and expires_at > now() "
                "order by seen_at desc",
                number,
            )
        return [Session(**row) for row in rows]

    async def end(self, number: int, session: str) -> None:
        """End one of a person's sessions. Raises NotFound if there is none."""
        async with self._database.owner() as connection, connection.transaction():
            done = await connection.execute(
                "delete from session where account = $1 "
                "and left(encode(digest, 'hex'), 12) = $2",
                number,
                session,
            )
            if done == "DELETE 0":
                raise NotFound("this session is over")
            await tell_of(connection, "session-ended", number)
        self._forget(number)

    async def _look_up(self, kept: bytes) -> tuple[Account, float]:
        now = datetime.now(UTC)
        async with self._database.owner() as connection:
            row = await connection.fetchrow(
                f"select s.seen_at, p.* from ({PERSON}) p "
                "join session s on s.account = p.id "
                "where s.digest = $1 and s.expires_at > $2 and not p.disabled",
                kept,
                now,
            )
            if row is None:
                self._known.pop(kept, None)
                raise Forbidden("your session is over; sign in again", keyless=True)
            if now - row["seen_at"] > SEEN_EVERY:
                await connection.execute(
                    "update session set seen_at = $2, expires_at = $3 "
                    "where digest = $1",
                    kept,
                    now,
                    now + SESSION,
                )
        return read(row), monotonic() + TRUST_S


async def _adopt(connection: Connection, voucher: Voucher) -> int:
    """Make the account of somebody a provider vouches for."""
    try:
        async with connection.transaction():
            number = await connection.fetchval(
                "insert into account (login, name, issuer, subject) "
                "values ($1, $2, $3, $4) returning id",
                checked_login(voucher.login),
                voucher.name.strip() or voucher.login,
                voucher.issuer,
                voucher.subject,
            )
    except UniqueViolationError:
        raise Conflict(
            f"{voucher.login} is the login of a local account; an administrator has "
            "to rename one of both"
        ) from None
    return int(number)


async def prove(connection: Connection, login: str, password: str, code: str) -> int:
    """Return the number of who proves to have a login; wrong tries are noted.

    Raises Forbidden.
    """
    try:
        return await _proven(connection, login, password, code)
    except Forbidden as error:
        if not error.facts.get("half"):  # nobody guessed yet
            await tell_own(connection, "sign-in-failed", login)
        raise


async def _proven(connection: Connection, login: str, password: str, code: str) -> int:
    row = await connection.fetchrow(
        "select id, password, totp, totp_used, disabled from account where login = $1",
        login,
    )
    right = await fits(password, row["password"] if row else None)
    if row is None or not right or row["disabled"]:
        raise Forbidden("login or password is not right")
    if row["totp"] is not None:
        await _take_code(connection, row, code)
    return int(row["id"])


async def _take_code(connection: Connection, row: Record, code: str) -> None:
    """Take a code, each only once (RFC 6238, 5.2). Raises Forbidden."""
    step = step_of(code, row["totp"], datetime.now(UTC))
    done = await connection.execute(
        "update account set totp_used = $2 where id = $1 and totp_used < $2",
        row["id"],
        step or 0,
    )
    if done != "UPDATE 1":
        raise Forbidden(
            "give the code your authenticator shows", code=True, half=not code
        )


async def begin(connection: Connection, number: int, agent: str) -> str:
    """Begin a session; those that are over are forgotten."""
    token = secrets.token_urlsafe(32)
    await connection.execute("delete from session where expires_at < now()")
    await connection.execute(
        "insert into session (digest, account, expires_at, agent) "
        "values ($1, $2, $3, $4)",
        digest(token),
        number,
        datetime.now(UTC) + SESSION,
        agent[:300],
    )
    return token


async def tell_own(
    connection: Connection,
    verb: str,
    login: str,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Note what somebody did who just came, or tried to come, with a login."""
    login = login[:LONGEST_LOGIN]
    where = await places_of(connection, login)
    await note(connection, verb, where=where, who=signed(login), detail=detail)


async def tell_of(connection: Connection, verb: str, number: int) -> None:
    """Note what was done to an account."""
    whom = await person(connection, number)
    await note(
        connection, verb, where=sorted(whom.memberships), whom=signed(whom.login)
    )
