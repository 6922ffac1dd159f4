"""Routing instances with the best solutions that are known, as researchers share them.

Source: VRPLIB, as PyVRP reads it; github.com/PyVRP/Instances.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyvrp
from pyvrp import CostEvaluator, ProblemData, Solution

from mesto.kernel.errors import Malformed, NotFound

#: How distances become whole numbers differs from one set of instances to the next;
#: the cost that stands with the solution tells which way is meant.
ROUNDINGS: Final = ("round", "dimacs", "exact", "trunc", "none")


class Instance(NamedTuple):
    """A problem and the cost of its best known solution."""

    name: str
    data: ProblemData
    best: int


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
        if cost_of(pyvrp.read_solution(solution, data)) == told:
            return Instance(path.stem, data, int(told))
    raise Malformed(f"{solution.name} does not cost what it says, however rounded")


def cost_of(solution: Solution) -> int:
    """Return what a solution costs, prizes it leaves lying too."""
    return CostEvaluator([0] * len(solution.excess_load()), 0, 0).cost(solution)


def _paths(data: Sequence[Path]) -> Iterator[Path]:
    for one in data:
        if one.is_dir():
            yield from one.glob("*.vrp")
        elif one.suffix == ".vrp":
            yield one
