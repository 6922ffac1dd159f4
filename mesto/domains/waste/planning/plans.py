"""A plan as it is written in the ledger: what it rests on and what it comes to. Pure.

An entity `urn:ngsi-ld:WastePlan:NAME` with `definition`, a `Plan`, and `considered`, a
`Considered` of each stop that was thought of; its rounds are entities of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import msgspec

from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.nouns import ROUND
from mesto.domains.waste.planning.knowing import Unknown
from mesto.domains.waste.planning.orders import Orders
from mesto.domains.waste.planning.stops import Left
from mesto.domains.waste.planning.told import Considered, Planned
from mesto.domains.waste.rounds import Round
from mesto.operations.written import urn_of

PLAN: Final = "WastePlan"  #: the entity type
CONSIDERED: Final = "considered"  #: the attribute
CHOSEN: Final = (0.25, 0.5, 1.0, 2.0, 4.0)  #: times an overflow's cost, of a frontier


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What rounds come to.

    containers: emptied; overflows: containers that are expected to be over full before
        the next chance to come, those that are emptied left out
    overflow_cost: what these cost; money is the town's currency
    """

    rounds: int = 0
    stops: int = 0
    containers: int = 0
    km: float = 0.0
    driving_min: float = 0.0
    working_min: float = 0.0
    load_l: float = 0.0
    load_kg: float = 0.0
    litres: float = 0.0
    co2_kg: float = 0.0
    cost: float = 0.0
    overflows: float = 0.0
    overflow_cost: float = 0.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The rounds of one day.

    policy: by which it was made; factor: times its cost of an overflow
    orders: what people want of it
    rounds: their names; fractions: what each comes to
    estimated: nobody knows the streets, distances are guessed
    left: why containers are no part of any stop, by URN
    """

    day: date
    made_at: datetime
    by: str = ""
    policy: Policy
    factor: float = 1.0
    seconds: float = 0.0
    orders: Orders = Orders()
    rounds: Sequence[str] = ()
    totals: Totals = Totals()
    fractions: Mapping[str, Totals] = {}
    unknown: Sequence[Unknown] = ()
    estimated: bool = False
    left: Mapping[str, str] = {}


class Kept(NamedTuple):
    """A plan as it is kept."""

    name: str
    plan: Plan
    version: int  #: position of its definition in the ledger


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with all that belongs to it; rounds by their names."""

    plan: Plan
    rounds: Mapping[str, Round]
    considered: Sequence[Considered]


def named_rounds(name: str, planned: Iterable[Planned]) -> dict[str, Round]:
    """Return rounds by their names, those of one plan one after the other."""
    rounds = [one for each in planned for one in each.rounds]
    return {
        f"{name}-{number}": msgspec.structs.replace(one, plan=name)
        for number, one in enumerate(rounds, 1)
    }


def round_urn(name: str) -> str:
    """Return the URN of a round."""
    return urn_of(ROUND, name)


def totals_of(
    planned: Planned,
    out: Iterable[Left],
    policy: Policy,
    litres_per_km: Mapping[str, float],
) -> Totals:
    """Return what the rounds of a fraction come to.

    out: containers that are no part of any stop
    litres_per_km: of vehicles that say so, by URN
    """
    stops = [
        one for each in planned.rounds for one in each.stops if one.what == "collect"
    ]
    taken = [one.client for one in planned.considered if one.planned]
    left = [one.client for one in planned.considered if not one.planned]
    litres = sum(
        one.km * litres_per_km.get(one.vehicle, policy.litres_per_km)
        for one in planned.rounds
    )
    overflows = sum(one.overflows for one in left) + sum(one.chance for one in out)
    return Totals(
        rounds=len(planned.rounds),
        stops=len(stops),
        containers=sum(len(one.containers) for one in stops),
        km=round(sum(one.km for one in planned.rounds), 3),
        driving_min=round(sum(one.driving_min for one in planned.rounds), 1),
        working_min=round(sum(one.working_min for one in planned.rounds), 1),
        load_l=round(sum(one.load_l for one in taken), 1),
        load_kg=round(sum(one.load_kg for one in taken), 1),
        litres=round(litres, 2),
        co2_kg=round(litres * policy.co2_kg_per_litre, 2),
        cost=round(sum(one.cost for one in planned.rounds), 2),
        overflows=round(overflows, 3),
        overflow_cost=round(overflows * policy.overflow_cost, 2),
    )


def summed(totals: Iterable[Totals]) -> Totals:
    """Add up what several fractions come to."""
    listed = [msgspec.structs.asdict(one) for one in totals]
    names = Totals.__struct_fields__
    return Totals(**{name: _sum(one[name] for one in listed) for name in names})


def _sum(numbers: Iterable[Any]) -> Any:  # whole numbers or not, of one kind
    return round(sum(numbers), 3)


def against(one: Totals, other: Totals) -> dict[str, dict[str, float]]:
    """Compare two plans, figure by figure: both, and what the second has more."""
    pairs = zip(_figures(one), _figures(other), strict=True)
    return {
        name: {"one": first, "other": second, "more": round(second - first, 3)}
        for (name, first), (_, second) in pairs
    }


def _figures(totals: Totals) -> Iterator[tuple[str, float]]:
    yield from msgspec.structs.asdict(totals).items()
