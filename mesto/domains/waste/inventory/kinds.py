"""What people write about waste: its kinds, and what makes sense of each. A table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from mesto.domains.waste.calendars.definition import (
    Definition,
    check_calendar,
    refers_of_calendar,
)
from mesto.domains.waste.inventory.contracts import (
    Contract,
    check_contract,
    refers_of_contract,
)
from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.inventory.shifts import Shift, check_shift, refers_of_shift
from mesto.domains.waste.inventory.terms import Reference
from mesto.domains.waste.nouns import CALENDAR, CONTRACT, POLICY, SHIFT


class Sort(NamedTuple):
    """A kind of what is written.

    check: raises Malformed with the place in the definition
    refers: yields what a definition speaks of; all of it has to be there
    """

    entity: str  #: its entity type
    shape: type[Any]  # the struct of its definitions
    check: Callable[[Any], None]
    refers: Callable[[Any], Iterable[Reference]]


def _any(_definition: object) -> None:
    """Take any definition that can be read."""


def _nothing(_definition: object) -> Iterator[Reference]:
    """Speak of nothing."""
    return iter(())


#: By the word in the address.
KINDS: Final[Mapping[str, Sort]] = {
    "calendars": Sort(CALENDAR, Definition, check_calendar, refers_of_calendar),
    "shifts": Sort(SHIFT, Shift, check_shift, refers_of_shift),
    "contracts": Sort(CONTRACT, Contract, check_contract, refers_of_contract),
    "policies": Sort(POLICY, Policy, _any, _nothing),
}
