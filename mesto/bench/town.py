"""The entities that the cases write and read."""

from datetime import UTC, datetime, timedelta
from random import Random

API = "/ngsi-ld/v1"
TYPE = "WasteContainer"
ATTRIBUTES = 8
BATCH = 1000  #: entities a request
CLIENTS = 64
SPREAD = (19.75, 45.20, 19.95, 45.32)  #: west, south, east, north of a town
START = datetime(2024, 5, 1, tzinfo=UTC)


def urn(number: int, kind: str = TYPE) -> str:
    """Name an entity."""
    return f"urn:ngsi-ld:{kind}:{number}"


def container(number: int, turn: int, random: Random) -> dict[str, object]:
    """Write one container out as NGSI-LD, with eight attributes."""
    west, south, east, north = SPREAD
    at = (START + timedelta(seconds=turn)).isoformat().replace("+00:00", "Z")
    levels = {
        f"level{n}": {"type": "Property", "value": random.random(), "observedAt": at}
        for n in range(ATTRIBUTES - 1)
    }
    place = [random.uniform(west, east), random.uniform(south, north)]
    location = {"type": "Point", "coordinates": place}
    return {
        "id": urn(number),
        "type": TYPE,
        **levels,
        "location": {"type": "GeoProperty", "value": location},
    }
