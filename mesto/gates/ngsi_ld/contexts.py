"""The @contexts of municipalities: fetched, kept, hosted, and turned into a Context.

An @context is an entity of type JsonldContext, so it survives a restart, is backed up
and moves with its municipality. One fetched from the net is kept for a day; when its
server does not answer after that, the kept one goes on serving.

Source: ETSI GS CIM 009, 5.13 (storing, serving and managing @contexts), 6.3.5.
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, Final

import msgspec
import orjson

from mesto.gates.ngsi_ld.changes import SOURCE, forget_entity
from mesto.gates.ngsi_ld.context import (
    CONTEXT_TYPE,
    CORE,
    CORE_URL,
    CORE_URLS,
    Context,
    ContextJson,
    build,
)
from mesto.gates.ngsi_ld.context_uses import Uses
from mesto.gates.ngsi_ld.problem import BadRequestData, LdContextNotAvailable
from mesto.kernel.city import City
from mesto.kernel.errors import CityError
from mesto.kernel.model import TYPE, Entity, Kind, Observation
from mesto.kernel.outbound import fetch

PATH: Final = "/ngsi-ld/v1/jsonldContexts/"

_URN: Final = f"urn:ngsi-ld:{CONTEXT_TYPE}:"
_OWN: Final = re.compile(rf"(?:https?://[^/]+)?{re.escape(PATH)}([^/?#]+)")
_URL: Final = re.compile(r"[!-~]{1,2000}")
_FRESH_S: Final = 24 * 3600.0  #: how long a fetched one is not fetched again
_READY_S: Final = 60.0  #: how long a change by another process may go unnoticed
_PATIENCE_S: Final = 600.0  #: how long a server that did not answer is left alone
_TIMEOUT_S: Final = 5.0
_MAX_BYTES: Final = 2 * 2**20
_DEEPEST: Final = 8  #: contexts that name contexts
_MOST_PARTS: Final = 64  #: remote contexts behind one
_READY: Final = 512  #: contexts kept ready for use


class Origin(StrEnum):
    """How a stored @context came to be."""

    HOSTED = "Hosted"
    CACHED = "Cached"
    IMPLICIT = "ImplicitlyCreated"


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One stored @context."""

    id: str  #: local identifier
    url: str  #: where it came from; the local identifier if it came from no URL
    origin: Origin
    context: ContextJson
    created_at: datetime
    modified_at: datetime


class ContextStore:
    """Resolves @contexts for all municipalities of this process."""

    def __init__(self, *, allow_private: bool = False) -> None:
        """Fetch from private addresses only where that is allowed."""
        self.allow_private = allow_private
        self._ready: OrderedDict[tuple[str, str], tuple[float, Context, set[str]]] = (
            OrderedDict()
        )
        self.uses = Uses()
        self._fetches: dict[tuple[str, str], asyncio.Task[Stored]] = {}
        self._retry_at: dict[str, float] = {}

    async def resolve(self, city: City, said: ContextJson) -> Context:
        """Return the Context of `said`, the core @context included.

        Raises LdContextNotAvailable, or BadRequestData if it is no @context.
        """
        if isinstance(said, str) and CORE_URLS.fullmatch(said):
            return CORE if said == CORE_URL else build((), said)
        key = (city.name, _key(said))
        ready = self._ready.get(key)
        if ready is None or ready[0] < time.monotonic():
            ready = await self._make(city, said)
            self._ready[key] = ready
            if len(self._ready) > _READY:
                self._ready.popitem(last=False)
        if ready[2]:
            self.uses.note(city, ready[2], datetime.now(UTC))
        return ready[1]

    @staticmethod
    def check(said: ContextJson) -> None:
        """Raise BadRequestData if the definitions in an @context are wrong.

        Remote @contexts that it names are not fetched; they are when it is used.
        """
        parts = [said] if isinstance(said, str | Mapping) else said
        if not all(isinstance(part, str | Mapping) for part in parts):
            raise BadRequestData("@context must be a URL, an object, or a list of them")
        try:
            build((part for part in parts if isinstance(part, Mapping)), said)
        except CityError as failure:
            raise BadRequestData(str(failure)) from failure

    async def link(self, city: City, context: Context, base: str) -> str:
        """Return a URL under which the whole of `context` can be had.

        One that is not at one URL is hosted here, under `base`, from now on.
        """
        said = own_part(context)
        if isinstance(said, str):
            return said
        stored = await self.host(city, said, Origin.IMPLICIT, of=_digest(_key(said)))
        return f"{base}{PATH}{stored.id}"

    async def host(
        self, city: City, said: ContextJson, origin: Origin, *, of: str, url: str = ""
    ) -> Stored:
        """Keep an @context under the local identifier `of`, and return it."""
        known = await self.stored(city, of)
        if known is not None and known.context == said and not _is_old(known):
            return known
        await city.record(_observe(of, url or of, origin, said), current=True)
        self._forget_ready(city)
        kept = await self.stored(city, of)
        assert kept is not None
        return kept

    async def stored(self, city: City, of: str) -> Stored | None:
        """Return the @context of a local identifier or of the URL it came from."""
        urns = [_URN + of, _URN + _digest(of)]
        found = await city.present([urn for urn in urns if _is_plain(urn)])
        for urn in urns:
            if urn in found:
                return _read(found[urn])
        return None

    async def all_stored(self, city: City) -> list[Stored]:
        """Return every stored @context, by identifier."""
        found = await city.entities(CONTEXT_TYPE)
        return [_read(entity) for entity in found.values()]

    async def forget(self, city: City, of: str) -> None:
        """Remove a stored @context."""
        await city.record([forget_entity(_URN + of)], current=True)
        await self.uses.forget(city, of)
        self._forget_ready(city)

    async def reload(self, city: City, stored: Stored) -> None:
        """Fetch a cached @context anew and put it in the place of the old.

        Raises LdContextNotAvailable if it cannot be had; the old one stays.
        """
        said = await self._fetch(stored.url)
        await self.host(city, said, Origin.CACHED, of=stored.id, url=stored.url)

    async def _make(
        self, city: City, said: ContextJson
    ) -> tuple[float, Context, set[str]]:
        used: dict[str, ContextJson] = {}
        parts = await self._flatten(city, said, used, 0)
        try:
            context = build(parts, said)
        except CityError as failure:
            raise BadRequestData(str(failure)) from failure
        return time.monotonic() + _READY_S, context, set(used)

    async def _flatten(
        self, city: City, said: Any, used: dict[str, ContextJson], depth: int
    ) -> list[Mapping[str, object]]:
        """Return the maps of definitions in an @context, in their order."""
        if depth > _DEEPEST or len(used) > _MOST_PARTS:
            raise BadRequestData("the @context names too many others")
        if isinstance(said, Mapping):
            return [said]
        if isinstance(said, str):
            if CORE_URLS.fullmatch(said):
                return []
            if not _URL.fullmatch(said):
                raise BadRequestData(f"{said!r:.100} is no address of an @context")
            stored = await self._obtain(city, said)
            used[stored.id] = stored.context
            return await self._flatten(city, stored.context, used, depth + 1)
        if isinstance(said, Sequence):
            parts: list[Mapping[str, object]] = []
            for part in said:
                parts.extend(await self._flatten(city, part, used, depth + 1))
            return parts
        raise BadRequestData("@context must be a URL, an object, or a list of them")

    async def _obtain(self, city: City, url: str) -> Stored:
        """Return the @context at a URL: hosted here, kept, or fetched now."""
        own = _OWN.fullmatch(url)
        stored = await self.stored(city, own[1] if own else url)
        if stored is not None and not _is_old(stored):
            return stored
        if own and url.startswith("/"):
            raise LdContextNotAvailable(f"there is no @context {url}")
        if stored is not None and self._retry_at.get(url, 0.0) > time.monotonic():
            return stored
        try:
            return await self._fetch_once(city, url)
        except LdContextNotAvailable:
            if stored is None:
                raise
            self._retry_at[url] = time.monotonic() + _PATIENCE_S
            return stored

    async def _fetch_once(self, city: City, url: str) -> Stored:
        """Fetch and keep; those who ask meanwhile wait for the same answer."""
        key = (city.name, url)
        task = self._fetches.get(key)
        if task is None:
            task = asyncio.create_task(self._fetch_and_keep(city, url))
            self._fetches[key] = task
            task.add_done_callback(lambda _: self._fetches.pop(key, None))
        return await asyncio.shield(task)

    async def _fetch_and_keep(self, city: City, url: str) -> Stored:
        said = await self._fetch(url)
        return await self.host(city, said, Origin.CACHED, of=_digest(url), url=url)

    async def _fetch(self, url: str) -> ContextJson:
        try:
            answer = await fetch(
                url,
                allow_private=self.allow_private,
                max_bytes=_MAX_BYTES,
                timeout_s=_TIMEOUT_S,
                headers={"Accept": "application/ld+json, application/json;q=0.9"},
            )
        except CityError as failure:
            raise LdContextNotAvailable(str(failure)) from failure
        if answer.status != HTTPStatus.OK:
            raise LdContextNotAvailable(f"{url} answers {answer.status}")
        try:
            return read_document(orjson.loads(answer.body))
        except (orjson.JSONDecodeError, BadRequestData) as failure:
            raise BadRequestData(f"{url} is no @context: {failure}") from failure

    def _forget_ready(self, city: City) -> None:
        for key in [key for key in self._ready if key[0] == city.name]:
            del self._ready[key]


def own_part(context: Context) -> ContextJson:
    """Return an @context without the core one, which is implied (4.4).

    A URL if it is at one, or nothing but the core one.
    """
    said = context.source
    if isinstance(said, str):
        return said
    if context.names_only_core:
        return CORE_URL
    if isinstance(said, Mapping):
        return said
    own = [part for part in said if not _is_core(part)]
    return own[0] if len(own) == 1 else own


def read_document(document: object) -> ContextJson:
    """Return the @context of a JSON document.

    Raises BadRequestData if it has none.
    """
    said = document.get("@context") if isinstance(document, dict) else None
    if not isinstance(said, str | list | dict):
        raise BadRequestData("the document has no @context")
    return said


def _observe(of: str, url: str, origin: Origin, said: ContextJson) -> list[Observation]:
    urn = _URN + of
    return [
        Observation(entity=urn, attribute=TYPE, value=[CONTEXT_TYPE], source=SOURCE),
        Observation(entity=urn, attribute="url", value=url, source=SOURCE),
        Observation(entity=urn, attribute="origin", value=origin.value, source=SOURCE),
        Observation(
            entity=urn,
            attribute="jsonldContext",
            value=said,
            kind=Kind.JSON_PROPERTY,
            source=SOURCE,
        ),
    ]


def _read(entity: Entity) -> Stored:
    said: Any = entity.value("jsonldContext")
    return Stored(
        id=entity.id.removeprefix(_URN),
        url=str(entity.value("url")),
        origin=Origin(str(entity.value("origin"))),
        context=said,
        created_at=entity.created_at,
        modified_at=entity.modified_at,
    )


def _is_old(stored: Stored) -> bool:
    """Whether one that was fetched wants to be fetched again."""
    age = datetime.now(UTC) - stored.modified_at
    return stored.origin is Origin.CACHED and age.total_seconds() > _FRESH_S


def _is_core(said: object) -> bool:
    return isinstance(said, str) and CORE_URLS.fullmatch(said) is not None


def _is_plain(urn: str) -> bool:
    return urn.isascii() and urn.isprintable()


def _key(said: ContextJson) -> str:
    if isinstance(said, str):
        return said
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=12).hexdigest()
