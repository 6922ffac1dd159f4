"""A letter to a system, signed so that it knows who wrote (Standard Webhooks 1.0)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from mesto.kernel.outbound import send
from mesto.kernel.signing import sign
from mesto.operations.notifications.channels.answer import require_taken
from mesto.operations.notifications.letter import Letter

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
