"""Lamps, buildings and the sun on the same cable are reckoned with, from the ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mesto.domains.emobility.keeping.reading import Reader
from mesto.domains.emobility.keeping.round import State, moment_of
from mesto.kernel.city import City
from mesto.kernel.model import Kind, Observation
from tests.gates.ocpp.conftest import observed

pytestmark = pytest.mark.anyio

C1 = "urn:ngsi-ld:GridConnection:C1"
FEEDER = "urn:ngsi-ld:StreetlightFeeder:7"
HALL, SUN = "urn:ngsi-ld:Building:hall", "urn:ngsi-ld:PhotovoltaicDevice:roof"
DAY = timedelta(days=1)


def power(urn: str, watts: float, at: datetime, unit: str = "WTT") -> Observation:
    kw = unit == "KWT"
    return Observation(
        entity=urn,
        attribute="powerConsumption",
        value=watts / 1000 if kw else watts,
        unit=unit,
        source="t",
        observed_at=at,
    )


async def wired(city: City, **said: Any) -> None:
    links = {name: (Kind.RELATIONSHIP, urns) for name, urns in said.items()}
    await city.record(observed(C1, type=["GridConnection"], maximumCurrent=63, **links))


async def loads(city: City, now: datetime) -> tuple[float, float, float]:
    """Return what hangs on the cabinet beside stations, A by phase."""
    while await city.keep_rollups():
        pass
    state = await Reader(city).state(now)
    assert isinstance(state, State)
    tree = state.site.tree
    each = tree.loaded(moment_of(state).loads)[0]
    return tuple(round(float(one), 2) for one in each[:3])


async def test_lamps_count_as_they_were_at_this_hour_although_they_are_dark_now(
    city: City,
) -> None:
    now = datetime.now(UTC)
    await wired(city, refLoad=FEEDER)
    await city.record(observed(FEEDER, type=["StreetlightFeeder"]))
    for number in range(2):
        lamp = f"urn:ngsi-ld:Streetlight:{number}"
        on = (Kind.RELATIONSHIP, FEEDER)
        await city.record(observed(lamp, type=["Streetlight"], feederID=on))
        await city.record([power(lamp, 690, now - DAY), power(lamp, 0, now)])
    assert await loads(city, now) == (2.0, 2.0, 2.0)


async def test_a_building_counts_with_its_most_and_the_sun_with_its_least(
    city: City,
) -> None:
    now = datetime.now(UTC)
    await wired(city, refLoad=HALL, refGenerator=SUN)
    await city.record(observed(HALL, type=["Building"], phases="2"))
    await city.record(observed(SUN, type=["PhotovoltaicDevice"]))
    await city.record(
        [power(HALL, 4600, now - DAY, "KWT"), power(HALL, 2300, now, "KWT")]
    )
    await city.record([power(SUN, 2070, now - DAY), power(SUN, 6900, now)])
    until = now + timedelta(minutes=16)
    sure = 3.0 if now.hour == until.hour else 0.0  # of the next hour nothing is known
    assert await loads(city, now) == (-sure, 20.0 - sure, -sure)


async def test_what_says_nothing_counts_with_its_rating(city: City) -> None:
    now = datetime.now(UTC)
    await wired(city, refLoad=HALL)
    await city.record(observed(HALL, type=["Building"], maximumPower=6.9))
    assert await loads(city, now) == (10.0, 10.0, 10.0)
