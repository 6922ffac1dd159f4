"""Making a snapshot: its queries are asked at one moment, and what they find is kept.

What the city itself says is of one moment, whichever query asks for it and however long
that takes; what sources say is of the time they are asked.

Source: ETSI GS CIM 009 v1.9.1, 5.16, 5.7.2.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import msgspec
import orjson

from mesto.gates.ngsi_ld.codec.encode import Shape, View
from mesto.gates.ngsi_ld.consumption import question_of
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.distributed.answers import asked_of_all
from mesto.gates.ngsi_ld.distributed.asked import again
from mesto.gates.ngsi_ld.distributed.timelines import is_longer
from mesto.gates.ngsi_ld.maps.model import Gather
from mesto.gates.ngsi_ld.maps.using import visitor
from mesto.gates.ngsi_ld.problem import TooManyResults
from mesto.gates.ngsi_ld.query.selection import read_body, read_selection
from mesto.gates.ngsi_ld.request import LD_JSON, Request, Response
from mesto.gates.ngsi_ld.snapshots import store
from mesto.gates.ngsi_ld.snapshots.model import (
    BYTES_MAX,
    ENTITIES_MAX,
    Result,
    Said,
    Snapshot,
    Wanted,
)
from mesto.gates.ngsi_ld.temporal import (
    INSTANCES,
    evolutions_of,
    past_question,
    read_asked,
    read_posted,
)
from mesto.gates.ngsi_ld.views import choose
from mesto.kernel.model import Attribute, Entity
from mesto.kernel.question.evolution import Evolution
from mesto.kernel.question.find import Find

_TOGETHER: Final = 500  #: entities that are read at once
_WARNING: Final = "NGSILD-Warning"


async def make(
    contexts: ContextStore, request: Request, wanted: Wanted, written: Any
) -> Snapshot:
    """Ask the queries of a snapshot, and keep what they find.

    written: the @context as the body says it; None: it is in the Link header

    Raises what a query raises, TooManyResults for more than a snapshot holds, and
    AlreadyExists where its id is taken.
    """
    who = visitor(request)
    found = _Found()
    async with who.at_one_moment() as still:
        made_at = datetime.now(UTC)

        async def ask(query: Mapping[str, Any], *, of_past: bool) -> Result:
            body = orjson.dumps(_whole(request, query, written))
            asking = again(request, body, city=still)
            kept = found.pasts if of_past else found.packed
            take, before = found.take_pasts if of_past else found.take, len(kept)
            answer = await asked_of_all(contexts, asking, take, of_past=of_past)
            told = (text for name, text in answer.headers if name == _WARNING)
            return Result(found=len(kept) - before, why="; ".join(told))

        results = [await ask(one, of_past=False) for one in wanted.queries]
        of_pasts = [await ask(one, of_past=True) for one in wanted.of_pasts]
    one = Snapshot(
        id=wanted.id or new_id(),
        made_at=made_at,
        expires_at=wanted.expires_at,
        said=Said(
            queries=tuple(map(dict, wanted.queries)),
            results=tuple(results),
            of_pasts=tuple(map(dict, wanted.of_pasts)),
            results_of_pasts=tuple(of_pasts),
            priority=wanted.priority,
        ),
    )
    await store.add(who.host, who.principal.name, one, found.packed, found.pasts)
    return one


async def clone(request: Request, one: Snapshot, wanted: Wanted) -> Snapshot:
    """Keep a copy of a snapshot, of its own time and priority.

    Raises TooManyResults where there is no room, and AlreadyExists where the id is
    taken.
    """
    priority = wanted.priority or one.said.priority
    copied = Snapshot(
        id=wanted.id or new_id(),
        made_at=datetime.now(UTC),
        expires_at=wanted.expires_at,
        said=msgspec.structs.replace(one.said, priority=priority),
    )
    who = visitor(request)
    await store.clone(who.host, who.principal.name, one.id, copied)
    return copied


def new_id() -> str:
    """Return an id that nobody guesses."""
    return f"urn:ngsi-ld:Snapshot:{uuid4()}"


def _whole(request: Request, query: Mapping[str, Any], written: Any) -> dict[str, Any]:
    """Return a query as it would be posted alone, with its @context."""
    is_in_body = request.content_type == LD_JSON
    return {**query, "@context": written} if is_in_body else dict(query)


class _Found:
    """What was found so far; of two of one id the first is kept."""

    def __init__(self) -> None:
        self.packed: dict[str, bytes] = {}  #: entities
        self.pasts: dict[str, bytes] = {}
        self._size = 0

    async def take(self, request: Request) -> Response:
        """Answer a query by keeping what it finds."""
        body, context = await request.read()
        said = {**request.parameters, **read_body(body)}
        selection = read_selection(said, context, selectors=body.get("entities"))
        view = choose(said, context, shape=Shape.NORMALIZED, sys_attrs=True)
        urns = await self._strange(request, question_of(selection), self.packed)
        for start in range(0, len(urns), _TOGETHER):
            some = urns[start : start + _TOGETHER]
            present = await request.city.present(some)
            for urn in some:
                if urn in present:
                    self._keep(self.packed, _shown(present[urn], view))
        return Response(200)

    async def take_pasts(self, request: Request) -> Response:
        """Answer a query of pasts by keeping what it finds, one after the other."""
        context, selectors = await read_posted(request)
        question = past_question(request, context, selectors)
        asked = read_asked(request, context)
        newest = asked.last is not None
        most = min(asked.last or INSTANCES + 1, INSTANCES + 1)
        for urn in await self._strange(request, question, self.pasts):
            wanted = evolutions_of((urn,), asked, most, newest=newest)
            for past in (await request.city.ask(wanted)).values():
                if is_longer(past, INSTANCES):
                    raise TooManyResults(
                        f"a snapshot holds at most {INSTANCES} instances of one"
                    )
                self._keep(self.pasts, past)
        return Response(200)

    async def _strange(
        self, request: Request, question: Find, kept: Collection[str]
    ) -> list[str]:
        """Return which entities a query finds that are not kept yet."""
        members = await request.city.ask(Gather(of=question))
        urns = [one.urn for one in members if one.urn not in kept]
        if len(self.packed) + len(self.pasts) + len(urns) > ENTITIES_MAX:
            raise TooManyResults(f"a snapshot holds at most {ENTITIES_MAX} entities")
        return urns

    def _keep(self, kept: dict[str, bytes], one: Entity | Evolution) -> None:
        kept[one.id] = store.packed(one)
        self._size += len(kept[one.id])
        if self._size > BYTES_MAX:
            raise TooManyResults(f"a snapshot holds at most {BYTES_MAX} bytes")


def _shown(entity: Entity, view: View) -> Entity:
    """Return what a query shows of an entity."""
    if view.shows_everything:
        return entity
    kept: tuple[Attribute, ...] = tuple(filter(view.shows_attribute, entity.attributes))
    return msgspec.structs.replace(entity, attributes=kept)
