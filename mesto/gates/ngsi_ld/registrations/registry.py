"""The registrations of a municipality, understood and kept ready for every request."""

import asyncio
import logging
import time
from contextlib import ExitStack
from typing import Final
from weakref import WeakKeyDictionary

from mesto.gates.ngsi_ld.problem import Problem
from mesto.gates.ngsi_ld.registrations import store
from mesto.gates.ngsi_ld.registrations.matching import Index
from mesto.gates.ngsi_ld.registrations.model import Record
from mesto.gates.ngsi_ld.registrations.read import read_registration
from mesto.gates.ngsi_ld.request import Contexts
from mesto.kernel.city import City
from mesto.kernel.errors import CityError
from mesto.kernel.outbound import Peer, peer
from mesto.kernel.visit import Visit

LOOK_S: Final = 60.0  #: how long a notice that was lost may go unnoticed
SOCKETS: Final = 256  #: to all sources of a municipality at once
SOCKETS_EACH: Final = 32  #: to one of them

log = logging.getLogger(__name__)


class Registry:
    """What is registered in a municipality.

    It is looked at again only after somebody rang: who asks for an entity does not ask
    the database for registrations too.
    """

    def __init__(self, city: City) -> None:
        """Know nothing yet. The municipality itself is not held on to."""
        self.index = Index()
        self.alias = ""  #: what the municipality is called on the way between brokers
        self.records: dict[str, Record] = {}  #: those in force, without their counts
        self.cooling: dict[str, float] = {}  #: until when who failed is left alone
        self.asking: Peer | None = None  #: sockets to sources, while they are kept
        self._change = -1
        self._puzzling: dict[str, Record] = {}
        self._turn = asyncio.Lock()
        self._look_at = 0.0
        self._hearing = ExitStack()  #: for as long as the municipality is known
        self._rung = self._hearing.enter_context(city.notices.heard())

    async def refresh(self, city: City, contexts: Contexts) -> None:
        """Read what changed since it was last looked at.

        While somebody reads it, everybody waits: what was there before is old already.
        """
        if self._is_fresh and not self._turn.locked():
            return
        async with self._turn:
            if self._is_fresh:
                return
            self._rung.clear()
            try:
                await self._refresh(city, contexts)
            except BaseException:
                self._rung.set()  # nobody has read it
                raise
            self._look_at = time.monotonic() + LOOK_S

    @property
    def _is_fresh(self) -> bool:
        return not self._rung.is_set() and time.monotonic() < self._look_at

    async def _refresh(self, city: City, contexts: Contexts) -> None:
        changed = await store.changed(city, self._change)
        if changed is not None:
            self._change, self.alias = changed.last, changed.alias
            for of in self.index.ids - changed.ids:
                self.index.drop(of)
                self.records.pop(of, None)
            self._puzzling |= {record.id: record for record in changed.records}
            for of in self._puzzling.keys() - changed.ids:
                del self._puzzling[of]
        for record in list(self._puzzling.values()):
            await self._learn(city, contexts, record)

    async def _learn(self, city: City, contexts: Contexts, record: Record) -> None:
        """Understand a registration; what is not understood is tried again."""
        try:
            context = await contexts.resolve(city, record.context)
            self.index.put(read_registration(record.document, context))
        except (CityError, Problem) as error:
            self.index.drop(record.id)
            log.warning("%s is not asked: %s", record.id, error)
            return
        self.records[record.id] = record
        del self._puzzling[record.id]


async def registry_of(city: City, contexts: Contexts) -> Registry:
    """Return what is registered in a municipality, as it is by now."""
    host = city.host if isinstance(city, Visit) else city
    registry = _registry(host)
    await registry.refresh(host, contexts)
    return registry


async def keep_sockets(
    city: City, _callers: object, *, allow_private: bool, **_: object
) -> None:
    """Let sockets to sources stay open for the next request, for ever.

    A source that does not answer holds its own share of them, and no more.
    """
    registry = _registry(city)
    async with peer(
        allow_private=allow_private, at_once=SOCKETS, at_once_each=SOCKETS_EACH
    ) as asking:
        registry.asking = asking
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            registry.asking = None


def _registry(host: City) -> Registry:
    registry = _registries.get(host)
    if registry is None:
        registry = _registries.setdefault(host, Registry(host))
    return registry


_registries: Final[WeakKeyDictionary[City, Registry]] = WeakKeyDictionary()
