"""How far off a forecast may be, by how far off its like have been. Pure.

Misses are measured in what was expected of each, and their quantiles are taken apart
for those that were expected to be surer and less sure: an interval has to hold for
both, not for their mean alone.

Source: split conformal prediction, Vovk et al., Algorithmic Learning in a Random World,
4; by groups, Vovk 2012; adapted over time, Gibbs and Candès, NeurIPS 2021.
"""

from dataclasses import dataclass
from math import exp
from typing import Final

import numpy as np

from mesto.domains.waste.forecast.marks import Numbers
from mesto.domains.waste.outlook import QUANTILES

GROUPS: Final = 3  #: by how sure forecasts are
FEWEST: Final = 60  #: misses of a group
LEAST_SPREAD: Final = 0.02  #: share of the volume; nothing is foretold better
WANTED: Final = 0.8  #: share of levels that shall lie within the interval
TRUSTED: Final = 300  #: levels by which half of what they tell is believed
WIDEST: Final = 2.5  #: times; more is not a matter of widths any more
#: What is believed where nothing was ever compared: quantiles of a normal miss, by
#: expected misses; a mean miss is 0.8 of a standard deviation.
PRIOR: Final = (-2.06, -1.6, 0.0, 1.6, 2.06)


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """The quantiles of misses, by groups of what was expected of them.

    edges: of expected misses, between the groups
    ends: of shape (GROUPS, len(QUANTILES)), by expected misses
    """

    edges: Numbers
    ends: Numbers

    def around(self, middle: Numbers, spread: Numbers, widening: float) -> Numbers:
        """Return the quantiles of levels, of shape (len(middle), len(QUANTILES)).

        spread: how far off each is expected to be
        """
        spread = np.maximum(spread, LEAST_SPREAD)
        ends = self.ends[np.searchsorted(self.edges, spread)] * widening
        levels = np.maximum(middle[:, None] + ends * spread[:, None], 0.0)
        return np.asarray(np.sort(levels, axis=1))


def calibrate(misses: Numbers, spread: Numbers) -> Calibration:
    """Take the quantiles of what was missed: seen less foretold."""
    spread = np.maximum(spread, LEAST_SPREAD)
    edges = np.quantile(spread, np.arange(1, GROUPS) / GROUPS) if len(spread) else None
    if edges is None or len(spread) < FEWEST * GROUPS:
        ends = _ends(misses / spread)
        return Calibration(
            edges=np.full(GROUPS - 1, np.inf), ends=np.tile(ends, (GROUPS, 1))
        )
    group = np.searchsorted(edges, spread)
    told = misses / spread
    ends = np.array([_ends(told[group == one]) for one in range(GROUPS)])
    return Calibration(edges=edges, ends=ends)


def adapted(widening: float, covered: float, count: int) -> float:
    """Return how much wider intervals have to be after some were compared.

    covered: share of `count` levels that lay within the interval of 80 %
    """
    believed = count / (count + TRUSTED)
    return float(
        np.clip(widening * exp(believed * (WANTED - covered)), 1 / WIDEST, WIDEST)
    )


def _ends(told: Numbers) -> Numbers:
    """Return the quantiles of misses, a little wider for those yet to come."""
    count = len(told)
    if count < FEWEST:
        return np.array(PRIOR)
    wanted = np.array(QUANTILES)
    outward = wanted + np.sign(wanted - 0.5) * np.abs(wanted - 0.5) * 2 / count
    ends = np.quantile(told, np.clip(outward, 0, 1))
    ends[2] = 0.0
    return np.asarray(ends)
