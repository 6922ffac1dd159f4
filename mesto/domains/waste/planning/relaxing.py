"""Why nothing can be planned, and by how much what has to give way.

Imported only where it is computed.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pyvrp import Solution

from mesto.domains.waste.planning.ground import Ground
from mesto.domains.waste.planning.model import Model, Relaxed, model_of
from mesto.domains.waste.planning.problem import Client, Effort, Problem, Truck
from mesto.domains.waste.planning.search import search
from mesto.kernel.errors import Infeasible

#: A constraint is dropped and it is searched again for so long.
TRIED_S: Final = 2.0

#: One at a time, those first that are easiest to change.
CLASSES: Final = {
    "locks": Relaxed(locks=True),
    "windows": Relaxed(windows=True),
    "shifts": Relaxed(shifts=True),
    "loads": Relaxed(loads=True),
    "shifts and windows": Relaxed(shifts=True, windows=True),
    "shifts and loads": Relaxed(shifts=True, loads=True),
}


class Relief(NamedTuple):
    """A constraint that would have to give way.

    what: its class; about: names; by: how much, in `unit`
    """

    what: str
    why: str
    by: float = 0.0
    unit: str = ""
    about: Sequence[str] = ()


def refusal(ground: Ground, effort: Effort) -> Infeasible:
    """Say which constraint has to be relaxed, and by how much."""
    reliefs = list(impossible(ground.problem)) or list(_tried(ground, effort))
    if not reliefs:
        reliefs = [Relief("musts", "too many stops are locked for these trucks")]
    told = "; ".join(one.why for one in reliefs)
    return Infeasible(
        f"{ground.problem.fraction}: {told}",
        fraction=ground.problem.fraction,
        relax=[one._asdict() for one in reliefs],
    )


def impossible(problem: Problem) -> Iterator[Relief]:
    """Yield what shows without any search."""
    for client in problem.clients:
        if not client.must:
            continue
        trucks = [one for one in problem.trucks if client.truck in {"", one.key}]
        if not trucks:
            why = f"no vehicle takes {problem.fraction} on this day"
            if client.truck:
                why = (
                    f"{client.title} is locked to {client.truck}, which does not drive"
                )
            yield Relief("locks", why, about=client.containers)
            continue
        yield from _too_large(client, trucks)
        yield from _closed(client, trucks)


def _too_large(client: Client, trucks: Sequence[Truck]) -> Iterator[Relief]:
    for what, load, takes, unit in (
        ("litres", client.load_l, max(one.volume_l for one in trucks), "l"),
        ("kilograms", client.load_kg, max(one.load_kg for one in trucks), "kg"),
    ):
        if load > takes:
            why = f"{client.title} has {load:.0f} {what}, no truck takes that many"
            yield Relief("loads", why, load - takes, unit, client.containers)


def _closed(client: Client, trucks: Sequence[Truck]) -> Iterator[Relief]:
    if not client.windows:
        return
    gaps = [
        max(truck.begins_s - until, first - truck.ends_s)
        for first, until in client.windows
        for truck in trucks
    ]
    if min(gaps) >= 0:
        why = f"{client.title} can only be emptied while no truck that takes it drives"
        yield Relief("windows", why, min(gaps) / 60, "min", client.containers)


def _tried(ground: Ground, effort: Effort) -> Iterator[Relief]:
    """Drop one class of constraints after another until it can be planned."""
    clients = ground.problem.clients
    absent = {
        "locks": not any(one.truck for one in clients),
        "windows": not any(one.windows for one in clients),
    }
    for what, relaxed in CLASSES.items():
        if absent.get(what):
            continue
        model = model_of(ground, relaxed)
        *_, last = search(model.data, Effort(TRIED_S, effort.seed))
        if last.cost is not None:
            assert last.solution is not None
            yield from _needed(what, model, last.solution)
            return


def _needed(what: str, model: Model, solution: Solution) -> Iterator[Relief]:
    """Say by how much constraints of a class are broken in what was found."""
    if "shifts" in what:
        yield from _overtime(model, solution)
    if "windows" in what:
        yield from _outside(model, solution)
    if "loads" in what:
        yield from _over(model.ground.problem)
    if what == "locks":
        yield Relief(what, "the stops do not fit into the trucks they are locked to")


def _overtime(model: Model, solution: Solution) -> Iterator[Relief]:
    trucks = [list(one) for one in model.trucks_of]
    for route in solution.routes():
        truck = model.ground.problem.trucks[trucks[route.vehicle_type()].pop(0)]
        if route.overtime():
            minutes = route.overtime() / 60
            why = f"the shift of {truck.title} is {minutes:.0f} min too short"
            yield Relief("shifts", why, minutes, "min", (truck.vehicle,))


def _outside(model: Model, solution: Solution) -> Iterator[Relief]:
    """Say how far outside its hours each stop is reached."""
    clients = model.ground.problem.clients
    for route in solution.routes():
        for step in route:
            if not step.is_client():
                continue
            chain = model.ground.chains[model.chain_of[step.idx]]
            client = clients[chain.members[0]]
            off_s = _off(client, step.start_time)
            if off_s > 0:
                why = (
                    f"{client.title} is reached {off_s / 60:.0f} min outside its hours"
                )
                yield Relief("windows", why, off_s / 60, "min", client.containers)


def _off(client: Client, at_s: int) -> float:
    """Return by how much a stop is outside its windows, s."""
    return min(
        (
            max(first - at_s, at_s + client.service_s - until, 0)
            for first, until in client.windows
        ),
        default=0.0,
    )


def _over(problem: Problem) -> Iterator[Relief]:
    must = [one for one in problem.clients if one.must]
    for unit, loads, takes in (
        ("l", [one.load_l for one in must], [one.volume_l for one in problem.trucks]),
        ("kg", [one.load_kg for one in must], [one.load_kg for one in problem.trucks]),
    ):
        over = sum(loads) - sum(takes)
        if over > 0:
            why = f"the trucks take {over:.0f} {unit} too little"
            yield Relief("loads", f"{why}, and unload nowhere", over, unit)
