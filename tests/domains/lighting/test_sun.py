from datetime import UTC, datetime

import pytest

from mesto.domains.lighting.sun import sun_elevation_deg


@pytest.mark.parametrize(
    ("at", "longitude", "latitude", "elevation_deg"),
    [
        # Solstices and equinox at solar noon: 90 - latitude + declination.
        (datetime(2026, 6, 21, 12, 2, tzinfo=UTC), 0.0, 50.0, 63.44),
        (datetime(2026, 12, 21, 11, 58, tzinfo=UTC), 0.0, 50.0, 16.56),
        (datetime(2026, 3, 20, 12, 7, tzinfo=UTC), 0.0, 0.0, 89.9),
        # The sun at midnight in June stays above the horizon at the North Cape.
        (datetime(2026, 6, 21, 22, 18, tzinfo=UTC), 25.78, 71.17, 4.61),
    ],
)
def test_the_sun_stands_where_the_almanac_says(at, longitude, latitude, elevation_deg):
    seen = sun_elevation_deg(at, longitude=longitude, latitude=latitude)
    assert seen == pytest.approx(elevation_deg, abs=0.15)
