"""One NGSI-LD request and its answer: headers, parameters, body, @context.

Source: ETSI GS CIM 009, 6.3.4 (media types), 6.3.5 (@context), 6.3.6 (headers of
answers), 6.3.14 (tenants), 6.3.20 (unknown parameters).
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias
from urllib.parse import parse_qsl

import msgspec
import orjson

from mesto.gates.ngsi_ld.context import CORE, CORE_URL, Context, ContextJson
from mesto.gates.ngsi_ld.problem import (
    BadRequestData,
    ContentTooLarge,
    InvalidRequest,
    LengthRequired,
    NotAcceptable,
    UnsupportedMediaType,
)

if TYPE_CHECKING:
    from mesto.kernel.city import City

JSON: Final = "application/json"
LD_JSON: Final = "application/ld+json"
GEO_JSON: Final = "application/geo+json"
MERGE_PATCH: Final = "application/merge-patch+json"

PREFIX: Final = "/ngsi-ld/v1"  #: of the path of all resources (6.2)
TENANT: Final = "NGSILD-Tenant"  #: the header that names the municipality (6.3.14)
CONTEXT_REL: Final = "http://www.w3.org/ns/json-ld#context"
LONGEST_BODY_BYTES: Final = 32 * 1024 * 1024

#: Parameters every operation understands (6.3.14, 6.3.18).
EVERYWHERE: Final = frozenset({"local", "options", "format"})

_LINK: Final = re.compile(
    r"<([^>]*)>((?:\s*;\s*[^=;,\s]+\s*=\s*(?:\"[^\"]*\"|[^\";,\s]*))*)"
)
_REL: Final = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\";,\s]*))")

Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]


class Contexts(Protocol):
    """Who turns an @context as sent into a Context, fetching what is remote."""

    async def resolve(self, city: "City", said: ContextJson) -> Context:
        """Return the Context of `said`, the core @context included.

        Raises LdContextNotAvailable, or BadRequestData if it is no @context.
        """
        ...

    async def link(self, city: "City", context: Context, base: str) -> str:
        """Return a URL under which the whole of `context` can be had.

        base: where we are reached, e.g. https://city.example
        """
        ...


class Response(msgspec.Struct, frozen=True):
    """What goes back."""

    status: int
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = ()


class Request:
    """What came in, read on demand."""

    def __init__(  # noqa: PLR0913 - the parts of one HTTP request
        self,
        *,
        city: "City",
        contexts: Contexts,
        method: str,
        path: str,
        query: str,
        headers: Mapping[str, str],
        receive: Receive,
        scheme: str = "http",
    ) -> None:
        """Take the parts as ASGI gives them; header names in lower case."""
        self.city = city
        self.contexts = contexts
        self.method = method
        self.path = path  #: as asked, for Link headers of pagination
        self.query = query
        self.headers = headers
        self.parameters: Mapping[str, str] = read_query(query) if query else {}
        self._receive = receive
        self._scheme = scheme

    @property
    def base(self) -> str:
        """Where the peer reached us, without a path."""
        return f"{self._scheme}://{self.headers.get('host', 'localhost')}"

    # --- parameters

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """Raise InvalidRequest if a parameter is not among `known` (6.3.20)."""
        unknown = self.parameters.keys() - known - EVERYWHERE
        if unknown:
            raise InvalidRequest(f"unknown parameter {', '.join(sorted(unknown))}")

    def flag(self, name: str) -> bool:
        """Return a true/false parameter; false if absent."""
        text = self.parameters.get(name, "false")
        if text not in {"true", "false"}:
            raise BadRequestData(f"{name} is true or false, not {text!r}")
        return text == "true"

    def words(self, name: str) -> tuple[str, ...]:
        """Return a comma separated parameter as its parts; empty if absent."""
        text = self.parameters.get(name)
        if text is None:
            return ()
        parts = tuple(part.strip() for part in text.split(","))
        if not all(parts):
            raise BadRequestData(f"{name} has an empty element")
        return parts

    @property
    def options(self) -> frozenset[str]:
        """The words of `options`, and of `format`, which overrules it (6.3.7)."""
        if not self.parameters:
            return frozenset()
        return frozenset(self.words("options")) | frozenset(self.words("format"))

    # --- headers

    def accepted(self, *offered: str) -> str:
        """Return the best of `offered` media types that the peer accepts.

        Raises NotAcceptable if there is none.
        """
        accept = self.headers.get("accept")
        if accept is None or accept == "*/*":
            return offered[0]
        best = max(offered, key=lambda kind: _liking(kind, accept))
        if _liking(best, accept) <= 0:
            raise NotAcceptable(offered)
        return best

    @property
    def tenant(self) -> str | None:
        """What the NGSILD-Tenant header names; the door has already checked it."""
        return self.headers.get(TENANT.lower())

    def linked_context(self) -> str | None:
        """Return the URL of the @context in the Link header, if there is one."""
        header = self.headers.get("link")
        urls = _context_links(header) if header else []
        if len(urls) > 1:
            raise BadRequestData("the Link header names more than one @context")
        return urls[0] if urls else None

    # --- body and @context

    async def context(self) -> Context:
        """Return the @context of a GET or DELETE: that of the Link header."""
        url = self.linked_context()
        return CORE if url is None else await self.contexts.resolve(self.city, url)

    async def read(self) -> tuple[dict[str, Any], Context]:
        """Return the JSON object in the body, without @context, and its Context.

        Raises as 6.3.5 says where the @context is not where it must be.
        """
        payload = await self.read_json()
        if not isinstance(payload, dict):
            raise InvalidRequest("the body must be a JSON object")
        return payload, await self.context_of(payload)

    async def context_of(self, payload: dict[str, Any]) -> Context:
        """Take the @context out of `payload`, or from the header, by media type."""
        if self.content_type == LD_JSON:
            self.refuse_link()
            if "@context" not in payload:
                raise BadRequestData("application/ld+json without a @context")
            return await self.contexts.resolve(self.city, payload.pop("@context"))
        if "@context" in payload:
            raise BadRequestData("a @context in the body wants application/ld+json")
        return await self.context()

    def refuse_link(self) -> None:
        """Raise BadRequestData if application/ld+json comes with a @context in Link."""
        if self.content_type == LD_JSON and self.linked_context() is not None:
            raise BadRequestData("application/ld+json with a @context in Link")

    async def read_json(self) -> Any:
        """Return the body as JSON; an empty one is refused.

        So is one with a zero character, which PostgreSQL keeps nowhere.
        """
        body = await self.read_bytes()
        if b"\\u0000" in body:
            raise BadRequestData("a text in the body holds a zero character")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise InvalidRequest(f"the body is not JSON: {error}") from error

    @property
    def content_type(self) -> str:
        """The media type of the body, without parameters."""
        header = self.headers.get("content-type", "")
        return header if header in _BODY_TYPES else _bare(header)

    async def read_bytes(self) -> bytes:
        """Return the body, after its media type and length were checked."""
        self.refuse_media_type()
        return await self.read_raw()

    def refuse_media_type(self) -> None:
        """Raise UnsupportedMediaType unless the body says it is JSON."""
        kind = self.content_type
        if kind not in _BODY_TYPES or (kind == MERGE_PATCH and self.method != "PATCH"):
            raise UnsupportedMediaType(f"we read {JSON} and {LD_JSON}, not {kind!r}")

    async def read_raw(self) -> bytes:
        """Return the body as it is.

        Raises LengthRequired or ContentTooLarge.
        """
        length = self.headers.get("content-length")
        if length is None and "transfer-encoding" not in self.headers:
            raise LengthRequired("say the body's Content-Length")
        if length is not None and int(length) > LONGEST_BODY_BYTES:
            raise ContentTooLarge(f"at most {LONGEST_BODY_BYTES} bytes are read")
        message = await self._receive()
        body: bytes = message.get("body", b"")
        if not message.get("more_body"):
            return body
        return await self._read_on(body)

    async def _read_on(self, first: bytes) -> bytes:
        parts, size, more = [first], len(first), True
        while more:
            message = await self._receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False)
            if size > LONGEST_BODY_BYTES:
                raise ContentTooLarge(f"at most {LONGEST_BODY_BYTES} bytes are read")
        return b"".join(parts)

    # --- answers

    async def answer(
        self,
        document: object,
        context: Context,
        *,
        accepted: str = JSON,
        status: int = 200,
        headers: Sequence[tuple[str, str]] = (),
    ) -> Response:
        """Return `document` with its @context where the media type wants it.

        In application/ld+json every object of the document carries it; in the others
        the Link header does (6.3.5, 6.3.6).
        """
        kind = ("Content-Type", accepted)
        if accepted == LD_JSON:
            body = orjson.dumps(with_context(document, context), option=_DUMP)
            return Response(status, body, [kind, *headers])
        url = await self.contexts.link(self.city, context, self.base)
        if accepted == GEO_JSON and self.headers.get("prefer") != "body=json":
            document = with_context(document, context)
        body = orjson.dumps(document, option=_DUMP)
        return Response(status, body, [kind, ("Link", context_link(url)), *headers])


Handler: TypeAlias = Callable[..., Awaitable[Response]]


class Route(msgspec.Struct, frozen=True):
    """Who answers a method on a path, and which parameters he understands."""

    handler: Handler  #: called with the Request and the path's variables, in order
    parameters: frozenset[str] = frozenset()  #: beside EVERYWHERE


#: Path below /ngsi-ld/v1, variables as `{}`, to method to route.
Routes: TypeAlias = Mapping[str, Mapping[str, Route]]


def context_link(url: str) -> str:
    """Return the Link header that names an @context."""
    return f'<{url}>; rel="{CONTEXT_REL}"; type="{LD_JSON}"'


def with_context(document: object, context: Context) -> object:
    """Return the document with the @context in each of its objects."""
    said = sent_context(context)
    if isinstance(document, list):
        return [with_context(part, context) for part in document]
    return {**document, "@context": said} if isinstance(document, dict) else document


def sent_context(context: Context) -> ContextJson:
    """Return the @context to send: the peer's own; the core one is implied (4.4)."""
    is_list = not isinstance(context.source, str)
    return CORE_URL if context.names_only_core and is_list else context.source


def read_query(query: str) -> dict[str, str]:
    """Return the parameters of a query string; repeated ones are joined by commas."""
    parameters: dict[str, str] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        before = parameters.get(name)
        parameters[name] = text if before is None else f"{before},{text}"
    return parameters


_BODY_TYPES: Final = frozenset({JSON, LD_JSON, MERGE_PATCH})
_DUMP: Final = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _context_links(header: str) -> list[str]:
    found = []
    for url, parameters in _LINK.findall(header):
        rel = _REL.search(parameters)
        if rel and CONTEXT_REL in (rel[1] or rel[2] or "").split():
            found.append(url)
    return found


def _liking(kind: str, accept: str) -> float:
    """Return the quality an Accept header gives to a media type.

    Source: RFC 9110, 12.5.1.
    """
    major = kind.partition("/")[0]
    precision, quality = -1, 0.0
    for part in accept.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        rank = {kind: 2, f"{major}/*": 1, "*/*": 0}.get(name, -1)
        if rank > precision:
            precision, quality = rank, _quality(parameters)
    return quality


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, text = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(text)
            except ValueError:
                return 0.0
    return 1.0
