"""Requests and answers, once they are read and before they are written. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias


class Asked(NamedTuple):
    """A request."""

    path: Mapping[str, str]  #: the variable parts of the path
    query: Mapping[str, Sequence[str]]
    body: Any  #: as JSON, of the operation's schema

    @property
    def request(self) -> str:
        """Return the request's own name."""
        return (self.query.get("talqRequestId") or [""])[0]


class Told(NamedTuple):
    """An answer; None has no body."""

    status: int
    body: object = None
    headers: Mapping[str, str] = {}


Answer: TypeAlias = Callable[[Asked], Told]
