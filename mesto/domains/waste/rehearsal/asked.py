"""What a rehearsal of collection is asked for. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final

import msgspec

from mesto.domains.waste.inventory.terms import Word
from mesto.domains.waste.rehearsal.policies import Policy
from mesto.kernel.errors import Malformed

MOST_DAYS: Final = 92
LEARN_DAYS: Final = 56  #: before the first, to foresee from
MOST_CONTAINERS: Final = 2_000
DAY = timedelta(days=1)


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Some ways to decide, on the days from `first` to `last`, both included."""

    fraction: Word
    first: date
    last: date
    policies: Annotated[Sequence[Policy], msgspec.Meta(min_length=1, max_length=8)]

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def learns_from(self) -> date:
        """The first day that teaches."""
        return self.first - LEARN_DAYS * DAY


def check(asked: Asked, today: date) -> None:
    """Raise Malformed, with the place, for what cannot be rehearsed."""
    if asked.last < asked.first:
        raise Malformed("it ends before it begins", place=("last",))
    if asked.days > MOST_DAYS:
        raise Malformed(f"at most {MOST_DAYS} days", place=("last",))
    if asked.last >= today:
        raise Malformed("these days are not over", place=("last",))
