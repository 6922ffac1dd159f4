"""What a vehicle drove on a round is kept once the round is over."""

from datetime import UTC, datetime, timedelta

import pytest

from mesto.domains.waste.driving.odometer import read_driven
from mesto.domains.waste.driving.run import measure
from mesto.kernel.model import Kind
from tests.domains.waste.driving.examples import east
from tests.web.waste.rounds import URN, VEHICLE, furnish, planned, seen

pytestmark = pytest.mark.anyio


async def test_a_round_that_is_over_is_measured_once(city):
    begins = datetime.now(UTC) - timedelta(hours=10)
    await furnish(city, planned(begins=begins), "done")
    track = [
        seen(
            VEHICLE,
            "location",
            {"type": "Point", "coordinates": list(east(100 * minute))},
            Kind.GEO_PROPERTY,
            observed_at=begins + timedelta(minutes=minute),
        )
        for minute in range(60)
    ]
    await city.record(track)
    home = begins + timedelta(minutes=34)  # planned to be over
    assert await measure(city, home + timedelta(hours=2)) == 0, "more may come"
    assert await measure(city, home + timedelta(hours=3, minutes=1)) == 1
    assert await measure(city, home + timedelta(hours=4)) == 0
    driven = read_driven((await city.present([URN]))[URN])
    assert (driven.km_by, driven.hours_by) == ("track", "plan")
    assert driven.km == pytest.approx(3.4, abs=0.1)
