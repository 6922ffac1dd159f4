"""What is known of people, and how it lies in the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import msgspec
from asyncpg import Record

from mesto.kernel.connections import Connection
from mesto.kernel.database import Database
from mesto.kernel.errors import Malformed, NotFound
from mesto.kernel.names import PERSON as SIGNED_IN

SHORTEST_LOGIN, LONGEST_LOGIN = 2, 100


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person."""

    number: int
    login: str
    name: str
    language: str = ""
    memberships: Mapping[str, tuple[str, ...]] = {}  #: roles by municipality
    codes: bool = False  #: whether a time-based code is asked for
    disabled: bool = False
    invited: bool = False  #: it has not come yet; the login may be somebody's already


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


class Kept:
    """Where people are kept, and whose sessions are known by heart."""

    def __init__(self, database: Database) -> None:
        """Keep people in `database`."""
        self._database = database
        self._known: dict[bytes, tuple[Account, float]] = {}  #: until when

    def _forget(self, number: int) -> None:
        """Look the person up again, whatever session it comes with."""
        self._known = {
            digest: known
            for digest, known in self._known.items()
            if known[0].number != number
        }


async def person(connection: Connection, number: int) -> Account:
    """Return who has a number. Raises NotFound if nobody has."""
    row = await connection.fetchrow(f"{PERSON} where a.id = $1", number)
    if row is None:
        raise NotFound("there is no such account")
    return read(row)


def read(row: Record) -> Account:
    """Read a row of `PERSON`."""
    memberships = msgspec.json.decode(
        row["memberships"], type=dict[str, tuple[str, ...]]
    )
    login, _, municipality = row["login"].partition(" ")
    return Account(
        number=row["id"],
        login=login,
        invited=bool(municipality),
        name=row["name"],
        language=row["language"],
        memberships=memberships,
        codes=row["codes"],
        disabled=row["disabled"],
    )


def checked_login(text: str) -> str:
    """Return a login as it is kept. Raises Malformed for what cannot be one."""
    login = text.strip().lower()
    short = not SHORTEST_LOGIN <= len(login) <= LONGEST_LOGIN
    if short or any(letter.isspace() for letter in login):
        sizes = f"{SHORTEST_LOGIN} to {LONGEST_LOGIN}"
        raise Malformed(f"a login has {sizes} characters and no space")
    return login


def waiting(login: str, municipality: str) -> str:
    """Return what stands in place of a login until its invitation is taken.

    No login has a space, so nobody signs in with it, and whose the login is need not
    be known.
    """
    return f"{login} {municipality}"


def digest(word: str) -> bytes:
    """Return what is kept of a word that opens something."""
    return sha256(word.encode()).digest()


def signed(login: str) -> str:
    """Return how the ledger and the log call a person."""
    return f"{SIGNED_IN}:{login}"
