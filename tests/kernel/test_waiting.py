"""Who waits can be called off at any moment."""

import asyncio
from time import monotonic

import pytest

from mesto.kernel.waiting import rested, woken

pytestmark = pytest.mark.anyio


async def listens(event):
    while True:
        event.clear()
        await woken(event, 600)


@pytest.mark.parametrize("steps", range(5))
async def test_a_call_off_is_heard_while_the_bell_rings(steps):
    event = asyncio.Event()
    task = asyncio.create_task(listens(event))
    await asyncio.sleep(0.01)
    event.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=5)
    assert task in done, "it went on as if nobody had called it off"


async def test_waiting_ends_by_itself():
    event = asyncio.Event()
    await woken(event, 0)
    assert not event.is_set()


async def test_who_gets_a_quarter_of_the_time_rests_three_times_as_long_as_it_worked():
    began_s = monotonic() - 0.02
    await rested(began_s, 0.25)
    assert monotonic() - began_s >= 4 * 0.02
