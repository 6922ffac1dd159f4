"""What callers send, read once at the edge."""

from typing import TypeVar

import msgspec
import orjson
from starlette.requests import Request

from mesto.kernel.errors import Malformed

T = TypeVar("T")

DEEPEST = 200  #: lists and objects in one another; 254 can be written down again
USUAL_BYTES = 256 * 2**10
MOST_BYTES = 4 * 2**20  #: of any request


async def read_bytes(request: Request, most_bytes: int = MOST_BYTES) -> bytes:
    """Return what a request carries; it can be read again.

    Raises Malformed as soon as it is more than is taken.
    """
    if not hasattr(request, "_body"):
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > most_bytes:
                raise Malformed(f"send at most {most_bytes} bytes")
        request._body = bytes(body)  # noqa: SLF001 - where `Request.body` keeps it
    body_read = await request.body()
    if len(body_read) > most_bytes:
        raise Malformed(f"send at most {most_bytes} bytes")
    return body_read


async def read_body(
    request: Request, kind: type[T], *, most_bytes: int = USUAL_BYTES
) -> T:
    """Read the JSON a request carries.

    Raises Malformed where it is too long, too deep or not of this kind.
    """
    return decode(await read_bytes(request, most_bytes), kind)


def decode(body: bytes, kind: type[T]) -> T:
    """Read JSON. Raises Malformed where it is too deep or not of this kind."""
    try:
        read = msgspec.json.decode(body, type=kind)
        if body.count(b"[") + body.count(b"{") > DEEPEST:
            orjson.dumps(orjson.loads(body))  # what cannot be told again is not taken
    except (msgspec.DecodeError, UnicodeDecodeError, orjson.JSONDecodeError) as error:
        raise Malformed(f"not as it should be: {error}") from error
    except (RecursionError, TypeError) as error:
        raise Malformed("not as it should be: too deep") from error
    return read
