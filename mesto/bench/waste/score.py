"""How good a forecast of levels was."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

NEARLY: float = 0.7  #: share of the volume from which a container is to be emptied


def score(
    seen: Numbers,
    foretold: Numbers,
    chance: Numbers | None = None,
    low: Numbers | None = None,
    high: Numbers | None = None,
) -> Mapping[str, float]:
    """Score levels that were foretold against what was seen; shares of the volume.

    chance: by which full containers are told from others; None: the level foretold
    low, high: ends of the interval of 80 %, where there is one

    Returns the mean absolute error and the bias in points, the area under the ROC
    curve of being 70 % full, and the share in percent that lay in the interval.
    """
    found = {
        "MAE": 100 * float(np.abs(seen - foretold).mean()),
        "AUC": area_under_curve(seen >= NEARLY, foretold if chance is None else chance),
        "bias": 100 * float((foretold - seen).mean()),
        "in 80 %": float("nan"),
        "width": float("nan"),
    }
    if low is not None and high is not None:
        found["in 80 %"] = 100 * float(((seen >= low) & (seen <= high)).mean())
        found["width"] = 100 * float((high - low).mean())
    return {name: round(one, 3) for name, one in found.items()}


def area_under_curve(true: NDArray[np.bool_], told: Numbers) -> float:
    """Return how often one that is true is told above one that is not, ties half.

    Source: Mann and Whitney's U, Hanley and McNeil 1982.
    """
    _, place, count = np.unique(told, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2
    ranks, positives = middle[place], int(true.sum())
    negatives = len(true) - positives
    if not positives or not negatives:
        return float("nan")
    over = float(ranks[true].sum()) - positives * (positives + 1) / 2
    return over / (positives * negatives)
