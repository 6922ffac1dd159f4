"""What was written last, read once for all who follow it in this process.

A dozen services follow the ledger, and nearly all of them stand at its end. So its end
is read by one query for everyone who looks at the same time, and kept for some seconds
for those who rest between their looks. Who stands before that reads by itself. Who
looks after a quiet moment looks at once; in a rush looks lie a little apart, and each
finds more.
"""

import asyncio
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Final, NamedTuple, cast

from mesto.kernel.model import KINDS, Event, Observation
from mesto.kernel.names import Bound, Names
from mesto.kernel.row import join

KEPT_S: Final = 5.0  #: what was read is kept so long for those who come later
KEPT: Final = 10_000  #: and at most so many rows
APART_S: Final = 0.01  #: two looks lie so far apart: a busy town rings all the time
TOGETHER: Final = 5_000  #: rows read at once

#: The rows after ($1, $2), at most `limit`, of entities that are or were of the types
#: $3, if any are given; and in every row where the last one looked at lies, whether
#: more may follow, and whether a transaction in flight may hide some. It is planned
#: once: `limit` is written out, and "offset 0" is there, so that PostgreSQL reads
#: neither the whole ledger nor all entities for what it takes for very much.
READ = """
    with batch as materialized (
        select l.*
          from ledger l
         where (l.written_by, l.position) > ($1::text::xid8, $2::bigint)
           and l.written_by < pg_snapshot_xmin(pg_current_snapshot())
         order by l.written_by, l.position
         limit {limit}
    ),
    wanted as (
        select b.written_by::text::bigint as written_by, b.position, b.recorded_at,
               e.urn, e.types, b.attribute, b.observed_at, b.number, b.value, b.kind,
               b.unit, b.dataset, b.meta, b.source, b.deleted
          from batch b
         cross join lateral (select * from entity where id = b.entity offset 0) e
         where $3::text[] is null or e.types && $3::text[] or b.deleted
    ),
    last as (
        select written_by::text::bigint as last_written_by, position as last_position,
               count(*) over () = {limit} as full
          from batch
         order by batch.written_by desc, position desc
         limit 1
    )
    select pg_snapshot_xmin(now) <> pg_snapshot_xmax(now) as hidden, last.*, wanted.*
      from pg_current_snapshot() as now
      left join last on true
      left join wanted on true
     order by wanted.written_by, wanted.position
"""

NOW = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


class Place(NamedTuple):
    """A place in the ledger's order."""

    written_by: int
    position: int


async def end_of_ledger(bound: Bound) -> Place:
    """Return where the ledger ends: all before has been committed, or never will be.

    Raises Unavailable if the database does not answer.
    """
    async with bound() as connection:
        return Place(await connection.fetchval(NOW), -1)


class Read(NamedTuple):
    """A row of `READ`, by the order of its columns; what has no row is None."""

    hidden: bool
    last_written_by: int | None
    last_position: int | None
    full: bool | None
    written_by: int
    position: int
    recorded_at: datetime
    urn: str | None
    types: Sequence[str]
    attribute: int
    observed_at: datetime
    number: float | None
    value: str | None
    kind: int
    unit: str | None
    dataset: str | None
    meta: str | None
    source: int
    deleted: bool


class Batch(NamedTuple):
    """What was read, and how far."""

    events: list[Event]
    last: Place | None = None  #: None where there was nothing
    full: bool = False  #: more may follow
    hidden: bool = False  #: a transaction in flight may hide something


class Stretch(NamedTuple):
    """A part of the ledger without gaps, as it was read at once."""

    read_s: float  #: `time.monotonic`
    last: Place
    places: list[Place]  #: of each event
    events: list[Event]
    types: frozenset[str]  #: of any of their entities
    deletes: bool  #: something was deleted

    def about(
        self, types: frozenset[str] | None, first: int, end: int
    ) -> Sequence[Event]:
        """Return those events from `first` to `end` that are of entities of types."""
        if types is None:
            return self.events[first:end]
        if types.isdisjoint(self.types) and not self.deletes:
            return ()
        return [
            one
            for one in self.events[first:end]
            if one.observation.deleted or not types.isdisjoint(one.types)
        ]


class Tail:
    """The end of one municipality's ledger."""

    def __init__(self, bound: Bound, names: Names) -> None:
        """Have read nothing yet."""
        self._bound = bound
        self._names = names
        self._stretches: deque[Stretch] = deque()  #: from `_start` to `_end`
        self._start: Place | None = None
        self._end = Place(0, -1)
        self._full = False  #: as the last look found it
        self._hidden = False
        self._looking = asyncio.Lock()
        self._begun = 0  #: looks
        self._done = 0  #: the last look that came to its end
        self._begun_s = 0.0  #: when the last one began, `time.monotonic`
        self._heard = 0  #: how often the bell had rung when the last look began

    async def after(
        self, place: Place, types: Sequence[str] | None, limit: int, rung: int
    ) -> Batch:
        """Return what follows a place and concerns entities of types.

        limit: rows looked at
        rung: how often the bell has rung; what it rang for is seen

        Raises Unavailable if the database does not answer.
        """
        if self._start is None or place >= self._start:
            await self._look(rung)
        if self._start is None or place < self._start:
            return await self._read(place, types, limit)
        return self._cut(place, None if types is None else frozenset(types), limit)

    async def _look(self, rung: int) -> None:
        """Read on, or wait for one who does and whose look is no older than ours."""
        under_way = self._looking.locked() and self._heard == rung
        enough = self._begun if under_way else self._begun + 1
        async with self._looking:
            if self._done >= enough:
                return
            if not self._full:
                await asyncio.sleep(self._begun_s + APART_S - monotonic())
            self._begun += 1
            self._begun_s = monotonic()
            self._heard = rung
            await self._read_on()
            self._done = self._begun

    async def _read_on(self) -> None:
        """Read what follows the end, and let go of what is old."""
        if self._start is None:
            self._start = self._end = await end_of_ledger(self._bound)
        rows = await self._rows(self._end, None, TOGETHER)
        batch = await self._batch(rows)
        self._full, self._hidden = batch.full, batch.hidden
        now_s = monotonic()
        if batch.last is not None:
            stretch = Stretch(
                now_s,
                batch.last,
                [Place(row.written_by, row.position) for row in rows]
                if batch.events
                else [],
                batch.events,
                frozenset().union(*{one.types for one in batch.events}),
                any(one.observation.deleted for one in batch.events),
            )
            self._stretches.append(stretch)
            self._end = batch.last
        self._forget(now_s)

    def _forget(self, now_s: float) -> None:
        """Let go of what nobody comes for any more."""
        kept = sum(len(one.events) for one in self._stretches)
        while self._stretches and (
            kept > KEPT or self._stretches[0].read_s < now_s - KEPT_S
        ):
            forgotten = self._stretches.popleft()
            kept -= len(forgotten.events)
            self._start = forgotten.last

    def _cut(self, place: Place, types: frozenset[str] | None, limit: int) -> Batch:
        """Return what is kept of what follows a place."""
        events: list[Event] = []
        last = None
        for stretch in self._stretches:
            if stretch.last <= place:
                continue
            first = bisect_right(stretch.places, place)
            end = min(len(stretch.places), first + limit)
            events += stretch.about(types, first, end)
            limit -= end - first
            if not limit:
                return Batch(events, stretch.places[end - 1], full=True)
            last = stretch.last
        return Batch(events, last, full=self._full, hidden=self._hidden)

    async def _read(
        self, place: Place, types: Sequence[str] | None, limit: int
    ) -> Batch:
        """Read what follows a place that is not kept."""
        return await self._batch(await self._rows(place, types, limit))

    async def _batch(self, rows: Sequence[Read]) -> Batch:
        first = rows[0]
        if first.last_written_by is None or first.last_position is None:
            return Batch([], hidden=first.hidden)
        events = [] if first.urn is None else await self._events(rows)
        last = Place(first.last_written_by, first.last_position)
        return Batch(events, last, full=bool(first.full), hidden=first.hidden)

    async def _rows(
        self, place: Place, types: Sequence[str] | None, limit: int
    ) -> list[Read]:
        async with self._bound() as connection:
            rows = await connection.fetch(
                READ.format(limit=limit), str(place.written_by), place.position, types
            )
        return [Read._make(row) for row in rows]  # by name would cost twice as much

    async def _events(self, rows: Sequence[Read]) -> list[Event]:
        attributes = await self._names.attribute_names({row.attribute for row in rows})
        sources = await self._names.source_names({row.source for row in rows})
        return [_event(row, attributes, sources) for row in rows]


def _event(
    row: Read, attributes: Mapping[int, str], sources: Mapping[int, str]
) -> Event:
    assert row.urn is not None, "there is one where there is a row"
    return Event(
        position=row.position,
        recorded_at=row.recorded_at,
        types=tuple(row.types),
        observation=Observation(
            entity=row.urn,
            attribute=attributes[row.attribute],
            value=join(row.number, row.value),
            source=sources[row.source],
            observed_at=row.observed_at,
            unit=row.unit,
            kind=KINDS[row.kind],
            dataset=row.dataset,
            meta=cast("dict[str, object] | None", join(None, row.meta)),
            deleted=row.deleted,
        ),
    )
