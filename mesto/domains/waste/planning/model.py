"""A problem in the words of PyVRP, and its answer in ours.

Imported only where it is computed. Money becomes whole numbers of which a metre, or a
second where metres cost nothing, costs a hundred.

Source: PyVRP: A High-Performance VRP Solver Package, Wouda, Lan and Kool, INFORMS
Journal on Computing 36(4), 2024.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from pyvrp import (
    Activity,
    ActivityType,
    Client,
    ClientGroup,
    Depot,
    Location,
    ProblemData,
    Route,
    Solution,
    VehicleType,
)

from mesto.domains.waste.planning import problem as ours
from mesto.domains.waste.planning.ground import (
    NEVER_M,
    NEVER_S,
    Chain,
    Ground,
    end_column,
)
from mesto.domains.waste.planning.travel import Whole

UNIT: Final = 100  #: what a metre costs
RELOADS: Final = 8  #: at most, of one truck in a shift
OVERTIME: Final = 20  #: times an hour's price, where it is allowed at all
LONGEST_S: Final = 86_400  #: overtime, where shifts are relaxed

#: What a truck does: the number of a stop, or of one of its sites.
Visit: TypeAlias = tuple[str, int]  # "client" or "site"


class Relaxed(NamedTuple):
    """Which constraints are dropped, to find out which one cannot be kept."""

    windows: bool = False
    shifts: bool = False
    loads: bool = False
    locks: bool = False


STRICT: Final = Relaxed()


class Model(NamedTuple):
    """A problem for PyVRP, and what its numbers mean.

    chain_of: of each of its clients
    trucks_of: of each of its vehicle types, the numbers of our trucks
    scale: how much of its money one of ours is
    """

    ground: Ground
    data: ProblemData
    chain_of: Sequence[int]
    trucks_of: Sequence[Sequence[int]]
    depots: Mapping[int, str]  #: URNs of sites, by depot
    scale: float


class _Layout:
    """Numbers locations and depots while a model is built."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.enter: list[int] = []
        self.leave: list[int] = []
        self.depots: list[Depot] = []
        self.known: dict[tuple[object, ...], int] = {}
        self.ends: dict[int, ours.Truck] = {}  #: by location

    def location(self, enter: int, leave: int) -> int:
        self.enter.append(enter)
        self.leave.append(leave)
        return len(self.enter) - 1

    def depot(self, kind: tuple[object, ...], spot: ours.Spot, service_s: int) -> int:
        """Return the number of a depot, a new one where there is none of the kind."""
        if kind not in self.known:
            number = self.ground.number(spot)
            location = self.location(number, number)
            self.known[kind] = len(self.depots)
            self.depots.append(Depot(location, service_duration=service_s))
        return self.known[kind]

    def end(self, truck: ours.Truck) -> int:
        """Return the depot at which a truck ends, over a site."""
        kind = ("end", truck.end, truck.sites)
        fresh = kind not in self.known
        depot = self.depot(kind, truck.end, 0)
        if fresh:
            self.ends[self.depots[depot].location] = truck
        return depot


def model_of(ground: Ground, relaxed: Relaxed = STRICT) -> Model:
    """Write a problem for PyVRP."""
    problem, layout = ground.problem, _Layout(ground)
    scale = _scale(problem.costs)
    depots_of = [_depots(layout, truck) for truck in problem.trucks]
    at = [
        layout.location(*(ground.number(_member(ground, one, n).spot) for n in (0, -1)))
        for one in ground.chains
    ]
    clients, groups, chain_of = _clients(ground, at, scale, relaxed)
    metres, seconds = _matrices(layout, at)
    locked = {} if relaxed.locks else _locked(ground)
    profiles, profile_of = _profiles(problem.trucks, locked)
    types = _types(problem, depots_of, profile_of, scale, relaxed)
    data = ProblemData(
        locations=[Location(0, 0) for _ in layout.enter],
        clients=clients,
        depots=layout.depots,
        vehicle_types=[one for one, _ in types],
        distance_matrices=[
            _without(metres, at, not_in, NEVER_M) for not_in in profiles
        ],
        duration_matrices=[
            _without(seconds, at, not_in, NEVER_S) for not_in in profiles
        ],
        groups=groups,
    )
    sites = {
        depot: str(kind[1]) for kind, depot in layout.known.items() if kind[0] == "site"
    }
    return Model(ground, data, chain_of, [trucks for _, trucks in types], sites, scale)


def visits_of(model: Model, solution: Solution) -> dict[int, list[Visit]]:
    """Return what each truck does, by its number, in order."""
    waiting = [list(trucks) for trucks in model.trucks_of]
    found: dict[int, list[Visit]] = {}
    for route in solution.routes():
        truck = waiting[route.vehicle_type()].pop(0)
        found[truck] = list(_visits(model, truck, route))
    return found


def present_of(model: Model) -> Solution | None:
    """Return what the trucks would do now, to begin from; None where nothing is known.

    Stops that are gone are left out; who has no truck any more is left to the search.
    """
    problem = model.ground.problem
    if not any(problem.present.values()):
        return None
    client_of: dict[str, int] = {}
    for number, chain in reversed(list(enumerate(model.chain_of))):
        for member in model.ground.chains[chain].members:
            client_of[problem.clients[member].key] = number
    depot_of = {urn: depot for depot, urn in model.depots.items()}
    routes = []
    seen: set[int] = set()
    for type_, trucks in enumerate(model.trucks_of):
        for truck in trucks:
            keys = problem.present.get(problem.trucks[truck].key, ())
            activities = list(_activities(keys, client_of, depot_of, seen))
            if any(one.is_client() for one in activities):
                routes.append(Route(model.data, activities, type_))
    return Solution(model.data, routes)


def _activities(
    keys: Sequence[str],
    client_of: Mapping[str, int],
    depot_of: Mapping[str, int],
    seen: set[int],
) -> Iterator[Activity]:
    """Yield what a truck would do; each stop is made by who comes first."""
    for key in keys:
        if key in depot_of:
            yield Activity(ActivityType.DEPOT, depot_of[key])
        elif key in client_of and client_of[key] not in seen:
            seen.add(client_of[key])
            yield Activity(ActivityType.CLIENT, client_of[key])


def _visits(model: Model, truck: int, route: Route) -> Iterator[Visit]:
    sites = [one.urn for one in model.ground.problem.trucks[truck].sites]
    steps = list(route)
    for number, step in enumerate(steps):
        if step.is_client():
            for member in model.ground.chains[model.chain_of[step.idx]].members:
                yield "client", member
        elif 0 < number < len(steps) - 1:
            yield "site", sites.index(model.depots[step.idx])


def _scale(costs: ours.Costs) -> float:
    """Return how much of PyVRP's money one of ours is."""
    dearest = max(costs.km_cost / 1000, costs.hour_cost / 3600)
    return UNIT / (costs.km_cost / 1000 or dearest or 1.0)


def _member(ground: Ground, chain: Chain, number: int) -> ours.Client:
    return ground.problem.clients[chain.members[number]]


def _depots(layout: _Layout, truck: ours.Truck) -> tuple[int, int, list[int]]:
    """Return the depots of a truck: start, end, and where it may unload."""
    start = layout.depot(("start", truck.start), truck.start, 0)
    sites = [
        layout.depot(("site", one.urn), one.spot, one.unload_s) for one in truck.sites
    ]
    return start, layout.end(truck), sites


def _clients(
    ground: Ground, at: Sequence[int], scale: float, relaxed: Relaxed
) -> tuple[list[Client], list[ClientGroup], list[int]]:
    """Return a client for each chain and window; of several windows one is chosen."""
    clients: list[Client] = []
    groups: list[ClientGroup] = []
    chain_of: list[int] = []
    for number, chain in enumerate(ground.chains):
        members = [ground.problem.clients[one] for one in chain.members]
        windows = () if relaxed.windows else _windows(ground.problem, members)
        must = any(one.must for one in members)
        several = len(windows) > 1
        if several:
            numbers = list(range(len(clients), len(clients) + len(windows)))
            groups.append(ClientGroup(numbers, required=must))
        prize = sum(one.prize for one in members)
        for first, last in windows or ((0, ours.ENDLESS_S),):
            clients.append(
                Client(
                    at[number],
                    pickup=[
                        0 if relaxed.loads else round(sum(loads))
                        for loads in (
                            [one.load_l for one in members],
                            [one.load_kg for one in members],
                        )
                    ],
                    service_duration=chain.seconds + members[-1].service_s,
                    tw_early=first,
                    tw_late=last,
                    prize=round(prize * scale),
                    required=must and not several,
                    group=len(groups) - 1 if several else None,
                )
            )
            chain_of.append(number)
    return clients, groups, chain_of


def _windows(
    problem: ours.Problem, members: Sequence[ours.Client]
) -> list[tuple[int, int]]:
    """Return between when a stop has to begin; a break may come before it."""
    (client, *_) = members
    begins_s = min(
        (one.break_from_s for one in problem.trucks if one.break_s), default=0
    )
    break_s = max((one.break_s for one in problem.trucks), default=0)
    found = []
    for first, until in client.windows:
        last = until - client.service_s
        if break_s and last > begins_s:
            last = max(begins_s, last - break_s)
        found.append((first, max(first, last)))
    return found


def _matrices(layout: _Layout, at: Sequence[int]) -> tuple[Whole, Whole]:
    """Return metres and seconds between locations."""
    ground = layout.ground
    enter, leave = np.array(layout.enter), np.array(layout.leave)
    metres = ground.travel.metres[np.ix_(leave, enter)]
    seconds = ground.travel.seconds[np.ix_(leave, enter)]
    for location, truck in layout.ends.items():
        column = end_column(ground, truck, leave)
        metres[:, location], seconds[:, location] = column
        for site in truck.sites:  # who comes from there is empty already
            depot = layout.depots[layout.known["site", site.urn]]
            number = ground.number(site.spot), ground.number(truck.end)
            metres[depot.location, location] = ground.travel.metres[number]
            seconds[depot.location, location] = ground.travel.seconds[number]
    metres[:, at] += np.array([one.metres for one in ground.chains], dtype=np.int64)
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(seconds, 0)
    return metres, seconds


def _locked(ground: Ground) -> dict[str, list[int]]:
    """Return the chains that only one truck may do, by its key."""
    found: dict[str, list[int]] = {}
    for number, chain in enumerate(ground.chains):
        for key in {ground.problem.clients[one].truck for one in chain.members} - {""}:
            found.setdefault(key, []).append(number)
    return found


def _profiles(
    trucks: Sequence[ours.Truck], locked: Mapping[str, Sequence[int]]
) -> tuple[list[list[int]], list[int]]:
    """Return which chains each kind of truck may not do, and of which kind each is."""
    kinds: dict[tuple[int, ...], int] = {}
    of = []
    for truck in trucks:
        others = (chains for key, chains in locked.items() if key != truck.key)
        not_its = tuple(sorted(chain for chains in others for chain in chains))
        of.append(kinds.setdefault(not_its, len(kinds)))
    return [list(one) for one in kinds], of


def _without(
    matrix: Whole, at: Sequence[int], chains: Sequence[int], never: int
) -> Any:  # an array as PyVRP's types name none
    """Return a matrix in which no way leads to some chains."""
    if not chains:
        return matrix
    copy = matrix.copy()
    copy[:, [at[one] for one in chains]] = never
    np.fill_diagonal(copy, 0)
    return copy


def _types(
    problem: ours.Problem,
    depots_of: Sequence[tuple[int, int, list[int]]],
    profile_of: Sequence[int],
    scale: float,
    relaxed: Relaxed,
) -> list[tuple[VehicleType, list[int]]]:
    """Return the kinds of trucks there are, each with the numbers of those of it."""
    found: list[tuple[VehicleType, list[int]]] = []
    for number, truck in enumerate(problem.trucks):
        start, end, sites = depots_of[number]
        lasts_s = max(0, truck.ends_s - truck.begins_s - truck.break_s)
        hour = problem.costs.hour_cost / 3600 * scale
        type_ = VehicleType(
            1,
            capacity=[int(truck.volume_l), int(truck.load_kg)],
            start_depot=start,
            end_depot=end,
            tw_early=truck.begins_s,
            tw_late=truck.begins_s + lasts_s + (LONGEST_S if relaxed.shifts else 0),
            shift_duration=lasts_s,
            max_overtime=LONGEST_S if relaxed.shifts else 0,
            unit_overtime_cost=round((hour or UNIT) * OVERTIME)
            if relaxed.shifts
            else 0,
            unit_distance_cost=round(problem.costs.km_cost / 1000 * scale),
            unit_duration_cost=round(hour),
            profile=profile_of[number],
            initial_load=[
                min(int(truck.aboard_l), int(truck.volume_l)),
                min(int(truck.aboard_kg), int(truck.load_kg)),
            ],
            reload_depots=sites,
            max_reloads=RELOADS if sites else 0,
        )
        same = next((trucks for one, trucks in found if one == type_), None)
        if same is None:
            found.append((type_, [number]))
        else:
            same.append(number)
    return [(one.replace(num_available=len(trucks)), trucks) for one, trucks in found]
