"""Answers of a moment ago: who asks the same soon after is told the same."""

import asyncio
from time import monotonic
from typing import Any, TypeVar

from mesto.kernel.city import City
from mesto.kernel.question import Question

A = TypeVar("A")

MOST = 12  #: answers kept of one municipality


class Recent:
    """Asks a city; what was asked of late is not asked again."""

    def __init__(self, city: City) -> None:
        """Remember nothing yet."""
        self._city = city
        self._answers: dict[Any, tuple[float, asyncio.Task[Any]]] = {}

    async def ask(self, question: Question[A], *, keep_s: float) -> A:
        """Answer a question that is a value; the answer may be `keep_s` old.

        Raises what City.ask does.
        """
        self._tidy_up()
        asked = self._answers.get(question)
        if asked is None:
            task = asyncio.create_task(self._city.ask(question))
            asked = self._answers[question] = (monotonic() + keep_s, task)
        answer: A = await asyncio.shield(asked[1])
        return answer

    def _tidy_up(self) -> None:
        """Forget what failed, what is too old, and the oldest of too many."""
        now = monotonic()
        self._answers = {
            question: (until, task)
            for question, (until, task) in self._answers.items()
            if until > now and not _failed(task)
        }
        while len(self._answers) >= MOST:
            del self._answers[next(iter(self._answers))]


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
