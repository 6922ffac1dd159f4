"""A town whose containers fill by a law we know: what is foretold can be checked."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from mesto.domains.waste.forecast.marks import Containers, Mark, hours_of, marks_of
from mesto.domains.waste.forecast.model import Town, town_of
from mesto.domains.waste.forecast.spans import Days, span_of

BEGIN = datetime(2030, 3, 4, tzinfo=UTC)  # a Monday
BEGIN_H = hours_of(BEGIN)
PRAGUE = Days(zone=ZoneInfo("Europe/Prague"))


@dataclass(frozen=True)
class Filled:
    """A town that was watched, and how fast its containers really fill, an hour."""

    town: Town
    marks: object
    containers: Containers
    rates: np.ndarray
    end_h: float


def containers(count: int, places: int = 6) -> Containers:
    """Lay out containers of one fraction, in a few places."""
    return Containers(
        urns=[f"urn:ngsi-ld:WasteContainer:{number}" for number in range(count)],
        kinds=np.zeros(count, dtype=np.int64),
        places=np.arange(count) % places,
        capacity_l=np.full(count, 1100.0),
        since_h=np.full(count, BEGIN_H),
    )


def filled(count: int, days: int, *, seed: int = 1, told: str = "emptyings") -> Filled:
    """Let a town fill and be emptied every few days.

    told: `emptyings` with levels before, `taps` beside them, or `sensor` readings
    """
    chance = np.random.default_rng(seed)
    rates = chance.uniform(0.12, 0.3, count) / 24
    rows = []
    for number in range(count):
        at_h, level = BEGIN_H, 0.0
        while at_h < BEGIN_H + days * 24:
            stay_h = 24.0 * chance.integers(2, 5)
            for _ in range(int(stay_h // 12)):
                at_h += 12
                level += rates[number] * 12 * chance.uniform(0.6, 1.4)
                seen = min(level, 1.0)
                if told == "sensor":
                    rows.append(Mark(number, at_h, seen))
                elif told == "taps" and chance.random() < 0.2:
                    rows.append(Mark(number, at_h, round(4 * seen) / 4, 0.125))
            before = np.nan if told == "taps" else min(level, 1.0)
            rows.append(Mark(number, at_h + 0.5, before, emptied=True))
            level = 0.0
    marks, all_of_them = marks_of(rows), containers(count)
    end_h = BEGIN_H + days * 24.0
    spans = span_of(PRAGUE, BEGIN_H, end_h + 20 * 24)
    town = town_of(marks, all_of_them, spans)
    return Filled(town, marks, all_of_them, rates, end_h)
