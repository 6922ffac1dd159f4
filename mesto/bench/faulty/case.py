"""Measures what is found in towns the diagnosers were not made with."""

from time import process_time

from mesto.bench.faulty.score import score, watch
from mesto.bench.faulty.town import FaultyTown
from mesto.bench.figure import Figure
from mesto.bench.score import Score
from mesto.bench.stage import Stage
from mesto.domains.lighting.faults.kinds import Kind

SEEDS = range(301, 305)  #: of towns the diagnosers were not made with


async def faults(_stage: Stage) -> Figure:
    """Find the faults of towns with noise, gaps, dips and a wrong inventory."""
    total, reports, took_s = Score[Kind](), 0, 0.0
    for seed in SEEDS:
        town = FaultyTown(seed)
        arriving = town.said()
        reports += len({(one.entity, one.observed_at) for _, one in arriving})
        begun_s = process_time()
        told = watch(town, arriving)
        took_s += process_time() - begun_s
        total.add(score(town, told))
    found = total.right.total()
    of = found + total.missed.total()
    recall = f"{found} of {of} found, {100 * total.recall:.1f} %, want ≥ 95"
    cost = f"{1e6 * took_s / reports:.0f} µs a report"
    return Figure(
        value=round(100 * total.precision, 1),
        unit="% right",
        aim=f"≥ 98; {recall}; {cost}",
        parts={kind.value: total.of(kind).shares for kind in Kind},
    )
