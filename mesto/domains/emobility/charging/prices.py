"""Whether a car had better wait for cheaper hours. Pure.

Who waits, waits for a certain hour, and charges from then on; in some of the ways a
session may go, the car has left by then, or leaves before it is charged. So for each
hour at which it becomes cheaper, what the last kilowatt-hour comes to is averaged over
all ways, each by its weight, with what is missed counted as dear as `MISSED` times the
dearest hour. The best of these hours is held against charging now.

It is not asked what each way would cost if it were known: then it would nearly always
seem good to wait, and cars would leave without energy.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from mesto.domains.emobility.charging.learnt import Outlook
from mesto.domains.emobility.charging.tree import Floats

MISSED: Final = 6.5  #: what a kilowatt-hour that is not charged counts, dearest hours
SPARE: Final = 1.3  #: by what more time is reckoned than a car alone would need


def later(
    lefts: Sequence[Outlook], powers_kw: Floats, prices: Floats, slot_h: float
) -> Floats:
    """Return what a kilowatt-hour that is not charged now is expected to cost, each.

    lefts: what may be left of each session
    powers_kw: that each takes
    prices: of a kilowatt-hour in this slot and those to come, `slot_h` hours each

    Without end where it never becomes cheaper.
    """
    least = np.full(len(lefts), np.inf)
    weight = np.array([one.weight for one in lefts])
    stay = np.array([one.stay_h for one in lefts]) / slot_h
    energy = np.array([one.energy_kwh for one in lefts])
    needed = np.ceil(SPARE * energy / (powers_kw[:, None] * slot_h))
    missed = MISSED * float(prices.max())
    for begins in _cheaper(prices):
        ends = begins + needed
        last = np.minimum(ends - 1, len(prices) - 1).astype(int)
        cost = np.where(ends > stay, missed, prices[last])
        least = np.minimum(least, np.average(cost, axis=1, weights=weight))
    return least


def _cheaper(prices: Floats) -> Sequence[int]:
    """Return the slots in which it becomes cheaper, and cheaper than now."""
    falls = (prices[1:] < prices[0]) & (prices[1:] < prices[:-1])
    return [int(one) + 1 for one in np.flatnonzero(falls)]
