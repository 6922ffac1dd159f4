"""What people write about waste: its kinds, and what makes sense of each. A table."""

from typing import Final

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
from mesto.domains.waste.nouns import CALENDAR, CONTRACT, POLICY, SHIFT
from mesto.operations.sorts import Sort, Sorts

#: By the word in the address.
KINDS: Final[Sorts] = {
    "calendars": Sort(CALENDAR, Definition, check_calendar, refers_of_calendar),
    "shifts": Sort(SHIFT, Shift, check_shift, refers_of_shift),
    "contracts": Sort(CONTRACT, Contract, check_contract, refers_of_contract),
    "policies": Sort(POLICY, Policy),
}
