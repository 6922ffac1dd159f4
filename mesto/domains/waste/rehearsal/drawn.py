"""Fills that are drawn, for towns without a past and for measuring policies. Pure."""

from typing import Final

import numpy as np

from mesto.domains.waste.rehearsal.fills import STEPS, Fills, Floats

#: What a weekday brings, Monday first, mean 1.
WEEKDAYS: Final = np.array([1.12, 0.92, 0.92, 0.95, 1.05, 1.10, 0.94])
#: Share of a day that comes in each of its steps, from midnight.
HOURS: Final = np.array([0.02, 0.02, 0.14, 0.16, 0.14, 0.20, 0.24, 0.08])
USUAL_DAY: Final = 0.24  #: share of the volume that comes on an average day; the median
BETWEEN: Final = (
    0.40  #: by which containers differ, standard deviation of the logarithm
)
BY_DAY: Final = 0.40  #: by which days of one container differ, coefficient of variation
DRIFT: Final = 0.10  #: by which its weeks differ, standard deviation of the logarithm
STAYS: Final = 0.7  #: of a week's difference in the next


def draw_fills(
    containers: int, days: int, chance: np.random.Generator, *, usual: float = USUAL_DAY
) -> Fills:
    """Draw what comes into containers; the first day is a Monday.

    Containers differ by a log-normal, their weeks drift, their days by a gamma: what
    comes on one day tells nothing of the next beyond that.
    """
    pace = usual * np.exp(BETWEEN * chance.normal(size=containers))
    weeks = -(-days // 7)
    drift = np.zeros((containers, weeks))
    for week in range(1, weeks):
        news = DRIFT * np.sqrt(1 - STAYS**2) * chance.normal(size=containers)
        drift[:, week] = STAYS * drift[:, week - 1] + news
    mean = pace[:, None] * np.exp(np.repeat(drift, 7, axis=1)[:, :days])
    mean *= np.tile(WEEKDAYS, weeks)[:days]
    shape = 1 / BY_DAY**2
    daily: Floats = mean * chance.gamma(shape, 1 / shape, (containers, days))
    come = daily[:, :, None] * HOURS[None, None, :]
    assert come.shape[2] == STEPS
    known = np.ones((containers, days), bool)
    return Fills(come, known, np.zeros(containers))
