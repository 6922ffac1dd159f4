import pytest

from mesto.kernel.model import TYPE, Kind, Observation
from tests.web.work.saying import LAMP


@pytest.fixture
async def lamp(server):
    def seen(attribute, value, kind=Kind.PROPERTY):
        return Observation(
            entity=LAMP, attribute=attribute, value=value, kind=kind, source="test"
        )

    point = {"type": "Point", "coordinates": [19.84, 45.25]}
    await server.city.record(
        [
            seen(TYPE, ["Streetlight"]),
            seen("name", "SL-1 Jevrejska"),
            seen("location", point, Kind.GEO_PROPERTY),
        ]
    )


@pytest.fixture
async def worker(somebody):
    return await somebody("ivan", "operator")
