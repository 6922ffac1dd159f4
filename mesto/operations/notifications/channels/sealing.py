"""What one browser alone reads (RFC 8291), and who writes to push services (RFC 8292).

Read when somebody lets a browser show messages: cryptography takes 8 MB.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException

from mesto.kernel.errors import Malformed
from mesto.kernel.url import parts_of

TRUSTED: Final = timedelta(hours=12)  #: how long our signature holds; 24 h at most


def seal(content: bytes, keys: Mapping[str, str]) -> bytes:
    """Encrypt for the browser of these keys. Raises Malformed where they are none."""
    try:
        return bytes(
            http_ece.encrypt(
                content,
                private_key=generate_private_key(SECP256R1()),
                dh=_bytes_of(keys["p256dh"]),
                auth_secret=_bytes_of(keys["auth"]),
                version="aes128gcm",
            )
        )
    except (KeyError, ValueError, http_ece.ECEException) as error:
        raise Malformed("these are not a browser's keys", place=("keys",)) from error


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


def vouch(
    endpoint: str, private_key: str, contact: str, now: datetime
) -> dict[str, str]:
    """Return the headers that say who writes (RFC 8292).

    Raises Malformed for an address that no push service has.
    """
    parts = parts_of(endpoint)
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


def _bytes_of(text: str) -> bytes:
    """Read base64url, with its padding or without. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
