"""What was costly to make: kept while somebody asks for it, and given back after."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

A = TypeVar("A")


class Kept(Generic[A]):
    """Answers of a moment ago: who asks the same soon after is told the same.

    Those who ask together wait for one answer. Each goes when its time is over, whether
    anybody asks again or not, and the oldest when there are too many.
    """

    def __init__(self, most: int) -> None:
        """Keep nothing yet.

        most: answers kept at once
        """
        self._most = most
        self._answers: dict[Hashable, asyncio.Task[A]] = {}

    async def get(
        self,
        of: Hashable,
        make: Callable[[], Coroutine[Any, Any, A]],
        *,
        keep_s: float,
    ) -> A:
        """Return the answer of `of`, which may be `keep_s` old, or make it.

        Raises what `make` does; a failure is not kept.
        """
        task = self._answers.get(of)
        if task is None:
            while len(self._answers) >= self._most:
                del self._answers[next(iter(self._answers))]
            task = self._answers[of] = asyncio.create_task(make())
            task.add_done_callback(lambda made: self._keep(of, made, keep_s))
        return await asyncio.shield(task)

    def _keep(self, of: Hashable, made: asyncio.Task[A], keep_s: float) -> None:
        """Let an answer go in a while; at once, where it is none."""
        if made.cancelled() or made.exception() is not None or keep_s <= 0:
            self._drop(of, made)
        else:
            asyncio.get_running_loop().call_later(keep_s, self._drop, of, made)

    def _drop(self, of: Hashable, made: asyncio.Task[A]) -> None:
        if self._answers.get(of) is made:
            del self._answers[of]
