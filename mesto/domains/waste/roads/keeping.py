"""Where the streets of a town are kept: beside its ledger, so every process has them.

They are no statement about the town but a tool made of somebody's map, and are built
anew from it at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mesto.kernel.city import City
from mesto.kernel.question import Question, Row

_KEEP = """
    insert into waste_roads (network, source)
    values ($1, $2)
        on conflict (town) do update
       set network = excluded.network, source = excluded.source, built_at = now()
"""


@dataclass(frozen=True, kw_only=True)
class RoadsOf(Question[bytes | None]):
    """The streets as they are kept; None where nobody has built them."""

    sql = "select network from waste_roads"

    def arguments(self) -> Sequence[object]:
        """Return nothing: there is one town."""
        return ()

    def answer(self, rows: Sequence[Row]) -> bytes | None:
        """Read the only row."""
        return bytes(rows[0]["network"]) if rows else None


@dataclass(frozen=True, kw_only=True)
class RoadsBuilt(Question[tuple[datetime, str] | None]):
    """When streets were built and from what; None where there are none."""

    sql = "select built_at, source from waste_roads"

    def arguments(self) -> Sequence[object]:
        """Return nothing: there is one town."""
        return ()

    def answer(self, rows: Sequence[Row]) -> tuple[datetime, str] | None:
        """Read the only row."""
        return (rows[0]["built_at"], rows[0]["source"]) if rows else None


async def keep_roads(city: City, network: bytes, source: str) -> None:
    """Keep the streets of a town, in place of those it had.

    source: what they were made of, for people
    """
    async with city.bound() as connection:
        await connection.execute(_KEEP, network, source)
