"""Writing HTTP answers: compressed where it pays, and what is known not at all."""

import zlib
from collections.abc import Mapping
from hashlib import blake2b

import msgspec
import orjson
from starlette.requests import Request
from starlette.responses import Response

SMALL = 1400  #: bytes that fit one packet anyway
GZIP = 16 + zlib.MAX_WBITS
JSON = "application/json"


def answer_json(
    request: Request,
    document: object,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with JSON; what is no number in a column of numbers becomes null."""
    body = orjson.dumps(
        document, default=msgspec.to_builtins, option=orjson.OPT_SERIALIZE_NUMPY
    )
    given = {"cache-control": "no-store", **(headers or {})}
    return answer(request, body, JSON, status=status, headers=given)


def answer(
    request: Request,
    body: bytes,
    kind: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with bytes, compressed if the caller takes that."""
    given = {"vary": "accept-encoding", **(headers or {})}
    if len(body) > SMALL and takes_gzip(request):
        body = gzip(body)
        given["content-encoding"] = "gzip"
    return Response(body, status, given, kind)


def answer_tagged(
    request: Request, body: bytes, kind: str, cache_control: str
) -> Response:
    """Answer with bytes and the tag of their content; 304 if the caller has them."""
    tag = f'"{blake2b(body, digest_size=9).hexdigest()}"'
    headers = {"etag": tag, "cache-control": cache_control}
    if is_known(request, tag):
        return Response(None, 304, headers)
    return answer(request, body, kind, headers=headers)


def is_known(request: Request, tag: str) -> bool:
    """Tell whether the caller has the content of this tag (RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match", "")
    return tag in (one.strip().removeprefix("W/") for one in known.split(","))


def takes_gzip(request: Request) -> bool:
    """Tell whether the caller reads gzip."""
    return "gzip" in request.headers.get("accept-encoding", "")


def gzip(body: bytes, level: int = 1) -> bytes:
    """Compress; level 1 saves most of what there is to save."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, GZIP)
    return compressor.compress(body) + compressor.flush()
