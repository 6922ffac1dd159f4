"""Where it is kept which subscriptions were made at sources, and for whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from mesto.kernel.city import City

_ALL: Final = """
    select subscription, registration, key, remote, said, until, key_before
      from source_subscription
"""
_DROP: Final = "delete from source_subscription where key = $1"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription at a source."""

    subscription: str  #: here
    registration: str
    key: str  #: in the address at which the source tells
    remote: str  #: its id at the source; empty: it is not made yet
    said: bytes  #: what the source was asked, hashed
    until: datetime
    key_before: str | None = None  #: in the address that was told before it

    @property
    def pair(self) -> tuple[str, str]:
        """For whom it is, and of whom."""
        return self.subscription, self.registration


async def held(city: City) -> Sequence[Held]:
    """Return all there are."""
    async with city.bound() as connection:
        rows = await connection.fetch(_ALL)
    return [Held(**row) for row in rows]


async def by_key(city: City, key: str) -> Held | None:
    """Return the one that is told under a key; None if there is none."""
    async with city.bound() as connection:
        row = await connection.fetchrow(
            f"{_ALL} where key = $1 or key_before = $1", key
        )
    return None if row is None else Held(**row)


async def keep(city: City, one: Held) -> None:
    """Keep one, in the place of the one of that pair."""
    async with city.bound() as connection:
        await connection.execute(
            "insert into source_subscription "
            "(subscription, registration, key, remote, said, until, key_before) "
            "values ($1, $2, $3, $4, $5, $6, $7) "
            "on conflict (subscription, registration) do update "
            "set key = $3, remote = $4, said = $5, until = $6, key_before = $7",
            *msgspec.structs.astuple(one),
        )


async def drop(city: City, one: Held) -> None:
    """Forget one, unless there is another in its place."""
    async with city.bound() as connection:
        await connection.execute(_DROP, one.key)
