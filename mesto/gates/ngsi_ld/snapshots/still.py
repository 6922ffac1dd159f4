"""The city as a snapshot keeps it: what is asked of it is answered from there."""

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from mesto.gates.ngsi_ld.context import CONTEXT_TYPE
from mesto.gates.ngsi_ld.distributed.merging import seen
from mesto.gates.ngsi_ld.distributed.reading import fitting
from mesto.gates.ngsi_ld.distributed.timelines import (
    as_entity,
    picked,
    placed_by,
    seen_past,
    times_of,
    totals_of,
)
from mesto.gates.ngsi_ld.problem import OperationNotSupported
from mesto.gates.ngsi_ld.snapshots import store
from mesto.gates.ngsi_ld.temporal import INSTANCES
from mesto.kernel.model import Entity
from mesto.kernel.question import Question
from mesto.kernel.question.aggregate import Span, Totals
from mesto.kernel.question.evolution import Evolution, Evolutions
from mesto.kernel.question.find import Find, Page
from mesto.kernel.question.order import in_order
from mesto.kernel.question.window import Window
from mesto.kernel.visit import Visit

if TYPE_CHECKING:
    from mesto.kernel.city import City


class Still:
    """A snapshot in the place of a city, for who may see what is in it by now.

    The @contexts by which it is asked are those of the city.
    """

    def __init__(self, visit: Visit, of: str) -> None:
        """Answer for `visit` from the snapshot of this id."""
        self._visit = visit
        self._of = of
        self.city = cast("City", self)  #: for whoever asks a city

    def __getattr__(self, name: str) -> Any:
        """Return what else a city has."""
        return getattr(self._visit, name)

    async def present(self, urns: Sequence[str]) -> dict[str, Entity]:
        """Return entities as they were."""
        own = [urn for urn in urns if urn.startswith(_OF_GATE)]
        found = await self._visit.present(own) if own else {}
        others = [urn for urn in urns if not urn.startswith(_OF_GATE)]
        if others:
            kept = await store.named(self._visit.host, self._of, others)
            shown = [seen(self._visit, one) for one in kept]
            found |= {one.id: one for one in shown if one is not None}
        return found

    async def ask(self, question: Question[Any]) -> Any:
        """Answer what entities and their pasts were like.

        Raises OperationNotSupported for all else.
        """
        match question:
            case Find():
                window = question.past
                found = self._pasts(window) if window else self._entities()
                return _page(question, [e async for e in found if fitting(question, e)])
            case Evolutions():
                return await self._evolutions(question)
            case Span():
                times = times_of((await self._evolutions(_all_of(question))).values())
                return (min(times), max(times)) if times else None
            case Totals():
                pasts = await self._evolutions(_all_of(question))
                return {urn: totals_of(past, question) for urn, past in pasts.items()}
        raise OperationNotSupported("a snapshot is asked for its entities only")

    async def _entities(self) -> AsyncIterator[Entity]:
        """Yield what may be seen of the entities."""
        async for one in store.each(self._visit.host, self._of):
            shown = seen(self._visit, one)
            if shown is not None:
                yield shown

    async def _pasts(self, window: Window) -> AsyncIterator[Entity]:
        """Yield what may be seen of pasts in a window, each as an entity."""
        async for one in store.each_past(self._visit.host, self._of):
            whole = Evolutions(urns=(one.id,), window=window, limit=INSTANCES)
            past = self._picked(one, whole)
            if past is not None and past.instances:
                yield as_entity(past)

    async def _evolutions(self, question: Evolutions) -> dict[str, Evolution]:
        kept = await store.pasts_named(self._visit.host, self._of, question.urns)
        told = {one.id: self._picked(one, question) for one in kept}
        return {urn: past for urn, past in told.items() if past is not None}

    def _picked(self, past: Evolution, question: Evolutions) -> Evolution | None:
        shown = seen_past(self._visit, past)
        if shown is None:
            return None
        return picked(placed_by(shown, question.window.clock), question)


def _page(question: Find, found: Sequence[Entity]) -> Page:
    urns = tuple(one.id for one in in_order(found, question.order))
    end = question.offset + question.limit
    total = len(urns) if question.count else None
    return Page(urns[question.offset : end], len(urns) > end, total)


def _all_of(question: Span | Totals) -> Evolutions:
    """Return the question for all that is counted."""
    return Evolutions(
        urns=question.urns,
        window=question.window,
        attributes=question.attributes,
        limit=INSTANCES,
    )


_OF_GATE = f"urn:ngsi-ld:{CONTEXT_TYPE}:"
