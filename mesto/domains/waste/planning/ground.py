"""A problem laid out for the search: chains of stops, locations, matrices. Pure.

Stops that a person put right behind one another are one chain: entered at its first
stop, left from its last. A truck ends where it belongs, but empty: the way to its end
leads over the disposal site that costs least.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from mesto.domains.waste.planning.problem import Client, Problem, Spot, Truck
from mesto.domains.waste.planning.travel import Travel, Ways, Whole

#: No way leads there: so far that no shift is long enough.
NEVER_S: Final = 10_000_000
NEVER_M: Final = 100_000_000


class Chain(NamedTuple):
    """Stops made one after the other without anything in between.

    metres, seconds: from the first place to the last, with all but the last service
    """

    members: tuple[int, ...]
    metres: int
    seconds: int


class Ground(NamedTuple):
    """A problem with its ways."""

    problem: Problem
    numbers: Mapping[Spot, int]  #: of each spot, in `travel`
    travel: Travel
    chains: Sequence[Chain]

    def number(self, spot: Spot) -> int:
        """Return the number of a spot."""
        return self.numbers[spot]


def ground_of(problem: Problem, ways: Ways) -> Ground:
    """Lay a problem out."""
    spots = list(dict.fromkeys(_spots(problem)))
    travel = ways.travel(spots)
    numbers = {spot: number for number, spot in enumerate(spots)}
    chains = [
        _chain(problem.clients, members, travel, numbers)
        for members in linked(problem.clients)
    ]
    return Ground(problem, numbers, travel, chains)


def linked(clients: Sequence[Client]) -> Iterator[tuple[int, ...]]:
    """Yield chains of stops, each by the numbers of its members in order.

    A stop follows another where both may be done at any time, and only one does. Who
    goes round in a circle begins anywhere.
    """
    numbers = {client.key: number for number, client in enumerate(clients)}
    then: dict[int, int] = {}
    for number, client in enumerate(clients):
        before = numbers.get(client.after, number)
        free = not client.windows and not clients[before].windows
        if before != number and free and before not in then:
            then[before] = number
    behind = set(then.values())
    seen: set[int] = set()
    for start in [*(n for n in range(len(clients)) if n not in behind), *behind]:
        chain = []
        at: int | None = start
        while at is not None and at not in seen:
            seen.add(at)
            chain.append(at)
            at = then.get(at)
        if chain:
            yield tuple(chain)


def end_column(ground: Ground, truck: Truck, leave: Whole) -> tuple[Whole, Whole]:
    """Return how far it is to the end of a truck's round, over a disposal site.

    leave: spots from where
    """
    end = ground.number(truck.end)
    if not truck.sites:
        return ground.travel.metres[leave, end], ground.travel.seconds[leave, end]
    metres, seconds = _over_sites(ground, truck, leave)
    costs = ground.problem.costs
    cheapest = np.argmin(
        metres / 1000 * costs.km_cost + seconds / 3600 * costs.hour_cost, axis=0
    )
    return metres[cheapest, range(len(leave))], seconds[cheapest, range(len(leave))]


def last_site(ground: Ground, truck: Truck, spot: int) -> int:
    """Return at which of its sites a truck that leaves a spot unloads last."""
    metres, seconds = _over_sites(ground, truck, np.array([spot]))
    costs = ground.problem.costs
    told = metres / 1000 * costs.km_cost + seconds / 3600 * costs.hour_cost
    return int(np.argmin(told[:, 0]))


def _over_sites(ground: Ground, truck: Truck, leave: Whole) -> tuple[Whole, Whole]:
    """Return metres and seconds to the end over each site, [site, from]."""
    travel, end = ground.travel, ground.number(truck.end)
    sites = np.array([ground.number(one.spot) for one in truck.sites])
    unload_s = np.array([one.unload_s for one in truck.sites])[:, None]
    metres = travel.metres[np.ix_(leave, sites)].T + travel.metres[sites, end][:, None]
    seconds = (
        travel.seconds[np.ix_(leave, sites)].T
        + unload_s
        + travel.seconds[sites, end][:, None]
    )
    return metres, seconds


def _spots(problem: Problem) -> Iterable[Spot]:
    yield from (client.spot for client in problem.clients)
    for truck in problem.trucks:
        yield truck.start
        yield truck.end
        yield from (site.spot for site in truck.sites)


def _chain(
    clients: Sequence[Client],
    members: tuple[int, ...],
    travel: Travel,
    numbers: dict[Spot, int],
) -> Chain:
    at = [numbers[clients[one].spot] for one in members]
    metres = int(travel.metres[at[:-1], at[1:]].sum())
    seconds = int(travel.seconds[at[:-1], at[1:]].sum())
    served_s = sum(clients[one].service_s for one in members[:-1])
    return Chain(members, metres, seconds + served_s)
