"""What people and keys do besides stating and ordering, noted where it is done.

Coming in, roles, keys, what is kept and what is erased: each act is written in the
transaction that does it, so that none is done without being told. Who acts is known to
the task that acts (a request, a command of the installation); nobody else need pass it
on. Names are kept apart and sealed, so that a person can be forgotten and the acts of
whoever it was still be proven.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import orjson

from mesto.kernel.connections import Connection
from mesto.kernel.database import Database

ITSELF = "mesto"  #: who acts where nobody asked
LONGEST_ORIGIN = 300


class Actor(NamedTuple):
    """Who acts, and where from."""

    name: str = ITSELF  #: as the ledger calls it, e.g. person:jana
    origin: str = ""  #: address and browser


_NOBODY = Actor()
_ACTING: ContextVar[Actor] = ContextVar("acting", default=_NOBODY)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Let what is done in the block be done by `actor`."""
    before = _ACTING.set(actor)
    try:
        yield
    finally:
        _ACTING.reset(before)


def acts_now(actor: Actor) -> None:
    """Let what this task does from now on be done by `actor`."""
    _ACTING.set(actor)


def actor() -> Actor:
    """Return who acts just now."""
    return _ACTING.get()


#: Gives each name of $1 a number and a seal.
NAME = """
    with new as materialized (
        select name, uuid_send(gen_random_uuid()) as salt
          from unnest($1::text[]) as n(name)
    )
    insert into mesto.actor (name, salt, seal)
    select name, salt, sha256(salt || convert_to(name, 'UTF8')) from new order by name
        on conflict (name) do nothing
"""

NOTE = """
    with grain as materialized (select uuid_send(gen_random_uuid()) as salt)
    insert into mesto.act
           (municipalities, who, whom, verb, about, detail, origin, salt, seal)
    select $1::text[],
           (select id from mesto.actor where name = $2::text),
           (select id from mesto.actor where name = $3::text),
           $4::text, $5::text, $6::text::jsonb, $7::text, salt,
           sha256(salt || convert_to($7::text, 'UTF8'))
      from grain
"""

#: Where an act belongs that names no municipality: where the person belongs, or, for
#: who is not known here, in the only municipality there is.
_OF_PERSON = """
    select coalesce(
        (select array_agg(m.municipality order by 1)
           from mesto.membership m join mesto.account a on a.id = m.account
          where a.login = $1),
        (select array_agg(name) from mesto.municipality having count(*) = 1),
        '{}')
"""


async def note(  # noqa: PLR0913 - an act has these
    connection: Connection,
    verb: str,
    *,
    where: Sequence[str],
    whom: str = "",
    about: str = "",
    detail: Mapping[str, object] | None = None,
    who: str = "",
) -> None:
    """Note an act in the transaction that does it.

    The connection has the owner's rights.

    where: the municipalities that may read of it
    whom: whose account it was done to, as `person:LOGIN`
    about: what else, e.g. the name of a role
    who: who did it, where that is not who acts now
    """
    name, origin = actor()
    name = who or name
    await connection.execute(NAME, sorted({name, whom} - {""}))
    told = orjson.dumps(dict(detail or {}), default=str).decode()
    line = " ".join(origin.replace("\0", "").split())[:LONGEST_ORIGIN]
    await connection.execute(
        NOTE, list(where), name, whom or None, verb, about, told, line
    )


async def note_first(  # noqa: PLR0913 - an act has these
    database: Database,
    verb: str,
    *,
    where: Sequence[str],
    whom: str = "",
    about: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Note an act about to be done where another transaction does it."""
    async with database.owner() as connection:
        await note(connection, verb, where=where, whom=whom, about=about, detail=detail)


async def note_there(
    connection: Connection,
    verb: str,
    *,
    where: Sequence[str],
    about: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Note an act in the transaction of the municipality that does it, as its last.

    A municipality's own role writes no acts, so the transaction leaves it.
    """
    await connection.execute("set local role none")
    await note(connection, verb, where=where, about=about, detail=detail)


async def places_of(connection: Connection, login: str) -> Sequence[str]:
    """Return the municipalities that may read what was done with a login."""
    found: Sequence[str] = await connection.fetchval(_OF_PERSON, login)
    return found
