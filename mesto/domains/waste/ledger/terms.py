"""What a town writes down of what its collection costs and cost before. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, TypeAlias

import msgspec

from mesto.domains.waste.inventory.terms import Money
from mesto.kernel.errors import Malformed

LEDGER: Final = "WasteLedger"  #: the entity type
OWN: Final = "town"  #: the name of the only one a town has

Amount: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]
Words: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
Month: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]

MOST: Final = 120
DIESEL: Final = (
    "DEFRA greenhouse gas reporting factors 2023, average biofuel blend diesel"
)


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something people write."""


class Kept(_Written, frozen=True, kw_only=True):
    """What collection came to in a month, by odometers, scales and books.

    days: on which it could have been collected, all of the month as a rule
    containers: that were to be emptied; tonnes: that were brought to the scale
    litres, overflows (container-days), complaints: None where nobody counted
    """

    month: Month
    days: Annotated[float, msgspec.Meta(gt=0, le=31)]
    containers: Annotated[float, msgspec.Meta(gt=0, le=1e6)]
    km: Amount
    hours: Amount
    tonnes: Amount | None = None
    litres: Amount | None = None
    overflows: Amount | None = None
    complaints: Amount | None = None


class Cost(_Written, frozen=True, kw_only=True):
    """What sensing and software cost, every month or once.

    last: until when; what is paid once is spread evenly from `first` to `last`
    """

    title: Words
    amount: Money
    once: bool = False
    first: date
    last: date | None = None


class Terms(_Written, frozen=True, kw_only=True):
    """What the ledger of a town goes by.

    baseline: months before, when rounds were fixed; source: where they are written
    now: months since, as the books have them; they outweigh what mesto saw itself
    km_tolerance, hours_tolerance: half of the width within which a month's number lies
    unloading_share: of the kilometres, that go with the weight and not the containers
    between: share by which months differ where one month is all there is
    co2_source: of the factor in the policy
    """

    baseline: Annotated[Sequence[Kept], msgspec.Meta(max_length=MOST)] = ()
    source: Words = ""
    now: Annotated[Sequence[Kept], msgspec.Meta(max_length=MOST)] = ()
    costs: Annotated[Sequence[Cost], msgspec.Meta(max_length=MOST)] = ()
    km_tolerance: Share = 0.02
    hours_tolerance: Share = 0.05
    unloading_share: Share = 0.3
    between: Share = 0.1
    co2_source: Words = DIESEL


def check_terms(terms: Terms) -> None:
    """Raise Malformed, with the place, for what cannot hold."""
    for name, months in (("baseline", terms.baseline), ("now", terms.now)):
        told: set[str] = set()
        for number, one in enumerate(months):
            if one.month in told:
                place = (name, number, "month")
                raise Malformed(f"{one.month} stands there twice", place=place)
            told.add(one.month)
    for number, cost in enumerate(terms.costs):
        if cost.last is not None and cost.last < cost.first:
            raise Malformed("it ends before it begins", place=("costs", number, "last"))
        if cost.once and cost.last is None:
            why = "what is paid once needs an end to be spread to"
            raise Malformed(why, place=("costs", number, "last"))
    both = {one.month for one in terms.baseline} & {one.month for one in terms.now}
    if both:
        why = f"{min(both)} is of the time before and of the time since"
        raise Malformed(why, place=("now",))
