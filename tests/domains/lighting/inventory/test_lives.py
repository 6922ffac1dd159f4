"""The lives of lamps are stated in a real town."""

from datetime import UTC, datetime

import pytest

from mesto.domains.lighting.inventory.run import state_lives
from mesto.kernel.model import Kind, Observation

pytestmark = pytest.mark.anyio

NOW = datetime(2030, 1, 1, tzinfo=UTC)
LAMP, NEW, BARE = (f"urn:ngsi-ld:Streetlight:{name}" for name in ("old", "new", "bare"))
MODEL = "urn:ngsi-ld:StreetlightModel:1"


def says(urn, kind=Kind.PROPERTY, **values):
    return [
        Observation(entity=urn, attribute=name, value=value, source="test", kind=kind)
        for name, value in values.items()
    ]


@pytest.fixture
async def lamps(city):
    await city.record(
        [
            *says(MODEL, workingLife=60_000, ratedLumenMaintenance=0.8),
            *says(LAMP, dateServiceStarted="2020-01-01", powerRating=40),
            *says(LAMP, lifetimePowerConsumption=1_200),
            *says(LAMP, Kind.RELATIONSHIP, refStreetlightModel=MODEL),
            *says(NEW, dateServiceStarted="2029-01-01"),
            *says(BARE, powerRating=40),
        ]
    )


async def present(city, urn):
    return (await city.present([urn]))[urn]


@pytest.mark.usefixtures("lamps")
async def test_a_lamp_tells_how_long_it_burned_and_when_it_is_due(city):
    await state_lives(city, NOW)
    lamp = await present(city, LAMP)
    assert (lamp.value("hoursBurned"), lamp.value("hoursKnownBy")) == (30_000, "meter")
    assert lamp.value("lightLeft") == pytest.approx(0.894, abs=0.001)
    assert lamp.value("replacementReason") == "light"
    assert lamp.value("replacementDue")[:4] in ("2039", "2040")
    new = await present(city, NEW)
    assert new.value("hoursKnownBy") == "nights"
    assert 3_500 < new.value("hoursBurned") < 4_800


@pytest.mark.usefixtures("lamps")
async def test_what_is_known_already_is_not_said_again(city):
    assert await state_lives(city, NOW) == 9, "a lamp of no model has no light left"
    assert await state_lives(city, NOW) == 0


@pytest.mark.usefixtures("lamps")
async def test_a_lamp_with_a_new_source_begins_anew(city):
    await city.record(says(LAMP, dateLastLampChange="2029-12-01"))
    await state_lives(city, NOW)
    lamp = await present(city, LAMP)
    assert lamp.value("hoursKnownBy") == "nights"
    assert lamp.value("hoursBurned") < 600


@pytest.mark.usefixtures("lamps")
async def test_a_lamp_that_does_not_say_its_age_has_no_life(city):
    await state_lives(city, NOW)
    assert (await present(city, BARE)).value("hoursBurned") is None
