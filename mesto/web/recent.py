"""Answers of a moment ago: who asks the same soon after is told the same."""

from functools import partial
from typing import Any, TypeVar

from mesto.kernel.city import City
from mesto.kernel.kept import Kept
from mesto.kernel.question import Question

A = TypeVar("A")

MOST = 12  #: answers kept of one municipality


class Recent:
    """Asks a city; what was asked of late is not asked again."""

    def __init__(self, city: City) -> None:
        """Remember nothing yet."""
        self._city = city
        self._kept: Kept[Any] = Kept(MOST)

    async def ask(self, question: Question[A], *, keep_s: float) -> A:
        """Answer a question that is a value; the answer may be `keep_s` old.

        Raises what City.ask does.
        """
        ask = partial(self._city.ask, question)
        answer: A = await self._kept.get(question, ask, keep_s=keep_s)
        return answer
