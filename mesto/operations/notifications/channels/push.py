"""A letter to a browser (RFC 8030), which nobody between can read (RFC 8291)."""

from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from mesto.kernel.outbound import send
from mesto.operations.notifications.channels.answer import require_taken
from mesto.operations.notifications.letter import Letter

KEPT_S: Final = 86_400  #: by the push service, for a browser that is off
LONGEST: Final = 1_200  #: letters of the body: a push has 4096 bytes at most
URGENCY: Final = {"critical": "high", "high": "high", "informational": "low"}


class Browser(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that somebody lets show messages."""

    number: UUID
    endpoint: str
    keys: dict[str, str]  #: p256dh and auth
    agent: str = ""


async def post(  # noqa: PLR0913 - who writes, what and to whom
    letter: Letter,
    browser: Browser,
    *,
    private_key: str,
    contact: str,
    now: datetime,
    allow_private: bool,
) -> None:
    """Hand a letter to the push service of a browser.

    contact: whom the service may write to, a URL
    Raises NotFound where the browser takes no more messages, and as `send` does.
    """
    from mesto.operations.notifications.channels.sealing import seal, vouch

    response = await send(
        browser.endpoint,
        seal(document(letter), browser.keys),
        headers={
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(KEPT_S),
            "topic": urlsafe_b64encode(letter.id.bytes).rstrip(b"=").decode(),
            "urgency": URGENCY.get(letter.severity, "normal"),
            **vouch(browser.endpoint, private_key, contact, now),
        },
        allow_private=allow_private,
    )
    require_taken(response)


def document(letter: Letter) -> bytes:
    """Return what the service worker reads."""
    return msgspec.json.encode(
        {
            "id": letter.id,
            "title": letter.subject,
            "body": letter.body[:LONGEST],
            "link": letter.link,
            "severity": letter.severity,
        }
    )
