"""Waiting for what has to become true."""

import asyncio
from collections.abc import Awaitable, Callable

LONG_S = 180  #: what nothing takes, even on a machine ten times slower than ours


async def until(
    holds: Callable[[], Awaitable[object]], *, within_s: float = LONG_S
) -> None:
    """Ask again and again until it holds; raise TimeoutError if it never does."""
    async with asyncio.timeout(within_s):
        while not await holds():
            await asyncio.sleep(0.02)
