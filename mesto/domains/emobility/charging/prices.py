"""Whether a car had better wait for cheaper hours. Pure.

For each way a session may go, the energy it still wants is put into the cheapest hours
before it leaves; what the last kilowatt-hour would cost there is what waiting comes to.
Energy a car leaves without is counted as dear as `MISSED` times the dearest hour. It
charges now if, over all ways it may go, now is not dearer than later.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from mesto.domains.emobility.charging.learnt import Outlook
from mesto.domains.emobility.charging.tree import Floats

MISSED: Final = 6.0  #: what a kilowatt-hour that is not charged counts, dearest hours
LEVELS: Final = 8  #: prices are told apart by so many steps
SPARE: Final = 1.3  #: by what more time is reckoned than a car alone would need


def later(
    lefts: Sequence[Outlook], powers_kw: Floats, prices: Floats, slot_h: float
) -> Floats:
    """Return what a kilowatt-hour not charged now is expected to cost, per session.

    lefts: what may be left of each session
    powers_kw: that each takes
    prices: of a kilowatt-hour in this slot and those to come, `slot_h` hours each
    """
    levels = np.unique(prices)
    if len(levels) > LEVELS:
        levels = np.quantile(prices, np.linspace(0, 1, LEVELS))
    #: (levels, slots + 1): how many slots after this one are no dearer, before each
    cheap = np.cumsum(prices[None, 1:] <= levels[:, None], axis=1)
    cheap = np.concatenate([np.zeros((len(levels), 1), int), cheap], axis=1)
    stay = np.array([one.stay_h for one in lefts]) / slot_h
    energy = np.array([one.energy_kwh for one in lefts])
    needed = np.ceil(SPARE * energy / (powers_kw[:, None] * slot_h))
    until = np.clip(stay.astype(int) - 1, 0, len(prices) - 1)
    enough = cheap[:, until] >= needed  # (levels, sessions, ways)
    cost = np.where(
        enough.any(axis=0),
        levels[enough.argmax(axis=0)],
        MISSED * float(prices.max()),
    )
    return np.asarray(cost.mean(axis=1))
