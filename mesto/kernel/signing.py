"""Bodies that carry proof of who sent them: written here, and read from others. Pure.

What is read is signed as Standard Webhooks 1.0 (as our own channels do), as GitHub
(`X-Hub-Signature-256`) or as Stripe (`Stripe-Signature`). Where a signature tells its
time, an old one is none: who overheard a message cannot send it again tomorrow.

Source: standardwebhooks.com, Signature scheme; docs.github.com, Validating webhook
deliveries; docs.stripe.com, Verify webhook signatures manually.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from mesto.kernel.count import is_count
from mesto.kernel.errors import Malformed

PREFIX: Final = "whsec_"
TOLERANCE_S: Final = 300  #: between the clock of who signs and ours
#: Where senders name a message, so that it is known when it comes again.
_LONGEST_TIME: Final = 12  #: digits of a Unix time, s
_NUMBERS: Final = ("idempotency-key", "webhook-id", "x-github-delivery")

#: Headers by their names in small letters.
Headers = Mapping[str, str]


class Signature(NamedTuple):
    """What came with a body, and what it should be."""

    given: str
    wanted: str
    at_s: int | None  #: Unix time it was made at; None: it does not tell


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


def text_of(key: bytes) -> str:
    """Write the bytes of a secret as other systems take it; see `key_of`."""
    return PREFIX + b64encode(key).decode()


def is_signed(headers: Headers, body: bytes, secret: str, now: datetime) -> bool:
    """Tell whether a body came from somebody who knows the secret."""
    return any(
        hmac.compare_digest(one.given.encode(), one.wanted.encode())
        and (one.at_s is None or abs(now.timestamp() - one.at_s) <= TOLERANCE_S)
        for one in _signatures(headers, body, secret)
    )


def number_of(headers: Headers) -> str:
    """Return how its sender calls a message; empty where it has no name.

    A Stripe-Signature tells its time, so that the same one is the same message.
    """
    named = (headers.get(name, "") for name in (*_NUMBERS, "stripe-signature"))
    return next((name for name in named if name), "")


def _signatures(headers: Headers, body: bytes, secret: str) -> Iterator[Signature]:
    """Yield every signature there is, in whichever way it is written."""
    if "x-hub-signature-256" in headers:
        wanted = hmac.digest(secret.encode(), body, sha256).hex()
        yield Signature(headers["x-hub-signature-256"], f"sha256={wanted}", None)
    if "webhook-signature" in headers:
        number = headers.get("webhook-id", "")
        at_s = _moment(headers.get("webhook-timestamp", ""))
        wanted = sign(number, at_s, body, secret)["webhook-signature"]
        for given in headers["webhook-signature"].split():
            yield Signature(given, wanted, at_s)
    if "stripe-signature" in headers:
        parts = [
            (name.strip(), value)
            for name, _, value in (
                part.partition("=") for part in headers["stripe-signature"].split(",")
            )
        ]
        at_s = _moment(dict(parts).get("t", ""))
        wanted = hmac.digest(secret.encode(), f"{at_s}.".encode() + body, sha256).hex()
        for name, given in parts:
            if name == "v1":
                yield Signature(given, wanted, at_s)


def _moment(text: str) -> int:
    """Read a Unix time, s; what is none was long ago."""
    return int(text) if is_count(text, _LONGEST_TIME) else 0
