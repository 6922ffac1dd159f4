"""A month of charging, by the connections it was at. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from mesto.domains.emobility.savings.course import SLOT_S, Charged
from mesto.domains.emobility.savings.terms import Terms


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """What a month's savings follow from.

    sessions: by the URN of the root; each counts in the month it began in
    doubted: how many more there were whose energy is not known
    """

    since: datetime
    until: datetime
    terms: Mapping[str, Terms]
    names: Mapping[str, str]
    sessions: Mapping[str, Sequence[Charged]]
    doubted: int

    def price(self, root: str, slot: int) -> float | None:
        """Return what a kWh costs at a root in a quarter of an hour."""
        at = datetime.fromtimestamp(slot * SLOT_S, self.since.tzinfo)
        return self.terms[root].price(at)
