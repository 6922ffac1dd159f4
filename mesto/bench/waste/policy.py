"""What ways to decide who is emptied come to: kilometres against overflows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

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

#: Of each day's search, of all ways alike; six times as many find cost less by 0.5 %.
ITERATIONS: Final = 2_500

KM, OVER, EMPTIED = "km a day", "overflowing, %", "emptied a day"
FEWER, LEAST = "times fewer", "at least, in a month"
AIM = (
    "≤ 0.4 % overflowing container-days: ≥ 20 % fewer km than daily rounds; "
    "at the kilometres of a 60 % threshold: ≥ 5 × fewer overflows"
)
DAILY, THRESHOLD, SAFE = "daily", "threshold 60 %", "risk, safe"
EQUAL = "risk, km of threshold"

#: What each month came to: months × (km a day, % overflowing, emptied a day).
Months: TypeAlias = NDArray[np.float64]


class Way(NamedTuple):
    """A way to decide who is emptied."""

    policy: Policy
    decide: Decide = wish_of


#: The frontier: a cost of overflow each.
RISKS: Final[Mapping[str, Way]] = {
    "risk, barest": Way(ByRisk(3)),
    "risk, leanest": Way(ByRisk(5.5)),
    "risk, lean": Way(ByRisk(7)),
    "risk, middle": Way(ByRisk(20)),
    SAFE: Way(ByRisk(120)),
}
WAYS: Final[Mapping[str, Way]] = {
    DAILY: Way(EveryNth(1)),
    "every second day": Way(EveryNth(2)),
    THRESHOLD: Way(Threshold(0.6)),
    **RISKS,
    "risk, safe, as planned": Way(ByRisk(120), as_planned),
}


def policy(data: Sequence[Path]) -> Figure:
    """Play months of drawn fills on a town's streets under several policies.

    The value is what the safe one saves against daily rounds; the columns at the end
    are by how many times a way leaves fewer overflows than the threshold, on the
    average and in its worst month; for the aim, where it drives as far as that.
    """
    map_ = next((one for one in data if one.name.endswith(".osm.pbf")), None)
    streets = streets_between(CONTAINERS, map_)
    played = {name: _played(way, streets) for name, way in WAYS.items()}
    known = played[THRESHOLD]
    played[EQUAL] = mixed([played[name] for name in RISKS], known[:, 0])
    parts = {name: _part(months, known) for name, months in played.items()}
    saved = 100 * (1 - parts[SAFE][KM] / parts[DAILY][KM])
    return Figure(
        value=round(saved, 1),
        unit="% fewer km, safe",
        aim=f"{streets.of}: {AIM}",
        parts=parts,
    )


def mixed(frontier: Sequence[Months], km: NDArray[np.float64]) -> Months:
    """Return what two neighbours of a frontier, mixed, come to at so many kilometres.

    Who drives by one on some days and by the other on the rest is on the line between
    them. Not a number: fewer kilometres than the leanest drives.

    km: of each month
    """
    found = []
    for month, at in enumerate(km):
        points = np.array(sorted(one[month].tolist() for one in frontier))
        over, emptied = (
            np.interp(at, points[:, 0], points[:, which], left=np.nan)
            for which in (1, 2)
        )
        found.append((at, over, emptied))
    return np.array(found)


def _part(months: Months, known: Months) -> dict[str, float]:
    """Return the averages, and how many times fewer overflows than known ones."""
    km, over, emptied = months.mean(axis=0).tolist()
    return {
        KM: round(km, 1),
        OVER: round(over, 2),
        EMPTIED: round(emptied, 1),
        FEWER: round(float(known[:, 1].mean()) / over, 2),
        LEAST: round(float((known[:, 1] / months[:, 1]).min()), 2),
    }


def _played(way: Way, streets: Streets) -> Months:
    """Return what a way to decide comes to in each of the drawn months."""
    from mesto.domains.waste.rehearsal.driving import Fleet

    fleet = Fleet(
        streets.metres,
        np.arange(CONTAINERS),
        np.full(CONTAINERS, VOLUME_L),
        load_l=LOAD_L,
        vehicles=VEHICLES,
        iterations=ITERATIONS,
    )
    months = []
    for seed in SEEDS:
        ground = _ground(seed, streets)
        days = list(play(way.policy, ground, fleet.drive, seed, way.decide))
        sums = np.array([(one.km, one.over, one.emptied) for one in days]).sum(axis=0)
        months.append(sums / len(days) * (1, 100 / CONTAINERS, 1))
    return np.array(months)


def _ground(seed: int, streets: Streets) -> Ground:
    days = LEARN_DAYS + DAYS
    fills = draw_fills(CONTAINERS, days, np.random.default_rng(seed))
    daily = np.ones((CONTAINERS, days), bool)
    return Ground(
        fills, LEARN_DAYS, days, 0, daily, daily, streets.visit_km, SEEN_ERROR
    )
