"""How many doubtful sensors are found, and how much of what is found is so."""

from collections.abc import Sequence
from pathlib import Path
from time import process_time

from mesto.bench.figure import Figure
from mesto.bench.waste.doubtful.score import Score, score, watch
from mesto.bench.waste.doubtful.things import DAYS, FIRST_LOOK, LOOK_EVERY
from mesto.bench.waste.doubtful.town import DoubtfulTown
from mesto.domains.waste.sensors.kinds import Kind

SEEDS = range(701, 709)  #: of towns the signs were not made with


def sensors(_data: Sequence[Path]) -> Figure:
    """Find the faults of sensors in towns with noise, gaps and a wrong inventory."""
    total, looks, took_s = Score(), 0, 0.0
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
        parts={kind.value: _shares(total.of(kind)) for kind in Kind},
    )


def _shares(score: Score) -> dict[str, float]:
    """Return how many faults of a kind there were, and how well they were found."""
    return {
        "faults": score.right.total() + score.missed.total(),
        "found": score.right.total(),
        "wrong": score.wrong.total(),
        "% right": round(100 * score.precision, 1),
        "% found": round(100 * score.recall, 1),
    }
