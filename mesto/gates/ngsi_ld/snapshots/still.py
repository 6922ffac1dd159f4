"""The city as a snapshot keeps it: what is asked of it is answered from there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from mesto.gates.ngsi_ld.context import CONTEXT_TYPE
from mesto.gates.ngsi_ld.distributed.merging import seen
from mesto.gates.ngsi_ld.distributed.reading import fitting
from mesto.gates.ngsi_ld.problem import OperationNotSupported
from mesto.gates.ngsi_ld.snapshots import store
from mesto.kernel.model import Entity
from mesto.kernel.question import Question
from mesto.kernel.question.find import Find, Page
from mesto.kernel.question.order import in_order
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
        """Find entities as they were. Raises OperationNotSupported for all else."""
        if not isinstance(question, Find):
            raise OperationNotSupported("a snapshot is asked for its entities only")
        found = [
            shown
            async for one in store.each(self._visit.host, self._of)
            if (shown := seen(self._visit, one)) is not None
            and fitting(question, shown)
        ]
        urns = tuple(one.id for one in in_order(found, question.order))
        end = question.offset + question.limit
        total = len(urns) if question.count else None
        return Page(urns[question.offset : end], len(urns) > end, total)


_OF_GATE = f"urn:ngsi-ld:{CONTEXT_TYPE}:"
