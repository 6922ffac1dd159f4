"""Long computations in a process of their own, whose memory goes when it ends."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final, Literal, TypeAlias, TypeVar

from mesto.kernel.errors import CityError, Unavailable

T = TypeVar("T")

_GIVING_WAY: Final = 10  #: niceness; who waits for an answer of the city goes first

_Said: TypeAlias = tuple[Literal["yielded", "failed", "ended"], object]


async def apart(
    work: Callable[..., Iterator[T]], *given: object
) -> AsyncGenerator[T, None]:
    """Run a generator in a process of its own, and yield what it yields.

    work: a function of a module; what it is given and what it yields is pickled. It
        gives way to everything else on the machine.

    Leaving the iteration early, or being cancelled, ends the process.

    Raises the CityError that `work` raises; Unavailable if the process is lost.
    """
    spawning = get_context("spawn")
    near, far = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_run, args=(far, work, given), daemon=True)
    try:
        await asyncio.to_thread(process.start)
        far.close()
        while True:
            how, what = await _heard(near)
            if how == "ended":
                return
            if how == "failed":
                assert isinstance(what, CityError)
                raise what
            yield what  # type: ignore[misc]  # pickled as T by the other end
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
        near.close()


async def _heard(near: Connection) -> _Said:
    """Wait for what the process says next; killing it ends the wait."""
    try:
        said: _Said = await asyncio.to_thread(near.recv)
    except EOFError:
        raise Unavailable("the computation was lost; try it again") from None
    return said


def _run(far: Connection, work: Callable[..., Iterator[T]], given: object) -> None:
    """Compute, and say what comes of it; any other failure is printed and ends it."""
    os.nice(_GIVING_WAY)
    assert isinstance(given, tuple)
    try:
        for one in work(*given):
            far.send(("yielded", one))
    except CityError as failure:
        far.send(("failed", failure))
    else:
        far.send(("ended", None))
