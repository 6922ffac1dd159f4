"""What ways to decide who is emptied come to: kilometres against overflows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesto.bench.figure import Figure
from mesto.bench.waste.streets import streets_between
from mesto.domains.waste.rehearsal.drawn import draw_fills
from mesto.domains.waste.rehearsal.policies import (
    ByRisk,
    EveryNth,
    Policy,
    Threshold,
)
from mesto.domains.waste.rehearsal.replay import Ground, play

CONTAINERS: Final = 300
LEARN_DAYS: Final = 56
DAYS: Final = 28
VOLUME_L: Final = 1_100.0
LOAD_L: Final = 55_000.0  #: of loose waste a vehicle takes before it unloads
VEHICLES: Final = 6
SEEN_ERROR: Final = 0.03  #: of a sensor, share of the volume
SEEDS: Final = (3, 4, 5)  #: of the fills that are drawn, each a month

AIM = (
    "≤ 0.4 % overflowing container-days: ≥ 20 % fewer km than daily rounds; "
    "at the kilometres of a 60 % threshold: ≥ 5 × fewer overflows"
)
DAILY, SAFE = "daily", "risk, safe"
#: And how many iterations each day's round is given.
POLICIES: Final[Mapping[str, tuple[Policy, int]]] = {
    DAILY: (EveryNth(1), 1_500),
    "every second day": (EveryNth(2), 1_500),
    "threshold 60 %": (Threshold(0.6), 600),
    "risk, lean": (ByRisk(18), 1_000),
    "risk, middle": (ByRisk(80), 600),
    SAFE: (ByRisk(400), 600),
}


def policy(data: Sequence[Path]) -> Figure:
    """Play months of drawn fills on a town's streets under several policies."""
    map_ = next((one for one in data if one.name.endswith(".osm.pbf")), None)
    streets = streets_between(CONTAINERS, map_)
    parts = {
        name: _played(one, streets.metres, iterations)
        for name, (one, iterations) in POLICIES.items()
    }
    daily, safe = parts[DAILY], parts[SAFE]
    saved = 100 * (1 - safe["km a day"] / daily["km a day"])
    return Figure(
        value=round(saved, 1),
        unit="% fewer km, safe",
        aim=f"{streets.of}: {AIM}",
        parts=parts,
    )


def _played(
    policy: Policy, metres: NDArray[np.int64], iterations: int
) -> dict[str, float]:
    """Return what a policy comes to on the average of all drawn months."""
    from mesto.domains.waste.rehearsal.driving import Fleet  # noqa: PLC0415 - its size

    fleet = Fleet(
        metres,
        np.arange(CONTAINERS),
        np.full(CONTAINERS, VOLUME_L),
        load_l=LOAD_L,
        vehicles=VEHICLES,
        iterations=iterations,
    )
    days = [
        day for seed in SEEDS for day in play(policy, _ground(seed), fleet.drive, seed)
    ]
    over = sum(one.over for one in days) / (CONTAINERS * len(days))
    return {
        "km a day": round(sum(one.km for one in days) / len(days), 1),
        "overflowing, %": round(100 * over, 2),
        "emptied a day": round(sum(one.emptied for one in days) / len(days), 1),
    }


def _ground(seed: int) -> Ground:
    days = LEARN_DAYS + DAYS
    fills = draw_fills(CONTAINERS, days, np.random.default_rng(seed))
    daily = np.ones((CONTAINERS, days), bool)
    return Ground(fills, LEARN_DAYS, days, 0, daily, daily, SEEN_ERROR)
