"""Making a plan: reads the town, lets each fraction be computed, puts it together."""

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from datetime import date, datetime
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from mesto.domains.waste.inventory.policy import Policy
from mesto.domains.waste.planning.afoot import Afoot, under_way
from mesto.domains.waste.planning.assigning import assigned
from mesto.domains.waste.planning.knowing import (
    MISSING_SHARE,
    Unknown,
    check_known,
)
from mesto.domains.waste.planning.orders import Orders
from mesto.domains.waste.planning.plans import (
    Made,
    Plan,
    named_rounds,
    summed,
    totals_of,
)
from mesto.domains.waste.planning.problem import (
    Client,
    Costs,
    Effort,
    Problem,
    Truck,
)
from mesto.domains.waste.planning.reading import (
    Town,
    day_of,
    free_trucks,
    midnight_of,
    town_of,
    with_sites,
)
from mesto.domains.waste.planning.stops import Bin, Left, Prices, clients_of
from mesto.domains.waste.planning.told import Planned, Progress, Told
from mesto.domains.waste.roads.keeping import RoadsOf
from mesto.kernel.apart import apart
from mesto.kernel.city import City
from mesto.kernel.errors import Infeasible
from mesto.operations.calendars.reading import spot_of

#: Computed side by side.
TOGETHER: Final = min(os.cpu_count() or 1, 4)
#: How long a fraction is searched where nobody says, with so many stops.
LEAST_S, EACH_S, MOST_S = 3.0, 0.06, 120.0


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a plan is asked for.

    day: None: today by the clock of the town
    policy: another than the town's; factor: times its cost of an overflow
    seconds: how long each fraction is searched; None: as long as its size asks for
    fractions: only these; none: all
    missing_share: of the containers, that may be left out
    """

    day: date | None = None
    policy: Policy | None = None
    factor: Annotated[float, Meta(ge=0, le=100)] = 1.0
    seconds: Annotated[float, Meta(gt=0, le=600)] | None = None
    fractions: Annotated[Sequence[str], Meta(max_length=50)] = ()
    missing_share: Annotated[float, Meta(ge=0, le=1)] = MISSING_SHARE
    orders: Orders = Orders()
    seed: int = 1


class Ready(NamedTuple):
    """A plan that can be computed."""

    day: date
    asked: Asked
    town: Town
    problems: Sequence[Problem]
    unknown: Sequence[Unknown]
    left: Mapping[str, Mapping[str, Left]]  #: by fraction and URN
    roads: bytes | None


#: How far it is, at last the plan.
Making: TypeAlias = Progress | Made


async def ready(
    city: City, asked: Asked, now: datetime, afoot: Afoot | None = None
) -> Ready:
    """Read what a plan is made of, and lay it out; see `laid_out`."""
    zone = (await spot_of(city)).zone
    day = asked.day or now.astimezone(zone).date()
    town = await town_of(city, day, now, asked.policy)
    roads = await city.ask(RoadsOf())
    return laid_out(town, replace(asked, day=day), now, roads, afoot)


def laid_out(
    town: Town,
    asked: Asked,
    now: datetime,
    roads: bytes | None = None,
    afoot: Afoot | None = None,
) -> Ready:
    """Lay out a plan of a day that is asked for.

    afoot: the rounds there are, if it is made anew

    Raises Infeasible where too much is not known, or nobody drives.
    """
    day = asked.day
    assert day is not None
    check_known(town.containers, town.unknown, asked.missing_share)
    free, lacks = free_trucks(town, day, asked.orders, now)
    if not free:
        raise Infeasible(
            f"no vehicle drives on {day}: write a shift for this day, or put a vehicle "
            "that collects waste and has a capacity and a depot into it",
            relax=[one.why for one in lacks],
        )
    prices = Prices(
        town.policy.overflow_cost * asked.factor,
        Costs(km_cost=town.policy.km_cost, hour_cost=town.policy.hour_cost),
        town.policy.service_min * 60,
    )
    clients: dict[str, list[Client]] = {}
    left: dict[str, Mapping[str, Left]] = {}
    for fraction, bins in _by_fraction(town, asked, afoot).items():
        on = day_of(town, day, free, fraction)
        clients[fraction], left[fraction] = clients_of(bins, on, prices, asked.orders)
    kept = afoot.fractions if afoot else {}
    trucks = assigned(free, clients, kept)
    problems = [
        _problem(
            town,
            day,
            fraction,
            clients=clients[fraction],
            trucks=trucks[fraction],
            prices=prices,
        )
        for fraction in clients
    ]
    if afoot is not None:
        problems = [under_way(one, afoot, now) for one in problems]
    unknown = [*town.unknown, *lacks]
    return Ready(day, asked, town, problems, unknown, left, roads)


def _by_fraction(town: Town, asked: Asked, afoot: Afoot | None) -> dict[str, list[Bin]]:
    """Return the containers that are still to be thought of, by fraction."""
    found: dict[str, list[Bin]] = {}
    done = afoot.done if afoot else frozenset()
    for one in sorted(town.bins, key=lambda one: (one.fraction, one.urn)):
        if one.urn in done or (asked.fractions and one.fraction not in asked.fractions):
            continue
        found.setdefault(one.fraction, []).append(one)
    return found


async def making(made_of: Ready, name: str, now: datetime) -> AsyncIterator[Making]:
    """Compute a plan; yield how far it is, and at last the plan. Raises Infeasible."""
    whole: list[Planned] = []
    async with aclosing(_together(made_of)) as told:
        async for one in told:
            if isinstance(one, Progress):
                yield one
            else:
                whole.append(one)
    whole.sort(key=lambda one: one.fraction)
    yield _made(made_of, name, now, whole)


def _problem(  # noqa: PLR0913 - what a problem is made of
    town: Town,
    day: date,
    fraction: str,
    *,
    clients: Sequence[Client],
    trucks: Sequence[Truck],
    prices: Prices,
) -> Problem:
    its = [with_sites(town, one, fraction) for one in trucks]
    key_of = {one.vehicle: one.key for one in its}
    return Problem(
        day=day,
        midnight=midnight_of(day, town.zone),
        fraction=fraction,
        clients=[
            replace(one, truck=key_of.get(one.truck, one.truck)) if one.truck else one
            for one in clients
        ],
        trucks=its,
        costs=prices.costs,
    )


async def _together(made_of: Ready) -> AsyncGenerator[Told, None]:
    """Compute all fractions, a few side by side, and yield what they tell.

    How far it is, is told of all of them together.
    """
    told: asyncio.Queue[tuple[int, Told]] = asyncio.Queue()
    turn = asyncio.Semaphore(TOGETHER)

    async def compute(number: int, problem: Problem) -> None:
        async with turn, aclosing(_apart(made_of, problem)) as says:
            async for one in says:
                await told.put((number, one))

    tasks = [
        asyncio.create_task(compute(number, problem))
        for number, problem in enumerate(made_of.problems)
    ]
    whole = asyncio.gather(*tasks)
    shares = dict.fromkeys(range(len(tasks)), 0.0)
    costs: dict[int, float | None] = dict.fromkeys(shares)
    try:
        while not (whole.done() and told.empty()):
            hearing = asyncio.ensure_future(told.get())
            either: list[asyncio.Future[Any]] = [hearing, whole]  # of different kinds
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not hearing.done():
                hearing.cancel()
                continue
            number, one = hearing.result()
            if isinstance(one, Planned):
                shares[number], costs[number] = 1.0, one.cost
                yield one
            else:
                shares[number], costs[number] = one.share, one.cost
            yield Progress(sum(shares.values()) / len(shares), _sum(costs))
        await whole
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _sum(costs: Mapping[int, float | None]) -> float | None:
    known = [one for one in costs.values() if one is not None]
    return round(sum(known), 2) if len(known) == len(costs) else None


def _apart(made_of: Ready, problem: Problem) -> AsyncGenerator[Told, None]:
    seconds = made_of.asked.seconds
    if seconds is None:
        seconds = min(MOST_S, LEAST_S + EACH_S * len(problem.clients))
    effort = Effort(seconds, made_of.asked.seed)
    return apart(_compute, problem, made_of.roads, effort)


def _compute(problem: Problem, roads: bytes | None, effort: Effort) -> Iterator[Told]:
    """Compute in the other process: only there PyVRP is imported."""
    from mesto.domains.waste.planning.compute import plan

    return plan(problem, roads, effort)


def _made(made_of: Ready, name: str, now: datetime, whole: Sequence[Planned]) -> Made:
    asked, town = made_of.asked, made_of.town
    says = {
        one.urn: one.litres_per_km
        for one in town.fleet.vehicles.values()
        if one.litres_per_km is not None
    }
    left = made_of.left
    fractions = {
        one.fraction: totals_of(one, left[one.fraction].values(), town.policy, says)
        for one in whole
    }
    rounds = named_rounds(name, whole)
    astray = [urn for one in whole for urn in one.astray]
    unknown = list(made_of.unknown)
    if astray:
        unknown.append(Unknown(what="off-road", about=astray))
    if estimated := any(one.estimated for one in whole):
        why = "distances are estimated; build roads with `mesto roads build`"
        unknown.append(Unknown(what="roads", why=why))
    plan = Plan(
        day=made_of.day,
        made_at=now,
        policy=town.policy,
        factor=asked.factor,
        seconds=asked.seconds or 0.0,
        orders=asked.orders,
        rounds=list(rounds),
        totals=summed(fractions.values()),
        fractions=fractions,
        unknown=unknown,
        estimated=estimated,
        left={urn: one.reason for of in left.values() for urn, one in of.items()},
    )
    return Made(
        plan=plan,
        rounds=rounds,
        considered=[one for each in whole for one in each.considered],
    )
