"""How many doubtful sensors are found, and how much of what is found is so."""

from collections.abc import Sequence
from pathlib import Path
from time import process_time

from mesto.bench.figure import Figure
from mesto.bench.score import Score
from mesto.bench.waste.doubtful.score import score, watch
from mesto.bench.waste.doubtful.things import DAYS, FIRST_LOOK, LOOK_EVERY
from mesto.bench.waste.doubtful.town import DoubtfulTown
from mesto.domains.waste.sensors.kinds import Kind

SEEDS = range(701, 709)  #: of towns the signs were not made with


def sensors(_data: Sequence[Path]) -> Figure:
    """Find the faults of sensors in towns with noise, gaps and a wrong inventory."""
    total, looks, took_s = Score[Kind](), 0, 0.0
    for seed in SEEDS:
        town = DoubtfulTown(seed)
        begun_s = process_time()
        told = list(watch(town))
        took_s += process_time() - begun_s
        looks += len(town.bins) * len(range(FIRST_LOOK, DAYS + 1, LOOK_EVERY))
        total.add(score(town, told))
    found = total.right.total()
    of = found + total.missed.total()
    return Figure(
        value=round(100 * total.precision, 1),
        unit="% right",
        aim=f"≥ 98; {found} of {of} found, {100 * total.recall:.1f} %, want ≥ 95; "
        f"{1e3 * took_s / looks:.1f} ms a look at a container",
        parts={kind.value: total.of(kind).shares for kind in Kind},
    )
