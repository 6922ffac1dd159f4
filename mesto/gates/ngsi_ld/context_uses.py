"""How often stored @contexts are used, counted here and kept in the database.

Uses are counted in memory and written every few seconds, so that a request costs no
statement for it; what a process had not written when it ended is lost.

Source: ETSI GS CIM 009 v1.9.1, 5.13.1 (lastUsage, numberOfHits).
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from mesto.kernel.city import City
from mesto.kernel.visit import Visit

EVERY_S: Final = 5.0

ADD: Final = """
    insert into context_use as known (context, hits, last_used)
    select * from unnest($1::text[], $2::bigint[], $3::timestamptz[])
        on conflict (context) do update
       set hits = known.hits + excluded.hits,
           last_used = greatest(known.last_used, excluded.last_used)
"""
ALL: Final = "select context, hits, last_used from context_use"
REMOVE: Final = "delete from context_use where context = $1"


class Usage(msgspec.Struct, frozen=True):
    """How often a stored @context was used, and when last."""

    hits: int = 0
    last: datetime | None = None

    def and_then(self, hits: int, last: datetime) -> "Usage":
        """Return this with later uses."""
        return Usage(self.hits + hits, max(last, self.last or last))


class Uses:
    """Uses of @contexts by municipality, of which some are not written yet."""

    def __init__(self) -> None:
        """Begin with none."""
        self._new: dict[str, dict[str, Usage]] = {}

    def note(self, city: City, ids: Iterable[str], at: datetime) -> None:
        """Count a use of each."""
        new = self._new.setdefault(city.name, {})
        for of in ids:
            new[of] = new.get(of, Usage()).and_then(1, at)

    async def of(self, city: City) -> dict[str, Usage]:
        """Return the uses of all @contexts that were used, by their ids."""
        async with _town(city).bound() as connection:
            rows = await connection.fetch(ALL)
        known = {row["context"]: Usage(row["hits"], row["last_used"]) for row in rows}
        for of, new in self._new.get(city.name, {}).items():
            assert new.last is not None  # it was noted when
            known[of] = known.get(of, Usage()).and_then(new.hits, new.last)
        return known

    async def forget(self, city: City, of: str) -> None:
        """Forget the uses of an @context that is gone."""
        self._new.get(city.name, {}).pop(of, None)
        async with _town(city).bound() as connection:
            await connection.execute(REMOVE, of)

    async def write(self, city: City) -> None:
        """Write what is new."""
        new = self._new.pop(city.name, {})
        if not new:
            return
        ids = sorted(new)  # in one order, since several processes write
        hits, lasts = [new[of].hits for of in ids], [new[of].last for of in ids]
        async with city.bound() as connection:
            await connection.execute(ADD, ids, hits, lasts)

    async def keep(self, city: City, _callers: object, **_: object) -> None:
        """Write what is new every few seconds, for ever."""
        while True:
            await self.write(city)
            await asyncio.sleep(EVERY_S)


def _town(city: City) -> City:
    """Return the municipality itself: who asks may not see the table."""
    return city.host if isinstance(city, Visit) else city
