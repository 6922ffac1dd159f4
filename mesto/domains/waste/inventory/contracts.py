"""What a contractor is paid for, and what is taken off. Pure.

A contract is an entity, `urn:ngsi-ld:WasteContract:NAME`, with `definition`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated

import msgspec

from mesto.domains.waste.inventory.terms import (
    Currency,
    Money,
    Urn,
    Word,
    Words,
)
from mesto.domains.waste.nouns import CONTAINER
from mesto.kernel.errors import Malformed
from mesto.kernel.plugin import Text
from mesto.operations.sorts import Reference


class EmptyingPrice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one emptying costs.

    fraction: storedWasteKind; empty: any
    up_to_l: of containers of at most this volume; None: any
    """

    price: Money
    fraction: Words = ""
    up_to_l: Annotated[float, msgspec.Meta(gt=0)] | None = None


class Prices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is paid: all that is told, added up.

    emptyings: the first that fits a container holds
    tonne: by fraction; empty name: any other
    km: of what the vehicles drive
    round: of a vehicle that went out once
    month: flat
    """

    emptyings: Annotated[Sequence[EmptyingPrice], msgspec.Meta(max_length=100)] = ()
    tonne: Mapping[Words, Money] = {}
    km: Money = 0.0
    round: Money = 0.0
    month: Money = 0.0


class Contract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contract about collecting waste.

    first, last: its term, both days included; None: it has no end
    fractions: storedWasteKind; empty: all
    containers: URNs; districts: as containers' addresses name them; both empty: those
        that are `collectedBy` it
    missed_penalty: taken off for each emptying that was due and did not happen
    every_days: at most so many days between two emptyings, by fraction
    sensor_month, sensor_price: what one sensor costs, a month and once
    """

    title: Text
    contractor: Words = ""
    first: date
    last: date | None = None
    fractions: Annotated[Sequence[Word], msgspec.Meta(max_length=50)] = ()
    containers: Annotated[Sequence[Urn], msgspec.Meta(max_length=20_000)] = ()
    districts: Annotated[Sequence[Word], msgspec.Meta(max_length=500)] = ()
    currency: Currency = "CZK"
    prices: Prices = Prices()
    missed_penalty: Money = 0.0
    every_days: Mapping[Word, Annotated[float, msgspec.Meta(gt=0, le=366)]] = {}
    sensor_month: Money = 0.0
    sensor_price: Money = 0.0


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What a contract asks about a container."""

    urn: str
    fraction: str = ""
    district: str = ""
    volume_l: float = 0.0
    by: str = ""  #: URN of the contract it says it is `collectedBy`


def check_contract(contract: Contract) -> None:
    """Raise Malformed, with the place, for what cannot hold."""
    if contract.last is not None and contract.last < contract.first:
        raise Malformed("a contract ends after it begins", place=("last",))
    for name in contract.every_days:
        if contract.fractions and name not in contract.fractions:
            why = f"the contract is not about {name}"
            raise Malformed(why, place=("every_days", name))


def refers_of_contract(contract: Contract) -> Iterator[Reference]:
    """Yield what a contract speaks of."""
    for number, urn in enumerate(contract.containers):
        yield Reference(("containers", number), urn, CONTAINER)


def is_about(contract: Contract, urn: str, container: Collected) -> bool:
    """Tell whether a contract is about a container; `urn` is the contract's own."""
    if contract.fractions and container.fraction not in contract.fractions:
        return False
    if container.by:
        return container.by == urn
    return (
        container.urn in contract.containers or container.district in contract.districts
    )


def emptying_price(contract: Contract, container: Collected) -> float:
    """Return what emptying a container costs; 0 where no price fits."""
    return next(
        (
            one.price
            for one in contract.prices.emptyings
            if one.fraction in {"", container.fraction}
            and (one.up_to_l is None or container.volume_l <= one.up_to_l)
        ),
        0.0,
    )
