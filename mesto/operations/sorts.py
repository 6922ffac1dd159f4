"""The kinds of things people write in a service, and what makes sense of each. Pure.

A service lists its own by the word in their address; `mesto.web.sorts` opens them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from mesto.kernel.mistake import Place


class Reference(NamedTuple):
    """Something a definition speaks of, that has to be there."""

    place: Place  #: in the definition
    urn: str
    type: str  #: entity type it has to be of


def takes_any(_definition: object) -> None:
    """Take any definition that can be read."""


def speaks_of_nothing(_definition: object) -> Iterator[Reference]:
    """Speak of nothing."""
    return iter(())


class Sort(NamedTuple):
    """A kind of what is written.

    check: raises Malformed with the place in the definition
    refers: yields what a definition speaks of; all of it has to be there
    """

    entity: str  #: its entity type
    shape: type[Any]  # the struct of its definitions
    check: Callable[[Any], None] = takes_any
    refers: Callable[[Any], Iterable[Reference]] = speaks_of_nothing


#: By the word in the address.
Sorts: TypeAlias = Mapping[str, Sort]
