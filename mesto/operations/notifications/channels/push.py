"""A letter to a browser (RFC 8030), which nobody between can read (RFC 8291)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import http_ece
import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException

from mesto.kernel.errors import Malformed
from mesto.kernel.outbound import send
from mesto.operations.notifications.channels.answer import require_taken
from mesto.operations.notifications.letter import Letter

KEPT_S: Final = 86_400  #: by the push service, for a browser that is off
TRUSTED: Final = timedelta(hours=12)  #: how long our signature holds; 24 h at most
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
    response = await send(
        browser.endpoint,
        seal(document(letter), browser),
        headers={
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(KEPT_S),
            "topic": urlsafe_b64encode(letter.id.bytes).rstrip(b"=").decode(),
            "urgency": URGENCY.get(letter.severity, "normal"),
            **_vouch(browser.endpoint, private_key, contact, now),
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


def seal(content: bytes, browser: Browser) -> bytes:
    """Encrypt for one browser. Raises Malformed where its keys are none."""
    try:
        return bytes(
            http_ece.encrypt(
                content,
                private_key=generate_private_key(SECP256R1()),
                dh=_bytes_of(browser.keys["p256dh"]),
                auth_secret=_bytes_of(browser.keys["auth"]),
                version="aes128gcm",
            )
        )
    except (KeyError, ValueError, http_ece.ECEException) as error:
        raise Malformed("these are not a browser's keys", place=("keys",)) from error


def _bytes_of(text: str) -> bytes:
    """Read base64url, with its padding or without. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_key() -> str:
    """Return a private key by which push services know us."""
    made = Vapid02()
    made.generate_keys()
    return str(made.private_pem(), "ascii")


def public_key(private_key: str) -> str:
    """Return what a browser is told of a key, base64url."""
    key = Vapid02.from_pem(private_key.encode()).public_key
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def _vouch(
    endpoint: str, private_key: str, contact: str, now: datetime
) -> dict[str, str]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + TRUSTED).timestamp()),
        "sub": contact,
    }
    try:
        signed: dict[str, str] = Vapid02.from_pem(private_key.encode()).sign(claims)
    except VapidException as error:
        raise Malformed(f"push services do not take us: {error}") from error
    return signed
