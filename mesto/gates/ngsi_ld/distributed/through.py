"""The city as it is with what sources say of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from mesto.kernel.city import City
from mesto.kernel.model import Entity
from mesto.kernel.question import Question

#: Answers questions of one kind in the place of the city.
Answering = Callable[[Any], Awaitable[Any]]


class Through:
    """What is known of entities beside what the city says, and who answers what."""

    def __init__(self, city: City) -> None:
        """Know nothing yet."""
        self._known: dict[str, Entity | None] = {}
        self._answering: dict[type, Answering] = {}
        self._city = city
        #: for whoever asks a city
        self.city = cast("City", _Seen(city, self))

    def know(self, entities: Mapping[str, Entity | None]) -> None:
        """Take these for what is the case; None: there is no such entity."""
        self._known.update(entities)

    def let_answer(self, kind: type, answering: Answering) -> None:
        """Let somebody answer questions of a kind."""
        self._answering[kind] = answering

    async def present(self, urns: Sequence[str]) -> dict[str, Entity]:
        """Return entities as the city and sources know them."""
        strange = [urn for urn in urns if urn not in self._known]
        found = await self._city.present(strange) if strange else {}
        for urn in urns:
            known = self._known.get(urn)
            if known is not None:
                found[urn] = known
        return found

    async def ask(self, question: Question[Any]) -> Any:
        """Answer a question."""
        answering = self._answering.get(type(question))
        if answering is None:
            return await self._city.ask(question)
        return await answering(question)


class _Seen:
    """A city of which some is answered by others."""

    def __init__(self, city: City, through: Through) -> None:
        self._city = city
        self.present = through.present
        self.ask = through.ask

    def __getattr__(self, name: str) -> Any:
        return getattr(self._city, name)
