"""Lamps switch within a minute of the sun, through every change of the clock."""

from zoneinfo import ZoneInfo

import pytest

from mesto.bench.sun import AIM_S, PRAGUE, errors_s
from mesto.operations.calendars.sun import Spot

NOVI_SAD = Spot(45.2517, 19.8369, ZoneInfo("Europe/Belgrade"))


@pytest.mark.parametrize(
    ("phase", "spot"), [("sunset", NOVI_SAD), ("dusk", PRAGUE), ("dawn", PRAGUE)]
)
def test_the_sun_is_within_a_minute_of_the_ephemeris_for_ten_years(phase, spot):
    apart_s = list(errors_s(phase, spot))
    assert len(apart_s) == 3652
    assert max(map(abs, apart_s)) < AIM_S
