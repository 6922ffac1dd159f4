"""How a device proves itself by a password, of which a digest is kept. Pure.

Such a password is long and by chance, as OCPP wants it, and two thousand devices may
come at once; so a thousand rounds keep it, and not the million that people's short ones
need.
"""

from hashlib import pbkdf2_hmac
from hmac import compare_digest
from typing import Final

from mesto.kernel.errors import Malformed

DIGEST: Final = "passwordDigest"  #: the attribute of a device that keeps it
SHORTEST: Final = 16
LONGEST: Final = 64
ROUNDS: Final = 1_000


def digest_of(password: str, salt: bytes) -> str:
    """Return what is kept of a password.

    Raises Malformed for one that is too short to be safe so, or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Malformed(
            f"a device's password has {SHORTEST} to {LONGEST} letters and digits"
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
