"""People: who they are, how they come in, and in which municipalities they belong.

Passwords are kept as Argon2id hashes; what opens a session or an invitation only as
digests. Who tries a login that does not exist waits as long as with a wrong password.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import Protocol

import msgspec
from asyncpg import Record, UniqueViolationError

from mesto.kernel.access.proof import fits, hash_password, step_of
from mesto.kernel.connections import Connection
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict, Forbidden, Malformed, NotFound

FIRST = "admin"  #: the login of an installation's first administrator
SESSION = timedelta(days=30)  #: a session nobody uses for so long is over
INVITATION = timedelta(days=7)
TRUST_S = 15.0  #: how long a session that was ended may still open
SEEN_EVERY = timedelta(minutes=10)  #: how exactly is known when a session was used


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person."""

    number: int
    login: str
    name: str
    language: str = ""
    memberships: Mapping[str, tuple[str, ...]] = {}  #: roles by municipality
    codes: bool = False  #: whether a time-based code is asked for
    disabled: bool = False


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's visit with one browser."""

    number: str  #: the beginning of its digest
    agent: str
    created_at: datetime
    seen_at: datetime


class Voucher(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says of somebody (OpenID Connect)."""

    issuer: str
    subject: str
    login: str
    name: str
    #: Roles by municipality, as its claims say; None leaves them as they are.
    memberships: Mapping[str, Sequence[str]] | None = None


class Provider(Protocol):
    """Where people sign in who have an account elsewhere (OpenID Connect)."""

    async def leave(self, back: str) -> tuple[str, str]:
        """Return where to send a browser, and the state it has to bring back."""

    async def come_back(self, state: str, code: str) -> Voucher:
        """Return what is said of who comes back."""


PERSON = """
    select a.id, a.login, a.name, a.language, a.disabled, a.totp is not null as codes,
           coalesce((select jsonb_object_agg(m.municipality, m.roles)
                       from membership m where m.account = a.id), '{}') as memberships
      from account a
"""


class Accounts:
    """The people of all municipalities."""

    def __init__(self, database: Database, provider: Provider | None = None) -> None:
        """Keep people in `database`.

        provider: where they can sign in beside here
        """
        self.provider = provider
        self._database = database
        self._known: dict[bytes, tuple[Account, float]] = {}

    # --- who there is

    async def make(
        self, login: str, name: str, memberships: Mapping[str, Sequence[str]]
    ) -> Account:
        """Make an account without a password; an invitation lets its owner choose one.

        Raises Conflict if the login is taken, Malformed if it cannot be one.
        """
        login = _login(login)
        async with self._database.owner() as connection, connection.transaction():
            try:
                number = await connection.fetchval(
                    "insert into account (login, name) values ($1, $2) returning id",
                    login,
                    name.strip() or login,
                )
            except UniqueViolationError:
                raise Conflict(f"there is somebody called {login} already") from None
            for municipality, roles in memberships.items():
                await _join(connection, number, municipality, roles)
            return await _person(connection, number)

    async def invite_first(self, municipalities: Sequence[str]) -> str:
        """Make an administrator where there is nobody at all.

        Returns the word of the link that lets it in, or nothing.
        """
        async with self._database.owner() as connection:
            if await connection.fetchval("select exists (select from account)"):
                return ""
        everywhere = dict.fromkeys(municipalities, ("administrator",))
        try:
            first = await self.make(FIRST, "Administrator", everywhere)
        except Conflict:  # another process was quicker
            return ""
        return await self.invite(first.number)

    async def of_municipality(self, municipality: str) -> list[Account]:
        """Return who belongs to a municipality, by name."""
        async with self._database.owner() as connection:
            rows = await connection.fetch(
                f"{PERSON} join membership me on me.account = a.id "
                "where me.municipality = $1 order by lower(a.name), a.id",
                municipality,
            )
        return [_read(row) for row in rows]

    async def by_login(self, login: str) -> Account:
        """Return a person. Raises NotFound if there is none of that login."""
        async with self._database.owner() as connection:
            row = await connection.fetchrow(
                f"{PERSON} where a.login = $1", login.strip().lower()
            )
        if row is None:
            raise NotFound(f"there is nobody called {login}")
        return _read(row)

    async def join(self, number: int, municipality: str, roles: Sequence[str]) -> None:
        """Give a person roles in a municipality, in place of those it had there.

        Raises Conflict where nobody would be left to govern it.
        """
        async with self._database.owner() as connection, connection.transaction():
            await _join(connection, number, municipality, roles)
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
        async with self._database.owner() as connection:
            await connection.execute(
                "update account set disabled = $2 where id = $1", number, disabled
            )
            if disabled:
                await connection.execute(
                    "delete from session where account = $1", number
                )
        self._forget(number)

    async def erase(self, number: int) -> None:
        """Forget a person for good; what it did stays, under its login no longer."""
        async with self._database.owner() as connection:
            await connection.execute("delete from account where id = $1", number)
        self._forget(number)

    async def governed(self, municipality: str) -> bool:
        """Tell whether somebody can come in who may govern a municipality."""
        async with self._database.owner() as connection:
            return bool(await connection.fetchval(GOVERNED, municipality))

    # --- coming in

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
                _digest(word),
                number,
                datetime.now(UTC) + lasts,
            )
        return word

    async def invited(self, word: str) -> Account:
        """Return whom a link invites. Raises Forbidden if it is used up or too old."""
        async with self._database.owner() as connection:
            number = await connection.fetchval(
                "select account from invitation where digest = $1 "
                "and expires_at > now()",
                _digest(word),
            )
            if number is None:
                raise Forbidden("this link was used already or is too old")
            return await _person(connection, number)

    async def accept(self, word: str, password: str, agent: str = "") -> str:
        """Take an invitation: the password is chosen, other sessions end.

        Returns what opens the session. Raises Forbidden as `invited` does, Malformed
        for a password that is too short.
        """
        person = await self.invited(word)
        kept = await hash_password(password, person.login)
        async with self._database.owner() as connection, connection.transaction():
            used = await connection.fetchval(
                "delete from invitation where digest = $1 returning account",
                _digest(word),
            )
            if used is None:
                raise Forbidden("this link was used already or is too old")
            await connection.execute(
                "update account set password = $2 where id = $1", used, kept
            )
            await connection.execute("delete from session where account = $1", used)
            token = await _begin(connection, used, agent)
        self._forget(used)
        return token

    async def sign_in(
        self, login: str, password: str, code: str = "", agent: str = ""
    ) -> str:
        """Let a person in; return what opens the session.

        Raises Forbidden, with `code=True` where only the time-based code is missing
        or wrong.
        """
        async with self._database.owner() as connection:
            row = await connection.fetchrow(
                "select id, password, totp, totp_used, disabled from account "
                "where login = $1",
                login.strip().lower(),
            )
            right = await fits(password, row["password"] if row else None)
            if row is None or not right or row["disabled"]:
                raise Forbidden("login or password is not right")
            if row["totp"] is not None:
                await _take_code(connection, row, code)
            return await _begin(connection, row["id"], agent)

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
                    await _join(connection, number, municipality, roles)
            token = await _begin(connection, number, agent)
        self._forget(number)
        return token

    async def person_of(self, token: str) -> Account:
        """Return whose session it is. Raises Forbidden if it is over."""
        digest = _digest(token)
        known = self._known.get(digest)
        if known is None or known[1] <= monotonic():
            known = self._known[digest] = await self._look_up(digest)
        return known[0]

    async def sign_out(self, token: str) -> None:
        """End a session."""
        digest = _digest(token)
        self._known.pop(digest, None)
        async with self._database.owner() as connection:
            await connection.execute("delete from session where digest = $1", digest)

    @staticmethod
    def session_number(token: str) -> str:
        """Return the number by which a session is listed."""
        return _digest(token).hex()[:12]

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
        async with self._database.owner() as connection:
            done = await connection.execute(
                "delete from session where account = $1 "
                "and left(encode(digest, 'hex'), 12) = $2",
                number,
                session,
            )
        if done == "DELETE 0":
            raise NotFound("this session is over")
        self._forget(number)

    # --- secrets of their own

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
        async with self._database.owner() as connection:
            login = await connection.fetchval(
                "select login from account where id = $1", number
            )
            await connection.execute(
                "update account set password = $2 where id = $1",
                number,
                await hash_password(new, login),
            )

    async def ask_for_codes(self, number: int, secret: str, code: str) -> None:
        """Ask for time-based codes from now on, once the first one is right.

        secret: base32, as the authenticator got it

        Raises Malformed if the code does not fit.
        """
        if step_of(code, secret, datetime.now(UTC)) is None:
            raise Malformed("the code does not fit; is the clock of the phone right?")
        async with self._database.owner() as connection:
            await connection.execute(
                "update account set totp = $2, totp_used = 0 where id = $1",
                number,
                secret,
            )
        self._forget(number)

    async def ask_for_no_codes(self, number: int) -> None:
        """Ask for no codes any more."""
        async with self._database.owner() as connection:
            await connection.execute(
                "update account set totp = null where id = $1", number
            )
        self._forget(number)

    async def _look_up(self, digest: bytes) -> tuple[Account, float]:
        now = datetime.now(UTC)
        async with self._database.owner() as connection:
            row = await connection.fetchrow(
                f"select s.seen_at, p.* from ({PERSON}) p "
                "join session s on s.account = p.id "
                "where s.digest = $1 and s.expires_at > $2 and not p.disabled",
                digest,
                now,
            )
            if row is None:
                self._known.pop(digest, None)
                raise Forbidden("your session is over; sign in again", keyless=True)
            if now - row["seen_at"] > SEEN_EVERY:
                await connection.execute(
                    "update session set seen_at = $2, expires_at = $3 "
                    "where digest = $1",
                    digest,
                    now,
                    now + SESSION,
                )
        return _read(row), monotonic() + TRUST_S

    def _forget(self, number: int) -> None:
        """Look the person up again, whatever session it comes with."""
        self._known = {
            digest: known
            for digest, known in self._known.items()
            if known[0].number != number
        }


#: Whether somebody in municipality $1 may govern by a built-in role.
GOVERNED = """
    select exists (select from membership m join account a on a.id = m.account
                    where m.municipality = $1 and 'administrator' = any(m.roles)
                      and not a.disabled)
"""


async def _require_governor(connection: Connection, municipality: str) -> None:
    if not await connection.fetchval(GOVERNED, municipality):
        raise Conflict("somebody has to stay administrator; name another first")


async def _join(
    connection: Connection, number: int, municipality: str, roles: Sequence[str]
) -> None:
    governed = await connection.fetchval(GOVERNED, municipality)
    await connection.execute(
        "insert into membership (account, municipality, roles) values ($1, $2, $3) "
        "on conflict (account, municipality) do update set roles = excluded.roles",
        number,
        municipality,
        list(roles),
    )
    if governed:
        await _require_governor(connection, municipality)


async def _adopt(connection: Connection, voucher: Voucher) -> int:
    """Make the account of somebody a provider vouches for."""
    try:
        async with connection.transaction():
            number = await connection.fetchval(
                "insert into account (login, name, issuer, subject) "
                "values ($1, $2, $3, $4) returning id",
                _login(voucher.login),
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


async def _take_code(connection: Connection, row: Record, code: str) -> None:
    """Take a code, each only once (RFC 6238, 5.2). Raises Forbidden."""
    step = step_of(code, row["totp"], datetime.now(UTC))
    done = await connection.execute(
        "update account set totp_used = $2 where id = $1 and totp_used < $2",
        row["id"],
        step or 0,
    )
    if done != "UPDATE 1":
        raise Forbidden("give the code your authenticator shows", code=True)


async def _begin(connection: Connection, number: int, agent: str) -> str:
    """Begin a session; those that are over are forgotten."""
    token = secrets.token_urlsafe(32)
    await connection.execute("delete from session where expires_at < now()")
    await connection.execute(
        "insert into session (digest, account, expires_at, agent) "
        "values ($1, $2, $3, $4)",
        _digest(token),
        number,
        datetime.now(UTC) + SESSION,
        agent[:300],
    )
    return token


async def _person(connection: Connection, number: int) -> Account:
    row = await connection.fetchrow(f"{PERSON} where a.id = $1", number)
    if row is None:
        raise NotFound("there is no such account")
    return _read(row)


def _read(row: Record) -> Account:
    memberships = msgspec.json.decode(
        row["memberships"], type=dict[str, tuple[str, ...]]
    )
    return Account(
        number=row["id"],
        login=row["login"],
        name=row["name"],
        language=row["language"],
        memberships=memberships,
        codes=row["codes"],
        disabled=row["disabled"],
    )


def _login(text: str) -> str:
    login = text.strip().lower()
    if not 2 <= len(login) <= 100 or any(letter.isspace() for letter in login):  # noqa: PLR2004
        raise Malformed("a login has 2 to 100 characters and no space")
    return login


def _digest(word: str) -> bytes:
    return sha256(word.encode()).digest()
