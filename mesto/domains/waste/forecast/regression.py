"""Gradient boosting of what looking back alone does not see.

Only imported in a process of its own: the library costs 137 MB.
"""

from typing import Final, Literal, NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import ThreadpoolController

from mesto.domains.waste.forecast.marks import Numbers

#: Threads that share a small table wait for each other longer than they work, and for
#: minutes where others want the cores too. One thread leaves the other cores to them.
_THREADS = ThreadpoolController()
_ALONE: Final = {"limits": 1, "user_api": "openmp"}

SEEDS: Final = 3  #: forests the median is the mean of
ROUNDS, PACE, LEAVES, FEWEST, SHRINK, SOME = 150, 0.05, 12, 25, 5.0, 0.4


class Loss(NamedTuple):
    """What is made small, in how many rounds, by how many forests."""

    name: Literal["absolute_error", "squared_error"]
    rounds: int
    seeds: int


class Boosted:
    """The mean of several boosted forests that differ in their seed alone."""

    def __init__(
        self, table: Numbers, wanted: Numbers, weights: Numbers, loss: Loss
    ) -> None:
        """Learn from a row each; columns nobody knows anything of are left out."""
        self._told = np.isfinite(table).any(axis=0)
        known = table[:, self._told]
        with _THREADS.limit(**_ALONE):
            self._forests = [
                _forest(loss, seed).fit(known, wanted, weights)
                for seed in range(loss.seeds)
            ]

    def __call__(self, table: Numbers) -> Numbers:
        """Return what each row is foretold."""
        known = table[:, self._told]
        with _THREADS.limit(**_ALONE):
            told = [one.predict(known) for one in self._forests]
        return np.asarray(np.mean(told, axis=0))


def middle_of(
    table: Numbers, wanted: Numbers, weights: Numbers, *, seeds: int = SEEDS
) -> Boosted:
    """Learn the median. A median cares not how far beyond full a level is cut.

    Source: Powell, Censored regression quantiles, 1986.
    """
    return Boosted(table, wanted, weights, Loss("absolute_error", ROUNDS, seeds))


def spread_of(table: Numbers, misses: Numbers, weights: Numbers) -> Boosted:
    """Learn how far the median was off, on average."""
    return Boosted(table, misses, weights, Loss("squared_error", ROUNDS // 2, 1))


def _forest(loss: Loss, seed: int) -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(
        loss=loss.name,
        max_iter=loss.rounds,
        learning_rate=PACE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=FEWEST,
        l2_regularization=SHRINK,
        max_features=SOME,
        random_state=seed,
        early_stopping=False,
    )
