"""What a person proves itself with: a password, and the code of an authenticator.

Source: RFC 9106 (Argon2id), RFC 6238 (time-based codes).
"""

import asyncio
import secrets
from datetime import datetime
from functools import cache

import pyotp
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from mesto.kernel.errors import Malformed

SHORTEST, LONGEST = 10, 1000  #: characters of a password
STEP_S = 30  #: of a code

_HASH = PasswordHash((Argon2Hasher(),))


async def hash_password(password: str, login: str) -> str:
    """Return what is kept of a password. Raises Malformed for one that is weak."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Malformed(f"a password has at least {SHORTEST} characters")
    if password.strip().lower() == login:
        raise Malformed("a password is not the login")
    return await asyncio.to_thread(_HASH.hash, password)


async def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is right; it takes as long where there is none."""
    right = await asyncio.to_thread(_is_of, password[:LONGEST], kept)
    return right and bool(kept)


def _is_of(password: str, kept: str | None) -> bool:
    return _HASH.verify(password, kept or _nobodys())


@cache
def _nobodys() -> str:
    """Return what is checked where there is no password: to make it takes 64 MB."""
    return _HASH.hash(secrets.token_urlsafe(24))


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """Return the step a code is of, at most one away from now; None if it is wrong.

    secret: base32, as the authenticator got it
    """
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_S
    for step in (current, current - 1, current + 1):
        if secrets.compare_digest(totp.at(step * STEP_S), code.strip()):
            return step
    return None
