"""Reading the ledger as it grows: each reader at its own pace, at least once, in order.

Readers stay below the snapshot horizon: rows of a transaction still in flight, and of
every later one, wait until it has ended, so a slow writer's rows are never skipped.
The order is (transaction, position), which is the same for every reader and for ever.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from time import monotonic
from uuid import UUID, uuid4

from mesto.kernel import waiting
from mesto.kernel.bell import Bell
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import Event
from mesto.kernel.names import Bound
from mesto.kernel.tail import Batch, Place, Tail

LOOK_S = 5.0  #: how long a reader sleeps when nobody wakes it
HIDDEN_S = 0.005  #: while a transaction in flight may hide something; twice, each time
MOVE_S = 0.5  #: how long a bookmark may lag behind what was heard
LEASE_S = 15  #: how long a reader that died keeps its bookmark from others
PAUSE_S = 1.0  #: before trying a database again that went away

#: Which process this is, for leases.
ME: UUID = uuid4()

BEGIN = """
    insert into bookmark (reader, written_by, position)
    values ($1, pg_snapshot_xmin(pg_current_snapshot()), -1)
        on conflict (reader) do nothing
 returning reader
"""

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


async def follow(  # noqa: PLR0913 - what a city knows of itself comes first
    tail: Tail,
    bell: Bell,
    keeper: "Keeper",
    *,
    types: Sequence[str] | None,
    rest_s: float,
    limit: int,
) -> AsyncIterator[list[Event]]:
    """Hand over what a keeper's reader has not seen, in order; wait where it has all.

    tail: what was written last, which is read once for all who follow it
    types: only of entities of these types, and whatever was deleted

    The bookmark moves after the consumer came back for more, within half a second.
    """
    hidden_s = HIDDEN_S
    with bell.heard() as woken:
        try:
            while True:
                woken.clear()
                try:
                    place = await keeper.place()
                    batch = Batch([])
                    if place is not None:  # nobody else reads for it
                        batch = await tail.after(place, types, limit, bell.rung)
                except Unavailable:
                    await asyncio.sleep(PAUSE_S)
                    continue
                if batch.events:
                    yield batch.events
                if batch.last is not None:
                    keeper.done(batch.last)
                if batch.full:
                    continue
                hidden_s = 2 * hidden_s if batch.hidden else HIDDEN_S
                patience_s = hidden_s if batch.hidden else LOOK_S
                await waiting.woken(woken, min(patience_s, keeper.rest_s))
                await asyncio.sleep(rest_s)
        finally:
            await keeper.leave()


class Keeper:
    """Keeps the bookmark of one reader, and its lease.

    Every write to it is a commit that what comes next would wait for, so it lags a
    little: a reader that dies hears the last moment again, which it must bear anyway.
    """

    def __init__(
        self, bound: Bound, reader: str | None, place: Place | None = None
    ) -> None:
        """Hold nothing yet.

        reader: whose bookmark it is; None: there is none, and it begins at `place`
        """
        self._bound = bound
        self._reader = reader
        self._place = place
        self._moved = False  #: farther than the bookmark
        self._written_s = 0.0  #: when the bookmark was, `time.monotonic`

    async def place(self) -> Place | None:
        """Return where to read on; None while another process reads for us."""
        if self._reader and (self._place is None or self.rest_s <= 0):
            await self._write()
        return self._place

    def done(self, place: Place) -> None:
        """Note that all up to a place was heard."""
        self._place, self._moved = place, True

    @property
    def rest_s(self) -> float:
        """How long the bookmark may stay as it is, where there is one."""
        if self._reader is None:
            return LOOK_S
        after_s = MOVE_S if self._moved else LOOK_S
        return max(0.0, self._written_s + after_s - monotonic())

    async def leave(self) -> None:
        """Let others read on from where this one ends."""
        if self._reader is None or self._place is None:
            return
        with contextlib.suppress(Unavailable):
            await self._write()
            async with self._bound() as connection:
                await connection.execute(RELEASE, self._reader, ME)

    async def _write(self) -> None:
        """Move the bookmark, or take it; what another process took is not ours."""
        self._written_s = monotonic()
        async with self._bound() as connection:
            if self._place is not None and self._moved:
                done = await connection.execute(
                    MOVE,
                    self._reader,
                    ME,
                    str(self._place.written_by),
                    self._place.position,
                    LEASE_S,
                )
                self._place = self._place if done == "UPDATE 1" else None
            else:
                row = await connection.fetchrow(TAKE, self._reader, ME, LEASE_S)
                self._place = None if row is None else Place(row[0], row[1])
        self._moved = False
