"""Long computations are somebody else's process."""

import os
import signal
from contextlib import aclosing
from multiprocessing import get_context

import pytest

from mesto.kernel.apart import apart
from mesto.kernel.errors import Infeasible, Unavailable
from tests.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def begun_anew(monkeypatch):
    """As in a town, a process begins with nothing imported."""
    monkeypatch.setattr("mesto.kernel.apart.get_context", get_context)


def squares(upto):
    for number in range(upto):
        yield number * number


def refused():
    yield 1
    raise Infeasible("no lorry is large enough", vehicle="V1")


def endless():
    yield os.getpid()
    while True:
        signal.pause()


async def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_what_is_yielded_there_arrives_here():
    assert [one async for one in apart(squares, 4)] == [0, 1, 4, 9]


async def test_a_refusal_says_here_what_it_said_there():
    said = apart(refused)
    assert await anext(said) == 1
    with pytest.raises(Infeasible, match="no lorry") as refusal:
        await anext(said)
    assert refusal.value.facts == {"vehicle": "V1"}


async def test_leaving_early_ends_the_process():
    async with aclosing(apart(endless)) as numbers:
        pid = await anext(numbers)

    async def gone():
        return not await lives(pid)

    await until(gone)


async def test_a_process_that_is_killed_is_a_failure_one_can_repeat():
    said = apart(endless)
    os.kill(await anext(said), signal.SIGKILL)
    with pytest.raises(Unavailable, match="again"):
        await anext(said)
