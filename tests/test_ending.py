"""A server ends, whatever its tasks do."""

import asyncio

import pytest

from mesto import app

pytestmark = pytest.mark.anyio


async def test_a_task_that_swallows_its_cancellation_is_cancelled_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "AGAIN_S", 0.01)
    swallowed = 0

    async def stubborn() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed > 2:
                    raise

    async with app._supervised() as supervise:  # noqa: SLF001 - what is meant
        supervise(stubborn, "stubborn")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert swallowed == 3
