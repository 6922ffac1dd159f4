"""A letter to a system, signed so that it knows who wrote (Standard Webhooks 1.0)."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from mesto.kernel.errors import Malformed
from mesto.kernel.outbound import send
from mesto.operations.notifications.channels.answer import require_taken
from mesto.operations.notifications.letter import Letter

PREFIX: Final = "whsec_"
TYPE: Final = "mesto.notification"


async def post(  # noqa: PLR0913 - what, where to, and how it is known as ours
    letter: Letter,
    url: str,
    headers: Mapping[str, str],
    *,
    secret: str,
    now: datetime,
    allow_private: bool,
) -> None:
    """Post a letter. Raises as `send` and `require_taken` do."""
    body = document(letter, now)
    signed = sign(str(letter.id), int(now.timestamp()), body, secret) if secret else {}
    response = await send(
        url,
        body,
        headers={**headers, "content-type": "application/json", **signed},
        allow_private=allow_private,
    )
    require_taken(response)


def document(letter: Letter, now: datetime) -> bytes:
    """Return what is posted: JSON with type, timestamp and data."""
    data = msgspec.structs.asdict(letter) | {
        "files": [one.name for one in letter.files]
    }
    return msgspec.json.encode({"type": TYPE, "timestamp": now, "data": data})


def sign(number: str, timestamp: int, body: bytes, secret: str) -> dict[str, str]:
    """Return the headers by which a receiver knows a message as ours, and as told.

    Raises Malformed for a secret that begins as one and is none.
    """
    content = f"{number}.{timestamp}.".encode() + body
    digest = hmac.digest(key_of(secret), content, sha256)
    return {
        "webhook-id": number,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }


def key_of(secret: str) -> bytes:
    """Return the bytes of a secret: whsec_ and base64, or any other text itself."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        raise Malformed(f"after {PREFIX} comes base64", place=("secret",)) from None
