"""Waiting for what may happen, but no longer than so long."""

import asyncio
from contextlib import suppress


async def woken(event: asyncio.Event, longest_s: float) -> None:
    """Return when the event is set, at the latest after `longest_s` seconds.

    `asyncio.wait_for` would do, if it did not take a cancellation for nothing when
    both come at once: the loop around it would go on for ever.

    Source: python/cpython#86296, mended in Python 3.12.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(longest_s):
            await event.wait()
