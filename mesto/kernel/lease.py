"""One holder at a time: what must not be done twice is held by a lease.

The lease is a row of the bookmarks; a holder that dies loses it after a while.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from uuid import UUID
from zlib import crc32

from mesto.kernel.errors import Unavailable
from mesto.kernel.follower import LEASE_S, RELEASE, TAKE
from mesto.kernel.names import Bound

RENEW_S = LEASE_S / 3  #: at the latest


def pace_s(name: str) -> float:
    """Return how often a lease is renewed: each at its own pace.

    Begun together, they would all ask the database in the same moment, for ever.
    """
    return RENEW_S * (0.6 + 0.4 * crc32(name.encode()) / 2**32)


async def while_held(
    bound: Bound, name: str, holder: UUID, work: Callable[[], Awaitable[None]]
) -> None:
    """Do `work` while `holder` has the lease `name`, for ever.

    Work is cancelled when the lease is lost, and begins again when it is regained.
    """
    every_s = pace_s(name)
    working: asyncio.Task[None] | None = None
    try:
        while True:
            held = await _take(bound, name, holder)
            if held and (working is None or working.done()):
                working = asyncio.ensure_future(work())
            elif not held and working is not None:
                await _end(working)
                working = None
            if working is None:
                await asyncio.sleep(every_s)
            else:
                await asyncio.wait([working], timeout=every_s)
                if working.done():
                    working.result()  # raises what ended it
    finally:
        if working is not None:
            await _end(working)
        with contextlib.suppress(Unavailable):
            async with bound() as connection:
                await connection.execute(RELEASE, name, holder)


async def _take(bound: Bound, name: str, holder: UUID) -> bool:
    """Take or renew the lease; without a database nobody holds it for long."""
    try:
        async with bound() as connection:
            taken = await connection.fetchrow(TAKE, name, holder, LEASE_S)
            return taken is not None
    except Unavailable:
        return False


async def _end(task: "asyncio.Future[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
