import asyncio
import gc
import weakref

import pytest

from mesto.kernel.kept import Kept

pytestmark = pytest.mark.anyio


class Lamps:
    """Something large."""


async def test_those_who_ask_together_wait_for_one_answer():
    made = []

    async def make():
        made.append(1)
        await asyncio.sleep(0)
        return Lamps()

    kept = Kept(2)
    first, second = await asyncio.gather(
        *(kept.get("town", make, keep_s=60) for _ in range(2))
    )
    assert first is second
    assert await kept.get("town", make, keep_s=60) is first
    assert len(made) == 1


async def test_what_nobody_asks_for_any_more_is_given_back():
    async def make():
        return Lamps()

    kept = Kept(2)
    lamps = weakref.ref(await kept.get("town", make, keep_s=0.01))
    while lamps() is not None:
        await asyncio.sleep(0.01)
        gc.collect()


async def test_who_stops_waiting_leaves_the_answer_to_others():
    may_go = asyncio.Event()

    async def make():
        await may_go.wait()
        return Lamps()

    kept = Kept(2)
    impatient = asyncio.create_task(kept.get("town", make, keep_s=60))
    patient = asyncio.create_task(kept.get("town", make, keep_s=60))
    await asyncio.sleep(0)
    impatient.cancel()
    may_go.set()
    assert isinstance(await patient, Lamps)
