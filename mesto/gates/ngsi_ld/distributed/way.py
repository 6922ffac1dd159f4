"""Asking sources: several at once, each with patience, and never in a circle.

What is sent is what was asked, narrowed to what the source registered. The keys of who
asks stay here: only what the registration says is conveyed.

Source: ETSI GS CIM 009 v1.9.1, 4.3.6.4 to 4.3.6.6, 5.2.34, 6.3.17, 6.3.18 (Via).
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
import orjson

from mesto.gates.ngsi_ld.codec.values import check_uri
from mesto.gates.ngsi_ld.context import Context
from mesto.gates.ngsi_ld.distributed.spelling import respell_payload, respell_query
from mesto.gates.ngsi_ld.problem import LoopDetected, Problem
from mesto.gates.ngsi_ld.registrations import store
from mesto.gates.ngsi_ld.registrations.model import Registration
from mesto.gates.ngsi_ld.registrations.read import ACCEPT, CONTENT_TYPE, CONTEXT
from mesto.gates.ngsi_ld.registrations.registry import Registry
from mesto.gates.ngsi_ld.request import (
    JSON,
    LD_JSON,
    PREFIX,
    TENANT,
    Request,
    Response,
    context_link,
)
from mesto.kernel.city import City
from mesto.kernel.errors import CityError
from mesto.kernel.outbound import Peer, peer
from mesto.kernel.outbound import Response as Told
from mesto.kernel.visit import Visit

AT_ONCE: Final = 16  #: sockets of one request, where none are kept open
HOPS_MAX: Final = 32
MAX_BYTES: Final = 16 * 2**20
SAFE: Final = frozenset({"GET", "HEAD"})

#: A value that stands for what the request brought under that key (4.3.6.5).
OF_REQUEST: Final = "urn:ngsi-ld:request"
#: What opens our own door is conveyed to nobody.
_OURS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
_SPOKEN: Final = frozenset({ACCEPT, CONTENT_TYPE, CONTEXT, "ngsildConformance"})


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What one source is asked."""

    registration: Registration
    method: str
    path: str  #: below /ngsi-ld/v1, percent-encoded
    spelled: Context  #: by which names in it are said
    query: Mapping[str, str] = {}
    body: Any = None
    as_is: bool = False  #: the body is no entity, and is not spelled anew


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    errand: Errand
    status: int  #: as of HTTP; 502 and 504 also where nobody answered
    document: Any = None
    spelled: Context | None = None  #: by which names in it are said
    found: int | None = None  #: how many there are, where that was asked
    why: str = ""  #: it is no answer
    location: str = ""  #: of what came to be

    @property
    def is_well(self) -> bool:
        """Whether it was done."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def says_no_part(self) -> bool:
        """Whether it was done in part, and nobody says which part."""
        in_part = self.status == HTTPStatus.MULTI_STATUS
        return in_part and not isinstance(self.document, dict)

    @property
    def of(self) -> str:
        """The id of the registration."""
        return self.errand.registration.id

    def problem(self) -> dict[str, Any]:
        """Return why it was not done, as problem details."""
        if isinstance(self.document, dict) and "title" in self.document:
            return {**self.document, "status": self.status}
        return {
            "type": "about:blank",
            "title": _phrase(self.status),
            "status": self.status,
            "detail": self.why or f"{self.of} answers {self.status}",
        }


class Way:
    """How one request goes on to sources."""

    def __init__(
        self, request: Request, registry: Registry, *, allow_private: bool
    ) -> None:
        """Read where the request has been.

        Raises LoopDetected for one that has been here, unless it only reads, or one
        that has been in too many places.
        """
        self.registry = registry
        self.passed = pseudonyms(request.headers.get("via", ""))
        self.is_loop = registry.alias in self.passed
        if len(self.passed) > HOPS_MAX or (self.is_loop and request.method not in SAFE):
            raise LoopDetected("the request has been here already")
        self._request = request
        self._allow_private = allow_private

    @property
    def request(self) -> Request:
        """What was asked."""
        return self._request

    @property
    def host(self) -> City:
        """The municipality itself."""
        city = self._request.city
        return city.host if isinstance(city, Visit) else city

    def may_ask(self, registration: Registration) -> bool:
        """Tell whether the request has not been there."""
        return not self.is_loop and registration.alias not in self.passed

    async def ask(self, errands: Sequence[Errand]) -> list[Answer]:
        """Ask several sources at once, and count how they answered."""
        if not errands:
            return []
        async with self._sockets() as asking:
            answers = await asyncio.gather(*(self._ask(asking, e) for e in errands))
        sent = [
            (one.of, one.is_well or one.status == HTTPStatus.NOT_FOUND)
            for one in answers
            if one.why != _COOLING
        ]
        if sent:
            await store.count(self.host, sent)
        return list(answers)

    def _sockets(self) -> AbstractAsyncContextManager[Peer]:
        """Lend the sockets that stay open, or some of this request alone."""
        if self.registry.asking is not None:
            return nullcontext(self.registry.asking)
        return peer(allow_private=self._allow_private, at_once=AT_ONCE)

    async def _ask(self, asking: Peer, errand: Errand) -> Answer:
        one = errand.registration
        cooling = self.registry.cooling
        if time.monotonic() < cooling.get(one.id, 0.0):
            return Answer(errand=errand, status=504, why=_COOLING)
        try:
            context = await self._spelled(one)
            answer = await asking.ask(
                errand.method,
                one.endpoint + PREFIX + errand.path + self._query(errand, context),
                self._body(errand, context),
                headers=self._headers(errand, context),
                max_bytes=MAX_BYTES,
                timeout_s=one.timeout_s,
            )
            read = _read(errand, answer, context or errand.spelled)
        except (CityError, Problem) as error:
            late = isinstance(error.__cause__, TimeoutError)
            read = Answer(errand=errand, status=504 if late else 502, why=str(error))
        if read.status >= HTTPStatus.BAD_GATEWAY and one.cooldown_s:
            cooling[one.id] = time.monotonic() + one.cooldown_s
        return read

    async def _spelled(self, registration: Registration) -> Context | None:
        """Return the @context a source wants to be spoken to in; None: the asker's."""
        url = registration.headers.get(CONTEXT)
        if url is None:
            return None
        return await self._request.contexts.resolve(self.host, check_uri(url, CONTEXT))

    def _query(self, errand: Errand, context: Context | None) -> str:
        said = dict(errand.query)
        if context is not None:
            said = respell_query(said, _speller(errand.spelled, context))
        if errand.registration.local_only:
            said["local"] = "true"
        return f"?{urlencode(said, safe=_PLAIN)}" if said else ""

    def _body(self, errand: Errand, context: Context | None) -> bytes:
        if errand.body is None:
            return b""
        if context is None or errand.as_is:
            return orjson.dumps(errand.body)
        spell = _speller(errand.spelled, context)
        return orjson.dumps(respell_payload(errand.body, spell))

    def _headers(self, errand: Errand, context: Context | None) -> dict[str, str]:
        one, brought = errand.registration, self._request.headers
        via = ", ".join(filter(None, (brought.get("via"), self._signature)))
        said = {"Accept": one.headers.get(ACCEPT, JSON), "Via": via}
        if one.tenant is not None:
            said[TENANT] = one.tenant
        if errand.body is not None:
            kind = JSON if context is not None else self._request.content_type
            said["Content-Type"] = kind or JSON
        if context is not None:
            said["Link"] = context_link(one.headers[CONTEXT])
        elif "link" in brought and said.get("Content-Type") != LD_JSON:
            said["Link"] = brought["link"]
        for name, value in one.headers.items():
            conveyed = self._conveyed(name, value)
            if name not in _SPOKEN and conveyed is not None:
                said[name] = conveyed
        return said

    @property
    def _signature(self) -> str:
        return f"1.1 {self.registry.alias}"

    def _conveyed(self, name: str, value: str) -> str | None:
        if value != OF_REQUEST:
            return value
        key = name.lower()
        return None if key in _OURS else self._request.headers.get(key)

    def warned(self, answer: Response, failed: Sequence[Answer]) -> Response:
        """Return our answer with a warning for each source that failed."""
        if not failed:
            return answer
        warnings = map(self._warning, failed)
        return msgspec.structs.replace(answer, headers=[*answer.headers, *warnings])

    def _warning(self, answer: Answer) -> tuple[str, str]:
        """Return the header that says what is missing of an answer (6.3.17)."""
        unreached = answer.status >= HTTPStatus.BAD_GATEWAY
        code = _REVALIDATION_FAILED if unreached else _MISCELLANEOUS
        text = f"{answer.of}: {answer.why or answer.status}".replace('"', "'")
        printable = text.encode("ascii", "replace").decode().replace("\n", " ")
        return "NGSILD-Warning", f'{code} {self.registry.alias} "{printable}"'


def pseudonyms(via: str) -> list[str]:
    """Return who a request went through, from a Via header (RFC 9110, 7.6.3)."""
    words = [part.split() for part in via.split(",")]
    return [part[1] for part in words if len(part) > 1]


def _speller(said: Context, heard: Context) -> Callable[[str], str]:
    return lambda name: heard.compact(said.expand(name))


def _read(errand: Errand, answer: Told, spelled: Context) -> Answer:
    location = answer.headers.get("location", "")
    if not answer.body:
        return Answer(errand=errand, status=answer.status, location=location)
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        if answer.status < HTTPStatus.BAD_REQUEST:
            return Answer(errand=errand, status=502, why="the answer is no JSON")
        document = None
    count = answer.headers.get("ngsild-results-count", "")
    return Answer(
        errand=errand,
        status=answer.status,
        document=document,
        location=location,
        spelled=spelled,
        found=int(count) if count.isascii() and count.isdigit() else None,
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return str(status)


_COOLING: Final = "the source did not answer, and is left alone for a while"
_REVALIDATION_FAILED: Final = 111
_MISCELLANEOUS: Final = 199
_PLAIN: Final = ":,/*$()"  #: need no escape in a query, and are read more easily
