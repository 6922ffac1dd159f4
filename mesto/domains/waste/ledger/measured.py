"""Lines of an invoice by tonne, kilometre or round, beside what was measured. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias

import msgspec

from mesto.domains.waste.inventory.contracts import Contract, is_about
from mesto.domains.waste.ledger.driven import KG_A_TONNE, Done
from mesto.domains.waste.ledger.invoice import (
    CENT,
    HEAVIER,
    Checked,
    Evidence,
    Verdict,
    disputed,
    in_term,
    judgement,
)

Measure: TypeAlias = Literal["tonne", "km", "round"]

#: How much more may be billed than was measured; a round is a round.
SLACK: Final[Mapping[Measure, float]] = {"tonne": HEAVIER, "km": HEAVIER, "round": 1.0}
TINY: Final = 1e-9


class Measured(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of an invoice: so many tonnes, kilometres or rounds in some days.

    day, until: both included; None: that one day
    vehicle: URN; empty: all of them
    price: of the line
    """

    line: int  #: in the file
    day: date
    until: date | None = None
    per: Measure
    quantity: Annotated[float, msgspec.Meta(ge=0)]
    vehicle: str = ""
    fraction: str = ""
    price: float


class Amount(NamedTuple):
    """What was measured once: t, km, or one round.

    tracked: by the vehicle's track, not only by a plan
    """

    day: date
    vehicle: str
    fraction: str
    quantity: float
    tracked: bool = True


def measured_of(
    contract: Contract, urn: str, known: Evidence
) -> dict[Measure, list[Amount]]:
    """Return what was measured of a contract's containers; `urn` is the contract's own.

    Weights are those of its emptyings. A round is the contract's if one of its
    containers is; its kilometres are those its vehicle drove, or else its plan's.
    """
    mine = {
        one for one, told in known.containers.items() if is_about(contract, urn, told)
    }
    rounds = [
        one
        for one in known.rounds
        if any(urn in mine for stop in one.round.stops for urn in stop.containers)
    ]
    return {
        "tonne": [
            Amount(
                one.at.astimezone(known.zone).date(),
                one.emptying.vehicle,
                known.containers[one.container].fraction,
                one.emptying.weight_kg / KG_A_TONNE,
            )
            for one in known.emptied
            if one.container in mine and one.emptying.weight_kg is not None
        ],
        "km": [_of_round(one, one.driven.km) for one in rounds],
        "round": [_of_round(one, 1.0)._replace(tracked=True) for one in rounds],
    }


def _of_round(done: Done, quantity: float) -> Amount:
    one = done.round
    tracked = done.driven.km_by == "track"
    return Amount(one.day, one.vehicle, one.fraction, quantity, tracked)


def check_measured(
    lines: Iterable[Measured],
    contract: Contract,
    known: Mapping[Measure, Sequence[Amount]],
) -> list[Checked]:
    """Judge every line, in the order of the file; nothing measured pays twice.

    known: what was measured of the contract's containers, by what is billed
    """
    left = {per: [one.quantity for one in all_] for per, all_ in known.items()}
    return [
        _judged(one, contract, known.get(one.per, ()), left.get(one.per, []))
        for one in lines
    ]


def _judged(
    line: Measured, contract: Contract, known: Sequence[Amount], left: list[float]
) -> Checked:
    """Judge a line; what it is paid for is taken out of `left`."""
    if line.fraction and contract.fractions and line.fraction not in contract.fractions:
        why = f"the contract is not about {line.fraction}"
        return disputed(line, "contradicted", [why])
    last = line.until or line.day
    if not (in_term(line.day, contract) and in_term(last, contract)):
        return disputed(line, "contradicted", ["the contract did not hold that day"])
    mine = [place for place, one in enumerate(known) if _is_of(one, line, last)]
    if not mine:
        return disputed(line, "not_proven", ["nothing tells of it"])
    measured = sum(known[place].quantity for place in mine)
    free = sum(left[place] for place in mine)
    _take(left, mine, line.quantity)
    unit = _unit_price(line, contract)
    told = [f"{measured:.2f} {line.per} measured, {free:.2f} not billed before"]
    planned = sum(not known[place].tracked for place in mine)
    if planned:
        told.append(f"{planned} of {len(mine)} rounds by their plan: no track tells")
    if line.quantity > SLACK[line.per] * free + TINY:
        owed = min(line.price, unit * free)
        verdict: Verdict = "doubled" if free < measured - TINY else "contradicted"
        return judgement(line, verdict, owed, told)
    owed = unit * line.quantity
    if line.price > owed + CENT:
        return judgement(line, "price", owed, [*told, f"by contract {owed:.2f}"])
    return judgement(line, "agreed", line.price, told)


def _is_of(one: Amount, line: Measured, last: date) -> bool:
    return (
        line.day <= one.day <= last
        and line.vehicle in {"", one.vehicle}
        and line.fraction in {"", one.fraction}
    )


def _take(left: list[float], places: Sequence[int], quantity: float) -> None:
    for place in places:
        taken = min(left[place], quantity)
        left[place] -= taken
        quantity -= taken


def _unit_price(line: Measured, contract: Contract) -> float:
    prices = contract.prices
    if line.per == "tonne":
        return prices.tonne.get(line.fraction, prices.tonne.get("", 0.0))
    return prices.km if line.per == "km" else prices.round
