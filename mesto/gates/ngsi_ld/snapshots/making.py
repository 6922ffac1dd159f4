"""Making a snapshot: its queries are asked at one moment, and what they find is kept.

What the city itself says is of one moment, whichever query asks for it and however long
that takes; what sources say is of the time they are asked.

Source: ETSI GS CIM 009 v1.9.1, 5.16, 5.7.2.
"""

from collections.abc import Mapping, Sequence
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
from mesto.gates.ngsi_ld.views import choose
from mesto.kernel.model import Attribute, Entity

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
    results: list[Result] = []
    async with who.at_one_moment() as still:
        made_at = datetime.now(UTC)
        for query in wanted.queries:
            body = orjson.dumps(_whole(request, query, written))
            asking = again(request, body, city=still)
            before = len(found.packed)
            answer = await asked_of_all(contexts, asking, found.take)
            told = (text for name, text in answer.headers if name == _WARNING)
            count = len(found.packed) - before
            results.append(Result(found=count, why="; ".join(told)))
    one = Snapshot(
        id=wanted.id or new_id(),
        made_at=made_at,
        expires_at=wanted.expires_at,
        said=Said(
            queries=tuple(map(dict, wanted.queries)),
            results=tuple(results),
            priority=wanted.priority,
        ),
    )
    await store.add(who.host, who.principal.name, one, list(found.packed.items()))
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
    """The entities that were found so far; of two alike the first is kept."""

    def __init__(self) -> None:
        self.packed: dict[str, bytes] = {}
        self._size = 0

    async def take(self, request: Request) -> Response:
        """Answer a query by keeping what it finds."""
        body, context = await request.read()
        said = {**request.parameters, **read_body(body)}
        selection = read_selection(said, context, selectors=body.get("entities"))
        view = choose(said, context, shape=Shape.NORMALIZED, sys_attrs=True)
        members = await request.city.ask(Gather(of=question_of(selection)))
        urns = [one.urn for one in members if one.urn not in self.packed]
        if len(self.packed) + len(urns) > ENTITIES_MAX:
            raise TooManyResults(f"a snapshot holds at most {ENTITIES_MAX} entities")
        for start in range(0, len(urns), _TOGETHER):
            some = urns[start : start + _TOGETHER]
            present = await request.city.present(some)
            self._keep([present[urn] for urn in some if urn in present], view)
        return Response(200)

    def _keep(self, entities: Sequence[Entity], view: View) -> None:
        for one in entities:
            packed = store.packed(_shown(one, view))
            self.packed[one.id] = packed
            self._size += len(packed)
        if self._size > BYTES_MAX:
            raise TooManyResults(f"a snapshot holds at most {BYTES_MAX} bytes")


def _shown(entity: Entity, view: View) -> Entity:
    """Return what a query shows of an entity."""
    if view.shows_everything:
        return entity
    kept: tuple[Attribute, ...] = tuple(filter(view.shows_attribute, entity.attributes))
    return msgspec.structs.replace(entity, attributes=kept)
