"""Keeping the proof: sealing what is new, looking whether all holds, and its heads."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Final

import msgspec

from mesto.kernel.chain.seal import Head, heads, seal
from mesto.kernel.chain.strands import (
    OF_INSTALLATION,
    OF_MUNICIPALITY,
    ROWS,
    Strand,
)
from mesto.kernel.chain.verify import (
    Progress,
    Verdict,
    kept_head_holds,
    last_verdicts,
    verify,
)
from mesto.kernel.city import City
from mesto.kernel.database import Database
from mesto.kernel.errors import Unavailable
from mesto.kernel.names import Bound
from mesto.kernel.waiting import rested

log = logging.getLogger(__name__)

SEAL_EVERY_S = 60.0
SHARE: Final = 0.1  #: of the time, spent on sealing and on looking: nobody waits
LOOK_EVERY = timedelta(days=1)  #: whether all of it still holds
INSTALLATION = ""  #: in place of a municipality: what people did everywhere


class Heads(msgspec.Struct, frozen=True):
    """What to keep elsewhere: the ends of all strands at one moment."""

    at: datetime
    heads: Mapping[str, Sequence[Head]]  #: by municipality; "": of the installation


async def keep_proof(city: City) -> None:
    """Seal what a municipality writes, and look once a day whether it holds."""
    await _keep(city.bound, OF_MUNICIPALITY, city.name)


async def keep_proof_of_acts(database: Database) -> None:
    """Seal what people did in the installation, and look once a day."""
    await _keep(database.owner, OF_INSTALLATION, "the installation")


async def seal_all(
    bound: Bound, strands: Sequence[Strand], *, share: float = 1.0
) -> None:
    """Seal everything that may be read by now.

    share: of the time, spent on it; what a rush has written is sealed block by block,
        and who waits for light has the processor between
    """
    for strand in strands:
        sealed = ROWS
        while sealed == ROWS:
            begun_s = monotonic()
            async with bound() as connection:
                sealed = await seal(connection, strand)
            await rested(begun_s, share)


async def heads_of(database: Database) -> Heads:
    """Seal everything, and return the ends of all strands."""
    found = {}
    for place, bound, strands in await _places(database):
        await seal_all(bound, strands)
        async with bound() as connection:
            found[place] = await heads(connection, strands)
    return Heads(datetime.now(UTC), found)


async def look(
    database: Database, progress: Progress = lambda _n, _all: None
) -> AsyncIterator[tuple[str, Verdict]]:
    """Look at everything that is sealed; yield what came of it, by municipality."""
    for place, bound, strands in await _places(database):
        await seal_all(bound, strands)
        for strand in strands:
            yield place, await verify(bound, strand, progress)


async def broken_promises(database: Database, kept: Heads) -> list[tuple[str, Head]]:
    """Return the heads that were kept elsewhere and do not stand in the chain."""
    broken = []
    for place, bound, _ in await _places(database):
        async with bound() as connection:
            for head in kept.heads.get(place, ()):
                stands = await kept_head_holds(
                    connection, head.strand, head.number, head.hash
                )
                broken += [] if stands else [(place, head)]
    return broken


async def _places(
    database: Database,
) -> list[tuple[str, Bound, Sequence[Strand]]]:
    """Return every place that has strands, and how it is read."""
    names = await database.municipalities()
    towns = [(name, City(database, name).bound, OF_MUNICIPALITY) for name in names]
    return [(INSTALLATION, database.owner, OF_INSTALLATION), *towns]


async def _keep(bound: Bound, strands: Sequence[Strand], place: str) -> None:
    """Seal and look side by side: at a large town the look takes hours."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_again(lambda: seal_all(bound, strands, share=SHARE)))
        group.create_task(_again(lambda: _look_if_due(bound, strands, place)))


async def _again(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        with contextlib.suppress(Unavailable):
            await work()
        await asyncio.sleep(SEAL_EVERY_S)


async def _look_if_due(bound: Bound, strands: Sequence[Strand], place: str) -> None:
    async with bound() as connection:
        known = {one.strand: one.checked_at for one in await last_verdicts(connection)}
    for strand in strands:
        last = known.get(strand.name)
        if last is not None and datetime.now(UTC) - last < LOOK_EVERY:
            continue
        verdict = await verify(bound, strand, share=SHARE)
        if verdict.fault is not None:
            log.error("%s: %s was changed: %s", place, strand.name, verdict.fault)
