"""What callers send, read once at the edge."""

from typing import TypeVar

import msgspec
from starlette.requests import Request

from mesto.kernel.errors import Malformed

T = TypeVar("T")

USUAL_BYTES = 256 * 2**10


async def read_body(
    request: Request, kind: type[T], *, most_bytes: int = USUAL_BYTES
) -> T:
    """Read the JSON a request carries.

    Raises Malformed where it is too long or not of this kind.
    """
    body = await request.body()
    if len(body) > most_bytes:
        raise Malformed(f"send at most {most_bytes} bytes")
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise Malformed(f"not as it should be: {error}") from error
