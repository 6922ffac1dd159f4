"""Routing instances with the best solutions that are known, as researchers share them.

Source: VRPLIB, as PyVRP reads it; github.com/PyVRP/Instances.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import Final, NamedTuple

import pyvrp
from pyvrp import CostEvaluator, ProblemData, Solution

from mesto.kernel.errors import Malformed, NotFound

#: How distances become whole numbers differs from one set of instances to the next;
#: the cost that stands with the solution tells which way is meant.
ROUNDINGS: Final = ("round", "dimacs", "exact", "trunc", "none")


#: Trips of a vehicle, on the average, where it reloads.
TRIPS: Final = 3


class Instance(NamedTuple):
    """A problem and the cost of its best known solution, which has so many routes."""

    name: str
    data: ProblemData
    best: int
    routes: int


def instances_in(data: Sequence[Path]) -> list[Instance]:
    """Read the instances among files and in folders. Raises NotFound of none."""
    found = [
        read_instance(path)
        for path in sorted(_paths(data))
        if path.with_suffix(".sol").is_file()
    ]
    if not found:
        raise NotFound("name instances: --data FOLDER, each .vrp with its .sol")
    return found


def read_instance(path: Path) -> Instance:
    """Read an instance. Raises Malformed where no rounding fits its solution."""
    solution = path.with_suffix(".sol")
    told = float(solution.read_text().replace(":", " ").split()[-1])
    for rounding in ROUNDINGS:
        data = pyvrp.read(path, rounding)
        known = pyvrp.read_solution(solution, data)
        if cost_of(known) == told:
            return Instance(path.stem, data, int(told), known.num_routes())
    raise Malformed(f"{solution.name} does not cost what it says, however rounded")


def reloading(instance: Instance) -> Instance:
    """Return an instance with few vehicles that unload at their depot and go on.

    Where nothing but loads bounds a route, trips are routes: what is known of the best
    holds of it, too.
    """
    (kind,) = instance.data.vehicle_types()
    vehicles = ceil(instance.routes / TRIPS)
    fewer = kind.replace(
        num_available=vehicles,
        reload_depots=[kind.start_depot],
        max_reloads=TRIPS,
    )
    return instance._replace(
        name=f"{instance.name}, {vehicles} vehicles reload",
        data=instance.data.replace(vehicle_types=[fewer]),
    )


def is_bound_by_loads(instance: Instance) -> bool:
    """Tell whether all are to be visited and nothing but loads bounds a route."""
    kinds = instance.data.vehicle_types()
    return len(kinds) == 1 and not any(
        one.tw_early or not one.required or one.service_duration
        for one in instance.data.clients()
    )


def cost_of(solution: Solution) -> int:
    """Return what a solution costs, prizes it leaves lying too."""
    return CostEvaluator([0] * len(solution.excess_load()), 0, 0).cost(solution)


def _paths(data: Sequence[Path]) -> Iterator[Path]:
    for one in data:
        if one.is_dir():
            yield from one.glob("*.vrp")
        elif one.suffix == ".vrp":
            yield one
