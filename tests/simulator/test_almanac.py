from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesto.domains.lighting.sun import sun_elevation_deg as judged_deg
from mesto.simulator.almanac import (
    easter,
    hour_of_day,
    is_free,
    local_s,
    sun_elevation_deg,
)

moments = st.floats(1_767_225_600.0, 2_082_758_400.0)


@given(moments)
def test_the_sun_stands_where_the_lighting_service_sees_it(at_s: float) -> None:
    at = datetime.fromtimestamp(at_s, UTC)
    ours = float(sun_elevation_deg(at_s, 50.1, 14.1))
    assert ours == pytest.approx(judged_deg(at, longitude=14.1, latitude=50.1), abs=0.1)


@given(moments)
def test_one_moment_reads_as_among_many(at_s: float) -> None:
    assert float(local_s(at_s)) == local_s(np.array([[at_s, 0.0]]))[0, 0]


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        ("2026-03-29T00:59:59+00:00", 1),
        ("2026-03-29T01:00:00+00:00", 3),
        ("2026-10-25T00:59:59+00:00", 2),
        ("2026-10-25T01:00:00+00:00", 2),
        ("2026-07-01T12:00:00+00:00", 14),
    ],
)
def test_clocks_change_on_the_last_sundays(moment: str, hour: int) -> None:
    at_s = datetime.fromisoformat(moment).timestamp()
    assert int(hour_of_day(at_s)) == hour


def test_easter_is_kept_twice() -> None:
    assert easter(2026, "cz") == date(2026, 4, 5)
    assert easter(2026, "rs") == date(2026, 4, 12)
    assert easter(2030, "cz") == date(2030, 4, 21)


def test_countries_rest_on_their_own_days() -> None:
    statehood = datetime(2026, 10, 28, 12, tzinfo=UTC).timestamp()
    assert is_free(statehood, "cz")
    assert not is_free(statehood, "rs")
    assert is_free(datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp(), "rs")
