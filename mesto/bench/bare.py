"""The bare path: the same rows through the writer's own SQL, without us around it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter

from mesto.bench.stage import Stage
from mesto.bench.town import START, TYPE, urn
from mesto.kernel.claim import Claim
from mesto.kernel.connections import Connection
from mesto.kernel.model import Observation
from mesto.kernel.row import Row, lay, sorted_once
from mesto.kernel.statements import WRITE_CURRENT, columns
from mesto.kernel.writer import AT_ONCE

Work = Callable[[Connection, int], Awaitable[None]]

START_BARE = START + timedelta(days=100)  #: apart from what the cases write
ATTRIBUTES = 7  #: of each entity, so that as many attributes take turns
PAUSE_S = 0.1  #: between commits that are timed
_TURNS = count()


async def pace(stage: Stage, work: Work, *, groups: int) -> float:
    """Do `groups` pieces of work on as many connections as the writer uses.

    Returns pieces a second.
    """
    left = iter(range(groups))

    async def take() -> None:
        async with stage.city.bound() as connection:
            for group in left:
                await work(connection, group)

    start_s = perf_counter()
    await asyncio.gather(*(take() for _ in range(AT_ONCE)))
    return groups / (perf_counter() - start_s)


async def write(stage: Stage, *, rows: int, groups: int) -> float:
    """Write `groups` times `rows` observations of entities that exist.

    Returns observations a second.
    """
    ids = await _ids(stage, rows)
    laid = [_lay(ids, rows) for _ in range(groups)]

    async def put(connection: Connection, group: int) -> None:
        await connection.fetchrow(WRITE_CURRENT, *laid[group])

    return await pace(stage, put, groups=groups) * rows


async def commits(stage: Stage, *, rows: int, until: asyncio.Event) -> list[float]:
    """Commit `rows` observations every tenth of a second; return what each took, s."""
    ids = await _ids(stage, rows)
    times_s: list[float] = []
    async with stage.city.bound() as connection:
        while not until.is_set():
            laid = _lay(ids, rows)
            from_s = perf_counter()
            await connection.fetchrow(WRITE_CURRENT, *laid)
            times_s.append(perf_counter() - from_s)
            await asyncio.sleep(PAUSE_S)
    return times_s


async def _ids(stage: Stage, rows: int) -> tuple[list[int], list[int], int]:
    """Return the numbers of entities, attributes and a source to write with."""
    names = [urn(n) for n in range(max(1, rows // ATTRIBUTES) + 1)]
    seen = [
        Observation(
            entity=name,
            attribute=f"level{n}",
            value=0,
            source="bare",
            observed_at=START_BARE,
        )
        for name in names
        for n in range(ATTRIBUTES)
    ]
    await stage.city.record(seen)
    async with stage.city.bound() as connection:
        entities = await connection.fetch(
            "select id from entity where urn = any($1)", names
        )
        attributes = await connection.fetch(
            "select id from attribute where name like 'level%' order by name limit $1",
            ATTRIBUTES,
        )
        source = await connection.fetchval("select id from source where name = 'bare'")
    return [row[0] for row in entities], [row[0] for row in attributes], source


def _lay(ids: tuple[list[int], list[int], int], rows: int) -> list[object]:
    """Lay one group of rows out as the writer does."""
    entities, attributes, source = ids
    turn = next(_TURNS)
    at = START_BARE + timedelta(seconds=turn)
    laid: list[Row] = []
    for entity in entities:
        for attribute in attributes:
            seen = Observation(
                entity="", attribute="", value=turn / 3, source="", observed_at=at
            )
            laid.append(
                lay(
                    seen,
                    entity,
                    attribute,
                    source,
                    turn=len(laid),
                    now_s=datetime.now(UTC).timestamp(),
                    current=True,
                )
            )
    laid = sorted_once(laid[:rows])
    claims = {row.entity: Claim(urn="", types=(TYPE,), at=row.at) for row in laid}
    return columns(laid, claims)
