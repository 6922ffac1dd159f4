"""Who may come in: API keys, each of one municipality.

A key is random, shown once when it is made, and kept only as a digest.
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from time import monotonic
from typing import NamedTuple

import bcrypt
from asyncpg import ForeignKeyViolationError

from mesto.kernel.access.acts import note
from mesto.kernel.database import Database
from mesto.kernel.errors import Conflict, Forbidden, NotFound

PREFIX = "mesto_"  #: so that scanners find a key that leaked
ROUNDS = 4  #: keys are long and random; a slow hash only lets who guesses keep us busy
TRUST_S = 30.0  #: how long a key that was withdrawn may still open


#: Keys of municipality $1, oldest first; the number is the beginning of the digest.
KNOWN = """
    select left(encode(digest, 'hex'), 8) as number, label, created_at, roles,
           expires_at, per_minute, digest
      from api_key
     where municipality = $1
     order by created_at, digest
"""

#: Of the keys that open it, the oldest is the one of the broker.
OF_BROKER = """
    select m.name, first.broker_hash
      from municipality m
      left join lateral (
           select broker_hash from api_key
            where municipality = m.name and per_minute is null
              and (expires_at is null or expires_at > now())
              and roles && $1::text[]
            order by created_at, digest
            limit 1) first on true
     where cardinality($2::text[]) = 0 or m.name = any($2)
     order by m.name
"""
IN_AND_OUT = frozenset({"administrator", "operator", "system"})  #: see and record
NOBODY = f"$2b$08${'.' * 53}"  #: a hash that is no password's


class Key(NamedTuple):
    """What is known of a key; not the key itself."""

    number: str
    label: str  #: who uses it
    made_at: datetime
    roles: tuple[str, ...]
    expires_at: datetime | None
    per_minute: int | None  #: requests it may make; None: as many as it can


class Entry(NamedTuple):
    """What a key opens."""

    municipality: str
    number: str
    label: str
    roles: tuple[str, ...]
    per_minute: int | None


class Keys:
    """The API keys of all municipalities."""

    def __init__(self, database: Database) -> None:
        """Keep keys in `database`."""
        self._database = database
        self._known: dict[bytes, tuple[Entry, float]] = {}
        self._one_at_a_time = asyncio.Lock()  #: a crowd with one key asks once

    async def issue(
        self,
        municipality: str,
        label: str,
        roles: Sequence[str] = ("administrator",),
        *,
        expires_at: datetime | None = None,
        per_minute: int | None = None,
    ) -> str:
        """Make a key and return it; it cannot be shown again.

        Raises NotFound if there is no such municipality.
        """
        key = PREFIX + secrets.token_urlsafe(24)
        async with self._database.owner() as connection, connection.transaction():
            try:
                await connection.execute(
                    "insert into api_key (digest, municipality, label, broker_hash, "
                    "roles, expires_at, per_minute) "
                    "values ($1, $2, $3, $4, $5, $6, $7)",
                    _digest(key),
                    municipality,
                    label,
                    bcrypt.hashpw(key.encode(), bcrypt.gensalt(ROUNDS)).decode(),
                    list(roles),
                    expires_at,
                    per_minute,
                )
            except ForeignKeyViolationError:
                raise NotFound(f"there is no municipality {municipality}") from None
            detail = {
                "roles": roles,
                "expires_at": expires_at,
                "per_minute": per_minute,
            }
            await note(
                connection,
                "key-made",
                where=[municipality],
                about=label or _number(key),
                detail=detail,
            )
        return key

    async def known(self, municipality: str) -> list[Key]:
        """Return a municipality's keys, oldest first; the first opens its broker.

        Raises NotFound if there is no such municipality.
        """
        async with self._database.owner() as connection:
            rows = await connection.fetch(KNOWN, municipality)
        if not rows and municipality not in await self._database.municipalities():
            raise NotFound(f"there is no municipality {municipality}")
        return [
            Key(
                row["number"],
                row["label"],
                row["created_at"],
                tuple(row["roles"]),
                row["expires_at"],
                row["per_minute"],
            )
            for row in rows
        ]

    async def withdraw(self, municipality: str, which: str) -> None:
        """Let a key open nothing any more; those who know it are out within TRUST_S.

        which: its number or its label

        Raises NotFound if there is none, Conflict if several are called so or it is
        the last.
        """
        async with self._database.owner() as connection, connection.transaction():
            await connection.execute(  # so that two cannot withdraw the last two
                "select from municipality where name = $1 for update", municipality
            )
            rows = await connection.fetch(KNOWN, municipality)
            found = [r for r in rows if which in (r["number"], r["label"])]
            if not found:
                raise NotFound(f"{municipality} has no key {which}")
            if len(found) > 1:
                raise Conflict(f"several keys are called {which}: say its number")
            if len(rows) == 1:
                raise Conflict("it is the last key; add another first")
            await connection.execute(
                "delete from api_key where digest = $1", found[0]["digest"]
            )
            about = found[0]["label"] or found[0]["number"]
            await note(connection, "key-withdrawn", where=[municipality], about=about)

    async def keyless(self) -> list[str]:
        """Return the municipalities that have no key yet."""
        async with self._database.owner() as connection:
            rows = await connection.fetch(
                "select name from municipality m where not exists "
                "(select from api_key where municipality = m.name) order by name"
            )
        return [row["name"] for row in rows]

    async def municipality_of(self, key: str) -> str:
        """Return whose key it is. Raises Forbidden if it is nobody's."""
        return (await self.entry(key)).municipality

    async def entry(self, key: str) -> Entry:
        """Return what a key opens.

        Raises Forbidden if it is nothing, or no longer.
        """
        digest = _digest(key)
        known = self._known.get(digest)
        if known is None or known[1] <= monotonic():
            async with self._one_at_a_time:
                known = self._known.get(digest)
                if known is None or known[1] <= monotonic():
                    known = await self._look_up(digest)
        return known[0]

    async def _look_up(self, digest: bytes) -> tuple[Entry, float]:
        """Ask what a key opens, and remember it for a while."""
        async with self._database.owner() as connection:
            row = await connection.fetchrow(
                "select municipality, left(encode(digest, 'hex'), 8) as number, label, "
                "roles, per_minute from api_key where digest = $1 "
                "and (expires_at is null or expires_at > now())",
                digest,
            )
        if row is None:
            self._known.pop(digest, None)
            raise Forbidden("this key opens nothing; ask your administrator for one")
        entry = Entry(**(dict(row) | {"roles": tuple(row["roles"])}))
        self._known[digest] = known = (entry, monotonic() + TRUST_S)
        return known

    async def broker_accounts(self, only: Sequence[str] = ()) -> Mapping[str, str]:
        """Return, by municipality, the hash of its first key: its broker password.

        only: of these municipalities; without any, of all that there are

        The broker counts nothing and knows no rights, so it opens to no key that has a
        pace or that may not both see and record. A municipality without such a key
        has an account that nobody comes in by.
        """
        async with self._database.owner() as connection:
            rows = await connection.fetch(OF_BROKER, sorted(IN_AND_OUT), only)
        return {row["name"]: row["broker_hash"] or NOBODY for row in rows}


def key_of_broker(known: Sequence[Key], now: datetime) -> Key | None:
    """Return the key that opens the broker, of a municipality's; see OF_BROKER."""
    for key in known:
        ends = key.expires_at is not None and key.expires_at <= now
        if not ends and key.per_minute is None and not IN_AND_OUT.isdisjoint(key.roles):
            return key
    return None


def _number(key: str) -> str:
    """Return by what a key is listed: the beginning of its digest."""
    return _digest(key).hex()[:8]


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()
