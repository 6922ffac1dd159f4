"""Pictures on their way here, and those that are handed out."""

import asyncio
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Container
from hashlib import sha256

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.errors import Malformed, NotFound
from mesto.operations.work.pictures import KIND, KeepPicture, PictureOf, cleaned
from mesto.web.asker import host_of
from mesto.web.body import read_body

DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_BYTES = 4 * 2**20  #: of a picture, as it is sent


class Sent(msgspec.Struct, frozen=True):
    """A picture on its way."""

    content: str  #: base64


async def keep_sent(request: Request) -> Response:
    """Keep a picture under the digest of its bytes, of who may. Raises Malformed."""
    digest = digest_in(request)
    sent = (await read_body(request, Sent, most_bytes=LARGEST_BYTES)).content
    try:
        content = b64decode(sent, validate=True)
    except (Error, ValueError) as error:
        raise Malformed("content is base64", place=("content",)) from error
    if sha256(content).hexdigest() != digest:
        raise Malformed("these are not the bytes of that digest")
    harmless = await asyncio.to_thread(cleaned, content)
    await host_of(request).ask(KeepPicture(digest=digest, content=harmless))
    return Response(status_code=204)


async def hand_out(request: Request, of: Container[str]) -> Response:
    """Hand out a picture if it is one of those. Raises NotFound."""
    digest = digest_in(request)
    known = digest in of
    content = await host_of(request).ask(PictureOf(digest=digest)) if known else None
    if content is None:
        raise NotFound("there is no such picture")
    headers = {
        "cache-control": "private, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, 200, headers, KIND)


def digest_in(request: Request) -> str:
    """Return the digest that is asked for. Raises NotFound for what is none."""
    digest = str(request.path_params["digest"])
    if not DIGEST.fullmatch(digest):
        raise NotFound("a digest is 64 hexadecimal digits")
    return digest
