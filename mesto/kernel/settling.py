"""Noting how commands ended: who comes at the same time is written by one statement.

In a rush every line brings some answers at every moment, and each alone would cost the
database as much as all of them together. Nobody on a dark street waits for an answer to
be noted, so in a rush there is a rest after each statement.
"""

import asyncio
from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from mesto.kernel import ordering
from mesto.kernel.errors import Unavailable
from mesto.kernel.model import Settled
from mesto.kernel.names import Bound

REST_S: Final = 0.03  #: between two statements, while more comes


class _Call(NamedTuple):
    settled: Sequence[Settled]
    done: "asyncio.Future[int]"


class Settling:
    """Notes how the commands of one municipality ended."""

    def __init__(self, bound: Bound) -> None:
        """Have nothing to note."""
        self._bound = bound
        self._calls: list[_Call] = []
        self._task: asyncio.Task[None] | None = None

    async def note(self, settled: Sequence[Settled]) -> int:
        """Note how commands ended; return how many of them were still open.

        Raises Unavailable if the database does not answer.
        """
        call = _Call(settled, asyncio.get_running_loop().create_future())
        self._calls.append(call)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await call.done

    async def _run(self) -> None:
        """Write until nobody waits."""
        try:
            while True:
                await asyncio.sleep(0)  # who comes at the same time joins
                calls, self._calls = self._calls, []
                if not calls:
                    return
                await self._write(calls)
                await asyncio.sleep(REST_S)
        finally:
            self._task = None

    async def _write(self, calls: Sequence[_Call]) -> None:
        """Write what calls say, and answer them."""
        try:
            async with self._bound() as connection:
                said = [one for call in calls for one in call.settled]
                ended = await ordering.settle(connection, said)
        except Exception as error:  # noqa: BLE001 - whoever called is told
            await self._write_apart(calls, error)
        else:
            for call in calls:
                _answer(call, ended)

    async def _write_apart(self, calls: Sequence[_Call], error: Exception) -> None:
        """Find what the database refuses, so that the rest is written."""
        for call in calls:
            if len(calls) > 1 and not isinstance(error, Unavailable):
                await self._write([call])
            elif not call.done.done():
                call.done.set_exception(error)


def _answer(call: _Call, ended: set[UUID]) -> None:
    """Tell a call how many of its commands ended; what is counted, is so once."""
    mine = {number for one in call.settled if (number := ordering.number_of(one))}
    counted = mine & ended
    ended -= counted
    if not call.done.done():  # whoever called may have gone
        call.done.set_result(len(counted))
