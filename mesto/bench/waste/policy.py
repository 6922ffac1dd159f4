"""What ways to decide who is emptied come to: kilometres against overflows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from mesto.bench.figure import Figure
from mesto.bench.waste.as_planned import as_planned
from mesto.bench.waste.streets import Streets, streets_between
from mesto.domains.waste.rehearsal.drawn import draw_fills
from mesto.domains.waste.rehearsal.policies import (
    ByRisk,
    EveryNth,
    Policy,
    Threshold,
    wish_of,
)
from mesto.domains.waste.rehearsal.replay import Decide, Ground, play

CONTAINERS: Final = 300
LEARN_DAYS: Final = 56
DAYS: Final = 28
VOLUME_L: Final = 1_100.0
LOAD_L: Final = 55_000.0  #: of loose waste a vehicle takes before it unloads
VEHICLES: Final = 6
SEEN_ERROR: Final = 0.03  #: of a sensor, share of the volume
SEEDS: Final = (3, 4, 5)  #: of the fills that are drawn, each a month

KM, OVER = "km a day", "overflowing, %"
AIM = (
    "≤ 0.4 % overflowing container-days: ≥ 20 % fewer km than daily rounds; "
    "at the kilometres of a 60 % threshold: ≥ 5 × fewer overflows"
)
DAILY, THRESHOLD, SAFE = "daily", "threshold 60 %", "risk, safe"


class Way(NamedTuple):
    """A way to decide, and how many iterations each day's round is given."""

    policy: Policy
    iterations: int
    decide: Decide = wish_of


WAYS: Final[Mapping[str, Way]] = {
    DAILY: Way(EveryNth(1), 1_500),
    "every second day": Way(EveryNth(2), 1_500),
    THRESHOLD: Way(Threshold(0.6), 600),
    "risk, leanest": Way(ByRisk(5.5), 600),
    "risk, lean": Way(ByRisk(7), 600),
    "risk, middle": Way(ByRisk(20), 600),
    SAFE: Way(ByRisk(120), 600),
    "risk, safe, as planned": Way(ByRisk(120), 600, as_planned),
}


def policy(data: Sequence[Path]) -> Figure:
    """Play months of drawn fills on a town's streets under several policies.

    The value is what the safe one saves against daily rounds; `fewer` is by how many
    times the overflows of the threshold are more than those of each that drives no more
    than it.
    """
    map_ = next((one for one in data if one.name.endswith(".osm.pbf")), None)
    streets = streets_between(CONTAINERS, map_)
    parts = {name: _played(way, streets) for name, way in WAYS.items()}
    known = parts[THRESHOLD]
    for one in parts.values():
        if one[KM] <= known[KM] and one is not known:
            one["threshold's, times as many"] = round(known[OVER] / one[OVER], 1)
    saved = 100 * (1 - parts[SAFE][KM] / parts[DAILY][KM])
    return Figure(
        value=round(saved, 1),
        unit="% fewer km, safe",
        aim=f"{streets.of}: {AIM}",
        parts=parts,
    )


def _played(way: Way, streets: Streets) -> dict[str, float]:
    """Return what a way to decide comes to on the average of all drawn months."""
    from mesto.domains.waste.rehearsal.driving import Fleet  # noqa: PLC0415 - its size

    fleet = Fleet(
        streets.metres,
        np.arange(CONTAINERS),
        np.full(CONTAINERS, VOLUME_L),
        load_l=LOAD_L,
        vehicles=VEHICLES,
        iterations=way.iterations,
    )
    days = [
        day
        for seed in SEEDS
        for day in play(
            way.policy,
            _ground(seed, streets),
            fleet.drive,
            seed,
            way.decide,
        )
    ]
    over = sum(one.over for one in days) / (CONTAINERS * len(days))
    return {
        KM: round(sum(one.km for one in days) / len(days), 1),
        OVER: round(100 * over, 2),
        "emptied a day": round(sum(one.emptied for one in days) / len(days), 1),
    }


def _ground(seed: int, streets: Streets) -> Ground:
    days = LEARN_DAYS + DAYS
    fills = draw_fills(CONTAINERS, days, np.random.default_rng(seed))
    daily = np.ones((CONTAINERS, days), bool)
    return Ground(
        fills, LEARN_DAYS, days, 0, daily, daily, streets.visit_km, SEEN_ERROR
    )
