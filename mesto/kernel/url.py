"""Addresses that people and peers write, in their parts."""

from urllib.parse import SplitResult, urlsplit

from mesto.kernel.errors import Malformed


def parts_of(url: str, **facts: object) -> SplitResult:
    """Return the parts of a URL; its port is a number, if it has one.

    facts: what else the refusal says

    Raises Malformed where it is none, as with half a bracket round its host.
    """
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - read later, and raises ValueError only then
    except ValueError as error:
        raise Malformed(f"{url[:200]!r} is no address: {error}", **facts) from error
    return parts
