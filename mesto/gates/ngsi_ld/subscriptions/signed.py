"""What a subscription's notifications are signed with: written, and never read. Pure.

It is said as `Signing-Secret` in the endpoint's `notifierInfo`; in its place stands a
reference, which may be written back.

Source: Standard Webhooks 1.0; ETSI GS CIM 009 v1.8.1, 5.2.15 (notifierInfo).
"""

from collections.abc import Mapping
from typing import Any, Final

from mesto.kernel.errors import Malformed
from mesto.kernel.signing import key_of

NAME: Final = "Signing-Secret"
REFERENCE: Final = "{secret:signing}"
LEAST_BYTES, MOST_BYTES = 24, 64  #: as Standard Webhooks wants them


def part_secret(document: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return a subscription without its secret, and the secret if one was said.

    Raises Malformed for one that nobody should sign with.
    """
    said = _said(document)
    if said is None or said == REFERENCE:
        return dict(document), None
    secret = _checked(said)
    notification = document["notification"]
    endpoint = notification["endpoint"]
    info = [
        {**one, "value": REFERENCE} if one.get("key") == NAME else one
        for one in endpoint["notifierInfo"]
    ]
    told = {**notification, "endpoint": {**endpoint, "notifierInfo": info}}
    return {**document, "notification": told}, secret


def is_signed(document: Mapping[str, Any]) -> bool:
    """Tell whether the notifications of a subscription are signed."""
    return _said(document) is not None


def _said(document: Mapping[str, Any]) -> object:
    """Return what stands where the secret is said; what is malformed says none."""
    found: Any = document
    for name in ("notification", "endpoint", "notifierInfo"):
        found = found.get(name) if isinstance(found, Mapping) else None
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping) and one.get("key") == NAME:
            return one.get("value", "")
    return None


def _checked(said: object) -> str:
    if not isinstance(said, str):
        raise Malformed(f"{NAME} is a text", parameter="notifierInfo")
    if not LEAST_BYTES <= len(key_of(said)) <= MOST_BYTES:
        raise Malformed(
            f"{NAME} has {LEAST_BYTES} to {MOST_BYTES} bytes", parameter="notifierInfo"
        )
    return said
