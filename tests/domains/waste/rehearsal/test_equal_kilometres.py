"""Ways to collect are compared where they drive as far."""

import numpy as np
import pytest

from mesto.bench.waste.policy import mixed

#: Of two months each: kilometres a day, overflowing %, emptied a day.
LEAN = np.array([[80.0, 2.0, 100.0], [90.0, 3.0, 110.0]])
SAFE = np.array([[100.0, 1.0, 150.0], [110.0, 1.0, 160.0]])


def test_between_two_settings_is_as_many_days_of_each():
    mix = mixed([SAFE, LEAN], np.array([85.0, 100.0]))
    assert mix == pytest.approx(np.array([[85, 1.75, 112.5], [100, 2.0, 135.0]]))


def test_nobody_is_compared_with_who_drives_less():
    mix = mixed([LEAN, SAFE], np.array([79.0, 90.0]))
    assert np.isnan(mix[0, 1])
    assert mix[1, 1] == pytest.approx(3.0)
