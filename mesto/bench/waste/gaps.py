"""How near the product's search comes to the best routes that are known."""

from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Final

from mesto.bench.figure import Figure
from mesto.bench.waste.instances import (
    Instance,
    instances_in,
    is_bound_by_loads,
    reloading,
)
from mesto.domains.waste.planning.problem import Effort
from mesto.domains.waste.planning.search import search

LONG_S, SHORT_S = 60.0, 5.0  #: of processor time
AIM: Final = "≤ 1.5 % in 60 CPU-s, ≤ 5 % in 5 s; with prizes ≤ 0.5 %, reloads ≤ 2 %"


def routes(data: Sequence[Path]) -> Figure:
    """Search each instance for a minute of processor time; the value is the worst gap.

    Instances with prizes are searched in the same way. One that only loads bound is
    searched once more with a third of the vehicles, which reload.
    """
    found = instances_in(data)
    found += [reloading(one) for one in found if is_bound_by_loads(one)]
    parts = {one.name: _gaps(one) for one in found}
    worst = max(one["gap % in 60 s"] for one in parts.values())
    return Figure(value=worst, unit="% gap", aim=AIM, parts=parts)


def _gaps(instance: Instance) -> dict[str, float]:
    best_short, best = None, None
    effort = Effort(LONG_S)
    for found in search(instance.data, effort, clock=process_time, patient=True):
        best = found.cost if found.cost is not None else best
        if found.share <= SHORT_S / LONG_S:
            best_short = best
    return {
        "stops": instance.data.num_clients,
        "gap % in 5 s": _gap(best_short, instance.best),
        "gap % in 60 s": _gap(best, instance.best),
    }


def _gap(cost: int | None, best: int) -> float:
    return 1e9 if cost is None else round(100 * (cost / best - 1), 2)
