"""Waiting no longer than so long, and long enough to leave others their time."""

import asyncio
from contextlib import suppress
from time import monotonic


async def woken(event: asyncio.Event, longest_s: float) -> None:
    """Return when the event is set, at the latest after `longest_s` seconds.

    `asyncio.wait_for` would do, if it did not take a cancellation for nothing when
    both come at once: the loop around it would go on for ever.

    Source: python/cpython#86296, mended in Python 3.12.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(longest_s):
            await event.wait()


async def rested(begun_s: float, share: float) -> None:
    """Return when what has worked since then has had only its share of the time.

    begun_s: when it began, of `time.monotonic`
    share: in (0, 1]; at 1 others only get their turn
    """
    await asyncio.sleep((monotonic() - begun_s) * (1 / share - 1))
