"""Reading the ledger as it grows: each reader at its own pace, at least once, in order.

Readers stay below the snapshot horizon: rows of a transaction still in flight, and of
every later one, wait until it has ended, so a slow writer's rows are never skipped.
The order is (transaction, position), which is the same for every reader and for ever.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import NamedTuple, cast
from uuid import UUID, uuid4

import asyncpg

from mesto.kernel.errors import Unavailable
from mesto.kernel.model import KINDS, Event, Observation
from mesto.kernel.names import Bound, Names
from mesto.kernel.row import join

LOOK_S = 5.0  #: how long a reader sleeps when nobody wakes it
LEASE_S = 15  #: how long a reader that died keeps its bookmark from others
PAUSE_S = 1.0  #: before trying a database again that went away

#: Which process this is, for leases.
ME: UUID = uuid4()

#: The rows after ($1, $2), at most $3, of entities that are or were of the types $4, if
#: any are given; and in every row where the last one looked at lies.
READ = """
    with batch as materialized (
        select l.*
          from ledger l
         where (l.written_by, l.position) > ($1::text::xid8, $2::bigint)
           and l.written_by < pg_snapshot_xmin(pg_current_snapshot())
         order by l.written_by, l.position
         limit $3
    ),
    wanted as (
        select b.written_by::text::bigint as written_by, b.position, b.recorded_at,
               e.urn, e.types, b.attribute, b.observed_at, b.number, b.value, b.kind,
               b.unit, b.dataset, b.meta, b.source, b.deleted
          from batch b
          join entity e on e.id = b.entity
         where $4::text[] is null or e.types && $4::text[] or b.deleted
    ),
    last as (
        select written_by::text::bigint as last_written_by, position as last_position
          from batch
         order by batch.written_by desc, position desc
         limit 1
    )
    select last.*, wanted.*
      from last
      left join wanted on true
     order by wanted.written_by, wanted.position
"""

NOW = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

#: Takes the bookmark unless another living process holds it.
TAKE = """
    insert into bookmark as b (reader, written_by, position, holder, held_until)
    values ($1, '0', 0, $2, now() + make_interval(secs => $3))
        on conflict (reader) do update
       set holder = excluded.holder, held_until = excluded.held_until
     where b.holder = $2 or b.held_until is null or b.held_until < now()
    returning written_by::text::bigint, position
"""

MOVE = """
    update bookmark
       set written_by = $3::text::xid8, position = $4,
           held_until = now() + make_interval(secs => $5)
     where reader = $1 and holder = $2
"""

RELEASE = "update bookmark set held_until = null where reader = $1 and holder = $2"


class Place(NamedTuple):
    """A place in the ledger's order."""

    written_by: int
    position: int


class Bell:
    """Wakes whoever sleeps until something was written."""

    def __init__(self) -> None:
        """Start silent."""
        self._sleepers: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Wake everyone."""
        for sleeper in self._sleepers:
            sleeper.set()

    @contextlib.contextmanager
    def heard(self) -> Iterator[asyncio.Event]:
        """Hear the bell until the block ends, and remember what rang meanwhile."""
        event = asyncio.Event()
        self._sleepers.add(event)
        try:
            yield event
        finally:
            self._sleepers.discard(event)


async def follow(  # noqa: PLR0913 - what a city knows of itself comes first
    bound: Bound,
    names: Names,
    bell: Bell,
    reader: str | None,
    *,
    types: Sequence[str] | None,
    rest_s: float,
    limit: int,
) -> AsyncIterator[list[Event]]:
    """Hand `reader` what it has not seen, in order; wait when there is nothing.

    types: only of entities of these types, and whatever was deleted

    The bookmark moves when the consumer comes back for more. Without a reader there is
    no bookmark, and the first batch begins now.
    """
    with bell.heard() as woken:
        place = None
        try:
            while True:
                woken.clear()
                try:
                    if place is None:
                        place = await _begin(bound, reader)
                    batch = await _read(bound, names, place, types, limit)
                except Unavailable:
                    await asyncio.sleep(PAUSE_S)
                    continue
                if batch is None:
                    await _sleep(woken)
                    await asyncio.sleep(rest_s)
                    if reader is not None:
                        place = None  # renew the lease, or take it over
                    continue
                if batch.events:
                    yield batch.events
                place = batch.last
                if reader is not None:
                    place = await _move(bound, reader, place)
        finally:
            if reader is not None:
                with contextlib.suppress(Unavailable):
                    async with bound() as connection:
                        await connection.execute(RELEASE, reader, ME)


async def _sleep(woken: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(woken.wait(), LOOK_S)


async def _begin(bound: Bound, reader: str | None) -> Place | None:
    """Return where to read on; None while another process reads for us."""
    async with bound() as connection:
        if reader is None:
            return Place(await connection.fetchval(NOW), -1)
        row = await connection.fetchrow(TAKE, reader, ME, LEASE_S)
    return None if row is None else Place(row[0], row[1])


async def _move(bound: Bound, reader: str, place: Place) -> Place | None:
    """Move the bookmark; None if another process has taken it meanwhile."""
    async with bound() as connection:
        done = await connection.execute(
            MOVE, reader, ME, str(place.written_by), place.position, LEASE_S
        )
    return place if done == "UPDATE 1" else None


class Batch(NamedTuple):
    """What was read, and how far."""

    events: list[Event]
    last: Place


async def _read(
    bound: Bound,
    names: Names,
    place: Place | None,
    types: Sequence[str] | None,
    limit: int,
) -> Batch | None:
    """Read on from a place; None where there is nothing, or nobody may read."""
    if place is None:
        return None
    async with bound() as connection:
        rows = await connection.fetch(
            READ, str(place.written_by), place.position, limit, types
        )
    if not rows:
        return None
    last = Place(rows[0]["last_written_by"], rows[0]["last_position"])
    if rows[0]["urn"] is None:
        return Batch([], last)
    attributes = await names.attribute_names({row["attribute"] for row in rows})
    sources = await names.source_names({row["source"] for row in rows})
    return Batch([_event(row, attributes, sources) for row in rows], last)


def _event(
    row: asyncpg.Record, attributes: Mapping[int, str], sources: Mapping[int, str]
) -> Event:
    return Event(
        position=row["position"],
        recorded_at=row["recorded_at"],
        types=tuple(row["types"]),
        observation=Observation(
            entity=row["urn"],
            attribute=attributes[row["attribute"]],
            value=join(row["number"], row["value"]),
            source=sources[row["source"]],
            observed_at=row["observed_at"],
            unit=row["unit"],
            kind=KINDS[row["kind"]],
            dataset=row["dataset"],
            meta=cast("dict[str, object] | None", join(None, row["meta"])),
            deleted=row["deleted"],
        ),
    )
