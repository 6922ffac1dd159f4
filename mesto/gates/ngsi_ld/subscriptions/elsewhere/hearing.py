"""What sources tell, told on to who subscribed here.

Source: ETSI GS CIM 009 v1.9.1, 5.3.1 (Notification), 5.8.6, 4.5.5.3.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from mesto.gates.ngsi_ld.codec.decode import UPDATE, decode_fragment, observe
from mesto.gates.ngsi_ld.context import CORE, Context
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.distributed.asked import matching
from mesto.gates.ngsi_ld.distributed.errands import retrieval
from mesto.gates.ngsi_ld.distributed.merging import (
    Heard,
    attribute_of,
    merge,
    read_entity,
    seen,
    within,
)
from mesto.gates.ngsi_ld.distributed.reading import (
    RETRIEVE,
    offering,
    ours,
    read_answers,
)
from mesto.gates.ngsi_ld.distributed.way import Way
from mesto.gates.ngsi_ld.problem import BadRequestData
from mesto.gates.ngsi_ld.query.selection import read_conditions
from mesto.gates.ngsi_ld.registrations.matching import Match, Wanted
from mesto.gates.ngsi_ld.registrations.model import Registration
from mesto.gates.ngsi_ld.registrations.registry import Registry, registry_of
from mesto.gates.ngsi_ld.request import Request, Response
from mesto.gates.ngsi_ld.subscriptions import store as subscriptions
from mesto.gates.ngsi_ld.subscriptions.elsewhere import store
from mesto.gates.ngsi_ld.subscriptions.elsewhere.run import asking
from mesto.gates.ngsi_ld.subscriptions.happened import Change, Happening
from mesto.gates.ngsi_ld.subscriptions.model import Known, Trigger
from mesto.gates.ngsi_ld.subscriptions.read import status_of
from mesto.gates.ngsi_ld.subscriptions.registry import understand
from mesto.gates.ngsi_ld.subscriptions.telling import tell
from mesto.kernel.access.callers import Callers
from mesto.kernel.errors import Forbidden
from mesto.kernel.model import Entity
from mesto.kernel.question.condition import AllOf
from mesto.kernel.question.holds import holds, lies
from mesto.kernel.visit import Visit

MOST: Final = 1_000  #: entities of one notification
_DELETING: Final = frozenset({Trigger.ENTITY_DELETED, Trigger.ATTRIBUTE_DELETED})
_TIMES: Final = frozenset({"createdAt", "modifiedAt", "deletedAt"})
_HEAD: Final = frozenset({"id", "@id", "type", "@type", "scope", *_TIMES})


async def hear(
    request: Request, key: str, callers: Callers, contexts: ContextStore
) -> Response:
    """Take what a source tells, and write down what is told on.

    request: its city is the municipality itself

    Raises Forbidden for a key that nobody was given, or that is no more.
    """
    city, now = request.city, datetime.now(UTC)
    held = await store.by_key(city, key)
    record = await subscriptions.one(city, held.subscription) if held else None
    sources = await registry_of(city, contexts)
    registration = sources.index.get(held.registration) if held else None
    if record is None or registration is None:
        raise Forbidden("nobody here wants to be told so")
    payload, context = await request.read()
    data = payload.get("data")
    if not isinstance(data, list) or len(data) > MOST:
        raise BadRequestData(f"data is a list of at most {MOST} entities")
    spelled = await contexts.resolve(city, record.context)
    wish = await understand(city, contexts, record.document, spelled)
    link = await contexts.link(city, wish.context, request.base)
    known = Known(record, wish, link)
    if status_of(wish, now) != "active":
        return Response(200)
    visit = await callers.standing_for(city, record.owner, record.roles)
    listener = _Listener(visit, contexts, sources, known, registration)
    found = [await listener.happened(one, context, now) for one in data]
    told = await tell(visit, known, [one for one in found if one is not None], now)
    if told is not None:
        await subscriptions.keep(city, [told])
    return Response(200)


class _Listener:
    """Makes of what a source tells what is told here."""

    def __init__(
        self,
        visit: Visit,
        contexts: ContextStore,
        sources: Registry,
        known: Known,
        registration: Registration,
    ) -> None:
        self._visit = visit
        self._wish = known.wish
        self._selectors = known.record.document.get("entities")
        self._registration = registration
        request = asking(visit.host, contexts, "GET")
        request.city = visit
        self._way = Way(request, sources, allow_private=contexts.allow_private)

    async def happened(
        self, said: Any, context: Context, now: datetime
    ) -> Happening | None:
        """Return what happened to an entity; None: it is nobody's business here."""
        if not isinstance(said, Mapping):
            raise BadRequestData("data is a list of entities")
        is_gone = "deletedAt" in said
        gone = {name: part for name, part in said.items() if _is_gone(name, part)}
        whole = {name: part for name, part in said.items() if name not in gone}
        if is_gone:
            whole = {name: part for name, part in whole.items() if name in _HEAD}
        entity = self._within(read_entity(whole, context, self._registration.id))
        if entity is None:
            return None
        if is_gone:
            ended = Happening(entity=entity, at=now, changes=(), is_gone=True)
            return ended if await self._is_missed(entity) else None
        entity = await self._whole(entity)
        if not self._fits(entity):
            return None
        changes = tuple(self._lost(entity, gone, context))
        return Happening(entity=entity, at=now, changes=changes)

    def _within(self, entity: Entity) -> Entity | None:
        """Return of an entity what was registered and may be seen; None: nothing."""
        one = self._registration
        kept = within(entity, Match(registration=one, information=one.information))
        return None if kept is None else seen(self._visit, kept)

    async def _whole(self, entity: Entity) -> Entity:
        """Put an entity together with what the city and others know of it."""
        wanted = Wanted(is_of=frozenset(entity.types), urns=(entity.id,))
        found = matching(self._way, wanted, supplementing=True)
        of = self._registration.id
        others = [one for one in found if one.registration.id != of]
        asked = offering(others, RETRIEVE)
        errands = [
            retrieval(self._way, one, entity.id, self._wish.spelled) for one in asked
        ]
        told, _ = read_answers(self._way, asked, await self._way.ask(errands))
        own = (await self._visit.present((entity.id,))).get(entity.id)
        heard = [Heard(entity, supplements=False), *told.get(entity.id, ())]
        merged = merge(ours(own, found), heard)
        assert merged is not None  # there is what was told just now
        return merged

    async def _is_missed(self, entity: Entity) -> bool:
        """Tell whether an entity was asked for, and is gone: the city has none of it.

        What is gone has no values: it was asked for by its id and type.
        """
        wish = self._wish
        selected = AllOf(tuple(read_conditions({}, wish.spelled, self._selectors)))
        if _DELETING.isdisjoint(wish.triggers) or not holds(selected, entity):
            return False
        return not await self._visit.host.present((entity.id,))

    def _fits(self, entity: Entity) -> bool:
        """Tell whether it is what was asked for."""
        wish = self._wish
        if not holds(wish.where, entity):
            return False
        return wish.place is None or lies(wish.place, entity)

    def _lost(
        self, entity: Entity, gone: Mapping[str, Any], context: Context
    ) -> list[Change]:
        """Return what was taken away of what was registered and could be seen."""
        draft, source = decode_fragment(gone, context, UPDATE), self._registration.id
        lost = tuple(
            attribute_of(observe(entity.id, name, one, source=source), {})
            for name, fragments in draft.attributes.items()
            for one in fragments
        )
        was = self._within(msgspec.structs.replace(entity, attributes=lost))
        what = Trigger.ATTRIBUTE_DELETED
        known = () if was is None else was.attributes
        return [Change(what, one.name, one.dataset, one) for one in known]


def _is_gone(name: str, said: Any) -> bool:
    """Tell whether a member says that an attribute was taken away (4.5.0)."""
    if name in _HEAD:
        return False
    draft = decode_fragment({name: said}, CORE, UPDATE)
    return all(one.gone for each in draft.attributes.values() for one in each)
