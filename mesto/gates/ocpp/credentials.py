"""How a station proves who it is. Pure.

A station's password is long and by chance, as the standard wants it, and two thousand
may come at once; so a thousand rounds keep it, and not the million that people's short
ones need.

Source: OCPP 2.0.1 part 2, A00; Improved security for OCPP 1.6-J, edition 3.
"""

import binascii
from base64 import b64decode
from hashlib import pbkdf2_hmac
from hmac import compare_digest
from typing import Final, NamedTuple

from mesto.kernel.errors import Malformed

SHORTEST: Final = 16
LONGEST: Final = 64
ROUNDS: Final = 1_000


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


def digest_of(password: str, salt: bytes) -> str:
    """Return what is kept of a password.

    Raises Malformed for one that is too short to be safe so, or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Malformed(
            f"a station's password has {SHORTEST} to {LONGEST} letters and digits"
        )
    kept = pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    return f"{salt.hex()}:{kept.hex()}"


def fits(password: str, digest: object) -> bool:
    """Tell whether a password is the one of which `digest` is kept."""
    if not isinstance(digest, str) or not password:
        return False
    try:
        wanted = digest_of(password, bytes.fromhex(digest.partition(":")[0]))
    except (Malformed, ValueError):
        return False
    return compare_digest(wanted, digest)
