"""How long a night's forecast takes for a large town, and what memory it wants."""

import resource
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from mesto.bench.figure import Figure
from mesto.domains.waste.forecast.marks import Containers, Mark, hours_of, marks_of
from mesto.domains.waste.forecast.model import learn, town_of
from mesto.domains.waste.forecast.outlooks import DAYS, now_of, outlooks
from mesto.domains.waste.forecast.spans import Days as Calendar
from mesto.domains.waste.forecast.spans import span_of

CONTAINERS: Final = 5_000
SENSORS: Final = 2_500  #: of them read three times a day
PAST_DAYS: Final = 100
BEGIN_H: Final = hours_of(datetime(2030, 1, 1, tzinfo=UTC))
SEED: Final = 20_261_126


def nightly(_data: Sequence[Path]) -> Figure:
    """Learn a town of 5,000 containers anew and foretell them; CPU time of one core."""
    chance = np.random.default_rng(SEED)
    containers, marks = _containers(), marks_of(list(_marks(chance)))
    now_h = BEGIN_H + PAST_DAYS * 24
    begun_s = process_time()
    calendar = Calendar(zone=ZoneInfo("Europe/Prague"))
    spans = span_of(calendar, BEGIN_H, now_h + 24 * DAYS)
    model = learn(town_of(marks, containers, spans), now_h)
    learnt_s = process_time() - begun_s
    now = now_of(marks, containers, model.memory, now_h)
    count = sum(len(some) for some in outlooks(model, now, now_h))
    whole_s = process_time() - begun_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figure(
        value=round(whole_s, 1),
        unit="s of CPU",
        lost=CONTAINERS - count,
        rss_mb=round(peak_mb),
        aim=f"≤ 120 s; learnt in {learnt_s:.0f} s from {len(marks):,} marks",
    )


def _containers() -> Containers:
    numbers = np.arange(CONTAINERS)
    return Containers(
        urns=[f"urn:ngsi-ld:WasteContainer:{number}" for number in numbers],
        kinds=numbers % 5,
        places=numbers // 4,
        capacity_l=np.full(CONTAINERS, 1_100.0),
        since_h=np.full(CONTAINERS, BEGIN_H),
    )


def _marks(chance: np.random.Generator) -> Iterator[Mark]:
    """Yield what is known: emptyings twice a week and, of half of them, readings."""
    for number in range(CONTAINERS):
        rate = chance.uniform(0.05, 0.35) / 24
        at_h, end_h = BEGIN_H + chance.uniform(0, 72), BEGIN_H + PAST_DAYS * 24
        while at_h < end_h:
            level = 0.0
            for _ in range(int(chance.integers(8, 13))):
                at_h += 8
                level = min(1.0, level + 8 * rate * chance.uniform(0.5, 1.5))
                if number < SENSORS and at_h < end_h:
                    yield Mark(number, at_h, level)
            if at_h < end_h:
                yield Mark(number, at_h + 0.2, level, emptied=True)
            at_h += 0.2
