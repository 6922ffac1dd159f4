"""What a station brings to prove who it is. Pure.

Source: OCPP 2.0.1 part 2, A00; Improved security for OCPP 1.6-J, edition 3.
"""

import binascii
from base64 import b64decode
from typing import NamedTuple


class Brought(NamedTuple):
    """What a station brings by HTTP Basic authentication."""

    user: str = ""
    password: str = ""


def read_basic(header: str) -> Brought:
    """Read an Authorization header; nothing where it is no Basic one."""
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "basic":
        return Brought()
    try:
        user, _, password = b64decode(text, validate=True).partition(b":")
        return Brought(user.decode(), password.decode("latin-1"))
    except (binascii.Error, UnicodeDecodeError):
        return Brought()
