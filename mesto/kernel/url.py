"""Addresses that people and peers write, in their parts."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from mesto.kernel.errors import Malformed
from mesto.kernel.text import filled, refusal
from mesto.kernel.words import said

NO_ADDRESS: Final = said(
    "{where} is not an address.",
    "{where} není adresa.",
    "{where} nie je adresa.",
    "{where} nije adresa.",
)


def parts_of(url: str, **facts: object) -> SplitResult:
    """Return the parts of a URL; its port is a number, if it has one.

    facts: what else the refusal says

    Raises Malformed where it is none, as with half a bracket round its host.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - read later, and raises ValueError only then
    except ValueError as error:
        says = filled(NO_ADDRESS, where=repr(url[:200]))
        raise refusal(Malformed, says, **facts) from error
    return parts
