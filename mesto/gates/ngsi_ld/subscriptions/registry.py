"""The subscriptions of a municipality, understood and kept ready."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.problem import Problem
from mesto.gates.ngsi_ld.request import Contexts
from mesto.gates.ngsi_ld.subscriptions import store
from mesto.gates.ngsi_ld.subscriptions.matching import Index
from mesto.gates.ngsi_ld.subscriptions.model import Endpoint, Known, Record, Wish
from mesto.gates.ngsi_ld.subscriptions.read import read_wish
from mesto.gates.ngsi_ld.subscriptions.signed import is_signed
from mesto.kernel.access.callers import Callers
from mesto.kernel.city import City
from mesto.kernel.errors import CityError
from mesto.kernel.visit import Visit

log = logging.getLogger(__name__)


async def understand(
    city: City, contexts: Contexts, document: Mapping[str, Any], context: Context
) -> Wish:
    """Read a subscription, said with `context`.

    Raises Malformed or a Problem where it cannot be understood.
    """
    named, told_by = document.get("jsonldContext"), context
    if named is not None:
        told_by = await contexts.resolve(city, check_uri(named, "jsonldContext"))
    return read_wish(document, context, told_by)


class Registry:
    """Follows what is subscribed."""

    def __init__(
        self, city: City, callers: Callers, contexts: ContextStore, base: str
    ) -> None:
        """Know nothing yet. base: where peers reach us, for @contexts hosted here."""
        self._city = city
        self._callers = callers
        self._contexts = contexts
        self._base = base
        self._known: dict[str, Known] = {}
        self._of_sources: dict[str, Known] = {}
        self._change = -1
        self._said_at: list[datetime] = []
        self._turn = asyncio.Lock()
        self.index = Index()

    def __len__(self) -> int:
        """How many there are that are told of entities."""
        return len(self._known) - len(self._of_sources)

    @property
    def knows_somebody(self) -> bool:
        """Whether anybody wants to be told of anything."""
        return bool(self._known)

    @property
    def of_sources(self) -> Mapping[str, Known]:
        """Those that are told of registrations of context sources."""
        return self._of_sources

    @property
    def of_entities(self) -> list[Known]:
        """Those that are told of entities."""
        known = self._known.items()
        return [one for of, one in known if of not in self._of_sources]

    async def refresh(self) -> None:
        """Read what changed since it was last looked at."""
        async with self._turn:
            await self._refresh()

    async def _refresh(self) -> None:
        changed = await store.changed(self._city, self._change)
        if changed is None:
            return
        self._change, records, ids = changed
        for of in self._known.keys() - ids:
            self.index.drop(of)
            del self._known[of]
            self._of_sources.pop(of, None)
        for record in records:
            await self._learn(record)
            self._said_at.append(record.modified_at)
        self._said_at.sort()

    def said_since(self, at: datetime) -> list[datetime]:
        """Return when something was subscribed, or changed, since a moment.

        What was before is forgotten: the ledger is read on, and not back.
        """
        self._said_at = [one for one in self._said_at if one > at]
        return self._said_at

    async def _learn(self, record: Record) -> None:
        try:
            context = await self._contexts.resolve(self._city, record.context)
            document = record.document
            wish = await understand(self._city, self._contexts, document, context)
            link = await self._contexts.link(self._city, wish.context, self._base)
            secret = None
            if is_signed(document):
                secret = await store.secret_of(self._city, record.id)
        except (CityError, Problem) as error:
            log.warning("%s cannot be told: %s", record.id, error)
            return
        self._known[record.id] = known = Known(record, wish, link, secret)
        if record.of_sources:
            self._of_sources[record.id] = known
        elif wish.only_sources:
            self.index.drop(record.id)
        else:
            self.index.put(record.id, wish)

    def known(self, of: str) -> Known:
        """Return a subscription that is there."""
        return self._known[of]

    def endpoint(self, of: str) -> Endpoint | None:
        """Return where a subscription is told; None if it is gone."""
        known = self._known.get(of)
        return None if known is None else known.wish.endpoint

    def secret(self, of: str) -> str | None:
        """Return what a subscription's notifications are signed with; None: nothing."""
        known = self._known.get(of)
        return None if known is None else known.secret

    def periodic(self) -> Iterator[tuple[str, Known]]:
        """Yield those that are told by the clock."""
        for of, known in self._known.items():
            wish = known.wish
            here = of not in self._of_sources and not wish.only_sources
            if wish.every_s is not None and here:
                yield of, known

    def eyes(self) -> "Eyes":
        """Return what tells who sees what by now, for one round."""
        return Eyes(self._city, self._callers)

    def is_of_before(self, of: str, at: datetime) -> bool:
        """Tell whether something was recorded before it was so subscribed."""
        return at < self._known[of].record.modified_at


class Eyes:
    """The city as each who subscribed may see it; everyone is looked up once."""

    def __init__(self, city: City, callers: Callers) -> None:
        """Know nobody yet."""
        self._city = city
        self._callers = callers
        self._found: dict[tuple[str, tuple[str, ...]], Visit] = {}

    async def __call__(self, record: Record) -> Visit:
        """Return the city as who subscribed may see it."""
        who = record.owner, tuple(record.roles)
        if who not in self._found:
            self._found[who] = await self._callers.standing_for(self._city, *who)
        return self._found[who]
