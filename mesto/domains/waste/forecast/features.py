"""What a level to come is foretold by, as numbers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from mesto.domains.waste.forecast.baseline import (
    DOUBT,
    FADES_H,
    OWN,
    SIMILAR,
    Curve,
    LookBack,
    alike,
    curve_of,
    fading,
    log_hours,
    weighted,
)
from mesto.domains.waste.forecast.marks import Containers, Numbers
from mesto.domains.waste.forecast.spans import Spans
from mesto.domains.waste.forecast.strides import Points, Strides

LATELY_H: Final = 14 * 24.0  #: by when what a container did counts half
NEARBY, NEARBY_H, NEARBY_ALIKE = 30, 7 * 24.0, 0.5
OF_KIND: Final = 150  #: what was seen last of a fraction, in the whole town
FULL: Final = 0.97  #: share of the volume; what is fuller is cut

Columns = Mapping[str, Numbers]


#: What a town looks back on that has seen nothing: what nobody has seen yet.
NOTHING: Final = Points(
    container=np.array([0]),
    at_h=np.array([1e9]),
    age_h=np.array([120.0]),
    begun_h=np.array([1e9]),
    level=np.array([0.7]),
)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What can be looked back on, sorted for it, and the curve of the town."""

    containers: Containers
    points: Points
    curve: Curve
    differs: Numbers  #: of each point, from the curve
    own: LookBack
    nearby: LookBack
    kind: LookBack


def memory_of(containers: Containers, points: Points, until_h: float) -> Memory:
    """Sort what was seen; the curve is drawn by what was seen before `until_h`."""
    curve = curve_of(points, until_h)
    points = points if len(points) else NOTHING
    of = points.container
    return Memory(
        containers=containers,
        points=points,
        curve=curve,
        differs=points.level - curve(points.age_h),
        own=LookBack(of, points.at_h),
        nearby=LookBack(containers.places[of], points.at_h),
        kind=LookBack(containers.kinds[of], points.at_h),
    )


def describe(strides: Strides, memory: Memory, spans: Spans) -> dict[str, Numbers]:
    """Return all that strides are foretold by, a column each.

    `expected` is the baseline: the level that looking back alone foretells.
    """
    of = memory.containers
    columns = {
        "hours": strides.end_h - strides.start_h,
        "age": strides.end_h - strides.begun_h,
        "start": strides.start_level,
        "slack": strides.start_slack,
        "capacity": of.capacity_l[strides.container],
        "kind": of.kinds[strides.container].astype(float),
        **spans.between(strides.start_h, strides.end_h),
    }
    if "warmth" in columns:
        columns["warmth"] /= np.maximum(columns["hours"], 1.0)
    columns |= _own(strides, memory)
    columns |= _nearby(strides, memory)
    place, there = memory.kind.last(
        of.kinds[strides.container], strides.known_h, OF_KIND
    )
    columns["kind_differs"] = weighted(
        memory.differs[place], there.astype(float), doubt=1.0
    )
    columns["expected"] = _expected(columns, strides, memory)
    return columns


def _own(strides: Strides, memory: Memory) -> dict[str, Numbers]:
    """Return how the container itself differed from the curve, and how full it was."""
    points, age = memory.points, log_hours(strides.end_h - strides.begun_h)
    seen, there = memory.own.last(strides.container, strides.start_h, OWN)
    ages, levels, differs = (
        log_hours(points.age_h[seen]),
        points.level[seen],
        memory.differs[seen],
    )
    old = there * fading(strides.start_h, points.at_h[seen], FADES_H)
    lately = there * fading(strides.start_h, points.at_h[seen], LATELY_H)
    known = np.where(there, levels, np.nan)
    begun = log_hours(np.maximum(strides.start_h - strides.begun_h, 0.0))
    return {
        "differs_alike": weighted(differs, old * alike(age, ages, SIMILAR), DOUBT),
        "differs_before": weighted(differs, old * alike(begun, ages, SIMILAR), DOUBT),
        "differs": weighted(differs, lately, 1.0),
        "differs_last_three": weighted(
            differs[:, :3], there[:, :3].astype(float), DOUBT
        ),
        "level": weighted(levels, lately),
        "usual_age": weighted(ages, lately),
        "looks_back": lately.sum(axis=1),
        **_spread(known),
        "last_level": known[:, 0],
        "last_age": np.where(there[:, 0], ages[:, 0], np.nan),
        "last_differs": np.where(there[:, 0], differs[:, 0], np.nan),
    }


def _spread(known: Numbers) -> dict[str, Numbers]:
    """Return how levels of each row spread; NaN where there are none."""
    count = np.maximum((~np.isnan(known)).sum(axis=1), 1)
    ordered = np.sort(known, axis=1)  # NaN comes last
    rows = np.arange(len(known))
    mean = np.nansum(known, axis=1) / count
    variance = np.nansum((known - mean[:, None]) ** 2, axis=1) / count
    full = np.nansum(known >= FULL, axis=1) / count
    none = np.isnan(known).all(axis=1)
    found = {
        "often_below": ordered[rows, (0.8 * (count - 1)).astype(int)],
        "often_above": ordered[rows, (0.2 * (count - 1)).astype(int)],
        "spread": np.sqrt(variance),
        "full": full,
    }
    return {name: np.where(none, np.nan, one) for name, one in found.items()}


def _nearby(strides: Strides, memory: Memory) -> dict[str, Numbers]:
    """Return how others of the same isle, street or block differed from the curve."""
    points, age = memory.points, log_hours(strides.end_h - strides.begun_h)
    places = memory.containers.places[strides.container]
    seen, there = memory.nearby.last(places, strides.known_h, NEARBY)
    there &= points.container[seen] != strides.container[:, None]
    there &= (
        memory.containers.kinds[points.container[seen]]
        == (memory.containers.kinds[strides.container][:, None])
    )
    weight = there * fading(strides.known_h, points.at_h[seen], NEARBY_H)
    ages, differs = log_hours(points.age_h[seen]), memory.differs[seen]
    similar = weight * alike(age, ages, NEARBY_ALIKE)
    return {
        "nearby_alike": weighted(differs, similar, DOUBT),
        "nearby_differs": weighted(differs, weight, 1.0),
        "nearby_level": weighted(points.level[seen], weight),
        "nearby_age": weighted(ages, weight),
    }


def _expected(columns: Columns, strides: Strides, memory: Memory) -> Numbers:
    """Return the level that looking back alone foretells.

    From a level that is known it rises as the container's own curve does. What a new
    container does not tell, its kind and those nearby do.
    """
    ours = np.maximum(0.0, 1.0 - columns["looks_back"] / 3.0)
    around = ours * (columns["kind_differs"] + columns["nearby_differs"]) / 2
    after = memory.curve(columns["age"]) + columns["differs_alike"] + around
    underway = strides.start_h - strides.begun_h
    before = memory.curve(underway) + columns["differs_before"] + around
    known = strides.start_h > strides.begun_h + 1.0
    rise = np.maximum(after - np.clip(before, 0.0, 1.0), 0.0)
    return np.where(known, strides.start_level + rise, after)
