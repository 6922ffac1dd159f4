"""Cars on the main roads, as a counter in the carriageway sees them."""

from dataclasses import dataclass

import numpy as np

from mesto.simulator.almanac import hour_of_day, is_free
from mesto.simulator.chance import Chance, Floats, Numbers, Truths, Whole

PERIOD_S = 900.0  #: a counter reports what passed in the last quarter of an hour
CAR_M = 4.7
CAPACITY_PER_LANE = 520.0  #: cars an hour between two traffic lights

#: Share of a day's cars by hour of a working day and of a free one.
WORKING = np.array(
    [
        *(0.8, 0.5, 0.4, 0.5, 1.1, 3.0, 5.6, 7.6, 7.0, 5.6, 5.1, 5.1),
        *(5.3, 5.5, 6.2, 7.5, 8.0, 7.0, 5.4, 4.2, 3.2, 2.5, 1.8, 1.1),
    ]
)
FREE = np.array(
    [
        *(1.6, 1.1, 0.8, 0.6, 0.7, 1.2, 2.0, 3.0, 4.4, 6.0, 7.0, 7.1),
        *(6.6, 6.4, 6.6, 6.9, 7.0, 6.8, 6.0, 5.0, 4.1, 3.3, 2.6, 1.9),
    ]
)


@dataclass(frozen=True)
class Roads:
    """What the counted roads are like; one number a counter."""

    daily_cars: Floats  #: on a working day
    lanes: Whole
    free_speed_kmh: Floats


@dataclass(frozen=True)
class Flow:
    """What passed in the last PERIOD_S."""

    cars: Whole
    speed_kmh: Floats
    occupancy: Floats  #: share of the time a car stood over the loop, in [0, 1]
    congested: Truths


def flow(
    chance: Chance, roads: Roads, at_s: Numbers, *, country: str, rain_mm_h: Floats
) -> Flow:
    """Count the cars of each road (first axis) at each moment (second axis).

    at_s, rain_mm_h: one value a moment

    Speed falls with the share of the capacity used.
    Source: Bureau of Public Roads function, Traffic Assignment Manual, 1964.
    """
    draws = chance.stream("traffic")
    counter = np.arange(len(roads.daily_cars))[:, None]
    at = np.atleast_1d(np.asarray(at_s, np.float64))[None, :]
    hourly = roads.daily_cars[:, None] * hourly_share(at, country)
    mood = 1 + 0.05 * draws.wave(at, 3600.0, 1, counter)
    wet = 1 - 0.05 * np.minimum(rain_mm_h, 2.0)[None, :]
    minute = np.floor(at / 60.0).astype(np.int64)
    cars = draws.count(
        hourly * np.maximum(mood, 0.2) * wet * PERIOD_S / 3600.0, counter, minute
    )
    capacity = roads.lanes[:, None] * CAPACITY_PER_LANE * PERIOD_S / 3600.0
    used = cars / capacity
    slowed = roads.free_speed_kmh[:, None] / (1 + 0.45 * used**4) * (0.4 + 0.6 * wet)
    speed_kmh = np.maximum(4.0, slowed + draws.normal(counter, minute, 9))
    over_loop_s = cars / roads.lanes[:, None] * (CAR_M + 2.0) / (speed_kmh / 3.6)
    return Flow(
        cars=cars,
        speed_kmh=speed_kmh,
        occupancy=np.clip(over_loop_s / PERIOD_S, 0, 1),
        congested=speed_kmh < 0.55 * roads.free_speed_kmh[:, None],
    )


def hourly_share(at_s: Numbers, country: str) -> Floats:
    """Return the share of a day's cars that an hour like this one carries."""
    hours = np.arange(25.0)
    hour = (hour_of_day(at_s) - 0.5) % 24
    working = np.interp(hour, hours, np.append(WORKING, WORKING[0]) / WORKING.sum())
    free = np.interp(hour, hours, np.append(FREE, FREE[0]) / FREE.sum())
    return np.asarray(
        np.where(is_free(at_s, country), 0.72 * free, working), np.float64
    )
